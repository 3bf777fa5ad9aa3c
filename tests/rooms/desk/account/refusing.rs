//! Who may say that the secret is refused: the token endpoint, in so many words, twice. Nothing else signs anybody out, and
//! what was only trouble goes on by itself (rulings 36).

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{
    AccountState, CredentialForm, Failure, Keep, ServiceState, SignedOut, Snapshot,
};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Options, Step};

use crate::desk::fixture::{Shop, bearer, quick};

fn signed_in(snapshot: &Snapshot) -> bool {
    matches!(snapshot.account, AccountState::SignedIn { .. })
}

fn wrong_secret() -> Mishap {
    Mishap::refuse(401, "invalid_client", "Invalid client credentials")
}

fn tokens(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Token)
}

/// An order that is being prepared for ever, and a token that is at its end.
async fn with_a_worn_token() -> Shop {
    let options = Options {
        token_life: Duration::from_secs(60),
        ..Options::default()
    };
    let shop = Shop::open_with(options).await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    shop
}

/// Why the desk is signed out, where it is.
fn why_out(snapshot: &Snapshot) -> Option<SignedOut> {
    match snapshot.account {
        AccountState::SignedOut { why, .. } => Some(why),
        AccountState::Opening
        | AccountState::None
        | AccountState::Locked { .. }
        | AccountState::SignedIn { .. } => None,
    }
}

#[tokio::test]
async fn a_resource_that_refuses_for_a_while_signs_nobody_out() {
    for status in [401, 403] {
        let shop = Shop::open_with(Options::default()).await;
        let key = shop.sell().await;
        let before = tokens(&shop);
        let refused = Mishap::refuse(status, "UNAUTHORISED", "No");
        shop.control().cause_for(
            Fault::next(Step::Status, refused).times(u32::MAX),
            Duration::from_secs(300),
        );
        let held = shop
            .until_order(key, "told", |order| order.trouble.is_some())
            .await;
        assert!(
            matches!(held.trouble, Some(Failure::NotAllowed { .. })),
            "{status}: that order's trouble: {:?}",
            held.trouble
        );
        shop.pass(Duration::from_secs(240)).await;
        shop.until_state(key, OrderState::Ready).await;

        assert_eq!(
            shop.handed_over(key).await,
            shop.ledger_code(key),
            "{status}: it went on by itself"
        );
        assert!(
            shop.window.shown().iter().all(signed_in_or_opening),
            "{status}: nobody was asked for a secret"
        );
        let asked = tokens(&shop) - before;
        assert!(asked <= 8, "{status}: {asked} tokens in five minutes");
    }
}

#[tokio::test]
async fn any_other_refusal_of_a_token_is_trouble_that_passes() {
    for mishap in [
        Mishap::refuse(400, "invalid_request", "No"),
        Mishap::refuse(400, "", ""),
        Mishap::refuse(401, "UNAUTHORISED", "No"),
        Mishap::refuse(403, "ACCESS_DENIED", "Blocked by policy"),
        Mishap::refuse(404, "not_found", "No realm"),
        Mishap::Broken,
        Mishap::BadGateway,
        Mishap::Garbage,
        Mishap::Redirect {
            to: "/elsewhere".to_owned(),
        },
        Mishap::Drop,
    ] {
        let shop = with_a_worn_token().await;
        let before = tokens(&shop);
        shop.control().cause_for(
            Fault::next(Step::Token, mishap.clone()).times(u32::MAX),
            Duration::from_secs(600),
        );
        shop.until("told", |now| {
            matches!(now.service, ServiceState::Trouble { .. })
        })
        .await;
        for _ in 0..50 {
            shop.pass(Duration::from_secs(10)).await;
            assert!(signed_in(&shop.desk.snapshot()), "{mishap:?}");
        }
        let asked = tokens(&shop) - before;
        assert!((4..=9).contains(&asked), "{mishap:?}: asked {asked} times");

        shop.until("online", |now| now.service == ServiceState::Online)
            .await;
    }
}

