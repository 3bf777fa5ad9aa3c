//! A Debian (or Ubuntu, where this runs on one) with nothing in it but what is always there: made by debootstrap from
//! the sources of this machine, once for each suite, and copied for each trial. Commands run in it by chroot, with a
//! `/proc` that goes with the command.

use std::fs;
use std::path::{Path, PathBuf};

use crate::packages::as_root;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// The releases that the packages are for, the older first.
const DEBIAN: [&str; 2] = ["bookworm", "trixie"];
const UBUNTU: [&str; 2] = ["jammy", "noble"];

/// Those in which packages that were built here can be: of this machine's system, and not older than it. What is built on a
/// newer one asks for libraries that an older one has not.
pub fn suites() -> Vec<&'static str> {
    later(&fs::read_to_string("/etc/os-release").unwrap_or_default())
}

fn later(release: &str) -> Vec<&'static str> {
    let has = |line: &str| release.lines().any(|there| there == line);
    let all = if has("ID=ubuntu") { UBUNTU } else { DEBIAN };
    let own = all
        .iter()
        .position(|suite| has(&format!("VERSION_CODENAME={suite}")));
    all[own.unwrap_or_default()..].to_vec()
}

pub struct Bare {
    root: PathBuf,
}

impl Bare {
    /// A fresh one. The one before it of this suite goes.
    pub fn of(suite: &str) -> Outcome<Bare> {
        let folder = project::target().join("bare");
        fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
        let base = folder.join(suite);
        let finished = folder.join(format!("{suite}.finished"));
        if !finished.exists() {
            as_root()?.args(["rm", "-rf"]).arg(&base).run()?;
            as_root()?
                .args(["debootstrap", "--variant=minbase", suite])
                .arg(&base)
                .arg(source()?)
                .run()?;
            fs::write(&finished, "").map_err(|error| Failure::at(&finished, &error))?;
        }
        let root = folder.join(format!("{suite}-trial"));
        as_root()?.args(["rm", "-rf"]).arg(&root).run()?;
        as_root()?
            .args(["cp", "--archive", "--reflink=auto"])
            .args([&base, &root])
            .run()?;
        let bare = Bare { root };
        // Nobody may start services in here: they would be this machine's.
        bare.run("printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d")?;
        bare.run("apt-get update --quiet")?;
        Ok(bare)
    }

    /// Runs a line of shell in it, as root; fails unless that ends well.
    pub fn run(&self, line: &str) -> Outcome {
        self.program(line)?.run()
    }

    /// The same, for what it prints.
    pub fn answer(&self, line: &str) -> Outcome<String> {
        self.program(line)?.answer()
    }

    /// Puts a file, or a folder, into its `/tmp`.
    pub fn take(&self, file: &Path) -> Outcome {
        as_root()?
            .args(["cp", "--recursive"])
            .args([file, &self.root.join("tmp")])
            .run()
    }

    fn program(&self, line: &str) -> Outcome<Program> {
        let entered = r#"mount -t proc proc "$0/proc" && exec chroot "$0" /bin/sh -ec "$1""#;
        Ok(as_root()?
            .args(["LC_ALL=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"])
            .args(["unshare", "--mount", "--pid", "--fork", "--kill-child"])
            .args(["sh", "-c", entered])
            .arg(&self.root)
            .arg(line))
    }
}

/// Where this machine gets its own system from.
fn source() -> Outcome<String> {
    let printed = Program::new("apt-get")
        .args(["indextargets", "--format", "$(ORIGIN) $(REPO_URI)"])
        .arg("Created-By: Packages")
        .answer()?;
    printed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(origin, _)| matches!(*origin, "Debian" | "Ubuntu"))
        .map(|(_, address)| address.to_owned())
        .ok_or_else(|| {
            Failure::new("apt knows no source of Debian or Ubuntu; try `apt-get update`")
        })
}

#[cfg(test)]
mod tests {
    use super::later;

    #[test]
    fn packages_are_tried_on_nothing_older_than_they_were_built_on() {
        for (release, suites) in [
            (
                "ID=debian\nVERSION_CODENAME=bookworm",
                &["bookworm", "trixie"][..],
            ),
            ("ID=debian\nVERSION_CODENAME=trixie", &["trixie"]),
            ("ID=ubuntu\nVERSION_CODENAME=jammy", &["jammy", "noble"]),
            ("ID=ubuntu\nVERSION_CODENAME=noble", &["noble"]),
            // One that is not known is tried on all, and says by failing that it is not.
            ("ID=debian\nVERSION_CODENAME=forky", &["bookworm", "trixie"]),
        ] {
            assert_eq!(later(release), suites, "{release}");
        }
    }
}
