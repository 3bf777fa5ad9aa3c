//! The install code of a completed order, drawn and read back, or why there is none; and whether the plan is
//! what was sold.
//!
//! The rules of a code are `activation`'s. What becomes of the order then is its caller's.

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::account::Account;
use crate::activation::{Doubt, InstallCode, Part, Parts, QrPicture, verify};
use crate::connect::{
    Client, Fault, FaultKind, Order, Sim, Start, Subscription, SubscriptionStatus,
};

/// The code in a completed order's answer, or why it may not be shown. What the order does not say, its SIM may
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
        Some(iccid) if lacks_lpa => match account.observe(client, client.sim(iccid).await) {
            Ok(sim) => verify(parts(matching_id, order.smdp.as_deref(), sim.lpa.as_ref())),
            // The SIM comes later than its order: what the order lacks is not said yet.
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => first,
            Err(fault) => return Err(fault),
        },
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

/// The desk's midnight, the service's, and a date without a time may lie so far apart and mean the same day.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(14);

/// Whether the plan begins as it was sold. The places of start date and first use in the request are inferred, so what came
/// of them is looked at (rulings 10). Only what would cost the customer days or delay them is held against it: a plan that
/// starts with the first use where a start was sold, at once where it was not, or on another day. A status that is not
/// documented says nothing.
pub(in crate::desk) fn is_as_sold(
    start: &Start,
    subscription: &Subscription,
    now: Timestamp,
) -> bool {
    let near = |told: Timestamp, wanted: Timestamp| told.duration_since(wanted).abs() <= SAME_DAY;
    let begins = subscription.activated;
    match (start, &subscription.status) {
        // Not active at this second, but about to be.
        (Start::Now, SubscriptionStatus::Pending) => begins.is_none_or(|told| near(told, now)),
        (Start::Now, SubscriptionStatus::PendingUsage) => false,
        (Start::FirstUse, SubscriptionStatus::Pending) => begins.is_none(),
        (Start::FirstUse, SubscriptionStatus::Active) => false,
        (Start::On(date), SubscriptionStatus::Pending) => {
            begins.is_none_or(|told| near(told, *date))
        }
        (Start::On(date), SubscriptionStatus::Active) => {
            near(now, *date) || begins.is_some_and(|told| near(told, *date))
        }
        (Start::On(_), SubscriptionStatus::PendingUsage)
        | (_, SubscriptionStatus::Depleted | SubscriptionStatus::Expired) => false,
        (Start::Now, SubscriptionStatus::Active)
        | (Start::FirstUse, SubscriptionStatus::PendingUsage)
        | (_, SubscriptionStatus::Other(_)) => true,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_costs_days_or_delays_is_held_against_a_plan() {
        use SubscriptionStatus::{Active, Expired, Other, Pending, PendingUsage};
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        let hours = |hours| Some(now + SignedDuration::from_hours(hours));
        let in_a_month = now + SignedDuration::from_hours(30 * 24);
        let that_day = Some(in_a_month + SignedDuration::from_hours(9));
        for (start, status, begins, expected) in [
            (Start::Now, Active, None, true),
            (Start::Now, Pending, None, true),
            (Start::Now, Pending, hours(1), true),
            (Start::Now, Pending, hours(30 * 24), false),
            (Start::Now, PendingUsage, None, false),
            (Start::Now, Expired, None, false),
            (Start::Now, Other("SOON".to_owned()), None, true),
            (Start::FirstUse, PendingUsage, None, true),
            (Start::FirstUse, Pending, None, true),
            (Start::FirstUse, Active, None, false),
            (Start::On(in_a_month), Pending, that_day, true),
            (Start::On(in_a_month), Pending, hours(0), false),
            (Start::On(in_a_month), Active, None, false),
        ] {
            let told = Subscription {
                activated: begins,
                ..Subscription::bare(status)
            };
            let same = is_as_sold(&start, &told, now);
            assert_eq!(same, expected, "{start:?}: {:?}, {begins:?}", told.status);
        }
    }
}
