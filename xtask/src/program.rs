//! Running another program: how it is shown, how its end is judged, what a failure says.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use std::process::Child;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Why a command stopped, in words for the person who typed it.
#[derive(Debug)]
pub struct Failure(String);

/// What every step gives back.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// A failure about a file or folder, with the reason the system gave.
    pub fn at(path: &Path, error: &io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Another program with its arguments, ready to be run.
pub struct Program {
    command: Command,
    line: String,
}

impl Program {
    pub fn new(name: &str) -> Self {
        Self {
            command: Command::new(name),
            line: name.to_owned(),
        }
    }

    /// The Cargo that runs this xtask, in the project's root.
    pub fn cargo(subcommand: &str) -> Self {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut program = Self::new(&cargo);
        "cargo".clone_into(&mut program.line);
        let program = program.arg(subcommand).within(&crate::project::root());
        // What is built is what was looked at: the versions of Cargo.lock, never newer ones by the way.
        match subcommand {
            "build" | "clippy" | "run" | "test" => program.arg("--locked"),
            _ => program,
        }
    }

    /// Node's package manager, in the folder of the UI.
    pub fn npm(subcommand: &str) -> Self {
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self::new(name)
            .arg(subcommand)
            .within(&crate::project::ui())
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.line.push(' ');
        self.line.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    pub fn args<S: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Keeps a variable of this process from it.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Shows the command line, runs it with this terminal, and fails unless it ends well.
    pub fn run(mut self) -> Outcome {
        println!("$ {}", self.line);
        let status = self
            .command
            .status()
            .map_err(|error| self.missing(&error))?;
        self.judged(status)
    }

    /// The same, and `look` sees each line that it prints, whether of its output or of its errors.
    pub fn watched(mut self, look: impl FnMut(&str) + Send) -> Outcome {
        println!("$ {}", self.line);
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| self.missing(&error))?;
        let look = Mutex::new(look);
        let (output, errors) = (child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            scope.spawn(|| pass_on(errors, io::stderr(), &look));
            pass_on(output, io::stdout(), &look);
        });
        let status = child.wait().map_err(|error| self.missing(&error))?;
        self.judged(status)
    }

    /// What the program printed; its error output goes to this terminal. Fails unless it ends well.
    pub fn answer(mut self) -> Outcome<String> {
        let output = self.output(Stdio::inherit())?;
        self.judged(output.status)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What the program printed, whatever its exit code; its error output is dropped.
    pub fn printed(mut self) -> Outcome<Vec<u8>> {
        Ok(self.output(Stdio::null())?.stdout)
    }

    /// Shows the command line and its error output, and gives what it printed. Fails unless it ends well, and then shows
    /// that too.
    pub fn told(mut self) -> Outcome<Vec<u8>> {
        println!("$ {}", self.line);
        let output = self.output(Stdio::inherit())?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        println!("{}", String::from_utf8_lossy(&output.stdout));
        Err(self.ended(output.status))
    }

    /// Starts it and goes on: it ends when its owner says so. What it prints is the owner's, its error output nobody's.
    #[cfg(target_os = "linux")]
    pub fn started(mut self) -> Outcome<Child> {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| self.missing(&error))
    }

    /// Whether the program exists and ends well, shown to nobody.
    pub fn succeeds(mut self) -> bool {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    fn output(&mut self, errors: Stdio) -> Outcome<Output> {
        self.command
            .stdin(Stdio::null())
            .stderr(errors)
            .output()
            .map_err(|error| self.missing(&error))
    }

    fn judged(&self, status: ExitStatus) -> Outcome {
        if status.success() {
            return Ok(());
        }
        Err(self.ended(status))
    }

    fn ended(&self, status: ExitStatus) -> Failure {
        Failure::new(format!("`{}` ended with {status}", self.line))
    }

    fn missing(&self, error: &io::Error) -> Failure {
        Failure::new(format!("`{}` could not be started: {error}", self.line))
    }
}

/// Line by line, as it comes. What is no text is passed on as it is, and looked at as far as it is text.
fn pass_on(from: Option<impl Read>, mut to: impl Write, look: &Mutex<impl FnMut(&str)>) {
    let Some(from) = from else { return };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // Nobody may read any more; the program that is watched goes on all the same.
        let _ = to.write_all(&line);
        let _ = to.flush();
        let mut look = look.lock().unwrap_or_else(PoisonError::into_inner);
        look(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
        line.clear();
    }
}

/// Where a program of this name lies on the search path.
pub fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_a_failure_that_names_it() {
        let failure = Program::new("no-such-program-anywhere")
            .arg("--flag")
            .printed()
            .expect_err("nothing has this name");
        assert!(
            failure
                .to_string()
                .contains("no-such-program-anywhere --flag"),
            "the reader must see which command was tried"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_bad_exit_code_is_a_failure() {
        assert!(Program::new("true").run().is_ok(), "it does nothing, well");
        assert!(Program::new("false").run().is_err(), "it ends with 1");
        assert!(!Program::new("false").succeeds(), "shown or not");
    }

    #[cfg(unix)]
    #[test]
    fn whoever_watches_sees_each_line_of_both_outputs_and_how_it_ended() {
        let watch = |script: &str| {
            let mut seen = Vec::new();
            let ended = Program::new("sh")
                .args(["-c", script])
                .watched(|line| seen.push(line.to_owned()));
            seen.sort();
            (seen, ended.is_ok())
        };
        let both = ["one", "three", "two"].map(str::to_owned).to_vec();
        assert_eq!(
            watch("echo one; echo two >&2; printf three; exit 1"),
            (both, false),
            "also a last line that does not end"
        );
        assert_eq!(watch("true"), (Vec::new(), true), "it says nothing");
    }

    #[test]
    fn find_knows_the_cargo_that_runs_this_test() {
        assert!(
            find("cargo").is_some(),
            "cargo is on the path of its own tests"
        );
        assert!(
            find("no-such-program-anywhere").is_none(),
            "nothing has this name"
        );
    }
}
