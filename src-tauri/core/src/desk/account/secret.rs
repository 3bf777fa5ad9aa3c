//! The secret of an account as the keychain has it. Which account that is: `account`.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::trusted_way::TrustedWay;
use crate::connect::{Credentials, ServiceUrl};
use crate::keychain::{Item, SecretBytes};
use crate::settings::{Account, CredentialKind};

/// What a keychain item of an account holds. The kind is there so that a token is never used as a client secret.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kept<'a> {
    ClientSecret {
        secret: Cow<'a, str>,
        #[serde(default)]
        way: Option<TrustedWay>,
    },
    Token {
        token: Cow<'a, str>,
        #[serde(default)]
        way: Option<TrustedWay>,
    },
}

pub(super) fn item(service: &ServiceUrl, account: &Account) -> Item {
    item_of(service, &account.name)
}

pub(super) fn item_of(service: &ServiceUrl, name: &str) -> Item {
    Item::account(&service.token_url(), name)
}

pub(super) fn kept(credentials: &Credentials, way: &TrustedWay) -> SecretBytes {
    let way = Some(way.clone());
    let kept = match credentials {
        Credentials::Client { secret, .. } => Kept::ClientSecret {
            secret: secret.expose_secret().into(),
            way,
        },
        Credentials::Token { token, .. } => Kept::Token {
            token: token.expose_secret().into(),
            way,
        },
    };
    serde_json::to_vec(&kept).unwrap_or_default().into()
}

/// The credentials, and the way that they were typed under: an item of an earlier version does not say.
pub(super) fn credentials_of(
    account: &Account,
    kept: &SecretBytes,
) -> Option<(Credentials, Option<TrustedWay>)> {
    let name = account.name.clone();
    match serde_json::from_slice(kept.expose_secret()).ok()? {
        Kept::ClientSecret { secret, way } if account.credential == CredentialKind::Client => {
            let secret = SecretString::from(secret.into_owned());
            Some((Credentials::Client { id: name, secret }, way))
        }
        Kept::Token { token, way } if account.credential == CredentialKind::Token => {
            let token = SecretString::from(token.into_owned());
            Some((Credentials::Token { name, token }, way))
        }
        Kept::ClientSecret { .. } | Kept::Token { .. } => None,
    }
}
