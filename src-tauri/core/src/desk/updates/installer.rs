//! What the desk needs to look for newer versions and to install one, which only the program around it has.

use std::io;
use std::path::Path;

use super::view::{InTheWay, InstalledBy};
use crate::release::Source;

/// Where newer versions are announced, and who installs them.
pub struct Offer {
    pub source: Source,
    pub installed_by: InstalledBy,
    pub installer: Box<dyn Installer>,
}

/// Installs the file of a release in place of this program.
pub trait Installer: Send + Sync + 'static {
    /// What else must not be interrupted, of which the desk does not know.
    fn in_the_way(&self) -> Option<InTheWay>;

    /// Starts the installation. Runs on a thread that may wait. Where it fails the program that runs is still whole.
    fn start(&self, file: &Path) -> io::Result<()>;

    /// The installation has begun: ends this program.
    fn end_program(&self);
}
