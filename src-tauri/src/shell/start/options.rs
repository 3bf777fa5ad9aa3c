//! What the program was started with. Nothing here opens, creates or checks anything.

use std::ffi::OsString;
use std::path::PathBuf;

/// Shown by `--help`.
pub const HELP: &str = "\
eSIM Desk: sell an eSIM over the counter.

Usage: esim-desk [OPTIONS]
       esim-desk account list|check|remove [--data-dir DIR]
       esim-desk account import --client ID [--desk NAME] [--country CC]
                         [--several-desks yes|no] [--service URL] < SECRET

Account, without a window, while eSIM Desk is closed:
      list             Print client id, service and desk of the account
      check            Try it with the service
      import           Connect it: the secret is read from standard input, tried with
                       the service, and kept in the keychain of this user. What is
                       not said stays as it is; a new counter has to be told all,
                       and is at the production service unless --service says another
      remove           Forget it and its secret; orders stay
                       Exit codes: 0 done, 1 not understood, 2 no account,
                       3 refused by the service, 4 service not reached,
                       5 keychain, 6 eSIM Desk is open, 7 data folder,
                       8 proxy or certificates were changed

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
    Account { options: Options, act: AccountAct },
    Help,
    Version { verbose: bool },
}

/// What is done with the account, without a window.
#[derive(Debug, PartialEq, Eq)]
pub enum AccountAct {
    List,
    Check,
    Import(NewAccount),
    Remove,
}

/// An account to connect, without its secret, which is never an argument.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct NewAccount {
    pub client: String,
    /// This and what follows may be known at this counter already.
    pub desk: Option<String>,
    /// ISO 3166 alpha-2: where orders are placed.
    pub country: Option<String>,
    pub several_desks: Option<bool>,
}

/// What the command line says that is not understood.
#[derive(Debug)]
pub enum Slip {
    Start(lexopt::Error),
    /// Behind `account`, where a script reads the answer, and where a secret may stand by mistake: nothing is repeated.
    Account(&'static str),
}

impl From<lexopt::Error> for Slip {
    fn from(error: lexopt::Error) -> Slip {
        Slip::Start(error)
    }
}

impl CommandLine {
    /// Reads the arguments after the program's name.
    pub fn read<I>(arguments: I) -> Result<CommandLine, Slip>
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        use lexopt::prelude::{Long, Short, ValueExt};
        let mut options = Options::default();
        let mut bundle: Option<PathBuf> = None;
        let (mut version, mut verbose) = (false, false);
        let mut arguments = arguments.into_iter().map(Into::into).peekable();
        if arguments.next_if(|first| first == "account").is_some() {
            let parser = lexopt::Parser::from_args(arguments);
            return account(parser).map_err(|error| match error {
                lexopt::Error::Custom(_) => Slip::Account("an option is missing, or too much"),
                lexopt::Error::MissingValue { .. }
                | lexopt::Error::UnexpectedOption(_)
                | lexopt::Error::UnexpectedArgument(_)
                | lexopt::Error::UnexpectedValue { .. }
                | lexopt::Error::ParsingFailed { .. }
                | lexopt::Error::NonUnicodeValue(_) => {
                    Slip::Account("there is something that it does not know")
                }
            });
        }
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
                Short(_) | Long(_) | lexopt::Arg::Value(_) => {
                    return Err(argument.unexpected().into());
                }
            }
        }
        if version {
            return Ok(CommandLine::Version { verbose });
        }
        if verbose {
            return Err(slip("--verbose goes with --version only"));
        }
        if options.smoke && (bundle.is_some() || options.data_dir.is_some()) {
            return Err(slip(
                "--smoke has a folder of its own and writes nothing that stays",
            ));
        }
        options.demo |= options.smoke;
        Ok(match bundle {
            Some(file) => CommandLine::SupportBundle { options, file },
            None => CommandLine::Start(options),
        })
    }
}

