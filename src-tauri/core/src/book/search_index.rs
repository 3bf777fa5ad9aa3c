//! What can be searched, in memory: every order's clear fields and, once opened, its customer's e-mail and name.
//! None of it is ever written anywhere (rulings 23).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::list::Filter;
use super::order::{AccountId, Customer, CustomerRecord, Order, OrderKey, PlanSold};
use super::state::OrderState;
use crate::typed::{fold, same_email, search_words};

/// An earlier sale to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    pub key: OrderKey,
    pub product_id: String,
    pub state: OrderState,
    pub at: Timestamp,
}

/// All orders as far as they can be searched.
#[derive(Default)]
pub(super) struct SearchIndex {
    entries: BTreeMap<OrderKey, Entry>,
    /// Whether the rows on disk were read.
    pub(super) loaded: bool,
}

/// One order.
pub(super) struct Entry {
    account: AccountId,
    at: Timestamp,
    state: OrderState,
    product_id: String,
    /// As [`fold`] makes it, one field a line: first the clear ones, behind them e-mail and name.
    text: String,
    /// How much of `text` is clear.
    clear: usize,
    /// As [`same_email`] makes it; `None` while closed, not stored or forgotten.
    email: Option<String>,
}

/// The clear fields of an order that are searched.
pub(super) struct Clear<'a> {
    pub(super) key: OrderKey,
    pub(super) account: &'a AccountId,
    pub(super) at: Timestamp,
    pub(super) state: OrderState,
    pub(super) plan: &'a PlanSold,
    pub(super) reference: &'a str,
    pub(super) order_id: Option<&'a str>,
    pub(super) iccid: Option<&'a str>,
    pub(super) note: Option<&'a str>,
}

impl Entry {
    pub(super) fn new(clear: &Clear<'_>) -> Self {
        let fields = [
            clear.plan.name.as_str(),
            clear.reference,
            clear.order_id.unwrap_or_default(),
            clear.iccid.unwrap_or_default(),
            clear.note.unwrap_or_default(),
        ]
        .join("\n");
        let text = format!("#{}\n{}\n", clear.key.0, fold(&fields));
        Self {
            account: clear.account.clone(),
            at: clear.at,
            state: clear.state,
            product_id: clear.plan.product_id.clone(),
            clear: text.len(),
            text,
            email: None,
        }
    }

    fn open(&mut self, customer: &Customer) {
        self.close();
        self.email = Some(same_email(&customer.email));
        let names = [&customer.email, &customer.first_name, &customer.last_name];
        for name in names {
            self.text.push_str(&fold(name));
            self.text.push('\n');
        }
    }

    /// Who bought an order stays open over its changes.
    fn open_like(&mut self, before: Entry) {
        self.text.push_str(&before.text[before.clear..]);
        self.email = before.email;
    }

    fn close(&mut self) {
        self.email = None;
        self.text.truncate(self.clear);
    }

    fn fits(&self, filter: &Filter) -> bool {
        (filter.states.is_empty() || filter.states.contains(&self.state))
            && (filter.or_open && self.state.is_open()
                || filter.from.is_none_or(|from| self.at >= from)
                    && filter.until.is_none_or(|until| self.at < until))
            && filter
                .account
                .as_ref()
                .is_none_or(|account| *account == self.account)
    }
}

impl SearchIndex {
    /// Takes in an order as it now is. `customer` is given where it is known though it could not be stored.
    pub(super) fn note(&mut self, order: &Order, customer: Option<&Customer>) {
        let mut entry = Entry::new(&Clear {
            key: order.key,
            account: &order.account,
            at: order.created_at,
            state: order.state,
            plan: &order.plan,
            reference: &order.reference,
            order_id: order.order_id.as_deref(),
            iccid: order.iccid.as_deref(),
            note: order.note.as_deref(),
        });
        let stored = match &order.customer {
            CustomerRecord::Known(customer) => Some(customer),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        };
        if let Some(customer) = customer.or(stored) {
            entry.open(customer);
        } else if let Some(before) = self.entries.remove(&order.key) {
            entry.open_like(before);
        }
        self.entries.insert(order.key, entry);
    }

    /// Takes in what was read from disk. Orders that changed since are already here, and stay.
    pub(super) fn load(&mut self, entries: Vec<(OrderKey, Entry)>) {
        for (key, entry) in entries {
            self.entries.entry(key).or_insert(entry);
        }
        self.loaded = true;
    }

    /// Takes in opened customers.
    pub(super) fn open(&mut self, customers: &[(OrderKey, Customer)]) {
        for (key, customer) in customers {
            if let Some(entry) = self.entries.get_mut(key) {
                entry.open(customer);
            }
        }
    }

    /// Forgets who bought these.
    pub(super) fn close(&mut self, keys: &[OrderKey]) {
        for key in keys {
            if let Some(entry) = self.entries.get_mut(key) {
                entry.close();
            }
        }
    }

    /// The orders that hold every word of `text`, newest first.
    pub(super) fn search(&self, text: &str, filter: &Filter) -> Vec<OrderKey> {
        let words = search_words(text);
        self.entries
            .iter()
            .rev()
            .filter(|(_, entry)| {
                entry.fits(filter) && words.iter().all(|word| entry.text.contains(word.as_str()))
            })
            .map(|(key, _)| *key)
            .collect()
    }

    /// The sales to an e-mail address, newest first.
    pub(super) fn sales_to(&self, account: &AccountId, email: &str) -> Vec<Sale> {
        let email = same_email(email);
        self.entries
            .iter()
            .rev()
            .filter(|(_, entry)| entry.account == *account && entry.email.as_ref() == Some(&email))
            .map(|(key, entry)| Sale {
                key: *key,
                product_id: entry.product_id.clone(),
                state: entry.state,
                at: entry.at,
            })
            .collect()
    }
}
