//! What the other parts tell of an order beside what happened to it: its code, what holds it up, what was seen of its SIM.
//!
//! All of it is in memory only. The state of an order is nowhere here: that changes by `record`.

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::time::Instant;

use super::Orders;
use super::live::LiveOrder;
use crate::activation::{Doubt, InstallCode};
use crate::book::{GuestNames, OrderKey};
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

    /// Whether the plan is what was sold, to whom it was sold.
    pub(in crate::desk) fn set_as_sold(&self, key: OrderKey, as_sold: bool) {
        self.update(key, |live| live.not_as_sold = !as_sold);
    }

    /// A refund begins: of an earlier one nothing is known any more.
    pub(in crate::desk) fn refund_began(&self, key: OrderKey) {
        self.refund_ended(key, None);
    }

    /// It is not given back, and why, where that is to be told.
    pub(in crate::desk) fn refund_ended(&self, key: OrderKey, why: Option<Failure>) {
        self.update(key, |live| {
            live.still_there_since = None;
            live.gone_since = None;
            live.not_given_back = why;
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
}
