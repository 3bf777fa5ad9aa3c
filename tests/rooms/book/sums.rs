//! What days came to, counted by hand beside: currencies, staff, plans, refunds on another day. Which day it is, also where
//! the clock changes: `days_of_the_clock`. The table of it: `table`.

#[path = "sums/days.rs"]
mod days_of_the_clock;
#[path = "sums/table.rs"]
mod table;

use esim_desk_core::book::{
    Amounts, Asked, CustomerRecord, Days, Filter, GroupBy, Month, NewOrder, Order, OrderEvent,
    OrderFacts, OrderKey, Sums, SumsLine, SumsQuery, SumsReport, Verdict,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Desk, account, at, completed, new_order};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a known zone")
}

fn days(zone_name: &str, first: &str, last: &str) -> Days {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    Days {
        zone: zone(zone_name),
        first: day(first),
        last: day(last),
    }
}

fn query(days: Days, by: GroupBy) -> SumsQuery {
    SumsQuery {
        days,
        by,
        each_of: None,
        account: None,
    }
}

fn pair(amount: &str, currency: &str) -> Option<(String, String)> {
    Some((amount.to_owned(), currency.to_owned()))
}

/// An order of that time, plan, price, guest's price and seller.
fn order(
    time: &str,
    plan: &str,
    price: Option<(String, String)>,
    paid: Option<(String, String)>,
    staff: Option<&str>,
) -> NewOrder {
    let mut order = new_order("anna@hotel.example", time);
    order.plan.name = plan.to_owned();
    order.plan.product_id = format!("id of {plan}");
    order.plan.price = price;
    order.guest_pays = paid;
    order.staff = staff.map(str::to_owned);
    order
}

impl Desk {
    fn begin(&self, order: &NewOrder) -> OrderKey {
        self.book.begin(order).expect("it is written")
    }

    fn sold(&self, order: &NewOrder) -> OrderKey {
        let key = self.begin(order);
        self.happens(key, OrderEvent::CodeProved, &completed(key.0));
        key
    }

    /// Failed, and then a person found out what it was.
    fn settled(&self, order: &NewOrder, verdict: Verdict, time: &str) -> OrderKey {
        let key = self.begin(order);
        self.happens(key, OrderEvent::Failed, &OrderFacts::default());
        self.settle(key, verdict, time);
        key
    }

    fn settle(&self, key: OrderKey, verdict: Verdict, time: &str) {
        let found_out = OrderFacts {
            verdict: Some(verdict),
            settled_by: Some("Kim".to_owned()),
            detail: Some(verdict.name().replace('_', " ")),
            ..OrderFacts::default()
        };
        self.book
            .record(key, OrderEvent::Settled, &found_out, at(time))
            .expect("it is written");
    }

    fn sums(&self, query: &SumsQuery) -> SumsReport {
        self.book.sums(query).expect("it reads")
    }
}

fn amounts(amounts: &Amounts) -> Vec<String> {
    let each = amounts.iter();
    each.map(|(currency, amount)| format!("{amount} {currency}"))
        .collect()
}

fn counts(sums: &Sums) -> (u32, u32, u32) {
    (sums.sold, sums.refunded, sums.unknown)
}

