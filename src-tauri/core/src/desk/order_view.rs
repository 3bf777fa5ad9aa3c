//! An order as the window shows it: facts, no words.

use serde::Serialize;

use super::model::{Failure, Money, Phone, Plan, Words, short, suffix};
use super::orders::LiveOrder;
use super::recovery::{Recovery, RecoveryView};
use crate::book::{Customer, LineKey, OrderKey, OrderKind, OrderState, TimelineEntry, Verdict};

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    pub key: OrderKey,
    pub kind: OrderKind,
    pub plan: Plan,
    pub customer: Option<CustomerView>,
    pub state: OrderState,
    /// The correlation id of the order: what the provider's support asks for.
    pub reference: String,
    pub order_id: Option<String>,
    /// What people read out: the first eight characters of the order number.
    pub short: Option<String>,
    /// The last four characters of the order number, by which staff and customer see that a screen or a slip is theirs
    /// (rulings 27). An order without a number takes them from its reference.
    pub suffix: String,
    pub iccid: Option<String>,
    /// The line of a group that it was bought for.
    pub line: Option<LineKey>,
    /// Its eSIM may take another plan; whether it does, the service says when it is asked.
    pub takes_top_ups: bool,
    /// It made an eSIM that may be given back; whether the service takes it, that says when it is asked.
    pub may_be_given_back: bool,
    /// It was to be given back some minutes ago, and its SIM was seen as it was ever since. Where a person is asked and this is
    /// not so, nobody knows whether it was.
    pub still_there: bool,
    /// Why it was not given back when somebody wanted it.
    pub not_given_back: Option<Failure>,
    /// When the money came back.
    pub refunded_at: Option<String>,
    pub created_at: String,
    pub timeline: Vec<TimelineEntryView>,
    /// The service's own words, to copy for support.
    #[specta(type = Vec<String>)]
    pub words: Words,
    pub guest_pays: Option<Money>,
    /// Room, receipt or the like.
    pub note: Option<String>,
    /// The account it was sold with, where that is not the one in use: no answer changes it (rulings 2).
    pub other_account: Option<String>,
    /// Who sold it.
    pub staff: Option<String>,
    /// Why it was refused or not sent, or what holds up following it just now.
    pub trouble: Option<Failure>,
    /// The subscription is not what was sold: tell the staff before the guest leaves (rulings 10).
    pub not_as_sold: bool,
    /// Only while the order is [`OrderState::Unconfirmed`].
    pub recovery: Option<RecoveryView>,
    /// Waiting does not help any more, or not surely: a person has to see to it (rulings 15, 38).
    pub needs_person: bool,
    /// The same can be ordered once more as it was typed; else the form is to be filled in again.
    pub can_be_ordered_again: bool,
    /// A person may close the case, or correct what was said of it earlier today.
    pub may_be_closed: bool,
    /// What became of it, as a person found out.
    pub verdict: Option<Verdict>,
    /// Who gave the verdict on a settled order.
    pub settled_by: Option<String>,
}

#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<Phone>,
    pub eid_given: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TimelineEntryView {
    pub at: String,
    pub state: OrderState,
    /// A short machine word, such as `406 UNACCEPTABLE`.
    pub detail: Option<String>,
}

impl OrderView {
    /// As memory has it, without what is known of the search for it.
    pub(in crate::desk) fn of(live: &LiveOrder) -> OrderView {
        let order = live.order();
        OrderView {
            key: order.key,
            kind: order.kind,
            plan: Plan::of_sold(&order.plan),
            customer: live.customer().map(CustomerView::of),
            state: order.state,
            reference: order.reference.clone(),
            order_id: order.order_id.clone(),
            short: order.order_id.as_deref().map(short),
            suffix: suffix(order.order_id.as_deref(), &order.reference),
            iccid: order.iccid.clone(),
            line: order.line,
            takes_top_ups: order.iccid.is_some()
                && order.rival.is_none()
                && order.state.may_be_topped_up()
                && !order.state.takes_no_plans(),
            may_be_given_back: order.kind == OrderKind::NewEsim
                && order.iccid.is_some()
                && order.rival.is_none()
                && order.state.may_be_cancelled(),
            still_there: live.is_still_there(),
            not_given_back: live.not_given_back().cloned(),
            refunded_at: order.refunded_at.map(|at| at.to_string()),
            created_at: order.created_at.to_string(),
            timeline: order.timeline.iter().map(TimelineEntryView::of).collect(),
            words: Words(order.words.clone()),
            guest_pays: order.guest_pays.as_ref().map(Money::of_pair),
            note: order.note.clone(),
            staff: order.staff.clone(),
            other_account: None,
            trouble: live.trouble().cloned(),
            not_as_sold: live.is_not_as_sold(),
            recovery: None,
            needs_person: live.needs_person(),
            can_be_ordered_again: live.can_be_ordered_again(),
            may_be_closed: live.may_be_closed(),
            verdict: order.verdict,
            settled_by: order.settled_by.clone(),
        }
    }

    /// The same with what is known of the search for it, where its answer was lost.
    pub(in crate::desk) fn with_search(self, recovery: &Recovery) -> OrderView {
        if self.state != OrderState::Unconfirmed {
            return self;
        }
        let since = self.lost_since();
        let needs_email = self.kind == OrderKind::NewEsim && self.customer.is_none();
        let recovery = recovery.view(self.key, since, !needs_email);
        OrderView { recovery, ..self }
    }

    /// When the answer was lost: where the last run of `Unconfirmed` in its timeline begins.
    fn lost_since(&self) -> String {
        let entries = self.timeline.iter().rev();
        let lost = entries.take_while(|entry| entry.state == OrderState::Unconfirmed);
        lost.last()
            .map_or_else(|| self.created_at.clone(), |entry| entry.at.clone())
    }
}

impl std::fmt::Debug for CustomerView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CustomerView([redacted])")
    }
}

impl CustomerView {
    fn of(customer: &Customer) -> CustomerView {
        CustomerView {
            email: customer.email.clone(),
            first_name: customer.first_name.clone(),
            last_name: customer.last_name.clone(),
            phone: Phone::from_name(&customer.phone),
            eid_given: !customer.eid.is_empty(),
        }
    }
}

impl TimelineEntryView {
    fn of(entry: &TimelineEntry) -> TimelineEntryView {
        TimelineEntryView {
            at: entry.at.to_string(),
            state: entry.state,
            detail: entry.detail.clone(),
        }
    }
}
