//! What earlier runs did not compare with what was sold: a run may end between an order's code and the comparison, or have
//! nobody to ask. A later one compares it once.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::sleep;

use super::as_sold::{Bought, Comparisons, When, compare};
use crate::book::{AccountId, CustomerRecord, Order, OrderKind};
use crate::clock;
use crate::connect::{Iccid, SubscriptionId};
use crate::desk::account::{Account, Reach};
use crate::desk::model::Failure;
use crate::desk::orders::Orders;
use crate::desk::wait::wait;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// So many orders of the last day are looked through for those that an earlier run did not compare, and so many of these are
/// compared: a run ends in the middle of a few.
const LOOKED_THROUGH: u32 = 200;
const MADE_UP: usize = 20;

/// Between one pass that left something and the next at least, whatever changes meanwhile.
const AT_LEAST: Duration = Duration::from_secs(10);
/// Where nothing changes, this long after that, and then twice as long each time.
const AGAIN: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// What a pass left for the next one.
enum Left {
    Nothing,
    /// Customers whose keys are not there yet.
    Closed,
    /// The service or the book did not answer.
    Unread,
}

/// Compares it for each account that comes into use, until nothing is left. Runs as long as the desk does.
pub(super) async fn run(account: Arc<Account>, orders: Arc<Orders>, comparisons: Comparisons) {
    let mut reach = account.reach();
    let mut done_for: Option<AccountId> = None;
    let mut pause = AGAIN;
    loop {
        let is_reached = *reach.borrow_and_update() == Reach::All;
        // Of an account that comes into use neither the orders nor their keys may be there yet.
        drop(orders.admit().await);
        let here = account.session().map(|(here, _)| here);
        let waits = here
            .ok()
            .filter(|here| is_reached && done_for.as_ref() != Some(here));
        let left = match &waits {
            Some(here) => pass(&account, &orders, &comparisons, here).await,
            None => Left::Nothing,
        };
        let next = match left {
            Left::Nothing => {
                done_for = waits.or(done_for);
                None
            }
            // The book alone is asked for these, so it may be asked often.
            Left::Closed => Some(AGAIN),
            Left::Unread => Some(pause),
        };
        let changed = match next {
            None => reach.changed().await,
            Some(next) => {
                sleep(wait(AT_LEAST)).await;
                tokio::select! {
                    changed = reach.changed() => changed,
                    () = sleep(wait(next)) => {
                        pause = (pause * 2).min(LONGEST);
                        continue;
                    }
                }
            }
        };
        pause = AGAIN;
        if changed.is_err() {
            return;
        }
    }
}

/// One after the other, beside everything else.
async fn pass(
    account: &Account,
    orders: &Orders,
    comparisons: &Comparisons,
    of: &AccountId,
) -> Left {
    let Ok(left) = not_compared(orders, of).await else {
        return Left::Unread;
    };
    let is_open = |order: &Order| order.customer != CustomerRecord::Closed;
    let are_closed = left.iter().any(|order| !is_open(order));
    let open = left.iter().filter(|order| is_open(order));
    let mut was_read = true;
    for bought in open.filter_map(bought).take(MADE_UP) {
        let _turn = comparisons.turn().await;
        // It may have had its code only now, and was compared beside it.
        if orders.get(bought.key, |live| live.order().as_sold.is_some()) == Some(true) {
            continue;
        }
        // Somebody may have signed out meanwhile, or the connection may be gone.
        let client = account.client_for(of);
        let (Ok(client), Reach::All) = (client, *account.reach().borrow()) else {
            return Left::Unread;
        };
        was_read &= compare(account, orders, &client, &bought, When::Later).await;
    }
    match (was_read, are_closed) {
        (false, _) => Left::Unread,
        (true, true) => Left::Closed,
        (true, false) => Left::Nothing,
    }
}

/// The newest orders of the last day of which nobody knows whether they are as sold. One of this run is compared beside its
/// hand-over.
async fn not_compared(orders: &Orders, of: &AccountId) -> Result<Vec<Order>, Failure> {
    let (account, since) = (of.clone(), clock::now() - A_DAY);
    let newest = orders.book(move |book| book.to_compare(&account, since, LOOKED_THROUGH));
    let mut left = newest.await?;
    left.retain(|order| {
        let is_of_this_run = orders.get(order.key, |live| live.start().is_some());
        order.as_sold.is_none() && is_of_this_run != Some(true)
    });
    Ok(left)
}

/// What came of it; `None` where that has no name to ask for.
fn bought(order: &Order) -> Option<Bought> {
    let iccid = order.iccid.as_deref();
    let iccid = iccid.filter(|_| order.kind == OrderKind::NewEsim);
    Some(Bought {
        key: order.key,
        id: SubscriptionId::new(order.subscription_id.as_deref()?).ok()?,
        iccid: iccid.and_then(|iccid| Iccid::new(iccid).ok()),
    })
}
