//! An announcement, and the file of one, over the network and onto the disk.
//!
//! A file is verified where it lies, not on its way: what is installed is what was read back. Not here: the way out of the
//! house, which the caller has.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::feed::{self, Installer, Release, Unfit};
use super::signature::{Forged, Subject};
use super::source::Source;
use crate::connect::{FetchError, Fetcher, Network};
use crate::files::private;
use crate::settings::UpdateChannel;

/// A feed has a version, some notes and a few signatures.
const LARGEST_FEED: usize = 64 * 1024;
/// What is not whole yet.
const UNFINISHED: &str = "unfinished";

/// Why a release is not known, or its file not there.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Nobody is reached, or whoever is has no such file.
    #[error("{0}")]
    NotReached(String),
    /// It is nothing that the publisher would write.
    #[error("what was read is no announcement, or not the file that was announced")]
    Unreadable,
    /// It is not the publisher's word, or not for this version.
    #[error("what was read is not signed by the publisher as this version")]
    NotGenuine,
    /// The disk does not take it.
    #[error("it cannot be written: {0}")]
    Disk(#[source] io::Error),
}

/// The release that is announced, if it is newer than this program.
///
/// # Errors
/// [`Trouble`].
pub async fn look(
    source: &Source,
    channel: UpdateChannel,
    network: &Network,
) -> Result<Option<Release>, Trouble> {
    let address = source.feed(channel);
    let bytes = way_to(source, network)?
        .small(address, LARGEST_FEED)
        .await?;
    Ok(feed::read(&bytes, channel, source)?)
}

/// Brings the file of a release into `folder`, which gets nothing else: where it is, once it is the publisher's. `got` is
/// told how much is there, in hundredths.
///
/// # Errors
/// [`Trouble`]; then nothing is left in the folder.
pub async fn fetch(
    release: &Release,
    source: &Source,
    network: &Network,
    folder: &Path,
    got: impl FnMut(u8),
) -> Result<PathBuf, Trouble> {
    let file = release.file.as_ref().ok_or(Trouble::Unreadable)?;
    empty(folder).map_err(Trouble::Disk)?;
    let done = fetch_into(release, file, source, network, folder, got).await;
    if done.is_err() {
        // Of no use any more; what cannot be removed goes at the next start.
        drop(empty(folder));
    }
    done
}

async fn fetch_into(
    release: &Release,
    file: &Installer,
    source: &Source,
    network: &Network,
    folder: &Path,
    mut got: impl FnMut(u8),
) -> Result<PathBuf, Trouble> {
    let fetcher = way_to(source, network)?;
    let unfinished = folder.join(UNFINISHED);
    let mut written = private::create(&unfinished).map_err(Trouble::Disk)?;
    let (mut have, mut told) = (0_u64, 0);
    fetcher
        .large(source.below(&file.file), file.size, |piece| {
            written.write_all(piece)?;
            have += piece.len() as u64;
            let hundredths = u8::try_from(have * 100 / file.size).unwrap_or(100);
            if hundredths > told {
                told = hundredths;
                got(hundredths);
            }
            Ok(())
        })
        .await?;
    written.sync_all().map_err(Trouble::Disk)?;
    drop(written);
    let whole = folder.join(&file.file);
    crate::files::rename(&unfinished, &whole).map_err(Trouble::Disk)?;
    is_genuine(release, source, &whole)?;
    Ok(whole)
}

/// Whether the file that lies there is the one that was announced, byte for byte. It may have lain a while.
///
/// # Errors
/// [`Trouble`].
pub fn is_genuine(release: &Release, source: &Source, path: &Path) -> Result<(), Trouble> {
    let file = release.file.as_ref().ok_or(Trouble::Unreadable)?;
    let wanted = Subject {
        file: &file.file,
        version: Some(&release.version),
    };
    let read = File::open(path).map_err(Trouble::Disk)?;
    match source.key.check(read, &file.signature, &wanted) {
        Ok(_) => Ok(()),
        Err(Forged::Io(error)) => Err(Trouble::Disk(error)),
        Err(Forged::Unreadable | Forged::Signature | Forged::OtherFile) => Err(Trouble::NotGenuine),
    }
}

/// The folder, for its owner only and with nothing in it.
fn empty(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    private::folder(folder)
}

fn way_to(source: &Source, network: &Network) -> Result<Fetcher, Trouble> {
    Fetcher::new(source.base(), network).map_err(|error| Trouble::NotReached(error.to_string()))
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Trouble {
        match error {
            FetchError::NotReached
            | FetchError::Status(_)
            | FetchError::Redirected
            | FetchError::Cut => Trouble::NotReached(error.to_string()),
            FetchError::TooLarge => Trouble::Unreadable,
            FetchError::NotTaken(error) => Trouble::Disk(error),
        }
    }
}

impl From<Unfit> for Trouble {
    fn from(unfit: Unfit) -> Trouble {
        match unfit {
            Unfit::Unreadable => Trouble::Unreadable,
            Unfit::NotGenuine(_) => Trouble::NotGenuine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! fixture {
        ($name:literal) => {
            include_bytes!(concat!("../../../../tests/fixtures/release/", $name))
        };
    }

    fn source(target: &str, current: &str) -> Source {
        let key = String::from_utf8_lossy(fixture!("key.pub"));
        Source::new("https://a.example/desk", key.trim(), target, current).expect("all is good")
    }

    /// Made by `cargo xtask release feed` with the Tauri CLI's signer, and a key that nobody has any more.
    #[test]
    fn a_feed_that_the_release_workflow_makes_is_taken_and_so_is_its_file() {
        let source = source("windows-x86_64-nsis", "1.2.2");
        let feed = fixture!("stable.json");
        let release = feed::read(feed, UpdateChannel::Stable, &source).expect("it is good");
        let release = release.expect("it is newer");
        assert_eq!(release.version, "1.2.3");
        assert_eq!(
            release.notes,
            "- A \"quoted\" word, a back\\slash and ü.\n- More."
        );

        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("whatever it is called here");
        fs::write(&file, fixture!("esim-desk-1.2.3-x64-setup.exe")).expect("it is ours");
        is_genuine(&release, &source, &file).expect("signed by the same key as this file");
        fs::write(&file, "another one").expect("it is ours");
        let refused = is_genuine(&release, &source, &file);
        assert!(matches!(refused, Err(Trouble::NotGenuine)), "{refused:?}");
    }

    #[test]
    fn a_feed_is_for_older_programs_of_the_systems_that_it_names() {
        let feed = fixture!("stable.json");
        let read = |target, current| {
            let source = source(target, current);
            feed::read(feed, UpdateChannel::Stable, &source).expect("it is good")
        };
        assert_eq!(read("windows-x86_64-nsis", "1.2.3"), None, "the same");
        assert_eq!(
            read("windows-x86_64-nsis", "2.0.0-beta.1"),
            None,
            "a newer one"
        );
        let apple = read("darwin-aarch64-app", "1.2.2").expect("it is newer");
        assert!(apple.has_installer());
        let others = read("linux-x86_64-package", "1.2.2").expect("it is newer");
        assert!(!others.has_installer(), "told only");
        // One of both channels is not passed for the other.
        let source = source("windows-x86_64-nsis", "1.2.2");
        let preview = feed::read(feed, UpdateChannel::Preview, &source);
        assert!(matches!(preview, Err(Unfit::NotGenuine(_))));
    }
}
