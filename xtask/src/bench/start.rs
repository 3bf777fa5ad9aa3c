//! One start of a program: how long until its first button answers a key, and what it holds then.
//!
//! First it is learned what the screen looks like at rest, and after the Tab key has moved the focus.
//! A timed start waits until what is written and drawn at rest is there, presses the key, and ends
//! when the focus is seen to have moved. A key that comes too early is lost and pressed again much
//! later, so eagerness costs the program that shows a button before it can use it.
//!
//! Only some hundred bytes are looked at, as many for either program: whoever reads all of a large picture
//! takes the time for it from the program that draws it.
//!
//! Nearly all of them suffice: smoothed edges of letters and rings differ from start to start.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Failure, Outcome};

use super::desktop::Desktop;
use super::{memory, table};

/// How often each program is started. Odd, so that the median is one of the starts.
pub const STARTS: usize = 15;

const CALM: Duration = Duration::from_millis(700);
const LONG_CALM: Duration = Duration::from_secs(3);
/// Bytes of one.
const PIXEL: usize = 4;
const LOOK: Duration = Duration::from_millis(2);
const LOST_KEY: Duration = Duration::from_secs(1);
/// How many bytes of what was learned are looked at.
const SAMPLES: usize = 400;
/// The share of what was learned that must be seen.
const NEARLY_ALL: f64 = 0.9;
/// How far a value may be from the learned one.
const NEAR: u8 = 32;
/// Letters are smoothed in another way from one picture to the next; the focus changes more than that.
const MOVED: u8 = 64;
const PATIENCE: Duration = Duration::from_secs(30);

/// A program to be started again and again.
pub struct Candidate<'a> {
    program: &'a Path,
    /// What comes before the name of a fresh folder on its command line, if it takes one.
    folder_option: &'a [&'a str],
    /// The same folder for every start, in place of fresh ones.
    kept_folder: Option<&'a Path>,
    starts: usize,
    rest: Rest,
    focus: Focus,
}

/// What one start showed.
pub struct Start {
    pub usable: Duration,
    /// Megabytes.
    pub memory: f64,
}

/// What is written and drawn in the window at rest, without its ground: samples of it.
#[derive(Debug, Default, PartialEq)]
struct Rest {
    /// Place on the screen, value at rest.
    samples: Vec<(u64, u8)>,
}

/// What the moving focus changes: samples of it.
#[derive(Debug, Default, PartialEq)]
struct Focus {
    /// Place on the screen, value before, value after.
    samples: Vec<(u64, u8, u8)>,
}

