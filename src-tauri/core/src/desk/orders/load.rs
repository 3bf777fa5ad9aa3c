//! What an earlier run left open, taken up again.

use super::second_look::failed_of;
use super::{LiveOrder, Orders};
use crate::book::{AccountId, OrderEvent, OrderFacts, OrderState};
use crate::clock;
use crate::desk::model::Failure;

/// Takes the open orders of `account` into memory. A book that cannot be read is asked again soon (`maintenance`), and until
/// then nothing is sold: what may be bought already is not known. What was being sent when the program last ended has lost
/// its answer. The caller holds the admission: a sale that is just being written must not be taken for one of an earlier run.
pub(in crate::desk) async fn open_orders(orders: &Orders, account: Option<AccountId>) {
    let now = clock::now();
    let running: Vec<_> = orders.read(|live| live.iter().map(LiveOrder::key).collect());
    let loaded = orders
        .book(move |book| {
            // Without an account every open order is another account's.
            let account = account.unwrap_or_else(|| AccountId(String::new()));
            let mut open = book.open_orders_of(&account)?;
            let failed = book.list(&failed_of(account, now))?.orders;
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
            Ok((open, failed, lost))
        })
        .await;
    let (loaded, failed, lost) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            tracing::error!(?failure, "the open orders were not read");
            orders.memory.set_unread(failure);
            orders.changes.notify();
            orders.wake_maintenance();
            return;
        }
    };
    let of_other_accounts = loaded.of_other_accounts;
    let open = loaded.orders.into_iter().map(|order| {
        let key = order.key;
        let mut live = LiveOrder::new(order);
        if let Some((_, failure)) = lost.iter().find(|(lost, _)| *lost == key) {
            live.lost_its_answer(now, failure.clone());
        }
        live
    });
    let failed = failed.into_iter().map(LiveOrder::new);
    let open = open.chain(failed.filter(LiveOrder::may_yet_come));
    orders.memory.take_loaded(open.collect(), of_other_accounts);
    orders.changes.notify();
}
