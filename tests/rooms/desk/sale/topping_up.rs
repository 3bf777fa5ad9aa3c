//! Topping up: one more plan on a SIM that a guest has. The same promise as a sale: on disk before it leaves, and sent once.
//!
//! Not in it: where its answer is lost (`lost_top_ups`).

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderKind, OrderState};
use esim_desk_core::desk::{Failure, Plan, SaleNotes, StartChoice, TopUpDraft, WhyNoTopUp};
use esim_desk_core::sandbox::{
    Delays, Fault, Mishap, Operation, Quirks, SimState, Step, TopUpOutput,
};

use crate::desk::esim::elsewhere;
use crate::desk::fixture::Shop;
use crate::desk::recovery::recovering::{lose_the_answer, recovery};

/// Another plan than the one that is sold first.
pub async fn other_plan(shop: &Shop) -> Plan {
    let catalogue = shop.desk.plans.read().await.expect("a catalogue");
    catalogue.plans.into_iter().nth(1).expect("forty plans")
}

pub fn form(iccid: &str, plan: Plan) -> TopUpDraft {
    TopUpDraft {
        idempotency_key: uuid::Uuid::new_v4().to_string(),
        iccid: iccid.to_owned(),
        plan,
        phone: None,
        phone_model: String::new(),
        imei: String::new(),
        start: StartChoice::Now,
        notes: SaleNotes::default(),
        again: false,
        instead_of: None,
    }
}

/// A guest with an eSIM of this desk.
pub async fn sold(shop: &Shop) -> (OrderKey, String) {
    let key = shop.sell().await;
    let order = shop.until_state(key, OrderState::Ready).await;
    (key, order.iccid.expect("a ready order has its SIM"))
}

pub async fn top_up(shop: &Shop, iccid: &str) -> OrderKey {
    let plan = other_plan(shop).await;
    let placed = shop.moving(shop.desk.sale.top_up(form(iccid, plan))).await;
    placed.expect("nothing speaks against it")
}

pub fn plans_on(shop: &Shop, iccid: &str) -> usize {
    let orders = shop.control().ledger().orders;
    orders
        .iter()
        .filter(|view| view.order.iccid == iccid)
        .count()
}

#[tokio::test]
async fn it_ends_with_its_plan_on_the_sim_and_is_no_rival_of_the_sale() {
    let shop = Shop::open().await;
    let (sale, iccid) = sold(&shop).await;
    let key = top_up(&shop, &iccid).await;
    let done = shop.until_state(key, OrderState::Added).await;

    assert_eq!(done.kind, OrderKind::TopUp);
    let booked = shop.booked(key);
    assert_eq!(booked.operation, Operation::Topup);
    assert_eq!(booked.iccid, iccid, "on that SIM");
    assert_eq!(
        booked.email, None,
        "nobody is named: the SIM says whose it is"
    );
    assert_eq!(
        done.customer.map(|customer| customer.email),
        shop.order(sale).customer.map(|customer| customer.email),
        "this desk knows whose SIM it is"
    );
    assert_eq!(shop.posts(), 2, "one request for each");
    assert_eq!(shop.order(sale).state, OrderState::Ready, "the sale stays");
    assert_eq!(
        shop.handed_over(sale).await,
        shop.ledger_code(sale),
        "and its code may be shown again"
    );
    let code = shop.desk.handover.open(key).await;
    assert_eq!(code.err(), Some(Failure::NoCode), "a top-up has none");
}

#[tokio::test]
async fn two_forms_of_one_press_are_one_top_up() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let once = form(&iccid, other_plan(&shop).await);
    let both = Box::pin(async {
        tokio::join!(
            shop.desk.sale.top_up(once.clone()),
            shop.desk.sale.top_up(once.clone())
        )
    });
    let (one, other) = shop.moving(both).await;
    assert_eq!(one, other, "the same order");
    shop.until_state(one.expect("it is placed"), OrderState::Added)
        .await;
    assert_eq!(plans_on(&shop, &iccid), 2, "the sale and one top-up");
}

