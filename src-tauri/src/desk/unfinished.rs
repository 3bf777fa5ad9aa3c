//! What an earlier run left open, taken up again.

use super::{Inner, Tracked};
use crate::book::{AccountId, OrderEvent, OrderFacts, OrderState};

impl Inner {
    /// Lists the unfinished orders of the account. What was being sent when the program last ended has lost its answer.
    /// The caller holds the counter: a sale that is just being written must not be taken for one of an earlier run.
    pub(super) async fn list_unfinished(&self) {
        let id = self.account_id();
        let now = jiff::Timestamp::now();
        let running: Vec<_> = self.lock().orders.keys().copied().collect();
        let unfinished = self
            .with_book(move |book| {
                // Without an account every open order is another account's.
                let id = id.unwrap_or_else(|| AccountId(String::new()));
                let mut unfinished = book.open_orders_of(&id)?;
                for order in &mut unfinished.orders {
                    if order.state == OrderState::Sending && !running.contains(&order.key) {
                        *order = book.record(
                            order.key,
                            OrderEvent::AnswerLost,
                            &OrderFacts::default(),
                            now,
                        )?;
                    }
                }
                Ok(unfinished)
            })
            .await;
        let Ok(unfinished) = unfinished else {
            return;
        };
        self.update(|state| {
            state.orders_elsewhere = unfinished.elsewhere;
            for order in unfinished.orders {
                state
                    .orders
                    .entry(order.key)
                    .or_insert_with(|| Tracked::new(order));
            }
        });
    }
}
