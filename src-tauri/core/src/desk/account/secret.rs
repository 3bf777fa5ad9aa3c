//! The secret of an account as the keychain has it. Which account that is: `account`.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::connect::{Credentials, ServiceUrl};
use crate::keychain::{Item, SecretBytes};
use crate::settings::{Account, CredentialKind};

/// What a keychain item of an account holds. The kind is there so that a token is never used as a client secret.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kept<'a> {
    ClientSecret { secret: std::borrow::Cow<'a, str> },
    Token { token: std::borrow::Cow<'a, str> },
}

pub(super) fn item(service: &ServiceUrl, account: &Account) -> Item {
    Item::account(&service.token_url(), &account.name)
}

pub(super) fn kept(credentials: &Credentials) -> SecretBytes {
    let kept = match credentials {
        Credentials::Client { secret, .. } => Kept::ClientSecret {
            secret: secret.expose_secret().into(),
        },
        Credentials::Token { token, .. } => Kept::Token {
            token: token.expose_secret().into(),
        },
    };
    serde_json::to_vec(&kept).unwrap_or_default().into()
}

pub(super) fn credentials_of(account: &Account, kept: &SecretBytes) -> Option<Credentials> {
    let name = account.name.clone();
    match serde_json::from_slice(kept.expose_secret()).ok()? {
        Kept::ClientSecret { secret } if account.credential == CredentialKind::Client => {
            Some(Credentials::Client {
                id: name,
                secret: SecretString::from(secret.into_owned()),
            })
        }
        Kept::Token { token } if account.credential == CredentialKind::Token => {
            Some(Credentials::Token {
                name,
                token: SecretString::from(token.into_owned()),
            })
        }
        Kept::ClientSecret { .. } | Kept::Token { .. } => None,
    }
}
