//! What the test programs said of each test, held against the list of Wine's limits.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::Limit;

/// What one run of a test program said.
#[derive(Default)]
pub struct Verdicts {
    passed: BTreeSet<String>,
    failed: BTreeSet<String>,
    /// What its last line counts as passed and failed. A program that died wrote none.
    counted: Option<(usize, usize)>,
    /// Whether all have run, and those that failed are told of: with what they printed, which may be another test program's.
    tells_of_failures: bool,
}

impl Verdicts {
    /// Takes in one line of what a test program prints.
    pub fn line(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.counted = number(counts, " passed").zip(number(counts, " failed"));
        } else if line == "failures:" {
            self.tells_of_failures = true;
        } else if !self.tells_of_failures
            && let Some((name, said)) = line
                .strip_prefix("test ")
                .and_then(|rest| rest.split_once(" ... "))
        {
            // What is said of a test that should panic stands behind its name.
            let name = name.split(" - ").next().unwrap_or(name).to_owned();
            match said.trim_end() {
                "ok" => drop(self.passed.insert(name)),
                "FAILED" => drop(self.failed.insert(name)),
                _ => {}
            }
        }
    }

    pub fn passed(&self) -> usize {
        self.passed.len()
    }

    fn is_whole(&self) -> bool {
        self.counted == Some((self.passed.len(), self.failed.len()))
    }
}

/// The number before these words.
fn number(text: &str, words: &str) -> Option<usize> {
    let before = text.split(words).next()?;
    before.rsplit(' ').next()?.parse().ok()
}

/// What is not as it should be, a line each. Where only some of the tests were asked for, an entry of the list need not have
/// been met.
pub fn complaints(said: &BTreeMap<String, Verdicts>, limits: &[Limit], all: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (program, verdicts) in said {
        if !verdicts.is_whole() {
            wrong.push(format!(
                "{program} did not come to its end, or said it unreadably"
            ));
        }
        for test in &verdicts.failed {
            if !limits
                .iter()
                .any(|limit| limit.program == program && limit.tests.contains(&test.as_str()))
            {
                wrong.push(format!("{program}: {test} failed"));
            }
        }
    }
    let listed = limits
        .iter()
        .flat_map(|limit| limit.tests.iter().map(move |test| (limit, *test)));
    for (Limit { program, why, .. }, test) in listed {
        let verdicts = said.get(*program);
        if verdicts.is_some_and(|verdicts| verdicts.passed.contains(test)) {
            wrong.push(format!(
                "{program}: {test} passes, take it out of the list ({why})"
            ));
        } else if all && !verdicts.is_some_and(|verdicts| verdicts.failed.contains(test)) {
            wrong.push(format!(
                "{program}: {test} is in the list, and there is no such test"
            ));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = "
running 4 tests
test book::opens ... ok
test desk::once ... FAILED
test desk::whole - should panic ... ok
test desk::other ... ignored, it belongs to another one

failures:
    desk::once

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

    fn said(printed: &str) -> BTreeMap<String, Verdicts> {
        let mut verdicts = Verdicts::default();
        for line in printed.lines() {
            verdicts.line(line);
        }
        BTreeMap::from([("rooms".to_owned(), verdicts)])
    }

    fn limit(tests: &'static [&'static str]) -> Limit {
        Limit {
            why: "Wine has none",
            program: "rooms",
            tests,
        }
    }

    #[test]
    fn what_fails_is_told_unless_it_is_listed() {
        let said = said(PRINTED);
        assert_eq!(said["rooms"].passed(), 2);
        assert_eq!(complaints(&said, &[], true), ["rooms: desk::once failed"]);
        assert!(complaints(&said, &[limit(&["desk::once"])], true).is_empty());
    }

    #[test]
    fn a_list_that_is_no_longer_true_is_told() {
        let said = said(PRINTED);
        let stale = [limit(&["desk::once", "desk::whole"])];
        assert!(complaints(&said, &stale, true)[0].contains("desk::whole passes"));
        let unknown = [limit(&["desk::once"]), limit(&["desk::gone"])];
        assert!(complaints(&said, &unknown, true)[0].contains("no such test"));
        assert!(
            complaints(&said, &unknown, false).is_empty(),
            "it was not asked for"
        );
    }

    #[test]
    fn what_a_failed_test_printed_of_another_program_is_not_taken_for_its_own() {
        let inner = "failures:\n\n---- desk::once stdout ----\ntest desk::inner ... FAILED\n\
                     test result: FAILED. 0 passed; 1 failed; 0 ignored\n\nfailures:";
        let said = said(&PRINTED.replace("failures:", inner));
        assert!(complaints(&said, &[limit(&["desk::once"])], true).is_empty());
    }

    #[test]
    fn a_program_that_died_is_told() {
        let cut = PRINTED.split("failures:").next().unwrap_or_default();
        assert!(
            complaints(&said(cut), &[limit(&["desk::once"])], true)[0].contains("its end"),
            "it counted nothing"
        );
        let garbled = PRINTED.replace("test desk::whole", "xtest desk::whole");
        assert_eq!(
            complaints(&said(&garbled), &[limit(&["desk::once"])], true).len(),
            1
        );
    }
}
