//! What an earlier run left open, taken up again.

use super::{LiveOrder, Orders};
use crate::book::{AccountId, OrderEvent, OrderFacts, OrderState};

/// Takes the open orders of `account` into memory. What was being sent when the program last ended has lost its answer. The
/// caller holds the admission: a sale that is just being written must not be taken for one of an earlier run.
pub(in crate::desk) async fn open_orders(orders: &Orders, account: Option<AccountId>) {
    let now = jiff::Timestamp::now();
    let running: Vec<_> = orders.read(|live| live.iter().map(LiveOrder::key).collect());
    let loaded = orders
        .book(move |book| {
            // Without an account every open order is another account's.
            let account = account.unwrap_or_else(|| AccountId(String::new()));
            let mut open = book.open_orders_of(&account)?;
            for order in &mut open.orders {
                if order.state == OrderState::Sending && !running.contains(&order.key) {
                    *order = book.record(
                        order.key,
                        OrderEvent::AnswerLost,
                        &OrderFacts::default(),
                        now,
                    )?;
                }
            }
            Ok(open)
        })
        .await;
    let Ok(loaded) = loaded else {
        return;
    };
    {
        let mut state = orders.lock();
        state.elsewhere = loaded.elsewhere;
        for order in loaded.orders {
            state.live.insert_new(LiveOrder::new(order));
        }
    }
    orders.changes.notify();
}
