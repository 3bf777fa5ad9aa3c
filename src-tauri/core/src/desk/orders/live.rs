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
use crate::desk::model::{Failure, same_email};

/// So many orders that are over stay in memory, and with that in every snapshot.
const OVER_KEPT: usize = 100;

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

    /// Whether nothing of it is still to be found out or to be written.
    fn is_over(&self) -> bool {
        !self.state().is_open() && !self.is_ahead_of_the_book()
    }

    fn is_closed(&self) -> bool {
        self.order.customer == CustomerRecord::Closed
    }

    /// The keys came: this is the same order with its customer. A customer who was typed in this run is known already.
    pub(super) fn open_with(&mut self, order: Order) {
        if let CustomerRecord::Known(customer) = &order.customer
            && self.is_closed()
        {
            self.customer.get_or_insert_with(|| customer.clone());
            self.order.customer = order.customer;
            self.order.words = order.words;
        }
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

    /// Adds an order, unless memory knows it already, and then better. What is long over leaves in its place: it is in the
    /// book, and asked for when somebody wants to see it.
    pub(super) fn insert_new(&mut self, live: LiveOrder) {
        self.0.entry(live.key()).or_insert(live);
        let over = self.0.values().rev().filter(|live| live.is_over());
        let gone: Vec<OrderKey> = over.skip(OVER_KEPT).map(LiveOrder::key).collect();
        for key in gone {
            self.0.remove(&key);
        }
    }

    /// The orders whose customer the book has and could not open.
    pub(super) fn closed(&self) -> Vec<OrderKey> {
        let closed = self.iter().filter(|live| live.is_closed());
        closed.map(LiveOrder::key).collect()
    }

    pub(super) fn forget_customers(&mut self, months: &[Month]) {
        let gone = self.0.values_mut().filter(|live| {
            months.contains(&Month::of(live.order.created_at)) && !live.state().is_open()
        });
        gone.for_each(LiveOrder::forget_customer);
    }
}
