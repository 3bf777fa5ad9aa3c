//! By the formats that Windows' own history and others look for. arboard adds them to texts only.

use arboard::{Set, SetExtWindows as _};

/// Asks clipboard histories to leave it out.
pub fn as_secret(set: Set<'_>) -> Set<'_> {
    set.exclude_from_monitoring()
}
