//! What happened to an order, written into the book and then shown. What the book cannot take now, memory keeps, and the
//! book is asked again with the next look at the order.

use jiff::Timestamp;

use super::Inner;
use super::failure::Failure;
use crate::book::{Book, BookError, Order, OrderEvent, OrderFacts, OrderKey};

/// One thing that happened to an order.
#[derive(Clone)]
pub(super) struct Step {
    event: OrderEvent,
    facts: OrderFacts,
    at: Timestamp,
}

/// What the book made of some steps.
struct Noted {
    /// The order as the book now has it, if it took any step.
    order: Option<Order>,
    /// The other order that claims the same eSIM (rulings 13).
    rival: Option<Order>,
    /// The steps that it did not take, and why.
    left: Vec<Step>,
    why: Option<BookError>,
}

impl Inner {
    /// Writes down what happened to an order, then shows it. Where the book cannot take it, memory does, and the failure is
    /// shown with the order.
    pub(super) async fn record(&self, key: OrderKey, event: OrderEvent, facts: OrderFacts) {
        let step = Step {
            event,
            facts,
            at: Timestamp::now(),
        };
        self.update(|state| {
            if let Some(tracked) = state.orders.get_mut(&key) {
                tracked.unwritten.push(step);
            }
        });
        self.write_down(key).await;
    }

    /// Writes what the book has not taken yet; whether nothing is left.
    pub(super) async fn write_down(&self, key: OrderKey) -> bool {
        // Not `update`: nearly every look finds nothing to write, and nothing to show with it.
        let steps = {
            let mut state = self.lock();
            let tracked = state.orders.get_mut(&key);
            tracked.map(|tracked| std::mem::take(&mut tracked.unwritten))
        };
        let Some(steps) = steps.filter(|steps| !steps.is_empty()) else {
            return true;
        };
        let kept = steps.clone();
        let repairs = self.repairs();
        let noted = self.with_book(move |book| Ok(note(book, key, steps))).await;
        let noted = noted.unwrap_or(Noted {
            order: None,
            rival: None,
            left: kept,
            why: None,
        });
        let failure = match &noted.why {
            Some(BookError::Damaged) => Some(self.rebuild(repairs).await),
            why => why.as_ref().map(Failure::from),
        };
        if !noted.left.is_empty() {
            tracing::error!("the order book did not take a change");
        }
        self.update(|state| {
            if let Some((rival, tracked)) = noted
                .rival
                .and_then(|rival| Some((rival.clone(), state.orders.get_mut(&rival.key)?)))
            {
                tracked.order = rival;
                tracked.code = None;
            }
            let Some(tracked) = state.orders.get_mut(&key) else {
                return true;
            };
            if let Some(order) = noted.order {
                tracked.order = order;
            }
            for step in &noted.left {
                in_memory(&mut tracked.order, step);
            }
            if tracked.order.rival.is_some() {
                tracked.code = None;
            }
            if failure.is_some() || matches!(tracked.trouble, Some(Failure::Book { .. })) {
                tracked.trouble = failure;
            }
            // What happened meanwhile comes after what could not be written.
            let later = std::mem::replace(&mut tracked.unwritten, noted.left);
            tracked.unwritten.extend(later);
            tracked.unwritten.is_empty()
        })
    }
}

fn note(book: &Book, key: OrderKey, steps: Vec<Step>) -> Noted {
    let mut noted = Noted {
        order: None,
        rival: None,
        left: Vec::new(),
        why: None,
    };
    let mut steps = steps.into_iter();
    for step in steps.by_ref() {
        match book.record(key, step.event, &step.facts, step.at) {
            Ok(order) => noted.order = Some(order),
            Err(BookError::ClaimedTwice { rival, .. }) => {
                tracing::error!("two orders claim one eSIM; both are withheld");
                noted.order = book.order(key).ok();
                noted.rival = book.order(rival).ok();
            }
            Err(error) => {
                noted.left.push(step);
                noted.why = Some(error);
                break;
            }
        }
    }
    noted.left.extend(steps);
    noted
}

fn in_memory(order: &mut Order, step: &Step) {
    let Some(next) = order.state.after(step.event) else {
        return;
    };
    order.state = next;
    for (known, told) in [
        (&mut order.order_id, &step.facts.order_id),
        (&mut order.iccid, &step.facts.iccid),
        (&mut order.subscription_id, &step.facts.subscription_id),
    ] {
        if known.is_none() {
            known.clone_from(told);
        }
    }
}
