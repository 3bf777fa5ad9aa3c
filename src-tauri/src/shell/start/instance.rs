//! One running program for each data folder and mode, so that no book has two writers.
//!
//! The guard is a lock that the operating system holds on a file in the folder and drops when the program ends, however
//! it ends. A second start finds the first by a local socket, asks it to come to the front, and ends once it hears that
//! this was done, and where. The socket lies in the folder, where nobody else can take its name or reach it (on Windows,
//! which has none in folders, its name is made from the folder's). No session bus is needed, and a live desk and its demo
//! are two folders (rulings 3).

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::platform::files;
use crate::platform::second_start::Socket;

use crate::files::{at_its_place, private};

/// So long a second start waits for the first to say something.
const PATIENCE: Duration = Duration::from_secs(4);
/// What a first start says whose window does not.
const BUSY: &str = "busy";

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
    /// The same, on another screen or in another session: it came to the front there.
    #[error("eSIM Desk is already open on {0}")]
    OpenElsewhere(String),
    /// The same, and it says nothing.
    #[error("eSIM Desk is already open with this data folder and does not answer")]
    NotAnswering,
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] io::Error),
}

impl Instance {
    /// Makes the folder if needed and takes it. `asked_for` is called from another thread whenever a later start wants
    /// this window in front, and says whether the window did that.
    pub fn take(
        folder: &Path,
        asked_for: impl Fn() -> bool + Send + 'static,
    ) -> Result<Instance, InstanceError> {
        let (lock, folder) = lock_of(folder)?;
        if !is_taken(&lock)? {
            let first = ask_first(Socket::of(&folder)?, PATIENCE);
            // What needs no window hears nobody, and is over in a moment.
            let is_over = matches!(first, InstanceError::NotAnswering) && is_taken(&lock)?;
            if !is_over {
                return Err(first);
            }
        }
        takes_new_files(&folder)?;
        listen(&folder, asked_for);
        Ok(Instance { _lock: lock })
    }

    /// The same for a moment and without a window. Whoever has the folder is asked for nothing, and a later start waits.
    pub fn take_without_window(folder: &Path) -> Result<Instance, InstanceError> {
        let (lock, folder) = lock_of(folder)?;
        if !is_taken(&lock)? {
            return Err(InstanceError::RunsAlready);
        }
        takes_new_files(&folder)?;
        Ok(Instance { _lock: lock })
    }
}

/// The lock's file and the folder at its place, which is made if needed.
fn lock_of(folder: &Path) -> Result<(File, PathBuf), InstanceError> {
    private::folder(folder)?;
    // A disk that knows no rights takes a book all the same, and the log has not begun.
    drop(files::close_to_others(folder));
    let lock = files::open_or_make(&folder.join("lock"))?;
    private::tighten(&folder.join("lock"));
    Ok((lock, at_its_place(folder)?))
}

