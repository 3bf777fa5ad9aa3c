//! What people may want of the login of a proxy. How it comes into the keychain: `network`.

use crate::connect::ProxyLogin;

/// What the keychain has for a proxy from now on.
pub(in crate::desk) enum LoginToKeep {
    None,
    This(ProxyLogin),
    /// What it has for this address, if it has anything. What was kept for another one does not go to it.
    AsBefore,
}
