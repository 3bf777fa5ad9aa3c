//! What can be searched, in memory: every order's clear fields and, once opened, its customer's e-mail and name.
//! None of it is ever written anywhere (rulings 23).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;

use super::list::Filter;
use super::order::{
    AccountId, Customer, CustomerRecord, Order, OrderKey, OrderKind, PlanSold, Verdict,
    may_be_charged,
};
use super::state::OrderState;
use crate::typed::{comparable_email, fold, search_words};

/// More sales to one address than these are not made in the ten minutes that a sale asks about.
const NEWEST: usize = 500;

/// An earlier sale to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    pub key: OrderKey,
    pub product_id: String,
    pub state: OrderState,
    pub verdict: Option<Verdict>,
    pub at: Timestamp,
}

impl Sale {
    /// Whether the service may charge for it, as far as the program or a person knows.
    pub fn may_be_charged(&self) -> bool {
        may_be_charged(self.state, self.verdict)
    }
}

/// All orders as far as they can be searched.
#[derive(Default)]
pub(super) struct SearchIndex {
    entries: BTreeMap<OrderKey, Entry>,
    /// The orders of each e-mail address, as [`comparable_email`]: a sale asks for them, and must not look through all.
    by_email: HashMap<String, BTreeSet<OrderKey>>,
    /// Those of which it is not known what they bought.
    undecided: BTreeSet<OrderKey>,
    /// Whose code has which profile, as a hash with a key of this run: no two eSIMs have the same.
    profiles: HashMap<u64, OrderKey>,
    hasher: RandomState,
    /// With which keys the stored codes were read: their count (`Book::keys_to_open_with`).
    pub(super) codes_noted: Option<u64>,
    /// Whether the rows on disk were read.
    pub(super) loaded: bool,
}

/// One order.
pub(super) struct Entry {
    account: AccountId,
    at: Timestamp,
    state: OrderState,
    verdict: Option<Verdict>,
    kind: OrderKind,
    refunded_at: Option<Timestamp>,
    product_id: String,
    /// As [`fold`] makes it, one field a line: first the clear ones, behind them e-mail and name.
    text: String,
    /// How much of `text` is clear.
    clear: usize,
    /// As [`comparable_email`] makes it; `None` while closed, not stored or forgotten.
    email: Option<String>,
    /// As it was typed, where that is another text.
    typed: Option<Box<str>>,
}

