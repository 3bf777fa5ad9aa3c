//! A service that does not sell without knowing what the guest pays: asked for once it was refused, sent as typed with its
//! currency, and to nobody else.

use esim_desk_core::book::{LineState, OrderKey, OrderState};
use esim_desk_core::desk::{
    Draft, Failure, Field, FieldProblem, GroupDraft, Problem, SaleNotes, TopUpDraft,
};
use esim_desk_core::sandbox::{Options, Quirks};

use super::device::refused_with;
use super::topping_up::{form, other_plan, sold};
use crate::desk::fixture::{Shop, quick};
use crate::desk::group::{begun, count, table, until_quiet, view};

fn asking() -> Options {
    Options {
        quirks: Quirks {
            sold_price_required: true,
            ..Quirks::default()
        },
        ..quick()
    }
}

fn pays(amount: &str) -> SaleNotes {
    SaleNotes {
        guest_pays: amount.to_owned(),
        guest_currency: "EUR".to_owned(),
        ..SaleNotes::default()
    }
}

async fn sale_at(shop: &Shop, amount: &str) -> Draft {
    Draft {
        notes: pays(amount),
        again: true,
        ..shop.draft().await
    }
}

/// What the service was told of an order's price.
fn told(shop: &Shop, key: OrderKey) -> Option<(String, String)> {
    shop.booked(key).sold_price
}

fn euros(amount: &str) -> Option<(String, String)> {
    Some((amount.to_owned(), "EUR".to_owned()))
}

fn price_missing() -> FieldProblem {
    FieldProblem {
        field: Field::GuestPays,
        problem: Problem::Empty,
    }
}

#[tokio::test]
async fn a_refusal_that_names_the_price_makes_the_form_ask_for_it_and_sends_it_from_then_on() {
    let mut shop = Shop::open_with(asking()).await;
    assert!(!shop.desk.snapshot().price_needed, "nobody knows it yet");
    let first = sale_at(&shop, "29.90").await;
    let refused = shop.desk.sale.place(first).await.expect("it is sent");
    shop.until_state(refused, OrderState::Refused).await;
    assert!(shop.desk.snapshot().price_needed, "now it is known");
    shop.settle().await;
    assert_eq!(shop.posts(), 1, "and the program sends nothing by itself");

    for _ in 0..2 {
        let draft = sale_at(&shop, " ").await;
        assert_eq!(
            shop.desk.sale.check(&draft),
            [price_missing()],
            "asked for before buying"
        );
        let stopped = shop.desk.sale.place(draft).await;
        assert!(
            matches!(stopped, Err(Failure::Fields { .. })),
            "{stopped:?}"
        );
        let unclear = shop.desk.sale.check(&sale_at(&shop, "1,234").await);
        assert_eq!(unclear.len(), 1, "one thing is wrong: {unclear:?}");
        assert_eq!(unclear[0].problem, Problem::NotAnAmount);
        assert_eq!(
            shop.posts(),
            1,
            "nothing that is bound to be refused leaves"
        );
        shop.restart().await;
        assert!(shop.desk.snapshot().price_needed, "remembered");
    }

    let draft = sale_at(&shop, "29,90").await;
    let key = shop.desk.sale.place(draft).await.expect("a person presses");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(told(&shop, key), euros("29.9"), "with its currency");
    assert_eq!(shop.posts(), 2, "one request for each press");
}

#[tokio::test]
async fn a_service_that_never_asked_is_told_nothing() {
    let shop = Shop::open().await;
    let draft = sale_at(&shop, "29.90").await;
    let key = shop.desk.sale.place(draft).await.expect("it is sent");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(told(&shop, key), None, "it may not know the currency");
    assert!(shop.order(key).guest_pays.is_some(), "the book has it");
}

#[tokio::test]
async fn a_top_up_learns_it_and_sends_it_too() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    shop.control().set_quirks(asking().quirks);
    let plan = other_plan(&shop).await;
    let top_up = |amount: &str| TopUpDraft {
        notes: pays(amount),
        again: true,
        ..form(&iccid, plan.clone())
    };
    let refused = shop.moving(shop.desk.sale.top_up(top_up("12"))).await;
    let refused = refused.expect("it is sent");
    shop.until_state(refused, OrderState::Refused).await;
    assert_eq!(
        shop.desk.sale.check_top_up(&top_up("")),
        [price_missing()],
        "asked for before buying"
    );
    let stopped = shop.moving(shop.desk.sale.top_up(top_up(""))).await;
    assert!(
        matches!(stopped, Err(Failure::Fields { .. })),
        "{stopped:?}"
    );
    let key = shop.moving(shop.desk.sale.top_up(top_up("12"))).await;
    let key = key.expect("a person presses");
    shop.until_state(key, OrderState::Added).await;
    assert_eq!(told(&shop, key), euros("12"));
    assert_eq!(shop.posts(), 3, "the sale, and one for each press");
}

#[tokio::test]
async fn a_group_is_bought_at_the_price_that_holds_for_all() {
    let shop = Shop::open_with(asking()).await;
    let refused = shop.sell().await;
    shop.until_state(refused, OrderState::Refused).await;

    let without = table(&shop, 2).await;
    let checked = shop.desk.groups.check(&without).await.expect("looked at");
    assert_eq!(checked.cost.count, 0, "no line can be bought without");
    let with = GroupDraft {
        guest_pays: "35".to_owned(),
        guest_currency: "EUR".to_owned(),
        ..without
    };
    let group = begun(&shop, with).await;
    until_quiet(&shop, group).await;
    let view = view(&shop, group).await;
    assert_eq!(count(&view, LineState::Ordered), 2, "both are ordered");
    for line in &view.lines {
        let order = line.order.as_ref().expect("its order").key;
        assert_eq!(told(&shop, order), euros("35"));
        assert_eq!(line.guest_pays, "35", "its mended form begins with it");
    }
}

#[tokio::test]
async fn other_refusals_teach_nothing() {
    let shop = Shop::open().await;
    for (status, words) in [
        (400, "the price has changed"),
        (422, "product.id is unknown"),
        (500, "sold_price"),
    ] {
        refused_with(&shop, status, words).await;
        assert!(!shop.desk.snapshot().price_needed, "{status}: {words}");
    }
}
