//! What a request for an order must look like, and what it asks for once it does.
//!
//! Dates, first use and the end of a plan are read from inside `product`, the likeliest place. Unknown fields are ignored.
//! Not in it: carrying it out (`orders`).

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::answer::{Refusal, unpadded};
use crate::sandbox::quirks::Quirks;
use crate::sandbox::store::{
    catalogue::Catalogue,
    ledger::{Ledger, Operation, SimState},
    plan::{Plan, SimType},
    subscription::end_of_term,
};

/// Most plans at once on one SIM.
const MOST_PLANS_ON_A_SIM: usize = 15;
/// How far back an activation date may lie: a caller's "now" takes time to arrive, and its clock may be behind.
const LEEWAY: SignedDuration = SignedDuration::from_mins(10);
/// ISO 3166 alpha-2.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK";

/// An order that can be booked.
pub(super) struct Wish {
    pub(super) operation: Operation,
    pub(super) sim_type: SimType,
    pub(super) plan: Plan,
    pub(super) email: Option<String>,
    /// Amount and currency.
    pub(super) sold_price: Option<(String, String)>,
    /// The SIM it is for, unless a new one is to be made.
    pub(super) iccid: Option<String>,
    /// The phone a new eSIM is pushed to.
    pub(super) eid: Option<String>,
    pub(super) start: Start,
    pub(super) end: Option<Timestamp>,
}

/// When the plan starts.
#[derive(Clone, Copy)]
pub(super) enum Start {
    Now,
    On(Timestamp),
    FirstUse,
}

#[derive(Deserialize)]
struct Form {
    operation_type: Option<String>,
    sim_type: Option<String>,
    country: Option<String>,
    #[serde(default)]
    product: ProductPart,
    #[serde(default)]
    subscriber: SubscriberPart,
}

#[derive(Default, Deserialize)]
struct ProductPart {
    id: Option<String>,
    sold_price: Option<Value>,
    sold_currency: Option<String>,
    activation_date: Option<String>,
    expiration_date: Option<String>,
    is_first_usage_activation: Option<bool>,
}

#[derive(Default, Deserialize)]
struct SubscriberPart {
    email: Option<String>,
    country_of_residence: Option<String>,
    #[serde(default)]
    device: DevicePart,
    #[serde(default)]
    sim: SimPart,
}

#[derive(Default, Deserialize)]
struct DevicePart {
    operating_system: Option<String>,
    model: Option<String>,
    id: Option<String>,
    eid: Option<String>,
}

#[derive(Default, Deserialize)]
struct SimPart {
    iccid: Option<String>,
}