impl<'a> Candidate<'a> {
    /// Starts the program once and remembers how it looks.
    pub fn learn(
        desktop: &Desktop,
        program: &'a Path,
        folder_option: &'a [&'a str],
    ) -> Outcome<Self> {
        Self::learn_in(desktop, program, folder_option, None)
    }

    /// The same for a program that is started in one folder again and again.
    pub fn learn_in(
        desktop: &Desktop,
        program: &'a Path,
        folder_option: &'a [&'a str],
        kept_folder: Option<&'a Path>,
    ) -> Outcome<Self> {
        let mut candidate = Self {
            program,
            folder_option,
            kept_folder,
            starts: 0,
            rest: Rest::default(),
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
        candidate.rest = Rest::of(&bare, &rest)
            .ok_or_else(|| Failure::new("the window shows nothing but its ground"))?;
        candidate.focus = Focus::between(&rest, &focused)
            .ok_or_else(|| Failure::new("the Tab key changed the screen and changed it back"))?;
        Ok(candidate)
    }

    /// Starts the program and measures it; it is ended before this returns.
    pub fn start(&mut self, desktop: &Desktop) -> Outcome<Start> {
        let running = self.spawn(desktop)?;
        while !self.rest.is_there(desktop)? {
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
                if self.focus.has_moved(desktop)? {
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
        let fresh = desktop.folder(&format!("{}-{}", name.to_string_lossy(), self.starts));
        let folder = self.kept_folder.unwrap_or(&fresh);
        let mut command = desktop.command(self.program);
        for option in self.folder_option {
            command.arg(option).arg(folder);
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

impl Rest {
    /// `None` when there is nothing to see.
    fn of(bare: &[u8], rest: &[u8]) -> Option<Self> {
        let ground = ground(rest)?;
        let drawn =
            |index: &usize| rest[*index] != bare[*index] && rest[*index] != ground[index % PIXEL];
        let places: Vec<usize> = (0..rest.len().min(bare.len())).filter(drawn).collect();
        let samples = evenly(&places).map(|index| (index as u64, rest[index]));
        (!places.is_empty()).then(|| Self {
            samples: samples.collect(),
        })
    }

    fn is_there(&self, desktop: &Desktop) -> Outcome<bool> {
        let now = desktop.bytes(self.samples.iter().map(|(place, _)| *place))?;
        let seen = |(now, (_, rest)): &(&u8, &(u64, u8))| now.abs_diff(*rest) <= NEAR;
        let part = now.iter().zip(&self.samples).filter(seen).count();
        Ok(nearly_all(part, self.samples.len()))
    }
}

/// The colour that most of the picture has.
fn ground(picture: &[u8]) -> Option<&[u8]> {
    let mut counts = HashMap::new();
    for pixel in picture.chunks_exact(PIXEL) {
        *counts.entry(pixel).or_insert(0_usize) += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(pixel, _)| pixel)
}

/// At most [`SAMPLES`] of them, from the first to the last part of the screen.
fn evenly(places: &[usize]) -> impl Iterator<Item = usize> {
    let step = places.len().div_ceil(SAMPLES).max(1);
    places.iter().copied().step_by(step)
}

fn nearly_all(part: usize, whole: usize) -> bool {
    table::share(part, whole) >= NEARLY_ALL
}

impl Focus {
    /// `None` when both pictures are the same.
    fn between(before: &[u8], after: &[u8]) -> Option<Self> {
        let differs = |index: &usize| before[*index].abs_diff(after[*index]) > MOVED;
        let all = before.len().min(after.len());
        let places: Vec<usize> = (0..all).filter(differs).collect();
        let samples = evenly(&places).map(|index| (index as u64, before[index], after[index]));
        (!places.is_empty()).then(|| Self {
            samples: samples.collect(),
        })
    }

    fn has_moved(&self, desktop: &Desktop) -> Outcome<bool> {
        let now = desktop.bytes(self.samples.iter().map(|(place, ..)| *place))?;
        let moved = |(now, (_, before, after)): &(&u8, &(u64, u8, u8))| {
            now.abs_diff(*after) < now.abs_diff(*before)
        };
        let part = now.iter().zip(&self.samples).filter(moved).count();
        Ok(nearly_all(part, self.samples.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_is_where_much_has_changed() {
        let before = [0, 100, 2, 100, 4];
        let focus = Focus::between(&before, &[40, 9, 2, 180, 4]).expect("they differ");
        assert_eq!(
            focus.samples,
            [(1, 100, 9), (3, 100, 180)],
            "what stays nearly the same is not looked at"
        );
    }

    #[test]
    fn at_rest_is_what_is_drawn_on_the_ground_and_was_not_there_before() {
        let bare = [0; 16];
        let rest = [0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 9, 7, 7];
        let rest = Rest::of(&bare, &rest).expect("a pixel is drawn");
        assert_eq!(
            rest.samples,
            [(13, 9)],
            "neither the screen beside the window nor its ground"
        );
    }

    #[test]
    fn a_large_picture_costs_no_more_looks_than_a_small_one() {
        let places: Vec<usize> = (0..1_000_000).collect();
        let samples: Vec<usize> = evenly(&places).collect();
        assert_eq!(samples.len(), SAMPLES, "not one for each byte");
        assert_eq!(samples[0], 0, "from the beginning");
        assert!(samples[SAMPLES - 1] > 990_000, "to the end");
        assert_eq!(evenly(&[7]).count(), 1, "few are all taken");
    }

    #[test]
    fn without_a_difference_there_is_no_focus() {
        assert!(
            Focus::between(&[1, 2], &[1, 3]).is_none(),
            "the key did nothing"
        );
    }
}
