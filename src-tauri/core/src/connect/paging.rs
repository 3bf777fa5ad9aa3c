//! Lists that come in pages (Connect: product catalogue and subscription report pages).
//!
//! The documentation's own examples contradict themselves: a `page_count` of 1 beside a link to page 2, a `page` that
//! is not the one asked for. So we count pages ourselves, go on while either sign says there is more, and stop when a
//! page brings nothing new. That a page is the last is believed only where it cannot be otherwise: a size that was asked for
//! may be lowered without a word, and a short page is a full one then. What is kept of a list is bounded; where only its
//! newest end matters: `newest`.
//!
//! A list without entries is told in several ways: as one, as `null`, and as a 404 of the customer or the SIM. A page behind the
//! last one is none, whatever the service calls it.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::sync::Notify;
use url::Url;

use super::client::Client;
use super::fault::{Fault, FaultKind, RequestContext, Step};
use super::lenient;

/// No honest list is longer.
const MAX_PAGES: u32 = 500;
/// All pages of a list together.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// No service has pages of fewer entries: a shorter one is believed to be the last where the list says so.
const SHORTEST_PAGE: usize = 5;

/// Reads one list page by page.
pub(super) struct Pages<'a> {
    client: &'a Client,
    step: Step,
    url: &'a Url,
    /// Told whenever a request gets its turn in the budget.
    turn: Option<&'a Notify>,
    size: Option<u32>,
    /// How many pages the list said it has, the last time.
    told: Option<u32>,
    /// The most entries that one of its pages had.
    longest: usize,
    /// As a hash each: ids can be long, and an entry without one is known by its whole text.
    seen: HashSet<u64>,
    hasher: RandomState,
    bytes: usize,
}

/// What one page brought that was not there before.
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    /// How many entries it has, new or not.
    length: usize,
    /// The most that this page or one before it had.
    longest: usize,
    metadata: Metadata,
    context: RequestContext,
    asked: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Body {
    /// `null` is an empty one. Absent is no list, which serde lets pass where it reads an `Option` by itself.
    #[serde(deserialize_with = "Option::deserialize")]
    data: Option<Vec<Box<RawValue>>>,
    #[serde(
        default,
        rename = "_metadata",
        deserialize_with = "lenient::object_or_default"
    )]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    #[serde(deserialize_with = "lenient::count")]
    page_count: Option<u64>,
    #[serde(deserialize_with = "lenient::object_or_default")]
    links: Links,
    #[serde(deserialize_with = "lenient::object_or_default")]
    _links: Links,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Links {
    /// Only whether it is there: it is not an address to us.
    #[serde(deserialize_with = "lenient::present")]
    _next: bool,
}

/// An entry as far as it is needed to know it again.
#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
}

/// One entry of a list, and where it came from.
pub(super) struct Entry {
    json: Box<RawValue>,
    path: String,
    context: RequestContext,
}

impl Entry {
    /// Reads the entry by way of what is written in it; the path of an error begins at the page.
    pub(super) fn read<W, T>(&self) -> Result<T, FaultKind>
    where
        W: DeserializeOwned,
        T: TryFrom<W, Error = &'static str>,
    {
        let inside = |path: &str| FaultKind::Unreadable {
            path: format!("{}.{path}", self.path),
        };
        if !lenient::is_object(self.json.get().as_bytes()) {
            return Err(inside("."));
        }
        let written: W = serde_json::from_str(self.json.get()).map_err(|_| inside("."))?;
        T::try_from(written).map_err(inside)
    }

    /// A failure found in this entry.
    pub(super) fn fault(&self, kind: FaultKind) -> Fault {
        self.context.fault(kind)
    }
}

impl Client {
    /// Gives every entry of a list to `take`, each once. What `take` keeps is all that is kept.
    pub(super) async fn list(
        &self,
        step: Step,
        url: &Url,
        mut take: impl FnMut(Entry) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut pages = Pages::of(self, step, url, None);
        let mut page = pages.first().await?;
        let mut number = 1;
        loop {
            let more = page.has_more(number);
            let nothing_new = page.entries.is_empty();
            let told = page.metadata.page_count;
            let context = page.context;
            for entry in page.entries {
                take(entry)?;
            }
            if !more || nothing_new {
                return Ok(());
            }
            // A list that says itself that it is too long is not read for minutes to find out.
            if number == MAX_PAGES || number == 1 && told > Some(u64::from(MAX_PAGES)) {
                return Err(context.fault(FaultKind::TooLarge));
            }
            number += 1;
            page = pages.get(number).await?;
        }
    }

    /// The first page only, to see whether asking works.
    pub(super) async fn peek(&self, step: Step, url: &Url) -> Result<(), Fault> {
        let reply = match self.read(step, with_page(url, 1, Some(1))).await {
            // So small a page may be refused where a larger one is not.
            Err(fault) if is_bad_request(&fault) => {
                return Pages::of(self, step, url, None).first().await.map(drop);
            }
            reply => reply?,
        };
        reply.json::<Body>().map(drop)
    }
}

impl<'a> Pages<'a> {
    pub(super) fn of(
        client: &'a Client,
        step: Step,
        url: &'a Url,
        turn: Option<&'a Notify>,
    ) -> Self {
        Self {
            client,
            step,
            url,
            turn,
            size: None,
            told: None,
            longest: 0,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            bytes: 0,
        }
    }

