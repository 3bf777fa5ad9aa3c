//! A plan as people see it, made from a product of the service or from a row of the book.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::book::{Amounts, PlanSold};
use crate::connect::{Allowance, DataUnit, Product, ValidityUnit};

/// What stands on a row of the catalogue and on the buying button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The service's product id.
    pub id: String,
    pub name: String,
    /// The service's own code, such as `GLOBAL`; no list of countries is invented from it (rulings 6).
    pub footprint: Option<String>,
    pub data: DataAmount,
    /// For sorting and filtering.
    pub megabytes: Option<u32>,
    pub duration: Option<Duration>,
    /// For sorting and filtering; a month counts as 30.
    pub days: Option<u32>,
    pub price: Option<Money>,
    /// Rounded to cents; a hint, never a price to pay.
    pub price_per_gb: Option<Money>,
    /// The same for a day; a month counts as 30.
    pub price_per_day: Option<Money>,
    pub favourite: bool,
}

/// A decimal text and an ISO 4217 code. Never a float, never summed across currencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Money {
    pub amount: String,
    pub currency: String,
}

impl Money {
    /// As the book has it.
    pub(in crate::desk) fn of_pair((amount, currency): &(String, String)) -> Money {
        Money {
            amount: amount.clone(),
            currency: currency.clone(),
        }
    }

