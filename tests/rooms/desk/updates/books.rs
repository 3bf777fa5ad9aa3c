//! Back and forth between versions: what a later program wrote is left alone, with words, and is whole when that program
//! comes back. That books of the past open is shown in `book::versions`.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, WhyBook};
use rusqlite::Connection;

use crate::desk::fixture::Shop;

#[tokio::test]
async fn an_older_program_says_that_the_book_is_a_newer_ones_and_sells_nothing() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    shop.close().await;
    let path = shop.folder.path().join("orders.db");
    let newer = Connection::open(&path).expect("it opens");
    let version = |connection: &Connection| -> u32 {
        let read = connection.pragma_query_value(None, "user_version", |row| row.get(0));
        read.expect("it reads")
    };
    let own = version(&newer);
    let written = newer.pragma_update(None, "user_version", own + 1);
    written.expect("it writes");
    drop(newer);

    shop.restart().await;
    let told = Failure::Book {
        why: WhyBook::NewerVersion,
    };
    assert_eq!(shop.desk.snapshot().book, Some(told.clone()), "it is told");
    let draft = shop.draft().await;
    assert_eq!(shop.desk.sale.place(draft).await.err(), Some(told));
    assert_eq!(shop.posts(), 1, "nothing was bought");

    shop.close().await;
    let later = Connection::open(&path).expect("it opens");
    assert_eq!(version(&later), own + 1, "left as it was");
    let back = later.pragma_update(None, "user_version", own);
    back.expect("it writes");
    drop(later);
    shop.restart().await;
    assert_eq!(shop.desk.snapshot().book, None);
    let order = shop.book().order(key).expect("it is there");
    assert_eq!(order.state, OrderState::Ready, "all is there");
}
