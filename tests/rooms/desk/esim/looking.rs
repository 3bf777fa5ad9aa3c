//! What an order's page shows of its SIM and all plans on it.

use std::time::Duration;

use esim_desk_core::book::{AccountId, AdoptedSale, OrderKey, OrderState, PlanSold};
use esim_desk_core::clock;
use esim_desk_core::connect::Start;
use esim_desk_core::desk::{
    Balance, EsimView, Failure, PlanState, ServiceState, SimView, StartChoice, StartNow,
};
use esim_desk_core::sandbox::{Balances, Fault, Mishap, Options, Quirks, Sandbox, SimState, Step};
use jiff::{SignedDuration, Timestamp};

use super::elsewhere;
use crate::desk::fixture::{Shop, by, form_for, on_a_line, quick};

/// A shop with one eSIM sold, and its ICCID.
async fn sold(quirks: Quirks) -> (Shop, String) {
    let options = Options { quirks, ..quick() };
    let shop = Shop::open_with(options).await;
    let key = shop.sell().await;
    let iccid = ready(&shop, key).await;
    (shop, iccid)
}

async fn ready(shop: &Shop, key: OrderKey) -> String {
    let order = shop.until_state(key, OrderState::Ready).await;
    // The comparison beside the hand-over is over by then.
    shop.pass(Duration::from_secs(40)).await;
    order.iccid.expect("a ready order has a SIM")
}

async fn look(shop: &Shop, iccid: &str) -> EsimView {
    let looked = shop.moving(shop.desk.esims.look(iccid, true)).await;
    looked.expect("the SIM is this account's")
}

fn requests(shop: &Shop) -> u64 {
    let seen = shop.control().ledger().seen;
    seen.at(Step::Sim) + seen.at(Step::Subscriptions)
}

#[tokio::test]
async fn a_sim_shows_its_state_and_each_plan_with_its_balance_and_its_dates() {
    let (shop, iccid) = sold(Quirks::default()).await;
    let booked = shop.control().ledger().orders.remove(0).order.subscription;
    let seen = look(&shop, &iccid).await;
    assert_eq!(
        (seen.iccid.as_str(), seen.sim),
        (iccid.as_str(), SimView::Released)
    );
    assert_eq!((seen.plans_whole, seen.trouble), (true, None));
    let [plan] = &seen.plans[..] else {
        panic!("one plan: {:?}", seen.plans);
    };
    let bytes = booked.initial_bytes.to_string();
    assert_eq!(plan.name.as_deref(), Some(booked.name.as_str()));
    assert_eq!(
        (plan.state, plan.start),
        (PlanState::Active, StartNow::NotOffered)
    );
    let expected = Balance {
        left: Some(bytes.clone()),
        of: Some(bytes),
        unit: Some("Bytes".to_owned()),
    };
    assert_eq!(plan.balance, expected, "nothing is used");
    let whole = |at: Option<Timestamp>| at.map(Timestamp::as_second);
    let told = |at: &Option<String>| at.as_ref().and_then(|at| at.parse().ok());
    assert_eq!(whole(told(&plan.begins_at)), whole(booked.activation));
    assert_eq!(whole(told(&plan.ends_at)), whole(booked.expiry));

    shop.control()
        .burn(&booked.id, 300 << 20)
        .expect("it exists");
    shop.control()
        .move_sim(&iccid, SimState::Installed)
        .expect("it exists");
    let seen = look(&shop, &iccid).await;
    assert_eq!(seen.sim, SimView::Installed);
    let left = (booked.initial_bytes - (300 << 20)).to_string();
    assert_eq!(
        seen.plans[0].balance.left,
        Some(left),
        "what was used is gone"
    );
    shop.control()
        .burn(&booked.id, u64::MAX)
        .expect("it exists");
    let seen = look(&shop, &iccid).await;
    assert_eq!(seen.plans[0].state, PlanState::Depleted);
    assert_eq!(seen.plans[0].balance.left.as_deref(), Some("0"));
}

#[tokio::test]
async fn fifteen_plans_are_all_shown_whatever_pages_they_come_in() {
    let (shop, iccid) = sold(Quirks {
        largest_page: Some(5),
        string_balances_in_lists: true,
        padded_iccids: true,
        dates_without_zone: true,
        statuses_in_small: true,
        ..Quirks::default()
    })
    .await;
    let in_a_week = clock::now() + SignedDuration::from_hours(7 * 24);
    elsewhere::top_up(&shop.sandbox, &iccid, 7, Start::On(in_a_week)).await;
    elsewhere::top_up(&shop.sandbox, &iccid, 7, Start::FirstUse).await;
    let seen = look(&shop, &iccid).await;
    let states: Vec<PlanState> = seen.plans.iter().map(|plan| plan.state).collect();
    let expected = [
        vec![PlanState::Active],
        vec![PlanState::Pending; 7],
        vec![PlanState::PendingUsage; 7],
    ];
    assert_eq!(states, expected.concat(), "those that run come first");
    assert!(seen.plans_whole, "these are all");
    for plan in &seen.plans[1..] {
        assert_eq!(plan.start, StartNow::Offered, "{:?} waits", plan.state);
        let dated = plan.begins_at.is_some() && plan.ends_at.is_some();
        assert_eq!(
            dated,
            plan.state == PlanState::Pending,
            "first use has no date"
        );
        assert!(plan.balance.left.is_some(), "texts are numbers too");
    }
    shop.control()
        .move_sim(iccid.trim_end_matches('F'), SimState::Unavailable)
        .expect("it exists");
    let seen = look(&shop, &iccid).await;
    assert!(
        seen.plans
            .iter()
            .all(|plan| plan.start == StartNow::NotOffered),
        "on a SIM that is gone nothing is started"
    );
}

