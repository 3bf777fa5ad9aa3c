//! Several at once: a table of guests, of which every line is checked and shown, and then bought one after the other for one
//! press.
//!
//! ```text
//! read      a table to lines, with what its columns are (columns, by their headings or by what is in them)
//! draft     the lines as a person sees and mends them
//! check     what is wrong with each, and what all of them cost (plans, starts: what a cell means)
//! stored    a line as the book keeps it
//! begin     the press: the lines into the book, and then released
//! run       one released line after the other
//! released  what a person pressed for in this run
//! list      what the page is shown (view; checked: what came of checking)
//! ```
//!
//! A line is bought only while it is *released*, which is a person's press of this run: a restart releases nothing. It goes the
//! way of every sale (`Sale::place_line`), and the book itself refuses a second order for a line of which one may be charged.
//! Not here: any request to the service, and what becomes of an order (`polling`, `recovery`).

mod begin;
mod check;
mod checked;
mod columns;
mod draft;
mod headings;
mod list;
mod plans;
mod read;
mod released;
mod run;
mod starts;
mod stored;
mod view;

use std::sync::Arc;

use self::released::Released;
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::orders::Orders;
use crate::desk::sale::Sale;

pub use self::checked::{CheckedGroup, CheckedLine, Cost, LineProblem};
pub use self::draft::{GroupDraft, LineDraft, TableRead};
pub use self::headings::ColumnKind;
pub use self::released::{GroupStopped, GroupsNow};
pub use self::stored::WhyNotBought;
pub use self::view::{GroupLineView, GroupSummary, GroupView, LineOrderView};

/// Groups of guests.
pub struct Groups {
    account: Arc<Account>,
    orders: Arc<Orders>,
    sale: Arc<Sale>,
    changes: Changes,
    released: Released,
}

impl Groups {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        orders: Arc<Orders>,
        sale: Arc<Sale>,
        changes: Changes,
    ) -> Groups {
        Groups {
            account,
            orders,
            sale,
            changes,
            released: Released::default(),
        }
    }

    /// Whether lines of any group are being bought: a person pressed, and nothing has stopped it.
    pub fn are_going(&self) -> bool {
        !self.released.now().going.is_empty()
    }

    /// What is going on, for the snapshot.
    pub(in crate::desk) fn now(&self) -> GroupsNow {
        self.released.now()
    }
}
