//! The whole comparison: every contestant's pictures of the same codes in the same shots.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use image::GrayImage;

use crate::camera::Camera;
use crate::chance::Chance;
use crate::codes;
use crate::grid::Grid;
use crate::readers::{self, READERS};
use crate::severity::Severity;
use crate::tally::Tally;

/// An encoder with its pictures, one for each code.
pub struct Contestant {
    pub name: String,
    pub grids: Vec<Grid>,
}

/// The codes of so many shots. Every severity has the same ones.
pub fn texts(shots: usize) -> Vec<String> {
    (0..shots)
        .map(|shot| codes::code(&mut Chance::of(0, shot as u64)))
        .collect()
}

/// What was read at one severity, a tally for each contestant.
pub struct Results {
    pub name: &'static str,
    /// By all readers together.
    pub tallies: Vec<Tally>,
    /// By each reader alone: how many shots of each contestant.
    pub alone: [Vec<usize>; READERS.len()],
    /// Texts that were read and never drawn.
    pub misread: usize,
}

/// Shots that go to the readers at once.
const BATCH: usize = 12;

/// Runs all shots of one severity on this many threads. With `keep`, the first shots stay there to be looked at.
pub fn run(
    severity: &Severity,
    series: u64,
    texts: &[String],
    contestants: &[Contestant],
    threads: usize,
    keep: Option<&Path>,
) -> Results {
    let batches: Vec<Vec<usize>> = (0..texts.len())
        .collect::<Vec<_>>()
        .chunks(BATCH)
        .map(<[usize]>::to_vec)
        .collect();
    let mut read: Vec<(usize, Vec<Reading>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let own = batches.iter().skip(worker).step_by(threads);
                scope.spawn(move || {
                    let folder = tempfile::tempdir().expect("the temporary folder is writable");
                    own.flat_map(|batch| {
                        shoot(
                            severity,
                            series,
                            batch,
                            texts,
                            contestants,
                            folder.path(),
                            keep,
                        )
                    })
                    .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker panicked"))
            .collect()
    });
    read.sort_by_key(|(shot, _)| *shot);

    let mut results = Results {
        name: severity.name,
        tallies: vec![Tally::default(); contestants.len()],
        alone: std::array::from_fn(|_| vec![0; contestants.len()]),
        misread: 0,
    };
    for (_, readings) in read {
        for (at, reading) in readings.into_iter().enumerate() {
            let by = reading.by.iter().filter(|by| **by).count();
            results.tallies[at].add(by as f32 / READERS.len() as f32);
            for (reader, counts) in results.alone.iter_mut().enumerate() {
                counts[at] += usize::from(reading.by[reader]);
            }
            results.misread += reading.misread;
        }
    }
    results
}

/// What became of one contestant's picture in one shot.
#[derive(Clone, Copy)]
struct Reading {
    by: [bool; READERS.len()],
    misread: usize,
}

fn shoot(
    severity: &Severity,
    series: u64,
    shots: &[usize],
    texts: &[String],
    contestants: &[Contestant],
    folder: &Path,
    keep: Option<&Path>,
) -> Vec<(usize, Vec<Reading>)> {
    let mut pictures: Vec<GrayImage> = Vec::new();
    // Contestants often draw the very same modules: these are read once.
    let mut places: Vec<Vec<usize>> = Vec::new();
    for &shot in shots {
        let camera = Camera::of(severity, &mut Chance::of(series, shot as u64));
        let mut known: HashMap<&Grid, usize> = HashMap::new();
        let of_shot = contestants
            .iter()
            .map(|contestant| {
                let grid = &contestant.grids[shot];
                *known.entry(grid).or_insert_with(|| {
                    pictures.push(camera.shot(grid));
                    pictures.len() - 1
                })
            })
            .collect::<Vec<_>>();
        if let (Some(keep), true) = (keep, shot < 6) {
            keep_picture(keep, severity, shot, &pictures[of_shot[0]]);
        }
        places.push(of_shot);
    }
    let found = readers::read(folder, &pictures);
    shots
        .iter()
        .zip(places)
        .map(|(&shot, places)| {
            let readings = places
                .into_iter()
                .map(|place| Reading {
                    by: std::array::from_fn(|reader| found[place][reader].contains(&texts[shot])),
                    misread: found[place]
                        .iter()
                        .flatten()
                        .filter(|text| **text != texts[shot])
                        .count(),
                })
                .collect();
            (shot, readings)
        })
        .collect()
}

fn keep_picture(folder: &Path, severity: &Severity, shot: usize, picture: &GrayImage) {
    let path: PathBuf = folder.join(format!("{}-{shot}.png", severity.name));
    fs::create_dir_all(folder).expect("the folder for pictures can be made");
    picture
        .save(path)
        .expect("the folder for pictures is writable");
}

/// The first contestant against all others, at each severity, as Markdown: the rate of each in per cent, and the
/// difference with its 95 % interval in brackets.
pub fn table(contestants: &[Contestant], results: &[Results]) -> String {
    let names: Vec<&str> = contestants.iter().map(|one| one.name.as_str()).collect();
    let mut text = format!(
        "| severity | {} |\n|---|{}\n",
        names.join(" | "),
        "---|".repeat(names.len())
    );
    for result in results {
        let _ = write!(text, "| {} ", result.name);
        let ours = &result.tallies[0];
        for (at, tally) in result.tallies.iter().enumerate() {
            let rate = 100.0 * tally.rate();
            if at == 0 {
                let _ = write!(text, "| **{rate:.1}** ");
                continue;
            }
            let difference = ours.against(tally);
            let sign = if difference.is_below() { " BELOW" } else { "" };
            let _ = write!(
                text,
                "| {rate:.1} ({:+.1} ± {:.1}){sign} ",
                100.0 * difference.mean,
                100.0 * difference.half
            );
        }
        text.push_str("|\n");
    }
    text
}

/// How much of all these shots each reader read of each contestant, in per cent, as Markdown.
pub fn by_reader(contestants: &[Contestant], results: &[Results], shots: usize) -> String {
    let names: Vec<&str> = contestants.iter().map(|one| one.name.as_str()).collect();
    let mut text = format!(
        "| reader | {} |\n|---|{}\n",
        names.join(" | "),
        "---|".repeat(names.len())
    );
    for (reader, name) in READERS.iter().enumerate() {
        let _ = write!(text, "| {name} ");
        for at in 0..contestants.len() {
            let read: usize = results.iter().map(|result| result.alone[reader][at]).sum();
            let of = shots * results.len();
            let _ = write!(text, "| {:.1} ", 100.0 * read as f32 / of as f32);
        }
        text.push_str("|\n");
    }
    text
}

/// Where ours is surely below another one.
pub fn lost(contestants: &[Contestant], results: &[Results]) -> Vec<String> {
    let mut lost = Vec::new();
    for result in results {
        for (contestant, tally) in contestants.iter().zip(&result.tallies).skip(1) {
            if result.tallies[0].against(tally).is_below() {
                lost.push(format!("{} at {}", contestant.name, result.name));
            }
        }
    }
    lost
}
