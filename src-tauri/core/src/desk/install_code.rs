//! What a completed order adds up to: its install code, drawn and read back, or why there is none; and whether the plan is
//! what was sold.
//!
//! The rules of a code are `activation`'s. What becomes of the order then is its caller's.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::account::Account;
use crate::activation::{Doubt, InstallCode, Part, Parts, QrPicture, verify};
use crate::connect::{Client, Fault, Order, Sim, Start, Subscription, SubscriptionStatus};

/// The code that a completed order's answer adds up to, or why it may not be shown. What the order does not say, its SIM may
/// (rulings 19).
pub(in crate::desk) async fn of_order(
    account: &Account,
    client: &Client,
    order: &Order,
) -> Result<Result<InstallCode, Doubt>, Fault> {
    let output = order.output.as_ref();
    let matching_id = output.and_then(|output| output.matching_id.as_ref());
    let first = verify(parts(
        matching_id,
        order.smdp.as_deref(),
        order.lpa.as_ref(),
    ));
    let lacks_lpa =
        matches!(&first, Err(Doubt::Incomplete { missing }) if missing.contains(&Part::Lpa));
    let iccid = output.and_then(|output| output.iccid.as_ref());
    let verified = match iccid {
        Some(iccid) if lacks_lpa => {
            let sim = account.observe(client.sim(iccid).await)?;
            verify(parts(matching_id, order.smdp.as_deref(), sim.lpa.as_ref()))
        }
        _ => first,
    };
    Ok(read_back(verified).await)
}

/// What a SIM alone says: for an order that was found again without its number.
pub(in crate::desk) async fn of_sim(sim: &Sim) -> Result<InstallCode, Doubt> {
    let verified = verify(parts(
        sim.matching_id.as_ref(),
        sim.smdp.as_deref(),
        sim.lpa.as_ref(),
    ));
    read_back(verified).await
}

/// Whether the plan begins as it was sold. The places of start date and first use in the request are inferred, so what came
/// of them is looked at once (rulings 10). A status that is not documented is not held against it.
pub(in crate::desk) fn is_as_sold(start: &Start, subscription: &Subscription) -> bool {
    match (start, &subscription.status) {
        (_, SubscriptionStatus::Other(_)) => true,
        (Start::Now, status) => *status == SubscriptionStatus::Active,
        (Start::FirstUse, status) => *status == SubscriptionStatus::PendingUsage,
        (Start::On(date), status) => {
            let begins = |found: Timestamp| found == *date;
            *status == SubscriptionStatus::Pending && subscription.activated.is_none_or(begins)
        }
    }
}

/// The same code, if its picture can be read back.
async fn read_back(verified: Result<InstallCode, Doubt>) -> Result<InstallCode, Doubt> {
    let code = verified?;
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
    matching_id: Option<&'a SecretString>,
    smdp: Option<&'a str>,
    lpa: Option<&'a SecretString>,
) -> Parts<'a> {
    Parts {
        matching_id: matching_id.map(ExposeSecret::expose_secret),
        smdp,
        lpa: lpa.map(ExposeSecret::expose_secret),
    }
}
