//! Our own apt repository, with a key made for the trial, handed out over HTTP: a real apt in a bare Debian installs from it,
//! and refuses it when a list was changed or another key signed it.

use std::fs;
use std::path::{Path, PathBuf};

use super::bare::Bare;
use super::served::Served;
use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;
use crate::release::apt;

/// The name of a trial's key.
pub(super) const KEY: &str = "eSIM Desk trial";

/// Where the lists of the trial's architecture lie.
const LISTS: &str = "dists/stable/main/binary-amd64";

/// gpg's folders: with ours, and with that of somebody else.
pub(super) const KEYS: [&str; 2] = ["keys", "other-keys"];

pub struct Repository {
    /// The keys, and what is handed out.
    folder: PathBuf,
    served: Served,
}

impl Repository {
    pub fn of(deb: &Path) -> Outcome<Repository> {
        let folder = empty(&project::target().join("packaging-apt"))?;
        for (keys, public) in KEYS.into_iter().zip(["ours.gpg", "others.gpg"]) {
            made_key(&folder.join(keys), "ed25519", &folder.join(public))?;
        }
        let files = empty(&folder.join("repository"))?;
        apt::repository(&[deb.to_owned()], &files, KEY, Some(&folder.join("keys")))?;
        end_agents(&folder)?;
        let template = project::root().join("packaging/apt/esim-desk.sources");
        let source =
            fs::read_to_string(&template).map_err(|error| Failure::at(&template, &error))?;
        let path = folder.join("esim-desk.sources");
        let served = Served::of(&files)?;
        let source = source.replace("{address}", &served.address);
        fs::write(&path, source).map_err(|error| Failure::at(&path, &error))?;
        Ok(Repository { folder, served })
    }

    /// Installs from it, and tries to deceive.
    pub fn installs(&self, bare: &Bare) -> Outcome {
        println!("-- from our own repository, at {}", self.served.address);
        for file in ["ours.gpg", "others.gpg", "esim-desk.sources"] {
            bare.take(&self.folder.join(file))?;
        }
        bare.run("cp /tmp/esim-desk.sources /etc/apt/sources.list.d/")?;
        let trust = |key| {
            bare.run(&format!(
                "cp /tmp/{key}.gpg /usr/share/keyrings/esim-desk.gpg"
            ))
        };
        // Whatever proxy this machine has: ours is no way out. No list of before may answer for one that was refused.
        let direct = "-o Acquire::http::Proxy::127.0.0.1=DIRECT";
        let update = format!(
            "rm -rf /var/lib/apt/lists/127.0.0.1* && apt-get update --quiet -o APT::Update::Error-Mode=any {direct}"
        );
        trust("others")?;
        refused("another key", &bare.run(&update))?;
        trust("ours")?;
        let lists = ["Packages", "Packages.gz"]
            .map(|name| self.folder.join("repository").join(LISTS).join(name));
        let kept = lists.each_ref().map(fs::read);
        Program::new("sh")
            .args([
                "-c",
                "sed -i 's/^Size: /Size: 1/' Packages && gzip -9nkf Packages",
            ])
            .within(&self.folder.join("repository").join(LISTS))
            .run()?;
        let deceived = bare.run(&update);
        for (path, kept) in lists.iter().zip(kept) {
            let back = kept.and_then(|kept| fs::write(path, kept));
            back.map_err(|error| Failure::at(path, &error))?;
        }
        refused("a changed list", &deceived)?;
        bare.run(&update)?;
        bare.run(&format!(
            "apt-get install --yes --quiet --no-install-recommends {direct} esim-desk && dpkg --verify esim-desk"
        ))?;
        bare.run(
            "apt-get purge --yes --quiet esim-desk && rm /etc/apt/sources.list.d/esim-desk.sources",
        )
    }
}

fn refused(deceit: &str, taken: &Outcome) -> Outcome {
    match taken {
        Ok(()) => Err(Failure::new(format!("apt takes {deceit}"))),
        Err(_) => Ok(()),
    }
}

/// Makes a key for a day in a folder of gpg's, and its public half.
pub(super) fn made_key(home: &Path, kind: &str, public: &Path) -> Outcome {
    let home = private(home)?;
    apt::gpg(Some(&home))
        .args(["--passphrase", "", "--quick-generate-key"])
        .args([KEY, kind, "sign", "1d"])
        .run()?;
    apt::public_key(KEY, Some(&home), public)
}

/// gpg's agents would sit in those folders for ever.
pub(super) fn end_agents(folder: &Path) -> Outcome {
    for keys in KEYS {
        Program::new("gpgconf")
            .arg("--homedir")
            .arg(folder.join(keys))
            .args(["--kill", "gpg-agent"])
            .run()?;
    }
    Ok(())
}

/// A folder that gpg keeps keys in: nobody else may read it.
fn private(folder: &Path) -> Outcome<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let folder = empty(folder)?;
    let closed = fs::set_permissions(&folder, fs::Permissions::from_mode(0o700));
    closed.map_err(|error| Failure::at(&folder, &error))?;
    Ok(folder)
}