impl Wish {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// 400 `INVALID_HTTP_MESSAGE` if it cannot be parsed, 400 `INVALID_REQUEST_PARAMS` with every reason if it asks for
    /// what cannot be, 422 if there is no such plan.
    pub(super) fn read(
        body: &[u8],
        catalogue: &Catalogue,
        ledger: &Ledger,
        quirks: &Quirks,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let form: Form = serde_json::from_slice(body)
            .map_err(|_| Refusal::unreadable("The body is not a JSON object of the right shape"))?;
        let activation = moment("activation_date", form.product.activation_date.as_deref())?;
        let end = moment("expiration_date", form.product.expiration_date.as_deref())?;
        let mut wrong = Vec::new();
        let operation = form.operation(&mut wrong);
        let sim_type = form.sim_type(&mut wrong);
        form.check_words(catalogue, &mut wrong);
        let first_use = form.product.is_first_usage_activation == Some(true);
        check_dates(first_use, activation, end, now, &mut wrong);
        if form.product.id.is_none() {
            wrong.push("product.id is missing".to_owned());
        }
        let (Some(operation), Some(sim_type), Some(product_id), true) =
            (operation, sim_type, &form.product.id, wrong.is_empty())
        else {
            return Err(Refusal::wrong(wrong));
        };
        let Some(plan) = catalogue.plan(product_id) else {
            let message = "The product is not in your catalogue".to_owned();
            return Err(Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "PRODUCT_NOT_FOUND",
                vec![message],
            ));
        };
        if !plan.sim_types.contains(&sim_type) {
            wrong.push("sim_type does not fit the product".to_owned());
        }
        let start = activation.unwrap_or(now).max(now);
        if end.is_some_and(|end| end <= start || end > end_of_term(start, plan.term)) {
            wrong.push("expiration_date must lie within the product's duration".to_owned());
        }
        form.check_sim(operation, sim_type, ledger, now, &mut wrong);
        let new_esim = operation == Operation::Activation && sim_type == SimType::Esim;
        let is_esim = sim_type == SimType::Esim;
        if is_esim && quirks.device_required && !form.subscriber.device.is_named() {
            wrong.push("subscriber.device is missing".to_owned());
        }
        if is_esim && quirks.device_whole {
            form.subscriber.device.check_whole(&mut wrong);
        }
        if quirks.sold_price_required && form.product.sold_price.is_none() {
            wrong.push("product.sold_price and product.sold_currency are missing".to_owned());
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        let pushed = new_esim && form.subscriber.device.is_ios();
        Ok(Self {
            operation,
            sim_type,
            plan: plan.clone(),
            email: form.subscriber.email,
            sold_price: form
                .product
                .sold_price
                .as_ref()
                .map(amount_text)
                .zip(form.product.sold_currency),
            iccid: form
                .subscriber
                .sim
                .iccid
                .filter(|_| !new_esim)
                .map(|iccid| unpadded(&iccid).to_owned()),
            eid: form.subscriber.device.eid.filter(|_| pushed),
            start: match activation {
                _ if first_use => Start::FirstUse,
                Some(day) => Start::On(day),
                None => Start::Now,
            },
            end,
        })
    }
}

impl Form {
    fn operation(&self, wrong: &mut Vec<String>) -> Option<Operation> {
        match self.operation_type.as_deref() {
            Some("ACTIVATION") => return Some(Operation::Activation),
            Some("TOPUP") => return Some(Operation::Topup),
            Some(_) => wrong.push("operation_type is unknown".to_owned()),
            None => wrong.push("operation_type is missing".to_owned()),
        }
        None
    }

    fn sim_type(&self, wrong: &mut Vec<String>) -> Option<SimType> {
        match self.sim_type.as_deref() {
            Some("ESIM") => return Some(SimType::Esim),
            Some("PSIM") => return Some(SimType::Psim),
            Some(_) => wrong.push("sim_type is unknown".to_owned()),
            None => wrong.push("sim_type is missing".to_owned()),
        }
        None
    }

    fn check_words(&self, catalogue: &Catalogue, wrong: &mut Vec<String>) {
        match self.country.as_deref() {
            None => wrong.push("country is missing".to_owned()),
            Some(country) if !is_country(country) => wrong.push("country is unknown".to_owned()),
            Some(_) => {}
        }
        let residence = self.subscriber.country_of_residence.as_deref();
        if residence.is_some_and(|country| !is_country(country)) {
            wrong.push("subscriber.country_of_residence is unknown".to_owned());
        }
        match (&self.product.sold_price, &self.product.sold_currency) {
            (None, None) => {}
            (Some(price), Some(currency)) => {
                if !is_amount(price) {
                    wrong.push("product.sold_price is not an amount".to_owned());
                }
                if !catalogue
                    .plans
                    .iter()
                    .any(|plan| plan.currency == currency.as_str())
                {
                    wrong.push("product.sold_currency is unknown".to_owned());
                }
            }
            (Some(_), None) | (None, Some(_)) => {
                wrong.push("sold_price and sold_currency go together".to_owned());
            }
        }
        let device = &self.subscriber.device;
        let eid = device.eid.as_deref().filter(|_| device.is_ios());
        if eid.is_some_and(|eid| eid.len() != 32 || !is_digits(eid)) {
            wrong.push("subscriber.device.eid must have 32 digits".to_owned());
        }
    }

