//! Several at once: a table of guests, of which every line is checked and shown, and then bought one after the other for one
//! press.
//!
//! ```text
//! read      a table to lines, with what its columns are (columns, by their headings or by what is in them; column_kind,
//!           headings, heading_parts, heading_words), how their days are to be read (days; day_order, written_day,
//!           month_names), and which rows may be no guest (doubtful)
//! draft     the lines as a person sees and mends them
//! check     what is wrong with each, and what all of them cost (plans, starts, phones: what a cell means;
//!           plan_fit, plan_words)
//! stored    a line as the book keeps it
//! begin     the press: the lines into the book, and then to be bought
//! insist    a press for all that were sold the same a moment ago
//! run       one line that is to be bought after the other (moved: a plan that changed meanwhile)
//! to_buy    what a person pressed for in this run
//! list      what the page is shown (view; checked: what came of checking)
//! ```
//!
//! A line is bought only while it is *to buy*, which is a person's press of this run: a restart adds nothing. It goes the
//! way of every sale (`Sale::place_line`), and the book itself refuses a second order for a line of which one may be charged.
//! Not here: any request to the service, and what becomes of an order (`polling`, `recovery`).

mod begin;
mod check;
mod checked;
mod column_kind;
mod columns;
mod day_order;
mod days;
mod doubtful;
mod draft;
mod heading_parts;
mod heading_words;
mod headings;
mod insist;
mod list;
mod month_names;
mod moved;
#[cfg(test)]
mod own_words;
mod phones;
mod plan_fit;
mod plan_words;
mod plans;
mod read;
mod run;
mod starts;
mod stored;
mod to_buy;
mod view;
mod written_day;

use std::sync::Arc;

use self::to_buy::ToBuy;
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::orders::Orders;
use crate::desk::sale::Sale;

pub use self::checked::{CheckedGroup, CheckedLine, Cost, LineProblem};
pub use self::column_kind::ColumnKind;
pub use self::day_order::{ColumnDays, DayOrder};
pub use self::draft::{ForAll, GroupDraft, LineDraft, ShownPlan, TableLines, TableRead};
pub use self::stored::WhyNotBought;
pub use self::to_buy::{GroupStopped, GroupsNow};
pub use self::view::{
    GroupLineView, GroupList, GroupSummary, GroupView, LineOrderView, SoldAlready,
};

/// Groups of guests.
pub struct Groups {
    account: Arc<Account>,
    orders: Arc<Orders>,
    sale: Arc<Sale>,
    changes: Changes,
    to_buy: ToBuy,
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
            to_buy: ToBuy::default(),
        }
    }

    /// Whether lines of any group are being bought: a person pressed, and nothing has stopped it.
    pub fn are_going(&self) -> bool {
        !self.to_buy.now().going.is_empty()
    }

    /// What is going on, for the snapshot.
    pub(in crate::desk) fn now(&self) -> GroupsNow {
        self.to_buy.now()
    }
}