/// A week at a counter in Berlin, of which every sum below was added by hand.
fn week() -> Desk {
    let desk = Desk::new();
    let eur = || pair("12.50", "EUR");
    // Monday.
    desk.sold(&order(
        "2026-11-23T08:00:00Z",
        "Europe 5 GB",
        eur(),
        pair("15.00", "EUR"),
        Some("Kim"),
    ));
    desk.sold(&order(
        "2026-11-23T09:00:00Z",
        "Europe 5 GB",
        eur(),
        pair("18.00", "USD"),
        Some("Ana"),
    ));
    desk.sold(&order(
        "2026-11-23T10:00:00Z",
        "World 1 GB",
        pair("0.1", "GBP"),
        None,
        None,
    ));
    // 23:30 in Berlin, and the next day in Greenwich is not begun: still Monday.
    desk.sold(&order(
        "2026-11-23T22:30:00Z",
        "World 1 GB",
        pair("0.2", "GBP"),
        None,
        Some("Kim"),
    ));
    // 00:30 in Berlin, while Greenwich has Monday: Tuesday. Given back on Thursday.
    desk.settled(
        &order(
            "2026-11-23T23:30:00Z",
            "Europe 5 GB",
            eur(),
            pair("15.00", "EUR"),
            Some("Kim"),
        ),
        Verdict::Refunded,
        "2026-11-26T10:00:00Z",
    );
    // Tuesday: one whose end is not known, one that was never bought, and both definite noes.
    desk.begin(&order(
        "2026-11-24T10:00:00Z",
        "World 1 GB",
        pair("7", "GBP"),
        pair("9", "GBP"),
        Some("Ana"),
    ));
    desk.settled(
        &order(
            "2026-11-24T11:00:00Z",
            "World 1 GB",
            pair("7", "GBP"),
            pair("9", "GBP"),
            Some("Ana"),
        ),
        Verdict::NotBought,
        "2026-11-24T12:00:00Z",
    );
    for no in [OrderEvent::Refused, OrderEvent::NothingLeft] {
        let key = desk.begin(&order(
            "2026-11-24T13:00:00Z",
            "World 1 GB",
            pair("7", "GBP"),
            None,
            None,
        ));
        desk.happens(key, no, &OrderFacts::default());
    }
    // Wednesday: handed over, as somebody found out; and a sale of the week before, given back.
    desk.settled(
        &order(
            "2026-11-25T10:00:00Z",
            "Europe 5 GB",
            eur(),
            None,
            Some("Ana"),
        ),
        Verdict::HandedOver,
        "2026-11-27T12:00:00Z",
    );
    desk.settled(
        &order(
            "2026-11-16T10:00:00Z",
            "Europe 5 GB",
            eur(),
            pair("15.00", "EUR"),
            Some("Ana"),
        ),
        Verdict::Refunded,
        "2026-11-25T12:00:00Z",
    );
    desk
}

fn of_the_week(by: GroupBy) -> SumsQuery {
    query(days("Europe/Berlin", "2026-11-23", "2026-11-29"), by)
}

#[test]
fn a_week_adds_up_as_by_hand_and_no_two_currencies_are_added() {
    let report = week().sums(&of_the_week(GroupBy::Day));
    let total = &report.total;
    assert_eq!(counts(total), (6, 2, 1), "sold, refunded, not known");
    assert_eq!(
        amounts(&total.charged),
        ["50.00 EUR", "0.3 GBP"],
        "four of 12.50; a tenth and two tenths are three tenths to the last digit"
    );
    assert_eq!(amounts(&total.charged_back), ["25.00 EUR"], "two refunds");
    assert_eq!(amounts(&total.paid), ["30.00 EUR", "18.00 USD"]);
    assert_eq!(amounts(&total.paid_back), ["30.00 EUR"]);
    assert_eq!(amounts(&total.perhaps_charged), ["7 GBP"]);
    assert_eq!(amounts(&total.perhaps_paid), ["9 GBP"]);
    assert_eq!(total.unpriced, 0);

    let by_day: Vec<_> = report
        .rows
        .iter()
        .map(|line| {
            (
                line.name.as_deref().expect("a day has a name"),
                counts(&line.sums),
            )
        })
        .collect();
    assert_eq!(
        by_day,
        [
            ("2026-11-26", (0, 1, 0)),
            ("2026-11-25", (1, 1, 0)),
            ("2026-11-24", (1, 0, 1)),
            ("2026-11-23", (4, 0, 0)),
        ],
        "a sale on its own day and a refund on its own, newest first, by the clock of the desk"
    );
}

#[test]
fn an_order_whose_end_is_not_known_is_named_until_somebody_finds_out() {
    let desk = week();
    let report = desk.sums(&of_the_week(GroupBy::Day));
    assert_eq!(report.unknown, [OrderKey(6)]);
    desk.happens(OrderKey(6), OrderEvent::CodeProved, &completed(6));
    let report = desk.sums(&of_the_week(GroupBy::Day));
    assert_eq!(report.unknown, []);
    assert_eq!(counts(&report.total), (7, 2, 0), "now it is sold");
}