#[tokio::test]
async fn the_secret_is_asked_for_after_two_refusals_a_minute_apart() {
    let shop = with_a_worn_token().await;
    shop.control()
        .cause(Fault::next(Step::Token, wrong_secret()).times(2));
    shop.until("told", |now| {
        matches!(now.service, ServiceState::Trouble { .. })
    })
    .await;
    shop.until("online", |now| now.service == ServiceState::Online)
        .await;
    assert!(
        shop.window.shown().iter().all(signed_in_or_opening),
        "two refusals within seconds are one"
    );

    let at = tokio::time::Instant::now();
    shop.control()
        .cause(Fault::next(Step::Token, wrong_secret()).times(u32::MAX));
    let out = shop.until("signed out", |now| !signed_in(now)).await;
    assert_eq!(why_out(&out), Some(SignedOut::Refused), "{:?}", out.account);
    assert!(at.elapsed() >= Duration::from_secs(60), "a minute apart");

    shop.control().calm();
    let order = out.orders[0].key;
    let looks = shop.control().ledger().seen.at(Step::Status);
    shop.desk
        .sign_in
        .try_again()
        .await
        .expect("the secret of the keychain is the right one after all");
    shop.until("followed", |_| {
        shop.control().ledger().seen.at(Step::Status) > looks + 1
    })
    .await;
    assert_eq!(shop.order(order).state, OrderState::Preparing, "and shown");
}

fn signed_in_or_opening(snapshot: &Snapshot) -> bool {
    !matches!(snapshot.account, AccountState::SignedOut { .. })
}

#[tokio::test]
async fn in_the_form_one_refusal_is_enough() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.credential = CredentialForm::Client {
        id: "sandbox-reseller".to_owned(),
        secret: "mistyped".into(),
    };
    let refused = shop.desk.sign_in.connect(form).await;
    assert!(
        matches!(refused, Err(Failure::NotSignedIn { .. })),
        "{refused:?}"
    );
    shop.control().cause(Fault::next(
        Step::Token,
        Mishap::refuse(403, "ACCESS_DENIED", "Blocked by policy"),
    ));
    let blocked = shop.connect().await;
    assert!(
        matches!(blocked, Err(Failure::ServiceTrouble { status: 403, .. })),
        "a firewall says nothing of the secret: {blocked:?}"
    );
}

#[tokio::test]
async fn many_orders_share_the_pauses_of_the_token_endpoint() {
    let options = Options {
        token_life: Duration::from_secs(60),
        pace: 100,
        ..Options::default()
    };
    let shop = Shop::open_with(options).await;
    for _ in 0..12 {
        shop.control().next_order(Fate::Stalls);
        shop.sell_again().await;
    }
    shop.pass(Duration::from_secs(40)).await;
    shop.control()
        .cause(Fault::next(Step::Token, Mishap::Broken).times(u32::MAX));
    shop.until("told", |now| {
        matches!(now.service, ServiceState::Trouble { .. })
    })
    .await;
    let before = tokens(&shop);
    for _ in 0..30 {
        shop.pass(Duration::from_secs(10)).await;
    }
    let asked = tokens(&shop) - before;
    assert!(
        (3..=7).contains(&asked),
        "twelve orders asked {asked} times in five minutes"
    );

    let pressed = shop.desk.sign_in.try_again().await;
    assert!(
        matches!(pressed, Err(Failure::ServiceTrouble { status: 500, .. })),
        "it counts as what it is: {pressed:?}"
    );
    assert_eq!(tokens(&shop), before + asked + 1, "a person is not kept");
}

