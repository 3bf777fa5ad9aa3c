//! What the service counts beside what the book counts: each difference by its name, nothing that was not seen, within the
//! budget, and stopped when somebody says so. The sums themselves are counted by hand in `book::sums`.

use std::collections::BTreeMap;
use std::sync::Mutex;

use esim_desk_core::book::{
    Dialect, NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState, Verdict,
};
use esim_desk_core::clock;
use esim_desk_core::desk::{
    ComparisonView, DayTable, DaysQuery, Desk, DifferenceKind, Draft, Failure, Money, Opening,
    OrdersQuery, Plan, SumsBy, SumsTable,
};
use esim_desk_core::sandbox::{Fault, Mishap, Quirks, Step};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};

use crate::desk::fixture::{Shop, by, draft, live};
use crate::desk::sale::topping_up::form;

const HOURS: i64 = 3_600_000;

/// The last days, whatever midnight comes between.
fn lately() -> DaysQuery {
    let today = clock::now().to_zoned(TimeZone::system()).date();
    DaysQuery {
        from: today.saturating_sub(2.days()).to_string(),
        to: today.to_string(),
        by: SumsBy::Day,
    }
}

async fn compare(shop: &Shop) -> ComparisonView {
    let compared = shop.desk.takings.compare(&lately(), |_| {}).await;
    compared
        .expect("the list reads")
        .expect("nobody stopped it")
}

fn counts(compared: &ComparisonView) -> BTreeMap<DifferenceKind, u32> {
    let each = compared.differences.iter();
    each.map(|one| (one.kind, one.count)).collect()
}

/// A sale of two hours ago at another desk, with its subscription.
async fn sold_elsewhere(shop: &Shop, other: &Shop) -> String {
    let key = other.sell_again().await;
    other.until_state(key, OrderState::Ready).await;
    let reference = other.order(key).reference;
    let orders = shop.control().ledger().orders;
    let mut orders = orders.into_iter().map(|view| view.order);
    let sold = orders.find(|order| order.correlation_id.as_ref() == Some(&reference));
    sold.expect("it was booked").subscription.id
}

/// A row of an hour ago, as another run left it.
fn row(
    shop: &Shop,
    event: Option<OrderEvent>,
    facts: &OrderFacts,
    verdict: Option<Verdict>,
) -> OrderKey {
    let book = shop.book();
    let an_hour_ago = clock::now() - SignedDuration::from_hours(1);
    let order = NewOrder {
        at: an_hour_ago,
        customer: by("somebody@hotel.example"),
        ..shop.new_order()
    };
    let key = book.begin(&order).expect("it is written");
    if let Some(event) = event {
        book.record(key, event, facts, an_hour_ago)
            .expect("it is written");
    }
    if verdict.is_some() {
        let found_out = OrderFacts {
            verdict,
            ..OrderFacts::default()
        };
        book.record(key, OrderEvent::Settled, &found_out, an_hour_ago)
            .expect("it is written");
    }
    key
}

fn on(subscription: &str) -> OrderFacts {
    OrderFacts {
        subscription_id: Some(subscription.to_owned()),
        ..OrderFacts::default()
    }
}

#[tokio::test]
async fn where_both_have_the_same_nothing_differs() {
    let shop = Shop::open().await;
    for _ in 0..2 {
        let key = shop.sell_again().await;
        shop.until_state(key, OrderState::Ready).await;
    }
    let compared = compare(&shop).await;
    assert_eq!((compared.provider, compared.book, compared.same), (2, 2, 2));
    assert!(compared.differences.is_empty(), "{:?}", counts(&compared));
    assert_eq!(compared.unseen, Default::default(), "all was seen");
}

