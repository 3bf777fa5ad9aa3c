//! What all answers share: the error model, links, and pages.
//!
//! Not in it: the bodies of plans, orders, SIMs and subscriptions, which their own modules write.

use std::{collections::HashMap, io};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::sandbox::quirks::{Quirks, Totals};
use crate::sandbox::store::clock::date;

/// Most items on a page, whatever is asked for. The documentation names no bound.
const MOST_ON_A_PAGE: usize = 100;

/// An ICCID without the `F` that fills its last byte.
pub(super) fn unpadded(iccid: &str) -> &str {
    iccid.strip_suffix(['F', 'f']).unwrap_or(iccid)
}

/// An error in the service's model (Connect: conventions page).
#[derive(Debug)]
pub(in crate::sandbox) struct Refusal {
    status: StatusCode,
    kind: String,
    messages: Vec<String>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, kind: &str, messages: Vec<String>) -> Self {
        Self {
            status,
            kind: kind.to_owned(),
            messages,
        }
    }

    /// 400: cannot be parsed.
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "INVALID_HTTP_MESSAGE",
            vec![message.into()],
        )
    }

    /// 400: parsed, but wrong.
    pub(super) fn wrong(messages: Vec<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST_PARAMS", messages)
    }

    /// 405: there is such a thing, and it is not asked for like this.
    pub(super) fn not_so() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            vec!["This address takes another method".to_owned()],
        )
    }

    /// 404 with a type such as `ORDER_NOT_FOUND`.
    pub(super) fn not_found(kind: &str, message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, kind, vec![message.to_owned()])
    }

    /// The same, or the 403 of what belongs to somebody else, as the quirks want it.
    pub(super) fn not_theirs(quirks: &Quirks, kind: &str, message: &str) -> Self {
        if quirks.strangers_forbidden {
            let message = vec!["This belongs to another account".to_owned()];
            return Self::new(StatusCode::FORBIDDEN, "ACCESS_DENIED", message);
        }
        Self::not_found(kind, message)
    }

    /// 401.
    pub(super) fn unauthorised() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHORISED",
            vec!["The access token is missing or not valid".to_owned()],
        )
    }

    /// 429.
    pub(super) fn too_many() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "TOO MANY REQUESTS",
            vec!["More requests per minute than allowed".to_owned()],
        )
    }

    /// 500.
    pub(super) fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL_ERROR",
            vec!["Something went wrong on our side".to_owned()],
        )
    }
}

impl From<io::Error> for Refusal {
    fn from(_: io::Error) -> Self {
        Self::broken()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "type": self.kind, "messages": self.messages });
        (self.status, Json(body)).into_response()
    }
}

/// Writes links the way the quirks want them.
pub(super) struct Links<'a> {
    /// Quirks in force.
    pub(super) quirks: &'a Quirks,
    /// The real base address.
    pub(super) base: &'a str,
}

impl<'a> Links<'a> {
    pub(super) fn new(quirks: &'a Quirks, base: &'a str) -> Self {
        Self { quirks, base }
    }

    /// A link to a path that starts with `/v2`.
    pub(super) fn to(&self, path: &str) -> String {
        if self.quirks.base_url_placeholder {
            return format!("{{BASE_URL}}{path}");
        }
        format!("{}{path}", self.base)
    }

    /// An ICCID as the quirks want it.
    pub(super) fn iccid(&self, iccid: &str) -> String {
        let pad = self.quirks.padded_iccids && iccid.len() % 2 == 1;
        format!("{iccid}{}", if pad { "F" } else { "" })
    }

    /// An ICCID as the quirks want it on orders.
    pub(super) fn order_iccid(&self, iccid: &str) -> String {
        let iccid = self.iccid(iccid);
        if !self.quirks.grouped_iccids {
            return iccid;
        }
        let groups: Vec<_> = iccid
            .as_bytes()
            .chunks(4)
            .map(String::from_utf8_lossy)
            .collect();
        groups.join(" ")
    }

    /// A date as the quirks want it.
    pub(super) fn date(&self, moment: Timestamp) -> String {
        let mut date = date(moment);
        if self.quirks.dates_without_zone {
            date.truncate(date.trim_end_matches('Z').len());
        }
        date
    }

