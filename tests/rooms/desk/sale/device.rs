//! A service that does not sell without knowing the phone (rulings 44): asked for once it was refused, never made up.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, Failure, Field, Phone, Problem, TopUpDraft};
use esim_desk_core::sandbox::{Fault, Mishap, Options, Quirks, Step};

use super::topping_up::{form, other_plan, sold};
use crate::desk::fixture::{Shop, quick};

fn asking() -> Options {
    Options {
        quirks: Quirks {
            device_required: true,
            ..Quirks::default()
        },
        ..quick()
    }
}

async fn draft_with(shop: &Shop, phone: Option<Phone>) -> Draft {
    Draft {
        phone,
        ..shop.draft().await
    }
}

#[tokio::test]
async fn a_refusal_that_names_device_makes_the_form_ask_for_it_from_then_on() {
    let mut shop = Shop::open_with(asking()).await;
    assert!(!shop.desk.snapshot().phone_needed, "nobody knows it yet");
    let refused = shop.sell().await;
    shop.until_state(refused, OrderState::Refused).await;
    assert!(shop.desk.snapshot().phone_needed, "now it is known");

    for _ in 0..2 {
        let draft = draft_with(&shop, None).await;
        let problems = shop.desk.sale.check(&draft);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, Field::Phone, "asked for before buying");
        assert_eq!(problems[0].problem, Problem::Empty, "it is missing");
        let stopped = shop.desk.sale.place(draft).await;
        assert!(
            matches!(stopped, Err(Failure::Fields { .. })),
            "{stopped:?}"
        );
        assert_eq!(
            shop.posts(),
            1,
            "nothing that is bound to be refused is sent"
        );
        shop.restart().await;
        assert!(shop.desk.snapshot().phone_needed, "remembered");
    }

    for phone in [Phone::Iphone, Phone::Samsung, Phone::Other] {
        let draft = Draft {
            again: true,
            ..draft_with(&shop, Some(phone)).await
        };
        let key = shop.desk.sale.place(draft).await.expect("a phone is named");
        shop.until_state(key, OrderState::Ready).await;
        assert_eq!(
            shop.handed_over(key).await,
            shop.ledger_code(key),
            "{phone:?}"
        );
    }
}

#[tokio::test]
async fn it_is_remembered_for_that_account_only() {
    let shop = Shop::open_with(asking()).await;
    let refused = shop.sell().await;
    shop.until_state(refused, OrderState::Refused).await;

    let elsewhere = Shop::open().await;
    let connected = shop.desk.sign_in.connect(elsewhere.form()).await;
    connected.expect("another account");
    assert!(!shop.desk.snapshot().phone_needed, "this one never asked");
    shop.connect().await.expect("the first one again");
    assert!(shop.desk.snapshot().phone_needed, "that one did");
}

/// One order that is refused, or lost, with these words.
pub(super) async fn refused_with(shop: &Shop, status: u16, words: &str) {
    let mishap = Mishap::refuse(status, "INVALID_REQUEST_PARAMS", words);
    shop.control().cause(Fault::next(Step::Order, mishap));
    let key = shop.sell_again().await;
    shop.until_order(key, "it is over", |order| {
        order.state != OrderState::Sending
    })
    .await;
}

#[tokio::test]
async fn other_refusals_teach_nothing() {
    let shop = Shop::open().await;
    for (status, words) in [
        (400, "subscriber.email is wrong"),
        (406, "too many eSIMs for devices today"),
        (400, "This device is not eligible"),
        (422, "IMEI check is unavailable"),
        (500, "device"),
    ] {
        refused_with(&shop, status, words).await;
        assert!(!shop.desk.snapshot().phone_needed, "{status}: {words}");
    }
    let eid = "subscriber.device.eid must have 32 digits";
    let mishap = Mishap::refuse(400, "INVALID_REQUEST_PARAMS", eid);
    shop.control().cause(Fault::next(Step::Order, mishap));
    let draft = Draft {
        again: true,
        ..draft_with(&shop, Some(Phone::Iphone)).await
    };
    let key = shop.desk.sale.place(draft).await.expect("it is sent");
    shop.until_state(key, OrderState::Refused).await;
    assert!(
        !shop.desk.snapshot().phone_needed,
        "a phone was named, and something else was wrong with it"
    );
}

/// What was learned was learned so many days ago.
async fn days_later(shop: &mut Shop, days: i64) {
    shop.close().await;
    let path = shop.folder.path().join("settings.json");
    let text = std::fs::read_to_string(&path).expect("the settings");
    let mut settings: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let since = settings["wanted_since"]
        .as_object_mut()
        .expect("it was learned");
    for at in since.values_mut() {
        let said: jiff::Timestamp = at.as_str().expect("text").parse().expect("a time");
        let earlier = said - jiff::SignedDuration::from_hours(24 * days);
        *at = earlier.to_string().into();
    }
    std::fs::write(&path, settings.to_string()).expect("the settings");
    shop.restart().await;
}

#[tokio::test]
async fn what_was_misunderstood_is_tried_without_after_a_week_and_forgotten() {
    let mut shop = Shop::open().await;
    // It means another one, and says so just as of one that is missing.
    refused_with(&shop, 400, "an unlocked device with an IMEI is required").await;
    assert!(shop.desk.snapshot().whole_phone_needed, "misunderstood");
    days_later(&mut shop, 6).await;
    assert!(shop.desk.snapshot().phone_needed, "it is believed so long");

    days_later(&mut shop, 2).await;
    let snapshot = shop.desk.snapshot();
    assert!(!snapshot.phone_needed && !snapshot.whole_phone_needed);
    let key = shop.sell_again().await;
    shop.until_state(key, OrderState::Ready).await;

    // Whatever is learned next has a time of its own.
    let price = "product.sold_price is missing";
    refused_with(&shop, 400, price).await;
    let snapshot = shop.desk.snapshot();
    assert!(snapshot.price_needed, "{price}");
    assert!(!snapshot.phone_needed, "an order was taken without");
}

