//! What people really type and paste into the fields: told beside the field in plain words, nothing lost, nothing sent.
//!
//! Not in it: which text is a mistake and which is not (the desk's own tests).

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{CLIENT_ID, SECRET, Wire, service};
use crate::driver::window::Window;

/// As GSMA documents show it.
pub const EID: &str = "89034011560010000000000000000121";

/// What is told of wrong check digits.
const TYPO: &str = "typing mistake";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mistake_in_a_sale_is_told_in_plain_words_and_costs_nothing_that_was_typed() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&wire.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.press_button("iPhone").await;
    window.press("[data-testid=about-phone] summary").await;
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
    let long_plain = format!("{}@example.com", "a".repeat(300));
    for (field, typed, told) in [
        ("email", "", "Please fill this in"),
        ("email", "guest", "does not look like"),
        ("email", "guest@@example.com", "does not look like"),
        ("email", "guest example@example.com", "does not look like"),
        (
            "email",
            "one@example.com, two@example.com",
            "two e-mail addresses",
        ),
        (
            "email",
            "Guest, Room 12\nguest@example.com",
            "does not look like",
        ),
        ("email", &long_email, "at most 254 characters"),
        ("email", &long_plain, "at most 254 characters"),
        ("first_name", &long, "at most 100 characters"),
        ("last_name", &long, "at most 100 characters"),
        ("date", "2020-01-31", "This day has passed"),
        ("date", "", "Please choose a day"),
        ("eid", "8903 4011 5600", "this has 12"),
        ("eid", "8904903212345123451234567890", "this has 28"),
        ("eid", "8904 9032 ABCD", "Only digits"),
        (
            "eid",
            "8903 4O11 5600 1000 0000 0000 0000 0121",
            "Only digits",
        ),
        // One digit is wrong: the check digits tell.
        ("eid", "8903 4011 5600 1000 0000 0000 0000 0122", TYPO),
        ("eid", "89049032123451234512345678901236", TYPO),
    ] {
        window.put(field, typed).await;
        window.press("[data-testid=buy]").await;
        window.see_told_beside(&named(field), told).await;
        window.see_led_to(field).await;
        window.see_kept(&right, field, typed).await;
        let offered = window
            .script(
                "return [...document.querySelectorAll('label')].some((one) => one.innerText.trim().startsWith('Use it anyway'))",
                Vec::new(),
            )
            .await;
        let overridable = told == TYPO;
        assert_eq!(
            offered, overridable,
            "{field} {typed:?}: whether it may be used all the same"
        );
        if overridable {
            shoot(&window, "sell-eid-typo").await;
        }
        window.put(field, value_of(&right, field)).await;
    }

    let after = service.control().ledger();
    assert_eq!(after.seen, before, "the service was not asked anything");
    assert!(after.orders.is_empty(), "and nothing was ordered");

    // What is only untidy is put right, and sold.
    window
        .put("email", "  Jurgen.Grossmann@Example.COM\n")
        .await;
    window.put("first_name", " Jürgen ").await;
    let spaced = "8903 4011 5600 1000 0000 0000 0000 0121";
    window.put("eid", spaced).await;
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
async fn an_account_with_mistakes_is_not_sent_and_keeps_what_was_typed() {
    let wire = Wire::witness().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.fill_account(&wire.base(), SECRET).await;
    let long = "x".repeat(3000);
    let base = wire.base();
    let right = [
        ("service", base.as_str()),
        ("client_id", CLIENT_ID),
        ("desk_name", "Front desk"),
        ("client_secret", SECRET),
    ];
    for (field, typed, told) in [
        ("service", "", "Please fill this in"),
        ("service", "not an address", "not a web address"),
        (
            "service",
            "http://services.example.com/connect-api",
            "must begin with https://",
        ),
        (
            "service",
            "ftp://127.0.0.1/",
            "It should begin with https://",
        ),
        (
            "service",
            "https://services.example.com/connect-api/v2",
            "Leave out the /v2",
        ),
        (
            "service",
            "https://hotel:secret@services.example.com",
            "Only the address",
        ),
        ("client_id", "", "Please fill this in"),
        ("client_id", "two words\u{7}", "hidden characters"),
        ("desk_name", "", "Please fill this in"),
        ("desk_name", &long, "at most 100 characters"),
        ("client_secret", "", "Please fill this in"),
    ] {
        window.put(field, typed).await;
        window.press("[data-testid=account-check]").await;
        window.see_told_beside(&named(field), told).await;
        window.see_led_to(field).await;
        window.see_kept(&right, field, typed).await;
        if field == "service" {
            shoot(&window, &format!("connect-bad-{field}-{}", typed.len())).await;
        }
        window.put(field, value_of(&right, field)).await;
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
        (
            "Proxy address",
            "not a proxy".to_owned(),
            "not a web address",
        ),
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
    pub async fn see_told_beside(&self, css: &str, words: &str) {
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

    /// Label, field and message lie before the person's eyes, and the field has the focus.
    async fn see_led_to(&self, field: &str) {
        self.until_with(
            &format!("{field} in sight"),
            "const [field] = document.getElementsByName(arguments[0]); \
             const told = document.querySelector(`[id='${field.id}-problem']`); \
             return document.activeElement === field && [field.labels[0], field, told].every((one) => { \
               const { left, top, height } = one.getBoundingClientRect(); \
               return one.contains(document.elementFromPoint(left + 9, top + height / 2)); \
             })",
            vec![field.into()],
        )
        .await;
    }

    /// The mistake and what stands in the other fields are all still there.
    async fn see_kept(&self, right: &[(&str, &str)], field: &str, typed: &str) {
        for &(name, filled) in right {
            // A field of one line shows a line break as a space.
            let expected = if name == field {
                typed.replace('\n', " ")
            } else {
                filled.to_owned()
            };
            let kept = self.value(&named(name)).await;
            assert_eq!(kept, expected, "{name} after {typed:?} in {field}");
        }
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

fn value_of<'a>(right: &[(&str, &'a str)], field: &str) -> &'a str {
    let mut filled = right.iter().filter(|(name, _)| *name == field);
    filled.next().expect("each field has a right value").1
}
