//! A group buys what the person who pressed was shown, and nothing that was bought or is waiting elsewhere.

use std::sync::atomic::Ordering;
use std::time::Duration;

use esim_desk_core::book::{LineState, OrderState, Verdict};
use esim_desk_core::desk::{Failure, GroupDraft, LineDraft, LineProblem, WhyNotBought};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Step};

use super::{
    at, begun, bought, cost, count, dearer, each_once, gone_on, house_table, line, table,
    until_posts, until_quiet, view,
};
use crate::desk::fixture::{Shop, quick, that_can_lock};

#[tokio::test]
async fn nothing_is_begun_where_the_button_said_something_else() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 3).await;
    draft.lines[1].email.clear();
    let said = cost(&shop, &draft).await;
    assert_eq!(said.count, 2, "one line lacks its address");
    draft.email = "desk@hotel.example".to_owned();
    let begun = shop.desk.groups.begin(draft.clone(), &said).await;
    assert_eq!(begun, Err(Failure::GroupChanged), "three are not two");

    let said = cost(&shop, &draft).await;
    let dearer = draft
        .plans
        .iter()
        .find(|plan| plan.price != draft.plans[0].price);
    draft.plan = dearer.expect("forty plans").id.clone();
    let begun = shop.desk.groups.begin(draft, &said).await;
    assert_eq!(begun, Err(Failure::GroupChanged), "as many of another plan");
    assert_eq!(shop.posts(), 0);
    let list = shop.desk.groups.list(None).await.expect("an account");
    assert!(list.groups.is_empty(), "and nothing was kept");
}

#[tokio::test]
async fn a_press_from_a_page_that_is_old_buys_at_no_price_that_it_did_not_show() {
    let shop = Shop::open().await;
    let draft = table(&shop, 6).await;
    let all = cost(&shop, &draft).await;
    let group = begun(&shop, draft.clone()).await;
    until_posts(&shop, 3).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let bought = shop.posts();
    let price = draft.plans[0].price.as_ref().expect("a price");
    let cents: u32 = price.amount.replace('.', "").parse().expect("cents");
    dearer(&shop, &draft.plans[0].id, cents + 1);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    // What is left comes to less than all of it did, though each is dearer.
    let old = shop.desk.groups.go_on(group, &all).await;
    assert_eq!(old, Err(Failure::GroupChanged));
    let again = shop.desk.groups.begin(draft, &all).await;
    assert_eq!(again, Err(Failure::GroupChanged), "nor the first button");
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), bought);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 6, "at what the button says now");
}

#[tokio::test]
async fn a_second_press_for_a_table_that_was_changed_since_buys_nothing() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 3).await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let said = cost(&shop, &draft).await;
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    let written = draft.clone();
    draft.lines[1].email = "somebody.else@example.com".to_owned();
    let again = shop.desk.groups.begin(draft, &said).await;
    assert_eq!(again, Err(Failure::GroupChanged));
    shop.pass(Duration::from_secs(30)).await;
    assert_eq!(shop.posts(), 0, "not for those who stood there first");
    let same = shop.desk.groups.begin(written, &said).await;
    assert_eq!(same, Ok(group), "a second press");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 3);
}

#[tokio::test]
async fn a_second_press_loses_nobody_who_came_into_the_table_after_the_first() {
    let shop = Shop::open().await;
    let written = table(&shop, 2).await;
    let group = begun(&shop, written.clone()).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 2, "all are bought");
    let mut one_more = written.clone();
    one_more.lines.push(LineDraft {
        line: 4,
        ..written.lines[1].clone()
    });
    one_more.lines[2].guest = "Guest 3".to_owned();
    let mut other_guest = written.clone();
    other_guest.lines[1].guest = "Guest 3".to_owned();
    let mut other_plan = written.clone();
    other_plan.plan = written.plans[1].id.clone();
    for draft in [one_more, other_guest, other_plan] {
        let again = bought(&shop, draft).await;
        assert_eq!(
            again,
            Err(Failure::GroupChanged),
            "the page keeps its table"
        );
    }
    let mut fewer = written.clone();
    fewer.lines.pop();
    for draft in [written, fewer] {
        assert_eq!(bought(&shop, draft).await, Ok(group), "a second press");
    }
    shop.pass(Duration::from_secs(30)).await;
    assert_eq!(shop.posts(), 2);
}

