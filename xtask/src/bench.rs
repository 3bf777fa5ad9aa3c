//! Measures the program against the limits it promises, most of them beside an empty Tauri window
//! that is built the same way and started in turn with it on the same machine.
//!
//! *Usable* is what a person would call so: the first button is on screen and answers a key. It is
//! read off the picture itself, so neither program carries anything made for measuring.

pub mod build;
mod busy;
mod desktop;
mod memory;
pub mod scan;
mod script;
mod start;
mod table;

use std::fs;
use std::path::Path;

use crate::need::Need;
use crate::program::{Failure, Outcome, Program};
use crate::setup;

use busy::Busy;
use desktop::Desktop;
use start::{Candidate, STARTS, Start};
use table::{Row, median};

const START_LIMIT: f64 = 1.3;
const MEMORY_LIMIT: f64 = 1.25;
const SCRIPT_LIMIT_KB: f64 = 60.0;
const EXECUTABLE_LIMIT_MB: f64 = 12.0;
const PROOF_LIMIT_MS: f64 = 25.0;
const YEAR: u32 = 365;

/// What can be measured by itself, from the quickest to the slowest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Size,
    Proof,
    Polling,
    Selling,
    Book,
    Start,
    /// By name only: half an hour for the same rows as the days of `Selling`.
    Year,
}

impl Part {
    const USUAL: [Part; 6] = [
        Part::Size,
        Part::Proof,
        Part::Polling,
        Part::Selling,
        Part::Book,
        Part::Start,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Size => "size",
            Part::Proof => "proof",
            Part::Polling => "polling",
            Part::Selling => "selling",
            Part::Book => "book",
            Part::Start => "start",
            Part::Year => "year",
        }
    }

    fn rows(self) -> Outcome<Vec<Row>> {
        match self {
            Part::Size => size_rows(),
            Part::Proof => Ok(vec![Row::below(
                "COMPLETED to proved QR, ms",
                proof_ms()?,
                PROOF_LIMIT_MS,
            )]),
            Part::Polling => Busy::build()?.polling(),
            Part::Selling => Busy::build()?.selling(),
            Part::Book => Busy::build()?.large_book(&build::desk()?),
            Part::Start => start_rows(),
            Part::Year => Busy::build()?.days(YEAR),
        }
    }
}

/// Measures everything, or the parts that are named.
pub fn bench(names: &[String]) -> Outcome {
    let parts = named(names)?;
    if !cfg!(target_os = "linux") {
        return Err(Failure::new(
            "the measurements read Linux's /proc and a virtual display",
        ));
    }
    setup::for_need(Need::Test)?;
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(part.rows()?);
    }
    println!("\n{}", table::table(&rows));
    if rows.iter().all(Row::holds) {
        return Ok(());
    }
    Err(Failure::new("a figure is over its limit"))
}

fn named(names: &[String]) -> Outcome<Vec<Part>> {
    if names.is_empty() {
        return Ok(Part::USUAL.to_vec());
    }
    names
        .iter()
        .map(|name| {
            let mut all = Part::USUAL.into_iter().chain([Part::Year]);
            let part = all.find(|part| part.name() == name);
            part.ok_or_else(|| {
                let usual = Part::USUAL.map(Part::name).join(", ");
                Failure::new(format!("`{name}` is not measured; {usual} are, and year"))
            })
        })
        .collect()
}

fn size_rows() -> Outcome<Vec<Row>> {
    Ok(vec![
        Row::below(
            "first-load JavaScript, kB gzipped",
            script::first_load_kb()?,
            SCRIPT_LIMIT_KB,
        ),
        Row::below(
            "stripped executable, MB",
            megabytes_of(&build::desk()?)?,
            EXECUTABLE_LIMIT_MB,
        ),
    ])
}

fn start_rows() -> Outcome<Vec<Row>> {
    let desk = build::desk()?;
    let empty = build::beside("empty-window")?;
    let (desk_starts, empty_starts) = starts(&desk, &empty)?;
    let seconds = |starts: &[Start]| median(starts.iter().map(|start| start.usable.as_secs_f64()));
    let megabytes = |starts: &[Start]| median(starts.iter().map(|start| start.memory));
    Ok(vec![
        Row::against(
            "time until usable, s, against an empty window",
            seconds(&desk_starts),
            seconds(&empty_starts),
            START_LIMIT,
        ),
        Row::against(
            "memory of all processes (PSS), MB, against an empty window",
            megabytes(&desk_starts),
            megabytes(&empty_starts),
            MEMORY_LIMIT,
        ),
    ])
}

/// The work between the answer that says COMPLETED and a drawn and proved code, as `xtask/proof` prints it.
fn proof_ms() -> Outcome<f64> {
    let program = build::beside("proof")?;
    let printed = Program::new(&program.display().to_string()).printed()?;
    let printed = String::from_utf8_lossy(&printed);
    printed
        .trim()
        .parse()
        .map_err(|_| Failure::new(format!("`proof` printed no figure: {printed:?}")))
}

/// Starts both programs in turn, so that a slow moment of the machine meets both.
fn starts(desk: &Path, empty: &Path) -> Outcome<(Vec<Start>, Vec<Start>)> {
    let desktop = Desktop::start()?;
    let mut desk = Candidate::learn(&desktop, desk, &["--data-dir"])?;
    let mut empty = Candidate::learn(&desktop, empty, &[])?;
    let (mut desk_starts, mut empty_starts) = (Vec::new(), Vec::new());
    for turn in 1..=STARTS {
        let start = desk.start(&desktop)?;
        let empty_start = empty.start(&desktop)?;
        println!(
            "start {turn:2}: {:.3} s, {:.1} MB; empty window {:.3} s, {:.1} MB",
            start.usable.as_secs_f64(),
            start.memory,
            empty_start.usable.as_secs_f64(),
            empty_start.memory,
        );
        desk_starts.push(start);
        empty_starts.push(empty_start);
    }
    Ok((desk_starts, empty_starts))
}

fn megabytes_of(file: &Path) -> Outcome<f64> {
    let bytes = fs::metadata(file)
        .map_err(|error| Failure::at(file, &error))?
        .len();
    Ok(table::thousands(bytes) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    #[test]
    fn parts_are_measured_by_name_and_all_without_one() {
        let names = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            named(&names).map(|parts| parts.len())
        };
        assert_eq!(
            names(&[]).ok(),
            Some(Part::USUAL.len()),
            "nothing is left out"
        );
        assert_eq!(names(&["book", "size"]).ok(), Some(2), "two by name");
        assert_eq!(names(&["year"]).ok(), Some(1), "what takes long, by name");
        let failure = names(&["boook"]).expect_err("there is no such part");
        assert!(
            failure.to_string().contains("polling"),
            "what could have been meant is told"
        );
    }

    #[test]
    fn all_programs_are_built_with_the_same_profile() {
        let desk = release_profile("Cargo.toml");
        assert!(!desk.is_empty(), "the program has a release profile");
        for beside in ["empty-window", "proof", "busy"] {
            assert_eq!(
                desk,
                release_profile(&format!("xtask/{beside}/Cargo.toml")),
                "otherwise the figures of {beside} would be unfair"
            );
        }
    }

    fn release_profile(manifest: &str) -> Vec<String> {
        fs::read_to_string(project::root().join(manifest))
            .expect("the manifest is part of the project")
            .lines()
            .skip_while(|line| *line != "[profile.release]")
            .take_while(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
