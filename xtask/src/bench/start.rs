//! One start of a program: how long until its first button answers a key, and what it holds then.
//!
//! First it is learned what the screen looks like at rest, and after the Tab key has put the focus
//! on the first button. A timed start waits for the picture at rest, presses the key, and ends when
//! every pixel that the focus changes has changed. A key that comes too early is lost and pressed
//! again much later, so eagerness costs the program that shows a button before it can use it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Failure, Outcome};

use super::desktop::Desktop;
use super::memory;

const CALM: Duration = Duration::from_millis(700);
const LONG_CALM: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(2);
const LOST_KEY: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(30);

/// A program to be started again and again.
pub struct Candidate<'a> {
    program: &'a Path,
    /// What comes before the name of a fresh folder on its command line, if it takes one.
    folder_option: &'a [&'a str],
    starts: usize,
    focus: Focus,
}

/// What one start showed.
pub struct Start {
    pub usable: Duration,
    /// Megabytes.
    pub memory: f64,
}

/// The pixels that the focus on the first button changes, within one stretch of the screen.
#[derive(Default)]
struct Focus {
    from: u64,
    length: usize,
    /// Place within the stretch, value at rest, value with the focus.
    bytes: Vec<(usize, u8, u8)>,
}

impl<'a> Candidate<'a> {
    /// Starts the program once and remembers how it looks.
    pub fn learn(
        desktop: &Desktop,
        program: &'a Path,
        folder_option: &'a [&'a str],
    ) -> Outcome<Self> {
        let mut candidate = Self {
            program,
            folder_option,
            starts: 0,
            focus: Focus::default(),
        };
        let bare = desktop.picture()?;
        let running = candidate.spawn(desktop)?;
        while desktop.picture()? == bare {
            running.in_time(PATIENCE)?;
            thread::sleep(LOOK);
        }
        // The first picture may be an empty window: give the page time to come.
        let rest = desktop.settled(LONG_CALM, PATIENCE)?;
        desktop.press("Tab")?;
        while desktop.picture()? == rest {
            running.in_time(PATIENCE)?;
            thread::sleep(LOOK);
        }
        let focused = desktop.settled(CALM, PATIENCE)?;
        candidate.focus = Focus::between(&rest, &focused)
            .ok_or_else(|| Failure::new("the Tab key changed the screen and changed it back"))?;
        Ok(candidate)
    }

    /// Starts the program and measures it; it is ended before this returns.
    pub fn start(&mut self, desktop: &Desktop) -> Outcome<Start> {
        let running = self.spawn(desktop)?;
        while !self.focus.is_at_rest(desktop)? {
            running.in_time(PATIENCE)?;
            thread::sleep(LOOK);
        }
        let usable = self.first_answer(desktop, &running)?;
        let processes = memory::tree(running.child.id());
        desktop.settled(CALM, PATIENCE)?;
        Ok(Start {
            usable,
            memory: memory::megabytes(&processes)?,
        })
    }

    fn first_answer(&self, desktop: &Desktop, running: &Running) -> Outcome<Duration> {
        loop {
            desktop.press("Tab")?;
            let pressed = Instant::now();
            while pressed.elapsed() < LOST_KEY {
                if self.focus.is_shown(desktop)? {
                    return Ok(running.since.elapsed());
                }
                thread::sleep(LOOK);
            }
            running.in_time(PATIENCE)?;
        }
    }

    fn spawn(&mut self, desktop: &Desktop) -> Outcome<Running> {
        self.starts += 1;
        let name = self.program.file_name().unwrap_or(OsStr::new("program"));
        let folder = desktop.folder(&format!("{}-{}", name.to_string_lossy(), self.starts));
        let mut command = desktop.command(self.program);
        for option in self.folder_option {
            command.arg(option).arg(&folder);
        }
        let since = Instant::now();
        let child = command
            .spawn()
            .map_err(|error| Failure::at(self.program, &error))?;
        Ok(Running {
            child,
            since,
            program: self.program.to_path_buf(),
        })
    }
}

/// A started program. Dropping it ends it and waits until all it started is gone too.
struct Running {
    child: Child,
    since: Instant,
    program: PathBuf,
}

impl Running {
    fn in_time(&self, limit: Duration) -> Outcome {
        if self.since.elapsed() < limit {
            return Ok(());
        }
        Err(Failure::new(format!(
            "{} was not usable after {} s",
            self.program.display(),
            limit.as_secs()
        )))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let processes = memory::tree(self.child.id());
        // One that is gone already is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let begin = Instant::now();
        let alive = |process: &u32| Path::new(&format!("/proc/{process}")).exists();
        while processes.iter().any(alive) && begin.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
        // The next start begins on a quiet machine.
        thread::sleep(Duration::from_millis(300));
    }
}

impl Focus {
    /// `None` when both pictures are the same.
    fn between(rest: &[u8], focused: &[u8]) -> Option<Self> {
        let differs = |index: &usize| rest[*index] != focused[*index];
        let all = rest.len().min(focused.len());
        let from = (0..all).find(differs)?;
        let last = (0..all).rfind(differs)?;
        let bytes = (from..=last)
            .filter(differs)
            .map(|index| (index - from, rest[index], focused[index]))
            .collect();
        Some(Self {
            from: u64::try_from(from).ok()?,
            length: last - from + 1,
            bytes,
        })
    }

    fn is_at_rest(&self, desktop: &Desktop) -> Outcome<bool> {
        let now = desktop.part(self.from, self.length)?;
        Ok(self
            .bytes
            .iter()
            .all(|(place, rest, _)| now[*place] == *rest))
    }

    fn is_shown(&self, desktop: &Desktop) -> Outcome<bool> {
        let now = desktop.part(self.from, self.length)?;
        Ok(self
            .bytes
            .iter()
            .all(|(place, _, focused)| now[*place] == *focused))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_is_the_stretch_and_the_bytes_that_differ() {
        let focus = Focus::between(&[0, 1, 2, 3, 4], &[0, 9, 2, 8, 4]).expect("they differ");
        assert_eq!(
            (focus.from, focus.length),
            (1, 3),
            "from the first to the last difference"
        );
        assert_eq!(
            focus.bytes,
            [(0, 1, 9), (2, 3, 8)],
            "what stays the same is not looked at"
        );
    }

    #[test]
    fn without_a_difference_there_is_no_focus() {
        assert!(
            Focus::between(&[1, 2], &[1, 2]).is_none(),
            "the key did nothing"
        );
    }
}
