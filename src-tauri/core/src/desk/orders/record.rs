//! What happened to an order, written into the book and then shown. What the book cannot take now, memory keeps, and the
//! book is asked again with the next look at the order.

use jiff::Timestamp;

use super::Orders;
use super::live::{LiveOrder, Quiet, Step};
use super::live_orders::LiveOrders;
use crate::book::{Book, BookError, Order, OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::desk::model::{Failure, WhyBook};

/// What the book made of some steps.
#[derive(Default)]
struct Recorded {
    /// The order as the book now has it, if it took any step.
    order: Option<Order>,
    /// The other order that claims the same eSIM (rulings 13), or the top-ups that went with it.
    others: Vec<Order>,
    /// The steps that it did not take, and why.
    left: Vec<Step>,
    why: Option<BookError>,
}

impl Orders {
    /// Writes down what happened to an order, then shows it. Where the book cannot take it, memory does, and the failure is
    /// shown with the order.
    pub(in crate::desk) async fn record(
        &self,
        key: OrderKey,
        event: OrderEvent,
        facts: OrderFacts,
    ) {
        let step = Step {
            event,
            facts,
            at: Timestamp::now(),
        };
        self.update(key, |live| live.unwritten.push(step));
        self.flush(key).await;
    }

    /// Writes down what is about to be done, before it is done: nothing may be done where this fails. Gives the state of the
    /// order, which is as it was where that cannot happen to it.
    pub(in crate::desk) async fn record_first(
        &self,
        key: OrderKey,
        event: OrderEvent,
        facts: OrderFacts,
    ) -> Result<OrderState, Failure> {
        let _turn = self.writing.lock().await;
        if !self.flush_in_turn(key).await {
            return Err(Failure::Book {
                why: WhyBook::Other,
            });
        }
        let now = Timestamp::now();
        let order = self
            .book(move |book| book.record(key, event, &facts, now))
            .await?;
        let state = order.state;
        let written = Recorded {
            order: Some(order),
            ..Recorded::default()
        };
        self.memory
            .change(|orders| apply_written(orders, key, written, None));
        self.changes.notify();
        self.wake_polling();
        Ok(state)
    }

    /// Writes what the book has not taken yet; whether nothing is left.
    pub(in crate::desk) async fn flush(&self, key: OrderKey) -> bool {
        // Nearly every look finds nothing to write.
        let is_ahead = |live: &LiveOrder| !live.unwritten.is_empty();
        if !self.get(key, is_ahead).unwrap_or_default() {
            return true;
        }
        let _turn = self.writing.lock().await;
        self.flush_in_turn(key).await
    }

    async fn flush_in_turn(&self, key: OrderKey) -> bool {
        // Not `update`: there may be nothing to show with it.
        let steps = self.update_unseen(key, |live| {
            live.being_written += u32::from(!live.unwritten.is_empty());
            std::mem::take(&mut live.unwritten)
        });
        let Some(steps) = steps.filter(|steps| !steps.is_empty()) else {
            return true;
        };
        let kept = steps.clone();
        let repairs = self.repairs.done();
        let recorded = self
            .book(move |book| Ok(write_steps(book, key, steps)))
            .await;
        let recorded = recorded.unwrap_or(Recorded {
            left: kept,
            ..Recorded::default()
        });
        let failure = match &recorded.why {
            Some(BookError::Damaged) => self.rebuilt::<()>(repairs).await.err(),
            why => why.as_ref().map(Failure::from),
        };
        if !recorded.left.is_empty() {
            tracing::error!("the order book did not take a change");
            // Whoever follows the order tries again with the next look; of one that nobody follows, or that is another
            // account's, only this does.
            self.wake_maintenance();
        }
        let all = self.memory.change(|orders| {
            if let Some(live) = orders.get_mut(key) {
                live.being_written = live.being_written.saturating_sub(1);
            }
            apply_written(orders, key, recorded, failure)
        });
        self.changes.notify();
        all
    }
}

impl Orders {
    /// Whether the book did not take the latest of some order.
    pub(in crate::desk) fn are_ahead_of_the_book(&self) -> bool {
        self.read(|live| live.iter().any(LiveOrder::is_ahead_of_the_book))
    }

    /// Writes what the book has not taken yet, of all orders of all accounts.
    pub(in crate::desk) async fn flush_all(&self) {
        let ahead: Vec<OrderKey> = self.read(|live| {
            let ahead = live.iter().filter(|live| live.is_ahead_of_the_book());
            ahead.map(LiveOrder::key).collect()
        });
        for key in ahead {
            self.flush(key).await;
        }
    }
}

/// What the book made of it, in memory; whether nothing is left.
fn apply_written(
    orders: &mut LiveOrders,
    key: OrderKey,
    recorded: Recorded,
    failure: Option<Failure>,
) -> bool {
    for other in recorded.others {
        if let Some(live) = orders.get_mut(other.key) {
            live.take_row(other);
            live.code = None;
        } else if other.state == OrderState::Withheld {
            // One of an earlier run: its code may be on screen.
            orders.insert_new(LiveOrder::new(other));
        }
    }
    let Some(live) = orders.get_mut(key) else {
        return true;
    };
    if let Some(order) = recorded.order {
        let known = live.take_row(order);
        if is_news(&known, &live.order) {
            live.quiet = Quiet::ended();
        }
    }
    for step in &recorded.left {
        step.apply(&mut live.order);
    }
    if live.order.rival.is_some() || live.order.state.takes_no_plans() {
        live.code = None;
        live.voucher = None;
    }
    if !live.order.state.is_undecided() {
        live.body = None;
    }
    if failure.is_some() || matches!(live.trouble, Some(Failure::Book { .. })) {
        live.trouble = failure;
    }
    // What happened meanwhile comes after what could not be written.
    let later = std::mem::replace(&mut live.unwritten, recorded.left);
    live.unwritten.extend(later);
    live.unwritten.is_empty()
}

fn write_steps(book: &Book, key: OrderKey, steps: Vec<Step>) -> Recorded {
    let mut recorded = Recorded::default();
    let mut steps = steps.into_iter();
    for step in steps.by_ref() {
        match book.record(key, step.event, &step.facts, step.at) {
            Ok(order) => {
                if let (OrderEvent::Cancelled, Some(iccid)) = (step.event, &order.iccid) {
                    let along = book.top_ups_of(&order.account, iccid);
                    recorded.others.extend(along.unwrap_or_default());
                }
                recorded.order = Some(order);
            }
            Err(BookError::ClaimedTwice { rival, .. }) => {
                tracing::error!("two orders claim one eSIM; both are withheld");
                recorded.order = book.order(key).ok();
                recorded.others.extend(book.order(rival).ok());
            }
            Err(error) => {
                recorded.left.push(step);
                recorded.why = Some(error);
                break;
            }
        }
    }
    recorded.left.extend(steps);
    recorded
}

/// Whether something is known that was not.
fn is_news(known: &Order, now: &Order) -> bool {
    known.state != now.state
        || known.order_id != now.order_id
        || known.iccid != now.iccid
        || known.subscription_id != now.subscription_id
}

impl LiveOrder {
    /// The program ended while it was being sent, and the book does not take that now.
    pub(super) fn lost_its_answer(&mut self, at: Timestamp, why: Failure) {
        let step = Step {
            event: OrderEvent::AnswerLost,
            facts: OrderFacts::default(),
            at,
        };
        step.apply(&mut self.order);
        self.unwritten.push(step);
        self.trouble = Some(why);
    }
}

impl Step {
    /// What it makes of an order in memory, where the book does not take it.
    fn apply(&self, order: &mut Order) {
        let Some(next) = order.state.after(self.event) else {
            return;
        };
        if next == OrderState::Settled {
            let Step { facts, .. } = self;
            order.verdict = facts.verdict.or(order.verdict);
            order.settled_by = facts.settled_by.clone().or(order.settled_by.take());
        }
        if next.is_refunded() {
            order.refunded_at.get_or_insert(self.at);
        }
        if std::mem::replace(&mut order.state, next) == OrderState::Settled {
            return;
        }
        for (known, told) in [
            (&mut order.order_id, &self.facts.order_id),
            (&mut order.iccid, &self.facts.iccid),
            (&mut order.subscription_id, &self.facts.subscription_id),
        ] {
            if known.is_none() {
                known.clone_from(told);
            }
        }
    }
}