#[tokio::test]
async fn what_the_service_wants_after_all_is_learned_again() {
    let mut shop = Shop::open_with(asking()).await;
    for posts in 1..=2 {
        let refused = shop.sell_again().await;
        shop.until_state(refused, OrderState::Refused).await;
        assert_eq!(shop.posts(), posts);
        assert!(shop.desk.snapshot().phone_needed, "it was said just now");
        days_later(&mut shop, 8).await;
        assert!(!shop.desk.snapshot().phone_needed, "a week has gone by");
    }
}

#[tokio::test]
async fn a_phone_is_sent_whole_once_its_model_and_number_were_typed() {
    let shop = Shop::open_with(Options {
        quirks: Quirks {
            device_whole: true,
            ..Quirks::default()
        },
        ..quick()
    })
    .await;
    let plain = draft_with(&shop, Some(Phone::Iphone)).await;
    let key = shop
        .desk
        .sale
        .place(plain)
        .await
        .expect("nothing speaks against it");
    shop.until_state(key, OrderState::Refused).await;
    let snapshot = shop.desk.snapshot();
    assert!(
        snapshot.phone_needed,
        "whoever wants all of it wants the phone"
    );
    assert!(snapshot.whole_phone_needed, "what is missing was learned");
    let plain = draft_with(&shop, Some(Phone::Iphone)).await;
    let asked = shop.desk.sale.check(&plain);
    let asked: Vec<_> = asked.iter().map(|one| (one.field, &one.problem)).collect();
    let empty = &Problem::Empty;
    assert_eq!(
        asked,
        [(Field::PhoneModel, empty), (Field::Imei, empty)],
        "both are asked for before buying"
    );

    let whole = Draft {
        phone_model: " iPhone 15\u{200b} ".to_owned(),
        imei: "49-015420-323751-8".to_owned(),
        again: true,
        ..draft_with(&shop, Some(Phone::Iphone)).await
    };
    let key = shop.desk.sale.place(whole).await.expect("both are there");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "it was sold"
    );
}

#[tokio::test]
async fn a_top_up_learns_it_too_and_says_the_phone_from_then_on() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let whole = Quirks {
        device_whole: true,
        ..asking().quirks
    };
    shop.control().set_quirks(whole);
    let plan = other_plan(&shop).await;
    let top_up = |phone| TopUpDraft {
        phone,
        phone_model: "iPhone 15".to_owned(),
        imei: "490154203237518".to_owned(),
        again: true,
        ..form(&iccid, plan.clone())
    };
    let refused = shop.moving(shop.desk.sale.top_up(top_up(None))).await;
    let refused = refused.expect("nobody knows it yet");
    shop.until_state(refused, OrderState::Refused).await;
    assert!(shop.desk.snapshot().phone_needed, "now it is known");

    let problems = shop.desk.sale.check_top_up(&top_up(None));
    assert_eq!(problems.len(), 1, "one thing is missing: {problems:?}");
    assert_eq!(problems[0].field, Field::Phone, "asked for before buying");
    let stopped = shop.moving(shop.desk.sale.top_up(top_up(None))).await;
    assert!(
        matches!(stopped, Err(Failure::Fields { .. })),
        "{stopped:?}"
    );
    assert_eq!(
        shop.posts(),
        2,
        "what is bound to be refused does not leave"
    );

    for phone in [Phone::Iphone, Phone::Samsung, Phone::Other] {
        let key = shop
            .moving(shop.desk.sale.top_up(top_up(Some(phone))))
            .await;
        let key = key.expect("a phone is named");
        let done = shop.until_state(key, OrderState::Added).await;
        let said = done.customer.and_then(|customer| customer.phone);
        assert_eq!(said, Some(phone), "for a form that is filled in again");
        let typed = shop.desk.sale.as_ordered(key).await.expect("its body");
        assert_eq!(typed.phone_model, "iPhone 15", "{phone:?}");
        assert_eq!(typed.imei, "490154203237518", "{phone:?}");
    }
    let wrong = TopUpDraft {
        imei: "490154203237519".to_owned(),
        ..top_up(Some(Phone::Iphone))
    };
    let problems = shop.desk.sale.check_top_up(&wrong);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].problem, Problem::CheckDigits, "as on Sell");
}

#[tokio::test]
async fn a_number_of_a_phone_that_cannot_be_right_is_not_sent() {
    let shop = Shop::open().await;
    for (imei, problem) in [
        ("490154203237519", Problem::CheckDigits),
        (
            "4901542032375",
            Problem::WrongLength {
                expected: 15,
                found: 13,
            },
        ),
        ("49015420323751X", Problem::NotDigits),
    ] {
        let typed = Draft {
            imei: imei.to_owned(),
            ..draft_with(&shop, Some(Phone::Samsung)).await
        };
        let stopped = shop.desk.sale.place(typed).await;
        let Err(Failure::Fields { problems }) = stopped else {
            panic!("{imei}: {stopped:?}");
        };
        assert_eq!(problems.len(), 1, "{imei}: nothing else is wrong");
        assert_eq!(problems[0].field, Field::Imei, "{imei}");
        assert_eq!(problems[0].problem, problem, "{imei}");
    }
    assert_eq!(shop.posts(), 0, "nothing left");
}