fn slip(what: &str) -> Slip {
    Slip::Start(what.into())
}

/// What stands behind `account`.
fn account(mut parser: lexopt::Parser) -> Result<CommandLine, lexopt::Error> {
    use lexopt::prelude::{Long, Short, Value, ValueExt};
    let mut options = Options::default();
    let mut act: Option<String> = None;
    let (mut client, mut desk, mut country, mut several_desks) = (None, None, None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) if act.is_none() => act = Some(word.string()?),
            Long("data-dir") => options.data_dir = Some(parser.value()?.into()),
            Long("service") => options.service = Some(parser.value()?.string()?),
            Long("client") => client = Some(parser.value()?.string()?),
            Long("desk") => desk = Some(parser.value()?.string()?),
            Long("country") => country = Some(parser.value()?.string()?),
            Long("several-desks") => {
                several_desks = Some(match parser.value()?.string()?.as_str() {
                    "yes" => true,
                    "no" => false,
                    _ => return Err("--several-desks is yes or no".into()),
                });
            }
            Short('h') | Long("help") => return Ok(CommandLine::Help),
            Short(_) | Long(_) | Value(_) => return Err(argument.unexpected()),
        }
    }
    let is_alone = client.is_none() && desk.is_none() && country.is_none();
    let is_alone = is_alone && several_desks.is_none() && options.service.is_none();
    let act = match act.as_deref() {
        Some("import") => AccountAct::Import(NewAccount {
            client: client.ok_or("--client is missing")?,
            desk,
            country,
            several_desks,
        }),
        Some("list" | "check" | "remove") if !is_alone => {
            return Err("list, check and remove take --data-dir only".into());
        }
        Some("list") => AccountAct::List,
        Some("check") => AccountAct::Check,
        Some("remove") => AccountAct::Remove,
        Some(_) | None => return Err("account is to list, check, import or remove".into()),
    };
    Ok(CommandLine::Account { options, act })
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
    fn what_is_done_with_the_account_is_read_and_no_secret_is_an_argument() {
        let import = [
            "account",
            "import",
            "--client=hotel",
            "--desk",
            "Front desk",
            "--country",
            "PT",
            "--several-desks",
            "no",
            "--data-dir",
            "/tmp/x",
        ];
        let read = CommandLine::read(import).expect("all are known");
        let new = NewAccount {
            client: "hotel".into(),
            desk: Some("Front desk".into()),
            country: Some("PT".into()),
            several_desks: Some(false),
        };
        let act = AccountAct::Import(new);
        let options = Options {
            data_dir: Some("/tmp/x".into()),
            ..Options::default()
        };
        assert_eq!(read, CommandLine::Account { options, act });
        for (word, act) in [
            ("list", AccountAct::List),
            ("check", AccountAct::Check),
            ("remove", AccountAct::Remove),
        ] {
            let read = CommandLine::read(["account", word]).expect("it is known");
            let options = Options::default();
            assert_eq!(read, CommandLine::Account { options, act });
        }
        for slip in [
            ["account"].as_slice(),
            &["account", "give"],
            &["account", "list", "check"],
            &["account", "list", "--client", "hotel"],
            &["account", "remove", "--service", "https://a.example"],
            &["account", "import", "--desk", "hotel"],
            &["account", "check", "--secret", "x"],
            &["--version", "account", "remove"],
            &["--support-bundle", "/tmp/b.txt", "account", "remove"],
            &["account", "check", "--several-desks", "perhaps"],
            &["--demo", "account", "list"],
        ] {
            let told = CommandLine::read(slip).expect_err("it is none");
            let is_scripts = matches!(told, Slip::Account(_));
            assert_eq!(is_scripts, slip[0] == "account", "{slip:?}");
        }
    }

    #[test]
    fn help_names_every_option() {
        for option in [
            "account list|check|remove",
            "account import",
            "--client",
            "--desk",
            "--country",
            "--several-desks",
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