#[tokio::test]
async fn each_difference_has_its_name_and_together_they_are_the_difference() {
    let shop = Shop::open().await;
    shop.control().push_clock(-2 * HOURS);
    let other = shop.other_desk().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let unknown_to_us = sold_elsewhere(&shop, &other).await;
    let [not_bought, refunded, undecided] = [
        sold_elsewhere(&shop, &other).await,
        sold_elsewhere(&shop, &other).await,
        sold_elsewhere(&shop, &other).await,
    ];
    let failed = Some(OrderEvent::Failed);
    let only_book = row(
        &shop,
        Some(OrderEvent::CodeProved),
        &on("nobody-knows"),
        None,
    );
    let by_hand = row(
        &shop,
        failed,
        &OrderFacts::default(),
        Some(Verdict::HandedOver),
    );
    let missing = row(&shop, failed, &OrderFacts::default(), None);
    let not_bought = row(&shop, failed, &on(&not_bought), Some(Verdict::NotBought));
    let refunded = row(&shop, failed, &on(&refunded), Some(Verdict::Refunded));
    let undecided = row(&shop, failed, &on(&undecided), None);
    // What nobody bought and nobody lists is no difference.
    row(
        &shop,
        Some(OrderEvent::Refused),
        &OrderFacts::default(),
        None,
    );

    let compared = compare(&shop).await;

    let of_kind = |kind| {
        let mut all = compared.differences.iter();
        let one = all.find(|one| one.kind == kind).expect("it is named");
        let keys: Vec<OrderKey> = one.orders.iter().map(|order| order.key).collect();
        let sales: Vec<&str> = one
            .sales
            .iter()
            .map(|sale| sale.subscription.as_str())
            .collect();
        (keys, sales)
    };
    use DifferenceKind as D;
    assert_eq!(
        of_kind(D::OnlyProvider),
        (vec![], vec![unknown_to_us.as_str()])
    );
    assert_eq!(of_kind(D::OnlyBook), (vec![only_book], vec![]));
    assert_eq!(of_kind(D::WithoutNumber), (vec![by_hand], vec![]));
    assert_eq!(of_kind(D::UnknownMissing), (vec![missing], vec![]));
    assert_eq!(of_kind(D::NotBoughtHere), (vec![not_bought], vec![]));
    assert_eq!(of_kind(D::RefundedListed), (vec![refunded], vec![]));
    assert_eq!(of_kind(D::UnknownListed), (vec![undecided], vec![]));
    assert_eq!(compared.differences.len(), 7);
    assert_eq!(
        (compared.provider, compared.book, compared.same),
        (5, 3, 1),
        "five listed; here one sold that both have, one that nobody lists, one closed by hand"
    );
    assert_eq!(shop.posts(), 5, "comparing buys nothing");
}

/// Amounts in hundredths by currency, so that nothing is rounded.
type Cents = BTreeMap<String, u64>;

fn plus(sums: &mut Cents, money: &Money) {
    let (whole, rest) = money
        .amount
        .split_once('.')
        .unwrap_or((&money.amount, "00"));
    let cents: u64 = format!("{whole}{rest:0<2}").parse().expect("an amount");
    *sums.entry(money.currency.clone()).or_default() += cents;
}

fn cents(money: &[Money]) -> Cents {
    let mut sums = Cents::new();
    money.iter().for_each(|money| plus(&mut sums, money));
    sums
}

/// What the service's ledger charges for all that it made, and what of it came back with eSIMs that were given back.
async fn ledgers_money(shop: &Shop) -> (Cents, Cents) {
    let plans = shop.desk.plans.read().await.expect("a catalogue").plans;
    let ledger = shop.control().ledger();
    let (mut charged, mut back) = (Cents::new(), Cents::new());
    for order in ledger.orders.iter().map(|view| &view.order) {
        let plan = plans
            .iter()
            .find(|plan| plan.id == order.subscription.product_id);
        let price = plan.and_then(|plan| plan.price.as_ref());
        let price = price.expect("every plan of the sandbox has its price");
        plus(&mut charged, price);
        let sim = ledger.sims.iter().find(|sim| sim.iccid == order.iccid);
        if sim.is_some_and(|sim| sim.cancelled.is_some()) {
            plus(&mut back, price);
        }
    }
    (charged, back)
}

