//! What the jobs of CI ask besides the tests themselves: whether there is anything to test (`plan`), and whether all that
//! had to pass did (`gate`). One gate is waited for, because a job that is left out would otherwise be waited for for
//! ever, or count as passed when the job before it failed.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::program::{Failure, Outcome, Program};
use crate::project;

#[cfg(test)]
mod workflows;

/// Tells GitHub whether a change concerns more than texts. Where that cannot be said it does.
pub fn plan() -> Outcome {
    let base = env::var("BASE").unwrap_or_default();
    let code = !is_commit(&base) || concerns_code(&changed_since(&base)?);
    println!("code={code}");
    let Some(output) = env::var_os("GITHUB_OUTPUT") else {
        return Ok(());
    };
    let path = Path::new(&output);
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| writeln!(file, "code={code}"));
    written.map_err(|error| Failure::at(path, &error))
}

/// A new branch has a base of zeros.
fn is_commit(base: &str) -> bool {
    base.len() == 40
        && base.bytes().all(|byte| byte.is_ascii_hexdigit())
        && base.bytes().any(|byte| byte != b'0')
}

fn changed_since(base: &str) -> Outcome<String> {
    Program::new("git")
        .args(["diff", "--name-only", base, "HEAD"])
        .within(&project::root())
        .answer()
}

/// Texts beside the program. CHANGELOG.md goes into the packages, faults.md is compared by a test.
fn concerns_code(changed: &str) -> bool {
    changed.lines().any(|path| {
        !matches!(
            path,
            "ARCHITECTURE.md" | "CONTRIBUTING.md" | "README.md" | "SECURITY.md"
        )
    })
}

/// Fails unless every job that had to run passed.
pub fn gate() -> Outcome {
    let results = env::var("RESULTS").unwrap_or_default();
    let code = env::var("CODE").unwrap_or_default();
    if passed(&results, &code) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "not everything passed: {results} (code: {code})"
    )))
}

/// The first result is the plan's own. The others may be left out only where it said so.
fn passed(results: &str, code: &str) -> bool {
    let mut results = results.split_whitespace();
    if results.next() != Some("success") {
        return false;
    }
    let expected = match code {
        "true" => "success",
        "false" => "skipped",
        _ => return false,
    };
    let others: Vec<&str> = results.collect();
    !others.is_empty() && others.iter().all(|result| *result == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_texts_are_no_code() {
        assert!(!concerns_code("README.md\nSECURITY.md\n"), "texts");
        assert!(
            concerns_code("README.md\nui/src/main.ts\n"),
            "one of them is not"
        );
        assert!(concerns_code("CHANGELOG.md\n"), "it goes into the packages");
        assert!(!is_commit(&"0".repeat(40)), "a new branch");
        assert!(!is_commit("--output=x"), "no option gets to git");
        assert!(is_commit("08c6903cd8c0fde910a37f88322edcfb5dd907a8"));
    }

    #[test]
    fn a_job_that_was_left_out_passes_only_when_the_plan_said_so() {
        for (results, code, good) in [
            ("success success success", "true", true),
            ("success skipped skipped", "false", true),
            ("success skipped success", "true", false),
            ("success failure success", "true", false),
            ("success cancelled success", "true", false),
            ("failure skipped skipped", "", false),
            ("success", "true", false),
            ("", "", false),
        ] {
            assert_eq!(passed(results, code), good, "{results} {code}");
        }
    }
}
