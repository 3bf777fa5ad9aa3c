//! The service's list of plans on SIMs beside the orders of the book. An order is known again by its subscription, or else
//! by its SIM; what is known again belongs to the day on which the book has it. The list has no prices, so plans are counted.
//!
//! Nothing is concluded from what was not seen, and nothing here is a verdict: it says where somebody should look.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::book::{BookedSale, Days, OrderKey, OrderKind, Outcome};
use crate::connect::{Newest, Subscription};
use crate::typed::sim_number;

/// A sale may need so long until both sides have it.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// The clock of the service may be so far behind ours.
const BEHIND: SignedDuration = SignedDuration::from_mins(10);

/// In which way the book and the service's list differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Sold on this account, and no order of the book.
    OnlyProvider,
    /// The book says that nothing was bought, and the service lists it.
    NotBoughtHere,
    /// Not known here, and the service lists it: it was bought.
    UnknownListed,
    /// Sold here, and not on the list.
    OnlyBook,
    /// Sold here, as somebody found out, and no number to look for it by.
    WithoutNumber,
    /// Not known here, and not on the list.
    UnknownMissing,
    /// Given back, and still listed, which does not say that it is charged.
    RefundedListed,
}

/// What was not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Unseen {
    /// Entries of the list that cannot be read.
    pub unreadable: u32,
    /// Entries without a date that are no order of the book: of which day they are is not known.
    pub undated: u32,
    /// Sales of the last minutes on one side only: the other may not have had the time.
    pub fresh: u32,
    /// The list is so long that it was read back to this moment only.
    pub read_from: Option<String>,
    /// So many orders of ours are older than that.
    pub earlier: u32,
}

/// All differences of a kind, newest first.
pub(super) struct Difference {
    pub(super) kind: DifferenceKind,
    pub(super) orders: Vec<OrderKey>,
    pub(super) sales: Vec<Listed>,
}

/// What came of it.
pub(super) struct Compared {
    pub(super) provider: u32,
    pub(super) book: u32,
    pub(super) same: u32,
    pub(super) differences: Vec<Difference>,
    pub(super) unseen: Unseen,
}

/// An entry of the list.
#[derive(Clone)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) iccid: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) created: Option<Timestamp>,
    product_id: Option<String>,
    is_known: bool,
}

/// The comparing on the way: all orders by their subscriptions first, then those that are left by their SIMs.
pub(super) struct Comparing {
    days: Days,
    began: Timestamp,
    listed: Vec<Listed>,
    by_subscription: HashMap<String, usize>,
    by_sim: HashMap<String, Vec<usize>>,
    known: HashSet<OrderKey>,
    /// Where the list was not read back far enough: how far it was.
    read_from: Option<Timestamp>,
    found: BTreeMap<DifferenceKind, Vec<OrderKey>>,
    provider: u32,
    book: u32,
    same: u32,
    unseen: Unseen,
}

impl Comparing {
    pub(super) fn new(days: Days, list: &Newest, since: Timestamp, began: Timestamp) -> Comparing {
        let listed: Vec<Listed> = list.seen.iter().map(Listed::of).collect();
        let (mut by_subscription, mut by_sim) = (HashMap::new(), HashMap::<_, Vec<usize>>::new());
        for (at, one) in listed.iter().enumerate() {
            by_subscription.insert(one.id.clone(), at);
            if let Some(iccid) = &one.iccid {
                by_sim
                    .entry(sim_number(iccid).to_owned())
                    .or_default()
                    .push(at);
            }
        }
        let oldest = listed.iter().filter_map(|one| one.created).min();
        let read_from = oldest.filter(|_| !list.reaches(since));
        Comparing {
            days,
            began,
            by_subscription,
            by_sim,
            listed,
            known: HashSet::new(),
            read_from,
            found: BTreeMap::new(),
            provider: 0,
            book: 0,
            same: 0,
            unseen: Unseen {
                unreadable: u32::try_from(list.unread).unwrap_or(u32::MAX),
                read_from: read_from.map(|at| at.to_string()),
                ..Unseen::default()
            },
        }
    }

    /// An order whose subscription is listed.
    pub(super) fn known(&mut self, sale: &BookedSale<'_>) {
        let listed = sale
            .subscription_id
            .and_then(|id| self.by_subscription.get(id).copied());
        if let Some(at) = listed {
            self.known.insert(sale.key);
            self.pair(sale, at);
        }
    }

