//! The rules of what becomes of an order when something happens to it, and of what is kept of what was told. Pure: who
//! else claims its eSIM is found by `sqlite::read`, and `record` makes the outcome durable.

use jiff::Timestamp;
use secrecy::SecretString;

use super::order::{Order, OrderFacts, Verdict};
use super::state::{OrderEvent, OrderState};
use crate::typed::same_sim;

impl Order {
    /// Its state after that event, where that can happen to it. What a person closed opens again only where it may turn up: of
    /// whatever else was said of it, that is the last word.
    pub fn after(&self, event: OrderEvent) -> Option<OrderState> {
        let is_barred = event == OrderEvent::TurnedUp && !self.may_turn_up();
        self.state.after(event).filter(|_| !is_barred)
    }
}

/// The state of an order after `event`, or `None` where that cannot happen to it. `is_claimed` where an order of the same
/// account already has an id of `facts`, which nobody knew before.
pub(super) fn next(
    before: &Order,
    event: OrderEvent,
    facts: &OrderFacts,
    is_claimed: bool,
) -> Option<OrderState> {
    let is_doubted = is_claimed || before.rival.is_some() || contradicts(before, facts);
    let event = match is_doubted {
        true => doubting(event),
        false => event,
    };
    let after = before.after(event)?;
    Some(match is_claimed {
        true => withheld(after),
        false => after,
    })
}

/// The state of an order whose eSIM another order claims as well. A person's verdict and a definite no stay.
pub(super) fn withheld(state: OrderState) -> OrderState {
    state.after(OrderEvent::CodeDoubted).unwrap_or(state)
}

/// No code is proved, and no plan seen, while somebody else claims the eSIM, or another one was told of.
fn doubting(event: OrderEvent) -> OrderEvent {
    match event {
        OrderEvent::CodeProved | OrderEvent::PlanAdded => OrderEvent::CodeDoubted,
        OrderEvent::NothingLeft
        | OrderEvent::Refused
        | OrderEvent::AnswerLost
        | OrderEvent::Accepted
        | OrderEvent::Preparing
        | OrderEvent::CodeDoubted
        | OrderEvent::Failed
        | OrderEvent::Found
        | OrderEvent::Settled
        | OrderEvent::TurnedUp
        | OrderEvent::CancelAsked
        | OrderEvent::NotCancelled
        | OrderEvent::Cancelled
        | OrderEvent::EsimCancelled => event,
    }
}

fn contradicts(order: &Order, facts: &OrderFacts) -> bool {
    let other_sim = match (&order.iccid, &facts.iccid) {
        (Some(known), Some(told)) => !same_sim(known, told),
        (None, _) | (_, None) => false,
    };
    other_sim
        || [
            (&order.order_id, &facts.order_id),
            (&order.subscription_id, &facts.subscription_id),
        ]
        .into_iter()
        .any(|(known, told)| known.is_some() && told.is_some() && known != told)
}

/// The verdict of a top-up whose eSIM came back, as a person says; `None` where there is nothing to come back.
pub(super) fn goes_along(top_up: &Order) -> Option<Verdict> {
    let with_it = top_up.state.after(OrderEvent::EsimCancelled).is_some();
    (with_it && top_up.may_be_charged()).then_some(Verdict::Refunded)
}

/// The verdict that a top-up has again once nobody says any more that its eSIM came back: the one that it had before, or, where
/// its plan was just seen on the SIM, that the customer has it. `None` where it did not go along, or somebody spoke of it since.
pub(super) fn before_it_went_along(top_up: &Order, esim: &Order) -> Option<Verdict> {
    let (went, _) = verdicts_of(esim).next()?;
    let mut of_it = verdicts_of(top_up);
    let is_still_along = top_up.state == OrderState::Settled
        && top_up.verdict == Some(Verdict::Refunded)
        && esim.verdict == Some(Verdict::Refunded)
        && of_it.next()?.0 == went;
    let before = of_it.next().map(|(_, verdict)| verdict);
    is_still_along.then_some(before.unwrap_or(Verdict::HandedOver))
}

/// What persons said of an order since it was last closed, and when, the newest first. What was said before it turned up is
/// not so any more, and what else befell it while it was closed is nobody's word.
fn verdicts_of(order: &Order) -> impl Iterator<Item = (Timestamp, Verdict)> {
    let entries = order.timeline.iter().rev();
    entries
        .take_while(|entry| entry.state == OrderState::Settled)
        .filter_map(|entry| Some((entry.at, Verdict::of_words(entry.detail.as_deref()?)?)))
}

/// Whether a step is worth a line: the timeline grows only with news, however often the service says the same.
pub(super) fn is_news(order: &Order, state: OrderState, detail: Option<&str>) -> bool {
    let said_before = order
        .timeline
        .iter()
        .rev()
        .find_map(|entry| entry.detail.as_deref());
    state != order.state || detail.is_some() && said_before != detail
}

/// What is new of some facts, and worth keeping.
#[derive(Debug, Default)]
pub(super) struct Kept<'f> {
    pub(super) order_id: Option<&'f str>,
    pub(super) iccid: Option<&'f str>,
    pub(super) subscription_id: Option<&'f str>,
    pub(super) settled_by: Option<&'f str>,
    pub(super) verdict: Option<Verdict>,
    pub(super) code: Option<&'f SecretString>,
    pub(super) voucher: Option<&'f SecretString>,
    pub(super) words: Option<&'f [String]>,
}

