//! The desk on a disk that fills up in the middle of an order: told, nothing lost, and the order is finished all the same.

use std::fs;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, WhyBook};
use esim_desk_core::sandbox::Options;

use crate::book::disk_full::{desk_folder, fill, run_unprivileged};
use crate::desk::fixture::{Shop, quick};

#[test]
fn a_disk_that_fills_up_in_the_middle_stops_new_sales_and_no_order_in_progress() {
    run_unprivileged("desk::orders::disk_full::with_a_disk_that_fills_up", ":");
}

#[tokio::test]
#[ignore = "run by another test, as another user"]
async fn with_a_disk_that_fills_up() {
    let mut shop = Shop::open_with(Options { pace: 4, ..quick() }).await;
    assert!(
        shop.folder.path().starts_with(desk_folder()),
        "on the small file system"
    );
    let key = shop.sell().await;
    let filler = fill(&desk_folder());

    let mut refused = None;
    for _ in 0..40 {
        let mut draft = shop.draft().await;
        draft.again = true;
        draft.notes.note = "a note ".repeat(14);
        let Err(failure) = shop.desk.sale.place(draft).await else {
            continue;
        };
        refused = Some(failure);
        break;
    }
    let full = Failure::Book {
        why: WhyBook::DiskFull,
    };
    assert_eq!(
        refused,
        Some(full),
        "never ordered what is not written down"
    );
    shop.settle().await;
    let posts = shop.posts();
    let shown = shop.desk.snapshot().orders.len();
    assert_eq!(posts, shown, "what was refused was not sent");

    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    assert_eq!(
        shop.handed_over(key).await,
        code,
        "the customer at the counter gets the code"
    );

    fs::remove_file(filler).expect("somebody makes room");
    shop.until("everything written down", |snapshot| {
        snapshot
            .orders
            .iter()
            .all(|order| order.state == OrderState::Ready && order.trouble.is_none())
    })
    .await;
    shop.restart().await;
    let book = shop.book();
    assert_eq!(
        book.order(key).expect("it is there").state,
        OrderState::Ready,
        "on disk"
    );
    assert_eq!(shop.handed_over(key).await, code, "after a restart too");
    assert_eq!(shop.posts(), posts, "nothing was sent twice");
}
