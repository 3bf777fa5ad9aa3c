//! The tests that need no window, and the start of the program, as Windows programs under Wine.
//!
//! Not in it: the tests in a window. Wine has no WebView2, so the program comes up to the message that says so.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use super::cargo::{self, GNU, built};
use super::limits::LIMITS;
use super::verdicts::{Verdicts, complaints};
use super::{start, wine};
use crate::need::Need;
use crate::program::{Failure, Outcome, Program};
use crate::project::{FEATURES, NAME};
use crate::setup;
use crate::test::{AT_A_TIME, at_a_time};

/// The test program of the core's rooms.
const ROOMS: &str = "rooms";
/// Its tests that need another system beside this one.
const BOTH_HALVES: [&str; 2] = [
    "book::moved::a_book_is_written_and_read_on_linux_and_windows_in_turn",
    "desk::killed::counter::the_core_for_windows_killed_fifty_times_loses_no_order_and_buys_none_twice",
];

/// Tests that read the sources and call nothing of the program.
const SOURCES: &str = "structure::";

/// With names, only the tests that match them run. What begins with a dash goes to the test programs as it is.
pub fn test(names: &[String]) -> Outcome {
    if !cargo::is_possible("the tests for Windows") {
        return Ok(());
    }
    setup::for_need(Need::Cross)?;
    let programs = build()?;
    wine::prepare()?;
    let mut said = BTreeMap::new();
    for Built { name, file, folder } in &programs {
        said.insert(name.clone(), run(name, file, folder, names)?);
    }
    let mut wrong = complaints(&said, LIMITS, names.is_empty());
    for (name, verdicts) in &said {
        println!("Windows, {name}: {} tests passed", verdicts.passed());
    }
    println!(
        "{} tests are beyond Wine (xtask/src/cross/limits.rs)",
        LIMITS.iter().map(|limit| limit.tests.len()).sum::<usize>()
    );
    if names.is_empty() {
        let rooms = programs.iter().find(|built| built.name == ROOMS);
        let both = rooms.map_or(Ok(()), |rooms| with_both_halves(&rooms.file));
        let started = start::up_to_the_web_view(&program());
        let failures = [both, started].into_iter().filter_map(Result::err);
        wrong.extend(failures.map(|failure| failure.to_string()));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("under Wine:\n{}", wrong.join("\n"))))
}

/// A test program.
struct Built {
    name: String,
    file: PathBuf,
    /// Where Cargo would start it.
    folder: PathBuf,
}

/// The program, and the test programs of both crates. Built in one go: a `cargo build` of the program alone would build its
/// libraries once more, with fewer features. The tests in a window, empty here, bring the program along.
fn build() -> Outcome<Vec<Built>> {
    let told = cargo::cargo("test")?
        .args([
            "--target", GNU, "--lib", "--test", ROOMS, "--test", "window", "--no-run",
        ])
        .args(FEATURES)
        .args(["--message-format", "json-render-diagnostics"])
        .told()?;
    let programs: Vec<Built> = String::from_utf8_lossy(&told)
        .lines()
        .filter_map(test_program)
        .filter(|built| built.name != "window")
        .collect();
    if programs.len() == 3 {
        return Ok(programs);
    }
    let names: Vec<&str> = programs.iter().map(|built| built.name.as_str()).collect();
    Err(Failure::new(format!(
        "these test programs were built: {names:?}"
    )))
}

/// A line of Cargo's messages about what it has built. They are read without a reader of JSON: this crate has no
/// dependencies, and these values have nothing in them that is escaped.
fn test_program(message: &str) -> Option<Built> {
    let value = |name: &str| {
        let (_, behind) = message.split_once(&format!("\"{name}\":\""))?;
        behind.split('"').next()
    };
    let file = PathBuf::from(value("executable")?);
    let folder = Path::new(value("manifest_path")?).parent()?.to_owned();
    let (_, target) = message.split_once("\"target\":")?;
    let (_, named) = target.split_once("\"name\":\"")?;
    let name = named.split('"').next()?.to_owned();
    // Of the profile. The target, too, says whether it has tests.
    let is_test = message.contains("\"test\":true},\"features\"");
    (is_test && file.is_file()).then_some(Built { name, file, folder })
}

fn run(name: &str, file: &Path, folder: &Path, names: &[String]) -> Outcome<Verdicts> {
    println!("Windows, {name}:");
    let began = Instant::now();
    let failed = |error: &std::io::Error| Failure::new(format!("{name} under Wine: {error}"));
    let mut command = wine::command(file);
    if let Some(count) = at_a_time() {
        command.env(AT_A_TIME, count);
    }
    let mut running = command
        .args(names)
        .args(["--skip", SOURCES])
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", folder)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    let mut verdicts = Verdicts::default();
    if let Some(output) = running.stdout.take() {
        // What is no text in one line says nothing about the others.
        for line in BufReader::new(output).split(b'\n') {
            let line = line.map_err(|error| failed(&error))?;
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches('\r');
            verdicts.line(line);
            println!("{line}");
        }
    }
    running.wait().map_err(|error| failed(&error))?;
    println!("{name}: {} s under Wine", began.elapsed().as_secs());
    Ok(verdicts)
}

/// The tests of which one half runs here, and the other under Wine.
fn with_both_halves(rooms: &Path) -> Outcome {
    let tests = Program::cargo("test")
        .args(["--workspace", "--test", ROOMS])
        .args(FEATURES)
        .args(["--", "--ignored", "--exact", "--nocapture"])
        .args(BOTH_HALVES)
        .env("ESIM_DESK_WINE", wine::WINE)
        .env("ESIM_DESK_WINDOWS_ROOMS", rooms);
    let told = wine::settings()
        .into_iter()
        .fold(tests, |tests, (name, value)| tests.env(name, value))
        .told()?;
    let told = String::from_utf8_lossy(&told);
    println!("{told}");
    // A name that is no test's any more is nothing that Cargo would complain of.
    if told.contains(&format!("ok. {} passed", BOTH_HALVES.len())) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "not all of these tests were run: {BOTH_HALVES:?}"
    )))
}

fn program() -> PathBuf {
    built().join(GNU).join("debug").join(format!("{NAME}.exe"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::root;

    #[test]
    fn a_test_program_is_found_among_what_was_built() {
        // Any file that is there.
        let file = root().join("Cargo.toml").display().to_string();
        let message = |test: bool| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"package_id\":\"x\",\"manifest_path\":\"/a/core/Cargo.toml\",\
                 \"target\":{{\"kind\":[\"test\"],\"name\":\"rooms\",\"test\":true}},\
                 \"profile\":{{\"opt_level\":\"0\",\"test\":{test}}},\"features\":[],\"executable\":\"{file}\"}}"
            )
        };
        let found = test_program(&message(true)).expect("it is one");
        assert_eq!(found.name, "rooms");
        assert_eq!(found.folder, Path::new("/a/core"));
        assert!(
            test_program(&message(false)).is_none(),
            "a program is no test"
        );
        let library = message(true).replace(&format!("\"{file}\""), "null");
        assert!(test_program(&library).is_none(), "nothing to run");
    }
}
