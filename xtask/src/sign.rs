//! Windows' signatures (Authenticode): `cargo xtask sign FILE`, which the bundler calls for the program, its uninstaller and
//! the installer, and osslsigncode makes. The key and its password come by the environment and are files for as long as one
//! signature takes, in a folder that is closed to others: no argument has them, which everybody could read.
//!
//! Each signature is read back against the authority that is expected before the file takes the place of the unsigned one.
//! Not in it: what may go out unsigned (`bundle::keys`); Apple's signatures, which the Tauri CLI makes.

mod base64;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use crate::environment::variable;
use crate::private::Private;
use crate::program::{Failure, Outcome, Program, find};

/// The variables that name the key and who stands for it: the certificate with its chain and its key (PKCS#12, as base64),
/// what opens it, the address of an authority of time (RFC 3161), without which signatures end with the certificate, and the
/// roots of both authorities (PEM).
pub const VARIABLES: [&str; 4] = [
    "WINDOWS_CERTIFICATE",
    "WINDOWS_CERTIFICATE_PASSWORD",
    "WINDOWS_TIMESTAMP_AT",
    "WINDOWS_AUTHORITIES",
];

struct Keys {
    certificate: String,
    password: String,
    /// A trial signs without: it has no authority of time.
    timestamp_at: Option<String>,
    authorities: String,
}

pub fn sign(arguments: &[String]) -> Outcome {
    let [file] = arguments else {
        return Err(Failure::new("`sign` takes one file"));
    };
    let [certificate, password, timestamp_at, authorities] = VARIABLES.map(variable);
    let keys = Keys {
        certificate: certificate?,
        password: password?,
        timestamp_at: Some(timestamp_at?),
        authorities: authorities?,
    };
    with(&keys, Path::new(file))
}

fn with(keys: &Keys, file: &Path) -> Outcome {
    let certificate = base64::read(&keys.certificate)
        .ok_or_else(|| Failure::new(format!("{} is not base64", VARIABLES[0])))?;
    let private = Private::new()?;
    let signed = private.path("signed.exe");
    let mut sign = Program::new(&tool()?)
        .args(["sign", "-h", "sha256", "-n", "eSIM Desk", "-pkcs12"])
        .arg(private.put("key.p12", certificate)?)
        .arg("-readpass")
        .arg(private.put("password", &keys.password)?);
    if let Some(address) = &keys.timestamp_at {
        sign = sign.args(["-ts", address]);
    }
    sign.arg("-in").arg(file).arg("-out").arg(&signed).run()?;
    let authorities = private.put("authorities.pem", &keys.authorities)?;
    verify(&signed, &authorities, keys.timestamp_at.is_some())?;
    fs::copy(&signed, file).map_err(|error| Failure::at(file, &error))?;
    Ok(())
}

/// Fails unless the file is as it was signed, by somebody whom one of these authorities stands for.
fn verify(file: &Path, authorities: &Path, is_timed: bool) -> Outcome {
    let told = Program::new(&tool()?)
        .args(["verify", "-CAfile"])
        .arg(authorities)
        .arg("-TSA-CAfile")
        .arg(authorities)
        .arg("-in")
        .arg(file)
        .told()?;
    // It ends well also where nobody stands for the time, which Windows would then not take.
    const TIMED: &str = "Timestamp Server Signature verification: ok";
    if is_timed && !String::from_utf8_lossy(&told).contains(TIMED) {
        return Err(Failure::new(
            "the signature's time is of no authority that is expected",
        ));
    }
    Ok(())
}

/// osslsigncode. On Windows MSYS2 has it, which GitHub's machines bring along; not seen there yet (`docs/systems.md`).
fn tool() -> Outcome<String> {
    const PACKAGE: &str = "mingw-w64-x86_64-osslsigncode";
    let msys = PathBuf::from(r"C:\msys64");
    let there = msys.join(r"mingw64\bin\osslsigncode.exe");
    if let Some(found) = find("osslsigncode") {
        return Ok(found.to_string_lossy().into_owned());
    }
    if cfg!(windows) && !there.is_file() {
        Program::new(&msys.join(r"usr\bin\pacman.exe").to_string_lossy())
            .args(["--sync", "--refresh", "--needed", "--noconfirm", PACKAGE])
            .run()?;
    }
    if there.is_file() {
        return Ok(there.to_string_lossy().into_owned());
    }
    Err(Failure::new(
        "signing needs osslsigncode, and there is none",
    ))
}
