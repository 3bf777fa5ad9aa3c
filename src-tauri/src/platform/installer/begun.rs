//! Whether an installer that was started is at work, or gave up at once. This program ends for it only in the first case.

use std::io;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

/// What cannot do its work, such as a file that is cut off or that a virus scanner holds, is gone within this time.
const FIRST_MOMENT: Duration = Duration::from_millis(800);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// # Errors
/// Where it has ended with a complaint.
pub fn has_begun(mut installer: Child) -> io::Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < FIRST_MOMENT {
        match installer.try_wait()? {
            Some(ended) if ended.success() => return Ok(()),
            Some(ended) => return Err(io::Error::other(format!("the installer ended: {ended}"))),
            None => thread::sleep(BETWEEN_LOOKS),
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;

    fn installer(script: &str) -> Child {
        let started = Command::new("sh").args(["-c", script]).spawn();
        started.expect("every system has one")
    }

    #[test]
    fn an_installer_that_gives_up_at_once_is_told_and_one_at_work_is_left_alone() {
        assert!(has_begun(installer("exit 0")).is_ok());
        assert!(has_begun(installer("exit 3")).is_err());
        assert!(has_begun(installer("kill -KILL $$")).is_err());
        let mut long = installer("sleep 60");
        let kill = format!("kill {}", long.id());
        // It is at work: nobody waits for its end.
        let begun = Instant::now();
        assert!(long.try_wait().is_ok_and(|ended| ended.is_none()));
        assert!(has_begun(long).is_ok());
        assert!(begun.elapsed() < Duration::from_secs(30));
        drop(Command::new("sh").args(["-c", &kill]).status());
    }
}
