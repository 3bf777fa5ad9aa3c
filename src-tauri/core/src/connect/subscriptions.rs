//! Plans on SIMs, which are also the only list of what was sold (Connect: subscription lifecycle and report pages).

use jiff::Timestamp;
use reqwest::Method;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use url::Url;

use super::client::{Call, Client};
use super::fault::{Fault, FaultKind, Resource, Step};
use super::ids::{Iccid, ProductId, SubscriptionId};
use super::lenient;
use super::timestamp;

/// A plan on a SIM. Only its id is sure to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The plan's name.
    pub name: Option<String>,
    /// The SIM it is on (`sim_id`).
    pub iccid: Option<Iccid>,
    /// The plan it is.
    pub product_id: Option<ProductId>,
    /// Where it stands.
    pub status: SubscriptionStatus,
    /// When it was sold.
    pub created: Option<Timestamp>,
    /// When it began or will begin.
    pub activated: Option<Timestamp>,
    /// When it ends (`expiry_date`, or `expiration_date` as elsewhere in the API).
    pub expires: Option<Timestamp>,
    /// Data at the start, in [`balance_unit`](Self::balance_unit).
    pub initial_balance: Option<Decimal>,
    /// Data left.
    pub current_balance: Option<Decimal>,
    /// Data used: as the service says (`spend_balance` or `spent_balance`), else the difference of the other two.
    pub spent_balance: Option<Decimal>,
    /// `Bytes` in every example.
    pub balance_unit: Option<String>,
}

impl Subscription {
    /// Whether it may be on that SIM: one that does not say where it is, may be there.
    pub fn may_be_on(&self, iccid: &Iccid) -> bool {
        self.iccid.as_ref().is_none_or(|on| on == iccid)
    }

    /// Whether it says that it is on that SIM.
    pub fn names(&self, iccid: &Iccid) -> bool {
        self.iccid.as_ref() == Some(iccid)
    }
}

/// Of what was listed by `?iccid=`, the plans on that SIM. That the service heeds it is shown by no example: in a list of
/// everything, one that does not say where it is, is not there; where every other one is there, so is it.
pub fn on_sim(mut listed: Vec<Subscription>, iccid: &Iccid) -> Vec<Subscription> {
    let heeded = listed.iter().all(|one| one.may_be_on(iccid));
    listed.retain(|one| match heeded {
        true => one.may_be_on(iccid),
        false => one.names(iccid),
    });
    listed
}

#[cfg(test)]
impl Subscription {
    /// One of which nothing else is told.
    pub(crate) fn bare(status: SubscriptionStatus) -> Subscription {
        Subscription {
            id: SubscriptionId::new("s-1").expect("an id"),
            name: None,
            iccid: None,
            product_id: None,
            status,
            created: None,
            activated: None,
            expires: None,
            initial_balance: None,
            current_balance: None,
            spent_balance: None,
            balance_unit: None,
        }
    }
}

/// Where a plan on a SIM stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SubscriptionStatus {
    /// Begins at a date.
    Pending,
    /// Begins when data is first used.
    PendingUsage,
    /// Running.
    Active,
    /// Its data is used up.
    Depleted,
    /// Its time is up.
    Expired,
    /// One that is not documented, in capitals; empty when the service gave none.
    Other(String),
}

/// Which plans to list. Nothing set: all of the account.
#[derive(Clone, Debug, Default)]
pub struct SubscriptionFilter {
    /// Of this customer.
    pub email: Option<SecretString>,
    /// Of this plan.
    pub product_id: Option<ProductId>,
    /// On this SIM.
    pub iccid: Option<Iccid>,
    /// Not before this moment, whole seconds. Which of the dates it is compared with is not documented.
    pub after: Option<Timestamp>,
    /// Not after it.
    pub before: Option<Timestamp>,
}

