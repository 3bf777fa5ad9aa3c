//! Our own dnf repository, with a key made for the trial: a real dnf installs our rpm from it into an empty folder and takes
//! it away again, and refuses another key, a changed list and a changed package.
//!
//! Not in it: Fedora. Its packages stand in by one that is empty and provides whatever ours asks for, so whether they have
//! these names there is not seen.

use std::fs;
use std::path::{Path, PathBuf};

use super::repository::{KEY, KEYS, end_agents, made_key};
use crate::bundle::made::{empty, one};
use crate::packages::as_root;
use crate::program::{Failure, Outcome, Program};
use crate::project;
use crate::release::dnf;

const STAND_IN: &str = "fedora-stand-in";
const VERSION: &str = "%{VERSION}-%{RELEASE}";

pub struct RpmRepository {
    folder: PathBuf,
    /// Of our rpm, as dnf lists it.
    version: String,
}

impl RpmRepository {
    pub fn of(rpm: &Path) -> Outcome<RpmRepository> {
        let folder = project::target().join("packaging-dnf");
        // What was installed there is root's.
        as_root()?
            .args(["rm", "-rf"])
            .arg(folder.join("root"))
            .run()?;
        let folder = empty(&folder)?;
        for (keys, public) in KEYS.into_iter().zip(["ours.asc", "others.asc"]) {
            // Of a kind that older relatives of Fedora know too.
            made_key(&folder.join(keys), "rsa3072", &folder.join(public))?;
        }
        let files = empty(&folder.join("repository"))?;
        dnf::repository(&[rpm.to_owned()], &files, KEY, Some(&folder.join("keys")))?;
        end_agents(&folder)?;
        stand_in(rpm, &folder)?;
        empty(&folder.join("asked"))?;
        let version = asked(rpm, &["--queryformat", VERSION])?;
        Ok(RpmRepository { folder, version })
    }

    /// Installs from it, and tries to deceive. What is refused was taken before and is taken afterwards.
    pub fn installs(&self) -> Outcome {
        println!("-- from our own dnf repository");
        self.trust("ours.asc")?;
        self.dnf("install")?.run()?;
        self.trust("others.asc")?;
        self.refused("another key")?;
        self.trust("ours.asc")?;
        for (deceit, file) in [
            ("a changed list", "repodata/repomd.xml"),
            ("a changed list of packages", "repodata/primary.xml.gz"),
            ("a changed package", &self.package()?),
        ] {
            let file = self.folder.join("repository").join(file);
            let failed = |error: &_| Failure::at(&file, error);
            let whole = fs::read(&file).map_err(|error| failed(&error))?;
            let mut changed = whole.clone();
            if let Some(byte) = changed.last_mut() {
                *byte ^= 1;
            }
            fs::write(&file, changed).map_err(|error| failed(&error))?;
            self.refused(deceit)?;
            fs::write(&file, whole).map_err(|error| failed(&error))?;
        }
        self.dnf("install")?.run()?;
        let root = self.folder.join("root");
        let installed = as_root()?
            .args(["rpm", "--root"])
            .arg(&root)
            .args(["--query", "--queryformat", VERSION])
            .arg("esim-desk")
            .answer()?;
        if installed != self.version {
            return Err(Failure::new(format!("dnf installed {installed}")));
        }
        as_root()?
            .args(["rpm", "--root"])
            .arg(&root)
            .args(["--verify", "--nodeps", "esim-desk"])
            .run()?;
        self.dnf("remove")?.run()?;
        let left = as_root()?
            .arg("find")
            .arg(&root)
            // The bundler's package names no folders: rpm leaves two there, empty.
            .args(["-not", "-type", "d", "-not", "-path", "*/var/*", "-ipath"])
            .arg(format!("{}/*esim*desk*", root.display()))
            .answer()?;
        if left.trim().is_empty() {
            // dnf's gpg left an agent in there, which goes when its folder does.
            return as_root()?.args(["rm", "-rf"]).arg(&root).run();
        }
        Err(Failure::new(format!("what is left of the rpm: {left}")))
    }

    fn refused(&self, deceit: &str) -> Outcome {
        let taken = self.dnf("install")?.run().is_ok();
        match taken {
            true => Err(Failure::new(format!("dnf takes {deceit}"))),
            false => Ok(()),
        }
    }

