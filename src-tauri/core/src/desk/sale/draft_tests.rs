//! What people type into the form of a sale, and what they are told about it.

use super::*;
use crate::desk::model::DataAmount;
use crate::desk::sale::request;

const TODAY: &str = "2026-11-24T12:00:00Z";

fn draft() -> Draft {
    Draft {
        idempotency_key: "s".into(),
        plan: Plan {
            id: "p".into(),
            name: "Europe".into(),
            footprint: None,
            data: DataAmount::Unlimited,
            megabytes: None,
            duration: None,
            days: None,
            price: None,
            price_per_gb: None,
            price_per_day: None,
            favourite: false,
        },
        email: "maria.keller@example.com".into(),
        first_name: "Maria".into(),
        last_name: "Keller".into(),
        residence: String::new(),
        phone: None,
        eid: String::new(),
        eid_anyway: false,
        phone_model: String::new(),
        imei: String::new(),
        start: StartChoice::Now,
        notes: SaleNotes::default(),
        again: false,
        instead_of: None,
    }
}

fn now() -> Timestamp {
    TODAY.parse().expect("a timestamp")
}

fn problems(draft: &Draft) -> Vec<(Field, Problem)> {
    draft
        .problems(now(), &TimeZone::UTC)
        .into_iter()
        .map(|found| (found.field, found.problem))
        .collect()
}

#[test]
fn what_people_type_as_an_address_is_taken_or_told() {
    for good in [
        " maria@example.com ",
        "MARIA@EXAMPLE.COM",
        "m.k+room12@sub.example.co.uk",
        "jürgen@müller.example",
    ] {
        let draft = Draft {
            email: good.into(),
            ..draft()
        };
        assert_eq!(problems(&draft), [], "{good:?} is an address");
    }
    for (bad, problem) in [
        ("", Problem::Empty),
        ("   ", Problem::Empty),
        ("maria", Problem::NotAnEmail),
        ("maria@", Problem::NotAnEmail),
        ("@example.com", Problem::NotAnEmail),
        ("maria@example", Problem::NotAnEmail),
        ("maria @example.com", Problem::NotAnEmail),
        ("maria@example..com", Problem::NotAnEmail),
        ("a@b.example, c@d.example", Problem::TwoAddresses),
        ("maria@example.com\nbcc: x@y.example", Problem::LineBreak),
        ("\u{202e}moc.elpmaxe@airam", Problem::TurnsDirection),
        ("m\u{430}ria@example.com", Problem::LookAlikes),
        ("maria\u{fffd}@example.com", Problem::ControlCharacters),
    ] {
        let draft = Draft {
            email: bad.into(),
            ..draft()
        };
        assert_eq!(
            problems(&draft),
            [(Field::Email, problem)],
            "{bad:?} is told"
        );
    }
}

#[test]
fn three_hundred_characters_are_told_and_not_cut() {
    let draft = Draft {
        email: format!("{}@example.com", "a".repeat(300)),
        first_name: "n".repeat(300),
        ..draft()
    };
    assert_eq!(
        problems(&draft),
        [
            (Field::Email, Problem::TooLong { limit: 254 }),
            (Field::FirstName, Problem::TooLong { limit: 100 }),
        ],
        "each field says its own limit"
    );
}

#[test]
fn an_eid_counts_only_for_an_iphone() {
    let typed = Draft {
        eid: "123".into(),
        phone: Some(Phone::Samsung),
        ..draft()
    };
    assert_eq!(problems(&typed), [], "nobody asked for it");
    assert!(typed.eid().is_none(), "and it is not sent");

    let typed = Draft {
        phone: Some(Phone::Iphone),
        ..typed
    };
    assert_eq!(
        problems(&typed),
        [(
            Field::Eid,
            Problem::WrongLength {
                expected: 32,
                found: 3
            }
        )],
        "now it is"
    );
}

#[test]
fn wrong_check_digits_need_a_deliberate_yes() {
    let typo = Draft {
        eid: "8903 4011 5600 1000 0000 0000 0000 0122".into(),
        phone: Some(Phone::Iphone),
        ..draft()
    };
    assert_eq!(
        problems(&typo),
        [(Field::Eid, Problem::CheckDigits)],
        "one digit is off"
    );

    let anyway = Draft {
        eid_anyway: true,
        ..typo
    };
    assert_eq!(problems(&anyway), [], "the staff insist");
}

