//! Which folders a book may live in. WAL needs memory shared between processes, which network file systems do not
//! give, so those are refused, and so are folders that a program copies to other machines.

use std::path::{Component, Path, PathBuf, Prefix};

use crate::book::error::BookError;
use crate::files;

/// File systems of Linux that live on another machine, or are shared with one. `9p` is left out: virtual machines use it
/// for local folders.
const NETWORK: [&str; 22] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "coda",
    "davfs",
    "glusterfs",
    "gpfs",
    "lustre",
    "beegfs",
    "ncpfs",
    "virtiofs",
    "gfs2",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "pvfs2",
    "vboxsf",
    // Served by a program that does not say which.
    "fuse",
];

/// File systems that a program of the user's serves and that live on this computer. Every other one (`fuse.sshfs`,
/// `fuse.gvfsd-fuse`, `fuse.onedriver`, and those still to come) is taken for one that does not.
const LOCAL_FUSE: [&str; 18] = [
    "fuse.bindfs",
    "fuse.cryfs",
    "fuse.dislocker",
    "fuse.encfs",
    "fuse.exfat",
    "fuse.ext2",
    "fuse.ext4",
    "fuse.fuse-overlayfs",
    "fuse.fuse2fs",
    "fuse.gocryptfs",
    "fuse.grpcfuse",
    "fuse.lxcfs",
    "fuse.mergerfs",
    "fuse.ntfs",
    "fuse.ntfs-3g",
    "fuse.portal",
    "fuse.securefs",
    "fuse.zfs",
];

/// How the folders of programs that copy files to other machines are called: alone, or followed by an account's name.
const COPIED: [&str; 20] = [
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
    "owncloud",
    "pclouddrive",
    "proton drive",
    "syncthing",
    "box sync",
    "mega",
    "megasync",
    "seafile",
    "synologydrive",
    "yandex.disk",
];

/// Files that such programs leave in the folder that they copy.
const MARKS: [&str; 8] = [
    ".dropbox.cache",
    ".stfolder",
    ".owncloudsync.log",
    ".nextcloudsync.log",
    ".tmp.drivedownload",
    ".seafile-data",
    ".SynologyWorkingDirectory",
    ".insync-trash",
];

/// Where a program copies this folder to other machines: the folder that it copies. SQLite's files, copied one by one and
/// brought back from another machine, are damage, or a second book.
pub(super) fn copied_by(folder: &Path) -> Option<PathBuf> {
    let folder = files::at_its_place(folder).ok()?;
    folder
        .ancestors()
        .find(|part| {
            is_copied(part)
                || files::is_of_a_cloud(part)
                || MARKS.iter().any(|mark| part.join(mark).exists())
        })
        .map(Path::to_owned)
}

fn is_copied(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let name = name.to_lowercase();
    COPIED.iter().any(|copied| {
        let rest = name.strip_prefix(copied);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '(']))
    })
}

/// Refuses to begin a book in a folder that is copied to other machines. One that stands there already is opened, and told.
pub(super) fn refuse_copied(folder: &Path) -> Result<(), BookError> {
    match copied_by(folder) {
        Some(copied) => Err(BookError::NetworkFolder {
            kind: copied
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or("copied folder")
                .to_owned(),
        }),
        None => Ok(()),
    }
}

/// Files that look like a second book of this folder, by no name that this program gives: conflicted copies, mostly.
pub(super) fn strangers(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut strangers: Vec<String> = names.filter(|name| is_stranger(name)).collect();
    strangers.sort();
    strangers
}

fn is_stranger(name: &str) -> bool {
    let Some(middle) = name
        .strip_prefix("orders")
        .and_then(|rest| rest.strip_suffix(".db"))
    else {
        return false;
    };
    let known = [
        "",
        ".backup",
        ".rebuilding",
        ".rebuilt",
        ".salvage",
        ".salvage-backup",
    ];
    let version = middle.strip_prefix("-before-v").unwrap_or("x");
    let damaged = middle.strip_prefix(".damaged-").unwrap_or("x");
    let is_stamp = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z' | b'-');
    !(known.contains(&middle)
        || version.bytes().all(|byte| byte.is_ascii_digit())
        || damaged.bytes().all(is_stamp))
}

/// Refuses a folder that lives on another machine. The folder must exist.
pub(super) fn refuse_network(folder: &Path) -> Result<(), BookError> {
    let folder = files::at_its_place(folder).map_err(|error| BookError::of_file(&error))?;
    if on_network_share(&folder) || files::is_elsewhere(&folder) {
        return Err(BookError::NetworkFolder {
            kind: "network share".to_owned(),
        });
    }
    // Only Linux has this file; where it cannot be read there is nothing to judge by.
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else {
        return Ok(());
    };
    match network_kind(&mounts, &folder) {
        Some(kind) => Err(BookError::NetworkFolder { kind }),
        None => Ok(()),
    }
}

/// Windows resolves mapped drives to their share, so a resolved path tells.
fn on_network_share(folder: &Path) -> bool {
    let Some(Component::Prefix(prefix)) = folder.components().next() else {
        return false;
    };
    matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
}

