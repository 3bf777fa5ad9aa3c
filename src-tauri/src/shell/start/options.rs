//! What the program was started with. Nothing here opens, creates or checks anything.

use std::ffi::OsString;
use std::path::PathBuf;

/// Shown by `--help`.
pub const HELP: &str = "\
eSIM Desk: sell an eSIM over the counter.

Usage: esim-desk [OPTIONS]

Options:
      --demo           Start the demo: nothing is bought, no account and no network needed
      --service URL    Base address of the Connect service, such as
                       https://services.truphone.com/connect-api
      --data-dir DIR   Keep orders, settings and log in DIR
  -h, --help           Show this text
  -V, --version        Show the version
";

/// The options of a start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub demo: bool,
    /// Not checked yet; the desk tells what is wrong with it.
    pub service: Option<String>,
    pub data_dir: Option<PathBuf>,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum CommandLine {
    Start(Options),
    Help,
    Version,
}

impl CommandLine {
    /// Reads the arguments after the program's name.
    pub fn read<I>(arguments: I) -> Result<CommandLine, lexopt::Error>
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        use lexopt::prelude::{Long, Short, ValueExt};
        let mut options = Options::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("demo") => options.demo = true,
                Long("service") => options.service = Some(parser.value()?.string()?),
                Long("data-dir") => options.data_dir = Some(parser.value()?.into()),
                Short('h') | Long("help") => return Ok(CommandLine::Help),
                Short('V') | Long("version") => return Ok(CommandLine::Version),
                Short(_) | Long(_) | lexopt::Arg::Value(_) => return Err(argument.unexpected()),
            }
        }
        Ok(CommandLine::Start(options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_options_are_read() {
        let read = CommandLine::read([
            "--demo",
            "--service",
            "https://a.example",
            "--data-dir=/tmp/x",
        ]);
        assert_eq!(
            read.expect("all are known"),
            CommandLine::Start(Options {
                demo: true,
                service: Some("https://a.example".into()),
                data_dir: Some("/tmp/x".into()),
            }),
            "with a space or an equals sign"
        );
    }

    #[test]
    fn a_slip_is_refused_and_not_passed_over() {
        assert!(CommandLine::read(["--demmo"]).is_err(), "an unknown option");
        assert!(CommandLine::read(["--service"]).is_err(), "a missing value");
        assert!(CommandLine::read(["demo"]).is_err(), "a stray word");
    }

    #[test]
    fn help_names_every_option() {
        for option in ["--demo", "--service", "--data-dir", "--help", "--version"] {
            assert!(HELP.contains(option), "{option} is explained");
        }
    }
}
