//! What has to leave the keychain: the secret of an account that was signed out, replaced, or is kept in memory only from now
//! on, and the login of a proxy that is not used any more.
//!
//! It is noted in the settings first and crossed out when it is gone, so that no secret stays because the keychain could
//! not be asked at that moment.

use std::io;

use tokio::sync::Mutex;

use super::secret::item_of;
use crate::connect::{ProxyAddress, ServiceUrl};
use crate::keychain::{Item, Keychain};
use crate::settings::{Account as Stored, LeftInKeychain, ProxyChoice, Settings, SettingsFile};

/// Tries to remove what is noted. Asks the keychain only if something is.
pub(super) async fn remove(turn: &Mutex<()>, file: &SettingsFile, keychain: &Keychain) {
    let _turn = turn.lock().await;
    for left in file.current().left_in_keychain {
        if let Some(item) = item(&left)
            && let Err(error) = keychain.delete(&item).await
        {
            tracing::warn!(%error, "a secret that is not needed any more is still in the keychain");
            continue;
        }
        let crossed_out = file.change(|settings| {
            settings.left_in_keychain.retain(|other| *other != left);
        });
        if let Err(error) = crossed_out {
            tracing::warn!(kind = ?error.kind(), "the settings cannot be written");
        }
    }
}

/// Notes that the secret of `account` has to go.
pub(super) fn account_has_to_go(settings: &mut Settings, account: &Stored) {
    has_to_go(settings, left_of(account));
}

/// Notes that this item has to go.
pub(super) fn has_to_go(settings: &mut Settings, left: LeftInKeychain) {
    if !settings.left_in_keychain.contains(&left) {
        settings.left_in_keychain.push(left);
    }
}

/// To be called before an item is written: until the settings use it, it is one that has to go. Otherwise a settings file that
/// takes nothing, or a crash, would leave a secret that nobody knows of.
pub(super) fn not_used_yet(file: &SettingsFile, new: &LeftInKeychain) -> io::Result<()> {
    file.change(|settings| {
        if !is_used(settings, new) {
            has_to_go(settings, new.clone());
        }
    })
}

fn is_used(settings: &Settings, wanted: &LeftInKeychain) -> bool {
    let account = settings.account.as_ref().map(left_of);
    let proxy = left_of_proxy(&settings.proxy).filter(|_| settings.proxy_login_kept);
    let wanted = item(wanted);
    [account, proxy]
        .into_iter()
        .flatten()
        .any(|used| item(&used) == wanted)
}

/// Notes that this item was written anew, and stays.
pub(super) fn stays(settings: &mut Settings, kept: &LeftInKeychain) {
    let kept = item(kept);
    settings.left_in_keychain.retain(|left| item(left) != kept);
}

pub(super) fn left_of(account: &Stored) -> LeftInKeychain {
    LeftInKeychain::Account {
        service: account.service.clone(),
        name: account.name.clone(),
    }
}

/// What the keychain may have for this proxy.
pub(super) fn left_of_proxy(proxy: &ProxyChoice) -> Option<LeftInKeychain> {
    match proxy {
        ProxyChoice::System | ProxyChoice::None => None,
        ProxyChoice::Manual { address } => Some(LeftInKeychain::Proxy {
            address: ProxyAddress::shown(address),
        }),
    }
}

/// Whether the secret of `account` is one that has to go: then it is not used either.
pub(super) fn is_left(settings: &Settings, account: &Stored) -> bool {
    let of_account = item(&left_of(account));
    settings
        .left_in_keychain
        .iter()
        .any(|left| item(left) == of_account)
}

fn item(left: &LeftInKeychain) -> Option<Item> {
    match left {
        LeftInKeychain::Account { service, name } => {
            Some(item_of(&ServiceUrl::parse(service).ok()?, name))
        }
        LeftInKeychain::Proxy { address } => Some(Item::proxy(address)),
    }
}
