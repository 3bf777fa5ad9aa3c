//! What the other parts tell of an order beside what happened to it: its code, what holds it up, what was seen of its SIM.
//!
//! All of it is in memory; what is kept of it over a restart, whoever tells it writes too. The state of an order is nowhere
//! here: that changes by `record`.

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::time::Instant;

use super::Orders;
use super::live::LiveOrder;
use super::quiet::Quiet;
use crate::activation::{Doubt, InstallCode};
use crate::book::{GuestNames, Order, OrderKey, OrderKind, OrderState};
use crate::desk::model::Failure;

impl Orders {
    /// What holds the order up, or that nothing does any more.
    pub(in crate::desk) fn set_trouble(&self, key: OrderKey, trouble: Option<Failure>) {
        let news = self.update_unseen(key, |live| {
            let news = live.trouble != trouble;
            live.trouble = trouble;
            news
        });
        if news == Some(true) {
            self.changes.notify();
        }
    }

    /// The order is completed: its code was proved, or is in doubt.
    pub(in crate::desk) fn set_code(
        &self,
        key: OrderKey,
        code: Result<InstallCode, Doubt>,
        voucher: Option<SecretString>,
    ) {
        self.update(key, |live| {
            live.voucher = voucher;
            match code {
                Ok(code) => {
                    live.code = Some(code);
                    live.doubt = None;
                }
                Err(doubt) => live.doubt = Some(doubt),
            }
        });
    }

    /// The service calls it completed and does not say what came of it. True while it may still be about to say so.
    pub(in crate::desk) fn seen_empty(&self, key: OrderKey) -> bool {
        self.update_unseen(key, LiveOrder::seen_empty) == Some(true)
    }

    /// The service does not know the order, or does not show it.
    pub(in crate::desk) fn seen_missing(&self, key: OrderKey) {
        self.update(key, |live| {
            live.missing_since.get_or_insert_with(Instant::now);
        });
    }

    /// The service shows the order, and nothing holds it up.
    pub(in crate::desk) fn seen_found(&self, key: OrderKey) {
        self.set_trouble(key, None);
        self.update_unseen(key, |live| live.missing_since = None);
    }

    /// What was closed as not bought is about to be followed again: whatever was waited for begins anew.
    pub(in crate::desk) fn turns_up(&self, key: OrderKey) {
        self.update_unseen(key, |live| {
            live.missing_since = None;
            live.empty_since = None;
            live.doubt = None;
            live.quiet = Quiet::ended();
        });
    }

    /// Whether the plan is what was sold, to whom it was sold. False where memory knew that already.
    pub(in crate::desk) fn set_as_sold(&self, key: OrderKey, as_sold: bool) -> bool {
        let known = self.update(key, |live| live.order.as_sold.replace(as_sold));
        known.flatten() != Some(as_sold)
    }

    /// A refund begins: of an earlier one nothing is known any more, and its request is about to leave.
    pub(in crate::desk) fn refund_began(&self, key: OrderKey) {
        self.refund_ended(key, None);
        self.update(key, |live| {
            live.not_given_back = None;
            live.refund_is_asked = true;
        });
    }

    /// Whether nobody else decides about a refund that waits for a person: until `refund_answered` only the caller does.
    pub(in crate::desk) fn decide_refund(&self, key: OrderKey) -> bool {
        let claimed = self.update_unseen(key, |live| {
            let waits = live.state() == OrderState::Cancelling && live.needs_person();
            live.refund_is_asked |= waits;
            waits
        });
        claimed == Some(true)
    }

    /// It is asked once more: whatever was waited for begins anew, with an answer to come.
    pub(in crate::desk) fn refund_asked_again(&self, key: OrderKey) {
        self.update(key, |live| {
            live.still_there_since = None;
            live.quiet = Quiet::ended();
        });
    }

    /// Its request has an answer, or will have none.
    pub(in crate::desk) fn refund_answered(&self, key: OrderKey) {
        self.update(key, |live| {
            live.refund_is_asked = false;
            live.still_there_since = None;
        });
    }

    /// A person's decision about a refund came to nothing, and may be made once more.
    pub(in crate::desk) fn refund_undecided(&self, key: OrderKey) {
        self.update(key, |live| live.refund_is_asked = false);
    }

    /// It is not given back, and why, where that is to be told. A look at its SIM may come to the same before the request has
    /// its answer, or after it, and knows no reason.
    pub(in crate::desk) fn refund_ended(&self, key: OrderKey, why: Option<Failure>) {
        self.update(key, |live| {
            live.still_there_since = None;
            live.gone_since = None;
            if why.is_some() {
                live.not_given_back = why;
            }
        });
    }

    /// The SIM is as it was, though it was to be given back.
    pub(in crate::desk) fn seen_still_there(&self, key: OrderKey) {
        self.update(key, |live| {
            live.still_there_since.get_or_insert_with(Instant::now);
        });
    }

    /// The SIM is gone, which nobody has said. True where every look of some minutes saw it so.
    pub(in crate::desk) fn seen_gone(&self, key: OrderKey) -> bool {
        self.update(key, LiveOrder::seen_gone) == Some(true)
    }

    /// What was seen of the SIM of a ready order: whether it is gone. One of long ago is taken up, so that its case can be
    /// closed.
    pub(in crate::desk) fn saw_sim_of(&self, order: &Order, gone: bool) {
        if order.state != OrderState::Ready || order.kind != OrderKind::NewEsim {
            return;
        }
        if gone && self.state_of(order.key).is_none() {
            self.add_known(LiveOrder::new(order.clone()));
        }
        let news = self.update_unseen(order.key, |live| {
            std::mem::replace(&mut live.sim_gone, gone) != gone
        });
        if news == Some(true) {
            self.changes.notify();
        }
    }

    /// The SIM is not gone.
    pub(in crate::desk) fn seen_not_gone(&self, key: OrderKey) {
        self.update(key, |live| live.gone_since = None);
    }

    /// The guest's language and phone. Memory gives them to a book that has to be rebuilt.
    pub(in crate::desk) fn set_guest(&self, key: OrderKey, guest: GuestNames) {
        self.update_unseen(key, |live| live.order.guest = guest);
    }

    /// Its code is on screen. Memory gives it to a book that has to be rebuilt, so that nobody is the next guest twice.
    pub(in crate::desk) fn set_shown(&self, key: OrderKey, at: Timestamp) {
        self.update_unseen(key, |live| {
            live.order.shown_at.get_or_insert(at);
        });
    }

    /// Somebody opened an order. One that failed long ago is looked at once.
    pub(in crate::desk) fn was_opened(&self, order: &Order) {
        if order.state != OrderState::Failed {
            return;
        }
        if self.state_of(order.key).is_none() {
            self.add_known(LiveOrder::new(order.clone()));
        }
        self.update_unseen(order.key, |live| live.was_opened = !live.failed_lately());
        self.wake_polling();
    }

    /// A failed one was looked at; whether to look again.
    pub(in crate::desk) fn looked_once_more(&self, key: OrderKey) -> bool {
        let looks_again = self.update_unseen(key, |live| {
            live.was_opened = false;
            live.may_yet_come()
        });
        looks_again == Some(true)
    }
}
