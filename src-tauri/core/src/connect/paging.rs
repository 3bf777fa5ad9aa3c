//! Lists that come in pages (Connect: product catalogue and subscription report pages).
//!
//! The documentation's own examples contradict themselves: a `page_count` of 1 beside a link to page 2, a `page` that
//! is not the one asked for. So we count pages ourselves, go on while either sign says there is more, and stop when a
//! page brings nothing new.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use url::Url;

use super::client::Client;
use super::fault::{Fault, FaultKind, RequestContext, Step};
use super::lenient;

/// As much as the successor API allows; what this one allows is not known.
const PAGE_SIZE: u32 = 40;
/// No honest list is longer.
const MAX_PAGES: u32 = 500;

#[derive(Deserialize)]
pub(super) struct Page {
    data: Vec<Box<RawValue>>,
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
    /// Every entry of a list, each once.
    pub(super) async fn list(&self, step: Step, url: &Url) -> Result<Vec<Entry>, Fault> {
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        let mut number = 1;
        loop {
            let reply = self.read(step, with_page(url, number, PAGE_SIZE)).await?;
            let page: Page = reply.json()?;
            let known = entries.len();
            for (index, json) in page.data.into_iter().enumerate() {
                if seen.insert(identity(&json)) {
                    entries.push(Entry {
                        json,
                        path: format!("data[{index}]"),
                        context: reply.context,
                    });
                }
            }
            let more = page.metadata.names_next() || page.metadata.counts_beyond(number);
            if !more || entries.len() == known {
                return Ok(entries);
            }
            if number == MAX_PAGES {
                return Err(reply.context.fault(FaultKind::TooLarge));
            }
            number += 1;
        }
    }

    /// The first page only, to see whether asking works.
    pub(super) async fn peek(&self, step: Step, url: &Url) -> Result<(), Fault> {
        let reply = self.read(step, with_page(url, 1, 1)).await?;
        reply.json::<Page>().map(drop)
    }
}

impl Metadata {
    fn names_next(&self) -> bool {
        self.links._next || self._links._next
    }

    fn counts_beyond(&self, page: u32) -> bool {
        self.page_count.is_some_and(|count| u64::from(page) < count)
    }
}

fn with_page(url: &Url, page: u32, size: u32) -> Url {
    let mut url = url.clone();
    url.query_pairs_mut()
        .append_pair("page", &page.to_string())
        .append_pair("page_size", &size.to_string());
    url
}

/// The id, or for an entry without one its whole text.
fn identity(json: &RawValue) -> String {
    let named: Option<Named> = serde_json::from_str(json.get()).ok();
    named
        .and_then(|named| named.id)
        .unwrap_or_else(|| json.get().to_owned())
}
