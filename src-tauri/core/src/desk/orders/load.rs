//! What an earlier run left open, taken up again.

use super::{LiveOrder, LiveOrders, Orders};
use crate::book::{AccountId, OrderEvent, OrderFacts, OrderState};
use crate::desk::model::Failure;

/// Takes the open orders of `account` into memory. A book that cannot be read is asked again soon (`maintenance`), and until
/// then nothing is sold: what may be bought already is not known.
/// What was being sent when the program last ended has lost its answer. The
/// caller holds the admission: a sale that is just being written must not be taken for one of an earlier run.
pub(in crate::desk) async fn open_orders(orders: &Orders, account: Option<AccountId>) {
    let now = jiff::Timestamp::now();
    let running: Vec<_> = orders.read(|live| live.iter().map(LiveOrder::key).collect());
    let loaded = orders
        .book(move |book| {
            // Without an account every open order is another account's.
            let account = account.unwrap_or_else(|| AccountId(String::new()));
            let mut open = book.open_orders_of(&account)?;
            let mut lost = Vec::new();
            for order in &mut open.orders {
                if order.state != OrderState::Sending || running.contains(&order.key) {
                    continue;
                }
                // A row that cannot be written now is followed from memory, and written with a later look.
                match book.record(
                    order.key,
                    OrderEvent::AnswerLost,
                    &OrderFacts::default(),
                    now,
                ) {
                    Ok(written) => *order = written,
                    Err(error) => lost.push((order.key, Failure::from(&error))),
                }
            }
            Ok((open, lost))
        })
        .await;
    let (loaded, lost) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            tracing::error!(?failure, "the open orders were not read");
            orders.lock().unread = Some(failure);
            orders.changes.notify();
            orders.maintain();
            return;
        }
    };
    {
        let mut state = orders.lock();
        state.unread = None;
        state.elsewhere = loaded.elsewhere;
        for order in loaded.orders {
            let key = order.key;
            let mut live = LiveOrder::new(order);
            if let Some((_, failure)) = lost.iter().find(|(lost, _)| *lost == key) {
                live.lost_its_answer(now, failure.clone());
            }
            state.live.insert_new(live);
        }
    }
    orders.changes.notify();
}

/// The keys of the book came only now: the customers of orders that memory knows already are opened too. Until then such an
/// order is looked for by nobody, and may be anybody's.
pub(super) async fn customers(orders: &Orders) {
    let closed = orders.read(LiveOrders::closed);
    if closed.is_empty() {
        return;
    }
    let opened = orders
        .book(move |book| {
            let opened = closed.into_iter().map(|key| book.order(key));
            opened.collect::<Result<Vec<_>, _>>()
        })
        .await;
    let Ok(opened) = opened else {
        return;
    };
    {
        let mut state = orders.lock();
        for order in opened {
            if let Some(live) = state.live.get_mut(order.key) {
                live.open_with(order);
            }
        }
    }
    orders.changes.notify();
    orders.poll();
}