#[test]
fn what_is_typed_of_a_phone_is_sent_as_it_was_and_comes_back_from_the_body() {
    let named = Draft {
        phone: Some(Phone::Other),
        phone_model: " Pixel 9 ".into(),
        imei: "49 015420 323751 8".into(),
        ..draft()
    };
    assert_eq!(problems(&named), [], "separators and blanks are no mistake");
    let sent = |draft: &Draft| {
        let device = request::device(draft, false);
        let body = request::body(
            draft,
            &draft.email(),
            device,
            None,
            "DE".into(),
            now(),
            &TimeZone::UTC,
        )
        .expect("a body");
        let body: serde_json::Value = serde_json::from_str(body.as_json()).expect("a body is JSON");
        body["subscriber"]["device"].clone()
    };
    assert_eq!(
        sent(&named),
        serde_json::json!({ "model": "Pixel 9", "id": "490154203237518" }),
        "what it runs on nobody said"
    );
    assert_eq!(
        sent(&Draft {
            phone: Some(Phone::Samsung),
            ..named.clone()
        })["operating_system"],
        "android",
        "whole, as the documentation's page shows it"
    );
    assert_eq!(
        sent(&Draft {
            phone: None,
            ..named
        }),
        serde_json::Value::Null,
        "without a phone there is nothing to say of it"
    );
}

#[test]
fn a_date_starts_at_midnight_of_the_desk() {
    let zone = TimeZone::get("Europe/Lisbon").expect("a known zone");
    let on = |date: &str| {
        let start = StartChoice::OnDate { date: date.into() };
        Draft { start, ..draft() }.start(now(), &zone)
    };
    assert_eq!(on("2026-11-24"), Ok(Start::Now), "today is now");
    assert_eq!(
        on("2026-11-23"),
        Err(Problem::InThePast),
        "yesterday is too late"
    );
    assert_eq!(on("24.11.2026"), Err(Problem::NotADate), "not an ISO date");
    assert_eq!(on("2026-02-30"), Err(Problem::NotADate), "no such day");
    assert_eq!(
        on("2027-07-01"),
        Ok(Start::On(
            "2027-06-30T23:00:00Z".parse().expect("a timestamp")
        )),
        "midnight of a Lisbon summer day, in UTC"
    );
}

#[test]
fn a_country_is_two_capital_letters_or_nothing() {
    let of = |residence: &str| {
        problems(&Draft {
            residence: residence.into(),
            ..draft()
        })
    };
    assert_eq!(of(""), [], "it is optional");
    assert_eq!(of("DE"), [], "alpha-2");
    assert_eq!(
        of("Germany"),
        [(Field::Residence, Problem::NotACountry)],
        "a name is not a code"
    );
}

proptest::proptest! {
    #[test]
    fn an_invisible_sign_anywhere_is_neither_sent_nor_kept(
        sign in proptest::sample::select(vec![
            '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{61c}',
            '\u{2066}', '\u{2069}', '\u{202a}', '\u{202c}', '\u{180e}', '\u{034f}', '\u{fe0f}', '\u{3164}', '\u{e0061}',
        ]),
        at in 0_usize..40,
    ) {
        let with = |text: &str| {
            let place = at.min(text.len());
            format!("{}{sign}{}", &text[..place], &text[place..])
        };
        let typed = Draft {
            email: with("maria.keller@example.com"),
            first_name: with("Maria"),
            last_name: with("Keller"),
            notes: SaleNotes {
                note: with("Room 12"),
                staff: with("Kim"),
                ..SaleNotes::default()
            },
            ..draft()
        };
        proptest::prop_assert_eq!(problems(&typed), []);
        let body = |draft: &Draft| {
            let device = request::device(draft, false);
            request::body(draft, &draft.email(), device, None, "DE".into(), now(), &TimeZone::UTC)
                .expect("a body")
        };
        let (body, plain) = (body(&typed), body(&draft()));
        proptest::prop_assert_eq!(body.as_json(), plain.as_json());
        proptest::prop_assert_eq!(typed.notes.note(), Some("Room 12".to_owned()));
        proptest::prop_assert_eq!(typed.notes.staff(), Some("Kim".to_owned()));
    }
}
