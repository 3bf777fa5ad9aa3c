//! What the window is shown of a book that was rebuilt.

use serde::Serialize;

use crate::book::Repair;

/// What the rebuilding of a damaged book came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RepairView {
    /// Where the damaged file is kept; `None` where there was none.
    pub kept_aside: Option<String>,
    pub from_backup: bool,
    /// Orders that stand in the book.
    pub orders: u32,
    /// Orders that it is known to have had, and that could not be read.
    pub lost: u32,
}

impl RepairView {
    pub(super) fn of(repair: &Repair) -> RepairView {
        RepairView {
            kept_aside: repair
                .kept_aside
                .as_ref()
                .map(|path| path.display().to_string()),
            from_backup: repair.from_backup,
            orders: repair.orders,
            lost: repair.lost,
        }
    }
}
