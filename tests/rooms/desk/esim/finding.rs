//! *Find an eSIM* by each key: what this desk sold and what others sold with the same account, and nobody else's.

use esim_desk_core::book::{AccountId, AdoptedSale, OrderKey, OrderState, PlanSold};
use esim_desk_core::clock;
use esim_desk_core::desk::{
    Failure, FieldProblem, FoundBy, FoundEsims, OrderThere, OrderView, PlanState, Problem,
    StartChoice,
};
use esim_desk_core::sandbox::{Delays, Order, Quirks, Step};

use super::elsewhere;
use crate::desk::fixture::{EMAIL, Shop, by, on_a_line, quick};

const STRANGER: &str = "lena.berg@hotel.example";

async fn sold() -> (Shop, OrderView) {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    let order = shop.until_state(key, OrderState::Ready).await;
    (shop, order)
}

async fn find(shop: &Shop, text: &str) -> FoundEsims {
    let found = shop.moving(shop.desk.esims.find(text)).await;
    found.unwrap_or_else(|failure| panic!("{text}: {failure:?}"))
}

fn keys(found: &FoundEsims) -> Vec<OrderKey> {
    let esims = found.esims.iter();
    esims
        .flat_map(|esim| esim.orders.iter().map(|order| order.key))
        .collect()
}

/// The one eSIM that was sold elsewhere, with its plan and what to take it in by; and no code of it anywhere.
fn is_sold_elsewhere(found: &FoundEsims, order: &Order) -> String {
    let [esim] = &found.esims[..] else {
        panic!("one eSIM: {found:?}");
    };
    assert_eq!(esim.iccid.as_deref(), Some(order.iccid.as_str()));
    assert_eq!(esim.orders, [], "this desk did not sell it");
    assert_eq!(esim.plans[0].subscription, order.subscription.id);
    assert_eq!(esim.plans[0].state, PlanState::Active);
    assert!(
        found.asked && found.trouble.is_none(),
        "the service said so"
    );
    let shown = serde_json::to_string(found).expect("it goes to the window");
    let code = order.matching_id.as_deref().expect("an eSIM has one");
    assert!(!shown.contains(code), "no code that was not proved");
    esim.adopt_by.clone().expect("it can be taken in")
}

#[tokio::test]
async fn what_this_desk_sold_is_found_by_each_key() {
    let (shop, order) = sold().await;
    let iccid = order.iccid.clone().expect("it has a SIM");
    let (id, short) = (
        order.order_id.clone().expect("a number"),
        order.short.clone().expect("its begin"),
    );
    let spaced: String = iccid
        .char_indices()
        .map(|(at, digit)| {
            if at % 4 == 3 {
                format!("{digit} ")
            } else {
                digit.to_string()
            }
        })
        .collect();
    for (text, by) in [
        (iccid.clone(), FoundBy::Iccid),
        (spaced, FoundBy::Iccid),
        (iccid[..18].to_owned(), FoundBy::Iccid),
        (format!("{iccid}F"), FoundBy::Iccid),
        (EMAIL.to_owned(), FoundBy::Email),
        (format!("  {} ", EMAIL.to_uppercase()), FoundBy::Email),
        (id.clone(), FoundBy::Number),
        (id.to_uppercase(), FoundBy::Number),
        (order.reference.clone(), FoundBy::Number),
        (short, FoundBy::Words),
        (format!("#{}", order.key.0), FoundBy::Words),
        ("keller".to_owned(), FoundBy::Words),
    ] {
        let found = find(&shop, &text).await;
        assert_eq!((found.by, keys(&found)), (by, vec![order.key]), "{text}");
        assert_eq!(found.esims[0].adopt_by, None, "{text}: it is in the book");
        assert_eq!(found.trouble, None, "{text}");
        if by == FoundBy::Iccid {
            assert_eq!(
                found.iccid.as_ref(),
                Some(&iccid),
                "{text}: the whole number"
            );
            assert!(!found.check_digit_fails, "{text}");
        }
    }
    assert_eq!(shop.posts(), 1, "nothing is bought by looking");
}

