//! What happened to an order, written into the book and then shown. What the book cannot take now, memory keeps, and the
//! book is asked again with the next look at the order.

use jiff::Timestamp;

use super::Orders;
use super::live::{LiveOrder, Step};
use super::live_orders::LiveOrders;
use super::quiet::Quiet;
use crate::book::{
    Book, BookError, Order, OrderEvent, OrderFacts, OrderKey, OrderKind, OrderState, TimelineEntry,
};
use crate::clock;
use crate::desk::model::{Failure, WhyBook};

/// What the book made of some steps.
#[derive(Default)]
struct Recorded {
    /// The order as the book now has it, if it took any step.
    order: Option<Order>,
    /// The other order that claims the same eSIM (rulings 13), or the top-ups that went with it or came back with it.
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
            at: clock::now(),
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
        let now = clock::now();
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
    if !live.order.state.is_open() && !live.order.state.has_code() {
        live.code = None;
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
                let may_take_along =
                    step.event == OrderEvent::Cancelled || step.event == OrderEvent::Settled;
                if let (true, OrderKind::NewEsim, Some(iccid)) =
                    (may_take_along, order.kind, &order.iccid)
                {
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
        let Some(next) = order.after(self.event) else {
            return;
        };
        if self.event == OrderEvent::TurnedUp {
            // Also what a book that is rebuilt meanwhile is given.
            order.timeline.push(TimelineEntry {
                at: self.at,
                state: next,
                detail: Some(order.words_of_closing()),
            });
            order.verdict = None;
            order.settled_by = None;
        }
        if next == OrderState::Settled {
            let Step { facts, .. } = self;
            order.verdict = facts.verdict.or(order.verdict);
            order.settled_by = facts.settled_by.clone().or(order.settled_by.take());
        }
        if next.is_refunded() {
            order.refunded_at.get_or_insert(self.at);
        }
        let before = std::mem::replace(&mut order.state, next);
        if before == OrderState::Settled && next == before {
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

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::book::{AccountId, Asked, Customer, NewOrder, PlanSold, Verdict};

    /// An order that was closed so.
    fn closed(verdict: Verdict) -> Order {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Book::open(folder.path()).expect("a new book").book;
        let new_order = NewOrder {
            account: AccountId("a".to_owned()),
            at: clock::now(),
            asked: Asked::NewEsim,
            plan: PlanSold::default(),
            customer: Customer::default(),
            body: SecretString::default(),
            reference: "r-1".to_owned(),
            known_subscriptions: None,
            staff: None,
            guest_pays: None,
            note: None,
            instead_of: None,
        };
        let key = book.begin(&new_order).expect("it is written");
        let facts = OrderFacts {
            verdict: Some(verdict),
            settled_by: Some("Ana".to_owned()),
            ..OrderFacts::default()
        };
        for event in [OrderEvent::Failed, OrderEvent::Settled] {
            book.record(key, event, &facts, clock::now())
                .expect("it is written");
        }
        book.order(key).expect("it is there")
    }

    #[test]
    fn memory_opens_what_turned_up_as_the_book_would_that_does_not_take_it() {
        let step = Step {
            event: OrderEvent::TurnedUp,
            facts: OrderFacts {
                iccid: Some("8944".to_owned()),
                subscription_id: Some("s-1".to_owned()),
                ..OrderFacts::default()
            },
            at: clock::now(),
        };
        let mut order = closed(Verdict::NotBought);
        step.apply(&mut order);
        assert_eq!(order.state, OrderState::Accepted);
        assert_eq!((order.verdict, &order.settled_by), (None, &None));
        let ids = (order.iccid.as_deref(), order.subscription_id.as_deref());
        assert_eq!(ids, (Some("8944"), Some("s-1")));
        let said = order.timeline.last().and_then(|it| it.detail.as_deref());
        assert_eq!(said, Some("closed as not bought by Ana"));

        let mut order = closed(Verdict::HandedOver);
        step.apply(&mut order);
        assert_eq!(order.state, OrderState::Settled);
        assert_eq!(order.verdict, Some(Verdict::HandedOver));
        assert_eq!(order.iccid, None, "it stays as it was");
    }
}
