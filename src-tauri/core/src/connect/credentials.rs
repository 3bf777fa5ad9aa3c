//! How this desk proves who it is: a client id with its secret, or a bearer token that somebody pasted.
//!
//! Where they are kept is `keychain`'s work; how a token is fetched with them is in `token.rs`.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

/// What the service gave to the shop.
#[derive(Clone)]
pub enum Credentials {
    /// OAuth2 client credentials: tokens are fetched and renewed as needed.
    Client {
        /// The client id: one half of the account's identity, not secret.
        id: String,
        /// Its secret.
        secret: SecretString,
    },
    /// A token from elsewhere. It cannot be renewed here.
    Token {
        /// The name typed with it: one half of the account's identity.
        name: String,
        /// The token without the word `Bearer`.
        token: SecretString,
    },
}

/// A form field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field:?}: {flaw}")]
pub struct CredentialProblem {
    /// Which field.
    pub field: CredentialField,
    /// What is wrong.
    pub flaw: Flaw,
}

/// The fields of the sign-in form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialField {
    /// The client id.
    ClientId,
    /// The client secret.
    ClientSecret,
    /// The name for a pasted token.
    TokenName,
    /// The pasted token.
    Token,
}

/// What a credential must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Nothing but spaces.
    #[error("it is empty")]
    Empty,
    /// Usually the sign of a paste that took more than one line.
    #[error("it contains a line break")]
    LineBreak,
    /// Any other control character.
    #[error("it contains a character that cannot be typed")]
    ControlCharacter,
    /// A space inside a token, for instance after the word `Bearer`.
    #[error("it contains a space")]
    Space,
    /// A token is made of plain letters, digits and signs.
    #[error("it contains a letter that no token has")]
    NotPlain,
}

impl Credentials {
    /// Looks for what can only be a mistake. Nothing is sent.
    ///
    /// # Errors
    /// The first problem found, to be shown beside its field.
    pub fn check(&self) -> Result<(), CredentialProblem> {
        match self {
            Self::Client { id, secret } => {
                check(CredentialField::ClientId, id, general_flaw)?;
                check(
                    CredentialField::ClientSecret,
                    secret.expose_secret(),
                    general_flaw,
                )
            }
            Self::Token { name, token } => {
                check(CredentialField::TokenName, name, general_flaw)?;
                check(CredentialField::Token, token.expose_secret(), token_flaw)
            }
        }
    }

    /// Client id, or the name of a pasted token: what names the account beside the service's base address.
    pub fn name(&self) -> &str {
        match self {
            Self::Client { id, .. } => id,
            Self::Token { name, .. } => name,
        }
    }

    /// When a pasted token says that it ends (the `exp` of a JWT). Read without checking its signature, so it is good
    /// for telling the staff and for nothing else. `None` for client credentials and for tokens that do not say.
    pub fn expires_at(&self) -> Option<Timestamp> {
        let Self::Token { token, .. } = self else {
            return None;
        };
        #[derive(Deserialize)]
        struct Claims {
            exp: f64,
        }
        let claims = token.expose_secret().split('.').nth(1)?;
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        let Claims { exp } = serde_json::from_slice(&claims).ok()?;
        // A cast of an absurd number saturates, and jiff refuses it.
        Timestamp::from_second(exp as i64).ok()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Client { .. } => "Client",
            Self::Token { .. } => "Token",
        };
        f.debug_struct(kind)
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

fn check(
    field: CredentialField,
    text: &str,
    flaw: fn(&str) -> Option<Flaw>,
) -> Result<(), CredentialProblem> {
    match flaw(text) {
        Some(flaw) => Err(CredentialProblem { field, flaw }),
        None => Ok(()),
    }
}

fn general_flaw(text: &str) -> Option<Flaw> {
    if text.trim().is_empty() {
        return Some(Flaw::Empty);
    }
    if text.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        return Some(Flaw::LineBreak);
    }
    text.contains(char::is_control)
        .then_some(Flaw::ControlCharacter)
}

fn token_flaw(token: &str) -> Option<Flaw> {
    if let Some(flaw) = general_flaw(token) {
        return Some(flaw);
    }
    if token.contains(char::is_whitespace) {
        return Some(Flaw::Space);
    }
    (!token.is_ascii()).then_some(Flaw::NotPlain)
}