fn is_taken(lock: &File) -> Result<bool, InstanceError> {
    match lock.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// A file can be there from before, in a folder that takes no new one any more.
fn takes_new_files(folder: &Path) -> Result<(), InstanceError> {
    let probe = folder.join("lock.probe");
    private::create(&probe)?;
    Ok(fs::remove_file(&probe)?)
}

/// Asks the first start to come forward. It is asked by another thread: even connecting waits where nobody takes calls.
fn ask_first(socket: Socket, patience: Duration) -> InstanceError {
    let (answer, answered) = mpsc::channel();
    let begun = Instant::now();
    thread::spawn(move || {
        // One that has only just begun listens in a moment.
        while begun.elapsed() < patience {
            if let Ok(mut first) = socket.call() {
                let mut said = String::new();
                // A version before this one says nothing and hangs up, and comes forward all the same.
                let heard = first.read_to_string(&mut said).map(|_| said);
                drop(answer.send(heard.unwrap_or_default()));
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    });
    match answered.recv_timeout(patience).as_deref().map(str::trim) {
        Err(_) | Ok(BUSY) => InstanceError::NotAnswering,
        Ok("") => InstanceError::RunsAlready,
        Ok(there) if same_screen(there, &this_screen()) => InstanceError::RunsAlready,
        Ok(there) => InstanceError::OpenElsewhere(there.replace('\t', " ").trim().to_owned()),
    }
}

/// The screens of this session, as the system calls them: of X, then of Wayland. Empty on systems that have no such names.
fn this_screen() -> String {
    let named = |variable| std::env::var(variable).unwrap_or_default();
    let x = named("DISPLAY");
    let x = x.strip_suffix(".0").unwrap_or(&x);
    format!("{x}\t{}", named("WAYLAND_DISPLAY"))
}

/// Programs of one session may know only one of its two names.
fn same_screen(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_matches('\n'), other.trim_matches('\n'));
    let nameless = |names: &str| names.split('\t').all(str::is_empty);
    nameless(one)
        || nameless(other)
        || one
            .split('\t')
            .zip(other.split('\t'))
            .any(|(one, other)| !one.is_empty() && one == other)
}

/// Without the socket the program works all the same; only a second start could not bring it to the front.
fn listen(folder: &Path, asked_for: impl Fn() -> bool + Send + 'static) {
    let calls = Socket::of(folder).and_then(|socket| socket.calls());
    let calls = match calls {
        Ok(calls) => calls,
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "later starts will not find this window");
            return;
        }
    };
    let spawned = thread::Builder::new()
        .name("second-starts".into())
        .spawn(move || {
            for mut later in calls {
                let said = if asked_for() {
                    this_screen()
                } else {
                    BUSY.to_owned()
                };
                // Whoever asked may have gone.
                drop(later.write_all(format!("{said}\n").as_bytes()));
            }
        });
    if let Err(error) = spawned {
        tracing::warn!(kind = ?error.kind(), "later starts will not find this window");
    }
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
        let first = Instance::take(folder.path(), move || asked.send(()).is_ok());
        let first = first.expect("the folder is free");

        let second = Instance::take(folder.path(), || true);

        assert!(
            matches!(second, Err(InstanceError::RunsAlready)),
            "the folder is taken"
        );
        was_asked
            .recv_timeout(Duration::from_secs(10))
            .expect("the first program hears of it");
        drop(first);
        Instance::take(folder.path(), || true).expect("free again once the first has ended");
    }

    #[test]
    fn a_first_start_whose_window_does_not_answer_is_told_of() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _first = Instance::take(folder.path(), || false).expect("the folder is free");
        let second = Instance::take(folder.path(), || true);
        assert!(
            matches!(second, Err(InstanceError::NotAnswering)),
            "{second:?}"
        );
    }

    #[test]
    fn what_needs_no_window_asks_none_for_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (asked, was_asked) = mpsc::channel();
        let first = Instance::take(folder.path(), move || asked.send(()).is_ok());
        let first = first.expect("the folder is free");
        let second = Instance::take_without_window(folder.path());
        assert!(matches!(second, Err(InstanceError::RunsAlready)));
        assert!(was_asked.try_recv().is_err(), "no window came to the front");
        drop(first);

        let folder = tempfile::tempdir().expect("a temporary folder");
        let alone = Instance::take_without_window(folder.path()).expect("it is free");
        let at = folder.path().to_owned();
        let later = thread::spawn(move || Instance::take(&at, || true));
        thread::sleep(Duration::from_millis(50));
        drop(alone);
        later.join().expect("it ends").expect("it waited");
    }

    #[test]
    fn screens_are_the_same_by_either_of_their_names() {
        for (one, other, same) in [
            (":0\t", ":0\t", true),
            (":0\twayland-0", "\twayland-0", true),
            (":0\twayland-0", ":1\twayland-1", false),
            (":0\t", ":2\t", false),
            ("\t", ":2\t", true),
        ] {
            assert_eq!(same_screen(one, other), same, "{one:?} {other:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_and_its_lock_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;

        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("data");
        let _taken = Instance::take(&folder, || true).expect("the folder is free");
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
        let _first = Instance::take(folder.path(), || true).expect("the folder is free");
        let socket = fs::metadata(folder.path().join("second-start")).expect("it lies there");
        assert!(socket.file_type().is_socket());
        assert_eq!(socket.permissions().mode() & 0o777, 0o600);

        let other = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("a file");
        symlink(&victim, other.path().join("lock")).expect("a link");
        let taken = Instance::take(other.path(), || true);
        assert!(matches!(taken, Err(InstanceError::Folder(_))), "{taken:?}");
        assert_eq!(fs::read(&victim).expect("it is there"), b"precious");
    }

    /// A killed program leaves its socket behind; std does not remove one either.
    #[cfg(unix)]
    #[test]
    fn a_socket_that_a_killed_program_left_is_taken_over() {
        use std::os::unix::fs::PermissionsExt as _;
        use std::os::unix::net::UnixListener;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = folder.path().join("second-start");
        drop(UnixListener::bind(&socket).expect("a free name"));
        fs::set_permissions(&socket, fs::Permissions::from_mode(0o777)).expect("it is ours");
        let (asked, was_asked) = mpsc::channel();
        let _first = Instance::take(folder.path(), move || asked.send(()).is_ok());
        let second = Instance::take(folder.path(), || true);
        assert!(
            matches!(second, Err(InstanceError::RunsAlready)),
            "{second:?}"
        );
        was_asked
            .recv_timeout(Duration::from_secs(10))
            .expect("the first program hears of it");
        let mode = fs::metadata(&socket).expect("it is there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_with_a_long_name_is_found_by_a_second_start_too() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("a".repeat(120)).join("b".repeat(120));
        let (asked, was_asked) = mpsc::channel();
        let _first =
            Instance::take(&folder, move || asked.send(()).is_ok()).expect("the folder is free");
        assert!(Instance::take(&folder, || true).is_err(), "it is taken");
        if cfg!(any(target_os = "linux", windows)) {
            was_asked
                .recv_timeout(Duration::from_secs(10))
                .expect("the first program hears of it");
        }
    }

    #[test]
    fn another_folder_is_another_program() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _live = Instance::take(folder.path(), || true).expect("the folder is free");
        Instance::take(&folder.path().join("demo"), || true).expect("the demo has its own");
    }
}
