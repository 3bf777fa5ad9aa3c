//! One running program for each data folder and mode, so that no book has two writers.
//!
//! The guard is a lock that the operating system holds on a file in the folder and drops when the program ends, however
//! it ends. A second start finds the first by a local socket, asks it to come to the front, and ends. The socket lies in the
//! folder, where nobody else can take its name or reach it (on Windows, which has none in folders, its name is made from
//! the folder's). No session bus is needed, and a live desk and its demo are two folders (rulings 3).

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use std::thread;

use interprocess::local_socket::traits::{ListenerExt, Stream as _};
#[cfg(unix)]
use interprocess::local_socket::{GenericFilePath, ToFsName};
#[cfg(windows)]
use interprocess::local_socket::{GenericNamespaced, ToNsName};
use interprocess::local_socket::{ListenerOptions, Name, Stream};

use crate::platform::files;

use crate::files::private;

/// The lock on a folder. Released when dropped.
#[derive(Debug)]
pub struct Instance {
    _lock: File,
}

#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// The folder is in use by another start of the program, which was asked to come to the front.
    #[error("eSIM Desk is already open with this data folder")]
    RunsAlready,
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] io::Error),
}

impl Instance {
    /// Makes the folder if needed and takes it. `asked_for` is called from another thread whenever a later start wants
    /// this window in front.
    pub fn take(
        folder: &Path,
        asked_for: impl Fn() + Send + 'static,
    ) -> Result<Instance, InstanceError> {
        private::folder(folder)?;
        let lock = files::open_or_make(&folder.join("lock"))?;
        private::tighten(&folder.join("lock"));
        let folder = fs::canonicalize(folder)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let reached =
                    Socket::of(&folder).and_then(|socket| Stream::connect(socket.name()?));
                if let Err(error) = reached {
                    tracing::warn!(kind = ?error.kind(), "the running program was not reached");
                }
                return Err(InstanceError::RunsAlready);
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        listen(&folder, asked_for);
        Ok(Instance { _lock: lock })
    }
}

/// Without the socket the program works all the same; only a second start could not bring it to the front.
fn listen(folder: &Path, asked_for: impl Fn() + Send + 'static) {
    let listener = Socket::of(folder).and_then(|socket| {
        let options = ListenerOptions::new()
            .name(socket.name()?)
            .try_overwrite(true);
        #[cfg(unix)]
        let options =
            interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        options.create_sync()
    });
    let listener = match listener {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "later starts will not find this window");
            return;
        }
    };
    let spawned = thread::Builder::new()
        .name("second-starts".into())
        .spawn(move || {
            for _ in listener.incoming().filter_map(Result::ok) {
                asked_for();
            }
        });
    if let Err(error) = spawned {
        tracing::warn!(kind = ?error.kind(), "later starts will not find this window");
    }
}

/// Where second starts are heard.
#[cfg(unix)]
struct Socket {
    path: PathBuf,
    /// Keeps a short way to a long path open.
    _folder: Option<File>,
}

#[cfg(unix)]
impl Socket {
    /// Systems take paths of about a hundred bytes only. A longer folder has a short name as long as it is open.
    fn of(folder: &Path) -> io::Result<Socket> {
        const NAME: &str = "second-start";
        const LONGEST: usize = 100;
        let path = folder.join(NAME);
        if path.as_os_str().len() <= LONGEST || !cfg!(target_os = "linux") {
            let _folder = None;
            return Ok(Socket { path, _folder });
        }
        let open = File::open(folder)?;
        let number = std::os::fd::AsRawFd::as_raw_fd(&open);
        Ok(Socket {
            path: PathBuf::from(format!("/proc/self/fd/{number}/{NAME}")),
            _folder: Some(open),
        })
    }

    fn name(&self) -> io::Result<Name<'_>> {
        self.path.as_path().to_fs_name::<GenericFilePath>()
    }
}

/// Where second starts are heard.
#[cfg(windows)]
struct Socket(String);

#[cfg(windows)]
impl Socket {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    fn of(folder: &Path) -> io::Result<Socket> {
        let number = fnv(folder.as_os_str().as_encoded_bytes());
        Ok(Socket(format!("com.esimdesk.app.{number:016x}")))
    }

    fn name(&self) -> io::Result<Name<'_>> {
        self.0.as_str().to_ns_name::<GenericNamespaced>()
    }
}

/// FNV-1a: the same number in every version of the program, which the standard hasher does not promise.
#[cfg(windows)]
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_second_start_is_refused_and_asks_the_first_to_come_forward() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (asked, was_asked) = mpsc::channel();
        let first = Instance::take(folder.path(), move || asked.send(()).unwrap_or_default());
        let first = first.expect("the folder is free");

        let second = Instance::take(folder.path(), || {});

        assert!(
            matches!(second, Err(InstanceError::RunsAlready)),
            "the folder is taken"
        );
        was_asked
            .recv_timeout(Duration::from_secs(10))
            .expect("the first program hears of it");
        drop(first);
        Instance::take(folder.path(), || {}).expect("free again once the first has ended");
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_and_its_lock_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;

        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("data");
        let _taken = Instance::take(&folder, || {}).expect("the folder is free");
        for (path, expected) in [(folder.clone(), 0o700), (folder.join("lock"), 0o600)] {
            let found = fs::metadata(&path).expect("it is there");
            let mode = found.permissions().mode() & 0o777;
            assert_eq!(mode, expected, "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reaches_the_running_program_and_no_link_leads_the_lock_away() {
        use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _first = Instance::take(folder.path(), || {}).expect("the folder is free");
        let socket = fs::metadata(folder.path().join("second-start")).expect("it lies there");
        assert!(socket.file_type().is_socket());
        assert_eq!(socket.permissions().mode() & 0o777, 0o600);

        let other = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("a file");
        symlink(&victim, other.path().join("lock")).expect("a link");
        let taken = Instance::take(other.path(), || {});
        assert!(matches!(taken, Err(InstanceError::Folder(_))), "{taken:?}");
        assert_eq!(fs::read(&victim).expect("it is there"), b"precious");
    }

    #[test]
    fn a_folder_with_a_long_name_is_found_by_a_second_start_too() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("a".repeat(120)).join("b".repeat(120));
        let (asked, was_asked) = mpsc::channel();
        let _first = Instance::take(&folder, move || asked.send(()).unwrap_or_default())
            .expect("the folder is free");
        assert!(Instance::take(&folder, || {}).is_err(), "it is taken");
        if cfg!(target_os = "linux") {
            was_asked
                .recv_timeout(Duration::from_secs(10))
                .expect("the first program hears of it");
        }
    }

    #[test]
    fn another_folder_is_another_program() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _live = Instance::take(folder.path(), || {}).expect("the folder is free");
        Instance::take(&folder.path().join("demo"), || {}).expect("the demo has its own");
    }
}
