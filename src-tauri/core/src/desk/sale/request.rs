//! A sale as the service takes it, and back: the order's body from a draft, and a draft from the body that the book keeps.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::as_ordered::AsOrdered;
use super::draft::{Draft, StartChoice};
use super::notes::SaleNotes;
use super::top_up_draft::TopUpDraft;
use crate::activation::Imei;
use crate::book::{Customer, Order};
use crate::connect::{
    Device, Money, OperatingSystem, Operation, OrderBody, OrderProblem, OrderRequest, Start,
    Subscriber,
};
use crate::desk::model::{Failure, Field, FieldProblem, Phone, Plan, Problem, product_id};
use crate::typed;

/// What is sent for `draft`, to that e-mail address, on `device` and at `sold_price`. `country` is where the desk places its
/// orders.
pub(super) fn body(
    draft: &Draft,
    email: &str,
    device: Device,
    sold_price: Option<Money>,
    country: String,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<OrderBody, Failure> {
    let request = OrderRequest {
        operation: Operation::Activation,
        country,
        product: product_id(&draft.plan)?,
        start: draft.start(now, zone).unwrap_or(Start::Now),
        expiration: None,
        sold_price,
        subscriber: Subscriber {
            email: Some(email.to_owned()),
            first_name: Some(draft.first_name()),
            last_name: Some(draft.last_name()),
            country_of_residence: Some(draft.residence.trim().to_owned()),
            language: None,
            device,
        },
    };
    OrderBody::new(&request).map_err(|problem| Failure::Fields {
        problems: vec![field_of(problem)],
    })
}

/// Only what the staff chose: a phone that they did not name is not guessed, nor a model or identifier made up
/// (rulings 44). What is neither iPhone nor Samsung may be anything; where the service insists (`wanted`), it is called
/// what phones other than iPhones are.
pub(super) fn device(draft: &Draft, wanted: bool) -> Device {
    if draft.phone.is_none() {
        return Device::default();
    }
    Device {
        operating_system: operating_system(draft.phone, wanted),
        model: Some(draft.phone_model()),
        id: draft.imei().map(|imei| imei.as_str().to_owned()),
        eid: draft.eid().map(|eid| eid.as_str().to_owned()),
    }
}

/// The same for a top-up, whose SIM is where it is: it needs no EID. Where nobody chose a phone it is the one that the SIM was
/// sold for, if that is known.
pub(super) fn device_of_top_up(draft: &TopUpDraft, sold_for: &Customer, wanted: bool) -> Device {
    let Some(phone) = draft.phone else {
        return Device {
            operating_system: operating_system(Phone::from_name(&sold_for.phone), wanted),
            ..Device::default()
        };
    };
    let imei = Imei::parse(&draft.imei).ok();
    Device {
        operating_system: operating_system(Some(phone), wanted),
        model: Some(typed::line(&draft.phone_model).text),
        id: imei.map(|imei| imei.as_str().to_owned()),
        eid: None,
    }
}

fn operating_system(phone: Option<Phone>, wanted: bool) -> Option<OperatingSystem> {
    match phone? {
        Phone::Iphone => Some(OperatingSystem::Ios),
        Phone::Samsung => Some(OperatingSystem::Android),
        Phone::Other => wanted.then_some(OperatingSystem::Android),
    }
}

/// The form rules out what the body rules out, but for the desk's own country, which is a setting.
fn field_of(problem: OrderProblem) -> FieldProblem {
    let (field, problem) = match problem {
        OrderProblem::Country => (Field::Country, Problem::NotACountry),
        OrderProblem::CountryOfResidence => (Field::Residence, Problem::NotACountry),
        OrderProblem::EmailMissing => (Field::Email, Problem::Empty),
        OrderProblem::EidWithoutIos => (Field::Eid, Problem::NotDigits),
        OrderProblem::EndWithFirstUse | OrderProblem::EndBeforeStart => {
            (Field::Date, Problem::NotADate)
        }
    };
    FieldProblem { field, problem }
}

/// The draft that `order` was placed with, from the body that was sent for it, to be placed once more.
pub(super) fn draft_of(
    order: &Order,
    customer: &Customer,
    body: &Value,
    zone: &TimeZone,
    idempotency_key: String,
) -> Draft {
    Draft {
        idempotency_key,
        plan: Plan::of_sold(&order.plan),
        email: customer.email.clone(),
        first_name: customer.first_name.clone(),
        last_name: customer.last_name.clone(),
        residence: text(&body["subscriber"]["country_of_residence"]),
        phone: Phone::from_name(&customer.phone),
        eid: customer.eid.clone(),
        eid_anyway: true,
        phone_model: text(&body["subscriber"]["device"]["model"]),
        imei: text(&body["subscriber"]["device"]["id"]),
        start: start_of(&body["product"], zone),
        notes: notes_of(order),
        again: true,
        instead_of: Some(order.key),
    }
}

/// What was typed for the order of that body, without who bought.
pub(super) fn as_ordered(body: &Value, zone: &TimeZone) -> AsOrdered {
    let device = &body["subscriber"]["device"];
    AsOrdered {
        start: Some(start_of(&body["product"], zone)),
        residence: text(&body["subscriber"]["country_of_residence"]),
        eid: text(&device["eid"]),
        phone_model: text(&device["model"]),
        imei: text(&device["id"]),
    }
}

/// The same of a top-up.
pub(super) fn top_up_of(
    order: &Order,
    customer: Option<&Customer>,
    body: &Value,
    zone: &TimeZone,
    idempotency_key: String,
) -> Option<TopUpDraft> {
    Some(TopUpDraft {
        idempotency_key,
        iccid: order.iccid.clone()?,
        plan: Plan::of_sold(&order.plan),
        phone: customer.and_then(|customer| Phone::from_name(&customer.phone)),
        phone_model: text(&body["subscriber"]["device"]["model"]),
        imei: text(&body["subscriber"]["device"]["id"]),
        start: start_of(&body["product"], zone),
        notes: notes_of(order),
        again: true,
        instead_of: Some(order.key),
    })
}

fn start_of(product: &Value, zone: &TimeZone) -> StartChoice {
    match Start::of_product(product) {
        Start::Now => StartChoice::Now,
        Start::FirstUse => StartChoice::FirstUse,
        Start::On(date) => StartChoice::OnDate {
            date: date.to_zoned(zone.clone()).date().to_string(),
        },
    }
}

fn notes_of(order: &Order) -> SaleNotes {
    let (guest_pays, guest_currency) = order.guest_pays.clone().unwrap_or_default();
    SaleNotes {
        guest_pays,
        guest_currency,
        note: order.note.clone().unwrap_or_default(),
        staff: order.staff.clone().unwrap_or_default(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