/// The clear fields of an order that are searched.
pub(super) struct Clear<'a> {
    pub(super) key: OrderKey,
    pub(super) account: &'a AccountId,
    pub(super) at: Timestamp,
    pub(super) state: OrderState,
    pub(super) verdict: Option<Verdict>,
    pub(super) kind: OrderKind,
    pub(super) refunded_at: Option<Timestamp>,
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
            verdict: clear.verdict,
            kind: clear.kind,
            refunded_at: clear.refunded_at,
            product_id: clear.plan.product_id.clone(),
            clear: text.len(),
            text,
            email: None,
            typed: None,
        }
    }

    fn open(&mut self, customer: &Customer) {
        self.close();
        let email = comparable_email(&customer.email);
        self.typed = (email != customer.email).then(|| customer.email.as_str().into());
        self.email = Some(email);
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
        self.typed = before.typed;
    }

    fn close(&mut self) {
        self.email = None;
        self.typed = None;
        self.text.truncate(self.clear);
    }

    fn sale(&self, key: OrderKey) -> Sale {
        Sale {
            key,
            product_id: self.product_id.clone(),
            state: self.state,
            verdict: self.verdict,
            at: self.at,
        }
    }

    fn fits(&self, key: OrderKey, filter: &Filter) -> bool {
        (filter.states.is_empty()
            || filter.states.contains(&self.state)
            || filter.or_these.contains(&key))
            && (filter.verdicts.is_empty()
                || self.state != OrderState::Settled
                || self
                    .verdict
                    .is_some_and(|verdict| filter.verdicts.contains(&verdict)))
            && (filter.or_open && self.state.is_open()
                || filter.is_within(self.at)
                || filter.or_refunded && self.refunded_at.is_some_and(|at| filter.is_within(at)))
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
            verdict: order.verdict,
            kind: order.kind,
            refunded_at: order.refunded_at,
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
        let before = self.take(order.key);
        if let Some(customer) = customer.or(stored) {
            entry.open(customer);
        } else if let Some(before) = before {
            entry.open_like(before);
        }
        self.put(order.key, entry);
    }

    fn put(&mut self, key: OrderKey, entry: Entry) {
        if let Some(email) = &entry.email {
            list(&mut self.by_email, email, key);
        }
        if entry.state.is_undecided() {
            self.undecided.insert(key);
        }
        self.entries.insert(key, entry);
    }

    fn take(&mut self, key: OrderKey) -> Option<Entry> {
        let entry = self.entries.remove(&key)?;
        self.undecided.remove(&key);
        if let Some(email) = &entry.email {
            unlist(&mut self.by_email, email, key);
        }
        Some(entry)
    }

    /// Takes in what was read from disk. Orders that changed since are already here, and stay.
    pub(super) fn load(&mut self, entries: Vec<(OrderKey, Entry)>) {
        for (key, entry) in entries {
            if !self.entries.contains_key(&key) {
                self.put(key, entry);
            }
        }
        self.loaded = true;
    }

    /// Takes in opened customers.
    pub(super) fn open(&mut self, customers: &[(OrderKey, Customer)]) {
        for (key, customer) in customers {
            if let Some(mut entry) = self.take(*key) {
                entry.open(customer);
                self.put(*key, entry);
            }
        }
    }

    /// Forgets who bought these.
    pub(super) fn close(&mut self, keys: &[OrderKey]) {
        for key in keys {
            if let Some(mut entry) = self.take(*key) {
                entry.close();
                self.put(*key, entry);
            }
        }
    }

    /// Notes whose code that is. Who had it first keeps it.
    pub(super) fn note_code(&mut self, key: OrderKey, code: &str) {
        let Some(entry) = self.entries.get(&key) else {
            return;
        };
        let profile = self.profile(&entry.account, code);
        self.profiles.entry(profile).or_insert(key);
    }

    /// Another order of the account whose code has the same profile.
    pub(super) fn rival_of_code(
        &self,
        account: &AccountId,
        key: OrderKey,
        code: &str,
    ) -> Option<OrderKey> {
        let owner = self.profiles.get(&self.profile(account, code)).copied();
        owner.filter(|owner| *owner != key)
    }

    /// Server and matching id of an install code.
    fn profile(&self, account: &AccountId, code: &str) -> u64 {
        let mut parts = code.split('$').skip(1);
        let server = parts.next().unwrap_or_default().to_lowercase();
        self.hasher
            .hash_one((account, server, parts.next().unwrap_or(code)))
    }

    /// The orders that hold every word of `text`, newest first.
    pub(super) fn search(&self, text: &str, filter: &Filter) -> Vec<OrderKey> {
        let words = search_words(text);
        self.entries
            .iter()
            .rev()
            .filter(|(key, entry)| {
                entry.fits(**key, filter)
                    && words.iter().all(|word| entry.text.contains(word.as_str()))
            })
            .map(|(key, _)| *key)
            .collect()
    }

    /// The sales to an e-mail address, newest first.
    pub(super) fn sales_to<'a>(
        &'a self,
        account: &'a AccountId,
        email: &str,
    ) -> impl Iterator<Item = Sale> + 'a {
        self.of_email(account, email)
            .map(|(key, entry)| entry.sale(key))
    }

    /// The sales to an e-mail address that are undecided, and the newest [`NEWEST`] whatever became of them.
    pub(super) fn undecided_or_newest(&self, account: &AccountId, email: &str) -> Vec<Sale> {
        let comparable = comparable_email(email);
        let newest = self.sales_to(account, email).take(NEWEST);
        let mut sales: Vec<Sale> = newest.collect();
        let undecided = self.undecided.iter().filter_map(|key| {
            let entry = self.entries.get(key)?;
            let theirs = entry.account == *account && entry.email.as_ref() == Some(&comparable);
            let theirs = theirs && entry.kind == OrderKind::NewEsim;
            theirs.then(|| entry.sale(*key))
        });
        for sale in undecided {
            if !sales.iter().any(|known| known.key == sale.key) {
                sales.push(sale);
            }
        }
        sales
    }

    /// The other ways in which that e-mail address was typed.
    pub(super) fn spellings_of(&self, account: &AccountId, email: &str) -> Vec<String> {
        let typed = self.of_email(account, email);
        let typed = typed.map(|(_, entry)| match &entry.typed {
            Some(typed) => typed.to_string(),
            None => comparable_email(email),
        });
        let others: BTreeSet<String> = typed.filter(|typed| typed != email).collect();
        others.into_iter().collect()
    }

    fn of_email<'a>(
        &'a self,
        account: &'a AccountId,
        email: &str,
    ) -> impl Iterator<Item = (OrderKey, &'a Entry)> + 'a {
        let keys = self.by_email.get(&comparable_email(email));
        keys.into_iter()
            .flat_map(|keys| keys.iter().rev())
            .filter_map(|key| Some((*key, self.entries.get(key)?)))
            // Whoever tops up buys no eSIM, and is known by the SIM.
            .filter(|(_, entry)| entry.account == *account && entry.kind == OrderKind::NewEsim)
    }
}

fn list(by_email: &mut HashMap<String, BTreeSet<OrderKey>>, email: &str, key: OrderKey) {
    match by_email.get_mut(email) {
        Some(keys) => {
            keys.insert(key);
        }
        None => {
            by_email.insert(email.to_owned(), BTreeSet::from([key]));
        }
    }
}

fn unlist(by_email: &mut HashMap<String, BTreeSet<OrderKey>>, email: &str, key: OrderKey) {
    if let Some(keys) = by_email.get_mut(email) {
        keys.remove(&key);
        if keys.is_empty() {
            by_email.remove(email);
        }
    }
}
