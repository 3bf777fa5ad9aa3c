//! One running program for each data folder and mode, so that no book has two writers.
//!
//! The guard is a lock that the operating system holds on a file in the folder and drops when the program ends, however
//! it ends. A second start finds the first by a local socket whose name is made from the folder, asks it to come to the
//! front, and ends. No session bus is needed, and a live desk and its demo are two folders (rulings 3).

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;

use interprocess::local_socket::traits::{ListenerExt, Stream as _};
use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, Stream, ToNsName};

use crate::private;

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
        let lock = private::create(&folder.join("lock"))?;
        let name = socket_name(folder)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if let Err(error) = Stream::connect(name) {
                    tracing::warn!(kind = ?error.kind(), "the running program was not reached");
                }
                return Err(InstanceError::RunsAlready);
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        listen(name, asked_for);
        Ok(Instance { _lock: lock })
    }
}

/// Without the socket the program works all the same; only a second start could not bring it to the front.
fn listen(name: Name<'static>, asked_for: impl Fn() + Send + 'static) {
    let listener = match ListenerOptions::new()
        .name(name)
        .try_overwrite(true)
        .create_sync()
    {
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

fn socket_name(folder: &Path) -> io::Result<Name<'static>> {
    let folder = fs::canonicalize(folder)?;
    format!(
        "com.esimdesk.app.{:016x}",
        fnv(folder.as_os_str().as_encoded_bytes())
    )
    .to_ns_name::<GenericNamespaced>()
}

/// FNV-1a: the same number in every version of the program, which the standard hasher does not promise.
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

    #[test]
    fn another_folder_is_another_program() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _live = Instance::take(folder.path(), || {}).expect("the folder is free");
        Instance::take(&folder.path().join("demo"), || {}).expect("the demo has its own");
    }
}
