//! What a completed order brought: whether its code may be shown, and whether the plan is what was sold.

use super::Inner;
use crate::activation::{Doubt, InstallCode, Part, Parts, QrPicture, verify};
use crate::book::OrderKey;
use crate::connect::{Client, Fault, Order, Sim, Start, SubscriptionId, SubscriptionStatus};

impl Inner {
    /// The code that a completed order's answer adds up to, drawn and read back; or why there is none. What the order
    /// does not say, its SIM may (rulings 19).
    pub(super) async fn prove(
        &self,
        client: &Client,
        order: &Order,
    ) -> Result<Result<InstallCode, Doubt>, Fault> {
        let matching_id = order
            .output
            .as_ref()
            .and_then(|output| output.matching_id.as_ref());
        let first = verify(parts(
            matching_id,
            order.smdp.as_deref(),
            order.lpa.as_ref(),
        ));
        let lacks_lpa =
            matches!(&first, Err(Doubt::Incomplete { missing }) if missing.contains(&Part::Lpa));
        let iccid = order
            .output
            .as_ref()
            .and_then(|output| output.iccid.as_ref());
        let settled = match iccid {
            Some(iccid) if lacks_lpa => {
                let sim = self.heard(client.sim(iccid).await)?;
                verify(parts(matching_id, order.smdp.as_deref(), sim.lpa.as_ref()))
            }
            _ => first,
        };
        Ok(drawn(settled).await)
    }

    /// The places of start date and first use in the request are inferred, so what came of them is read once (rulings 10).
    /// A subscription that cannot be read is not held against it.
    pub(super) async fn compare_with_what_was_sold(
        &self,
        key: OrderKey,
        client: &Client,
        id: &SubscriptionId,
    ) {
        let Some(start) = self
            .lock()
            .orders
            .get(&key)
            .and_then(|tracked| tracked.start)
        else {
            return;
        };
        let Ok(subscription) = self.heard(client.subscription(id).await) else {
            return;
        };
        let as_sold = match (&start, &subscription.status) {
            (_, SubscriptionStatus::Other(_)) => true,
            (Start::Now, status) => *status == SubscriptionStatus::Active,
            (Start::FirstUse, status) => *status == SubscriptionStatus::PendingUsage,
            (Start::On(date), status) => {
                *status == SubscriptionStatus::Pending
                    && subscription.activated.is_none_or(|found| found == *date)
            }
        };
        if !as_sold {
            tracing::warn!("a subscription is not what was sold");
            self.update(|state| {
                if let Some(tracked) = state.orders.get_mut(&key) {
                    tracked.not_as_sold = true;
                }
            });
        }
    }
}

/// What a SIM alone says: for an order that was found again without its number.
pub(super) fn verify_sim(sim: &Sim) -> Result<InstallCode, Doubt> {
    verify(parts(
        sim.matching_id.as_ref(),
        sim.smdp.as_deref(),
        sim.lpa.as_ref(),
    ))
}

/// The same code, if its picture can be read back.
pub(super) async fn drawn(settled: Result<InstallCode, Doubt>) -> Result<InstallCode, Doubt> {
    let code = settled?;
    let picture = tokio::task::spawn_blocking({
        let code = code.clone();
        move || QrPicture::draw(&code).is_ok()
    });
    if picture.await.unwrap_or(false) {
        Ok(code)
    } else {
        Err(Doubt::PictureWrong)
    }
}

fn parts<'a>(
    matching_id: Option<&'a secrecy::SecretString>,
    smdp: Option<&'a str>,
    lpa: Option<&'a secrecy::SecretString>,
) -> Parts<'a> {
    use secrecy::ExposeSecret;
    Parts {
        matching_id: matching_id.map(ExposeSecret::expose_secret),
        smdp,
        lpa: lpa.map(ExposeSecret::expose_secret),
    }
}
