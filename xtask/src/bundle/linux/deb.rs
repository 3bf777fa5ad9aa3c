//! The bundler's deb, packed once more: equal when it is built again, with the dependencies that the program really has,
//! and a version that sorts as Debian sorts.
//!
//! The bundler walks folders in the disk's order, takes times and owners as it finds them, and knows of two libraries
//! only. Not in it: what lies in the package (`tauri.linux.conf.json`).

use std::fs::{self, File, FileTimes};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::epoch::epoch;
use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// A pre-release sorts before its release only with a tilde; a hyphen would begin Debian's own revision.
/// <https://www.debian.org/doc/debian-policy/ch-controlfields.html#version>
pub fn version(version: &str) -> String {
    version.replacen('-', "~", 1)
}

/// Packs the deb anew into the folder `into`, under the name that apt knows it by.
pub fn repack(deb: &Path, into: &Path) -> Outcome<PathBuf> {
    let unpacked = unpack(deb)?;
    let control = read(&unpacked.join("DEBIAN/control"))?;
    let version = version(field(&control, "Version")?);
    let control = with(&control, "Version", &version);
    let control = with(&control, "Depends", &depends(&unpacked)?);
    pack(&unpacked, &control, into, &["-Zxz"])
}

/// The same package under another version, to be upgraded from or to.
pub fn as_version(deb: &Path, version: &str, into: &Path) -> Outcome<PathBuf> {
    let unpacked = unpack(deb)?;
    let control = read(&unpacked.join("DEBIAN/control"))?;
    // It is thrown away soon; packing tightly is what takes minutes.
    let control = with(&control, "Version", version);
    pack(&unpacked, &control, into, &["-Zgzip", "-z1"])
}

/// The version in a deb.
pub fn version_of(deb: &Path) -> Outcome<String> {
    let printed = Program::new("dpkg-deb")
        .arg("--field")
        .arg(deb)
        .arg("Version")
        .answer()?;
    Ok(printed.trim().to_owned())
}

fn unpack(deb: &Path) -> Outcome<PathBuf> {
    let folder = project::target().join("packaging-deb");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    }
    Program::new("dpkg-deb")
        .arg("--raw-extract")
        .args([deb, &folder])
        .run()?;
    Ok(folder)
}

fn pack(unpacked: &Path, control: &str, into: &Path, how: &[&str]) -> Outcome<PathBuf> {
    write(&unpacked.join("DEBIAN/control"), control)?;
    let files = files_below(unpacked)?;
    write(
        &unpacked.join("DEBIAN/md5sums"),
        &md5sums(unpacked, &files)?,
    )?;
    let epoch = epoch()?;
    for path in files_below(unpacked)? {
        let mode = if path.is_dir() || path.parent() == Some(&unpacked.join("usr/bin")) {
            0o755
        } else {
            0o644
        };
        let set = fs::set_permissions(&path, fs::Permissions::from_mode(mode)).and_then(|()| {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(epoch);
            File::open(&path)?.set_times(FileTimes::new().set_modified(time))
        });
        set.map_err(|error| Failure::at(&path, &error))?;
    }
    let named = |name| field(control, name);
    let deb = into.join(format!(
        "{}_{}_{}.deb",
        named("Package")?,
        named("Version")?,
        named("Architecture")?
    ));
    Program::new("dpkg-deb")
        .arg("--root-owner-group")
        .args(how)
        .arg("--build")
        .args([unpacked, &deb])
        .env("SOURCE_DATE_EPOCH", epoch.to_string())
        .run()?;
    Ok(deb)
}

/// What dpkg itself finds that the program links against, and the certificates that it trusts.
fn depends(unpacked: &Path) -> Outcome<String> {
    // It wants to stand in a source package, of which this is the least.
    let source = empty(&project::target().join("packaging-shlibdeps"))?;
    fs::create_dir(source.join("debian")).map_err(|error| Failure::at(&source, &error))?;
    write(
        &source.join("debian/control"),
        "Source: esim-desk\n\nPackage: esim-desk\nArchitecture: any\n",
    )?;
    let printed = Program::new("dpkg-shlibdeps")
        .arg("-O")
        .arg(unpacked.join("usr/bin").join(project::NAME))
        .within(&source)
        .answer()?;
    let found = printed
        .lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))
        .ok_or_else(|| Failure::new("dpkg-shlibdeps found no library"))?;
    Ok(format!("{found}, ca-certificates"))
}

/// Everything below a folder, sorted, folders too, and itself last.
fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| Failure::at(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| Failure::at(folder, &error))?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    found.push(folder.to_owned());
    Ok(found)
}

fn md5sums(unpacked: &Path, files: &[PathBuf]) -> Outcome<String> {
    let mut names: Vec<&Path> = files
        .iter()
        .filter(|path| path.is_file())
        .filter_map(|path| path.strip_prefix(unpacked).ok())
        .filter(|name| !name.starts_with("DEBIAN"))
        .collect();
    names.sort();
    Program::new("md5sum").args(names).within(unpacked).answer()
}

/// A field's value.
fn field<'a>(control: &'a str, name: &str) -> Outcome<&'a str> {
    control
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .ok_or_else(|| Failure::new(format!("the package's control file has no {name}")))
}

/// The control file with this field changed. One that it does not have stays away.
fn with(control: &str, name: &str, value: &str) -> String {
    control
        .lines()
        .map(|line| {
            let is_it = line
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(':'));
            if is_it {
                format!("{name}: {value}\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect()
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::at(path, &error))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| Failure::at(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pre_release_sorts_before_its_release() {
        assert_eq!(version("0.2.0"), "0.2.0");
        assert_eq!(version("0.2.0-beta.1"), "0.2.0~beta.1");
        assert!(
            Program::new("dpkg")
                .args([
                    "--compare-versions",
                    &version("0.2.0-beta.1"),
                    "lt",
                    "0.2.0"
                ])
                .succeeds(),
            "dpkg sorts it so"
        );
    }

    #[test]
    fn a_field_is_changed_and_its_neighbours_are_not() {
        let control = "Package: x\nVersion: 1\nDepends: a\nDescription: y\n Version: 1\n";
        let changed = with(control, "Version", "2");
        assert_eq!(changed, control.replacen("Version: 1", "Version: 2", 1));
        assert_eq!(field(&changed, "Version").expect("it is there"), "2");
        assert!(field(control, "Section").is_err());
    }
}
