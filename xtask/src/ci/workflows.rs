//! Holds that the workflows do nothing but check out, get tools, cache, and run lines of this xtask: what CI does, anybody
//! can do at home. And that actions are pinned by commit, permissions are the least, and `.ci/run` is CI's list.
//!
//! The files are read line by line and may use only as much of YAML as is understood here.

use std::fs;

use crate::program::Program;
use crate::project;

/// The actions that may be used, each at one commit. The hashes were read in many public workflows beside these version
/// numbers, and not asked of GitHub itself; whoever first can, does (`git ls-remote` of the action and its tag).
const ACTIONS: [&str; 6] = [
    "actions/attest-build-provenance@e8998f949152b193b063cb0ec769d69d929409be # v2.4.0",
    "actions/cache@0400d5f644dc74513175e3cd8d07132dd4860809 # v4.2.4",
    "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",
    "actions/download-artifact@634f93cb2916e3fdff6788551b99b062d0335ce0 # v5.0.0",
    "actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0",
    "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2",
];

/// The tools that a step may install.
const TOOLS: [&str; 2] = [
    "rustup toolchain install stable --profile minimal --component clippy,rustfmt",
    "cargo install --locked cargo-deny",
];

const WORKFLOWS: [&str; 3] = ["ci.yml", "nightly.yml", "release.yml"];

fn read(path: &str) -> String {
    fs::read_to_string(project::root().join(path)).expect("it is there")
}

fn workflow(name: &str) -> String {
    read(&format!(".github/workflows/{name}"))
}

/// What is wrong with a workflow.
fn wrong(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut in_steps = false;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim_start();
        if words == "steps:" {
            in_steps = true;
        } else if in_steps && indent <= 4 && !words.is_empty() {
            in_steps = false;
        }
        let step = words.strip_prefix("- ").filter(|_| in_steps && indent == 6);
        let fine = match step {
            Some(step) if step.starts_with("uses: ") => ACTIONS.contains(&&step["uses: ".len()..]),
            Some(step) => step.strip_prefix("run: ").is_some_and(may_run),
            None => !words.starts_with("run:") && !words.starts_with("uses:"),
        };
        if !fine {
            wrong.push(line.to_owned());
        }
        let words = words.split(" #").next().unwrap_or_default();
        let write = words.ends_with(": write") || words.contains("write-all");
        let drafts = ["attestations: write", "contents: write", "id-token: write"].contains(&words);
        if write && !(drafts && text.starts_with("# A tag")) || words == "pull_request_target:" {
            wrong.push(line.to_owned());
        }
    }
    if !text.contains("\npermissions: {}\n") {
        wrong.push("no rights are taken from all jobs first".to_owned());
    }
    for needed in ["permissions:", "timeout-minutes:", "steps:"] {
        if text.matches(&format!("\n    {needed}")).count()
            != text.matches("\n    runs-on: ").count()
        {
            wrong.push(format!("a job without {needed}"));
        }
    }
    wrong
}

/// One line of this xtask or a tool; nothing that somebody else writes gets into the shell.
fn may_run(line: &str) -> bool {
    let plain = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    TOOLS.contains(&line)
        || line
            .strip_prefix("cargo xtask ")
            .is_some_and(|rest| rest.split(' ').all(plain))
}

#[test]
fn the_workflows_check_out_get_tools_cache_and_run_xtask_and_nothing_else() {
    for name in WORKFLOWS {
        assert_eq!(wrong(&workflow(name)), Vec::<String>::new(), "{name}");
    }
    let folder = fs::read_dir(project::root().join(".github/workflows")).expect("it is there");
    assert_eq!(folder.count(), WORKFLOWS.len(), "and there are no others");
}

#[test]
fn a_step_that_does_more_is_found() {
    let good = workflow("ci.yml");
    for (from, to) in [
        ("- run: cargo xtask check", "- run: make check"),
        (
            "- run: cargo xtask check",
            "- run: cargo xtask check && curl x",
        ),
        (
            "- run: cargo xtask check",
            "- run: cargo xtask ${{ github.head_ref }}",
        ),
        (
            "- run: cargo xtask check",
            "- name: Check\n        run: make",
        ),
        ("- run: cargo xtask check", "- run: |"),
        ("@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "@v5"),
        ("actions/setup-node@", "somebody/setup-node@"),
        ("      contents: read", "      contents: write"),
        ("permissions: {}", "permissions: write-all"),
        ("  pull_request:", "  pull_request_target:"),
        ("    timeout-minutes: 10\n", ""),
    ] {
        assert!(good.contains(from), "{from}");
        assert!(!wrong(&good.replacen(from, to, 1)).is_empty(), "{to}");
    }
}

#[test]
fn what_ci_does_on_linux_is_what_ci_run_does() {
    let ci = workflow("ci.yml");
    let linux = ci.split("\n  linux:\n").nth(1).expect("the job is there");
    let linux = linux.split("\n\n").next().expect("it ends");
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim().trim_start_matches("- run: "))
            .filter_map(|line| line.strip_prefix("cargo xtask "))
            // Said aloud there where cargo-deny is missing; CI installs it.
            .map(|line| line.trim_end_matches(" $without").to_owned())
            .collect()
    };
    assert_eq!(lines(linux), lines(&read(".ci/run")));
    assert!(lines(linux).len() >= 3, "both lists were read");
}

#[test]
fn the_gate_waits_for_every_job() {
    let ci = workflow("ci.yml");
    let jobs = ci.split("\njobs:\n").nth(1).expect("there are jobs");
    let names: Vec<&str> = jobs
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':'))
        .map(|line| line.trim().trim_end_matches(':'))
        .filter(|name| *name != "gate")
        .collect();
    assert!(ci.contains(&format!("needs: [{}]\n    if: always()", names.join(", "))));
}

#[test]
fn secrets_are_named_only_where_a_person_has_to_agree() {
    for name in WORKFLOWS {
        let text = workflow(name);
        for job in text.split("\n\n") {
            if job.contains("secrets.") {
                assert!(
                    job.contains("\n    environment: release\n"),
                    "{name}: {job}"
                );
            }
        }
    }
}

/// GitHub's Windows machines would check out other line ends, and the tests above are among those that would not find theirs.
#[test]
fn every_system_checks_out_the_same_bytes() {
    let asked = Program::new("git")
        .args(["check-attr", "text", "--", ".github/workflows/ci.yml"])
        .within(&project::root());
    let told = asked.answer().expect("git is there");
    assert!(told.trim_end().ends_with(": text: unset"), "{told}");
}