#[tokio::test]
async fn what_the_service_does_not_say_of_a_balance_is_not_made_up() {
    let (shop, iccid) = sold(Quirks::default()).await;
    let whole = shop.control().ledger().orders.remove(0).order.subscription;
    let mega = (whole.initial_bytes >> 20).to_string();
    let bytes = whole.initial_bytes.to_string();
    for (balances, left, unit) in [
        (Balances::Missing, None, Some("Bytes")),
        (Balances::NoUnit, Some(bytes.as_str()), None),
        (Balances::Megabytes, Some(mega.as_str()), Some("MB")),
    ] {
        shop.control().set_quirks(Quirks {
            balances,
            ..Quirks::default()
        });
        let balance = look(&shop, &iccid).await.plans.remove(0).balance;
        let told = (balance.left.as_deref(), balance.unit.as_deref());
        assert_eq!(told, (left, unit), "{balances:?}");
        assert_eq!(balance.of, balance.left, "{balances:?}: nothing is used");
    }
}

#[tokio::test]
async fn only_this_sim_s_plans_are_shown_where_the_service_lists_everything() {
    let (shop, iccid) = sold(Quirks::default()).await;
    elsewhere::sell(&shop.sandbox, &["a@hotel.example", "b@hotel.example"]).await;
    shop.control().set_quirks(Quirks {
        ignore_iccid: true,
        ..Quirks::default()
    });
    let mine = shop
        .control()
        .ledger()
        .orders
        .remove(0)
        .order
        .subscription
        .id;
    let seen = look(&shop, &iccid).await;
    let ids: Vec<&str> = seen
        .plans
        .iter()
        .map(|plan| plan.subscription.as_str())
        .collect();
    assert_eq!(ids, [mine.as_str()], "no other guest's");
}

#[tokio::test]
async fn a_plan_that_starts_on_a_day_says_which() {
    let shop = Shop::open().await;
    let mut draft = shop.draft().await;
    let day = clock::now()
        .to_zoned(jiff::tz::TimeZone::system())
        .date()
        .checked_add(jiff::ToSpan::days(10));
    draft.start = StartChoice::OnDate {
        date: day.expect("a day").to_string(),
    };
    let key = shop.desk.sale.place(draft).await.expect("a sale");
    let iccid = ready(&shop, key).await;
    let plan = look(&shop, &iccid).await.plans.remove(0);
    assert_eq!(
        (plan.state, plan.start),
        (PlanState::Pending, StartNow::Offered)
    );
    let begins: Timestamp = plan
        .begins_at
        .and_then(|at| at.parse().ok())
        .expect("a date");
    assert!(begins > clock::now(), "it is to come");
}

#[tokio::test]
async fn what_was_read_just_now_is_good_enough_unless_somebody_wants_it_now() {
    let (shop, iccid) = sold(Quirks::default()).await;
    let esims = &shop.desk.esims;
    let first = esims.look(&iccid, false).await.expect("it is read");
    let asked = requests(&shop);
    let again = esims.look(&iccid, false).await.expect("it is known");
    assert_eq!(again, first, "the same reading");
    assert_eq!(requests(&shop), asked, "and no request");
    look(&shop, &iccid).await;
    assert_eq!(requests(&shop), asked + 2, "a person asked: SIM and plans");
    shop.pass(Duration::from_secs(6)).await;
    esims.look(&iccid, false).await.expect("it is read");
    assert_eq!(requests(&shop), asked + 4, "after a while it is read again");
}

#[tokio::test]
async fn offline_the_last_reading_is_shown_with_its_time_and_nothing_is_asked() {
    let (shop, line) = on_a_line(quick()).await;
    let key = shop.sell().await;
    let iccid = ready(&shop, key).await;
    let known = look(&shop, &iccid).await;
    assert!(known.read_at.is_some(), "it says when");
    line.cut().await;
    shop.pass(Duration::from_secs(30)).await;
    let missed = look(&shop, &iccid).await;
    assert!(
        matches!(missed.trouble, Some(Failure::NotSent { .. })),
        "{:?}",
        missed.trouble
    );
    let ServiceState::Offline { .. } = shop.desk.snapshot().service else {
        panic!("nobody is reached");
    };
    shop.pass(Duration::from_secs(30)).await;
    let shown = shop
        .desk
        .esims
        .look(&iccid, false)
        .await
        .expect("from memory");
    assert!(
        matches!(shown.trouble, Some(Failure::NotSent { .. })),
        "and why"
    );
    let as_it_was = EsimView {
        trouble: None,
        ..shown
    };
    assert_eq!(as_it_was, known, "state, plans and the time of then");

    line.mend().await;
    let again = look(&shop, &iccid).await;
    assert_eq!(again.trouble, None);
    assert!(again.read_at > known.read_at, "read anew");
}

