//! The project's own commands, the same on every system: `cargo xtask COMMAND`.
//!
//! Each command prepares what it needs before it starts, and skips what is done already, so a
//! fresh clone needs no reading first. Nothing here is part of the program that is shipped.

#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its user on these"
)]

mod bench;
mod bundle;
mod check;
mod ci;
mod cross;
mod environment;
mod fuzz;
mod json;
mod licences;
mod need;
mod node;
mod packages;
mod private;
mod program;
mod project;
mod red;
mod release;
mod run;
mod sandbox;
mod setup;
mod shipped;
mod sign;
mod test;
mod ui;

use std::env;
use std::process::ExitCode;

use program::{Failure, Outcome};

const HELP: &str = "\
Usage: cargo xtask COMMAND [ARGUMENTS]

  setup                  install what building and testing need
  run [--release] [...]  start the program; further arguments go to it (`run --demo`)
  test [--long] [NAME]   run every test, or only the Rust tests whose name contains NAME
  test --windows [NAME]  the same of those that need no window, built for Windows and run under Wine
  check                  formatting, lints, types, licences: all without running anything
  sandbox [...]          run the Connect service in a box by itself
  bench [PART...]        measure against the limits: size, proof, polling, selling, book, start; or all.
                         By name only: year, 365 days of 200 sales in half an hour
  bench scan             measure how often a code is read, beside other encoders
  fuzz TARGET [SECONDS]  feed made-up input to install_code or order_answer, ten minutes by default
  bundle                 make the installers of this system
  bundle test            make packages of a debug build, and try them in a bare Debian (Linux)
  bundle twice           build the program of a release twice, and compare
  licences               write the licences of all that is shipped anew, after a change of dependencies
  release WHAT           check: whether this may be released; files: what lies beside the installers;
                         feed: what installed programs look for; draft: a draft of the release on
                         GitHub; apt, dnf: our repositories
  sign FILE              sign a program of Windows with the key of the release environment

Every command does its own set-up first.";

fn main() -> ExitCode {
    match command(env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut arguments: Vec<String>) -> Outcome {
    let name = if arguments.is_empty() {
        "help".to_owned()
    } else {
        arguments.remove(0)
    };
    match name.as_str() {
        "run" => run::run(arguments),
        "test" if arguments.first().is_some_and(|first| first == "--windows") => {
            cross::windows::test(&arguments[1..])
        }
        "test" => test::test(arguments),
        "sandbox" => sandbox::sandbox(arguments),
        "fuzz" => fuzz::fuzz(arguments),
        "setup" => alone(&name, &arguments).and_then(|()| setup::everything()),
        "check" => check::check(&arguments),
        "bench" if arguments.first().is_some_and(|what| what == "scan") => {
            bench::scan::scan(arguments.split_off(1))
        }
        "bench" => bench::bench(&arguments),
        "bundle" => bundle::bundle(&arguments),
        "licences" => alone(&name, &arguments).and_then(|()| licences::licences()),
        "release" => release::release(&arguments),
        "sign" => sign::sign(&arguments),
        "plan" => alone(&name, &arguments).and_then(|()| ci::plan()),
        "gate" => alone(&name, &arguments).and_then(|()| ci::gate()),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        unknown => Err(Failure::new(format!(
            "there is no command `{unknown}`\n\n{HELP}"
        ))),
    }
}

/// Refuses arguments after a command that takes none.
fn alone(command: &str, arguments: &[String]) -> Outcome {
    match arguments.first() {
        None => Ok(()),
        Some(extra) => Err(Failure::new(format!(
            "`{command}` takes no arguments, but was given `{extra}`"
        ))),
    }
}
