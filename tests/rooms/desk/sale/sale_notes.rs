//! What the counter notes for itself: who sold, what the guest pays, a reference; and the lists of a day.

use esim_desk_core::book::{AccountId, NewOrder, OrderEvent, OrderFacts, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{DayTable, Money, OrdersQuery, SaleNotes};
use esim_desk_core::sandbox::{Fault, Mishap, Step};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::desk::fixture::{Shop, by};

fn today() -> String {
    let now = clock::now().to_zoned(TimeZone::system());
    now.date().to_string()
}

fn query(day: Option<String>, with_open: bool) -> OrdersQuery {
    OrdersQuery {
        day,
        with_open,
        ..OrdersQuery::default()
    }
}

fn noted() -> SaleNotes {
    SaleNotes {
        guest_pays: "35,50".to_owned(),
        guest_currency: "EUR".to_owned(),
        note: " Room 12 ".to_owned(),
        staff: "Ana".to_owned(),
    }
}

#[tokio::test]
async fn who_sold_what_the_guest_pays_and_the_reference_are_in_the_book_and_in_the_table() {
    let mut shop = Shop::open().await;
    let mut draft = shop.draft().await;
    draft.notes = noted();
    let key = shop.desk.sale.place(draft).await.expect("it is sold");
    shop.until_state(key, OrderState::Ready).await;
    shop.restart().await;

    let page = shop.desk.lists.orders(query(Some(today()), true)).await;
    let page = page.expect("the book reads");
    let order = page.orders.first().expect("the order of today");
    assert_eq!(order.staff.as_deref(), Some("Ana"));
    assert_eq!(order.note.as_deref(), Some("Room 12"));
    let paid = Money {
        amount: "35.50".to_owned(),
        currency: "EUR".to_owned(),
    };
    assert_eq!(order.guest_pays.as_ref(), Some(&paid));
    let day = page.day.expect("a day has its sums");
    assert_eq!((day.sold, day.guests_pay), (1, vec![paid]));
    assert_eq!(day.charged.len(), 1, "one currency, one sum");

    let table = DayTable {
        day: Some(today()),
        with_customers: false,
        words: Default::default(),
    };
    let table = shop
        .desk
        .lists
        .day_table(table)
        .await
        .expect("it is written");
    for cell in ["\"Ana\"", "\"Room 12\"", "\"35.50\",\"EUR\""] {
        assert!(table.contains(cell), "{cell} in {table}");
    }
    let heard = shop.control().ledger();
    let posted = format!("{:?}", heard.seen.posts);
    assert!(
        !posted.contains("Room 12") && !posted.contains("Ana"),
        "none of it is the service's affair"
    );
}

#[tokio::test]
async fn the_sellers_name_is_remembered_until_it_is_changed() {
    let mut shop = Shop::open().await;
    let mut draft = shop.draft().await;
    draft.notes = noted();
    shop.desk.sale.place(draft).await.expect("it is sold");
    shop.restart().await;
    assert_eq!(shop.desk.snapshot().settings.staff, "Ana");

    let mut draft = shop.draft().await;
    draft.again = true;
    shop.desk.sale.place(draft).await.expect("it is sold");
    assert_eq!(shop.desk.snapshot().settings.staff, "", "it was taken away");
}

#[tokio::test]
async fn what_yesterday_left_open_comes_first_in_todays_list() {
    let mut shop = Shop::open().await;
    let yesterday = clock::now() - SignedDuration::from_hours(26);
    let old = |email: &str| NewOrder {
        at: yesterday,
        customer: by(email),
        ..shop.new_order()
    };
    let book = shop.book();
    let lost = book.begin(&old("lost@hotel.example")).expect("written");
    let refused = book.begin(&old("no@hotel.example")).expect("written");
    book.record(
        refused,
        OrderEvent::Refused,
        &OrderFacts::default(),
        yesterday,
    )
    .expect("written");
    drop(book);
    shop.restart().await;
    let sold = shop.sell().await;

    let keys = async |day, with_open| {
        let page = shop.desk.lists.orders(query(day, with_open)).await;
        let orders = page.expect("the book reads").orders;
        orders.iter().map(|order| order.key).collect::<Vec<_>>()
    };
    assert_eq!(
        keys(Some(today()), true).await,
        [lost, sold],
        "it is not hidden by the day"
    );
    assert_eq!(keys(Some(today()), false).await, [sold], "the day itself");
    assert_eq!(keys(None, false).await, [sold, refused, lost]);
}

#[tokio::test]
async fn the_services_own_words_and_each_step_are_there_to_copy() {
    let mut shop = Shop::open().await;
    let refusal = Mishap::refuse(422, "UNPROCESSABLE", "Maria may not buy today");
    shop.control().cause(Fault::next(Step::Order, refusal));
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Refused).await;
    shop.restart().await;

    let page = shop.desk.lists.orders(query(None, false)).await;
    let order = page.expect("the book reads").orders.remove(0);
    assert_eq!(
        order.words.0,
        ["Maria may not buy today"],
        "after a restart too"
    );
    assert!(
        !format!("{order:?}").contains("Maria may"),
        "they may name the customer, so they do not print"
    );
    let last = order.timeline.last().expect("steps");
    assert_eq!(last.state, OrderState::Refused);
    assert!(
        last.detail
            .as_deref()
            .is_some_and(|detail| detail.contains("422")),
        "{last:?}"
    );
}

#[tokio::test]
async fn an_order_of_another_account_says_whose_it_is() {
    let mut shop = Shop::open().await;
    let book = shop.book();
    let elsewhere = NewOrder {
        account: AccountId("https://elsewhere.example hotel-b".to_owned()),
        ..shop.new_order()
    };
    book.begin(&elsewhere).expect("written");
    book.begin(&shop.new_order()).expect("written");
    drop(book);
    shop.restart().await;

    let page = shop.desk.lists.orders(query(None, false)).await;
    let elsewhere: Vec<_> = page
        .expect("the book reads")
        .orders
        .into_iter()
        .map(|order| order.other_account)
        .collect();
    assert_eq!(
        elsewhere,
        [None, Some("https://elsewhere.example hotel-b".to_owned())]
    );
    assert_eq!(shop.desk.snapshot().orders_of_other_accounts, 1);
}
