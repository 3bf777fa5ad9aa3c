//! The plans on sale.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::account::Account;
use super::model::{Failure, Plan};
use crate::connect::SimType;
use crate::settings::SettingsFile;

/// The plans that can be sold now.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    pub plans: Vec<Plan>,
    pub read_at: String,
    /// Products of the service that could not be understood and are left out.
    pub unreadable: u32,
}

/// Reads the catalogue of the account in use.
pub struct Plans {
    account: Arc<Account>,
    settings: Arc<SettingsFile>,
}

impl Plans {
    pub(in crate::desk) fn new(account: Arc<Account>, settings: Arc<SettingsFile>) -> Plans {
        Plans { account, settings }
    }

    /// The plans that can be sold, read from the service now.
    pub async fn read(&self) -> Result<Catalogue, Failure> {
        let client = self.account.client()?;
        // A person looks at the plans, and pressed *Try again* perhaps.
        client.try_again_now();
        let read = self.account.observe(&client, client.products().await)?;
        let favourites = self.settings.current().favourites;
        let plans = read
            .products
            .iter()
            .filter(|product| product.sim_types.contains(&SimType::Esim))
            .map(|product| {
                let favourite = favourites.iter().any(|id| id == product.id.as_str());
                Plan::of_product(product, favourite)
            })
            .collect();
        Ok(Catalogue {
            plans,
            read_at: Timestamp::now().to_string(),
            unreadable: u32::try_from(read.unreadable).unwrap_or(u32::MAX),
        })
    }
}
