//! By the hint that password managers give, `x-kde-passwordManagerHint`.

use arboard::{Set, SetExtLinux as _};

/// Asks clipboard histories to leave it out.
pub fn as_secret(set: Set<'_>) -> Set<'_> {
    set.exclude_from_history()
}
