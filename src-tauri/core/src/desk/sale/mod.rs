//! Selling: from a filled form to one request that is never repeated.
//!
//! ```text
//! draft, notes  what the staff typed, and what is wrong with it
//! checks        what can still stop a sale
//! clock         what time it is for a sale
//! request       the order as the service takes it, and back
//! wanted        what the service wants to know: the guest's phone, its model and IMEI, what they pay
//! place         the way of a sale: checks, the row in the book, then `send`
//! in_progress   one sale of a plan to a customer at a time; the sales of this run by their keys
//! tag           an address of its own for each order of a house
//! send          the one request that buys
//! lines         a line of a group, on the same way (for_line: what it belongs to)
//! as_ordered    what was typed for an order, to fill in its form again
//! again         the same once more, when the first was looked for in vain
//! top_up        one more plan on a SIM that is there already (top_up_draft: its form)
//! ```
//!
//! Not here: what becomes of an order once it was sent (`polling`, `recovery`).

mod again;
mod as_ordered;
mod checks;
mod clock;
mod draft;
mod for_line;
mod in_progress;
mod lines;
mod notes;
mod place;
mod request;
mod send;
mod tag;
mod top_up;
mod top_up_draft;
mod wanted;

use std::sync::Arc;

use self::in_progress::SalesInProgress;
use crate::desk::account::Account;
use crate::desk::model::{Field, FieldProblem, Phone, Problem};
use crate::desk::orders::Orders;
use crate::desk::recovery::Recovery;
use crate::desk::setup::Setup;
use crate::settings::{Settings, SettingsFile};

pub(in crate::desk) use self::for_line::ForLine;

pub use self::as_ordered::AsOrdered;
pub use self::draft::{Draft, StartChoice};
pub use self::notes::SaleNotes;
pub use self::top_up_draft::TopUpDraft;

/// Checks sales and places them as orders.
pub struct Sale {
    setup: Arc<Setup>,
    settings: Arc<SettingsFile>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    recovery: Arc<Recovery>,
    in_progress: SalesInProgress,
}

impl Sale {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: Arc<SettingsFile>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        recovery: Arc<Recovery>,
    ) -> Sale {
        Sale {
            setup,
            settings,
            account,
            orders,
            recovery,
            in_progress: SalesInProgress::default(),
        }
    }

    /// What is wrong with a sale that is being typed.
    pub fn check(&self, draft: &Draft) -> Vec<FieldProblem> {
        let mut problems = draft.problems(crate::clock::now(), &self.setup.zone);
        let model = draft.phone_model();
        problems.extend(self.of_phone_missing(draft.phone, &model, &draft.imei));
        problems.extend(self.price_missing(&draft.notes));
        problems
    }

    /// What is wrong with a top-up that is being typed.
    pub fn check_top_up(&self, draft: &TopUpDraft) -> Vec<FieldProblem> {
        let mut problems = draft.problems(crate::clock::now(), &self.setup.zone);
        problems.extend(self.of_phone_missing(draft.phone, &draft.phone_model, &draft.imei));
        problems.extend(self.price_missing(&draft.notes));
        problems
    }

    /// What the service wants to know of the phone, and nobody says.
    fn of_phone_missing(&self, phone: Option<Phone>, model: &str, imei: &str) -> Vec<FieldProblem> {
        let whole = self.wants(Settings::wants_whole_device);
        let any = self.wants(Settings::wants_device);
        let parts = [
            (any && phone.is_none(), Field::Phone),
            (whole && model.trim().is_empty(), Field::PhoneModel),
            (whole && imei.trim().is_empty(), Field::Imei),
        ];
        let lacking = parts.into_iter().filter(|(lacks, _)| *lacks);
        lacking.map(|(_, field)| missing(field)).collect()
    }

    /// Nobody says what the guest pays, and the service wants to know it.
    fn price_missing(&self, notes: &SaleNotes) -> Option<FieldProblem> {
        let is_missing = notes.says_no_price() && self.wants(Settings::wants_price);
        is_missing.then(|| missing(Field::GuestPays))
    }

    fn wants(&self, what: fn(&Settings, &str) -> bool) -> bool {
        let here = self.account.id();
        here.is_some_and(|here| what(&self.settings.current(), &here.0))
    }
}

fn missing(field: Field) -> FieldProblem {
    FieldProblem {
        field,
        problem: Problem::Empty,
    }
}