    /// The package's file below the repository.
    fn package(&self) -> Outcome<String> {
        let packages = self.folder.join("repository/packages");
        let file = one(&packages, ".rpm")?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        Ok(format!("packages/{name}"))
    }

    /// Writes what dnf is told of the repositories, ours with this key.
    fn trust(&self, key: &str) -> Outcome {
        let template = project::root().join("packaging/dnf/esim-desk.repo");
        let ours = fs::read_to_string(&template).map_err(|error| Failure::at(&template, &error))?;
        let ours = ours
            .replace("{address}", &self.address("repository"))
            .replace(
                "file:///etc/pki/rpm-gpg/RPM-GPG-KEY-esim-desk",
                &self.address(key),
            );
        let stand_in = format!(
            "[{STAND_IN}]\nname=Fedora's stand-in\nbaseurl={}\ngpgcheck=0\n",
            self.address("stand-in/noarch")
        );
        let asked = self.folder.join("asked");
        // This machine's own settings have no part in it.
        let none = String::from("[main]\n");
        for (name, text) in [
            ("esim-desk.repo", ours),
            ("stand-in.repo", stand_in),
            ("dnf.conf", none),
        ] {
            let path = asked.join(name);
            fs::write(&path, text).map_err(|error| Failure::at(&path, &error))?;
        }
        Ok(())
    }

    fn address(&self, below: &str) -> String {
        format!("file://{}", self.folder.join(below).display())
    }

    /// dnf in a folder of its own that has nothing in it, each time anew but for `remove`.
    fn dnf(&self, what: &str) -> Outcome<Program> {
        let (root, asked) = (self.folder.join("root"), self.folder.join("asked"));
        if what != "remove" {
            as_root()?.args(["rm", "-rf"]).arg(&root).run()?;
        }
        // Its cache, log and history lie in there too.
        Ok(as_root()?
            .args(["dnf", "--assumeyes", "--releasever=1", "--setopt=plugins=0"])
            .arg(format!("--installroot={}", root.display()))
            .arg(format!("--config={}", asked.join("dnf.conf").display()))
            .arg(format!("--setopt=reposdir={}", asked.display()))
            .args([what, "esim-desk"]))
    }
}

/// A repository of one empty package that provides all that ours asks for.
fn stand_in(rpm: &Path, folder: &Path) -> Outcome {
    let mut spec = format!(
        "Name: {STAND_IN}\nVersion: 1\nRelease: 1\nSummary: Stands in\nLicense: MIT\nBuildArch: noarch\n"
    );
    for wanted in asked(rpm, &["--requires"])?.lines() {
        // What rpm itself can.
        if !wanted.starts_with("rpmlib(") {
            spec.push_str(&format!("Provides: {}\n", provided(wanted)));
        }
    }
    spec.push_str("%description\nStands in\n%files\n");
    let path = folder.join("stand-in.spec");
    fs::write(&path, spec).map_err(|error| Failure::at(&path, &error))?;
    let into = folder.join("stand-in");
    Program::new("rpmbuild")
        .args(["--quiet", "-bb"])
        .arg(format!(
            "--define=_topdir {}",
            folder.join("built").display()
        ))
        .arg(format!("--define=_rpmdir {}", into.display()))
        .arg(&path)
        .run()?;
    Program::new("createrepo_c")
        .arg("--quiet")
        .arg(into.join("noarch"))
        .run()
}

/// What has to be provided where this is asked for: `name >= 1` by `name = 1`.
fn provided(wanted: &str) -> String {
    let mut words = wanted.split_whitespace();
    let name = words.next().unwrap_or_default();
    match words.nth(1) {
        Some(version) => format!("{name} = {version}"),
        None => name.to_owned(),
    }
}

fn asked(rpm: &Path, what: &[&str]) -> Outcome<String> {
    Program::new("rpm")
        .args(["--query", "--package"])
        .args(what)
        .arg(rpm)
        .answer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_provided_in_a_version_that_fits() {
        assert_eq!(provided("libfoo.so.1()(64bit)"), "libfoo.so.1()(64bit)");
        assert_eq!(provided("foo >= 2.1"), "foo = 2.1");
    }
}
