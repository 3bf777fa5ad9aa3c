//! Placing an order and reading it back (Connect: new eSIM and order lifecycle pages).
//!
//! An answer says twice which order it is about, by its id and by the link to itself. Where any two of these differ it is
//! believed in nothing: the id of a POST's answer is all that leads to a code, and it may be another guest's.
//!
//! Whether the code in an answer may be handed to a customer is not decided here: `_lpa`, `_smdp` and the matching id
//! are passed on as they came. `_qrcode` is not read at all, because it may hold another order's code.

use jiff::Timestamp;
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::answer::Answer;
use super::client::{Call, Client, Reply};
use super::fault::{Fault, FaultKind, Resource, Step};
use super::ids::{CorrelationId, Iccid, OrderId, SubscriptionId};
use super::lenient;
use super::order_body::OrderBody;

/// The answer to an order's POST: it is taken, not yet done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOrder {
    /// The order's id, to read it back with.
    pub id: OrderId,
    /// Usually [`OrderStatus::Accepted`].
    pub status: OrderStatus,
    /// When the service took it, by its clock.
    pub created: Option<Timestamp>,
}

/// An order as it stands.
#[derive(Clone, Debug)]
pub struct Order {
    /// The id asked for.
    pub id: OrderId,
    /// Where it stands.
    pub status: OrderStatus,
    /// When the service took it, by its clock.
    pub created: Option<Timestamp>,
    /// What came of it, once there is something.
    pub output: Option<Output>,
    /// `_lpa` as it came: an install code, documented without `LPA:` on orders.
    pub lpa: Option<SecretString>,
    /// `_smdp` as it came: the SM-DP+ address, documented as a bare host.
    pub smdp: Option<String>,
}

/// What an order brought. A top-up has no matching id.
#[derive(Clone, Debug)]
pub struct Output {
    /// The matching id of the new profile.
    pub matching_id: Option<SecretString>,
    /// The SIM.
    pub iccid: Option<Iccid>,
    /// The plan on it.
    pub subscription_id: Option<SubscriptionId>,
    /// A voucher code, with accounts that have that service.
    pub voucher: Option<SecretString>,
}

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Waiting to be worked on.
    Accepted,
    /// Being worked on.
    Fulfilling,
    /// Done; there is an output.
    Completed,
    /// It failed. Why, and whether it is charged, the service does not say.
    Failed,
    /// One that is not documented for orders, in capitals; empty when the service gave none. Not an end.
    Other(String),
}

impl Client {
    /// Sends an order. Once: no layer below repeats it, and a refused token is not tried again.
    ///
    /// # Errors
    /// A [`Fault`]; [`Fault::meaning_for_order_post`] says whether something may have been bought.
    /// [`FaultKind::Mismatched`] when the answer does not agree with itself on which order it is about.
    pub async fn place_order(
        &self,
        body: &OrderBody,
        correlation: &CorrelationId,
    ) -> Result<PlacedOrder, Fault> {
        let call = Call {
            step: Step::PlaceOrder,
            method: Method::POST,
            url: self.service().endpoint(&["orders"]),
            order: Some((body.as_json(), *correlation)),
            turn: None,
        };
        let reply = self.send(&call).await?;
        let Order {
            id,
            status,
            created,
            ..
        } = about_one(&reply)?;
        Ok(PlacedOrder {
            id,
            status,
            created,
        })
    }

    /// Reads an order.
    ///
    /// # Errors
    /// A [`Fault`]; [`FaultKind::Mismatched`] when the answer is about another order, whose code nobody may see.
    pub async fn order(&self, id: &OrderId) -> Result<Order, Fault> {
        let reply = self
            .read(
                Step::Order,
                self.service().endpoint(&["orders", id.as_str()]),
            )
            .await?;
        let order = about_one(&reply)?;
        if order.id != *id {
            return Err(reply.context.fault(FaultKind::Mismatched(Resource::Order)));
        }
        Ok(order)
    }
}

impl Order {
    /// Reads the body of an answer that no network brought, as the client would: for the fuzz target.
    ///
    /// # Errors
    /// [`FaultKind::Unreadable`] with the place in the JSON.
    pub fn from_answer(body: &[u8]) -> Result<Self, FaultKind> {
        let Answered { order, .. } = Answer::of(200, body).read::<Wire, _>()?;
        Ok(order)
    }
}

/// The order that an answer is about, if it is about one.
fn about_one(reply: &Reply) -> Result<Order, Fault> {
    let Answered { order, of_another } = reply.read::<Wire, _>()?;
    match of_another {
        true => Err(reply.context.fault(FaultKind::Mismatched(Resource::Order))),
        false => Ok(order),
    }
}

