//! By the type of what is concealed, which programs that keep histories agreed on. <https://nspasteboard.org>

use arboard::{Set, SetExtApple as _};

/// Asks clipboard histories to leave it out.
pub fn as_secret(set: Set<'_>) -> Set<'_> {
    set.exclude_from_history()
}
