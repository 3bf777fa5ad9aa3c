//! The newest end of the list of plans on SIMs, without reading all of it: a house's e-mail address may have tens of
//! thousands, and a look at it must cost what one at a guest's own costs.
//!
//! In which order the list comes is not documented: it is told by the dates of its first and last page. A list without
//! dates, in no order, or of an untold length is read as a whole. What a look is for: the caller's.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::client::Client;
use super::fault::{Fault, FaultKind, Step};
use super::paging::{Page, Pages};
use super::subscriptions::{Subscription, SubscriptionFilter, Wire};

/// No more are read from the newest end.
const MOST: usize = 200;
/// No whole list of more pages is read.
const MOST_PAGES: u32 = 500;

/// How much of a look is enough.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    /// So long from its first turn in the budget: somebody stands there.
    For(Duration),
    /// So many requests, however slowly each is answered: what they cost is the others' turns, and not the time.
    Requests(u32),
}

impl Patience {
    async fn ends(self, turn: &Notify) {
        match self {
            Patience::For(time) => {
                turn.notified().await;
                sleep(time).await;
            }
            Patience::Requests(most) => {
                for _ in 0..=most {
                    turn.notified().await;
                }
            }
        }
    }
}

/// What was seen of such a list.
#[derive(Debug, Default)]
pub struct Newest {
    /// The newest ones, in no order; all, where the list was read as a whole.
    pub seen: Vec<Subscription>,
    /// Entries among them that cannot be read.
    pub unread: usize,
    /// How many the list has, to a page.
    pub count: usize,
    /// Whether the list was read as a whole.
    pub whole: bool,
    /// It comes in no order, and not all of it was read: what was seen is any of it.
    pub any: bool,
}

/// How far a look goes.
pub(super) struct Look<'a> {
    pub(super) since: Timestamp,
    /// No more are read from the newest end.
    pub(super) most: usize,
    /// Told whenever a request gets its turn in the budget.
    pub(super) turn: Option<&'a Notify>,
    /// A list that is too long is given as far as it was read, and is not a failure.
    pub(super) in_part: bool,
    /// Told after each page: how many were seen, and of how many, where the list says so.
    pub(super) heard: &'a (dyn Fn(usize, Option<usize>) + Sync),
}

/// In which order a list comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    OldestFirst,
    NewestFirst,
}

impl Newest {
    /// Whether all that came at that time or later was seen.
    pub fn reaches(&self, since: Timestamp) -> bool {
        let older = |one: &Subscription| one.created.is_some_and(|created| created < since);
        self.whole || !self.any && self.seen.iter().any(older)
    }

    /// Whether every entry of the list was seen and could be read.
    pub fn is_all(&self) -> bool {
        let read = self.seen.len() + self.unread;
        self.unread == 0 && (self.whole || self.count > 0 && read >= self.count)
    }

    /// The newest date among them.
    pub fn date(&self) -> Option<Timestamp> {
        self.seen.iter().filter_map(|one| one.created).max()
    }

    fn take(&mut self, page: Page) -> Vec<Option<Timestamp>> {
        let mut dates = Vec::new();
        for entry in page.entries {
            match entry.read::<Wire, Subscription>() {
                Ok(one) => {
                    dates.push(one.created);
                    self.seen.push(one);
                }
                Err(_) => {
                    dates.push(None);
                    self.unread += 1;
                }
            }
        }
        dates
    }
}

impl Client {
    /// The newest plans that fit the filter, back to `since` or further. `None` where that took more than `patience`.
    ///
    /// # Errors
    /// A [`Fault`] when a page cannot be had. An entry that cannot be read is counted, not an error.
    pub async fn newest_subscriptions(
        &self,
        filter: &SubscriptionFilter,
        since: Timestamp,
        patience: Patience,
    ) -> Result<Option<Newest>, Fault> {
        let turn = Notify::new();
        let look = Look {
            since,
            most: MOST,
            turn: Some(&turn),
            in_part: false,
            heard: &|_, _| {},
        };
        tokio::select! {
            read = self.read_newest(filter, &look) => read.map(Some),
            () = patience.ends(&turn) => Ok(None),
        }
    }

