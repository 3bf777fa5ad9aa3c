//! What the program says on the command line, before any window: told in a line, ended at once, nothing made.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::driver::computer::{APP, Computer};

#[test]
fn help_and_version_are_printed_where_there_is_no_screen() {
    for (option, wanted) in [
        ("--help", "--data-dir DIR"),
        ("-h", "--service URL"),
        ("--version", env!("CARGO_PKG_VERSION")),
        ("-V", env!("CARGO_PKG_VERSION")),
    ] {
        let output = started(&[option]);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{option} is no failure");
        assert!(said.contains(wanted), "{option} says: {said}");
        assert!(output.stderr.is_empty(), "{option} complains of nothing");
    }
}

#[test]
fn a_slip_on_the_command_line_is_told_in_one_line() {
    for (arguments, wanted) in [
        (["--demmo"].as_slice(), "--demmo"),
        (&["--service"], "--service"),
        (&["demo"], "demo"),
    ] {
        let said = refused(arguments);
        assert!(said.contains(wanted), "{arguments:?} is named: {said}");
        assert!(said.contains("--help"), "the way on is named: {said}");
    }
}

#[test]
fn a_service_that_cannot_be_one_is_refused_before_anything_is_made() {
    let home = tempfile::tempdir().expect("the temporary folder is writable");
    let data = home.path().join("desk");
    let data_dir = data.to_str().expect("the path is UTF-8");
    for (address, wanted) in [
        ("connect", "not an address"),
        ("services.example.com/connect-api", "not an address"),
        ("ftp://services.example.com/connect-api", "https://"),
        ("http://services.example.com/connect-api", "https://"),
        ("http://127.0.0.1.example.com/connect-api", "https://"),
        ("https://me:word@services.example.com/", "password"),
    ] {
        let said = refused(&["--data-dir", data_dir, "--service", address]);
        assert!(
            said.contains("--service") && said.contains(wanted),
            "{address} is told: {said}"
        );
        assert!(
            !said.contains("word@"),
            "a password is not repeated: {said}"
        );
    }
    assert!(!data.exists(), "no data folder was made");
}

#[test]
fn the_versions_of_all_that_it_stands_on_are_printed_for_support() {
    let output = started(&["--version", "--verbose"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "it is no failure");
    for name in ["eSIM Desk", "commit", "channel", "web view", "system"] {
        let line = said
            .lines()
            .find(|line| line.starts_with(&format!("{name}: ")));
        assert!(
            line.is_some_and(|line| line.len() > name.len() + 2),
            "{name}: {said}"
        );
    }
}

#[test]
fn the_support_bundle_is_written_without_a_window_and_touches_nothing() {
    let home = tempfile::tempdir().expect("the temporary folder is writable");
    let (data, file) = (home.path().join("desk"), home.path().join("bundle.txt"));
    std::fs::create_dir(&data).expect("the temporary folder is writable");
    let paths = [&data, &file].map(|path| path.to_str().expect("it is UTF-8"));
    let output = started(&["--data-dir", paths[0], "--support-bundle", paths[1]]);
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(&file).expect("it was written");
    for part in [
        "== Versions",
        "== Settings",
        "== How things stand",
        "== Log",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let made = std::fs::read_dir(&data).expect("it is there").count();
    assert_eq!(made, 0, "nothing was locked, opened or made");
    let said = refused(&["--support-bundle", "/proc/no/such/folder"]);
    assert!(said.contains("--support-bundle"), "{said}");
}

#[test]
fn a_smoke_sees_the_page_answer_and_leaves_nothing_behind() {
    let computer = Computer::start();
    let temporary = computer.home().join("tmp");
    std::fs::create_dir(&temporary).expect("the home is ours");
    let output = computer
        .command(APP)
        .arg("--smoke")
        .env("TMPDIR", &temporary)
        .output()
        .expect("the app can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(said.contains("its page answered"), "{said}");
    let left = everything_in(&temporary);
    assert!(left.is_empty(), "its folder went: {left:?}");
    assert!(!computer.data().exists(), "nobody's orders were opened");
}

#[test]
fn a_smoke_without_a_screen_fails_and_asks_nobody() {
    let said = refused(&["--smoke"]);
    assert!(said.contains("window"), "{said}");
}

/// All files and folders below one.
fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        found.push(entry.path());
        found.extend(everything_in(&entry.path()));
    }
    found
}

/// What the program complains of, in its one line.
fn refused(arguments: &[&str]) -> String {
    let output = started(arguments);
    let said = String::from_utf8(output.stderr).expect("it says text");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    assert!(
        output.stdout.is_empty(),
        "{arguments:?}: nothing else is said"
    );
    said
}

/// Runs the program to its end, within ten seconds, where no window could be made.
fn started(arguments: &[&str]) -> Output {
    Command::new("timeout")
        .arg("10")
        .arg(APP)
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .expect("the app can be started")
}
