//! The plans on sale, and which of them this desk sells most.
//!
//! Not in it: the order in which they are shown, which is the page's.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::account::Account;
use super::model::{Failure, Plan};
use super::orders::Orders;
use crate::book::{AccountId, PlanSale};
use crate::clock;
use crate::connect::SimType;
use crate::settings::SettingsReader;

/// So many of the newest sales tell what is sold often: a few busy days, or a quiet season.
const SALES: u32 = 500;
/// A sale counts half as much after so long.
const HALF_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// What a sale of just now counts.
const A_SALE: f64 = 1000.0;

/// The plans that can be sold now.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    pub plans: Vec<Plan>,
    /// Those of them that this desk has sold lately.
    pub sold: Vec<SoldLately>,
    pub read_at: String,
    /// Products of the service that could not be understood and are left out.
    pub unreadable: u32,
}

/// How much a plan was sold here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct SoldLately {
    pub plan: String,
    /// A thousand for a sale of just now, half of that for one of two weeks ago.
    pub weight: u32,
}

/// Reads the catalogue of the account in use.
pub struct Plans {
    account: Arc<Account>,
    orders: Arc<Orders>,
    settings: SettingsReader,
}

impl Plans {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        orders: Arc<Orders>,
        settings: SettingsReader,
    ) -> Plans {
        Plans {
            account,
            orders,
            settings,
        }
    }

    /// The plans that can be sold, read from the service now.
    pub async fn read(&self) -> Result<Catalogue, Failure> {
        // A person looks at the plans, and pressed *Try again* perhaps.
        let (account, client) = self.account.session_now()?;
        let read = self.account.observe(&client, client.products().await)?;
        let favourites = self.settings.current().favourites;
        let plans: Vec<Plan> = read
            .products
            .iter()
            .filter(|product| product.sim_types.contains(&SimType::Esim))
            .map(|product| {
                let favourite = favourites.iter().any(|id| id == product.id.as_str());
                Plan::of_product(product, favourite)
            })
            .collect();
        let now = clock::now();
        Ok(Catalogue {
            sold: weigh(&self.sales(account).await, &plans, now),
            plans,
            read_at: now.to_string(),
            unreadable: u32::try_from(read.unreadable).unwrap_or(u32::MAX),
        })
    }

    /// What was sold of late. Plans can be sold without knowing it.
    async fn sales(&self, account: AccountId) -> Vec<PlanSale> {
        self.orders
            .book(move |book| book.sold_lately(&account, SALES))
            .await
            .unwrap_or_default()
    }
}

/// What was sold of each plan. Ids change from one release of a catalogue to the next: a sale of one that is not sold any more
/// is a sale of the plan that has its name and its data now.
fn weigh(sales: &[PlanSale], plans: &[Plan], now: Timestamp) -> Vec<SoldLately> {
    let mut weights = vec![0.0; plans.len()];
    for sale in sales {
        let by_id = plans
            .iter()
            .position(|plan| plan.id == sale.plan.product_id);
        let sold = Plan::of_sold(&sale.plan);
        let by_name = || {
            plans.iter().position(|plan| {
                plan.name == sold.name && plan.data == sold.data && plan.duration == sold.duration
            })
        };
        if let Some(at) = by_id.or_else(by_name) {
            // A clock that was put back makes no sale worth more than one of now.
            let age = now.duration_since(sale.at).max(SignedDuration::ZERO);
            weights[at] += A_SALE * (-age.as_secs_f64() / HALF_LIFE.as_secs_f64()).exp2();
        }
    }
    plans
        .iter()
        .zip(weights)
        .filter(|(_, weight)| *weight >= 1.0)
        .map(|(plan, weight)| SoldLately {
            plan: plan.id.clone(),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most 500 times a thousand, and not below one"
            )]
            weight: weight as u32,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PlanSold;

    fn sold(id: &str, name: &str) -> PlanSold {
        PlanSold {
            product_id: id.to_owned(),
            name: name.to_owned(),
            ..PlanSold::default()
        }
    }

    fn weights(sales: &[(&str, &str, i64)], plans: &[(&str, &str)]) -> Vec<(String, u32)> {
        let now: Timestamp = "2026-11-29T12:00:00Z".parse().expect("a timestamp");
        let sales: Vec<PlanSale> = sales
            .iter()
            .map(|(id, name, days)| PlanSale {
                plan: sold(id, name),
                at: now - SignedDuration::from_hours(24 * days),
            })
            .collect();
        let plans: Vec<Plan> = plans
            .iter()
            .map(|(id, name)| Plan::of_sold(&sold(id, name)))
            .collect();
        weigh(&sales, &plans, now)
            .into_iter()
            .map(|sold| (sold.plan, sold.weight))
            .collect()
    }

    #[test]
    fn a_sale_counts_half_as_much_after_two_weeks() {
        let found = weights(
            &[("a", "A", 0), ("b", "B", 14), ("b", "B", 28)],
            &[("a", "A"), ("b", "B"), ("c", "C")],
        );
        assert_eq!(
            found,
            [("a".to_owned(), 1000), ("b".to_owned(), 750)],
            "half and a quarter, and nothing of what was never sold"
        );
    }

    #[test]
    fn a_plan_that_got_another_id_keeps_what_was_sold_of_it() {
        let found = weights(
            &[("old", "A", 0), ("b", "A", 0)],
            &[("new", "A"), ("b", "A")],
        );
        assert_eq!(
            found,
            [("new".to_owned(), 1000), ("b".to_owned(), 1000)],
            "an id that is still sold means itself"
        );
    }

    #[test]
    fn a_sale_of_tomorrow_counts_as_one_of_now() {
        let found = weights(&[("a", "A", -400)], &[("a", "A")]);
        assert_eq!(found, [("a".to_owned(), 1000)], "the clock was put back");
    }
}