#[tokio::test]
async fn what_another_desk_sold_is_found_without_its_code_and_taken_in_for_its_customer() {
    let (shop, _) = sold().await;
    let theirs = elsewhere::sell(&shop.sandbox, &[STRANGER]).await.remove(0);
    let number = theirs.id.to_string();
    let short = &theirs.iccid[..18];
    for text in [theirs.iccid.as_str(), short, STRANGER, &number] {
        is_sold_elsewhere(&find(&shop, text).await, &theirs);
    }
    let handle = is_sold_elsewhere(&find(&shop, STRANGER).await, &theirs);
    let not_theirs = shop.desk.unmatched.adopt(&handle, EMAIL).await;
    assert!(
        matches!(not_theirs, Err(Failure::Fields { .. })),
        "the way of lost orders"
    );
    let key = shop
        .desk
        .unmatched
        .adopt(&handle, STRANGER)
        .await
        .expect("theirs");
    shop.until_state(key, OrderState::Ready).await;
    let code = format!(
        "LPA:1$rsp.sandbox.example${}",
        theirs.matching_id.expect("a code")
    );
    assert_eq!(shop.handed_over(key).await, code, "its own, proved");
    let found = find(&shop, &theirs.iccid).await;
    assert_eq!(keys(&found), [key], "in the book from now on");
}

#[tokio::test]
async fn an_order_that_has_no_esim_yet_is_said_to_be_there() {
    let (shop, _) = sold().await;
    shop.control().set_quirks(Quirks {
        delays: Delays {
            output_millis: Delays::NEVER,
            ..Delays::default()
        },
        ..Quirks::default()
    });
    let theirs = elsewhere::sell(&shop.sandbox, &[STRANGER]).await.remove(0);
    let found = find(&shop, &theirs.id.to_string()).await;
    assert_eq!(found.without_esim, Some(OrderThere::Completed));
    assert!(found.esims.is_empty(), "nobody makes an eSIM up");
    let none = find(&shop, "6d41c4ff-1877-4d13-82b0-7dad02c4b02a").await;
    assert_eq!(none.without_esim, None, "of another number there is none");
}

#[tokio::test]
async fn book_and_service_come_together_under_one_address() {
    let (shop, order) = sold().await;
    elsewhere::sell(&shop.sandbox, &[EMAIL]).await;
    let iccid = order.iccid.clone().expect("it has a SIM");
    elsewhere::top_up(
        &shop.sandbox,
        &iccid,
        1,
        esim_desk_core::connect::Start::FirstUse,
    )
    .await;
    let found = find(&shop, EMAIL).await;
    let mut sold_here: Vec<bool> = found
        .esims
        .iter()
        .map(|esim| esim.orders.is_empty())
        .collect();
    sold_here.sort_unstable();
    assert_eq!(sold_here, [false, true], "each eSIM once: {found:?}");
    let ours = find(&shop, &iccid).await;
    assert_eq!(ours.esims[0].plans.len(), 2, "with all plans on it");
}

#[tokio::test]
async fn an_address_that_is_compared_exactly_is_asked_for_as_people_may_have_typed_it() {
    let shop = Shop::open().await;
    shop.control().set_quirks(Quirks {
        exact_email: true,
        ..Quirks::default()
    });
    let theirs = elsewhere::sell(&shop.sandbox, &[STRANGER]).await.remove(0);
    let found = find(&shop, "Lena.Berg@Hotel.Example").await;
    is_sold_elsewhere(&found, &theirs);
}

#[tokio::test]
async fn a_sim_of_nobody_is_said_to_be_none_of_this_account() {
    for strangers_forbidden in [false, true] {
        let (shop, _) = sold().await;
        shop.control().set_quirks(Quirks {
            strangers_forbidden,
            ..Quirks::default()
        });
        let reference = uuid::Uuid::new_v4().to_string();
        for text in ["8944478600000205337", "nobody@hotel.example", &reference] {
            let found = find(&shop, text).await;
            assert_eq!(found.esims, [], "{text}");
            assert_eq!(
                (found.asked, found.trouble),
                (true, None),
                "{text}: it was asked for"
            );
        }
        let mistyped = find(&shop, "8944478600000205338").await;
        assert!(mistyped.check_digit_fails, "a typing mistake, most likely");
        assert_eq!(mistyped.esims, []);
    }
}