    /// One for each currency.
    pub(in crate::desk) fn of_amounts(amounts: &Amounts) -> Vec<Money> {
        let each = amounts.iter().map(|(currency, amount)| Money {
            amount: amount.to_string(),
            currency: currency.to_owned(),
        });
        each.collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DataAmount {
    Amount { amount: String, unit: String },
    Unlimited,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Duration {
    pub count: u32,
    pub unit: DurationKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DurationKind {
    Days,
    Months,
}

impl Plan {
    /// The plan that `product` is.
    pub fn of_product(product: &Product, favourite: bool) -> Plan {
        let data = match &product.allowance {
            Allowance::Amount { amount, unit } => DataAmount::Amount {
                amount: amount.normalize().to_string(),
                unit: match unit {
                    DataUnit::Mb => "MB".to_owned(),
                    DataUnit::Gb => "GB".to_owned(),
                    DataUnit::Other(name) => name.clone(),
                },
            },
            Allowance::Unlimited => DataAmount::Unlimited,
            Allowance::Unknown => DataAmount::Unknown,
        };
        let duration = product.validity.as_ref().and_then(|validity| {
            let unit = match validity.unit {
                ValidityUnit::Days => DurationKind::Days,
                ValidityUnit::Months => DurationKind::Months,
                ValidityUnit::Other(_) => return None,
            };
            Some(Duration {
                count: validity.count,
                unit,
            })
        });
        let price = Some(Money {
            amount: product.price.amount.to_string(),
            currency: product.price.currency.as_str().to_owned(),
        });
        Plan::of_parts(
            product.id.as_str().to_owned(),
            product.name.clone(),
            product.footprint_code.clone(),
            data,
            duration,
            price,
            favourite,
        )
    }

    /// The plan as it was sold.
    pub fn of_sold(sold: &PlanSold) -> Plan {
        let data = match &sold.data {
            Some((amount, unit)) if amount == UNLIMITED && unit.is_empty() => DataAmount::Unlimited,
            Some((amount, unit)) => DataAmount::Amount {
                amount: amount.clone(),
                unit: unit.clone(),
            },
            None => DataAmount::Unknown,
        };
        let duration = sold.duration.as_ref().map(|(count, unit)| Duration {
            count: *count,
            unit: if unit == MONTHS {
                DurationKind::Months
            } else {
                DurationKind::Days
            },
        });
        let price = sold.price.as_ref().map(Money::of_pair);
        Plan::of_parts(
            sold.product_id.clone(),
            sold.name.clone(),
            sold.footprint.clone(),
            data,
            duration,
            price,
            false,
        )
    }

    /// What the book keeps of this plan.
    pub fn as_sold(&self) -> PlanSold {
        PlanSold {
            product_id: self.id.clone(),
            name: self.name.clone(),
            footprint: self.footprint.clone(),
            data: match &self.data {
                DataAmount::Amount { amount, unit } => Some((amount.clone(), unit.clone())),
                DataAmount::Unlimited => Some((UNLIMITED.to_owned(), String::new())),
                DataAmount::Unknown => None,
            },
            duration: self.duration.as_ref().map(|duration| {
                let unit = match duration.unit {
                    DurationKind::Days => DAYS,
                    DurationKind::Months => MONTHS,
                };
                (duration.count, unit.to_owned())
            }),
            price: self
                .price
                .as_ref()
                .map(|price| (price.amount.clone(), price.currency.clone())),
        }
    }

    /// Whether a customer who agreed to one would get the same with the other: name, data, duration and price.
    pub fn sells_the_same_as(&self, other: &Plan) -> bool {
        self.what_it_sells() == other.what_it_sells()
    }

    /// The same of all plans that sell the same, and of no others.
    pub(in crate::desk) fn what_it_sells(&self) -> String {
        let sold = self.as_sold();
        let price = sold.price.map(|(amount, currency)| {
            // An amount is the same however many noughts it ends with.
            let same = decimal(&amount).map(|amount| amount.normalize().to_string());
            vec![same.unwrap_or(amount), currency]
        });
        let parts = vec![
            Some(vec![sold.product_id, sold.name]),
            sold.data.map(|(amount, unit)| vec![amount, unit]),
            sold.duration
                .map(|(count, unit)| vec![count.to_string(), unit]),
            price,
        ];
        serde_json::Value::from(parts).to_string()
    }

    fn of_parts(
        id: String,
        name: String,
        footprint: Option<String>,
        data: DataAmount,
        duration: Option<Duration>,
        price: Option<Money>,
        favourite: bool,
    ) -> Plan {
        let gigabytes = gigabytes(&data);
        let days = duration.as_ref().map(|duration| match duration.unit {
            DurationKind::Days => duration.count,
            DurationKind::Months => duration.count.saturating_mul(30),
        });
        Plan {
            id,
            name,
            footprint,
            megabytes: gigabytes.and_then(|gigabytes| {
                u32::try_from(gigabytes.checked_mul(Decimal::from(1000))?.round()).ok()
            }),
            days,
            data,
            duration,
            price_per_gb: share(price.as_ref(), gigabytes),
            price_per_day: share(price.as_ref(), days.map(Decimal::from)),
            price,
            favourite,
        }
    }
}

const UNLIMITED: &str = "unlimited";
const DAYS: &str = "days";
const MONTHS: &str = "months";

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// What one of `parts` comes to.
fn share(price: Option<&Money>, parts: Option<Decimal>) -> Option<Money> {
    let price = price?;
    let amount = decimal(&price.amount)?.checked_div(parts?)?.round_dp(2);
    Some(Money {
        amount: format!("{amount:.2}"),
        currency: price.currency.clone(),
    })
}

fn gigabytes(data: &DataAmount) -> Option<Decimal> {
    let DataAmount::Amount { amount, unit } = data else {
        return None;
    };
    let amount = decimal(amount).filter(|amount| !amount.is_zero())?;
    match unit.to_ascii_uppercase().as_str() {
        "KB" => amount.checked_div(Decimal::from(1_000_000)),
        "MB" => amount.checked_div(Decimal::from(1000)),
        "GB" => Some(amount),
        "TB" => amount.checked_mul(Decimal::from(1000)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(amount: &str, unit: &str, price: &str) -> Plan {
        Plan::of_parts(
            "p".into(),
            "Europe".into(),
            None,
            DataAmount::Amount {
                amount: amount.into(),
                unit: unit.into(),
            },
            Some(Duration {
                count: 1,
                unit: DurationKind::Months,
            }),
            Some(Money {
                amount: price.into(),
                currency: "EUR".into(),
            }),
            false,
        )
    }

    #[test]
    fn the_price_per_gigabyte_is_exact_to_the_cent() {
        let per_gb = plan("500", "MB", "9.99").price_per_gb;
        assert_eq!(
            per_gb.expect("data and price are known").amount,
            "19.98",
            "half a gigabyte for 9.99"
        );
    }

    #[test]
    fn a_plan_without_data_has_no_price_per_gigabyte() {
        assert_eq!(
            plan("0", "GB", "5").price_per_gb,
            None,
            "no division by zero"
        );
        assert_eq!(
            plan("5", "minutes", "5").price_per_gb,
            None,
            "not data at all"
        );
    }

    #[test]
    fn the_price_of_a_day_counts_a_month_as_thirty() {
        let per_day = plan("5", "GB", "9.99").price_per_day;
        assert_eq!(
            per_day.expect("price and time are known").amount,
            "0.33",
            "a thirtieth of 9.99"
        );
        let mut endless = plan("5", "GB", "9.99");
        endless.duration = None;
        let again = Plan::of_sold(&endless.as_sold());
        assert_eq!(again.price_per_day, None, "nobody knows its days");
    }

    #[test]
    fn the_same_price_written_otherwise_is_the_same_sale() {
        assert!(
            plan("5", "GB", "20").sells_the_same_as(&plan("5", "GB", "20.00")),
            "20 and 20.00 are one price"
        );
        assert!(
            !plan("5", "GB", "20").sells_the_same_as(&plan("5", "GB", "20.01")),
            "a cent more is another sale"
        );
    }

    #[test]
    fn what_sells_something_else_is_told_by_another_text() {
        let first = plan("5", "GB", "20");
        let sells = first.what_it_sells();
        assert_eq!(plan("5", "GB", "20.0").what_it_sells(), sells);
        let mut others = vec![plan("5", "MB", "20"), plan("5", "GB", "19")];
        for change in [
            (|plan| plan.id = "q".into()) as fn(&mut Plan),
            |plan| plan.name = "Europe [5]".into(),
            |plan| plan.data = DataAmount::Unlimited,
            |plan| plan.data = DataAmount::Unknown,
            |plan| plan.duration = None,
            |plan| plan.price = None,
        ] {
            let mut other = first.clone();
            change(&mut other);
            others.push(other);
        }
        let mut told: Vec<String> = others.iter().map(Plan::what_it_sells).collect();
        told.push(sells);
        let all = told.len();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), all);
    }

    #[test]
    fn the_book_gives_back_what_was_sold() {
        let sold = plan("5", "GB", "20.00");
        assert_eq!(Plan::of_sold(&sold.as_sold()), sold, "nothing got lost");
    }
}
