//! The catalogue (Connect: product catalogue page).

use rust_decimal::Decimal;
use serde::Deserialize;

use super::client::Client;
use super::fault::{Fault, FaultKind, Resource, Step};
use super::ids::ProductId;
use super::lenient;
use super::money::Money;

/// A plan on sale to this account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// What an order names.
    pub id: ProductId,
    /// The service's own name for it; the id when it gives none.
    pub name: String,
    /// On which kinds of SIM it runs.
    pub sim_types: Vec<SimType>,
    /// How long it lasts, when that is said.
    pub validity: Option<Validity>,
    /// How much data it holds.
    pub allowance: Allowance,
    /// What the account is charged.
    pub price: Money,
    /// Where it works, as a code whose meaning is not documented.
    pub footprint_code: Option<String>,
}

/// A kind of SIM.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SimType {
    /// A profile downloaded into a device.
    Esim,
    /// A plastic card.
    Psim,
    /// One that is not documented.
    Other(String),
}

/// How long a plan lasts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    /// How many units.
    pub count: u32,
    /// Of what.
    pub unit: ValidityUnit,
}

/// What a plan's time is counted in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValidityUnit {
    /// Days.
    Days,
    /// Calendar months: up to the same day of a later month.
    Months,
    /// One that is not documented, in capitals.
    Other(String),
}

/// How much data a plan holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Allowance {
    /// So much of a unit.
    Amount {
        /// How many units, exactly as the service says.
        amount: Decimal,
        /// Of what.
        unit: DataUnit,
    },
    /// The service says that there is no limit. How it says so is not documented; the word is understood.
    Unlimited,
    /// It does not say, or not so that we can read it.
    Unknown,
}

/// A unit of data. The service does not say whether it counts in thousands or in 1024.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DataUnit {
    /// Megabytes.
    Mb,
    /// Gigabytes.
    Gb,
    /// One that is not documented, in capitals.
    Other(String),
}

/// The whole catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// In the service's order, each once.
    pub products: Vec<Product>,
    /// How many more there are that cannot be read (no id, no price) and so cannot be sold.
    pub unreadable: usize,
}

impl Client {
    /// Whether the account works: gets a token and looks at the first page of the catalogue.
    ///
    /// # Errors
    /// The [`Fault`] of the first thing that does not work.
    pub async fn check(&self) -> Result<(), Fault> {
        self.peek(Step::Products, &self.service().endpoint(&["products"]))
            .await
    }

    /// The same by another endpoint, where one alone may be wrong: looks at the first page of what was sold.
    ///
    /// # Errors
    /// The [`Fault`] of the first thing that does not work.
    pub async fn check_sold(&self) -> Result<(), Fault> {
        let url = self.service().endpoint(&["subscriptions"]);
        self.peek(Step::Subscriptions, &url).await
    }

    /// All plans of the catalogue.
    ///
    /// # Errors
    /// A [`Fault`] when any page cannot be had. A single plan that cannot be read is counted, not an error.
    pub async fn products(&self) -> Result<Catalogue, Fault> {
        let (mut products, mut unreadable) = (Vec::new(), 0);
        let url = self.service().endpoint(&["products"]);
        self.list(Step::Products, &url, |entry| {
            match entry.read::<Wire, Product>() {
                Ok(product) => products.push(product),
                Err(_) => unreadable += 1,
            }
            Ok(())
        })
        .await?;
        if unreadable > 0 {
            tracing::warn!(unreadable, "plans that cannot be read");
        }
        Ok(Catalogue {
            products,
            unreadable,
        })
    }

    /// One plan, as it is now.
    ///
    /// # Errors
    /// A [`Fault`]; [`FaultKind::NotFound`] when it is no longer sold.
    pub async fn product(&self, id: &ProductId) -> Result<Product, Fault> {
        let reply = self
            .read(
                Step::Products,
                self.service().endpoint(&["products", id.as_str()]),
            )
            .await?;
        let product: Product = reply.read::<Wire, _>()?;
        if product.id != *id {
            return Err(reply
                .context
                .fault(FaultKind::Mismatched(Resource::Product)));
        }
        Ok(product)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wire {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::texts")]
    sim_type: Vec<String>,
    #[serde(deserialize_with = "lenient::count")]
    duration: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    duration_unit: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    data: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    data_unit: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    price: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    price_currency: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    footprint_code: Option<String>,
}

impl TryFrom<Wire> for Product {
    /// The field without which a plan cannot be sold.
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let id = wire
            .id
            .and_then(|id| ProductId::new(&id).ok())
            .ok_or("id")?;
        let price = wire.price.ok_or("price")?;
        let currency = wire.price_currency.ok_or("price_currency")?;
        Ok(Self {
            name: wire.name.unwrap_or_else(|| id.to_string()),
            sim_types: wire
                .sim_type
                .iter()
                .map(|text| SimType::read(text))
                .collect(),
            validity: validity(wire.duration, wire.duration_unit),
            allowance: allowance(wire.data.as_deref(), wire.data_unit.as_deref()),
            price: Money::parse(&price, &currency).ok_or("price")?,
            footprint_code: wire.footprint_code,
            id,
        })
    }
}

impl SimType {
    /// `ESIM` and `PSIM` in any case.
    pub(super) fn read(text: &str) -> Self {
        match lenient::upper_snake_case(text).as_str() {
            "ESIM" => Self::Esim,
            "PSIM" => Self::Psim,
            _ => Self::Other(text.to_owned()),
        }
    }
}

fn validity(count: Option<u64>, unit: Option<String>) -> Option<Validity> {
    let count = u32::try_from(count?).ok()?;
    let unit = match lenient::upper_snake_case(&unit?).as_str() {
        "DAY" | "DAYS" => ValidityUnit::Days,
        "MONTH" | "MONTHS" => ValidityUnit::Months,
        other => ValidityUnit::Other(other.to_owned()),
    };
    Some(Validity { count, unit })
}

fn allowance(amount: Option<&str>, unit: Option<&str>) -> Allowance {
    let says_unlimited = |text: Option<&str>| {
        text.is_some_and(|text| lenient::upper_snake_case(text) == "UNLIMITED")
    };
    if says_unlimited(amount) || says_unlimited(unit) {
        return Allowance::Unlimited;
    }
    let (Some(amount), Some(unit)) = (amount.and_then(lenient::parse_decimal), unit) else {
        return Allowance::Unknown;
    };
    if amount.is_sign_negative() {
        return Allowance::Unknown;
    }
    let unit = match lenient::upper_snake_case(unit).as_str() {
        "MB" => DataUnit::Mb,
        "GB" => DataUnit::Gb,
        other => DataUnit::Other(other.to_owned()),
    };
    Allowance::Amount { amount, unit }
}