#[tokio::test]
async fn what_is_another_account_s_is_neither_shown_nor_asked_for() {
    let (mut shop, _) = sold().await;
    let (iccid, email) = ("8944478600000205337", "somebody@else.example");
    let theirs = AdoptedSale {
        account: AccountId("another one".to_owned()),
        at: clock::now(),
        plan: PlanSold::default(),
        customer: by(email),
        iccid: iccid.to_owned(),
        subscription_id: "another-s".to_owned(),
    };
    shop.book().adopt(&theirs).expect("another account's row");
    shop.restart().await;
    let seen = || {
        let seen = shop.control().ledger().seen;
        seen.at(Step::Sim) + seen.at(Step::Subscriptions)
    };
    let before = seen();
    for text in [iccid, &iccid[..18]] {
        let found = find(&shop, text).await;
        assert_eq!(
            (found.esims.len(), found.of_another_account),
            (0, true),
            "{text}"
        );
        assert!(!found.asked, "{text}");
    }
    assert_eq!(seen(), before, "this account's service is not asked for it");
    for text in [email, "another-s", "another"] {
        assert_eq!(find(&shop, text).await.esims, [], "{text}");
    }
}

#[tokio::test]
async fn offline_the_book_is_searched_all_the_same_and_it_is_said() {
    let (shop, line) = on_a_line(quick()).await;
    let key = shop.sell().await;
    let order = shop.until_state(key, OrderState::Ready).await;
    line.cut().await;
    let iccid = order.iccid.expect("it has a SIM");
    for text in [iccid.as_str(), EMAIL] {
        let found = find(&shop, text).await;
        assert_eq!(keys(&found), [key], "{text}");
        assert!(
            matches!(found.trouble, Some(Failure::NotSent { .. })),
            "{text}"
        );
    }
    let by_number = find(&shop, &order.reference).await;
    assert_eq!(
        (keys(&by_number), by_number.trouble),
        (vec![key], None),
        "the book is enough"
    );
}

#[tokio::test]
async fn an_address_with_very_many_shows_the_newest_and_says_that_there_are_more() {
    let shop = Shop::open().await;
    let emails = ["house@hotel.example"; 45];
    let sold = elsewhere::sell(&shop.sandbox, &emails).await;
    let found = find(&shop, emails[0]).await;
    assert_eq!((found.esims.len(), found.more), (40, true));
    assert!(
        found.esims.iter().all(|esim| sold
            .iter()
            .any(|order| Some(&order.iccid) == esim.iccid.as_ref())),
        "no other's"
    );
}

#[tokio::test]
async fn an_order_that_has_no_esim_yet_is_found_by_its_customer() {
    let shop = Shop::open().await;
    let mut draft = shop.draft().await;
    draft.start = StartChoice::FirstUse;
    shop.control()
        .next_order(esim_desk_core::sandbox::Fate::Stalls);
    let key = shop.desk.sale.place(draft).await.expect("a sale");
    let found = find(&shop, EMAIL).await;
    assert_eq!(
        (keys(&found), found.esims[0].iccid.clone()),
        (vec![key], None)
    );
}

#[tokio::test]
async fn an_address_that_cannot_be_one_is_told_beside_its_field() {
    let shop = Shop::open().await;
    let wrong = shop.desk.esims.find("maria@").await;
    let Err(Failure::Fields { problems }) = wrong else {
        panic!("{wrong:?}");
    };
    assert!(
        matches!(
            &problems[..],
            [FieldProblem {
                problem: Problem::NotAnEmail,
                ..
            }]
        ),
        "{problems:?}"
    );
    let nothing = find(&shop, "   ").await;
    assert_eq!((nothing.esims.len(), nothing.asked), (0, false));
}
