//! Windows keeps small dumps, for its error reporting. Leaving this program out of it takes a call that is not made yet.

/// Does nothing yet.
pub fn turn_off() {}
