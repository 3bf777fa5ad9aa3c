//! What has to be on the machine before a command can do its work.

use crate::need::Need;
use crate::program::Outcome;
use crate::{node, packages, ui};

/// System packages, Node, the UI's packages, and the built UI.
pub fn for_need(need: Need) -> Outcome {
    packages::install(need)?;
    node::check()?;
    ui::install()?;
    ui::build()
}

/// All that any command needs.
pub fn everything() -> Outcome {
    for_need(Need::Test)?;
    println!("Everything is in place. Next: cargo xtask run");
    Ok(())
}
