//! The body of an order's POST: made once, stored as it is, sent as it is.

use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::ids::{Iccid, ProductId};
use super::money::Money;
use super::timestamp;

/// What is ordered, for whom. Only what is set appears in the body.
#[derive(Clone, Debug)]
pub struct OrderRequest {
    /// A new eSIM, or another plan on one.
    pub operation: Operation,
    /// Where the order is placed: ISO 3166, two letters.
    pub country: String,
    /// The plan.
    pub product: ProductId,
    /// When the plan begins.
    pub start: Start,
    /// When it ends, if earlier than the plan says.
    pub expiration: Option<Timestamp>,
    /// What the customer pays, without tax.
    pub sold_price: Option<Money>,
    /// The customer.
    pub subscriber: Subscriber,
}

/// What an order does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new eSIM with its first plan.
    Activation,
    /// Another plan on this SIM.
    TopUp(Iccid),
}

/// When a plan begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As soon as the order is done: what the service does when told nothing.
    Now,
    /// At a moment, in whole seconds.
    On(Timestamp),
    /// When data is first used. Excludes an end date.
    FirstUse,
}

impl Start {
    /// When the plan of an order begins, from the text that was sent for it; `None` where that is no such text.
    pub fn of_body(json: &str) -> Option<Start> {
        let body: Value = serde_json::from_str(json).ok()?;
        Some(Start::of_product(body.get("product")?))
    }

    /// The same from the part that says it.
    pub fn of_product(product: &Value) -> Start {
        if product["is_first_usage_activation"] == true {
            return Start::FirstUse;
        }
        let date = product["activation_date"].as_str();
        let date: Option<Timestamp> = date.and_then(|date| date.parse().ok());
        date.map_or(Start::Now, Start::On)
    }
}

/// The customer. Does not print itself.
#[derive(Clone, Default)]
pub struct Subscriber {
    /// E-mail address or another name for the customer; an activation needs one.
    pub email: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// ISO 3166, two letters.
    pub country_of_residence: Option<String>,
    /// Such as `en`.
    pub language: Option<String>,
    /// The phone.
    pub device: Device,
}

/// The customer's phone, as far as known. Does not print itself.
#[derive(Clone, Default)]
pub struct Device {
    /// Sent only when a phone was chosen.
    pub operating_system: Option<OperatingSystem>,
    /// Free text.
    pub model: Option<String>,
    /// A device identifier, free text.
    pub id: Option<String>,
    /// The chip to push the profile to. Works with iOS only.
    pub eid: Option<String>,
}

/// A phone's operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OperatingSystem {
    /// iPhone and iPad: the only one that an EID is used with.
    Ios,
    /// Android.
    Android,
}

/// Why no body can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderProblem {
    /// `country` is not two letters.
    #[error("the country must be two letters")]
    Country,
    /// The customer's country is not two letters.
    #[error("the country of residence must be two letters")]
    CountryOfResidence,
    /// An activation without a customer.
    #[error("a new eSIM needs an e-mail address")]
    EmailMissing,
    /// An EID for a phone that cannot be pushed to: the service would ignore it without a word.
    #[error("an EID is used with iOS only")]
    EidWithoutIos,
    /// An end date for a plan that begins when data is first used.
    #[error("a plan that begins at first use has no end date")]
    EndWithFirstUse,
    /// It would end before it begins.
    #[error("the plan would end before it begins")]
    EndBeforeStart,
}

/// The exact text of an order's body. Does not print itself.
#[derive(Clone)]
pub struct OrderBody(SecretString);

impl OrderBody {
    /// Makes the body. Spaces around texts are dropped, and texts that are empty then are left out.
    ///
    /// # Errors
    /// [`OrderProblem`] for what the documentation rules out.
    pub fn new(request: &OrderRequest) -> Result<Self, OrderProblem> {
        let body = Wire::try_from(request)?;
        let text = serde_json::to_string(&body)
            .unwrap_or_else(|_| unreachable!("texts and numbers always have a JSON form"));
        Ok(Self(SecretString::from(text)))
    }

    /// The text to store and to send.
    pub fn as_json(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for OrderBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrderBody([redacted])")
    }
}

