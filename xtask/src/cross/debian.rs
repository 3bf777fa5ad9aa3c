//! One file out of Debian's backports, from wherever this machine takes its packages. The machine's own lists of packages
//! are not touched, and nothing is installed.

use std::fs;
use std::path::PathBuf;

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// The newest Debian that has backports of Rust.
const SUITE: &str = "trixie-backports";
const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The folder into which a package of exactly this version was unpacked.
pub fn unpacked(package: &str, version: &str) -> Outcome<PathBuf> {
    let folder = project::cross().join("debian");
    for below in ["lists/partial", "cache/archives/partial"] {
        let below = folder.join(below);
        fs::create_dir_all(&below).map_err(|error| Failure::at(&below, &error))?;
    }
    let sources = folder.join("sources.list");
    let from = archive()?;
    fs::write(
        &sources,
        format!("deb [signed-by={KEYS}] {from} {SUITE} main\n"),
    )
    .map_err(|error| Failure::at(&sources, &error))?;
    let apt = |program: &str| {
        Program::new(program)
            .arg(format!(
                "--option=Dir::Etc::sourcelist={}",
                sources.display()
            ))
            .arg(format!(
                "--option=Dir::State::lists={}",
                folder.join("lists").display()
            ))
            .arg(format!(
                "--option=Dir::Cache={}",
                folder.join("cache").display()
            ))
            .args(["sourceparts", "preferences", "preferencesparts"].map(nothing))
            .arg("--option=APT::Sandbox::User=root")
            .arg("--quiet")
            .within(&folder)
    };
    apt("apt-get").arg("update").run()?;
    let listed = apt("apt-cache").args(["madison", package]).printed()?;
    let full = of_version(&String::from_utf8_lossy(&listed), version)
        .ok_or_else(|| Failure::new(format!("{SUITE} has no {package} {version}")))?;
    apt("apt-get")
        .arg("download")
        .arg(format!("{package}={full}"))
        .run()?;
    let file = downloaded(&folder, package)?;
    let unpacked = folder.join("unpacked");
    Program::new("dpkg-deb")
        .arg("--extract")
        .args([&file, &unpacked])
        .run()?;
    Ok(unpacked)
}

fn nothing(setting: &str) -> String {
    format!("--option=Dir::Etc::{setting}=/dev/null")
}

/// Where this machine takes Debian's packages from, which may be a mirror.
fn archive() -> Outcome<String> {
    let told = Program::new("apt-get")
        .args(["indextargets", "--format", "$(REPO_URI)"])
        .printed()?;
    String::from_utf8_lossy(&told)
        .lines()
        .find(|address| address.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("this machine takes no packages from Debian"))
}

/// Debian's full version of a package, from the table `package | version | source`.
fn of_version(table: &str, version: &str) -> Option<String> {
    table
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|full| {
            full.strip_prefix(version)
                .is_some_and(|rest| rest.starts_with('+'))
        })
        .map(str::to_owned)
}

fn downloaded(folder: &PathBuf, package: &str) -> Outcome<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::at(folder, &error))?;
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(package) && name.ends_with(".deb")
        })
        .ok_or_else(|| Failure::new(format!("{package} was not downloaded")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_is_taken() {
        let table = "\
  rust-src | 1.95.1+dfsg1-1~bpo13+1 | http://a.example/debian trixie-backports/main amd64 Packages
  rust-src | 1.95.0+dfsg1-1~bpo13+1 | http://a.example/debian trixie-backports/main amd64 Packages
";
        let taken = of_version(table, "1.95.0");
        assert_eq!(taken.as_deref(), Some("1.95.0+dfsg1-1~bpo13+1"));
        for other in ["1.95", "1.9", "1.94.0"] {
            assert_eq!(
                of_version(table, other),
                None,
                "{other} is another compiler's"
            );
        }
    }
}
