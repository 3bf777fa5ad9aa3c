//! From the folders in which the bundler leaves its packages to where they belong.
//!
//! Not in it: packing the deb anew (`deb`).

use std::path::{Path, PathBuf};

use super::deb;
use crate::bundle::made::{copy, one};
use crate::program::Outcome;

/// Brings what the bundler made to where it belongs, and says where the deb and the rpm are.
pub fn collect(built: &Path, into: &Path) -> Outcome<(PathBuf, PathBuf)> {
    let bundles = built.join("bundle");
    let deb = deb::repack(&one(&bundles.join("deb"), ".deb")?, into)?;
    let rpm = copy(&one(&bundles.join("rpm"), ".rpm")?, into)?;
    Ok((deb, rpm))
}