impl Client {
    /// Plans that fit the filter, all pages.
    ///
    /// # Errors
    /// A [`Fault`] when any page cannot be had or any entry has no id: a list that lacks one must not pass for whole.
    pub async fn subscriptions(
        &self,
        filter: &SubscriptionFilter,
    ) -> Result<Vec<Subscription>, Fault> {
        let mut url = self.service().endpoint(&["subscriptions"]);
        filter.write(&mut url);
        let mut subscriptions = Vec::new();
        self.list(Step::Subscriptions, &url, |entry| {
            let read = entry.read::<Wire, _>().map_err(|kind| entry.fault(kind))?;
            subscriptions.push(read);
            Ok(())
        })
        .await?;
        Ok(subscriptions)
    }

    /// One plan on a SIM.
    ///
    /// # Errors
    /// A [`Fault`]; [`FaultKind::Mismatched`] when the answer is about another one.
    pub async fn subscription(&self, id: &SubscriptionId) -> Result<Subscription, Fault> {
        let url = self.service().endpoint(&["subscriptions", id.as_str()]);
        let reply = self.read(Step::Subscriptions, url).await?;
        let subscription: Subscription = reply.read::<Wire, _>()?;
        if subscription.id != *id {
            return Err(reply
                .context
                .fault(FaultKind::Mismatched(Resource::Subscription)));
        }
        Ok(subscription)
    }

    /// Starts a plan now that waits for its date or its first use. Sent once, without a body. The documentation names the
    /// address, as the link `_activate` of every plan; that it is posted to is known of version 1 only. What the answer
    /// holds is not documented and not read: what came of it, the plan says.
    ///
    /// # Errors
    /// A [`Fault`], whose [`meaning_for_order_post`](Fault::meaning_for_order_post) says whether it may have started.
    pub async fn start_plan(&self, id: &SubscriptionId) -> Result<(), Fault> {
        let url = self
            .service()
            .endpoint(&["subscriptions", id.as_str(), "activate"]);
        let call = Call {
            step: Step::StartPlan,
            method: Method::POST,
            url,
            order: None,
            turn: None,
        };
        self.send(&call).await.map(drop)
    }
}

impl SubscriptionFilter {
    pub(super) fn write(&self, url: &mut Url) {
        let email = self
            .email
            .as_ref()
            .map(|email| email.expose_secret().to_owned());
        let parts = [
            ("email", email),
            (
                "product-id",
                self.product_id.as_ref().map(ToString::to_string),
            ),
            ("iccid", self.iccid.as_ref().map(ToString::to_string)),
            ("after", self.after.map(timestamp::format)),
            ("before", self.before.map(timestamp::format)),
        ];
        let mut query = url.query_pairs_mut();
        for (name, value) in parts {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wire {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    sim_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    product_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::timestamp")]
    created_date: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::timestamp")]
    activation_date: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::timestamp")]
    expiry_date: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::timestamp")]
    expiration_date: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::decimal")]
    initial_balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    current_balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    spend_balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    spent_balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::text")]
    balance_units: Option<String>,
}

impl TryFrom<Wire> for Subscription {
    /// The field that must be there.
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let id = wire
            .id
            .and_then(|id| SubscriptionId::new(&id).ok())
            .ok_or("id")?;
        let difference = || wire.initial_balance?.checked_sub(wire.current_balance?);
        Ok(Self {
            id,
            name: wire.name,
            iccid: wire.sim_id.and_then(|text| Iccid::new(&text).ok()),
            product_id: wire.product_id.and_then(|text| ProductId::new(&text).ok()),
            status: SubscriptionStatus::read(&wire.status.unwrap_or_default()),
            created: wire.created_date,
            activated: wire.activation_date,
            expires: wire.expiry_date.or(wire.expiration_date),
            initial_balance: wire.initial_balance,
            current_balance: wire.current_balance,
            spent_balance: wire
                .spend_balance
                .or(wire.spent_balance)
                .or_else(difference),
            balance_unit: wire.balance_units,
        })
    }
}

impl SubscriptionStatus {
    fn read(text: &str) -> Self {
        match lenient::upper_snake_case(text).as_str() {
            "PENDING" => Self::Pending,
            "PENDING_USAGE" => Self::PendingUsage,
            "ACTIVE" => Self::Active,
            "DEPLETED" => Self::Depleted,
            "EXPIRED" => Self::Expired,
            other => Self::Other(other.to_owned()),
        }
    }
}
