//! An order of this run, with what only memory knows of it, and how it is shown.

use secrecy::SecretString;
use tokio::time::Instant;

use super::failure::{Failure, Words};
use super::noting::Step;
use super::plan::{Money, Plan};
use super::recovery::{Recovery, RecoveryView};
use super::view::{self, CustomerView, OrderView, TimelineEntryView};
use crate::activation::{Doubt, InstallCode};
use crate::book::{Customer, CustomerRecord, Order, OrderState};
use crate::connect::Start;

pub(super) struct Tracked {
    pub(super) order: Order,
    /// Also where the book may not keep it.
    pub(super) customer: Option<Customer>,
    pub(super) start: Option<Start>,
    pub(super) code: Option<InstallCode>,
    pub(super) doubt: Option<Doubt>,
    pub(super) voucher: Option<SecretString>,
    pub(super) trouble: Option<Failure>,
    pub(super) not_as_sold: bool,
    /// What the book did not take yet, oldest first.
    pub(super) unwritten: Vec<Step>,
    pub(super) recovery: Option<Recovery>,
    /// Since when the service does not know the order, or does not show it.
    pub(super) missing_since: Option<Instant>,
    pub(super) needs_person: bool,
}

impl Tracked {
    pub(super) fn new(order: Order) -> Tracked {
        let customer = match &order.customer {
            CustomerRecord::Known(customer) => Some(customer.clone()),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        };
        Tracked {
            order,
            customer,
            start: None,
            code: None,
            doubt: None,
            voucher: None,
            trouble: None,
            not_as_sold: false,
            unwritten: Vec::new(),
            recovery: None,
            missing_since: None,
            needs_person: false,
        }
    }

    pub(super) fn view(&self) -> OrderView {
        let order = &self.order;
        OrderView {
            key: order.key,
            plan: Plan::of_sold(&order.plan),
            customer: self.customer.as_ref().map(CustomerView::of),
            state: order.state,
            reference: order.reference.clone(),
            order_id: order.order_id.clone(),
            short: order.order_id.as_deref().map(view::short),
            suffix: view::suffix(order.order_id.as_deref(), &order.reference),
            iccid: order.iccid.clone(),
            created_at: order.created_at.to_string(),
            timeline: order.timeline.iter().map(TimelineEntryView::of).collect(),
            words: Words(order.words.clone()),
            guest_pays: order.guest_pays.as_ref().map(Money::of_pair),
            note: order.note.clone(),
            staff: order.staff.clone(),
            elsewhere: None,
            trouble: self.trouble.clone(),
            not_as_sold: self.not_as_sold,
            recovery: self.recovery_view(),
            needs_person: self.needs_person,
            settled_by: order.settled_by.clone(),
        }
    }

    pub(super) fn state(&self) -> OrderState {
        self.order.state
    }

    fn recovery_view(&self) -> Option<RecoveryView> {
        if self.state() != OrderState::Unconfirmed {
            return None;
        }
        let lost = self.order.timeline.iter().rev();
        let lost = lost.take_while(|moment| moment.state == OrderState::Unconfirmed);
        let since = lost
            .last()
            .map_or(self.order.created_at, |moment| moment.at);
        let recovery = self.recovery.as_ref()?;
        Some(recovery.view(since, self.customer.is_some()))
    }
}