    /// The first page, of the largest size that the service takes.
    pub(super) async fn first(&mut self) -> Result<Page, Fault> {
        let known = self.client.page_size();
        let mut refused = None;
        for size in known.to_try() {
            self.size = size.entries();
            match self.get(1).await {
                Err(fault) if is_bad_request(&fault) => {
                    // The first is about the list itself, should it not be the size.
                    refused.get_or_insert(fault);
                }
                Err(fault) => return Err(fault),
                Ok(page) => {
                    known.taken(size);
                    return Ok(page);
                }
            }
        }
        match refused {
            Some(fault) => Err(fault),
            None => self.get(1).await,
        }
    }

    /// A page, after the first.
    pub(super) async fn get(&mut self, number: u32) -> Result<Page, Fault> {
        let url = with_page(self.url, number, self.size);
        let reply = match self.client.read_in_turn(self.step, url, self.turn).await {
            Err(fault) if self.means_nothing(number, &fault) => return Ok(self.empty(&fault)),
            reply => reply?,
        };
        let body: Body = reply.json()?;
        let data = body.data.unwrap_or_default();
        let length = data.len();
        self.longest = self.longest.max(length);
        let mut entries = Vec::new();
        for (index, json) in data.into_iter().enumerate() {
            if !self.seen.insert(self.identity(&json)) {
                continue;
            }
            self.bytes += json.get().len();
            if self.bytes > MOST_BYTES {
                return Err(reply.context.fault(FaultKind::TooLarge));
            }
            entries.push(Entry {
                json,
                path: format!("data[{index}]"),
                context: reply.context,
            });
        }
        let page = Page {
            entries,
            length,
            longest: self.longest,
            metadata: body.metadata,
            context: reply.context,
            asked: self.size,
        };
        self.told = page.told();
        Ok(page)
    }

    /// Whether an error only says in another way that there is nothing. Not where the list said that it has this page, and
    /// not for a 404 that may be about the address: of that nobody may conclude that something was not bought.
    fn means_nothing(&self, number: u32, fault: &Fault) -> bool {
        if number > 1 {
            return self.told.is_none_or(|told| number > told) && refuses_the_page(fault);
        }
        let FaultKind::NotFound(refusal) = &fault.kind else {
            return false;
        };
        let names_what = |kind: &String| kind.to_ascii_uppercase().ends_with("_NOT_FOUND");
        self.step == Step::Subscriptions && refusal.error_type.as_ref().is_some_and(names_what)
    }

    fn empty(&self, fault: &Fault) -> Page {
        Page {
            entries: Vec::new(),
            length: 0,
            longest: self.longest,
            metadata: Metadata::default(),
            context: fault.context(),
            asked: self.size,
        }
    }

    /// The id, or for an entry without one its whole text.
    fn identity(&self, json: &RawValue) -> u64 {
        let named: Option<Named> = serde_json::from_str(json.get()).ok();
        match named.and_then(|named| named.id) {
            Some(id) => self.hasher.hash_one(("id", id)),
            None => self.hasher.hash_one(("text", json.get())),
        }
    }
}

impl Page {
    /// Whether page `number` may not be the last.
    pub(super) fn has_more(&self, number: u32) -> bool {
        self.metadata.names_next() || !self.is_surely_last(number)
    }

    /// Asking for one page in vain costs a request; a page that passes for the last may hide an order, which is bought again.
    fn is_surely_last(&self, number: u32) -> bool {
        match self.metadata.page_count {
            _ if self.length == 0 => true,
            Some(count) if u64::from(number) < count => false,
            Some(_) if self.length < SHORTEST_PAGE => true,
            // Some of the examples say 1 on every page.
            Some(0 | 1) => false,
            // Counted by the size that was asked for, while pages are shorter: there are more than that.
            Some(_) => self.length < self.longest || !self.is_capped(),
            None => false,
        }
    }

    /// Whether pages may be shorter than was asked for.
    fn is_capped(&self) -> bool {
        self.asked
            .is_some_and(|asked| self.longest < asked as usize)
    }

    /// How many pages the list says it has.
    pub(super) fn told(&self) -> Option<u32> {
        u32::try_from(self.metadata.page_count?).ok()
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn too_large(&self) -> Fault {
        self.context.fault(FaultKind::TooLarge)
    }
}

impl Metadata {
    fn names_next(&self) -> bool {
        self.links._next || self._links._next
    }
}

/// Whether the request itself was not understood, as one with a page size that the service does not know.
fn is_bad_request(fault: &Fault) -> bool {
    matches!(&fault.kind, FaultKind::Refused(refusal) if matches!(refusal.status, 400 | 422))
}

fn refuses_the_page(fault: &Fault) -> bool {
    is_bad_request(fault)
        || matches!(fault.kind, FaultKind::NotFound(_))
        || matches!(&fault.kind, FaultKind::Refused(refusal) if refusal.status == 416)
}

fn with_page(url: &Url, page: u32, size: Option<u32>) -> Url {
    let mut url = url.clone();
    url.query_pairs_mut().append_pair("page", &page.to_string());
    if let Some(size) = size {
        url.query_pairs_mut()
            .append_pair("page_size", &size.to_string());
    }
    url
}
