//! What makes a group stop, by a person or by itself, and how it goes on.

use std::time::Duration;

use esim_desk_core::book::{GroupKey, LineState, OrderState};
use esim_desk_core::desk::{Failure, WhyNotBought};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::{
    at, begun, count, dearer, each_once, goes, gone_on, line, table, until_posts, until_quiet, view,
};
use crate::desk::fixture::Shop;

#[tokio::test]
async fn the_limit_of_the_account_stops_the_group_in_its_middle_and_going_on_buys_the_rest() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 50).await).await;
    until_posts(&shop, 30).await;
    assert_eq!(shop.posts(), 30);
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    shop.control().cause(Fault::next(Step::Order, cap));
    until_quiet(&shop, group).await;

    let stopped = shop.desk.snapshot().groups.stopped;
    assert!(
        matches!(stopped[..], [ref one] if matches!(one.why, Failure::LimitReached { .. })),
        "it says why: {stopped:?}"
    );
    assert_eq!(shop.posts(), 31, "nothing is asked after the limit");
    let capped = line(&shop, at(group, 32)).await;
    assert_eq!(
        capped.state,
        LineState::Waiting,
        "the press still stands for it"
    );
    let order = capped.order.expect("it was refused");
    assert_eq!(
        (order.state, order.may_be_charged),
        (OrderState::Refused, false)
    );
    assert_eq!(count(&view(&shop, group).await, LineState::Waiting), 20);
    shop.pass(Duration::from_secs(120)).await;
    assert_eq!(shop.posts(), 31, "it does not go on by itself");

    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 51);
    let bought = shop.control().ledger().orders.len();
    assert_eq!(bought, 50, "each guest has one");
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_pause_finishes_the_line_under_way_and_no_other() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 10).await).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let paused = shop.posts();
    assert!(paused <= 3, "{paused}");
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), paused);
    assert!(
        shop.desk.snapshot().groups.stopped.is_empty(),
        "nobody has to be told"
    );
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 10);
}

#[tokio::test]
async fn a_price_that_changed_stops_the_group_once_and_its_rest_is_bought_at_the_new_one() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 9).await;
    let other = draft.plans[1].id.clone();
    draft.lines[8].plan = other;
    let group = begun(&shop, draft.clone()).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let (bought, before) = (shop.posts(), view(&shop, group).await.waiting);
    dearer(&shop, &draft.plans[0].id, 9_900);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), bought, "nothing is bought at another price");
    let stopped = stopped_by(&shop, group);
    let Failure::PlanChanged { now } = stopped else {
        panic!("the group says so: {stopped:?}");
    };
    let seen = view(&shop, group).await;
    assert_eq!(count(&seen, LineState::Stopped), 0, "no line by itself");
    assert_eq!(seen.waiting.count, before.count, "the rest waits");
    assert_ne!(
        seen.waiting.sums, before.sums,
        "the button says the new sum"
    );
    let waiting = seen
        .lines
        .iter()
        .filter(|line| line.state == LineState::Waiting);
    for line in waiting.filter(|line| line.line != 10) {
        assert_eq!(line.plan.as_ref(), Some(&*now), "as it is now");
    }
    let old = shop.desk.groups.go_on(group, &before).await;
    assert_eq!(old, Err(Failure::GroupChanged), "not what the button said");
    assert_eq!(shop.posts(), bought);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 9, "one press for all of them");
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_line_whose_plan_changed_is_bought_as_it_is_now_with_the_next_press() {
    let shop = Shop::open().await;
    let draft = table(&shop, 2).await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    let left_out = shop.desk.groups.leave_out(at(group, 3)).await;
    left_out.expect("nobody wants it");
    dearer(&shop, &draft.plans[0].id, 9_900);
    let press = || shop.desk.groups.try_line(at(group, 3));
    press().await.expect("a person pressed");
    until_quiet(&shop, group).await;
    let tried = line(&shop, at(group, 3)).await;
    assert_eq!(tried.why, Some(WhyNotBought::PlanChanged));
    let Failure::PlanChanged { now } = stopped_by(&shop, group) else {
        panic!("the group says so");
    };
    assert_eq!(tried.plan, Some(*now), "what its button says");
    press().await.expect("a person pressed again");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1, "it ends");
}

#[tokio::test]
async fn a_plan_that_is_gone_is_told_of_all_its_lines_at_once() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 4).await;
    let other = draft.plans[1].id.clone();
    draft.lines[3].plan = other;
    let gone = shop.control().remove_plan(&draft.plans[0].id);
    gone.expect("it was sold");
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let stopped = stopped_by(&shop, group);
    assert!(matches!(stopped, Failure::PlanGone { .. }), "{stopped:?}");
    let seen = view(&shop, group).await;
    for line in &seen.lines[..3] {
        assert_eq!(line.why, Some(WhyNotBought::PlanGone));
    }
    assert_eq!(seen.waiting.count, 1, "the other plan is still sold");
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1);
}

fn stopped_by(shop: &Shop, group: GroupKey) -> Failure {
    let stopped = shop.desk.snapshot().groups.stopped.into_iter();
    let mut why = stopped.filter(|one| one.group == group);
    why.next().expect("it stopped").why
}

#[tokio::test]
async fn a_group_of_one_account_is_not_bought_with_another() {
    let shop = Shop::open().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, table(&shop, 2).await).await;
    until_quiet(&shop, group).await;
    let elsewhere = Shop::open().await;
    let moved = shop.desk.sign_in.connect(elsewhere.form()).await;
    moved.expect("another account");
    assert!(!view(&shop, group).await.ours);
    gone_on(&shop, group).await;
    shop.until("it stopped", |snapshot| {
        !goes(snapshot, group) && !snapshot.groups.stopped.is_empty()
    })
    .await;
    assert_eq!(
        shop.desk.snapshot().groups.stopped[0].why,
        Failure::OtherAccount
    );
    assert_eq!((shop.posts(), elsewhere.posts()), (0, 0));
}

#[tokio::test]
async fn a_group_whose_rest_is_left_out_is_not_called_stopped_any_more() {
    let shop = Shop::open().await;
    // The first is bought.
    let none = Mishap::Slow { millis: 0 };
    shop.control().cause(Fault::next(Step::Order, none));
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    shop.control().cause(Fault::next(Step::Order, cap));
    let group = begun(&shop, table(&shop, 3).await).await;
    until_quiet(&shop, group).await;
    let stopped = || shop.desk.snapshot().groups.stopped.len();
    assert_eq!(stopped(), 1);

    for (number, still) in [(3, 1), (4, 0)] {
        let left = shop.desk.groups.leave_out(at(group, number)).await;
        left.expect("nothing was bought for it");
        assert_eq!(stopped(), still, "after line {number}");
    }
}
