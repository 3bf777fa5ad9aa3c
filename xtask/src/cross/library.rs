//! The sources of Rust's standard library, beside a compiler of exactly their version.
//!
//! A toolchain that has them (`rustup component add rust-src`) is used as it is. Otherwise they come from beside the
//! project, where somebody put them there, or from Debian, and lie in a copy of the toolchain. Its files are links to the
//! same data, so it takes no room, and rustup's own folder stays as it was.
//! Not in it: how a package is had from Debian (`debian`).

use std::fs;
use std::path::{Path, PathBuf};

use super::debian;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Below a toolchain.
const SOURCES: &str = "lib/rustlib/src/rust";

/// A toolchain with the sources in it.
pub fn toolchain() -> Outcome<PathBuf> {
    let own = PathBuf::from(told_by_rustc(&["--print", "sysroot"])?);
    if own.join(SOURCES).join("library/Cargo.lock").is_file() {
        return Ok(own);
    }
    if own == Path::new("/usr") {
        return Err(Failure::new(
            "this Rust is Debian's: install its package `rust-src` too",
        ));
    }
    let version = told_by_rustc(&["--version"])?;
    let copy = project::cross().join("toolchain");
    // Written last: of which toolchain it is a copy.
    let whole = copy.join("copy-of");
    let original = format!("{version} of {}", own.display());
    if fs::read_to_string(&whole).is_ok_and(|of| of == original) {
        return Ok(copy);
    }
    if copy.exists() {
        fs::remove_dir_all(&copy).map_err(|error| Failure::at(&copy, &error))?;
    }
    copy_toolchain(&own, &copy)?;
    let number = version.split(' ').nth(1).unwrap_or_default();
    put_sources(number, &copy.join(SOURCES))?;
    fs::write(&whole, original).map_err(|error| Failure::at(&whole, &error))?;
    Ok(copy)
}

fn told_by_rustc(arguments: &[&str]) -> Outcome<String> {
    let told = Program::new("rustc").args(arguments).printed()?;
    Ok(String::from_utf8_lossy(&told).trim().to_owned())
}

fn copy_toolchain(own: &Path, copy: &Path) -> Outcome {
    fs::create_dir_all(copy).map_err(|error| Failure::at(copy, &error))?;
    for folder in ["bin", "lib", "libexec"] {
        let from = own.join(folder);
        if !from.exists() {
            continue;
        }
        let linked = Program::new("cp")
            .args(["--archive", "--link"])
            .args([&from, copy])
            .succeeds();
        if !linked {
            // Another file system: what was begun is written over.
            Program::new("cp")
                .args(["--archive", "--force"])
                .args([&from, copy])
                .run()?;
        }
    }
    Ok(())
}

fn put_sources(version: &str, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, &error))?;
    let beside = format!("../shared/tools/cross/library-{version}.tar.xz");
    let beside = project::root().join(beside);
    if beside.is_file() {
        return Program::new("tar")
            .args(["--extract", "--xz", "--directory"])
            .args([folder, Path::new("--file"), &beside])
            .run();
    }
    let unpacked = debian::unpacked("rust-src", version).map_err(|failure| {
        let rustup = "`rustup component add rust-src` gets them another way";
        Failure::new(format!(
            "the standard library's sources: {failure}; {rustup}"
        ))
    })?;
    let from = unpacked.join(format!("usr/src/rustc-{version}/library"));
    fs::rename(&from, folder.join("library")).map_err(|error| Failure::at(&from, &error))
}
