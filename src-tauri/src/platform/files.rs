//! Opening a file that must be the one of this name, and not what a link of that name leads to. A folder's rights where they
//! are a list and no mode.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::{close_to_others, open_or_make, would_be_ours};
#[cfg(windows)]
pub use windows::{close_to_others, open_or_make, would_be_ours};

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{open_or_make, would_be_ours};

    #[test]
    fn a_folder_of_somebody_else_is_told_from_ones_own() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let new = folder.path().join("new").join("one");
        assert!(would_be_ours(folder.path()) && would_be_ours(&new));
        if !rustix::process::geteuid().is_root() {
            let roots = std::path::Path::new("/");
            assert!(!would_be_ours(roots) && would_be_ours(&roots.join("no-such-folder")));
            return;
        }
        std::os::unix::fs::chown(folder.path(), Some(12_345), None).expect("root may");
        assert!(!would_be_ours(folder.path()), "a counter's own");
        assert!(
            !would_be_ours(&new),
            "it could not enter what root makes there"
        );
    }

    #[test]
    fn a_link_is_not_followed_and_what_is_there_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("a file");
        let link = folder.path().join("lock");
        symlink(&victim, &link).expect("a link");
        assert!(open_or_make(&link).is_err(), "somebody else put it there");
        symlink(folder.path().join("nothing"), folder.path().join("loose")).expect("a link");
        assert!(open_or_make(&folder.path().join("loose")).is_err());
        open_or_make(&victim).expect("a plain file");
        assert_eq!(fs::read(&victim).expect("it is there"), b"precious");
        let made = folder.path().join("made");
        open_or_make(&made).expect("a new one");
        let mode = fs::metadata(&made).expect("it is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "the owner's alone");
    }
}
