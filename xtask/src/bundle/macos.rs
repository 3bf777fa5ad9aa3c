//! The disk image, which updates itself, and the installer package, which device management hands out.
//!
//! One app for both processors. The Tauri CLI signs the app, has it notarised and staples it; the disk image it only
//! signs, so that is notarised here, as is the package. Where the variables with Apple's identities are missing nothing
//! is signed, which is said. Not run on macOS yet (`docs/systems.md`).

use std::env;
use std::path::Path;

use super::changelog::entries;
use super::cli::tauri;
use super::made::{copy_as, one};
use crate::program::{Outcome, Program};
use crate::project;
use crate::shipped;

const TARGET: &str = "universal-apple-darwin";

pub fn installers(into: &Path) -> Outcome {
    tauri("build")
        .args(["--config", &shipped::config()?])
        .args(["--bundles", "app,dmg", "--target", TARGET])
        .run()?;
    let version = &entries()?[0].version;
    let built = project::target().join(TARGET).join("release/bundle");
    let image = into.join(format!("esim-desk-{version}.dmg"));
    copy_as(&one(&built.join("dmg"), ".dmg")?, &image)?;
    // What the app updates itself from: the same bundle, with its ticket, packed as a folder. `._` files would be no part of
    // what was signed.
    let packed = into.join(format!("esim-desk-{version}.app.tar.gz"));
    Program::new("tar")
        .env("COPYFILE_DISABLE", "1")
        .arg("-czf")
        .arg(&packed)
        .arg("-C")
        .arg(built.join("macos"))
        .arg("eSIM Desk.app")
        .run()?;
    let package = into.join(format!("esim-desk-{version}.pkg"));
    let mut build = Program::new("productbuild").arg("--component");
    build = build
        .arg(built.join("macos/eSIM Desk.app"))
        .arg("/Applications");
    if let Ok(identity) = env::var("APPLE_INSTALLER_IDENTITY") {
        build = build.args(["--sign", &identity]);
    }
    build.arg(&package).run()?;
    for file in [&image, &package] {
        notarise(file)?;
    }
    Ok(())
}

/// Sends it to Apple, waits, and fastens the ticket to it.
fn notarise(file: &Path) -> Outcome {
    let named = ["APPLE_API_KEY", "APPLE_API_ISSUER", "APPLE_API_KEY_PATH"].map(env::var);
    let [Ok(key), Ok(issuer), Ok(path)] = named else {
        println!("{}: NOT NOTARISED, no key is set", file.display());
        return Ok(());
    };
    Program::new("xcrun")
        .args(["notarytool", "submit", "--wait"])
        .args(["--key-id", &key, "--issuer", &issuer, "--key", &path])
        .arg(file)
        .run()?;
    Program::new("xcrun")
        .args(["stapler", "staple"])
        .arg(file)
        .run()
}
