//! Which folders a book may live in. WAL needs memory shared between processes, which network file systems do not
//! give, so those are refused. On macOS there is no way to ask without unsafe code, so nothing is asked there.

use std::path::{Component, Path, Prefix};

use crate::book::error::BookError;

/// File systems of Linux that live on another machine. `9p` is left out: virtual machines use it for local folders.
const NETWORK: [&str; 19] = [
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
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.s3fs",
];

/// Refuses a folder that lives on another machine. The folder must exist.
pub(super) fn refuse_network(folder: &Path) -> Result<(), BookError> {
    let folder = folder
        .canonicalize()
        .map_err(|error| BookError::of_file(&error))?;
    if on_network_share(&folder) {
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
    NETWORK.contains(&kind).then(|| kind.to_owned())
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
    fn a_mount_table_of_another_shape_refuses_nothing() {
        for mounts in ["", "garbage", "1 2 3 - nfs", "a - "] {
            assert_eq!(network_kind(mounts, Path::new("/x")), None, "{mounts:?}");
        }
    }

    #[test]
    fn a_local_folder_is_accepted() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        refuse_network(folder.path()).expect("the temporary folder of the tests is local");
    }
}
