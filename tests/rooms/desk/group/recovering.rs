//! A lost answer in the middle of a group, also where one address stands for all guests: found, never bought again, and no
//! guest has another's eSIM.

use std::collections::BTreeSet;
use std::time::Duration;

use esim_desk_core::book::{LineState, OrderState, Verdict};
use esim_desk_core::desk::{Draft, Failure, SettingsChange};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::{
    at, begun, each_once, gone_on, house_table, line, table, until_posts, until_quiet, view,
};
use crate::desk::fixture::Shop;
use crate::desk::recovery::recovering::{
    lose_the_answer, lose_the_order, recovery, stays_unconfirmed,
};

/// Every ready line shows the code that the ledger booked for its own request, and no two the same.
async fn own_codes(shop: &Shop, group: esim_desk_core::book::GroupKey, ready: usize) {
    let mut codes = BTreeSet::new();
    for line in view(shop, group).await.lines {
        let Some(order) = line.order.filter(|order| order.state == OrderState::Ready) else {
            continue;
        };
        let code = shop.handed_over(order.key).await;
        assert_eq!(code, shop.ledger_code(order.key), "line {}", line.line);
        assert!(codes.insert(code), "two guests have one eSIM");
    }
    assert_eq!(codes.len(), ready);
}

#[tokio::test]
async fn a_lost_answer_in_the_middle_is_found_and_the_rest_is_bought() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 6).await).await;
    until_posts(&shop, 2).await;
    lose_the_answer(&shop);
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 6, "one lost answer stops nobody");
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it has one").key;
        shop.until_state(order, OrderState::Ready).await;
    }
    assert_eq!(shop.posts(), 6, "and is not asked for again");
    own_codes(&shop, group, 6).await;
    each_once(&shop, group).await;
}

#[tokio::test]
async fn two_lost_answers_one_after_the_other_stop_the_group() {
    let shop = Shop::open().await;
    let draft = table(&shop, 9).await;
    let group = begun(&shop, draft).await;
    until_posts(&shop, 4).await;
    let lost = Fault::next(Step::Order, Mishap::Drop).times(2).after_work();
    shop.control().cause(lost);
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 6);
    let stopped = shop.desk.snapshot().groups.stopped;
    assert!(
        matches!(stopped[..], [ref one] if matches!(one.why, Failure::Unanswered { .. })),
        "{stopped:?}"
    );
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 9, "the two are looked for, not sent again");
}

#[tokio::test]
async fn what_went_wrong_in_one_group_does_not_count_for_the_next() {
    let shop = Shop::open().await;
    let lost = Fault::next(Step::Order, Mishap::Drop).times(2).after_work();
    shop.control().cause(lost);
    let first = begun(&shop, table(&shop, 1).await).await;
    let mut others = table(&shop, 4).await;
    for line in &mut others.lines {
        line.email = format!("other-{}", line.email);
    }
    let second = begun(&shop, others).await;
    for group in [first, second] {
        until_quiet(&shop, group).await;
    }
    assert_eq!(shop.posts(), 5, "one lost answer of each stops neither");
    assert_eq!(shop.desk.snapshot().groups.stopped, []);
}

#[tokio::test]
async fn one_address_for_the_whole_group_gives_each_guest_an_esim_of_their_own() {
    let shop = Shop::open().await;
    let group = begun(&shop, house_table(&shop, 8).await).await;
    until_quiet(&shop, group).await;
    assert_eq!(
        shop.posts(),
        8,
        "the others of the group are no reason to ask"
    );
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it has one").key;
        shop.until_state(order, OrderState::Ready).await;
    }
    own_codes(&shop, group, 8).await;
}

#[tokio::test]
async fn with_one_address_a_lost_line_is_a_persons_to_choose_and_never_anothers_esim() {
    let shop = Shop::open().await;
    let group = begun(&shop, house_table(&shop, 6).await).await;
    until_posts(&shop, 2).await;
    lose_the_answer(&shop);
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 6);
    let lost: Vec<_> = view(&shop, group)
        .await
        .lines
        .into_iter()
        .filter_map(|line| line.order)
        .filter(|order| order.state == OrderState::Unconfirmed)
        .collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    let key = lost[0].key;
    let found = recovery(&shop, key, "the others are settled", |found| {
        found.candidates.len() == 1
    })
    .await;
    for _ in 0..12 {
        shop.pass(Duration::from_secs(10)).await;
        assert_eq!(
            shop.order(key).state,
            OrderState::Unconfirmed,
            "not by itself"
        );
    }
    let view = shop.order(key).recovery.expect("it is looked for");
    assert_eq!(view.bought_twice, None, "the other lines were wanted too");
    let candidate = found.candidates[0].subscription.clone();
    shop.desk
        .polling
        .choose_candidate(key, &candidate)
        .await
        .expect("a person chose");
    shop.until_state(key, OrderState::Ready).await;
    own_codes(&shop, group, 6).await;
    assert_eq!(shop.posts(), 6);
}

