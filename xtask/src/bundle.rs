//! Makes the installers of the system it runs on, with the Tauri CLI that the UI's packages bring, and puts them under
//! the names they are published by into `target/installers`. `bundle test` makes the Linux ones of a debug build and
//! tries them; `bundle twice` looks whether the program comes out the same twice.
//!
//! Not in it: signing (`sign`, and the CLI, which reads its keys from the environment), and what is published beside the
//! installers (`release`).

mod changelog;
mod cli;
pub mod keys;
#[cfg(target_os = "linux")]
mod linux;
mod macos;
mod made;
mod twice;
mod windows;

use crate::need::Need;
use crate::program::{Failure, Outcome};
use crate::setup;

pub use changelog::{Entry, entries};
pub use cli::signer;
pub use made::{empty, folder};

pub fn bundle(arguments: &[String]) -> Outcome {
    match arguments {
        [] => installers(),
        [only] if only == "twice" => twice::twice(),
        #[cfg(target_os = "linux")]
        [only] if only == "test" => linux::trial::test(),
        _ => Err(Failure::new("`bundle` takes `twice`, and on Linux `test`")),
    }
}

fn installers() -> Outcome {
    // First, because what follows takes the better part of an hour.
    let signed = keys::are_there()?;
    setup::for_need(Need::Build)?;
    let made = empty(&folder())?;
    #[cfg(target_os = "linux")]
    if cfg!(target_os = "linux") {
        return linux::installers(&made);
    }
    if cfg!(windows) {
        windows::installers(&made, signed)
    } else {
        macos::installers(&made, signed)
    }
}
