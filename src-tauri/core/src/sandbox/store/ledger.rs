//! The service's own record of what was ordered: orders with their subscriptions, and SIMs.
//!
//! Kept in memory and, if asked for, in a file of JSON lines: each line is the newest version of one record, so a change
//! is one short append. The file is rewritten without its history at each start, by way of a second file and a rename.
//! It is not synced to the disk: it must outlive the app, not a power cut. Not in it: customers' names and phones, which
//! nobody reads back, and anything about requests.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use super::status::OrderStatus;
use super::{
    delays::{self, Delays},
    plan::SimType,
    subscription::Subscription,
};
use crate::files::{self, private};
use crate::sandbox::faults::Fate;

/// An order, with the plan it bought. Deliberately without `Debug`: it holds an e-mail address and a code.
#[derive(Clone, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: Uuid,
    /// When it was accepted.
    pub created: Timestamp,
    /// From when on it is `FULFILLING`.
    pub fulfilling: Timestamp,
    /// From when on it is over.
    pub done: Timestamp,
    /// From when on it is called failed until then.
    #[serde(default)]
    pub failed_first: Option<Timestamp>,
    /// What becomes of it.
    pub fate: Fate,
    /// `ACTIVATION`, or `TOPUP`.
    pub operation: Operation,
    /// Kind of SIM.
    pub sim_type: SimType,
    /// The customer's e-mail address, as it was sent.
    pub email: Option<String>,
    /// What the customer paid and in which currency, where it was sent.
    pub sold_price: Option<(String, String)>,
    /// The request's `X-Correlation-ID`.
    pub correlation_id: Option<String>,
    /// The SIM it is for.
    pub iccid: String,
    /// The SIM's matching id; only a new eSIM has one.
    pub matching_id: Option<String>,
    /// Another matching id, for answers that are meant to contradict themselves.
    pub other_matching_id: String,
    /// Voucher code, if the service gives one.
    pub voucher: Option<String>,
    /// The plan it bought; it exists once the order is completed, sooner or later by its delays.
    pub subscription: Subscription,
    /// When its parts are to be had.
    #[serde(default)]
    pub delays: Delays,
    /// The word it ends with instead of `COMPLETED`.
    #[serde(default)]
    pub last_word: Option<String>,
    /// It ends without anything having been made for it.
    #[serde(default)]
    pub without_output: bool,
    /// Its SIM is never found.
    #[serde(default)]
    pub lost_sim: bool,
}

/// What an order asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Operation {
    /// A new SIM with its first plan.
    Activation,
    /// Another plan on a SIM.
    Topup,
}

impl Order {
    /// Where the order stands at a moment.
    pub fn status(&self, now: Timestamp) -> OrderStatus {
        if now < self.fulfilling {
            return OrderStatus::Accepted;
        }
        if now < self.done && self.failed_first.is_some_and(|from| from <= now) {
            return OrderStatus::Failed;
        }
        if now < self.done || self.fate == Fate::Stalls {
            return OrderStatus::Fulfilling;
        }
        if self.fate == Fate::Fails {
            return OrderStatus::Failed;
        }
        OrderStatus::Completed
    }

    /// The status as the service spells it for this order.
    pub(in crate::sandbox) fn word(&self, now: Timestamp) -> &str {
        match (self.status(now), &self.last_word) {
            (OrderStatus::Completed, Some(word)) => word,
            (status, _) => status.word(),
        }
    }

    /// Whether the order shows what was made for it.
    pub(in crate::sandbox) fn has_output(&self, now: Timestamp) -> bool {
        self.status(now) == OrderStatus::Completed && self.has(self.delays.output_millis, now)
    }

    fn has_sim(&self, now: Timestamp) -> bool {
        !self.lost_sim && self.has(self.delays.sim_millis, now)
    }

    fn has_subscription(&self, now: Timestamp) -> bool {
        self.has(self.delays.subscription_millis, now)
    }

