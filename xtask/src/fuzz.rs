//! Fuzzing: a target of `tests/fuzz` is run with made-up input for so many seconds. It needs no other compiler than the
//! project's own, and no tool beside it; `cargo fuzz` finds the same targets in the same layout.

use std::fs;

use crate::program::{Failure, Outcome, Program};
use crate::project;

const TARGETS: [&str; 2] = ["install_code", "order_answer"];

/// What libFuzzer needs of the compiler: counters on every edge. Given to this computer's kind of program only, because
/// build scripts must not have them.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// `fuzz TARGET [SECONDS]`.
pub fn fuzz(mut arguments: Vec<String>) -> Outcome {
    if arguments.is_empty() || !TARGETS.contains(&arguments[0].as_str()) {
        return Err(Failure::new(format!(
            "name one of the targets: {}",
            TARGETS.join(", ")
        )));
    }
    let target = arguments.remove(0);
    let seconds = arguments.pop().unwrap_or_else(|| "600".to_owned());
    let seconds: u32 = seconds
        .parse()
        .map_err(|_| Failure::new("the second argument is a number of seconds"))?;
    let root = project::root();
    // What was found stays beside the build, so that the next run begins with it.
    let found = project::target().join("fuzz/corpus").join(&target);
    fs::create_dir_all(&found).map_err(|error| Failure::at(&found, &error))?;
    Program::cargo("run")
        .args(["--release", "--manifest-path", "tests/fuzz/Cargo.toml"])
        .args(["--target", &host()?, "--bin", &target, "--target-dir"])
        .arg(project::target().join("fuzz"))
        .arg("--")
        .arg(&found)
        .arg(root.join("tests/fuzz/seeds").join(&target))
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=4096", "-timeout=10", "-print_final_stats=1"])
        .arg(format!(
            "-artifact_prefix={}/",
            project::target().join("fuzz").display()
        ))
        .env("RUSTFLAGS", FLAGS)
        .run()
}

/// The kind of this computer, as the compiler names it.
fn host() -> Outcome<String> {
    let told = Program::new("rustc")
        .args(["--version", "--verbose"])
        .printed()?;
    String::from_utf8_lossy(&told)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        .ok_or_else(|| Failure::new("the compiler does not name this computer"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const CORE: &str = "esim-desk-core";

    fn text(file: &str) -> String {
        fs::read_to_string(project::root().join(file)).expect("it is there")
    }

    /// The packages of a lock file, each as it stands there.
    fn packages(lock: &str) -> impl Iterator<Item = (&str, &str)> {
        lock.split("[[package]]")
            .skip(1)
            .map(|package| (value(package, "name"), package))
    }

    fn value<'a>(package: &'a str, name: &str) -> &'a str {
        let line = package.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().trim_matches([' ', '=', '"'])
    }

    /// Advisories are looked up for the program's own lock file: what is fuzzed must stand in it, and be the program.
    #[test]
    fn what_is_fuzzed_stands_on_the_versions_that_the_program_stands_on() {
        const FUZZING: [&str; 4] = ["arbitrary", "esim-desk-fuzz", "jobserver", "libfuzzer-sys"];
        let (program, fuzzed) = (text("Cargo.lock"), text("tests/fuzz/Cargo.lock"));
        let mut known = BTreeMap::<&str, Vec<&str>>::new();
        for (name, package) in packages(&program) {
            known
                .entry(name)
                .or_default()
                .push(value(package, "version"));
        }
        for (name, package) in packages(&fuzzed) {
            let version = value(package, "version");
            let here = known.get(name).cloned().unwrap_or_default();
            assert!(
                FUZZING.contains(&name) || here.contains(&version),
                "{name} is {version}, and {here:?} in the program"
            );
        }
    }

    /// Fuzzing is run with `--locked`, which ends at once where the lock file is of an older manifest.
    #[test]
    fn the_lock_file_of_fuzzing_knows_what_the_core_stands_on_today() {
        let manifest = text("src-tauri/core/Cargo.toml");
        let mut wanted = BTreeSet::new();
        let mut counts = false;
        for line in manifest.lines() {
            match line.strip_prefix('[') {
                Some(section) => {
                    counts = section.ends_with("dependencies]") && !section.starts_with("dev");
                }
                None => wanted.extend(
                    line.split_once(" = ")
                        .filter(|_| counts && !line.starts_with([' ', '#']))
                        .map(|(name, _)| name.trim_end_matches(".workspace").to_owned()),
                ),
            }
        }
        let lock = text("tests/fuzz/Cargo.lock");
        let (_, core) = packages(&lock)
            .find(|(name, _)| *name == CORE)
            .expect("it is fuzzed");
        let locked: BTreeSet<String> = core
            .lines()
            .filter_map(|line| line.strip_prefix(" \"")?.split(['"', ' ']).next())
            .map(str::to_owned)
            .collect();
        assert_eq!(locked, wanted);
    }
}