#[test]
fn a_verdict_that_is_corrected_counts_as_it_stands_last() {
    let desk = Desk::new();
    let sale = order(
        "2026-11-24T10:00:00Z",
        "Europe 5 GB",
        pair("5", "EUR"),
        None,
        None,
    );
    let key = desk.settled(&sale, Verdict::Refunded, "2026-11-25T08:00:00Z");
    let counted = |desk: &Desk| {
        let report = desk.sums(&of_the_week(GroupBy::Day));
        counts(&report.total)
    };
    assert_eq!(counted(&desk), (1, 1, 0));
    desk.settle(key, Verdict::NotKnown, "2026-11-25T09:00:00Z");
    assert_eq!(counted(&desk), (0, 0, 1));
    desk.settle(key, Verdict::NotBought, "2026-11-25T10:00:00Z");
    assert_eq!(counted(&desk), (0, 0, 0));
    desk.settle(key, Verdict::Refunded, "2026-11-26T10:00:00Z");
    let report = desk.sums(&of_the_week(GroupBy::Day));
    let refund = report.rows.iter().find(|line| line.sums.refunded == 1);
    let refund = refund.expect("given back after all");
    assert_eq!(
        refund.name.as_deref(),
        Some("2026-11-26"),
        "on the day of the last word"
    );
}

#[test]
fn what_a_person_closed_as_refunded_was_sold_on_its_day_and_came_back_on_that_of_their_word() {
    let desk = Desk::new();
    let sale = order(
        "2026-11-24T10:00:00Z",
        "Europe 5 GB",
        pair("5", "EUR"),
        pair("7", "EUR"),
        None,
    );
    desk.settled(&sale, Verdict::Refunded, "2026-11-25T08:00:00Z");
    let report = desk.sums(&of_the_week(GroupBy::Day));
    let of = |day: &str| {
        let mut rows = report.rows.iter();
        let row = rows.find(|line| line.name.as_deref() == Some(day));
        &row.expect("something was that day").sums
    };
    let (sold, back) = (of("2026-11-24"), of("2026-11-25"));
    assert_eq!((counts(sold), counts(back)), ((1, 0, 0), (0, 1, 0)));
    assert_eq!(
        (amounts(&sold.charged), amounts(&back.charged_back)),
        (vec!["5 EUR".to_owned()], vec!["5 EUR".to_owned()]),
        "the account was charged, and has it back, as on its bill"
    );
    assert_eq!(
        (amounts(&sold.paid), amounts(&back.paid_back)),
        (vec!["7 EUR".to_owned()], vec!["7 EUR".to_owned()]),
        "and so was the guest"
    );
}

#[test]
fn a_top_up_is_a_sale_and_comes_back_with_its_esim_on_the_day_of_that() {
    let desk = Desk::new();
    let sale = order(
        "2026-11-24T10:00:00Z",
        "Europe 5 GB",
        pair("12.50", "EUR"),
        pair("15.00", "EUR"),
        None,
    );
    let key = desk.sold(&sale);
    let esim = desk.book.order(key).expect("it is there").iccid;
    let iccid = esim.expect("a ready order has its SIM");
    let more = order(
        "2026-11-25T10:00:00Z",
        "World 1 GB",
        pair("7", "USD"),
        None,
        None,
    );
    let top_up = desk.begin(&NewOrder {
        asked: Asked::TopUp { iccid },
        ..more
    });
    let counted = || {
        let total = desk.sums(&of_the_week(GroupBy::Day)).total;
        (counts(&total), total.top_ups)
    };
    assert_eq!(counted(), ((1, 0, 1), 0), "its end is not known");
    let added = OrderFacts {
        subscription_id: Some("s-added".to_owned()),
        ..OrderFacts::default()
    };
    desk.happens(top_up, OrderEvent::PlanAdded, &added);
    assert_eq!(counted(), ((2, 0, 0), 1));
    desk.happens(key, OrderEvent::CancelAsked, &OrderFacts::default());
    assert_eq!(
        counted(),
        ((2, 0, 0), 1),
        "charged until the service says otherwise"
    );
    desk.book
        .record(
            key,
            OrderEvent::Cancelled,
            &OrderFacts::default(),
            at("2026-11-28T10:00:00Z"),
        )
        .expect("it is written");
    let report = desk.sums(&of_the_week(GroupBy::Day));
    assert_eq!(
        (
            amounts(&report.total.charged),
            amounts(&report.total.charged_back)
        ),
        (
            vec!["12.50 EUR".to_owned(), "7 USD".to_owned()],
            vec!["12.50 EUR".to_owned(), "7 USD".to_owned()]
        )
    );
    let by_day: Vec<_> = report
        .rows
        .iter()
        .map(|line| {
            (
                line.name.as_deref().expect("a day has a name"),
                counts(&line.sums),
            )
        })
        .collect();
    assert_eq!(
        by_day,
        [
            ("2026-11-28", (0, 2, 0)),
            ("2026-11-25", (1, 0, 0)),
            ("2026-11-24", (1, 0, 0)),
        ]
    );
    let long_after = query(
        days("Europe/Berlin", "2026-11-28", "2026-11-28"),
        GroupBy::Staff,
    );
    assert_eq!(
        counts(&desk.sums(&long_after).total),
        (0, 2, 0),
        "found by the day on which it came back, whenever it was sold"
    );
}

