//! A whole group that was sold the same a moment ago: one press insists, on the lines that it names and on no other.

use esim_desk_core::book::{GroupKey, LineState};
use esim_desk_core::desk::{Failure, SoldAlready, WhyNotBought};

use super::{at, begun, count, each_once, gone_on, house_table, line, until_quiet, view};
use crate::desk::fixture::Shop;

/// A house's second group of the morning, of which every line meets what the first one bought, but for its last line, which
/// lacks its plan. Three were bought.
async fn met(shop: &Shop) -> GroupKey {
    let first = begun(shop, house_table(shop, 3).await).await;
    until_quiet(shop, first).await;
    let mut draft = house_table(shop, 4).await;
    for line in &mut draft.lines {
        line.guest = format!("Other {}", line.guest);
    }
    draft.lines[3].plan = "no such plan".to_owned();
    let group = begun(shop, draft).await;
    until_quiet(shop, group).await;
    assert_eq!(shop.posts(), 3, "a person is asked of each of the others");
    group
}

async fn insisted(shop: &Shop, group: GroupKey, agreed: &SoldAlready) -> Result<(), Failure> {
    let insisted = shop.desk.groups.insist(group, agreed.clone()).await;
    until_quiet(shop, group).await;
    insisted
}

#[tokio::test]
async fn one_press_insists_on_all_lines_that_a_recent_sale_stopped_and_on_no_other() {
    let shop = Shop::open().await;
    let group = met(&shop).await;
    let met = view(&shop, group).await.sold_already;
    assert_eq!((&met.lines[..], met.cost.count), (&[2, 3, 4][..], 3));
    insisted(&shop, group, &met)
        .await
        .expect("a person pressed");
    assert_eq!(shop.posts(), 6);
    each_once(&shop, group).await;
    let after = view(&shop, group).await;
    assert_eq!(count(&after, LineState::Ordered), 3);
    assert_eq!(after.sold_already.lines, [0; 0]);
    assert_eq!(after.lines[3].why, Some(WhyNotBought::Fields));
    insisted(&shop, group, &met).await.expect("nothing is left");
    assert_eq!(shop.posts(), 6, "a second press is the same one");
}

#[tokio::test]
async fn a_press_that_insists_buys_nothing_that_it_did_not_name() {
    let shop = Shop::open().await;
    let group = met(&shop).await;
    let met = view(&shop, group).await.sold_already;
    let mut other = met.clone();
    other.cost.plans = [("another plan, or at another price".to_owned(), 3)].into();
    let pressed = insisted(&shop, group, &other).await;
    assert_eq!(pressed, Err(Failure::GroupChanged), "another plan");
    let mut fewer = met.clone();
    fewer.cost.plans.values_mut().for_each(|count| *count = 2);
    let pressed = insisted(&shop, group, &fewer).await;
    assert_eq!(pressed, Err(Failure::GroupChanged), "three are not two");
    assert_eq!(shop.posts(), 3);
    assert_eq!(view(&shop, group).await.sold_already, met);
    shop.desk
        .groups
        .leave_out(at(group, 2))
        .await
        .expect("nobody wants it");
    let one = SoldAlready {
        lines: vec![2, 3, 5],
        ..met
    };
    insisted(&shop, group, &one).await.expect("less than named");
    assert_eq!(shop.posts(), 4, "the only one that is named and still met");
    assert!(line(&shop, at(group, 3)).await.order.is_some());
}

#[tokio::test]
async fn what_a_pause_leaves_of_them_is_asked_about_again() {
    let mut shop = Shop::open().await;
    let group = met(&shop).await;
    let met = view(&shop, group).await.sold_already;
    let insisted = shop.desk.groups.insist(group, met.clone()).await;
    insisted.expect("a person pressed");
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let bought = shop.posts();
    assert!(bought < 6, "some were left");
    for restarts in [false, true] {
        if restarts {
            shop.restart().await;
        }
        let left = view(&shop, group).await;
        assert_eq!(left.sold_already.lines.len(), 6 - bought);
        gone_on(&shop, group).await;
        until_quiet(&shop, group).await;
        assert_eq!(shop.posts(), bought, "they were insisted on for once");
    }
    let left = view(&shop, group).await.sold_already;
    let pressed = shop.desk.groups.insist(group, left).await;
    pressed.expect("a person pressed");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 6);
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_guest_who_was_bought_for_another_group_since_is_not_bought_by_a_press_for_all() {
    let shop = Shop::open().await;
    let group = met(&shop).await;
    let met = view(&shop, group).await.sold_already;
    let mut corrected = house_table(&shop, 2).await;
    for line in &mut corrected.lines {
        line.guest = format!("Other {}", line.guest);
        line.anyway = true;
    }
    let second = begun(&shop, corrected).await;
    until_quiet(&shop, second).await;
    let bought = shop.posts();
    assert_eq!(bought, 5, "two of them, by the corrected table");
    insisted(&shop, group, &met).await.expect("one is left");
    assert_eq!(shop.posts(), 6, "the third, whom nobody bought");
    for number in [2, 3] {
        let line = line(&shop, at(group, number)).await;
        assert_eq!(line.why, Some(WhyNotBought::BoughtBefore));
    }
    assert_eq!(view(&shop, group).await.sold_already.lines, [0; 0]);
}
