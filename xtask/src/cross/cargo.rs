//! Cargo for another system: with the compiler that knows the standard library's sources, in a folder of its own.
//!
//! Every call has the same environment, so that none builds again what another has built.
//! Not in it: what is built.

use super::library;
use super::stand_ins;
use crate::packages;
use crate::program::{Outcome, Program};
use crate::project;

/// What runs under Wine. Its linker comes from Debian; Microsoft's is not to be had here.
pub const GNU: &str = "x86_64-pc-windows-gnu";

/// Those that are looked at only, so that no C compiler is needed.
pub const LOOKED_AT: [&str; 3] = [
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
];

/// The standard library is built with the project, because this toolchain brings it for its own system only.
const STANDARD_LIBRARY: &str = "-Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test";

/// Whether this machine can do it. Where it cannot, says so in a line.
pub fn is_possible(what: &str) -> bool {
    let possible = cfg!(target_arch = "x86_64") && packages::are_debians();
    if !possible {
        println!("LEFT OUT: {what}. That is set up on Debian and its relatives only, on x86_64");
    }
    possible
}

/// A Cargo that can build for other systems. The system's packages are there already (`Need::Cross`).
pub fn cargo(subcommand: &str) -> Outcome<Program> {
    let toolchain = library::toolchain()?;
    let stand_ins = stand_ins::c_compiler()?;
    let programs = toolchain.join("bin");
    let mut path = programs.clone().into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut cargo = Program::new(&programs.join("cargo").to_string_lossy())
        .args([subcommand, "--locked", STANDARD_LIBRARY])
        .within(&project::root())
        .env("PATH", path)
        // The Cargo that started this xtask put its own libraries there, and a compiler takes the library's sources from
        // beside the libraries it was loaded with.
        .without("LD_LIBRARY_PATH")
        // `-Z` on a stable compiler, which is the one that the project is written for.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", built())
        .env("CARGO_INCREMENTAL", "0")
        // A third of the time, and half of the room: nobody debugs these.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        // Only the linker, which never runs, would look into it.
        .env("SDKROOT", "/");
    for target in LOOKED_AT {
        let name = target.replace('-', "_");
        for (tool, file) in [("CC", "cc"), ("CXX", "cc"), ("AR", "ar"), ("RC", "cc")] {
            cargo = cargo.env(&format!("{tool}_{name}"), stand_ins.join(file));
        }
    }
    Ok(cargo)
}

/// Where it puts what it builds.
pub fn built() -> std::path::PathBuf {
    project::cross().join("target")
}
