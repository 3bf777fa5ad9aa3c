//! The sandbox as a program of its own: a Connect service in a box to point the app, or anything else, at.
//!
//! Not a test: `cargo xtask sandbox` runs it. It ends with Ctrl-C; its secret is made up at each start and opens
//! nothing else, so it may be printed.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its user on these"
)]

use std::error::Error;
use std::future;
use std::process::ExitCode;

use esim_desk_core::sandbox::{Options, Sandbox};
use lexopt::prelude::{Long, Short, ValueExt};
use secrecy::ExposeSecret;

const HELP: &str = "\
Usage: cargo xtask sandbox [OPTIONS]

      --port PORT                   listen on this port (default: any free one)
      --client-id ID                who may ask for a token (default: an invented client)
      --client-secret SECRET        and with which secret
      --token-life SECONDS          how long an access token is good for (default: 300)
      --host NAME                   SM-DP+ in the install codes (default: rsp.sandbox.example)
      --pace FACTOR                 divides the seconds that an order takes (default: 1)
      --ledger FILE                 keep orders and SIMs in FILE across starts
      --requests-per-minute NUMBER  answer 429 above this
      --quirks documented|none|hostile  contradict itself as the documentation does, not at all, or as badly as it allows
  -h, --help                        show this text";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns only when there is nothing to run.
async fn run() -> Result<(), Box<dyn Error>> {
    let Some(options) = read_options()? else {
        println!("{HELP}");
        return Ok(());
    };
    let sandbox = Sandbox::start(options).await?;
    let credentials = sandbox.credentials();
    println!("base address   {}", sandbox.base());
    println!("client id      {}", credentials.client_id);
    println!("client secret  {}", credentials.secret.expose_secret());
    println!("control key    {}", sandbox.control_key());
    println!();
    println!("cargo xtask run --service {}", sandbox.base());
    future::pending().await
}

/// `None` when help was asked for.
fn read_options() -> Result<Option<Options>, Box<dyn Error>> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long(name) => {
                let name = name.to_owned();
                options.set(&name, &parser.value()?.string()?)?;
            }
            Short(_) | lexopt::Arg::Value(_) => return Err(argument.unexpected().into()),
        }
    }
    Ok(Some(options))
}
