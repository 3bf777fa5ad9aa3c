//! Exchanging a folder for the one that is packed in a file (`.tar.gz`): macOS' bundles are folders. The new one is unpacked
//! beside the old one, and the two change places in one step, so that there is a whole program at every moment.
//!
//! <https://man7.org/linux/man-pages/man2/rename.2.html> (`RENAME_EXCHANGE`); on macOS `renamex_np` with `RENAME_SWAP`:
//! <https://keith.github.io/xcode-man-pages/rename.2.html>

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use rustix::fs::{CWD, RenameFlags, renameat_with};

/// More is no program of ours, however small it was packed.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// Exchanges `folder`. The file holds one folder of the same name.
///
/// # Errors
/// Then `folder` is as it was, and nothing lies beside it.
pub fn exchange(folder: &Path, packed: &Path) -> io::Result<()> {
    let name = folder.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let place = folder.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let beside = place.join(format!(".{}.new", name.to_string_lossy()));
    remove(&beside)?;
    let done = unpack(packed, &beside)
        .and_then(|()| whole(&beside.join(name)))
        .and_then(|new| {
            let changed = renameat_with(CWD, &new, CWD, folder, RenameFlags::EXCHANGE);
            changed.map_err(io::Error::from)
        });
    // The old one lies there now, or what was unpacked in vain.
    let removed = remove(&beside);
    if done.is_ok()
        && let Err(error) = removed
    {
        tracing::warn!(kind = ?error.kind(), "the version before still lies beside the new one");
    }
    done
}

/// Each entry stays inside: the crate refuses paths and links that lead out.
fn unpack(packed: &Path, into: &Path) -> io::Result<()> {
    fs::create_dir(into)?;
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(packed)?));
    archive.set_preserve_permissions(true);
    let mut size = 0_u64;
    for entry in archive.entries()? {
        let mut entry = entry?;
        size = size.saturating_add(entry.size());
        let leads_out =
            |part: Component<'_>| matches!(part, Component::ParentDir | Component::RootDir);
        if size > LARGEST || entry.path()?.components().any(leads_out) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if !entry.unpack_in(into)? {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(())
}

/// The new folder, if a program is in it.
fn whole(new: &Path) -> io::Result<PathBuf> {
    let programs = fs::read_dir(new.join("Contents/MacOS"))?;
    let mut programs = programs.filter_map(Result::ok);
    let any = programs.any(|entry| {
        entry
            .metadata()
            .is_ok_and(|of| of.is_file() && of.len() > 0)
    });
    any.then(|| new.to_owned())
        .ok_or(io::ErrorKind::InvalidData.into())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    use super::*;

    const NAME: &str = "eSIM Desk.app";
    const PROGRAM: &str = "Contents/MacOS/esim-desk";

    /// A bundle whose program says this.
    fn bundle(place: &Path, says: &str) -> PathBuf {
        let bundle = place.join(NAME);
        fs::create_dir_all(bundle.join("Contents/MacOS")).expect("it is ours");
        fs::write(bundle.join(PROGRAM), says).expect("it is ours");
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(bundle.join(PROGRAM), mode).expect("it is ours");
        bundle
    }

    /// Packed as `cargo xtask bundle` packs it.
    fn packed(place: &Path, from: &Path, what: &str) -> PathBuf {
        let file = place.join("new.app.tar.gz");
        let mut tar = Command::new("tar");
        tar.arg("-czf").arg(&file).arg("-C").arg(from).arg(what);
        assert!(tar.status().expect("every Unix has it").success());
        file
    }

    fn entries(place: &Path) -> Vec<String> {
        let entries = fs::read_dir(place).expect("it is there");
        let name = |entry: io::Result<fs::DirEntry>| entry.ok()?.file_name().into_string().ok();
        entries.filter_map(name).collect()
    }

    #[test]
    fn the_new_bundle_is_in_the_place_of_the_old_one_and_can_be_started() {
        let (place, made) = (tempfile::tempdir(), tempfile::tempdir());
        let (place, made) = (place.expect("a folder"), made.expect("a folder"));
        let old = bundle(place.path(), "old");
        bundle(made.path(), "new");
        let file = packed(made.path(), made.path(), NAME);
        exchange(&old, &file).expect("both are there");
        let program = old.join(PROGRAM);
        assert_eq!(fs::read_to_string(&program).expect("it is there"), "new");
        let mode = program
            .metadata()
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o755, "it can be started");
        assert_eq!(entries(place.path()), [NAME], "nothing else lies there");
    }

    #[test]
    fn what_is_no_bundle_leaves_the_old_one_as_it_was() {
        let (place, made) = (tempfile::tempdir(), tempfile::tempdir());
        let (place, made) = (place.expect("a folder"), made.expect("a folder"));
        let old = bundle(place.path(), "old");
        let file = |name: &str, bytes: &[u8]| {
            let path = made.path().join(name);
            fs::write(&path, bytes).expect("it is ours");
            path
        };
        fs::create_dir(made.path().join("Other.app")).expect("it is ours");
        let other = packed(made.path(), made.path(), "Other.app");
        let other = fs::read(other).expect("it is ours");
        bundle(made.path(), "");
        let hollow = fs::read(packed(made.path(), made.path(), NAME)).expect("it is ours");
        bundle(made.path(), &"new".repeat(10_000));
        let good = fs::read(packed(made.path(), made.path(), NAME)).expect("it is ours");
        for (what, file) in [
            ("nothing", file("a", b"")),
            ("nonsense", file("b", b"MZ a program")),
            ("another bundle", file("c", &other)),
            ("one without a program", file("d", &hollow)),
            ("one that is cut off", file("e", &good[..good.len() / 2])),
            ("no file", made.path().join("gone")),
        ] {
            assert!(exchange(&old, &file).is_err(), "{what}");
            let says = fs::read_to_string(old.join(PROGRAM)).expect("it is there");
            assert_eq!(says, "old", "{what}");
            assert_eq!(entries(place.path()), [NAME], "{what}");
        }
    }

    #[test]
    fn a_bundle_whose_entries_lead_elsewhere_is_refused() {
        let place = tempfile::tempdir().expect("a folder");
        let old = bundle(&place.path().join("apps"), "old");
        let mut made = tar::Builder::new(flate2::write::GzEncoder::new(
            Vec::new(),
            flate2::Compression::fast(),
        ));
        let mut header = tar::Header::new_gnu();
        header.set_size(5);
        header.set_mode(0o644);
        header.as_mut_bytes()[..8].copy_from_slice(b"../outer");
        header.set_cksum();
        made.append(&header, &b"taken"[..]).expect("it is memory");
        let bytes = made
            .into_inner()
            .and_then(|gz| gz.finish())
            .expect("it is memory");
        let file = place.path().join("new.tar.gz");
        fs::write(&file, bytes).expect("it is ours");
        assert!(exchange(&old, &file).is_err());
        assert!(!place.path().join("apps/outer").exists() && !place.path().join("outer").exists());
        assert_eq!(
            fs::read_to_string(old.join(PROGRAM)).expect("it is there"),
            "old"
        );
    }
}
