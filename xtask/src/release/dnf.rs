//! The dnf repository: static files that any web server hands out, made of the rpms of a release. Both the packages and the
//! list that names them are signed with a key that gpg has. `packaging/dnf/esim-desk.repo` is what a client needs besides
//! the key.
//!
//! The lists are createrepo_c's. Not in it: uploading. The packages go up before the lists that name them, and
//! `repomd.xml` with its signature last.

use std::fs;
use std::path::{Path, PathBuf};

use super::apt::gpg;
use crate::program::{Failure, Outcome, Program, find};

/// Makes the repository in `into`, which is there and empty, signed with the key of this name in gpg's folder `home` (its
/// usual one where `None`).
pub fn repository(rpms: &[PathBuf], into: &Path, key: &str, home: Option<&Path>) -> Outcome {
    let packages = into.join("packages");
    fs::create_dir_all(&packages).map_err(|error| Failure::at(&packages, &error))?;
    for rpm in rpms {
        let copy = packages.join(rpm.file_name().unwrap_or_default());
        fs::copy(rpm, &copy).map_err(|error| Failure::at(rpm, &error))?;
        sign(&copy, key, home)?;
    }
    // Under names that do not change, so that a mirror or a cache need not be asked which are of today.
    Program::new("createrepo_c")
        .args(["--quiet", "--no-database", "--simple-md-filenames"])
        .arg(into)
        .run()?;
    gpg(home)
        .args(["--local-user", key, "--armor", "--detach-sign"])
        .arg(into.join("repodata/repomd.xml"))
        .run()
}

/// Writes a signature into the package.
fn sign(rpm: &Path, key: &str, home: Option<&Path>) -> Outcome {
    // Debian's rpm looks for it elsewhere.
    let gpg = find("gpg").ok_or_else(|| Failure::new("there is no gpg on the search path"))?;
    let mut program = Program::new("rpmsign")
        .arg(format!("--define=__gpg {}", gpg.display()))
        .arg(format!("--define=_gpg_name {key}"));
    if let Some(home) = home {
        program = program.arg(format!("--define=_gpg_path {}", home.display()));
    }
    program.arg("--addsign").arg(rpm).run()
}
