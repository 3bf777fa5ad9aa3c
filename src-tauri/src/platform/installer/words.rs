//! What an NSIS installer is told: to show its progress only, that the program was there before, and to start it again with
//! the arguments that it had. The switches are the Tauri bundler's.

use std::ffi::{OsStr, OsString};

/// The installer's arguments in one line, as Windows has them. What has a quotation mark in it is no path and no address, and
/// is not passed on.
pub fn line(arguments: &[OsString]) -> OsString {
    let mut line = OsString::from("/P /R /UPDATE /ARGS");
    for argument in arguments.iter().filter(|argument| is_plain(argument)) {
        line.push(" ");
        line.push(quoted(argument));
    }
    line
}

fn is_plain(argument: &OsStr) -> bool {
    !argument.as_encoded_bytes().contains(&b'"')
}

/// Within quotation marks: NSIS takes a slash outside of them for the next switch. A backslash before the closing mark would
/// make it a part of the text.
fn quoted(argument: &OsStr) -> OsString {
    let bytes = argument.as_encoded_bytes();
    let last = bytes
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    let mut quoted = OsString::from("\"");
    quoted.push(argument);
    quoted.push("\\".repeat(last));
    quoted.push("\"");
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_started_again_with_what_it_was_started_with() {
        let arguments =
            |given: &[&str]| line(&given.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(arguments(&[]), "/P /R /UPDATE /ARGS");
        assert_eq!(
            arguments(&[
                "--data-dir",
                r"D:\Order book\",
                "--service",
                "https://a.example/x"
            ]),
            r#"/P /R /UPDATE /ARGS "--data-dir" "D:\Order book\\" "--service" "https://a.example/x""#
        );
        assert_eq!(
            arguments(&["a\" /D=C:\\"]),
            "/P /R /UPDATE /ARGS",
            "no switch of its own"
        );
    }
}
