//! A line of a group in the matrix: two guests are bought for one press, and something goes wrong with the first.

use std::time::Duration;

use esim_desk_core::book::{GroupKey, LineKey, LineState, OrderState, Verdict};
use esim_desk_core::desk::{GroupLineView, LineDraft};

use super::strikes::AFault;
use super::waits::{goes_on, minutes};
use super::{kind, name, tried_again};
use crate::desk::fixture::Shop;
use crate::desk::group::{at, begun, gone_on, line, table, until_quiet};
use crate::desk::sale::long_walk::holds::asks;

/// The first guest's line, and the one behind it.
const FIRST: u32 = 2;
const SECOND: u32 = 3;

pub(super) async fn cell(fault: &AFault<'_>) -> String {
    let shop = Shop::open().await;
    let draft = table(&shop, 2).await;
    fault.before_the_press(&shop).await;
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let first = what_became_of(&shop, at(group, FIRST)).await;
    let second = what_became_of(&shop, at(group, SECOND)).await;
    hold(&shop, group, &fault.what).await;
    match second == "**ready**" || second == first {
        true => first,
        false => format!("{first}; the next: {second}"),
    }
}

/// Where a line ends within a day, with what its group was stopped by and what people pressed.
async fn what_became_of(shop: &Shop, at: LineKey) -> String {
    let mut told = String::new();
    // Each press is another word; nothing needs more of them.
    for _ in 0..4 {
        let line = line(shop, at).await;
        let order = line.order.as_ref();
        if let Some(order) = order.filter(|order| order.may_be_charged) {
            goes_on(shop, order.key).await;
            let order = shop.order(order.key);
            let state = format!("{told}**{}**", name(order.state));
            if !order.state.is_undecided() {
                return state;
            }
            if !asks(&order) {
                return format!("{state}, stuck");
            }
            let settled = shop
                .desk
                .recovery
                .settle(order.key, Verdict::NotBought, "Ana");
            if let Err(failure) = settled.await {
                return format!("{state}, stuck, {}", kind(&failure));
            }
            told = format!("{state}, a person is asked → not bought, and tried: ");
            tried(shop, at).await;
            continue;
        }
        minutes(shop, 11).await;
        told.push_str(tried_again(shop).await);
        match line.state {
            LineState::Waiting => {
                told = format!("{told}{} → gone on: ", stopped_by(shop, at.group));
                gone_on(shop, at.group).await;
                until_quiet(shop, at.group).await;
            }
            LineState::Stopped | LineState::Ordered => {
                told = format!("{told}{} → tried: ", not_bought_because(shop, &line));
                tried(shop, at).await;
            }
            LineState::LeftOut | LineState::Unsure => return format!("{told}stuck"),
        }
    }
    format!("{told}stuck")
}

async fn tried(shop: &Shop, at: LineKey) {
    let tried = shop.desk.groups.try_line(at).await;
    tried.expect("nothing of it may be charged");
    until_quiet(shop, at.group).await;
}

/// Why the whole group stopped.
fn stopped_by(shop: &Shop, group: GroupKey) -> String {
    let stopped = shop.desk.snapshot().groups.stopped;
    let mut why = stopped.iter().filter(|one| one.group == group);
    match why.next() {
        Some(stopped) => format!("the group stops: {}", kind(&stopped.why)),
        // It was gone on with for the line before.
        None => "waits".to_owned(),
    }
}

fn not_bought_because(shop: &Shop, line: &GroupLineView) -> String {
    if let Some(why) = &line.why {
        let json = serde_json::to_value(why).expect("it goes to the window as JSON");
        let kind = json["kind"].as_str().expect("a kind").replace('_', " ");
        return format!("the line stops: {kind}");
    }
    let order = line.order.as_ref().map(|order| shop.order(order.key));
    let trouble = order.and_then(|order| order.trouble);
    match trouble {
        Some(failure) => format!("the line stops: {}", kind(&failure)),
        None => "the line stops".to_owned(),
    }
}

/// What holds in every cell: each guest has one eSIM, and no other request left than a person pressed for.
async fn hold(shop: &Shop, group: GroupKey, cell: &str) {
    let ledger = shop.control().ledger();
    assert_eq!(ledger.elsewhere, 0, "{cell}: a redirect was followed");
    let lines = shop
        .desk
        .groups
        .view(group)
        .await
        .expect("it is there")
        .lines;
    for line in lines {
        let LineDraft { email, .. } = line.draft.expect("it opens");
        let of_guest = ledger.orders.iter();
        let of_guest = of_guest.filter(|view| view.order.email.as_ref() == Some(&email));
        assert_eq!(of_guest.count(), 1, "{cell}: one eSIM for {email}");
        let order = line.order.expect("it was bought");
        assert_eq!(order.state, OrderState::Ready, "{cell}: and it is there");
        let code = shop.handed_over(order.key).await;
        shop.desk.handover.done();
        assert_eq!(code, shop.ledger_code(order.key), "{cell}: their own");
    }
    let posts = ledger.seen.posts.len();
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), posts, "{cell}: nothing more without a press");
}
