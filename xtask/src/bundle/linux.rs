//! deb and rpm. An AppImage is left out: it would carry its own, soon outdated, copy of system libraries.
//!
//! ```text
//! trial       `bundle test`: the packages of a debug build, looked at and tried
//! look        what Linux' own checkers say of them
//! repository  our own apt repository
//! rpm_repository  our own dnf repository
//! served      a folder over HTTP
//! wine        the Windows uninstaller's hook
//! bare        a Debian with nothing in it
//! collect     from the bundler's folders to ours
//! deb         the deb, packed once more
//! epoch       the one time that everything is dated with
//! texts       changelog, metainfo, man pages
//! ```

mod bare;
mod collect;
mod deb;
mod epoch;
mod look;
mod repository;
mod rpm_repository;
mod served;
mod texts;
pub mod trial;
mod wine;

use std::path::Path;

use super::cli::tauri;
use crate::program::Outcome;
use crate::project;
use crate::shipped;

/// Those of a release.
pub fn installers(into: &Path) -> Outcome {
    texts::write()?;
    tauri("build")
        .args(["--config", &shipped::config()?])
        .args(["--bundles", "deb,rpm"])
        .run()?;
    collect::collect(&project::target().join("release"), into)?;
    Ok(())
}
