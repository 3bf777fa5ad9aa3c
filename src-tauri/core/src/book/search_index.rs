//! What can be searched, in memory: every order's clear fields and, once opened, its customer's e-mail and name.
//! None of it is ever written anywhere (rulings 23).
//!
//! All orders are held while people search. Otherwise only those are that a sale asks about, so that a desk which sells for a
//! year holds no more than it did in its first week.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use super::list::Filter;
use super::order::{
    AccountId, Customer, CustomerRecord, Order, OrderKey, OrderKind, PlanSold, Verdict,
    may_be_charged,
};
use super::profiles::Profiles;
use super::state::OrderState;
use crate::typed::{comparable_email, fold};

/// How long the same sale again is asked about, whatever became of the first (rulings 12).
pub(super) const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// More sales to one address than these are not made in the ten minutes that a sale asks about.
const NEWEST: usize = 500;

/// So many orders are looked through before whoever writes has a turn.
const LOT: usize = 1000;

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

/// The orders that are held, as far as they can be searched.
#[derive(Default)]
pub(super) struct SearchIndex {
    entries: BTreeMap<OrderKey, Entry>,
    /// The orders of each e-mail address, as [`comparable_email`]: a sale asks for them, and must not look through all.
    by_email: HashMap<String, BTreeSet<OrderKey>>,
    /// Those of which it is not known what they bought.
    undecided: BTreeSet<OrderKey>,
    /// The profiles of all codes: no two eSIMs have the same.
    pub(super) profiles: Profiles,
    /// With which keys the stored codes were read: their count (`Book::keys_to_open_with`).
    pub(super) codes_noted: Option<u64>,
    /// Whether the rows on disk were read.
    pub(super) loaded: bool,
    /// Whether only what a sale asks about is held; otherwise every order is to be, read from disk or not yet.
    pub(super) partial: bool,
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
    /// Whether the disk lacks who bought it, because there was no key: only this memory has it, and never lets it go.
    unsealed: bool,
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
            unsealed: false,
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
        self.unsealed = before.unsealed;
    }

    fn close(&mut self) {
        self.email = None;
        self.typed = None;
        self.unsealed = false;
        self.text.truncate(self.clear);
    }

    /// Whether a sale may ask about it, or nothing else has it.
    fn stays(&self, now: Timestamp) -> bool {
        // A clock that was set back makes orders of the future; they count as recent.
        self.unsealed || self.state.is_undecided() || now.duration_since(self.at) < RECENT
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
    pub(super) fn note(&mut self, order: &Order, customer: Option<&Customer>, now: Timestamp) {
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
            entry.unsealed = stored.is_none();
        } else if let Some(before) = before {
            entry.open_like(before);
        }
        self.put(order.key, entry);
        if self.partial {
            self.shed(now);
        }
    }

    /// Lets go of everything but what a sale asks about, and gives it back: to be dropped once nobody waits for the index.
    pub(super) fn let_go(&mut self, now: Timestamp) -> impl Sized + use<> {
        self.partial = true;
        self.loaded = false;
        // Emptied maps keep their room.
        self.undecided = BTreeSet::new();
        let by_email = std::mem::take(&mut self.by_email);
        let all = std::mem::take(&mut self.entries);
        let (stays, goes) = all
            .into_iter()
            .partition::<Vec<_>, _>(|(_, entry)| entry.stays(now));
        for (key, entry) in stays {
            self.put(key, entry);
        }
        (by_email, goes)
    }

    fn shed(&mut self, now: Timestamp) {
        let over = self.entries.iter().filter(|(_, entry)| !entry.stays(now));
        for key in over.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.take(key);
        }
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

    /// Takes in some of what was read from disk. Orders that changed since are already here, and stay.
    pub(super) fn load(&mut self, entries: impl Iterator<Item = (OrderKey, Entry)>) {
        for (key, entry) in entries {
            if !self.entries.contains_key(&key) {
                self.put(key, entry);
            }
        }
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

    /// The orders below that number which hold every word, newest first, among the next [`LOT`]; and where to go on.
    pub(super) fn search(
        &self,
        words: &[String],
        filter: &Filter,
        below: OrderKey,
        found: &mut Vec<OrderKey>,
    ) -> Option<OrderKey> {
        let mut last = None;
        for (key, entry) in self.entries.range(..below).rev().take(LOT) {
            let holds = |word: &String| entry.text.contains(word.as_str());
            if entry.fits(*key, filter) && words.iter().all(holds) {
                found.push(*key);
            }
            last = Some(*key);
        }
        last
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
