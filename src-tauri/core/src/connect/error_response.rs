//! From an answer that is not a success to what it means.

use secrecy::SecretString;
use serde::Deserialize;

use super::answer::Answer;
use super::fault::{FaultKind, Refusal};
use super::lenient;

const MAX_TYPE_CHARS: usize = 64;

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

/// The same for the token endpoint, where 400 and 403 too mean that the credentials were not accepted.
pub(super) fn check_token_endpoint(answer: &Answer) -> Result<(), FaultKind> {
    match answer.status {
        400 | 401 | 403 => Err(FaultKind::NotSignedIn(read(answer))),
        _ => check(answer),
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
    let messages = body
        .messages
        .into_iter()
        .chain(body.error_description)
        .chain(body.message);
    Refusal {
        status: answer.status,
        error_type: body.connect_type.or(body.error).map(|text| loggable(&text)),
        messages: messages.map(SecretString::from).collect(),
    }
}

/// A kind is a word. What else a service writes there may be a sentence with somebody's name in it.
fn loggable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || "_.-".contains(*c))
        .take(MAX_TYPE_CHARS)
        .collect()
}
