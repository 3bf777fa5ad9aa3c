//! The orders of this run, with what only memory knows of them.
//!
//! No lock and no disk here: `Orders` keeps them behind its own.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::time::Instant;

use crate::activation::{Doubt, InstallCode};
use crate::book::{
    AccountId, Customer, CustomerRecord, GuestNames, Month, Order, OrderEvent, OrderFacts,
    OrderKey, OrderState, Sale,
};
use crate::connect::Start;
use crate::desk::model::Failure;
use crate::typed::same_email;

/// One thing that happened to an order.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) event: OrderEvent,
    pub(super) facts: OrderFacts,
    pub(super) at: Timestamp,
}

/// An open order, or one of this run.
pub(in crate::desk) struct LiveOrder {
    pub(in crate::desk) order: Order,
    /// Also where the book may not keep it.
    pub(in crate::desk) customer: Option<Customer>,
    /// When the plan begins, of an order that was sold in this run.
    pub(in crate::desk) start: Option<Start>,
    pub(in crate::desk) code: Option<InstallCode>,
    pub(in crate::desk) doubt: Option<Doubt>,
    pub(in crate::desk) voucher: Option<SecretString>,
    /// What holds it up just now.
    pub(in crate::desk) trouble: Option<Failure>,
    pub(in crate::desk) not_as_sold: bool,
    /// What the book did not take yet, oldest first.
    pub(super) unwritten: Vec<Step>,
    /// Since when the service does not know the order, or does not show it.
    pub(in crate::desk) missing_since: Option<Instant>,
    pub(in crate::desk) needs_person: bool,
}

impl LiveOrder {
    pub(in crate::desk) fn new(order: Order) -> LiveOrder {
        let customer = match &order.customer {
            CustomerRecord::Known(customer) => Some(customer.clone()),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        };
        LiveOrder {
            order,
            customer,
            start: None,
            code: None,
            doubt: None,
            voucher: None,
            trouble: None,
            not_as_sold: false,
            unwritten: Vec::new(),
            missing_since: None,
            needs_person: false,
        }
    }

    /// The same with the customer that was just typed, whom the book may not be able to keep.
    pub(in crate::desk) fn with_customer(self, customer: Customer) -> LiveOrder {
        LiveOrder {
            customer: Some(customer),
            ..self
        }
    }

    pub(in crate::desk) fn key(&self) -> OrderKey {
        self.order.key
    }

    pub(in crate::desk) fn state(&self) -> OrderState {
        self.order.state
    }

    /// Whether the book did not take the latest of it.
    pub(in crate::desk) fn is_ahead_of_the_book(&self) -> bool {
        !self.unwritten.is_empty()
    }

    /// The order as the book now has it.
    pub(super) fn take_row(&mut self, order: Order) {
        // The guest may have chosen what the book did not take.
        let guest = std::mem::take(&mut self.order.guest);
        self.order = Order { guest, ..order };
    }

    fn is_of(&self, email: &str) -> bool {
        self.customer
            .as_ref()
            .is_some_and(|customer| same_email(&customer.email) == same_email(email))
    }

    /// The customer was forgotten: memory forgets them too.
    pub(super) fn forget_customer(&mut self) {
        self.customer = None;
        self.code = None;
        self.voucher = None;
        self.order.customer = CustomerRecord::Forgotten;
        self.order.words.clear();
        self.order.guest = GuestNames::default();
    }
}

/// All of them, oldest first.
#[derive(Default)]
pub(in crate::desk) struct LiveOrders(BTreeMap<OrderKey, LiveOrder>);

impl LiveOrders {
    pub(in crate::desk) fn get(&self, key: OrderKey) -> Option<&LiveOrder> {
        self.0.get(&key)
    }

    pub(in crate::desk) fn iter(&self) -> impl DoubleEndedIterator<Item = &LiveOrder> {
        self.0.values()
    }

    /// The orders of one account. Those of others are not shown while it is in use, and no answer changes them (rulings 2).
    pub(in crate::desk) fn of(
        &self,
        account: Option<&AccountId>,
    ) -> impl DoubleEndedIterator<Item = &LiveOrder> {
        self.iter()
            .filter(move |live| account == Some(&live.order.account))
    }

    /// The sales to an e-mail address, also those whose customer the book was not allowed to keep.
    pub(in crate::desk) fn sales_to(&self, account: &AccountId, email: &str) -> Vec<Sale> {
        self.of(Some(account))
            .filter(|live| live.is_of(email))
            .map(|live| Sale {
                key: live.key(),
                product_id: live.order.plan.product_id.clone(),
                state: live.state(),
                at: live.order.created_at,
            })
            .collect()
    }

    pub(super) fn get_mut(&mut self, key: OrderKey) -> Option<&mut LiveOrder> {
        self.0.get_mut(&key)
    }

    /// Adds an order that was just written. Should a rebuilt book have given its key a second time, it is the newer one's.
    pub(super) fn insert(&mut self, live: LiveOrder) {
        self.0.insert(live.key(), live);
    }

    /// Adds an order, unless memory knows it already, and then better.
    pub(super) fn insert_new(&mut self, live: LiveOrder) {
        self.0.entry(live.key()).or_insert(live);
    }

    pub(super) fn forget_customers(&mut self, months: &[Month]) {
        let gone = self.0.values_mut().filter(|live| {
            months.contains(&Month::of(live.order.created_at)) && !live.state().is_open()
        });
        gone.for_each(LiveOrder::forget_customer);
    }
}
