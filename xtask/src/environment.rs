//! Variables that a command is told things by. GitHub sets a secret that nobody gave to nothing, so that an empty one is none.

use std::env;

use crate::program::{Failure, Outcome};

pub fn variable(name: &str) -> Outcome<String> {
    let given = env::var(name).ok().filter(|value| !value.is_empty());
    given.ok_or_else(|| Failure::new(format!("{name} is not set")))
}