    /// An order that was not known by its subscription.
    pub(super) fn by_sim(&mut self, sale: &BookedSale<'_>) {
        if self.known.contains(&sale.key) {
            return;
        }
        let on_sim = sale
            .iccid
            .and_then(|iccid| self.by_sim.get(sim_number(iccid)));
        let free = on_sim.into_iter().flatten().copied().filter(|at| {
            let one = &self.listed[*at];
            !one.is_known && one.may_be(sale)
        });
        // A top-up of another order is left for that, where there is a better one.
        let best = free.min_by_key(|at| {
            let one = &self.listed[*at];
            (one.is_of_other_plan(sale), one.created)
        });
        match best {
            Some(at) => self.pair(sale, at),
            None => self.missing(sale),
        }
    }

    fn pair(&mut self, sale: &BookedSale<'_>, at: usize) {
        self.listed[at].is_known = true;
        if !self.is_within(sale.at) {
            return;
        }
        self.provider += 1;
        match sale.outcome {
            Outcome::Sold => {
                self.book += 1;
                self.same += 1;
            }
            Outcome::Refunded => self.note(DifferenceKind::RefundedListed, sale),
            Outcome::NotSold => self.note(DifferenceKind::NotBoughtHere, sale),
            Outcome::Unknown => self.note(DifferenceKind::UnknownListed, sale),
        }
    }

    /// An order that is not on the list, as far as that was read.
    fn missing(&mut self, sale: &BookedSale<'_>) {
        if !self.is_within(sale.at) {
            return;
        }
        let kind = match sale.outcome {
            Outcome::NotSold | Outcome::Refunded => return,
            Outcome::Sold if sale.subscription_id.or(sale.iccid).is_none() => {
                DifferenceKind::WithoutNumber
            }
            Outcome::Sold => DifferenceKind::OnlyBook,
            Outcome::Unknown => DifferenceKind::UnknownMissing,
        };
        if self.is_fresh(sale.at) {
            self.unseen.fresh += 1;
        } else if self.read_from.is_some_and(|from| sale.at < from) {
            self.unseen.earlier += 1;
        } else {
            self.book += u32::from(sale.outcome == Outcome::Sold);
            self.note(kind, sale);
        }
    }

    fn note(&mut self, kind: DifferenceKind, sale: &BookedSale<'_>) {
        self.found.entry(kind).or_default().push(sale.key);
    }

    fn is_within(&self, at: Timestamp) -> bool {
        let day = self.days.day_of(at);
        self.days.first <= day && day <= self.days.last
    }

    fn is_fresh(&self, at: Timestamp) -> bool {
        at.duration_until(self.began) < FRESH
    }

    pub(super) fn done(mut self) -> Compared {
        let mut sales = Vec::new();
        for one in std::mem::take(&mut self.listed) {
            if one.is_known {
                continue;
            }
            match one.created {
                None => self.unseen.undated += 1,
                Some(at) if !self.is_within(at) => {}
                Some(at) if self.is_fresh(at) => self.unseen.fresh += 1,
                Some(_) => sales.push(one),
            }
        }
        sales.sort_by_key(|one| std::cmp::Reverse(one.created));
        self.provider += u32::try_from(sales.len()).unwrap_or(u32::MAX);
        let of_orders = self.found.into_iter().map(|(kind, mut orders)| {
            orders.sort_unstable_by(|one, other| other.cmp(one));
            Difference {
                kind,
                orders,
                sales: Vec::new(),
            }
        });
        let mut differences: Vec<Difference> = of_orders.collect();
        if !sales.is_empty() {
            differences.insert(
                0,
                Difference {
                    kind: DifferenceKind::OnlyProvider,
                    orders: Vec::new(),
                    sales,
                },
            );
        }
        Compared {
            provider: self.provider,
            book: self.book,
            same: self.same,
            differences,
            unseen: self.unseen,
        }
    }
}

impl Listed {
    fn of(one: &Subscription) -> Listed {
        Listed {
            id: one.id.as_str().to_owned(),
            iccid: one.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
            plan: one.name.clone(),
            created: one.created,
            product_id: one.product_id.as_ref().map(|id| id.as_str().to_owned()),
            is_known: false,
        }
    }

    /// Whether it may be that order's, being on its SIM. A top-up's SIM had other plans before it, and gets others after.
    fn may_be(&self, sale: &BookedSale<'_>) -> bool {
        let came_before = |at: Timestamp| at < sale.at - BEHIND;
        match sale.kind {
            OrderKind::NewEsim => true,
            OrderKind::TopUp => {
                !self.is_of_other_plan(sale) && !self.created.is_some_and(came_before)
            }
        }
    }

    fn is_of_other_plan(&self, sale: &BookedSale<'_>) -> bool {
        let product = self.product_id.as_deref();
        product.is_some_and(|product| product != sale.product_id)
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
