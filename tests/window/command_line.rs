//! What the program says on the command line, before any window: told in a line, ended at once, nothing made.

use std::process::{Command, Output, Stdio};

use crate::driver::computer::APP;

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