fn row(line: &SumsLine) -> (Option<String>, (u32, u32, u32)) {
    (line.name.clone(), counts(&line.sums))
}

#[test]
fn two_plans_of_one_name_are_two_lines_and_one_plan_of_two_names_is_one() {
    let desk = Desk::new();
    let sold = |id: &str, name: &str, data: &str, time: &str| {
        let mut sale = order(time, name, pair("5", "EUR"), None, None);
        sale.plan.product_id = id.to_owned();
        sale.plan.data = pair(data, "GB");
        desk.sold(&sale);
    };
    sold("p-1", "Europe", "1", "2026-11-23T10:00:00Z");
    sold("p-2", "Europe", "5", "2026-11-23T11:00:00Z");
    sold("p-2", "Europe", "5", "2026-11-24T11:00:00Z");
    sold("p-3", "Asia", "3", "2026-11-25T11:00:00Z");
    sold("p-3", "Asia (old)", "3", "2026-11-24T11:00:00Z");
    let report = desk.sums(&of_the_week(GroupBy::Plan));
    let lines: Vec<_> = report
        .rows
        .iter()
        .map(|line| {
            let plan = line.plan.as_ref().expect("a plan");
            let name = line.name.as_deref().expect("a name");
            let (data, _) = plan.data.as_ref().expect("its data");
            (
                name,
                plan.product_id.as_str(),
                data.as_str(),
                line.sums.sold,
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("Asia", "p-3", "3", 2),
            ("Europe", "p-2", "5", 2),
            ("Europe", "p-1", "1", 1),
        ],
        "called as it was sold last"
    );
}

#[test]
fn by_seller_by_plan_and_by_month() {
    let desk = week();
    let rows = |by| {
        let report = desk.sums(&of_the_week(by));
        report.rows.iter().map(row).collect::<Vec<_>>()
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(
        rows(GroupBy::Staff),
        [
            (named("Kim"), (3, 1, 0)),
            (named("Ana"), (2, 1, 1)),
            (None, (1, 0, 0)),
        ],
        "whoever sold most comes first; a refund is the seller's, an order without a name is nobody's"
    );
    assert_eq!(
        rows(GroupBy::Plan),
        [
            (named("Europe 5 GB"), (4, 2, 0)),
            (named("World 1 GB"), (2, 0, 1)),
        ]
    );
    let months = query(
        days("Europe/Berlin", "2026-10-01", "2026-11-30"),
        GroupBy::Month,
    );
    desk.sold(&order(
        "2026-10-31T22:59:59.999Z",
        "Asia",
        pair("1", "EUR"),
        None,
        None,
    ));
    desk.sold(&order(
        "2026-10-31T23:00:00Z",
        "Asia",
        pair("1", "EUR"),
        None,
        None,
    ));
    let report = desk.sums(&months);
    assert_eq!(
        report.rows.iter().map(row).collect::<Vec<_>>(),
        [(named("2026-11"), (8, 2, 1)), (named("2026-10"), (1, 0, 0)),],
        "a month ends at midnight of the desk"
    );
}

#[test]
fn whoever_is_forgotten_still_counts() {
    let desk = week();
    // An open order keeps its month.
    desk.happens(OrderKey(6), OrderEvent::CodeProved, &completed(6));
    let before = desk.sums(&of_the_week(GroupBy::Staff));
    let later = Month::of(at("2027-06-01T00:00:00Z"));
    let forgetting = desk.book.forget_customers(later).expect("it reads");
    let forgetting = forgetting.expect("November is long ago then");
    desk.book.forgotten(&forgetting).expect("it is written");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let forgotten = |order: &Order| order.customer == CustomerRecord::Forgotten;
    assert!(orders.iter().all(forgotten), "nobody is known any more");
    assert_eq!(desk.sums(&of_the_week(GroupBy::Staff)), before);
}

#[test]
fn what_has_no_price_or_cannot_be_added_is_counted_as_such_and_nothing_is_rounded() {
    let desk = Desk::new();
    let most = "79228162514264337593543950335";
    for price in [
        pair(most, "EUR"),
        pair("1", "EUR"),
        None,
        pair("twelve", "EUR"),
    ] {
        desk.sold(&order(
            "2026-11-24T10:00:00Z",
            "Europe 5 GB",
            price,
            None,
            None,
        ));
    }
    let total = desk.sums(&of_the_week(GroupBy::Day)).total;
    assert_eq!(amounts(&total.charged), [format!("{most} EUR")]);
    assert_eq!((total.sold, total.unpriced), (4, 3));
}

#[test]
fn an_order_without_a_price_lacks_it_once_also_where_it_came_back() {
    let desk = Desk::new();
    let free = |time| order(time, "Europe 5 GB", None, None, Some("Kim"));
    for sold in ["2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z"] {
        desk.settled(&free(sold), Verdict::Refunded, "2026-11-25T12:00:00Z");
    }
    let unpriced = |by| {
        let report = desk.sums(&of_the_week(by));
        let rows = report.rows.iter().map(|line| line.sums.unpriced);
        (report.total.unpriced, rows.collect::<Vec<_>>())
    };
    assert_eq!(unpriced(GroupBy::Staff), (2, vec![2]), "two orders");
    assert_eq!(
        unpriced(GroupBy::Day),
        (2, vec![2, 1]),
        "each day by itself lacks them: one was sold on the day before, both came back on this one"
    );
}

#[test]
fn orders_of_another_account_are_in_the_sums_and_told() {
    let desk = week();
    let mut elsewhere = order("2026-11-24T10:00:00Z", "Asia", pair("3", "EUR"), None, None);
    elsewhere.account.0 = "https://elsewhere.example hotel-b".to_owned();
    let theirs = desk.settled(&elsewhere, Verdict::Refunded, "2026-11-25T12:00:00Z");
    let asked = SumsQuery {
        account: Some(account()),
        ..of_the_week(GroupBy::Day)
    };
    let report = desk.sums(&asked);
    assert_eq!(
        (report.total.sold, report.of_other_accounts),
        (7, 1),
        "one order, sold and given back"
    );
    let mut seen = Vec::new();
    desk.book
        .each_sale(&elsewhere.account, |sale| seen.push(sale.key))
        .expect("it reads");
    assert_eq!(seen, [theirs], "a comparison sees its own account only");
}

/// Neither the writer's lock nor that of the lists is held: either would stand still here for ever.
#[test]
fn a_sale_and_a_list_go_on_while_the_book_is_read_through() {
    let desk = week();
    let mut sold = Vec::new();
    desk.book
        .each_sale(&account(), |_| {
            if sold.is_empty() {
                sold.push(desk.place("during@hotel.example"));
                desk.book.list(&Filter::default()).expect("it reads");
                desk.sums(&of_the_week(GroupBy::Day));
            }
        })
        .expect("it reads");
    assert!(desk.book.order(sold[0]).is_ok(), "the sale is in the book");
}
