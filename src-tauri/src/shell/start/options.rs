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
      --smoke          Open the window of a demo in a folder of its own, see that the
                       page answers, and end: 0 if it did
      --support-bundle FILE
                       Write what support needs to know into FILE, without a window
  -h, --help           Show this text
  -V, --version        Show the version; with --verbose what it is made of and runs on
";

/// The options of a start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub demo: bool,
    /// Not checked yet; the desk tells what is wrong with it.
    pub service: Option<String>,
    pub data_dir: Option<PathBuf>,
    /// Only to see that the window opens and its page answers.
    pub smoke: bool,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum CommandLine {
    Start(Options),
    SupportBundle { options: Options, file: PathBuf },
    Help,
    Version { verbose: bool },
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
        let mut bundle: Option<PathBuf> = None;
        let (mut version, mut verbose) = (false, false);
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("demo") => options.demo = true,
                Long("service") => options.service = Some(parser.value()?.string()?),
                Long("data-dir") => options.data_dir = Some(parser.value()?.into()),
                Long("smoke") => options.smoke = true,
                Long("support-bundle") => bundle = Some(parser.value()?.into()),
                Short('h') | Long("help") => return Ok(CommandLine::Help),
                Short('V') | Long("version") => version = true,
                Long("verbose") => verbose = true,
                Short(_) | Long(_) | lexopt::Arg::Value(_) => return Err(argument.unexpected()),
            }
        }
        if version {
            return Ok(CommandLine::Version { verbose });
        }
        if verbose {
            return Err("--verbose goes with --version only".into());
        }
        if options.smoke && (bundle.is_some() || options.data_dir.is_some()) {
            return Err("--smoke has a folder of its own and writes nothing that stays".into());
        }
        options.demo |= options.smoke;
        Ok(match bundle {
            Some(file) => CommandLine::SupportBundle { options, file },
            None => CommandLine::Start(options),
        })
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
                smoke: false,
            }),
            "with a space or an equals sign"
        );
    }

    #[test]
    fn what_opens_no_window_for_work_is_read_too() {
        let read = |arguments: &[&str]| CommandLine::read(arguments).expect("all are known");
        for (arguments, verbose) in [
            (["--version"].as_slice(), false),
            (&["-V", "--verbose"], true),
            (&["--verbose", "--version"], true),
        ] {
            assert_eq!(read(arguments), CommandLine::Version { verbose });
        }
        assert_eq!(
            read(&["--smoke"]),
            CommandLine::Start(Options {
                smoke: true,
                demo: true,
                ..Options::default()
            })
        );
        assert_eq!(
            read(&["--support-bundle", "/tmp/b.txt", "--demo"]),
            CommandLine::SupportBundle {
                options: Options {
                    demo: true,
                    ..Options::default()
                },
                file: "/tmp/b.txt".into()
            }
        );
    }

    #[test]
    fn a_slip_is_refused_and_not_passed_over() {
        assert!(CommandLine::read(["--demmo"]).is_err(), "an unknown option");
        assert!(CommandLine::read(["--service"]).is_err(), "a missing value");
        assert!(CommandLine::read(["demo"]).is_err(), "a stray word");
        assert!(CommandLine::read(["--verbose"]).is_err(), "of what?");
        assert!(
            CommandLine::read(["--smoke", "--data-dir", "/tmp/x"]).is_err(),
            "nobody's orders are opened for a smoke"
        );
    }

    #[test]
    fn help_names_every_option() {
        for option in [
            "--demo",
            "--service",
            "--data-dir",
            "--smoke",
            "--support-bundle",
            "--help",
            "--version",
            "--verbose",
        ] {
            assert!(HELP.contains(option), "{option} is explained");
        }
    }
}
