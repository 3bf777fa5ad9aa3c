//! What the windows are called in the program; the capabilities in `src-tauri/capabilities` name them too.

/// The window that the staff use.
pub const MAIN: &str = "main";

/// The window that the customer sees.
pub const CUSTOMER: &str = "customer";