    pub(super) async fn read_newest(
        &self,
        filter: &SubscriptionFilter,
        look: &Look<'_>,
    ) -> Result<Newest, Fault> {
        let mut url = self.service().endpoint(&["subscriptions"]);
        filter.write(&mut url);
        let mut pages = Pages::of(self, Step::Subscriptions, &url, look.turn);
        let page = pages.first().await?;
        if !page.has_more(1) || page.entries.is_empty() {
            let mut all = Newest::default();
            all.take(page);
            return Ok(all.into_whole());
        }
        let (told, length) = (page.told().filter(|told| *told > 1), page.length());
        let mut first = Newest::default();
        let dates = first.take(page);
        let Some(told) = told else {
            return rest(&mut pages, first, look).await;
        };
        (look.heard)(first.seen.len(), None);

        let mut last = told;
        let mut page = pages.get(last).await?;
        let (mut end, mut end_dates) = (Newest::default(), Vec::new());
        // It grew meanwhile, a sale just now stands behind what was the end; or it has more pages than it says.
        while page.has_more(last) && !page.entries.is_empty() {
            if last == told.saturating_add(MOST_PAGES) {
                return Err(page.too_large());
            }
            end_dates.extend(end.take(page));
            last += 1;
            page = pages.get(last).await?;
        }
        let tail = page.length();
        end_dates.extend(end.take(page));
        let order = order_of(&dates, &end_dates);
        let count = length.saturating_mul(last as usize - 1) + tail;
        let (mut newest, mut oldest, mut numbers): (Newest, Newest, Numbers) = match order {
            Some(Order::OldestFirst) => (end, first, Box::new((2..told).rev())),
            Some(Order::NewestFirst) => (first, end, Box::new(2..told)),
            None => {
                first.join(end);
                return rest(&mut pages, first, look).await;
            }
        };
        while !newest.reaches(look.since) && newest.seen.len() < look.most {
            (look.heard)(newest.seen.len(), Some(count));
            let Some(number) = numbers.next() else {
                newest.join(std::mem::take(&mut oldest));
                return Ok(newest.into_whole());
            };
            match pages.get(number).await {
                Err(fault) if look.in_part && is_too_large(&fault) => break,
                page => newest.take(page?),
            };
        }
        newest.count = count;
        Ok(newest)
    }
}

/// The pages between the two ends, in the order in which they are read.
type Numbers = Box<dyn Iterator<Item = u32> + Send>;

impl Newest {
    fn join(&mut self, other: Newest) {
        self.seen.extend(other.seen);
        self.unread += other.unread;
    }

    fn into_whole(self) -> Newest {
        Newest {
            count: self.seen.len() + self.unread,
            whole: true,
            ..self
        }
    }

    fn into_any(self) -> Newest {
        Newest { any: true, ..self }
    }
}

/// The list as a whole, of which `so_far` is known: page by page until one says that it is the last, or brings nothing.
async fn rest(pages: &mut Pages<'_>, mut so_far: Newest, look: &Look<'_>) -> Result<Newest, Fault> {
    let mut number = 1;
    loop {
        number += 1;
        let page = match pages.get(number).await {
            Err(fault) if look.in_part && is_too_large(&fault) => return Ok(so_far.into_any()),
            page => page?,
        };
        let (more, nothing, read_before) = (
            page.has_more(number),
            page.length() == 0,
            page.entries.is_empty(),
        );
        if number == MOST_PAGES {
            return match look.in_part {
                true => Ok(so_far.into_any()),
                false => Err(page.too_large()),
            };
        }
        so_far.take(page);
        (look.heard)(so_far.seen.len(), None);
        if !more || nothing || read_before {
            return Ok(so_far.into_whole());
        }
    }
}

/// Whether all that may be kept of a list was read.
fn is_too_large(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::TooLarge)
}

/// The order of a list, by the dates of its first and its last page.
fn order_of(first: &[Option<Timestamp>], last: &[Option<Timestamp>]) -> Option<Order> {
    let dates: Vec<Timestamp> = first.iter().chain(last).copied().collect::<Option<_>>()?;
    let (begin, end) = (dates.first()?, dates.last()?);
    if last.is_empty() || begin == end {
        return None;
    }
    if dates.is_sorted() {
        return Some(Order::OldestFirst);
    }
    dates
        .is_sorted_by(|one, next| one >= next)
        .then_some(Order::NewestFirst)
}
