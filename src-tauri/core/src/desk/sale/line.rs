//! Whose sale it is, where it is that of a line of a group and not of a guest at the counter.

use crate::book::{AccountId, LineKey};

/// What a line belongs to.
pub(in crate::desk) struct ForLine {
    pub(in crate::desk) at: LineKey,
    /// It is bought with this account or not at all.
    pub(in crate::desk) account: AccountId,
}