/// What to keep of `facts` for an order that now stands at `state`. What was known before stays.
pub(super) fn kept<'f>(before: &Order, state: OrderState, facts: &'f OrderFacts) -> Kept<'f> {
    let settled = state == OrderState::Settled;
    Kept {
        order_id: unless_known(&before.order_id, &facts.order_id),
        iccid: unless_known(&before.iccid, &facts.iccid),
        subscription_id: unless_known(&before.subscription_id, &facts.subscription_id),
        settled_by: facts.settled_by.as_deref().filter(|_| settled),
        verdict: facts.verdict.filter(|_| settled),
        // Only a proved code is worth keeping: a code in the book is one that may be shown.
        code: facts.code.as_ref().filter(|_| state.has_code()),
        voucher: facts.voucher.as_ref(),
        words: facts
            .words
            .as_deref()
            .filter(|words| *words != before.words),
    }
}

/// What to keep of `facts` for an order that a person settled before: a verdict, and who gave it.
pub(super) fn corrected(facts: &OrderFacts) -> Kept<'_> {
    Kept {
        settled_by: facts.settled_by.as_deref(),
        verdict: facts.verdict,
        ..Kept::default()
    }
}

fn unless_known<'f>(known: &Option<String>, told: &'f Option<String>) -> Option<&'f str> {
    match known {
        Some(_) => None,
        None => told.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::order::{
        AccountId, CustomerRecord, GuestNames, OrderKey, OrderKind, PlanSold, TimelineEntry,
    };

    fn order(state: OrderState) -> Order {
        Order {
            key: OrderKey(7),
            account: AccountId("desk".to_owned()),
            kind: OrderKind::NewEsim,
            plan: PlanSold::default(),
            customer: CustomerRecord::NotStored,
            reference: "r".to_owned(),
            known_subscriptions: None,
            state,
            order_id: None,
            iccid: Some("8944".to_owned()),
            subscription_id: None,
            staff: None,
            settled_by: None,
            verdict: None,
            guest_pays: None,
            note: None,
            line: None,
            instead_of: None,
            guest: GuestNames::default(),
            rival: None,
            refunded_at: None,
            shown_at: None,
            as_sold: None,
            words: Vec::new(),
            created_at: Timestamp::UNIX_EPOCH,
            timeline: Vec::new(),
        }
    }

    fn told(iccid: &str) -> OrderFacts {
        OrderFacts {
            iccid: Some(iccid.to_owned()),
            code: Some(SecretString::from("LPA:1$a$b")),
            ..OrderFacts::default()
        }
    }

    #[test]
    fn a_code_is_proved_only_where_nobody_doubts_the_esim() {
        let sound = order(OrderState::Preparing);
        let claimed_before = Order {
            rival: Some(OrderKey(3)),
            ..sound.clone()
        };
        for (before, iccid, is_claimed, expected) in [
            (&sound, "8944", false, OrderState::Ready),
            (&sound, "8945", false, OrderState::Withheld),
            (&sound, "8944", true, OrderState::Withheld),
            (&claimed_before, "8944", false, OrderState::Withheld),
        ] {
            let after = next(before, OrderEvent::CodeProved, &told(iccid), is_claimed);
            assert_eq!(after, Some(expected), "{iccid}, claimed: {is_claimed}");
        }
    }

    #[test]
    fn a_claim_withholds_whatever_the_event_but_no_verdict() {
        let accepted = order(OrderState::Accepted);
        let after = next(&accepted, OrderEvent::Preparing, &told("8944"), true);
        assert_eq!(after, Some(OrderState::Withheld));
        assert_eq!(withheld(OrderState::Settled), OrderState::Settled);
        assert_eq!(withheld(OrderState::Refused), OrderState::Refused);
    }

    #[test]
    fn only_a_change_or_another_detail_is_news() {
        let mut order = order(OrderState::Accepted);
        for detail in [Some("202"), None] {
            order.timeline.push(TimelineEntry {
                at: Timestamp::UNIX_EPOCH,
                state: OrderState::Accepted,
                detail: detail.map(str::to_owned),
            });
        }
        for (state, detail, expected) in [
            (OrderState::Accepted, None, false),
            (OrderState::Accepted, Some("202"), false),
            (OrderState::Accepted, Some("500"), true),
            (OrderState::Preparing, None, true),
        ] {
            assert_eq!(
                is_news(&order, state, detail),
                expected,
                "{state:?} {detail:?}"
            );
        }
    }

    #[test]
    fn what_is_known_stays_and_only_a_proved_code_is_kept() {
        let before = order(OrderState::Preparing);
        let facts = OrderFacts {
            order_id: Some("o-1".to_owned()),
            words: Some(Vec::new()),
            ..told("8945")
        };
        let ready = kept(&before, OrderState::Ready, &facts);
        assert_eq!((ready.order_id, ready.iccid), (Some("o-1"), None));
        assert!(ready.code.is_some(), "proved");
        assert_eq!(ready.words, None, "the same words again");
        let withheld = kept(&before, OrderState::Withheld, &facts);
        assert!(withheld.code.is_none(), "not proved");
    }
}