#[tokio::test]
async fn the_same_plan_again_is_asked_about_and_another_one_is_not() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let plan = other_plan(&shop).await;
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Added).await;

    let again = form(&iccid, plan.clone());
    let asked = shop.moving(shop.desk.sale.top_up(again.clone())).await;
    assert!(
        matches!(asked, Err(Failure::SoldRecently { open: false, .. })),
        "{asked:?}"
    );
    assert_eq!(shop.posts(), 2, "nothing was sent");
    let other = form(&iccid, shop.plan().await);
    let other = shop.moving(shop.desk.sale.top_up(other)).await;
    other.expect("of another plan there may be two reasons to want it");
    let sure = TopUpDraft {
        again: true,
        ..again
    };
    let sure = shop.moving(shop.desk.sale.top_up(sure)).await;
    let sure = sure.expect("a person insists");
    shop.until_state(sure, OrderState::Added).await;
    assert_eq!(plans_on(&shop, &iccid), 4);
}

#[tokio::test]
async fn what_takes_no_plan_is_told_and_nothing_is_sent() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let plan = other_plan(&shop).await;
    let refused = async |iccid: &str, expected: WhyNoTopUp| {
        let form = form(iccid, plan.clone());
        let answer = shop.moving(shop.desk.sale.top_up(form)).await;
        assert_eq!(answer, Err(Failure::NoTopUp { why: expected }));
    };
    refused("8944478600000205337", WhyNoTopUp::Unknown).await;
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    refused(&iccid, WhyNoTopUp::Unavailable).await;
    assert_eq!(shop.posts(), 1, "the sale only");

    let moved = shop.control().move_sim(&iccid, SimState::Installed);
    moved.expect("the SIM is there");
    for _ in 0..14 {
        let sure = TopUpDraft {
            again: true,
            ..form(&iccid, plan.clone())
        };
        let key = shop.moving(shop.desk.sale.top_up(sure)).await;
        shop.until_state(key.expect("there is room"), OrderState::Added)
            .await;
    }
    assert_eq!(plans_on(&shop, &iccid), 15);
    let sure = TopUpDraft {
        again: true,
        ..form(&iccid, plan.clone())
    };
    let full = shop.moving(shop.desk.sale.top_up(sure)).await;
    assert_eq!(
        full,
        Err(Failure::NoTopUp {
            why: WhyNoTopUp::Full
        }),
        "nobody is asked to refuse what would be refused"
    );
    assert_eq!(shop.posts(), 15);
}

#[tokio::test]
async fn what_other_sims_carry_is_in_no_ones_way() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    // Somebody else sold the same plan to fifteen guests just now, and the service lists whatever SIM is asked for.
    let others: Vec<String> = (0..15)
        .map(|guest| format!("guest{guest}@example.com"))
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    elsewhere::sell(&shop.sandbox, &others).await;
    shop.control().set_quirks(Quirks {
        ignore_iccid: true,
        ..Quirks::default()
    });
    let plan = shop.plan().await;
    lose_the_answer(&shop);
    let sure = TopUpDraft {
        again: true,
        ..form(&iccid, plan)
    };
    let key = shop.moving(shop.desk.sale.top_up(sure)).await;
    let key = key.expect("this SIM has one plan");
    shop.until_state(key, OrderState::Added).await;
    assert_eq!(plans_on(&shop, &iccid), 2, "found on its own SIM");
}

#[tokio::test]
async fn the_same_plan_on_another_sim_asks_nobody() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let plan = shop.plan().await;
    elsewhere::sell(&shop.sandbox, &["other@example.com"]).await;
    shop.control().set_quirks(Quirks {
        ignore_iccid: true,
        ..Quirks::default()
    });
    let placed = shop.moving(shop.desk.sale.top_up(form(&iccid, plan))).await;
    let key = placed.expect("another guest's plan is not this one again");
    shop.until_state(key, OrderState::Added).await;
}