#[tokio::test]
async fn sales_top_ups_and_refunds_come_to_the_ledgers_money_in_each_currency() {
    for vanish in [false, true] {
        let shop = Shop::open().await;
        shop.control().set_quirks(Quirks {
            cancelled_vanish: vanish,
            ..Quirks::default()
        });
        let plans = shop.desk.plans.read().await.expect("a catalogue").plans;
        let in_currency = |currency: &str| {
            let price = |plan: &Plan| plan.price.as_ref().map(|money| money.currency == currency);
            let mut plans = plans.iter().filter(|plan| price(plan) == Some(true));
            plans.next().expect("plans of both currencies").clone()
        };
        let (euro, dollar) = (in_currency("EUR"), in_currency("USD"));
        let sell = async |plan: &Plan| {
            let draft = Draft {
                again: true,
                ..draft(plan.clone())
            };
            let key = shop.desk.sale.place(draft).await.expect("it is sold");
            let order = shop.until_state(key, OrderState::Ready).await;
            (key, order.iccid.expect("a ready order has its SIM"))
        };
        let top_up = async |iccid: &str, plan: &Plan| {
            let placed = shop.desk.sale.top_up(form(iccid, plan.clone()));
            let key = shop.moving(placed).await.expect("it is placed");
            shop.until_state(key, OrderState::Added).await;
        };
        let (_, kept) = sell(&euro).await;
        top_up(&kept, &dollar).await;
        let (given, iccid) = sell(&dollar).await;
        top_up(&iccid, &euro).await;
        let back = shop.desk.refund.give_back(given);
        shop.moving(back).await.expect("it is asked");
        shop.until_state(given, OrderState::Refunded).await;

        let days = shop.desk.takings.days(lately()).await.expect("it reads");
        let total = &days.total;
        assert_eq!((total.sold, total.top_ups, total.refunded), (4, 2, 2));
        assert_eq!((total.unknown, total.unpriced), (0, 0));
        let (charged, back) = ledgers_money(&shop).await;
        assert_eq!(charged.len(), 2, "two currencies, each by itself");
        assert_eq!(cents(&total.charged), charged, "as the service charges");
        assert_eq!(cents(&total.charged_back), back, "as it gives back");

        let listed = OrdersQuery {
            day: Some(lately().to),
            ..OrdersQuery::default()
        };
        let listed = shop.desk.lists.orders(listed).await.expect("a list");
        let day = listed.day.expect("of a day there are sums");
        assert_eq!(
            (day.sold, day.refunded),
            (4, 2),
            "the day's list says so too"
        );
        assert_eq!((cents(&day.charged), cents(&day.credited)), (charged, back));

        let compared = compare(&shop).await;
        assert_eq!((compared.book, compared.same), (2, 2), "what is left");
        let still_listed = BTreeMap::from([(DifferenceKind::RefundedListed, 2)]);
        match vanish {
            true => assert_eq!(counts(&compared), BTreeMap::new()),
            false => assert_eq!(counts(&compared), still_listed),
        }
    }
}

#[tokio::test]
async fn a_sale_of_this_moment_is_no_difference_yet() {
    let shop = Shop::open().await;
    let other = shop.other_desk().await;
    sold_elsewhere(&shop, &other).await;
    let compared = compare(&shop).await;
    assert!(compared.differences.is_empty(), "{:?}", counts(&compared));
    assert_eq!(compared.unseen.fresh, 1, "and that is said");
}

#[tokio::test]
async fn comparing_ends_when_somebody_stops_it_and_asks_no_more() {
    let shop = Shop::open().await;
    let hangs = Mishap::Slow { millis: 3_600_000 };
    shop.control()
        .cause(Fault::next(Step::Subscriptions, hangs));
    let stopping = async {
        let asked = || {
            shop.control()
                .ledger()
                .seen
                .requests
                .get(&Step::Subscriptions)
                .copied()
        };
        while asked().unwrap_or_default() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        shop.desk.takings.stop_comparing();
    };
    let query = lately();
    let (compared, ()) = tokio::join!(shop.desk.takings.compare(&query, |_| {}), stopping);
    assert!(
        compared.expect("no fault of anybody").is_none(),
        "it was stopped"
    );
    assert_eq!(compare(&shop).await.provider, 0, "and can be begun again");
}

#[tokio::test]
async fn whoever_compares_again_ends_what_was_begun_before() {
    let shop = Shop::open().await;
    let hangs = Mishap::Slow { millis: 3_600_000 };
    shop.control()
        .cause(Fault::next(Step::Subscriptions, hangs));
    let query = lately();
    let first = shop.desk.takings.compare(&query, |_| {});
    let second = async {
        let asked = || {
            shop.control()
                .ledger()
                .seen
                .requests
                .get(&Step::Subscriptions)
                .copied()
        };
        while asked().unwrap_or_default() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        compare(&shop).await
    };
    let (first, second) = tokio::join!(first, second);
    assert!(
        first.expect("no fault of anybody").is_none(),
        "the page that asked is gone"
    );
    assert_eq!(second.provider, 0);
}

#[tokio::test]
async fn a_page_that_cannot_be_had_is_a_failure_and_no_difference() {
    let shop = Shop::open().await;
    shop.control().cause(Fault::next(
        Step::Subscriptions,
        Mishap::refuse(403, "ACCESS_DENIED", "no"),
    ));
    let compared = shop.desk.takings.compare(&lately(), |_| {}).await;
    assert!(compared.is_err(), "nothing is concluded from a part");
}