#[tokio::test]
async fn a_mended_line_is_not_bought_for_another_price_than_its_button_had() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 2).await;
    draft.lines[1].plan = "no such plan".to_owned();
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    draft.lines.remove(0);
    draft.lines[0].plan = draft.plans[0].id.clone();
    let said = cost(&shop, &draft).await;
    let dearer = draft
        .plans
        .iter()
        .find(|plan| plan.price != draft.plans[0].price);
    draft.lines[0].plan = dearer.expect("forty plans").id.clone();
    let mended = shop.desk.groups.mend(at(group, 3), draft, &said).await;
    assert_eq!(mended, Err(Failure::GroupChanged));
    shop.pass(Duration::from_secs(30)).await;
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn guests_who_wait_in_a_paused_group_are_not_bought_by_another_one() {
    let shop = Shop::open().await;
    let draft = table(&shop, 6).await;
    let first = begun(&shop, draft.clone()).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(first);
    until_quiet(&shop, first).await;
    let before = shop.posts();
    let mut again = draft;
    again.reference = "another press".to_owned();
    let checked = shop.desk.groups.check(&again).await.expect("an account");
    let waiting = checked.lines.iter().filter(|line| {
        matches!(line.problems[..], [LineProblem::InAnotherGroup { group }] if group == first)
    });
    assert_eq!(waiting.count(), 6 - before, "those that are not bought yet");
    assert_eq!(checked.cost.count, 0, "the others are bought");
    let refused = bought(&shop, again).await;
    assert!(
        matches!(refused, Err(Failure::Fields { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_line_that_is_mended_is_compared_with_the_others_and_not_with_itself() {
    let shop = Shop::open().await;
    let draft = table(&shop, 6).await;
    let group = begun(&shop, draft.clone()).await;
    until_posts(&shop, 1).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let waits = at(group, 7);
    assert_eq!(line(&shop, waits).await.state, LineState::Waiting);
    let of = |guest: usize| {
        let mut of = draft.clone();
        of.lines = vec![LineDraft {
            line: 7,
            ..draft.lines[guest - 1].clone()
        }];
        of
    };
    let problems = async |draft: &GroupDraft| {
        let checked = shop.desk.groups.check_mended(waits, draft).await;
        checked.expect("an account").lines.remove(0).problems
    };
    assert_eq!(problems(&of(6)).await, [], "it is itself");
    for other in [1, 5] {
        let line = u32::try_from(other).expect("few") + 1;
        let same = LineProblem::SameAs { line };
        assert_eq!(problems(&of(other)).await, [same], "bought or not");
        let agreed = cost(&shop, &of(6)).await;
        let mended = shop.desk.groups.mend(waits, of(other), &agreed).await;
        assert!(matches!(mended, Err(Failure::Fields { .. })), "{mended:?}");
    }
    let checked = shop.desk.groups.check_mended(waits, &of(6)).await;
    let agreed = checked.expect("an account").cost;
    let mended = shop.desk.groups.mend(waits, of(6), &agreed).await;
    mended.expect("without a tick, and so without giving up the other checks");
    until_quiet(&shop, group).await;
    assert!(line(&shop, waits).await.order.is_some(), "it is bought");
}

#[tokio::test]
async fn a_paused_group_with_one_address_is_not_stopped_by_what_it_bought_itself() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, house_table(&shop, 4).await).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    shop.until("all that was bought is ready", |snapshot| {
        let mut orders = snapshot.orders.iter();
        orders.all(|order| order.state == OrderState::Ready)
    })
    .await;
    let bought = shop.posts();
    shop.close().await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let file = file.expect("it opens");
    file.execute("UPDATE orders SET created_at = created_at - 660000", [])
        .expect("more than ten minutes ago by this clock, and less by the service's");
    drop(file);
    shop.restart().await;
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    let seen = view(&shop, group).await;
    let why: Vec<_> = seen.lines.iter().map(|line| &line.why).collect();
    assert_eq!(
        (shop.posts(), count(&seen, LineState::Stopped)),
        (4, 0),
        "{why:?}"
    );
    assert!(bought < 4, "some were left");
}

#[tokio::test]
async fn what_another_group_bought_meanwhile_is_not_bought_by_going_on() {
    let shop = Shop::open().await;
    let draft = table(&shop, 4).await;
    let first = begun(&shop, draft.clone()).await;
    shop.desk.groups.pause(first);
    until_quiet(&shop, first).await;
    let before = shop.posts();
    let mut again = draft;
    again.reference = "another press".to_owned();
    for line in &mut again.lines {
        line.anyway = true;
    }
    let second = begun(&shop, again).await;
    until_quiet(&shop, second).await;
    assert_eq!(
        shop.posts(),
        before + 4,
        "a person wanted them all the same"
    );
    // Long after the ten minutes in which any sale asks about the same one.
    shop.pass(Duration::from_secs(3_600)).await;
    gone_on(&shop, first).await;
    until_quiet(&shop, first).await;
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), before + 4, "nobody is bought twice");
    let view = view(&shop, first).await;
    let left = view
        .lines
        .iter()
        .filter(|line| line.why == Some(WhyNotBought::BoughtBefore));
    assert_eq!(left.count(), 4 - before, "and it is said why");
    assert_eq!(view.waiting.count, 0);
}

#[tokio::test]
async fn ordering_again_stays_with_the_line_which_is_then_not_bought_a_third_time() {
    let shop = Shop::open().await;
    let draft = table(&shop, 1).await;
    shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let lost = line(&shop, at(group, 2))
        .await
        .order
        .expect("it has one")
        .key;
    shop.until("it was looked for in vain", |snapshot| {
        let order = snapshot.orders.iter().find(|order| order.key == lost);
        order.is_some_and(|order| order.recovery.as_ref().is_some_and(|one| one.nothing_found))
    })
    .await;
    let again = shop.desk.sale.again(lost, "again".to_owned()).await;
    let again = again.expect("it was looked for in vain");
    assert_ne!(again, lost);
    shop.until_state(again, OrderState::Ready).await;
    let bought = line(&shop, at(group, 2)).await;
    assert_eq!(bought.order.map(|order| order.key), Some(again));
    let verdict = shop.desk.recovery.settle(lost, Verdict::NotBought, "Mia");
    verdict.await.expect("a person knows");
    let posts = shop.posts();
    let tried = shop.desk.groups.try_line(at(group, 2)).await;
    assert_eq!(tried, Err(Failure::LineBought));
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), posts);
    let ready = shop.desk.groups.ready(group).await.expect("it is there");
    assert_eq!(ready, [(2, again)], "its code is among those of the group");
}

