//! The UI's packages and its build. Both are skipped when they are up to date.

use std::fs;
use std::path::PathBuf;

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Installs exactly what the lock file names, unless that was the last thing installed.
pub fn install() -> Outcome {
    let lock = project::ui().join("package-lock.json");
    // A copy of the lock file, written only after an installation that went through.
    let installed = project::ui().join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(|error| Failure::at(&lock, &error))?;
    if fs::read(&installed).is_ok_and(|present| present == wanted) {
        return Ok(());
    }
    Program::npm("ci").args(["--no-audit", "--no-fund"]).run()?;
    fs::write(&installed, wanted).map_err(|error| Failure::at(&installed, &error))
}

/// Builds the UI, unless what was built is newer than all it is made from.
pub fn build() -> Outcome {
    let built = project::newest(&[built_page()]);
    if built.is_some() && built >= project::newest(&sources()) {
        return Ok(());
    }
    script("build")
}

/// Runs one of the scripts of `ui/package.json`.
pub fn script(name: &str) -> Outcome {
    program(name).run()
}

/// The same, for whoever runs it.
pub fn program(name: &str) -> Program {
    Program::npm("run").args(["--silent", name])
}

/// The page that loads everything else of the built UI.
pub fn built_page() -> PathBuf {
    project::ui().join("dist/index.html")
}

fn sources() -> Vec<PathBuf> {
    [
        "src",
        "public",
        "index.html",
        "package-lock.json",
        "svelte.config.js",
        "tsconfig.json",
        "vite.config.ts",
    ]
    .iter()
    .map(|name| project::ui().join(name))
    .collect()
}