#[tokio::test]
async fn with_a_tag_for_each_order_a_lost_line_of_the_house_is_found_by_itself() {
    let shop = Shop::open().await;
    let house = SettingsChange::HouseEmail {
        value: "desk@hotel.example".to_owned(),
    };
    shop.desk.settings.change(house).expect("an address");
    let group = begun(&shop, house_table(&shop, 5).await).await;
    until_posts(&shop, 2).await;
    lose_the_answer(&shop);
    until_quiet(&shop, group).await;
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it has one").key;
        shop.until_state(order, OrderState::Ready).await;
    }
    own_codes(&shop, group, 5).await;
    assert_eq!(shop.posts(), 5);
}

#[tokio::test]
async fn a_line_that_was_lost_and_settled_as_not_bought_may_be_tried_again() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 1).await).await;
    let key = {
        shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
        until_quiet(&shop, group).await;
        line(&shop, at(group, 2)).await.order.expect("a row").key
    };
    shop.until_state(key, OrderState::Unconfirmed).await;
    assert_eq!(
        shop.desk.groups.try_line(at(group, 2)).await,
        Err(Failure::LineBought),
        "nobody knows yet"
    );
    let verdict = Verdict::NotBought;
    let settled = shop.desk.recovery.settle(key, verdict, "Mia").await;
    settled.expect("a person found out");
    let said = line(&shop, at(group, 2)).await.order.expect("a row");
    assert_eq!(
        (said.verdict, said.may_be_charged),
        (Some(verdict), false),
        "what was found out stands in its line, which counts by it"
    );
    shop.desk
        .groups
        .try_line(at(group, 2))
        .await
        .expect("it was not bought");
    until_quiet(&shop, group).await;
    let again = line(&shop, at(group, 2)).await;
    assert_eq!(again.state, LineState::Ordered);
    assert_ne!(again.order.expect("another one").key, key);
}

#[tokio::test]
async fn what_a_person_found_out_of_a_line_is_known_after_a_restart() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 1).await).await;
    shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
    until_quiet(&shop, group).await;
    let key = line(&shop, at(group, 2)).await.order.expect("a row").key;
    shop.until_state(key, OrderState::Unconfirmed).await;
    let verdict = Verdict::HandedOver;
    let settled = shop.desk.recovery.settle(key, verdict, "Mia").await;
    settled.expect("a person found out");
    shop.restart().await;
    let said = line(&shop, at(group, 2)).await.order.expect("a row");
    assert_eq!(
        (said.state, said.verdict, said.may_be_charged),
        (OrderState::Settled, Some(verdict), true),
        "it counts as bought in its group"
    );
}

#[tokio::test]
async fn whose_code_was_shown_is_known_after_a_restart_and_the_next_guest_is_another_one() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 3).await).await;
    until_quiet(&shop, group).await;
    let mut orders = Vec::new();
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it was bought").key;
        shop.until_state(order, OrderState::Ready).await;
        orders.push(order);
    }
    shop.handed_over(orders[1]).await;
    shop.desk.handover.done();
    let shown = async |shop: &Shop| -> Vec<bool> {
        let lines = view(shop, group).await.lines;
        lines
            .iter()
            .map(|line| line.order.as_ref().is_some_and(|order| order.was_shown))
            .collect()
    };
    // It is noted beside the code, which waits for no book.
    while shown(&shop).await != [false, true, false] {
        shop.pass(Duration::from_millis(10)).await;
    }
    shop.restart().await;
    assert_eq!(shown(&shop).await, [false, true, false]);
}

#[tokio::test]
async fn what_somebody_sold_hours_later_is_no_lost_lines_without_a_person() {
    let shop = Shop::open().await;
    let portal = shop.other_desk().await;
    let table = table(&shop, 3).await;
    let email = table.lines[0].email.clone();
    lose_the_order(&shop);
    let group = begun(&shop, table).await;
    until_quiet(&shop, group).await;
    let lost = line(&shop, at(group, 2)).await.order;
    let lost = lost.expect("it was sent").key;
    shop.control().push_clock(8 * 3_600_000);
    let sale = Draft {
        email,
        ..portal.draft().await
    };
    let theirs = portal.moving(portal.desk.sale.place(sale)).await;
    let theirs = theirs.expect("nobody was sold anything");
    portal.until_state(theirs, OrderState::Ready).await;

    let order = stays_unconfirmed(&shop, lost).await;

    let shown = order.recovery.expect("it is looked for").candidates;
    assert_eq!(shown.len(), 1, "a person sees it, and decides");
}