#[tokio::test]
async fn a_pasted_token_that_one_order_refuses_is_not_at_its_end() {
    let shop = Shop::unconnected(Options::default(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.credential = CredentialForm::Token {
        name: "test".into(),
        token: bearer(&shop.sandbox).await.into(),
    };
    shop.desk.sign_in.connect(form).await.expect("it is good");
    let key = shop.sell().await;
    let refused = Mishap::refuse(401, "UNAUTHORISED", "No");
    shop.control()
        .cause(Fault::next(Step::Status, refused).times(4));
    shop.until_state(key, OrderState::Ready).await;
    assert!(
        shop.window.shown().iter().all(signed_in_or_opening),
        "the account still took it"
    );

    shop.control().next_order(Fate::Stalls);
    let open = shop.sell_again().await;
    shop.until_state(open, OrderState::Preparing).await;
    shop.control().push_clock(400_000);
    let out = shop.until("signed out", |now| !signed_in(now)).await;
    assert_eq!(
        why_out(&out),
        Some(SignedOut::TokenExpired),
        "and when it ends, the look at the order finds out: {:?}",
        out.account
    );
}

/// Signed in with a pasted token that no keychain keeps.
async fn with_a_pasted_token() -> Shop {
    let options = Options {
        token_life: Duration::from_secs(36_000),
        ..Options::default()
    };
    let shop = Shop::unconnected(options, Keychain::in_memory()).await;
    let mut form = shop.form();
    form.keep = Keep::UntilClose;
    form.credential = CredentialForm::Token {
        name: "test".into(),
        token: bearer(&shop.sandbox).await.into(),
    };
    shop.desk.sign_in.connect(form).await.expect("it is good");
    shop
}

#[tokio::test]
async fn no_refusal_of_one_endpoint_ends_a_pasted_token() {
    for step in [Step::Products, Step::Subscriptions] {
        let shop = with_a_pasted_token().await;
        let refused = Mishap::refuse(401, "UNAUTHORISED", "No");
        shop.control().cause_for(
            Fault::next(step, refused).times(u32::MAX),
            Duration::from_secs(1_200),
        );
        let plans = shop.moving(shop.desk.plans.read()).await;
        let listed = shop.moving(shop.desk.unmatched.list()).await;
        assert!(plans.is_err() || listed.is_err(), "{step:?}: it is told");
        for _ in 0..40 {
            shop.pass(Duration::from_secs(15)).await;
            let _ = shop.moving(shop.desk.plans.read()).await;
        }
        assert!(
            shop.window.shown().iter().all(signed_in_or_opening),
            "{step:?}: the other one takes the token"
        );
    }
}

#[tokio::test]
async fn a_passing_refusal_of_everything_ends_no_pasted_token() {
    let shop = with_a_pasted_token().await;
    for step in [Step::Products, Step::Subscriptions] {
        let refused = Mishap::refuse(401, "UNAUTHORISED", "No");
        shop.control().cause_for(
            Fault::next(step, refused).times(u32::MAX),
            Duration::from_secs(50),
        );
    }
    for _ in 0..5 {
        let _ = shop.moving(shop.desk.plans.read()).await;
        let _ = shop.moving(shop.desk.unmatched.list()).await;
        shop.pass(Duration::from_secs(8)).await;
    }
    for _ in 0..20 {
        shop.pass(Duration::from_secs(15)).await;
    }
    assert!(
        shop.window.shown().iter().all(signed_in_or_opening),
        "fifty seconds are no end"
    );
    shop.moving(shop.desk.plans.read())
        .await
        .expect("it goes on");
}

#[tokio::test]
async fn a_token_or_secret_that_is_kept_nowhere_else_can_be_tried_again_after_it_was_refused() {
    let shop = with_a_pasted_token().await;
    let refused = Mishap::refuse(401, "UNAUTHORISED", "No");
    for step in [Step::Products, Step::Subscriptions] {
        shop.control()
            .cause(Fault::next(step, refused.clone()).times(u32::MAX));
    }
    let _ = shop.moving(shop.desk.plans.read()).await;
    let out = shop.until("signed out", |now| !signed_in(now)).await;
    assert_eq!(
        why_out(&out),
        Some(SignedOut::TokenExpired),
        "everything refused it for more than a minute: {:?}",
        out.account
    );
    let early = shop.moving(shop.desk.sign_in.try_again()).await;
    assert!(early.is_err(), "it is still refused: {early:?}");
    shop.control().calm();
    shop.moving(shop.desk.sign_in.try_again())
        .await
        .expect("the token was good after all, and is still there");
    assert!(signed_in(&shop.desk.snapshot()));

    let options = Options {
        token_life: Duration::from_secs(60),
        ..Options::default()
    };
    let shop = Shop::unconnected(options, Keychain::in_memory()).await;
    shop.connect_until_close().await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    shop.control()
        .cause(Fault::next(Step::Token, wrong_secret()).times(u32::MAX));
    shop.until("signed out", |now| !signed_in(now)).await;
    shop.control().calm();
    shop.moving(shop.desk.sign_in.try_again())
        .await
        .expect("the secret was good after all, and is still there");
    let looks = shop.control().ledger().seen.at(Step::Status);
    shop.until("followed", |_| {
        shop.control().ledger().seen.at(Step::Status) > looks + 1
    })
    .await;
}
