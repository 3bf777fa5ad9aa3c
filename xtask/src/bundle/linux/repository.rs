//! Our own apt repository, with a key made for the trial: a real apt in a bare Debian installs from it, and refuses it
//! when a list was changed or another key signed it.

use std::fs;
use std::path::{Path, PathBuf};

use super::bare::Bare;
use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;
use crate::release::apt;

/// The name of a trial's key.
pub(super) const KEY: &str = "eSIM Desk trial";

/// gpg's folders: with ours, and with that of somebody else.
pub(super) const KEYS: [&str; 2] = ["keys", "other-keys"];

pub struct Repository {
    /// The repository, the keys and the source's file, to be put into a bare system.
    folder: PathBuf,
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
        let source = source.replace("{address}", "file:/tmp/packaging-apt/repository");
        fs::write(&path, source).map_err(|error| Failure::at(&path, &error))?;
        Ok(Repository { folder })
    }

    /// Installs from it, and tries to deceive.
    pub fn installs(&self, bare: &Bare) -> Outcome {
        println!("-- from our own repository");
        bare.take(&self.folder)?;
        // apt reads as a user of its own.
        bare.run("rm -rf /tmp/packaging-apt/keys /tmp/packaging-apt/other-keys && chmod -R a+rX /tmp/packaging-apt")?;
        bare.run("cp /tmp/packaging-apt/esim-desk.sources /etc/apt/sources.list.d/")?;
        let update = "rm -rf /var/lib/apt/lists/*esim* /var/lib/apt/lists/*packaging* && \
             apt-get update --quiet -o APT::Update::Error-Mode=any";
        for (deceit, line) in [
            (
                "another key",
                "cp /tmp/packaging-apt/others.gpg /usr/share/keyrings/esim-desk.gpg".to_owned(),
            ),
            (
                "a changed list",
                "cp /tmp/packaging-apt/ours.gpg /usr/share/keyrings/esim-desk.gpg
                 cd /tmp/packaging-apt/repository/dists/stable/main/binary-amd64
                 cp Packages Packages.kept; cp Packages.gz Packages.gz.kept
                 sed -i 's/^Size: /Size: 1/' Packages; gzip -9nkf Packages"
                    .to_owned(),
            ),
        ] {
            bare.run(&line)?;
            if bare.run(update).is_ok() {
                return Err(Failure::new(format!("apt takes {deceit}")));
            }
        }
        bare.run(
            "cd /tmp/packaging-apt/repository/dists/stable/main/binary-amd64
             mv Packages.kept Packages; mv Packages.gz.kept Packages.gz",
        )?;
        bare.run(update)?;
        bare.run("apt-get install --yes --quiet --no-install-recommends esim-desk && dpkg --verify esim-desk")?;
        bare.run(
            "apt-get purge --yes --quiet esim-desk && rm /etc/apt/sources.list.d/esim-desk.sources",
        )
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
