//! Whose word each order is: no request that buys leaves without a person's press, and none twice for one.
//!
//! A press counts once it was taken, by the reference of the order that it made; one that was refused makes none.

use std::collections::BTreeSet;

use esim_desk_core::sandbox::LedgerView;

use super::{Machine, Walk};

impl Walk {
    /// A person's press was taken, and made this order.
    pub(super) fn asked_for(&mut self, reference: &str) {
        let is_new = self.asked_for.insert(reference.to_owned());
        self.must(is_new, || {
            format!("{reference} is the order of two presses")
        });
    }

    /// After each step: each request that buys, and each order of either account, is one that a person pressed for.
    pub(super) async fn nothing_is_sent_without_a_person(&mut self) {
        let here = self.shop.control().ledger();
        let there = self.elsewhere.control().ledger();
        let followed = here.elsewhere + there.elsewhere;
        self.must(followed == 0, || "a link was followed".to_owned());
        for references in [sent(&[&here, &there]), placed(&[&here, &there])] {
            let mut once = BTreeSet::new();
            for reference in references {
                let Some(reference) = reference else {
                    return self.must(false, || "an order has no reference".to_owned());
                };
                self.must(once.insert(reference.clone()), || {
                    format!("{reference} was sent twice")
                });
                if !self.asked_for.contains(&reference) {
                    self.is_of_a_line_or_of_a_sale_that_nobody_saw(reference)
                        .await;
                }
            }
        }
        self.spoilt_before = self.spoilt;
    }

    async fn is_of_a_line_or_of_a_sale_that_nobody_saw(&mut self, reference: String) {
        let of_a_line = self.is_of_a_line(&reference).await;
        // The row of a dropped sale may be unreadable when the program starts again, and that of a line be lost with its book
        // before anybody saw it.
        let is_dropped = !matches!(self.machine, Machine::Sound) && self.dropped > 0;
        let is_lost = self.several.is_some() && self.spoilt > self.spoilt_before;
        self.must(of_a_line || is_dropped || is_lost, || {
            format!("{reference} was sent, and nobody pressed for it")
        });
        if !of_a_line && is_dropped {
            self.dropped -= 1;
        }
        self.asked_for.insert(reference);
    }

    /// Whether it is an order of a line; that somebody pressed for that line was seen when the order was (`several::holds`).
    async fn is_of_a_line(&self, reference: &str) -> bool {
        let Some(several) = &self.several else {
            return false;
        };
        let known = self.numbers.iter().find(|(_, one)| *one == reference);
        let known = known.map(|(key, _)| *key);
        let key = match known {
            Some(key) => Some(key),
            None => {
                let rows = self.rows().await;
                let row = rows.iter().find(|row| row.reference == reference);
                row.map(|row| row.key)
            }
        };
        key.is_some_and(|key| several.orders.contains_key(&key))
    }
}

fn sent(ledgers: &[&LedgerView]) -> Vec<Option<String>> {
    let posts = ledgers.iter().flat_map(|ledger| &ledger.seen.posts);
    posts.map(|post| post.correlation_id.clone()).collect()
}

fn placed(ledgers: &[&LedgerView]) -> Vec<Option<String>> {
    let orders = ledgers.iter().flat_map(|ledger| &ledger.orders);
    orders
        .map(|view| view.order.correlation_id.clone())
        .collect()
}
