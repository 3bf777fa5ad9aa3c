//! What goes against the rules, each with the reason why it may.

pub const PATHS: &[&str] = &[];
pub const ROOMS: &[&str] = &[];
pub const DESK: &[&str] = &[];
pub const NAMING_THE_DESK: &[&str] = &[];
pub const CIRCLES: &[&str] = &[];

pub const CIRCLES_OF_TOOLS: &[&str] = &[];

pub const SPREAD_OUT: &[&str] = &[];

pub const LOCKS: &[&str] = &[];

pub const STATICS: &[&str] = &[
    // Read once from a variable that only debug builds know.
    "desk/wait.rs: a static",
];

pub const LISTED_STATES: &[&str] = &[];
pub const OWNERS: &[&str] = &[];

pub const WAYS_ROUND: &[&str] = &[
    // What fills a desk for a test lies with the tests, and this tool is a crate of its own.
    "xtask/busy/src/polling.rs: #[path]",
];

pub const LONG_FILES: &[&str] = &[];
pub const SILENT_FILES: &[&str] = &[];

#[rustfmt::skip]
pub const LONG_LINES: &[&str] = &[
    // A text in quotes or a comment behind code, which rustfmt does not break.
    "tests/rooms/connect/placing.rs: 1",
    "tests/rooms/connect/reading.rs: 2",
    "tests/rooms/connect/secrecy.rs: 1",
    "tests/rooms/connect/stub.rs: 1",
    "tests/window/attacks.rs: 6",
    "xtask/busy/src/large_book.rs: 1",
    "xtask/src/packages.rs: 3",
];