    /// When the subscription was made, whenever it is listed.
    pub(in crate::sandbox) fn subscribed(&self) -> Timestamp {
        delays::later(self.done, self.delays.subscription_millis.min(0)).max(self.created)
    }

    /// Whether a part is there that comes so long after the order is completed, but never before the order itself.
    fn has(&self, millis: i64, now: Timestamp) -> bool {
        let made = !self.without_output && !matches!(self.fate, Fate::Fails | Fate::Stalls);
        made && now >= delays::later(self.done, millis).max(self.created)
    }
}

/// A SIM. Deliberately without `Debug`: it holds a code.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sim {
    /// Its number.
    pub iccid: String,
    /// Kind.
    pub sim_type: SimType,
    /// Where it stands.
    pub state: SimState,
    /// Its matching id; plastic ones have none.
    pub matching_id: Option<String>,
    /// The eUICC it is bound to, or was installed on.
    pub eid: Option<String>,
    /// When its state changed last.
    pub modified: Timestamp,
    /// The order that made it; it exists once that is completed.
    pub order: Uuid,
    /// When it was given back; it shows from then on.
    #[serde(default)]
    pub cancelled: Option<Timestamp>,
}

impl Sim {
    /// Where it stands at a moment, as far as it shows.
    pub(in crate::sandbox) fn shown(&self, now: Timestamp) -> SimState {
        match self.is_gone(now) {
            true => SimState::Unavailable,
            false => self.state,
        }
    }

    /// Whether it was given back, and that shows.
    pub(in crate::sandbox) fn is_gone(&self, now: Timestamp) -> bool {
        self.cancelled.is_some_and(|at| at <= now)
    }
}

/// Where a SIM stands (Connect: eSIM life cycle page), spelt as there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SimState {
    /// Can be installed.
    Released,
    /// On the phone, not yet installed.
    Downloaded,
    /// On the phone, installed.
    Installed,
    /// Deleted or cancelled; for good.
    Unavailable,
}

