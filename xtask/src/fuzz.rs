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