#[tokio::test]
async fn nobody_compares_without_an_account() {
    let shop = Shop::open().await;
    shop.desk.sign_in.sign_out().await.expect("nothing is open");
    let compared = shop.desk.takings.compare(&lately(), |_| {}).await;
    assert!(
        matches!(compared, Err(Failure::NoAccount)),
        "{:?}",
        compared.err()
    );
}

#[tokio::test]
async fn a_list_of_many_pages_tells_how_far_it_is() {
    let shop = Shop::open().await;
    let mut quirks = shop.control().quirks();
    quirks.largest_page = Some(10);
    shop.control().set_quirks(quirks);
    for _ in 0..21 {
        let key = shop.sell_again().await;
        shop.until_state(key, OrderState::Ready).await;
    }
    let heard = Mutex::new(Vec::new());
    let told = |so_far: esim_desk_core::desk::ReadSoFar| {
        heard
            .lock()
            .expect("one thread")
            .push((so_far.seen, so_far.of));
    };
    let compared = shop
        .moving(shop.desk.takings.compare(&lately(), told))
        .await;
    let compared = compared.expect("it reads").expect("nobody stopped it");
    assert_eq!(
        (compared.same, compared.differences.len()),
        (21, 0),
        "all three pages"
    );
    let heard = heard.into_inner().expect("one thread");
    assert_eq!(heard.first(), Some(&(10, None)), "after the first page");
    assert!(
        heard.contains(&(11, Some(21))),
        "the last and one more page: {heard:?}"
    );
}

#[tokio::test]
async fn the_days_of_the_desk_are_what_its_book_has() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let missing = row(
        &shop,
        Some(OrderEvent::Failed),
        &OrderFacts::default(),
        None,
    );
    let days = shop.desk.takings.days(lately()).await.expect("it reads");
    assert_eq!((days.total.sold, days.total.unknown), (1, 1));
    let named: Vec<OrderKey> = days.unknown.iter().map(|order| order.key).collect();
    assert_eq!(named, [missing], "whose end is not known is named");
    assert_eq!(days.picture.len(), 30);
    let pictured: u32 = days.picture.iter().map(|bar| bar.sums.sold).sum();
    assert_eq!(pictured, 1);
    assert_eq!(days.total.unpriced, 1, "that row has no price");

    let table = SumsTable {
        query: lately(),
        words: BTreeMap::from([("day".to_owned(), "Tag".to_owned())]),
    };
    let table = shop.desk.takings.table(table).await.expect("it reads");
    assert!(table.starts_with("\u{feff}\"Tag\",\"sold\","), "{table}");
}

#[tokio::test]
async fn what_is_no_day_is_today_and_turned_round_days_are_put_right() {
    let shop = Shop::open().await;
    let today = lately().to;
    let asked = DaysQuery {
        from: "2099-13-45".to_owned(),
        to: "2020-01-01".to_owned(),
        by: SumsBy::Month,
    };
    let days = shop.desk.takings.days(asked).await.expect("it reads");
    assert_eq!((days.from, days.to), ("2020-01-01".to_owned(), today));
}

#[tokio::test]
async fn every_table_is_written_as_this_computers_spreadsheet_expects_it() {
    let mut shop = Shop::open().await;
    let mut draft = shop.draft().await;
    draft.notes.guest_pays = "35.50".to_owned();
    draft.notes.guest_currency = "CHF".to_owned();
    shop.desk.sale.place(draft).await.expect("it is sold");
    // Swiss settings, which the language of the staff does not tell.
    let opening = Opening {
        dialect: || Dialect::of_system(Some('.'), Some(';')),
        ..live(&shop.folder, &shop.keychain, &shop.window)
    };
    shop.close().await;
    shop.desk = Desk::open(opening).await;
    shop.desk.sign_in.open().await;

    let orders = DayTable {
        day: None,
        with_customers: false,
        words: BTreeMap::new(),
    };
    let orders = shop.desk.lists.day_table(orders).await.expect("it reads");
    assert!(orders.contains("\"35.50\";\"CHF\""), "{orders}");
    let sums = SumsTable {
        query: lately(),
        words: BTreeMap::new(),
    };
    let sums = shop.desk.takings.table(sums).await.expect("it reads");
    assert!(sums.starts_with("\u{feff}\"day\";\"sold\";"), "{sums}");
    assert!(sums.contains(";\"35.50\""), "{sums}");
}