    /// The same as [`Links::to`], but in pages of subscriptions the documentation leaves the base away.
    fn to_page(&self, path: &str) -> String {
        if self.quirks.base_url_placeholder && path.starts_with("/v2/subscriptions") {
            return path.to_owned();
        }
        self.to(path)
    }
}

/// The part of a list that was asked for.
pub(super) struct Paging {
    page: usize,
    page_size: usize,
    /// The other filters, kept for the links.
    filters: Vec<(String, String)>,
}

impl Paging {
    /// Reads `page` (from 1) and `page_size` (10 if absent).
    ///
    /// # Errors
    /// If one of them is not a whole number from 1 upwards, or the size is above what the quirks allow.
    pub(super) fn read(query: &HashMap<String, String>, quirks: &Quirks) -> Result<Self, Refusal> {
        let number = |name: &str, otherwise: usize| match query.get(name).map(|text| text.parse()) {
            None => Ok(otherwise),
            Some(Ok(number)) if number > 0 => Ok(number),
            Some(_) => Err(Refusal::wrong(vec![format!(
                "{name} must be a whole number from 1 upwards"
            )])),
        };
        let largest = quirks.largest_page.map(|largest| largest as usize);
        let page_size = number("page_size", 10.min(largest.unwrap_or(10)))?;
        if let Some(largest) = largest
            && page_size > largest
        {
            return Err(Refusal::wrong(vec![format!(
                "page_size must not be above {largest}"
            )]));
        }
        let capped = quirks.capped_page.map(|capped| capped as usize);
        let most = capped.unwrap_or(MOST_ON_A_PAGE).min(MOST_ON_A_PAGE);
        let mut filters: Vec<_> = query
            .iter()
            .filter(|(name, _)| *name != "page" && *name != "page_size")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        filters.sort();
        Ok(Self {
            page: number("page", 1)?,
            page_size: page_size.min(most),
            filters,
        })
    }

    /// One page of `items`, with its metadata.
    pub(super) fn body<T>(
        &self,
        links: &Links<'_>,
        path: &str,
        items: &[T],
        item_body: impl Fn(&T) -> Value,
    ) -> Result<Value, Refusal> {
        let page_count = items.len().div_ceil(self.page_size).max(1);
        if links.quirks.no_page_behind_the_last && self.page > page_count {
            return Err(Refusal::not_found(
                "PAGE_NOT_FOUND",
                "There is no such page",
            ));
        }
        let data: Vec<_> = items
            .iter()
            .skip((self.page - 1).saturating_mul(self.page_size))
            .take(self.page_size)
            .map(item_body)
            .collect();
        let link = |page| links.to_page(&self.path(path, page));
        let mut around = Map::new();
        around.insert("_self".to_owned(), link(self.page).into());
        let totals = links.quirks.totals;
        if self.page < page_count || totals == Totals::TooMany {
            around.insert("_next".to_owned(), link(self.page + 1).into());
        }
        if self.page > 1 {
            around.insert("_prev".to_owned(), link(self.page - 1).into());
        }
        match totals {
            Totals::Missing => return Ok(json!({ "data": data })),
            Totals::Unreadable => {
                let metadata = json!({ "page": "first", "page_count": {}, "page_size": null });
                return Ok(json!({ "data": data, "_metadata": metadata }));
            }
            Totals::Right | Totals::TooMany => {}
        }
        let page_count = match totals {
            _ if links.quirks.page_count_always_one => 1,
            Totals::TooMany => page_count + 7,
            Totals::Right | Totals::Missing | Totals::Unreadable => page_count,
        };
        Ok(json!({
            "data": data,
            "_metadata": {
                "links": around,
                "page": self.page,
                "page_size": self.page_size,
                "page_count": page_count,
            },
        }))
    }

    fn path(&self, path: &str, page: usize) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.filters)
            .append_pair("page", &page.to_string())
            .append_pair("page_size", &self.page_size.to_string())
            .finish();
        format!("{path}?{query}")
    }
}