#[tokio::test]
async fn orders_that_fail_one_after_the_other_stop_the_group() {
    let shop = Shop::open().await;
    let draft = table(&shop, 30).await;
    for _ in 0..30 {
        shop.control().next_order(Fate::Fails);
    }
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let stopped = shop.desk.snapshot().groups.stopped;
    assert!(
        matches!(stopped[..], [ref one] if one.why == Failure::OrdersFail),
        "{stopped:?}"
    );
    assert!(shop.posts() < 30, "{} were bought", shop.posts());
    let waiting = count(&view(&shop, group).await, LineState::Waiting);
    assert!(waiting > 0, "the rest waits for a person");
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_keychain_that_is_away_stops_the_group_and_takes_nothing_from_its_lines() {
    let (keychain, locked) = that_can_lock();
    let mut shop = Shop::unconnected(quick(), keychain).await;
    shop.connect().await.expect("the service knows it");
    let draft = house_table(&shop, 5).await;
    let group = begun(&shop, draft).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let waiting = count(&view(&shop, group).await, LineState::Waiting);
    assert!(waiting > 0);
    locked.store(true, Ordering::SeqCst);
    shop.restart().await;
    let agreed = view(&shop, group).await.waiting;
    let gone_on = shop.desk.groups.go_on(group, &agreed).await;
    assert!(
        matches!(gone_on, Err(Failure::Keychain { .. })),
        "{gone_on:?}"
    );
    let still = count(&view(&shop, group).await, LineState::Waiting);
    assert_eq!(still, waiting, "they wait, though nobody can read them");
    locked.store(false, Ordering::SeqCst);
    let still = count(&view(&shop, group).await, LineState::Waiting);
    assert_eq!(still, waiting, "they wait as they stood");
}