#[tokio::test]
async fn what_was_never_read_is_said_to_be_unknown_offline() {
    let (shop, line) = on_a_line(quick()).await;
    let key = shop.sell().await;
    let iccid = ready(&shop, key).await;
    line.cut().await;
    let shown = look(&shop, &iccid).await;
    assert_eq!(
        (shown.sim, shown.plans.len(), shown.read_at),
        (SimView::NotRead, 0, None)
    );
    assert!(!shown.plans_whole, "that it has none, nobody said");
    assert!(shown.trouble.is_some(), "and why is told");
}

#[tokio::test]
async fn one_half_that_cannot_be_read_keeps_what_was_known_and_the_other_is_new() {
    let (shop, iccid) = sold(Quirks::default()).await;
    let known = look(&shop, &iccid).await;
    shop.control()
        .move_sim(&iccid, SimState::Downloaded)
        .expect("it exists");
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Broken));
    let half = look(&shop, &iccid).await;
    assert_eq!(half.sim, SimView::Downloaded, "read");
    assert_eq!(half.plans, known.plans, "as before");
    assert_eq!(half.read_at, known.read_at, "the time of what is older");
    assert!(matches!(
        half.trouble,
        Some(Failure::ServiceTrouble { status: 500, .. })
    ));
}

#[tokio::test]
async fn plans_that_may_not_be_listed_are_not_said_to_be_none() {
    let (shop, iccid) = sold(Quirks::default()).await;
    let forbidden = Mishap::refuse(403, "ACCESS_DENIED", "no");
    shop.control()
        .cause(Fault::next(Step::Subscriptions, forbidden.clone()));
    let seen = look(&shop, &iccid).await;
    assert_eq!((seen.sim, seen.plans_whole), (SimView::Released, false));
    assert!(matches!(seen.trouble, Some(Failure::NotAllowed { .. })));
    shop.control()
        .cause(Fault::next(Step::Subscriptions, forbidden));
    let found = shop
        .moving(shop.desk.esims.find("lena@hotel.example"))
        .await;
    let found = found.expect("the book is searched all the same");
    assert!(matches!(found.trouble, Some(Failure::NotAllowed { .. })));
}

#[tokio::test]
async fn a_sim_that_was_wiped_is_told_from_one_of_nobody() {
    for strangers_forbidden in [false, true] {
        let (shop, iccid) = sold(Quirks {
            lost_sims: true,
            strangers_forbidden,
            ..Quirks::default()
        })
        .await;
        let wiped = look(&shop, &iccid).await;
        assert_eq!((wiped.sim, wiped.trouble), (SimView::Other, None));
        assert_eq!(wiped.plans.len(), 1, "its plan is there still");

        let nobody = look(&shop, "8944478600000205337").await;
        assert_eq!((nobody.sim, nobody.plans.len()), (SimView::NotRead, 0));
        let told = match nobody.trouble {
            Some(Failure::NotAllowed { .. }) => strangers_forbidden,
            Some(Failure::NotFound { .. }) => !strangers_forbidden,
            _ => false,
        };
        assert!(told, "that the account has no such SIM is said");
    }
}

#[tokio::test]
async fn the_sim_of_another_account_is_neither_asked_for_nor_remembered_here() {
    let (shop, iccid) = sold(Quirks::default()).await;
    look(&shop, &iccid).await;
    let other = Sandbox::start(quick()).await.expect("a free port");
    let connected = shop.desk.sign_in.connect(form_for(&other)).await;
    connected.expect("another account");
    for now in [true, false] {
        let refused = shop.desk.esims.look(&iccid, now).await;
        assert_eq!(refused, Err(Failure::OtherAccount));
        let refused = shop.desk.esims.start_now(&iccid, "a-plan").await;
        assert_eq!(refused, Err(Failure::OtherAccount));
    }
    let seen = other.control().ledger().seen;
    assert_eq!(seen.at(Step::Sim) + seen.at(Step::Subscriptions), 0);
}

#[tokio::test]
async fn a_sim_that_both_accounts_have_is_this_one_s_too() {
    let (mut shop, iccid) = sold(Quirks::default()).await;
    let twin = AdoptedSale {
        account: AccountId("another one".to_owned()),
        at: clock::now(),
        plan: PlanSold::default(),
        customer: by("guest@example.com"),
        iccid: iccid.clone(),
        subscription_id: "another-s".to_owned(),
    };
    shop.book().adopt(&twin).expect("another account's row");
    shop.restart().await;
    assert_eq!(look(&shop, &iccid).await.sim, SimView::Released);
}