impl SimState {
    /// As the service spells it.
    pub(in crate::sandbox) fn word(self) -> &'static str {
        match self {
            Self::Released => "Released",
            Self::Downloaded => "Downloaded",
            Self::Installed => "Installed",
            Self::Unavailable => "Unavailable",
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Record<O, S> {
    Order(O),
    Sim(S),
}

/// All orders, oldest first, and all SIMs.
#[derive(Default)]
pub(in crate::sandbox) struct Ledger {
    orders: Vec<Order>,
    places: HashMap<Uuid, usize>,
    sims: HashMap<String, Sim>,
    file: Option<(PathBuf, File)>,
}

impl Ledger {
    /// Opens the ledger in a file, which need not exist. Lines that cannot be read are left out: a torn last line is
    /// what a killed program leaves behind.
    pub(in crate::sandbox) fn open(path: &Path) -> io::Result<Self> {
        let text = match fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let mut ledger = Self::default();
        for line in text.lines() {
            match serde_json::from_str::<Record<Order, Sim>>(line) {
                Ok(Record::Order(order)) => ledger.keep_order(order),
                Ok(Record::Sim(sim)) => ledger.keep_sim(sim),
                Err(_) => {}
            }
        }
        ledger.rewrite(path)?;
        Ok(ledger)
    }

    /// All orders, oldest first.
    pub(in crate::sandbox) fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub(in crate::sandbox) fn order(&self, id: Uuid) -> Option<&Order> {
        self.orders.get(*self.places.get(&id)?)
    }

    /// Every SIM, also those whose order is not completed.
    pub(in crate::sandbox) fn sims(&self) -> impl Iterator<Item = &Sim> {
        self.sims.values()
    }

    /// The SIM, once it is to be had.
    pub(in crate::sandbox) fn sim(&self, iccid: &str, now: Timestamp) -> Option<&Sim> {
        let sim = self.sims.get(iccid)?;
        self.order(sim.order)?.has_sim(now).then_some(sim)
    }

    /// The SIM that an order is for, completed or not.
    pub(in crate::sandbox) fn sim_of(&self, order: &Order) -> Option<&Sim> {
        self.sims.get(&order.iccid)
    }

    /// Whether a SIM has this number, completed or not.
    pub(in crate::sandbox) fn knows_iccid(&self, iccid: &str) -> bool {
        self.sims.contains_key(iccid)
    }

    /// Orders whose subscription is to be had, oldest first.
    pub(in crate::sandbox) fn subscribed(&self, now: Timestamp) -> impl Iterator<Item = &Order> {
        self.orders
            .iter()
            .filter(move |order| order.has_subscription(now))
    }

    /// The order whose subscription has this id, once it exists.
    pub(in crate::sandbox) fn subscription(&self, id: &str, now: Timestamp) -> Option<&Order> {
        self.subscribed(now)
            .find(|order| order.subscription.id == id)
    }

    /// Adds an order, or replaces it.
    pub(in crate::sandbox) fn put_order(&mut self, order: Order) -> io::Result<()> {
        self.append(&Record::<_, ()>::Order(&order))?;
        self.keep_order(order);
        Ok(())
    }

    /// Adds a SIM, or replaces it.
    pub(in crate::sandbox) fn put_sim(&mut self, sim: Sim) -> io::Result<()> {
        self.append(&Record::<(), _>::Sim(&sim))?;
        self.keep_sim(sim);
        Ok(())
    }

    /// Lets go of its file. What happens afterwards is in memory only.
    pub(in crate::sandbox) fn close(&mut self) {
        self.file = None;
    }

    /// Forgets everything, in the file too.
    pub(in crate::sandbox) fn clear(&mut self) -> io::Result<()> {
        let path = self.file.take().map(|(path, _)| path);
        *self = Self::default();
        path.map_or(Ok(()), |path| self.rewrite(&path))
    }

    fn keep_order(&mut self, order: Order) {
        if let Some(place) = self.places.get(&order.id) {
            self.orders[*place] = order;
            return;
        }
        self.places.insert(order.id, self.orders.len());
        self.orders.push(order);
    }

    fn keep_sim(&mut self, sim: Sim) {
        self.sims.insert(sim.iccid.clone(), sim);
    }

    /// The line break comes first: whatever a failed write left behind then spoils no later line.
    fn append(&mut self, record: &impl Serialize) -> io::Result<()> {
        let Some((_, file)) = &mut self.file else {
            return Ok(());
        };
        file.write_all(&line(record)?)
    }

    fn rewrite(&mut self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            private::folder(folder)?;
        }
        let mut text = Vec::new();
        for order in &self.orders {
            text.extend(line(&Record::<_, ()>::Order(order))?);
        }
        for sim in self.sims.values() {
            text.extend(line(&Record::<(), _>::Sim(sim))?);
        }
        let beside = path.with_extension("new");
        private::write(&beside, &text)?;
        files::rename(&beside, path)?;
        let file = OpenOptions::new().append(true).open(path)?;
        self.file = Some((path.to_owned(), file));
        Ok(())
    }
}

fn line(record: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = vec![b'\n'];
    serde_json::to_writer(&mut line, record)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_stands_in_the_file_the_demo_starts(
            lines in proptest::collection::vec(
                prop_oneof![
                    any::<Vec<u8>>(),
                    r#"\{"(order|sim)": ?(\{"(id|iccid|status)": ?("[a-z0-9-]{0,20}"|[0-9]{1,9})\}|null|\[\])\}"#
                        .prop_map(String::into_bytes),
                ],
                0..8,
            )
        ) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let path = folder.path().join("sandbox.jsonl");
            fs::write(&path, lines.join(&b'\n')).expect("the folder takes a file");
            let ledger = Ledger::open(&path).expect("lines that cannot be read are left out");
            prop_assert_eq!(ledger.orders().len(), 0, "nothing is made up");
            drop(ledger);
            prop_assert!(Ledger::open(&path).is_ok(), "and again");
        }
    }
}