/// Whether a link leads to another order than this one: by what follows the word for orders, else by whatever in it has the
/// shape of this order's id. A link that leads elsewhere, or nowhere, says nothing.
fn leads_to_another(link: &str, id: &OrderId) -> bool {
    let parts = || {
        link.split(['/', '?', '#', '&', '=', ':'])
            .filter(|part| !part.is_empty())
    };
    let is_this = |part: &str| part.eq_ignore_ascii_case(id.as_str());
    let mut named = parts().skip_while(|part| !is_word_for_orders(part)).skip(1);
    match named.next() {
        Some(named) => !is_this(named),
        None => !parts().any(is_this) && parts().any(|part| is_shaped_as(part, id.as_str())),
    }
}

fn is_word_for_orders(part: &str) -> bool {
    ["orders", "order"]
        .iter()
        .any(|word| part.eq_ignore_ascii_case(word))
}

/// Whether both are as long, with the same marks at the same places. A short id has the shape of a word.
fn is_shaped_as(part: &str, id: &str) -> bool {
    const LONG: usize = 16;
    let same = |(one, other): (u8, u8)| match other.is_ascii_alphanumeric() {
        true => one.is_ascii_alphanumeric(),
        false => one == other,
    };
    id.len() >= LONG && part.len() == id.len() && part.bytes().zip(id.bytes()).all(same)
}

/// An answer about an order, and whether its own link leads to another one.
#[derive(Debug)]
pub(super) struct Answered {
    order: Order,
    of_another: bool,
}

#[derive(Deserialize)]
pub(super) struct Wire {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient::timestamp")]
    created_date: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::object_or_contradiction")]
    output: Option<WireOutput>,
    #[serde(
        default,
        rename = "_metadata",
        deserialize_with = "lenient::object_or_contradiction"
    )]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireOutput {
    #[serde(deserialize_with = "lenient::secret")]
    matching_id: Option<SecretString>,
    #[serde(deserialize_with = "lenient::text")]
    iccid: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    subscription_id: Option<String>,
    #[serde(deserialize_with = "lenient::object_or_contradiction")]
    data: WireVoucher,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireVoucher {
    #[serde(deserialize_with = "lenient::secret")]
    code: Option<SecretString>,
}

/// Links as an answer carries them: `links` when reading, `_links` in the answer to a POST.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    #[serde(deserialize_with = "lenient::object_or_contradiction")]
    links: Links,
    #[serde(deserialize_with = "lenient::object_or_contradiction")]
    _links: Links,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Links {
    #[serde(rename = "_lpa", deserialize_with = "lenient::secret")]
    pub(super) lpa: Option<SecretString>,
    #[serde(rename = "_smdp", deserialize_with = "lenient::text")]
    pub(super) smdp: Option<String>,
    #[serde(rename = "_self", deserialize_with = "lenient::text")]
    own: Option<String>,
}

impl Metadata {
    pub(super) fn into_links(self) -> Links {
        Links {
            lpa: self.links.lpa.or(self._links.lpa),
            smdp: self.links.smdp.or(self._links.smdp),
            own: None,
        }
    }

    /// Whether a code under one name differs from that under the other.
    pub(super) fn contradicts_itself(&self) -> bool {
        let lpa = |links: &Links| links.lpa.as_ref().map(|lpa| lpa.expose_secret().to_owned());
        let differ = |one: Option<String>, other: Option<String>| {
            one.zip(other).is_some_and(|(one, other)| one != other)
        };
        differ(lpa(&self.links), lpa(&self._links))
            || differ(self.links.smdp.clone(), self._links.smdp.clone())
    }

    /// Whether a link to the answer itself leads to another order.
    fn is_of_another(&self, id: &OrderId) -> bool {
        let owns = [&self.links.own, &self._links.own];
        owns.into_iter()
            .flatten()
            .any(|link| leads_to_another(link, id))
    }
}

impl OrderStatus {
    fn read(text: &str) -> Self {
        match lenient::upper_snake_case(text).as_str() {
            "ACCEPTED" => Self::Accepted,
            "FULFILLING" | "FULFILING" => Self::Fulfilling,
            "COMPLETED" => Self::Completed,
            "FAILED" => Self::Failed,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl TryFrom<Wire> for Answered {
    /// The field that must be there.
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let id = wire.id.and_then(|id| OrderId::new(&id).ok()).ok_or("id")?;
        let of_another = wire.metadata.is_of_another(&id) || wire.metadata.contradicts_itself();
        let Links { lpa, smdp, .. } = wire.metadata.into_links();
        let order = Order {
            id,
            status: OrderStatus::read(&wire.status.unwrap_or_default()),
            created: wire.created_date,
            output: wire.output.map(Output::from),
            lpa,
            smdp,
        };
        Ok(Self { order, of_another })
    }
}

impl From<WireOutput> for Output {
    fn from(wire: WireOutput) -> Self {
        Self {
            matching_id: wire.matching_id,
            iccid: wire.iccid.and_then(|text| Iccid::new(&text).ok()),
            subscription_id: wire
                .subscription_id
                .and_then(|text| SubscriptionId::new(&text).ok()),
            voucher: wire.data.code,
        }
    }
}
