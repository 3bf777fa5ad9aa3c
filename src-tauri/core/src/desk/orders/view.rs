//! What the window is shown of a book that was rebuilt, or of which something should be known.

use serde::Serialize;

use crate::book::Repair;
use crate::desk::model::Failure;

/// What the window is shown of orders and book, as of one moment.
pub(in crate::desk) struct Shown<T> {
    /// What was made of the orders.
    pub(in crate::desk) orders: T,
    /// How many open orders belong to other accounts.
    pub(in crate::desk) of_other_accounts: u32,
    /// Why nothing can be sold, where the book is the reason.
    pub(in crate::desk) book: Option<Failure>,
    pub(in crate::desk) repaired: Option<RepairView>,
    pub(in crate::desk) notes: BookNotes,
}

/// What the rebuilding of a damaged book came to, or the finding that a sound one is older than it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RepairView {
    /// Whether it was damaged or gone. Otherwise it is an older copy of itself.
    pub rebuilt: bool,
    /// Where the damaged file is kept; `None` where there was none.
    pub kept_aside: Option<String>,
    pub from_backup: bool,
    /// When the backup was made.
    pub backup_of: Option<String>,
    /// Orders that stand in the book.
    pub orders: u32,
    /// Orders that it is known to have had, and that could not be read; `None` where nobody knows how many.
    pub lost: Option<u32>,
}

/// What the staff should know of a book that works all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BookNotes {
    /// The months, such as `2026-11`, whose customers and codes are sealed with a key that this computer does not have.
    pub closed_months: Vec<String>,
    /// The folder that holds the book's and that a program copies to other machines.
    pub copied_folder: Option<String>,
    /// Files beside the book that look like a second one.
    pub other_books: Vec<String>,
}

impl RepairView {
    pub(super) fn of(repair: &Repair) -> RepairView {
        RepairView {
            rebuilt: repair.rebuilt,
            kept_aside: repair
                .kept_aside
                .as_ref()
                .map(|path| path.display().to_string()),
            from_backup: repair.from_backup,
            backup_of: repair.backup_of.map(|at| at.to_string()),
            orders: repair.orders,
            lost: repair.lost,
        }
    }
}