/// The file system type that holds `folder`, where it is a network one. The format is that of proc(5), mountinfo.
fn network_kind(mounts: &str, folder: &Path) -> Option<String> {
    let (_, kind) = mounts
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let point = unescaped(before.split(' ').nth(4)?);
            let kind = after.split(' ').next()?;
            folder
                .starts_with(&point)
                .then(|| (Path::new(&point).components().count(), kind))
        })
        // Of mounts stacked on one point the last line counts, and `max_by_key` keeps the last.
        .max_by_key(|(depth, _)| *depth)?;
    is_elsewhere(kind).then(|| kind.to_owned())
}

fn is_elsewhere(kind: &str) -> bool {
    NETWORK.contains(&kind) || kind.starts_with("fuse.") && !LOCAL_FUSE.contains(&kind)
}

/// Mount points escape blank, tab, line feed and backslash as three octal digits.
fn unescaped(point: &str) -> String {
    point
        .replace(r"\040", " ")
        .replace(r"\011", "\t")
        .replace(r"\012", "\n")
        .replace(r"\134", r"\")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
21 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
60 21 0:50 / /home/anna/team\\040share rw shared:9 - nfs4 server:/x rw
61 60 0:51 / /home/anna/team\\040share/local rw - xfs /dev/sdb rw
62 21 0:52 / /mnt rw - ext4 /dev/sdc rw
63 62 0:53 / /mnt rw - cifs //till/share rw";

    #[test]
    fn the_deepest_and_last_mount_decides() {
        for (folder, kind) in [
            ("/home/anna", None),
            ("/home/anna/team share/desk", Some("nfs4")),
            ("/home/anna/team share/local/desk", None),
            ("/home/anna/team shared", None),
            ("/mnt/desk", Some("cifs")),
        ] {
            assert_eq!(
                network_kind(MOUNTS, Path::new(folder)).as_deref(),
                kind,
                "{folder}"
            );
        }
    }

    #[test]
    fn a_file_system_that_a_program_serves_is_local_only_by_name() {
        for (kind, elsewhere) in [
            ("ext4", false),
            ("fuseblk", false),
            ("9p", false),
            ("overlay", false),
            ("fuse.gocryptfs", false),
            ("fuse.sshfs", true),
            ("fuse.gvfsd-fuse", true),
            ("fuse.onedriver", true),
            ("fuse.google-drive-ocamlfuse", true),
            ("fuse.smbnetfs", true),
            ("fuse.of-next-year", true),
            ("virtiofs", true),
            ("vboxsf", true),
            ("fuse", true),
        ] {
            assert_eq!(is_elsewhere(kind), elsewhere, "{kind}");
        }
    }

    #[test]
    fn the_folders_of_copying_programs_are_known_by_name_and_by_what_they_leave() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, copied) in [
            ("Dropbox/desk", true),
            ("Dropbox (Hotel Miramar)", true),
            ("OneDrive - Hotel Miramar/a/b", true),
            ("Library/Mobile Documents/com~apple~CloudDocs/desk", true),
            (
                "Library/CloudStorage/GoogleDrive-a@b.example/My Drive",
                true,
            ),
            ("SynologyDrive/desk", true),
            ("Nextcloud2", false),
            ("dropboxes", false),
            ("dropbox-till/desk", false),
            ("desk", false),
        ] {
            let at = folder.path().join(name);
            std::fs::create_dir_all(&at).expect("it is made");
            assert_eq!(copied_by(&at).is_some(), copied, "{name}");
        }
        std::fs::write(folder.path().join("desk/.stfolder"), "").expect("it is written");
        let below = folder.path().join("desk/data");
        std::fs::create_dir_all(&below).expect("it is made");
        assert!(
            copied_by(&below).is_some(),
            "something copies the folder above"
        );
    }

    #[test]
    fn a_second_book_is_known_by_a_name_that_we_never_give() {
        for (name, stranger) in [
            ("orders.db", false),
            ("orders.backup.db", false),
            ("orders-before-v3.db", false),
            ("orders.damaged-20261128T101112Z-1.db", false),
            ("orders.salvage-backup.db", false),
            ("orders (conflicted copy 2026-11-28).db", true),
            (
                "orders (Annas in Konflikt stehende Kopie 2026-11-28).db",
                true,
            ),
            ("orders.sync-conflict-20261128-101112-ABCDEFG.db", true),
            ("orders-TILL-2.db", true),
            ("orders (1).db", true),
            ("orders.csv", false),
            ("other.db", false),
        ] {
            assert_eq!(is_stranger(name), stranger, "{name}");
        }
    }

    #[test]
    fn a_mount_table_of_another_shape_refuses_nothing() {
        for mounts in ["", "garbage", "1 2 3 - nfs", "a - "] {
            assert_eq!(network_kind(mounts, Path::new("/x")), None, "{mounts:?}");
        }
    }

    #[test]
    fn a_local_folder_is_accepted() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        refuse_network(folder.path()).expect("the temporary folder of the tests is local");
        // The name of such a one is more than Wine can say of it.
        let long = folder.path().join("a".repeat(150)).join("b".repeat(150));
        std::fs::create_dir_all(&long).expect("it is made");
        refuse_network(&long).expect("and so is what lies in it");
    }

    #[test]
    fn a_copied_folder_is_known_where_the_system_does_not_say_its_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let copied = folder.path().join("Dropbox");
        let long = copied.join("a".repeat(150)).join("b".repeat(150));
        std::fs::create_dir_all(&long).expect("it is made");
        let found = copied_by(&long).expect("its place is copied");
        assert_eq!(found.file_name(), copied.file_name());
    }
}
