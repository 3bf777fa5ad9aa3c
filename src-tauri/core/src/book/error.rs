//! What can go wrong with the book, by what it means for the staff. No text here carries a value from a row. What the
//! codes of SQLite mean stands in `sqlite::error`.

use std::io;

use super::order::{GroupKey, LineKey, OrderKey};

/// Why the book could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    #[error("the disk is full")]
    DiskFull,
    /// The folder or a file in it cannot be opened for writing.
    #[error("the folder of the order book cannot be written")]
    ReadOnly,
    /// [`super::Book::repair`], or the next start, sets the file aside and rebuilds it.
    #[error("the order book is damaged")]
    Damaged,
    /// Another program held the book for longer than we wait.
    #[error("another program is using the order book")]
    Busy,
    #[error("the order book is of version {found}, this program knows up to {known}")]
    NewerVersion { found: i64, known: i64 },
    #[error("the order book cannot live on a network file system ({kind})")]
    NetworkFolder { kind: String },
    /// The keys of the sealed fields are not there, or what was stored as such does not read as keys.
    #[error("the keys of the order book are missing")]
    KeysMissing,
    /// `order` was told an order id, ICCID or subscription that is already `rival`'s. Both are now withheld, on disk, and neither
    /// gives its code again: a person has to find out (rulings 13).
    #[error("order {} claims what belongs to order {}", order.0, rival.0)]
    ClaimedTwice { order: OrderKey, rival: OrderKey },
    /// An order of that line may be charged: it gets no other one.
    #[error("line {} of group {} has an order", .0.line, .0.group.0)]
    LineHasOrder(LineKey),
    #[error("the book has no group {}", .0.0)]
    UnknownGroup(GroupKey),
    #[error("the book has no order {}", .0.0)]
    UnknownOrder(OrderKey),
    #[error("the order book failed: {0}")]
    Other(String),
}

impl BookError {
    /// An error of the file system on a file of the book.
    pub(super) fn of_file(error: &io::Error) -> Self {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the list is open, and the other kinds are told by their name"
        )]
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::Other(kind.to_string()),
        }
    }

    /// A value in a row that this program never writes.
    pub(super) fn unreadable(column: &'static str) -> Self {
        tracing::warn!(column, "an order cannot be read");
        Self::Damaged
    }
}
