//! Several at once: a table is checked, kept, and bought line by line, each once, for one press.

mod buying;
mod checking;
mod days;
mod for_all;
mod insisting;
mod listing;
mod meant;
mod papers;
mod phones;
mod recovering;
mod stopping;

use esim_desk_core::book::{GroupKey, LineKey, LineState, OrderState};
use esim_desk_core::desk::{
    Cost, Failure, GroupDraft, GroupLineView, GroupView, LineDraft, Snapshot, StartChoice,
};
use esim_desk_core::sandbox::PlanChange;

use crate::desk::fixture::Shop;

/// A table of so many guests, each with an address of their own, for the first plan.
pub async fn table(shop: &Shop, guests: u32) -> GroupDraft {
    let plans = shop.desk.plans.read().await.expect("plans").plans;
    let line = |number: u32| LineDraft {
        line: number + 1,
        guest: format!("Guest {number}"),
        email: format!("guest{number}@example.com"),
        note: format!("Room {number}"),
        ..LineDraft::default()
    };
    GroupDraft {
        reference: uuid::Uuid::new_v4().to_string(),
        lines: (1..=guests).map(line).collect(),
        plan: plans[0].id.clone(),
        plans,
        shown: Vec::new(),
        email: String::new(),
        start: StartChoice::Now,
        phone: None,
        guest_pays: String::new(),
        guest_currency: String::new(),
        staff: "Mia".to_owned(),
    }
}

/// The same with one address for all of them.
pub async fn house_table(shop: &Shop, guests: u32) -> GroupDraft {
    let mut draft = table(shop, guests).await;
    draft.email = "desk@hotel.example".to_owned();
    for line in &mut draft.lines {
        line.email.clear();
    }
    draft
}

/// What the button says for this table.
pub async fn cost(shop: &Shop, table: &GroupDraft) -> Cost {
    let checked = shop.desk.groups.check(table).await;
    checked.expect("it is looked at").cost
}

/// Somebody presses *Buy*, and means what stands there.
pub async fn bought(shop: &Shop, table: GroupDraft) -> Result<GroupKey, Failure> {
    let agreed = cost(shop, &table).await;
    shop.desk.groups.begin(table, &agreed).await
}

/// What the table becomes by that.
pub async fn begun(shop: &Shop, table: GroupDraft) -> GroupKey {
    bought(shop, table).await.expect("it is written")
}

/// The same person presses *Go on*.
pub async fn gone_on(shop: &Shop, group: GroupKey) {
    let agreed = view(shop, group).await.waiting;
    let gone_on = shop.desk.groups.go_on(group, &agreed).await;
    gone_on.expect("a person pressed");
}

pub fn at(group: GroupKey, line: u32) -> LineKey {
    LineKey { group, line }
}

pub async fn view(shop: &Shop, group: GroupKey) -> GroupView {
    shop.desk.groups.view(group).await.expect("it is there")
}

pub async fn line(shop: &Shop, at: LineKey) -> GroupLineView {
    let lines = view(shop, at.group).await.lines.into_iter();
    let mut found = lines.filter(|line| line.line == at.line);
    found.next().expect("it is there")
}

pub fn dearer(shop: &Shop, plan: &str, price_cents: u32) {
    let change = PlanChange {
        price_cents: Some(price_cents),
        ..PlanChange::default()
    };
    shop.control()
        .change_plan(plan, change)
        .expect("it is sold");
}

pub fn goes(snapshot: &Snapshot, group: GroupKey) -> bool {
    snapshot.groups.going.contains(&group)
}

/// Until nothing of the group is bought any more, for whatever reason.
pub async fn until_quiet(shop: &Shop, group: GroupKey) {
    shop.until("the group is quiet", |snapshot| !goes(snapshot, group))
        .await;
}

/// Until so many orders were asked for. Each takes more than one request, so that none slips by between two looks.
pub async fn until_posts(shop: &Shop, posts: usize) {
    for _ in 0..2000 {
        if shop.posts() >= posts {
            return;
        }
        shop.pass(std::time::Duration::from_millis(100)).await;
    }
    panic!("{} of {posts} orders were asked for", shop.posts());
}

pub fn count(view: &GroupView, state: LineState) -> usize {
    view.lines.iter().filter(|line| line.state == state).count()
}

/// Every line that has an order has one of its own, and the ledger knows it once.
pub async fn each_once(shop: &Shop, group: GroupKey) {
    let view = view(shop, group).await;
    let mut orders: Vec<_> = view
        .lines
        .iter()
        .filter_map(|line| line.order.as_ref())
        .collect();
    for order in &orders {
        let placed = !matches!(order.state, OrderState::NotSent | OrderState::Refused);
        if placed
            && shop
                .desk
                .snapshot()
                .orders
                .iter()
                .any(|known| known.key == order.key)
        {
            shop.booked(order.key);
        }
    }
    let all = orders.len();
    orders.sort_by_key(|order| order.key);
    orders.dedup_by_key(|order| order.key);
    assert_eq!(orders.len(), all, "no two lines share an order");
}
