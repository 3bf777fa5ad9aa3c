//! From an answer that is not a success to what it means.

use secrecy::SecretString;
use serde::Deserialize;

use super::answer::Answer;
use super::fault::{FaultKind, Refusal};
use super::lenient;

const MAX_TYPE_CHARS: usize = 64;

/// The one documented kind that is more than a word.
const OF_SEVERAL_WORDS: &str = "TOO MANY REQUESTS";

/// A kind may have a status or a version in it, and no number of a SIM or a device.
const MOST_DIGITS: usize = 6;

/// Checks the status of an API answer. The status decides, not the `type`: the documentation spells types in several
/// ways, and a gateway in front of the service writes other bodies.
pub(super) fn check(answer: &Answer) -> Result<(), FaultKind> {
    let refusal = || read(answer);
    Err(match answer.status {
        200..=299 => return Ok(()),
        300..=399 => FaultKind::Redirected {
            status: answer.status,
        },
        401 => FaultKind::NotSignedIn(refusal()),
        403 => FaultKind::NotAllowed(refusal()),
        404 => FaultKind::NotFound(refusal()),
        406 => FaultKind::LimitReached(refusal()),
        429 => FaultKind::SlowDown {
            wait: answer.stated_wait(),
            refusal: refusal(),
        },
        500.. => FaultKind::ServiceTrouble(refusal()),
        _ => FaultKind::Refused(refusal()),
    })
}

/// What Keycloak says of a client id and a secret that do not belong together, in its newer and its older versions. Only
/// these two words mean that (rulings 36).
const WRONG_SECRET: [&str; 2] = ["invalid_client", "unauthorized_client"];

/// The same for the token endpoint. Whatever else it answers, a firewall's 403 or a page of a hotel's network, is its
/// trouble and says nothing of the secret.
pub(super) fn check_token_endpoint(answer: &Answer) -> Result<(), FaultKind> {
    match check(answer) {
        Ok(()) => Ok(()),
        Err(kind @ (FaultKind::Redirected { .. } | FaultKind::SlowDown { .. })) => Err(kind),
        Err(_) => {
            let refusal = read(answer);
            let word = refusal.error_type.as_deref().unwrap_or_default();
            Err(match answer.status {
                400 | 401 | 403 if WRONG_SECRET.contains(&word) => FaultKind::NotSignedIn(refusal),
                _ => FaultKind::ServiceTrouble(refusal),
            })
        }
    }
}

/// Connect: `type`, `messages`. Keycloak: `error`, `error_description`. Gateway: `message`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    connect_type: Option<String>,
    #[serde(deserialize_with = "lenient::texts")]
    messages: Vec<String>,
    #[serde(deserialize_with = "lenient::text")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    error_description: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
}

fn read(answer: &Answer) -> Refusal {
    let body: Body = answer.json().unwrap_or_default();
    let (error_type, sentence) = match body.connect_type.or(body.error) {
        Some(text) if is_kind(&text) => (Some(loggable(&text)), None),
        other => (None, other),
    };
    let messages = body
        .messages
        .into_iter()
        .chain(sentence)
        .chain(body.error_description)
        .chain(body.message);
    Refusal {
        status: answer.status,
        error_type,
        messages: messages.map(SecretString::from).collect(),
    }
}

/// A kind is one word. What else a service writes there may be a sentence, in capitals too, with somebody's name, address or
/// number in it, and is treated like its other words.
fn is_kind(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_word = text.len() <= MAX_TYPE_CHARS && text.chars().all(is_of_a_word);
    text == OF_SEVERAL_WORDS || is_word && digits <= MOST_DIGITS
}

fn loggable(text: &str) -> String {
    text.chars().filter(|c| is_of_a_word(*c)).collect()
}

fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_.-".contains(c)
}
