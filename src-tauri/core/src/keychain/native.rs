//! The store of each operating system. macOS and Windows were compiled, not run.

use std::sync::Arc;

use keyring_core::{CredentialStore, Result};

/// Secret Service through zbus: GNOME Keyring, KWallet, KeePassXC. Fails when there is no session bus, or nobody on it
/// who offers the service.
#[cfg(target_os = "linux")]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// The login keychain. Not the data-protection one: its entitlement needs an embedded provisioning profile.
#[cfg(target_os = "macos")]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// Windows Credential Manager.
#[cfg(windows)]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// What each entry is built with.
#[cfg(not(windows))]
pub(super) const MODIFIERS: &[(&str, &str)] = &[];

/// What each entry is built with: it stays on this computer. The store's own default roams with the Windows profile.
#[cfg(windows)]
pub(super) const MODIFIERS: &[(&str, &str)] = &[("persistence", "Local")];
