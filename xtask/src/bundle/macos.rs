//! The disk image, which updates itself, and the installer package, which device management hands out.
//!
//! One app for both processors. The Tauri CLI signs the app, has it notarised and staples it; the disk image it only
//! signs, so that is notarised here, as is the package. Where keys are missing nothing is signed, if that may be (`keys`).
//! Not run on macOS yet (`docs/systems.md`).

use std::path::{Path, PathBuf};

use super::changelog::entries;
use super::cli::tauri;
use super::made::{copy_as, one};
use crate::environment::variable;
use crate::private::Private;
use crate::program::{Outcome, Program};
use crate::project;
use crate::shipped;

const TARGET: &str = "universal-apple-darwin";

pub fn installers(into: &Path, signed: bool) -> Outcome {
    let private = Private::new()?;
    let key = if signed {
        Some(Key::of_environment(&private)?)
    } else {
        None
    };
    let mut build = tauri("build")
        .args(["--config", &shipped::config()?])
        .args(["--bundles", "app,dmg", "--target", TARGET]);
    if let Some(key) = &key {
        build = build.env("APPLE_API_KEY_PATH", &key.file);
    }
    build.run()?;
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
    if signed {
        build = build.args(["--sign", &variable("APPLE_INSTALLER_IDENTITY")?]);
    }
    build.arg(&package).run()?;
    if let Some(key) = &key {
        for file in [&image, &package] {
            notarise(file, key)?;
        }
    }
    Ok(())
}

/// What Apple knows the publisher by.
struct Key {
    name: String,
    issuer: String,
    /// The key itself, which the tools want as a file.
    file: PathBuf,
}

impl Key {
    fn of_environment(private: &Private) -> Outcome<Key> {
        Ok(Key {
            name: variable("APPLE_API_KEY")?,
            issuer: variable("APPLE_API_ISSUER")?,
            file: private.put("key.p8", variable("APPLE_API_KEY_TEXT")?)?,
        })
    }
}

/// Sends it to Apple, waits, and fastens the ticket to it.
fn notarise(file: &Path, key: &Key) -> Outcome {
    Program::new("xcrun")
        .args(["notarytool", "submit", "--wait"])
        .args(["--key-id", &key.name, "--issuer", &key.issuer, "--key"])
        .args([&key.file, file])
        .run()?;
    Program::new("xcrun")
        .args(["stapler", "staple"])
        .arg(file)
        .run()
}