#[tokio::test]
async fn a_plan_that_changed_or_a_wrong_note_stops_it() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let dearer = Plan {
        name: "Another name".to_owned(),
        ..other_plan(&shop).await
    };
    let changed = shop
        .moving(shop.desk.sale.top_up(form(&iccid, dearer)))
        .await;
    assert!(
        matches!(changed, Err(Failure::PlanChanged { .. })),
        "{changed:?}"
    );
    let mut wrong = form(&iccid, other_plan(&shop).await);
    wrong.notes.guest_pays = "1,234.5.6".to_owned();
    let wrong = shop.moving(shop.desk.sale.top_up(wrong)).await;
    assert!(matches!(wrong, Err(Failure::Fields { .. })), "{wrong:?}");
    assert_eq!(shop.posts(), 1, "nothing was sent");
}

#[tokio::test]
async fn a_sim_that_this_desk_did_not_sell_is_topped_up_by_its_number() {
    let shop = Shop::open().await;
    let other = shop.other_desk().await;
    let theirs = other.sell().await;
    let theirs = other.until_state(theirs, OrderState::Ready).await;
    let iccid = theirs.iccid.expect("its SIM");
    let key = top_up(&shop, &iccid).await;
    let done = shop.until_state(key, OrderState::Added).await;
    assert_eq!(
        done.customer.map(|customer| customer.email),
        Some(String::new()),
        "nobody is made up for it"
    );
    let mut lost = form(&iccid, shop.plan().await);
    lost.again = true;
    lose_the_answer(&shop);
    let lost = shop
        .moving(shop.desk.sale.top_up(lost))
        .await
        .expect("it is placed");
    let view = recovery(&shop, lost, "a candidate", |view| {
        !view.candidates.is_empty()
    })
    .await;
    assert_eq!(
        view.candidates.len(),
        1,
        "the sale of the other desk was there before"
    );
    assert_eq!(
        shop.order(lost).state,
        OrderState::Unconfirmed,
        "somebody else sold on this SIM today: a person says"
    );
}

#[tokio::test]
async fn whatever_a_completed_one_says_its_plan_is_found() {
    let never = Delays::NEVER;
    let late = |subscription_millis| Delays {
        subscription_millis,
        ..Delays::default()
    };
    for (name, quirks, end) in [
        ("no subscription", TopUpOutput::Sim, OrderState::Added),
        ("no output", TopUpOutput::Missing, OrderState::Added),
    ]
    .map(|(name, top_up_output, end)| {
        let quirks = Quirks {
            top_up_output,
            ..Quirks::default()
        };
        (name, quirks, end)
    })
    .into_iter()
    .chain([
        (
            "ICCIDs with padding",
            Quirks {
                padded_iccids: true,
                ..Quirks::default()
            },
            OrderState::Added,
        ),
        (
            "subscription ten minutes late",
            Quirks {
                delays: late(600_000),
                ..Quirks::default()
            },
            OrderState::Added,
        ),
        (
            "no output, subscription a minute late",
            Quirks {
                delays: late(60_000),
                top_up_output: TopUpOutput::Missing,
                ..Quirks::default()
            },
            OrderState::Added,
        ),
        (
            "subscription never",
            Quirks {
                delays: late(never),
                ..Quirks::default()
            },
            OrderState::Preparing,
        ),
    ]) {
        let shop = Shop::open().await;
        let padded = quirks.padded_iccids;
        if padded {
            shop.control().set_quirks(quirks.clone());
        }
        let (_, iccid) = sold(&shop).await;
        shop.control().set_quirks(quirks);
        let key = top_up(&shop, &iccid).await;
        let order = if end == OrderState::Added {
            shop.until_state(key, end).await
        } else {
            shop.until_order(key, name, |order| order.needs_person)
                .await
        };
        assert_eq!(order.state, end, "{name}");
        assert_eq!(order.may_be_closed, end != OrderState::Added, "{name}");
        assert_eq!(shop.posts(), 2, "{name}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_is_written_or_sent() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let plan = other_plan(&shop).await;
    for step in [Step::Product, Step::Sim] {
        shop.control()
            .cause(Fault::next(step, Mishap::Broken).times(4));
        let refused = shop
            .moving(shop.desk.sale.top_up(form(&iccid, plan.clone())))
            .await;
        refused.expect_err("what is to be known before is not known");
        shop.control().calm();
    }
    assert_eq!(shop.posts(), 1);
    assert_eq!(shop.desk.snapshot().orders.len(), 1, "and no row is left");
    shop.pass(Duration::from_secs(1)).await;
}
