//! The apt repository: static files that any web server hands out, made of the debs of a release and signed with a key
//! that gpg has. `packaging/apt/esim-desk.sources` is what a client needs besides the key.
//!
//! Laid out as <https://wiki.debian.org/DebianRepository/Format> says; `Packages` and `Release` are apt-ftparchive's.
//! Not in it: uploading. The packages go up before the lists that name them, and `InRelease` last.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Failure, Outcome, Program};

const SUITE: &str = "stable";
const ARCHITECTURES: [&str; 2] = ["amd64", "arm64"];

/// Makes the repository in `into`, which is there and empty, signed with the key of this name in gpg's folder `home` (its
/// usual one where `None`).
pub fn repository(debs: &[PathBuf], into: &Path, key: &str, home: Option<&Path>) -> Outcome {
    let pool = into.join("pool/main/e/esim-desk");
    make(&pool)?;
    for deb in debs {
        let name = deb.file_name().unwrap_or_default();
        fs::copy(deb, pool.join(name)).map_err(|error| Failure::at(deb, &error))?;
    }
    for architecture in ARCHITECTURES {
        let folder = into.join(format!("dists/{SUITE}/main/binary-{architecture}"));
        make(&folder)?;
        let packages = Program::new("apt-ftparchive")
            .args(["--arch", architecture, "packages", "pool"])
            .within(into)
            .answer()?;
        put(&folder.join("Packages"), &packages)?;
        Program::new("gzip")
            .args(["-9nk", "Packages"])
            .within(&folder)
            .run()?;
    }
    sign(&into.join("dists").join(SUITE), key, home)
}

/// Writes `Release`, and the same with a signature inside.
fn sign(suite: &Path, key: &str, home: Option<&Path>) -> Outcome {
    let mut release = Program::new("apt-ftparchive");
    let architectures = ARCHITECTURES.join(" ");
    for (field, value) in [
        ("Origin", "eSIM Desk"),
        ("Label", "eSIM Desk"),
        ("Suite", SUITE),
        ("Codename", SUITE),
        ("Components", "main"),
        ("Architectures", &architectures),
    ] {
        release = release.args(["-o", &format!("APT::FTPArchive::Release::{field}={value}")]);
    }
    let release = release.args(["release", "."]).within(suite).answer()?;
    put(&suite.join("Release"), &release)?;
    gpg(home)
        .args(["--local-user", key, "--clearsign"])
        .args(["--output", "InRelease", "Release"])
        .within(suite)
        .run()
}

/// The public half of a key, as `Signed-By` wants it.
pub fn public_key(key: &str, home: Option<&Path>, into: &Path) -> Outcome {
    gpg(home)
        .arg("--output")
        .arg(into)
        .args(["--export", key])
        .run()
}

/// gpg that asks nobody.
pub fn gpg(home: Option<&Path>) -> Program {
    let program = Program::new("gpg").args(["--batch", "--yes", "--quiet"]);
    match home {
        Some(home) => program.arg("--homedir").arg(home),
        None => program,
    }
}

fn make(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, &error))
}

fn put(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| Failure::at(path, &error))
}
