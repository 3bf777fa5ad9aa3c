//! Whatever an answer holds, reading it ends: with what it says, or with the place where it could not be understood. Nothing
//! that it holds is ever printed.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::answer::Answer;
use super::error_response;
use super::fault::FaultKind;
use super::orders::{self, Answered, Order};
use super::paging;
use super::products::{self, Product};
use super::sims::{self, Sim};
use super::subscriptions::{self, Subscription};
use super::token;

const CANARY: &str = "CANARY-5f1c";

const NAMES: [&str; 34] = [
    "id",
    "status",
    "created_date",
    "output",
    "_metadata",
    "links",
    "_links",
    "_lpa",
    "_smdp",
    "_next",
    "matching_id",
    "iccid",
    "subscription_id",
    "data",
    "code",
    "name",
    "sim_type",
    "duration",
    "duration_unit",
    "data_unit",
    "price",
    "price_currency",
    "footprint_code",
    "sim_id",
    "product_id",
    "expiry_date",
    "initial_balance",
    "current_balance",
    "messages",
    "type",
    "error",
    "access_token",
    "expires_in",
    "page_count",
];

/// JSON that looks like the service's, with the names it uses and values of every shape.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9]{0,40}".prop_map(Value::from),
        "[0-9]{0,30}[.,eE][0-9-]{0,30}".prop_map(Value::from),
        "(COMPLETED|accepted|Pending Usage|esim|EUR|unlimited|2026-11-28T10:00:00Z)"
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::from(CANARY)),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            object(inner),
        ]
    })
}

fn object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let named = (prop::sample::select(&NAMES[..]), values);
    prop::collection::vec(named, 0..12).prop_map(|fields| {
        let fields = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Object(fields.collect::<Map<_, _>>())
    })
}

/// Reads the bytes as everything that an answer can be. What is printed of it is given back.
fn read_all(status: u16, bytes: &[u8]) -> Vec<String> {
    let answer = Answer::of(status, bytes);
    let mut printed = vec![
        print(answer.read::<orders::Wire, Answered>()),
        print(answer.read::<sims::Wire, Sim>()),
    ];
    // Names of plans are shown to everybody, so these may print; that they end is what counts.
    drop(print(answer.read::<products::Wire, Product>()));
    drop(print(answer.read::<subscriptions::Wire, Subscription>()));
    if let Ok(response) = answer.json::<token::TokenResponse>() {
        drop(token::into_tokens(response, Instant::now(), 1));
    }
    drop(answer.json::<paging::Body>());
    printed.push(print(error_response::check(&answer)));
    printed.push(print(error_response::check_token_endpoint(&answer)));
    printed
}

fn print<T: std::fmt::Debug>(read: Result<T, FaultKind>) -> String {
    match read {
        Ok(read) => format!("{read:?}"),
        Err(kind) => format!("{kind:?} {kind}"),
    }
}

proptest! {
    #[test]
    fn no_bytes_break_a_reader(status in 200_u16..600, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drop(read_all(status, &bytes));
    }

    #[test]
    fn no_json_breaks_a_reader(status in 200_u16..600, json in object(value())) {
        drop(read_all(status, json.to_string().as_bytes()));
    }

    #[test]
    fn a_cut_or_spoilt_answer_is_told_and_nothing_of_it_is_believed(cut in 0_usize..400, spoil in any::<u8>()) {
        let whole = json!({
            "id": "5b0c9a52-8f5e-4b9c-9e34-7a5e8a1a8a11", "status": "COMPLETED",
            "output": { "matching_id": CANARY, "iccid": "8944476500001234567" },
            "_metadata": { "links": { "_lpa": CANARY, "_smdp": "rsp.example" } },
        })
        .to_string();
        let cut = cut % whole.len();
        prop_assert!(Order::from_answer(&whole.as_bytes()[..cut]).is_err(), "a part is no answer");
        let mut spoilt = whole.into_bytes();
        spoilt[cut] = spoil;
        drop(Order::from_answer(&spoilt));
    }

    #[test]
    fn secrets_and_the_services_sentences_do_not_print(status in prop::sample::select(vec![200_u16, 401, 406, 422, 500])) {
        let all = json!({
            "id": "5b0c9a52-8f5e-4b9c-9e34-7a5e8a1a8a11", "iccid": "8944476500001234567", "status": "COMPLETED",
            "matching_id": CANARY, "eid": CANARY, "messages": [CANARY], "message": CANARY,
            "error_description": CANARY, "access_token": CANARY, "refresh_token": CANARY,
            "output": { "matching_id": CANARY, "data": { "code": CANARY } },
            "_metadata": { "links": { "_lpa": CANARY } },
        });
        for printed in read_all(status, all.to_string().as_bytes()) {
            prop_assert!(!printed.contains(CANARY), "{printed}");
        }
    }

    #[test]
    fn an_amount_is_read_exactly_or_not_at_all(whole in 0_u64..1_000_000_000, part in "[0-9]{1,12}") {
        let amount = format!("{whole}.{part}");
        for written in [format!("\"{amount}\""), amount.clone()] {
            let json = format!(r#"{{"id":"p-1","price":{written},"price_currency":"EUR"}}"#);
            let answer = Answer::of(200, json.as_bytes());
            let product = answer.read::<products::Wire, Product>().expect("a plan");
            prop_assert_eq!(product.price.amount.to_string(), amount.clone(), "no float on the way");
        }
    }
}
