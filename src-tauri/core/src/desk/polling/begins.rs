//! Whether a plan begins as it was sold: seen beside its code, and seen later.

use jiff::{SignedDuration, Timestamp};

use crate::connect::{Start, Subscription, SubscriptionStatus};

/// The desk's midnight, the service's, and a date without a time may lie so far apart and mean the same day.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(14);

/// Whether the plan begins as it was sold. The places of start date and first use in the request are inferred, so what came
/// of them is looked at (rulings 10). Only what would cost the customer days or delay them is held against it: a plan that
/// starts with the first use where a start was sold, at once where it was not, or on another day. A status that is not
/// documented says nothing.
pub(super) fn begins_as_sold(start: &Start, subscription: &Subscription, now: Timestamp) -> bool {
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

/// What begins within this time of its sale began with it, and not because somebody started it.
const WITH_ITS_SALE: SignedDuration = SignedDuration::from_mins(1);

/// The same of a plan that is seen hours later, while no guest can have used it. The staff may have started it meanwhile, of
/// which nothing is kept, and what began may be over by now: it is held against it only where it has run since it was sold,
/// by the service's own two times.
pub(super) fn began_as_sold(start: &Start, subscription: &Subscription, sold: Timestamp) -> bool {
    let since_its_sale = subscription.activated.zip(subscription.created);
    let since_its_sale = since_its_sale
        .is_some_and(|(began, created)| began.duration_since(created).abs() <= WITH_ITS_SALE);
    match &subscription.status {
        SubscriptionStatus::Active | SubscriptionStatus::Depleted | SubscriptionStatus::Expired => {
            let begun = Subscription {
                status: SubscriptionStatus::Active,
                ..subscription.clone()
            };
            !since_its_sale || begins_as_sold(start, &begun, sold)
        }
        SubscriptionStatus::Pending
        | SubscriptionStatus::PendingUsage
        | SubscriptionStatus::Other(_) => begins_as_sold(start, subscription, sold),
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
            let same = begins_as_sold(&start, &told, now);
            assert_eq!(same, expected, "{start:?}: {:?}, {begins:?}", told.status);
        }
    }

    #[test]
    fn what_is_seen_later_is_held_against_a_plan_only_where_it_was_so_from_the_beginning() {
        use SubscriptionStatus::{Active, Depleted, Expired, Pending, PendingUsage};
        let sold: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        let hours = |hours| Some(sold + SignedDuration::from_hours(hours));
        let in_a_month = sold + SignedDuration::from_hours(30 * 24);
        for (start, status, began, expected) in [
            (Start::Now, Active, hours(0), true),
            (Start::Now, Depleted, hours(0), true),
            (Start::Now, Expired, None, true),
            (Start::Now, Pending, hours(1), true),
            (Start::Now, PendingUsage, None, false),
            (Start::FirstUse, Active, hours(0), false),
            (Start::FirstUse, Expired, hours(0), false),
            (Start::FirstUse, Active, hours(5), true),
            (Start::FirstUse, Active, None, true),
            (Start::FirstUse, PendingUsage, None, true),
            (Start::On(in_a_month), Active, hours(0), false),
            (Start::On(in_a_month), Active, hours(5), true),
            (Start::On(in_a_month), PendingUsage, None, false),
            (Start::On(in_a_month), Pending, hours(30 * 24), true),
            (Start::On(sold), Active, hours(0), true),
        ] {
            let told = Subscription {
                created: Some(sold),
                activated: began,
                ..Subscription::bare(status)
            };
            let same = began_as_sold(&start, &told, sold);
            assert_eq!(same, expected, "{start:?}: {:?}, {began:?}", told.status);
        }
    }
}