    fn check_sim(
        &self,
        operation: Operation,
        sim_type: SimType,
        ledger: &Ledger,
        now: Timestamp,
        wrong: &mut Vec<String>,
    ) {
        let iccid = self.subscriber.sim.iccid.as_deref();
        match (operation, sim_type) {
            (Operation::Activation, SimType::Esim) => {
                let email = self.subscriber.email.as_deref();
                if email.is_none_or(|email| email.trim().is_empty()) {
                    wrong.push("subscriber.email is missing".to_owned());
                }
            }
            (Operation::Activation, SimType::Psim) => match iccid {
                None => wrong.push("subscriber.sim.iccid is missing".to_owned()),
                Some(iccid) if !(18..=22).contains(&iccid.len()) || !is_digits(iccid) => {
                    wrong.push("subscriber.sim.iccid is not an ICCID".to_owned());
                }
                Some(iccid) if ledger.knows_iccid(iccid) => {
                    wrong.push("the SIM is active already".to_owned());
                }
                Some(_) => {}
            },
            (Operation::Topup, _) => {
                let Some(iccid) = iccid.map(unpadded) else {
                    wrong.push("subscriber.sim.iccid is missing".to_owned());
                    return;
                };
                let Some(sim) = ledger.sim(iccid, now) else {
                    wrong.push("there is no such SIM".to_owned());
                    return;
                };
                if sim.shown(now) == SimState::Unavailable {
                    wrong.push("the SIM is no longer available".to_owned());
                }
                if sim.sim_type != sim_type {
                    wrong.push("sim_type does not fit the SIM".to_owned());
                }
                let live = ledger
                    .subscribed(now)
                    .filter(|order| order.iccid == iccid && order.subscription.live(now));
                if live.count() >= MOST_PLANS_ON_A_SIM {
                    wrong.push("the SIM carries the most subscriptions it may".to_owned());
                }
            }
        }
    }
}

impl DevicePart {
    /// Whether it says anything of the phone.
    fn is_named(&self) -> bool {
        self.operating_system
            .as_deref()
            .is_some_and(|system| !system.trim().is_empty())
    }

    fn check_whole(&self, wrong: &mut Vec<String>) {
        for (name, value) in [("model", &self.model), ("id", &self.id)] {
            if value.as_deref().is_none_or(|value| value.trim().is_empty()) {
                wrong.push(format!("subscriber.device.{name} is missing"));
            }
        }
    }

    /// Only an iPhone can be pushed to; for others the EID is ignored.
    fn is_ios(&self) -> bool {
        self.operating_system.as_deref() == Some("ios")
    }
}

fn check_dates(
    first_use: bool,
    activation: Option<Timestamp>,
    end: Option<Timestamp>,
    now: Timestamp,
    wrong: &mut Vec<String>,
) {
    if first_use && (activation.is_some() || end.is_some()) {
        wrong.push("is_first_usage_activation leaves no room for dates".to_owned());
    }
    let earliest = now.checked_sub(LEEWAY).unwrap_or(now);
    if activation.is_some_and(|day| day < earliest) {
        wrong.push("activation_date lies in the past".to_owned());
    }
}

fn moment(name: &str, text: Option<&str>) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = text else {
        return Ok(None);
    };
    let moment = text
        .parse()
        .map_err(|_| Refusal::unreadable(format!("{name} is not an ISO 8601 date")))?;
    Ok(Some(moment))
}

fn is_country(code: &str) -> bool {
    COUNTRIES.split_whitespace().any(|country| country == code)
}

/// A production client sends the price as a string, and is understood.
fn is_amount(price: &Value) -> bool {
    let amount = price
        .as_f64()
        .or_else(|| price.as_str().and_then(|text| text.parse().ok()));
    amount.is_some_and(|amount| amount.is_finite() && amount >= 0.0)
}

fn amount_text(price: &Value) -> String {
    price
        .as_str()
        .map_or_else(|| price.to_string(), str::to_owned)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
