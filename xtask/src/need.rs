//! What a command is about to do, which decides what has to be on the machine for it.
//!
//! Not in it: seeing to that (`setup`).

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Compile the program with its UI.
    Build,
    /// Also say what is wrong with it.
    Check,
    /// Also drive it in a real window.
    Test,
    /// Compile it for other systems, and run it under Wine.
    Cross,
    /// Make packages and try them.
    Package,
}
