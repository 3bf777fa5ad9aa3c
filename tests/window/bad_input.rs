//! What people really type and paste into the fields: told beside the field, nothing lost, nothing sent.

use serde_json::json;

use crate::computer::Computer;
use crate::pictures::shoot;
use crate::service::{SECRET, Wire, service};
use crate::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_with_mistakes_is_not_sent_and_keeps_what_was_typed() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.press_button("iPhone").await;

    let long = "ü".repeat(300);
    let long_email = format!("{}@example.com", "a".repeat(300));
    let cases = [
        ("email", "", false),
        ("email", "guest", false),
        ("email", "guest@@example.com", false),
        ("email", "guest example@example.com", false),
        ("email", &long_email, false),
        ("first_name", &long, false),
        ("last_name", &long, false),
        // One digit is wrong: the check digits tell.
        ("eid", "89049032123451234512345678901236", true),
        ("eid", "8904903212345123451234567890", false),
        ("eid", "8904 9032 ABCD", false),
    ];
    for (field, typed, overridable) in cases {
        let css = format!("[name={field}]");
        if field != "email" {
            window.paste("[name=email]", "guest@example.com").await;
        }
        window.paste(&css, typed).await;
        window.press("[data-testid=buy]").await;
        assert_told_beside(&window, &css, typed).await;
        let offered = window
            .script(
                "return [...document.querySelectorAll('label')].some((one) => one.innerText.trim().startsWith('Use it anyway'))",
                Vec::new(),
            )
            .await;
        assert_eq!(
            offered, overridable,
            "{field} {typed:?}: whether it may be used all the same"
        );
        if overridable {
            shoot(&window, "sell-eid-typo").await;
        }
        window
            .paste(
                &css,
                if field == "email" {
                    "guest@example.com"
                } else {
                    ""
                },
            )
            .await;
    }
    let ledger = service.control().ledger();
    assert!(ledger.seen.posts.is_empty(), "nothing was ordered");

    // What is only untidy is put right, and sold.
    window.paste("[name=email]", "  Guest@Example.COM\n").await;
    window.paste("[name=first_name]", " Jörg-Ægir ").await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    let orders = service.control().ledger().orders;
    assert_eq!(orders.len(), 1, "one order for one press that was right");
    assert_eq!(
        orders[0]
            .order
            .email
            .as_deref()
            .map(str::to_lowercase)
            .as_deref(),
        Some("guest@example.com"),
        "spaces around an address are not part of it"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_with_mistakes_is_not_sent_and_keeps_what_was_typed() {
    let wire = Wire::witness().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.fill_account(&wire.base(), SECRET).await;
    let long = "x".repeat(3000);
    for (field, typed, right) in [
        ("service", "", wire.base()),
        ("service", "not an address", wire.base()),
        (
            "service",
            "http://services.example.com/connect-api",
            wire.base(),
        ),
        ("service", "ftp://127.0.0.1/", wire.base()),
        ("client_id", "", "hotel".to_owned()),
        ("client_id", "two words\u{7}", "hotel".to_owned()),
        ("desk_name", "", "Front desk".to_owned()),
        ("desk_name", &long, "Front desk".to_owned()),
        ("client_secret", "", SECRET.to_owned()),
    ] {
        let css = format!("[name={field}]");
        window.paste(&css, typed).await;
        window.press("[data-testid=account-check]").await;
        assert_told_beside(&window, &css, typed).await;
        assert_eq!(
            value(&window, "[name=client_id]").await.is_empty(),
            field == "client_id" && typed.is_empty(),
            "the other fields keep what was typed"
        );
        if field == "service" {
            shoot(&window, &format!("connect-bad-{field}-{}", typed.len())).await;
        }
        window.paste(&css, &right).await;
    }
    assert_eq!(wire.connections(), 0, "nobody was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_with_a_line_break_is_told_and_not_sent() {
    let wire = Wire::witness().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    // A field drops line breaks when they are pasted; the command must not rely on that.
    let refusal = window
        .invoke(
            "connect_account",
            json!({ "form": {
                "service": { "kind": "other", "address": wire.base() },
                "credential": { "kind": "token", "name": "till", "token": "canary\r\nX-Other: header" },
                "deskName": "Front desk", "country": "GB", "severalDesks": false, "keep": "keychain",
            } }),
        )
        .await
        .expect_err("it is refused");
    assert_eq!(
        refusal,
        json!({ "kind": "fields", "problems": [{ "field": "token", "problem": { "kind": "line_break" } }] })
    );
    assert_eq!(wire.connections(), 0, "nobody was asked");
}

/// The field is marked, its message is tied to it, and it still holds what was typed.
async fn assert_told_beside(window: &Window, css: &str, typed: &str) {
    window
        .until_with(
            &format!("{css} to be marked for {:.20}", typed),
            "const field = document.querySelector(arguments[0]); \
             const told = (field.getAttribute('aria-describedby') ?? '').split(' ') \
               .map((id) => document.getElementById(id)).filter((one) => one?.id.endsWith('-problem')); \
             return field.getAttribute('aria-invalid') === 'true' && told.length === 1 \
               && told[0].innerText.trim().length > 5",
            vec![css.into()],
        )
        .await;
    assert_eq!(
        value(window, css).await,
        typed,
        "{css} keeps what was typed"
    );
}

async fn value(window: &Window, css: &str) -> String {
    let value = window
        .script(
            "return document.querySelector(arguments[0]).value",
            vec![css.into()],
        )
        .await;
    value.as_str().expect("a field has a value").to_owned()
}