impl fmt::Debug for Subscriber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscriber([redacted])")
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device([redacted])")
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    operation_type: &'static str,
    sim_type: &'static str,
    country: String,
    product: WireProduct<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscriber: Option<WireSubscriber<'a>>,
}

/// The places of `expiration_date` and `is_first_usage_activation` are inferred; no page shows them.
#[derive(Serialize)]
struct WireProduct<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sold_price: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sold_currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_first_usage_activation: Option<bool>,
}

#[derive(Default, PartialEq, Serialize)]
struct WireSubscriber<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_of_residence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<WireDevice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sim: Option<WireSim<'a>>,
}

#[derive(Default, PartialEq, Serialize)]
struct WireDevice<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    operating_system: Option<OperatingSystem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eid: Option<&'a str>,
}

#[derive(PartialEq, Serialize)]
struct WireSim<'a> {
    iccid: &'a str,
}

impl<'a> TryFrom<&'a OrderRequest> for Wire<'a> {
    type Error = OrderProblem;

    fn try_from(request: &'a OrderRequest) -> Result<Self, OrderProblem> {
        let subscriber = subscriber(request)?;
        Ok(Self {
            operation_type: match request.operation {
                Operation::Activation => "ACTIVATION",
                Operation::TopUp(_) => "TOPUP",
            },
            sim_type: "ESIM",
            country: two_letters(&request.country).ok_or(OrderProblem::Country)?,
            product: product(request)?,
            subscriber: (subscriber != WireSubscriber::default()).then_some(subscriber),
        })
    }
}

fn product(request: &OrderRequest) -> Result<WireProduct<'_>, OrderProblem> {
    let start = match request.start {
        Start::On(moment) => Some(moment),
        Start::Now | Start::FirstUse => None,
    };
    if request.expiration.is_some() && request.start == Start::FirstUse {
        return Err(OrderProblem::EndWithFirstUse);
    }
    if let (Some(start), Some(end)) = (start, request.expiration)
        && end <= start
    {
        return Err(OrderProblem::EndBeforeStart);
    }
    // As its digits: a detour over a float could change the price. The two go together or not at all.
    let (sold_price, sold_currency) = request
        .sold_price
        .as_ref()
        .and_then(|price| {
            let digits = RawValue::from_string(price.amount.to_string()).ok()?;
            Some((digits, price.currency.as_str()))
        })
        .unzip();
    Ok(WireProduct {
        id: request.product.as_str(),
        sold_price,
        sold_currency,
        activation_date: start.map(timestamp::format),
        expiration_date: request.expiration.map(timestamp::format),
        is_first_usage_activation: (request.start == Start::FirstUse).then_some(true),
    })
}

fn subscriber(request: &OrderRequest) -> Result<WireSubscriber<'_>, OrderProblem> {
    let person = &request.subscriber;
    let email = filled(person.email.as_deref());
    if request.operation == Operation::Activation && email.is_none() {
        return Err(OrderProblem::EmailMissing);
    }
    let residence = filled(person.country_of_residence.as_deref())
        .map(|country| two_letters(country).ok_or(OrderProblem::CountryOfResidence))
        .transpose()?;
    let device = WireDevice {
        operating_system: person.device.operating_system,
        model: filled(person.device.model.as_deref()),
        id: filled(person.device.id.as_deref()),
        eid: filled(person.device.eid.as_deref()),
    };
    if device.eid.is_some() && device.operating_system != Some(OperatingSystem::Ios) {
        return Err(OrderProblem::EidWithoutIos);
    }
    Ok(WireSubscriber {
        email,
        first_name: filled(person.first_name.as_deref()),
        last_name: filled(person.last_name.as_deref()),
        country_of_residence: residence,
        language: filled(person.language.as_deref()),
        device: (device != WireDevice::default()).then_some(device),
        sim: match &request.operation {
            Operation::TopUp(iccid) => Some(WireSim {
                iccid: iccid.as_str(),
            }),
            Operation::Activation => None,
        },
    })
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn two_letters(text: &str) -> Option<String> {
    let text = text.trim();
    let letters = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| text.to_ascii_uppercase())
}
