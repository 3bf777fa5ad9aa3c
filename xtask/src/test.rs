//! Runs every test: the UI's own, then everything in Rust up to the real window.
//!
//! A part that fails keeps no other from running: each says what it found, and the end is a failure all the same, which
//! says again what was red.
//! Nothing is wrapped in a virtual display here: a test that opens a window starts its own.

use std::{env, thread};

use crate::need::Need;
use crate::program::{Failure, Outcome, Program};
use crate::project::FEATURES;
use crate::red::Red;
use crate::setup;
use crate::ui;

/// The variable that tells tests to do the long version of themselves.
const LONG: &str = "ESIM_DESK_LONG";

/// How many run at a time, the standard test program's own variable.
pub const AT_A_TIME: &str = "RUST_TEST_THREADS";

/// For each core. A test waits more than it works: for sockets, windows, keychains and other programs.
const FOR_A_CORE: usize = 3;

/// With names, only the Rust tests that match them run. Options after `--` go to the test programs.
pub fn test(mut arguments: Vec<String>) -> Outcome {
    let long = arguments.iter().any(|argument| argument == "--long");
    arguments.retain(|argument| argument != "--long");
    setup::for_need(Need::Test)?;
    let mut red = Red::default();
    let page = if arguments.is_empty() {
        ui::program("test").watched(|line| red.read(line))
    } else {
        Ok(())
    };
    let mut cargo = Program::cargo("test")
        .args(["--workspace", "--no-fail-fast"])
        .args(FEATURES)
        .args(arguments);
    if let Some(count) = at_a_time() {
        cargo = cargo.env(AT_A_TIME, count);
    }
    if long {
        cargo = cargo.env(LONG, "1");
    }
    let rust = cargo.watched(|line| red.read(line));
    together([page, rust], &red)
}

/// What to set [`AT_A_TIME`] to, unless a person has.
pub fn at_a_time() -> Option<String> {
    if env::var_os(AT_A_TIME).is_some() {
        return None;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Some((FOR_A_CORE * cores).to_string())
}

/// Good only if all are; otherwise what was red, and every failure, a line each.
fn together(parts: impl IntoIterator<Item = Outcome>, red: &Red) -> Outcome {
    let ended = parts
        .into_iter()
        .filter_map(|part| Some(part.err()?.to_string()));
    let mut failed: Vec<String> = ended.collect();
    if failed.is_empty() {
        return Ok(());
    }
    failed.splice(0..0, red.told());
    Err(Failure::new(failed.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_that_failed_is_a_failure_and_all_of_them_are_named() {
        let failed = |words: &str| Err(Failure::new(words));
        let mut red = Red::default();
        let together = |parts| super::together(parts, &red);
        assert!(together([Ok(()), Ok(())]).is_ok(), "all went well");
        for parts in [[failed("page"), Ok(())], [Ok(()), failed("page")]] {
            let failure = together(parts).expect_err("red whichever part it was");
            assert_eq!(failure.to_string(), "page", "and says which");
        }
        let both = together([failed("page"), failed("rust")]).expect_err("both failed");
        assert_eq!(both.to_string(), "page\nrust", "neither is hidden");

        red.read("---- a_test stdout ----");
        red.read("its message");
        let failure = super::together([failed("page"), Ok(())], &red).expect_err("red");
        assert_eq!(failure.to_string(), "red: a_test\n    its message\npage");
    }
}
