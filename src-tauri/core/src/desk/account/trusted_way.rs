//! The way to the service that a secret was typed under. Who may change proxy and certificates could otherwise lead the secret
//! past a computer of theirs, without knowing it.
//!
//! What the system itself is set to (its own proxy, its own certificates) is not in it: that is not changed from here.

use serde::{Deserialize, Serialize};

use crate::connect::ProxyAddress;
use crate::settings::{ProxyChoice, Settings};

/// What can be chosen here that makes somebody else a part of the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TrustedWay {
    /// The proxy that was chosen by hand.
    proxy: Option<String>,
    /// The fingerprint of the extra certificates.
    certificates: Option<String>,
}

impl TrustedWay {
    pub(super) fn of(settings: &Settings) -> TrustedWay {
        let proxy = match &settings.proxy {
            ProxyChoice::System | ProxyChoice::None => None,
            ProxyChoice::Manual { address } => Some(ProxyAddress::shown(address)),
        };
        TrustedWay {
            proxy,
            certificates: settings.extra_ca.as_ref().map(|ca| ca.fingerprint.clone()),
        }
    }

    /// Whether the secret may go `now`'s way: nobody is on it who was not on this one.
    pub(super) fn covers(&self, now: &TrustedWay) -> bool {
        let nobody_new =
            |before: &Option<String>, now: &Option<String>| now.is_none() || before == now;
        nobody_new(&self.proxy, &now.proxy) && nobody_new(&self.certificates, &now.certificates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(proxy: Option<&str>, certificates: Option<&str>) -> TrustedWay {
        TrustedWay {
            proxy: proxy.map(str::to_owned),
            certificates: certificates.map(str::to_owned),
        }
    }

    #[test]
    fn fewer_on_the_way_are_trusted_and_anybody_new_is_not() {
        let (p, c) = (Some("http://p"), Some("AB"));
        for (before, now, trusted) in [
            (way(p, c), way(p, c), true),
            (way(p, c), way(None, c), true),
            (way(p, c), way(p, None), true),
            (way(p, c), way(Some("http://q"), c), false),
            (way(p, c), way(p, Some("CD")), false),
            (way(None, None), way(p, None), false),
            (way(None, None), way(None, c), false),
            (way(p, None), way(None, c), false),
        ] {
            assert_eq!(before.covers(&now), trusted, "{before:?} to {now:?}");
        }
    }
}
