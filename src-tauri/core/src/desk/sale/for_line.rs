//! Whose sale it is, where it is that of a line of a group and not of a guest at the counter.

use crate::book::{AccountId, LineKey, OrderKey};

/// What a line belongs to.
#[derive(Clone)]
pub(in crate::desk) struct ForLine {
    pub(in crate::desk) at: LineKey,
    /// It is bought with this account or not at all.
    pub(in crate::desk) account: AccountId,
    /// An order of it that was looked for in vain, and beside which a person wants another one.
    pub(in crate::desk) beside: Option<OrderKey>,
}
