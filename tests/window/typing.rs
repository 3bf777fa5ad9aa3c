//! Typing as it happens at a counter: scanners, pasted lines, days, umlauts. What is told stands beside its field in plain
//! words, what was typed stays, and nothing is sent.
//!
//! Not in it: which text is a mistake and which is not (`bad_input`, and the desk's own tests).

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::computer::Computer;
use crate::service::{SECRET, Wire, service};
use crate::window::Window;

/// As GSMA documents show it.
const EID: &str = "89034011560010000000000000000121";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mistake_in_a_sale_is_told_in_plain_words_and_costs_nothing_that_was_typed() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.press_button("iPhone").await;
    window.press_button("On a date").await;
    let right = [
        ("email", "guest@example.com"),
        ("first_name", "Jürgen"),
        ("last_name", "Großmann-Łuczak"),
        ("date", "2031-12-24"),
        ("eid", EID),
    ];
    for (field, typed) in right {
        window.put(field, typed).await;
    }
    let before = service.control().ledger().seen;

    let long = "ü".repeat(300);
    let long_email = format!("{long}@example.com");
    for (field, typed, told) in [
        (
            "email",
            "one@example.com, two@example.com",
            "does not look like",
        ),
        (
            "email",
            "Guest, Room 12\nguest@example.com",
            "does not look like",
        ),
        ("email", &long_email, "at most 254 characters"),
        ("first_name", &long, "at most 100 characters"),
        ("last_name", &long, "at most 100 characters"),
        ("date", "2020-01-31", "This day has passed"),
        ("date", "", "Please give a day"),
        ("eid", "8903 4011 5600", "these are 12"),
        (
            "eid",
            "8903 4O11 5600 1000 0000 0000 0000 0121",
            "Only digits",
        ),
        (
            "eid",
            "8903 4011 5600 1000 0000 0000 0000 0122",
            "typing mistake",
        ),
    ] {
        window.put(field, typed).await;
        window.press("[data-testid=buy]").await;
        window.see_told_beside(&named(field), told).await;
        for (other, kept) in right {
            // A field of one line shows a line break as a space.
            let expected = if other == field {
                typed.replace('\n', " ")
            } else {
                kept.to_owned()
            };
            assert_eq!(
                window.value(&named(other)).await,
                expected,
                "{other} after {told:?} beside {field}"
            );
        }
        let (_, kept) = right
            .into_iter()
            .find(|(one, _)| *one == field)
            .expect("the field has a right value");
        window.put(field, kept).await;
    }

    let after = service.control().ledger();
    assert_eq!(after.seen, before, "the service was not asked anything");
    assert!(after.orders.is_empty(), "and nothing was ordered");
    window.press("[data-testid=buy]").await;
    window.see_code().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scanners_enter_checks_the_eid_and_buys_nothing() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&wire.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[name=email]", "  Jurgen.Grossmann@Example.COM ")
        .await;
    window.fill("[name=first_name]", " Jürgen ").await;
    window.fill("[name=last_name]", "Großmann-Łuczak").await;
    window.press_button("iPhone").await;

    window.fill("[name=eid]", &EID.replace("121", "211")).await;
    window.key(Key::Enter).await;
    window
        .see_told_beside("[name=eid]", "check digits are wrong")
        .await;
    let spaced = "8903 4011 5600 1000 0000 0000 0000 0121";
    window.fill("[name=eid]", spaced).await;
    window.key(Key::Enter).await;
    window
        .until(
            "the EID to be taken",
            "return document.querySelector('[name=eid]').ariaInvalid === null",
        )
        .await;
    assert_eq!(
        window
            .script("return document.activeElement.name", Vec::new())
            .await,
        "eid",
        "the next scan goes into the same field"
    );
    assert!(
        service.control().ledger().seen.posts.is_empty(),
        "a scanner's Enter buys nothing"
    );

    window.press("[data-testid=buy]").await;
    window.see_code().await;
    let ledger = service.control().ledger();
    assert_eq!(ledger.orders.len(), 1, "one press, one order");
    assert_eq!(
        ledger.orders[0].order.email.as_deref(),
        Some("Jurgen.Grossmann@Example.COM"),
        "capitals are the customer's, spaces are not"
    );
    assert!(
        wire.carried("\"Jürgen\"") && wire.carried("\"Großmann-Łuczak\""),
        "names go to the service as they are written"
    );
    assert!(
        wire.carried(&format!("\"{EID}\"")),
        "the EID goes without its spaces"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_form_says_what_is_missing_and_keeps_a_pasted_token_to_itself() {
    let wire = Wire::witness().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.fill_account(&wire.base(), SECRET).await;
    window.press_button("Access token").await;
    window.fill("[name=token_name]", "till").await;
    window.paste("[name=token]", "canary-one\ncanary-two").await;
    window.press("[data-testid=account-check]").await;
    window
        .see_told_beside("[name=token]", "Type it again")
        .await;
    assert_eq!(
        window.value("[name=token]").await,
        "canary-one canary-two",
        "the token is still there"
    );
    assert_eq!(
        window.value("[name=service]").await,
        wire.base(),
        "and the address"
    );

    for field in ["service", "token_name", "token", "desk_name"] {
        window.paste(&named(field), "").await;
    }
    window
        .script(
            "const field = document.querySelector('[name=country]'); field.value = ''; \
             field.dispatchEvent(new Event('change', { bubbles: true }))",
            Vec::new(),
        )
        .await;
    window.press("[data-testid=account-check]").await;
    window.see_told_beside("[name=service]", "https://").await;
    for field in ["token_name", "desk_name"] {
        window
            .see_told_beside(&named(field), "Please fill this in")
            .await;
    }
    window
        .see_told_beside("[name=country]", "Please choose a country")
        .await;
    assert_eq!(
        window
            .script("return document.activeElement.name", Vec::new())
            .await,
        "service",
        "the first of them has the focus"
    );
    assert_eq!(wire.connections(), 0, "nobody was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_that_cannot_be_is_told_beside_its_field_and_not_saved() {
    let computer = Computer::start();
    let window = computer.open(&["--demo"]).await;
    window.press("[data-testid=nav-settings]").await;
    window.press_button("This one").await;
    let before = window.snapshot().await["settings"].clone();
    for (label, typed, told) in [
        ("Name of this desk", " ".to_owned(), "Please fill this in"),
        (
            "Name of this desk",
            "x".repeat(300),
            "at most 100 characters",
        ),
        ("Proxy address", "not a proxy".to_owned(), "no web address"),
    ] {
        let field = window.labelled(label).await;
        window.paste(&field, &typed).await;
        window.key(Key::Enter).await;
        window.see_told_beside(&field, told).await;
        assert_eq!(window.value(&field).await, typed, "{label} keeps it");
    }
    let field = window.labelled("Extra certificate file optional").await;
    window.paste(&field, "/nowhere/company.pem").await;
    window.key(Key::Enter).await;
    window
        .see("[data-testid=failure][data-kind=extra_ca]")
        .await;
    assert_eq!(
        window.value(&field).await,
        "/nowhere/company.pem",
        "the path can be put right"
    );
    assert_eq!(
        window.snapshot().await["settings"],
        before,
        "nothing was saved"
    );
}

impl Window {
    /// Puts text into the field of this name. A day is set as its own calendar does: it takes no text.
    async fn put(&self, field: &str, text: &str) {
        if field != "date" {
            self.paste(&named(field), text).await;
            return;
        }
        self.script(
            "const [field] = document.getElementsByName('date'); field.focus(); field.value = arguments[0]; \
             field.dispatchEvent(new Event('input', { bubbles: true }))",
            vec![text.into()],
        )
        .await;
    }

    /// Waits until a field is marked, and a message tied to it and visible says these words.
    async fn see_told_beside(&self, css: &str, words: &str) {
        self.until_with(
            &format!("{words:?} beside {css}"),
            "const field = document.querySelector(arguments[0]); \
             return field.getAttribute('aria-invalid') === 'true' && \
               (field.getAttribute('aria-describedby') ?? '').split(' ') \
                 .map((id) => document.getElementById(id)) \
                 .some((one) => one && one.getClientRects().length > 0 && one.innerText.includes(arguments[1]))",
            vec![css.into(), words.into()],
        )
        .await;
    }

    /// What is in a field.
    async fn value(&self, css: &str) -> String {
        let value = self
            .script(
                "return document.querySelector(arguments[0]).value",
                vec![css.into()],
            )
            .await;
        value.as_str().expect("a field has a value").to_owned()
    }

    /// The selector of the field with this label.
    async fn labelled(&self, label: &str) -> String {
        self.until_with(
            &format!("the field {label:?}"),
            "return [...document.querySelectorAll('label[for]')].some((one) => \
               one.innerText.replace(/\\s+/g, ' ').trim() === arguments[0])",
            vec![json!(label)],
        )
        .await;
        let id = self
            .script(
                "return [...document.querySelectorAll('label[for]')].find((one) => \
                   one.innerText.replace(/\\s+/g, ' ').trim() === arguments[0]).htmlFor",
                vec![json!(label)],
            )
            .await;
        let Value::String(id) = id else {
            panic!("the label {label:?} belongs to a field, not to {id}");
        };
        format!("[id='{id}']")
    }
}

fn named(field: &str) -> String {
    format!("[name={field}]")
}
