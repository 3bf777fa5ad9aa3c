//! Groups so far: how each stands, and that all of them are reached.

use super::{begun, table, until_quiet};
use crate::desk::fixture::Shop;

#[tokio::test]
async fn a_group_that_needs_a_person_is_told_from_one_that_is_done() {
    let shop = Shop::open().await;
    let done = begun(&shop, table(&shop, 1).await).await;
    until_quiet(&shop, done).await;
    let mut draft = table(&shop, 4).await;
    draft.lines.remove(0);
    draft.lines[1].plan = "no such plan".to_owned();
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    shop.until("all that was bought is ready", |snapshot| {
        let mut orders = snapshot.orders.iter();
        orders.all(|order| order.state.has_code())
    })
    .await;
    let list = shop.desk.groups.list(None).await.expect("an account");
    let counts = list.groups.iter().map(|group| {
        let counts = (group.lines, group.bought, group.waiting, group.needs_person);
        (group.key, counts)
    });
    let counts: Vec<_> = counts.collect();
    assert_eq!(counts, [(group, (3, 2, 0, 1)), (done, (1, 1, 0, 0))]);
    assert!(!list.more, "these are all");
}

#[tokio::test]
async fn groups_that_the_first_page_has_no_room_for_are_on_the_next_one() {
    let shop = Shop::open().await;
    let mut all = Vec::new();
    for guest in 0..21 {
        let mut draft = table(&shop, 1).await;
        draft.lines[0].email = format!("other{guest}@example.com");
        let group = begun(&shop, draft).await;
        shop.desk.groups.pause(group);
        all.insert(0, group);
    }
    let page = async |before| {
        let list = shop.desk.groups.list(before).await.expect("an account");
        let keys: Vec<_> = list.groups.iter().map(|group| group.key).collect();
        (keys, list.more)
    };
    assert_eq!(page(None).await, (all[..20].to_vec(), true));
    assert_eq!(page(Some(all[19])).await, (all[20..].to_vec(), false));
    assert_eq!(
        page(Some(all[0])).await,
        (all[1..].to_vec(), false),
        "just as many"
    );
}
