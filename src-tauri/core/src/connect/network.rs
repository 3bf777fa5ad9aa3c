//! What a company network needs: a proxy, and certificate authorities beyond those the system trusts.
//!
//! Not here, because the TLS and proxy code underneath cannot do it: proxy scripts (PAC), NTLM and Kerberos proxies.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

/// How requests leave this computer.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The way out. A service on this computer is always reached directly.
    pub proxy: Proxy,
    /// More certificate authorities, as the bytes of a PEM file. The system's own are trusted besides.
    pub extra_ca: Option<Vec<u8>>,
}

/// The way out of this network.
#[derive(Clone, Debug, Default)]
pub enum Proxy {
    /// What the environment or the system's settings say.
    #[default]
    System,
    /// Always directly.
    None,
    /// Always through this one.
    Manual(ProxyAddress),
}

/// The address of a proxy. It may contain a user name and a password, so it does not print itself.
#[derive(Clone)]
pub struct ProxyAddress(SecretString);

/// What is wrong with a typed proxy address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyAddressError {
    /// It cannot be read as an address with a host.
    #[error("this is not the address of a proxy; it looks like http://proxy.example:8080")]
    NotAnAddress,
    /// Some other kind, such as SOCKS.
    #[error("only http and https proxies are possible")]
    WrongScheme,
}

impl ProxyAddress {
    /// Reads `http://proxy.example:8080`, with or without `user:password@`. Without a scheme, `http` is meant.
    ///
    /// # Errors
    /// [`ProxyAddressError`], made to be shown beside the field.
    pub fn parse(text: &str) -> Result<Self, ProxyAddressError> {
        let text = text.trim();
        let text = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        let url = Url::parse(&text).map_err(|_| ProxyAddressError::NotAnAddress)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ProxyAddressError::WrongScheme);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ProxyAddressError::NotAnAddress);
        }
        Ok(Self(SecretString::from(String::from(url))))
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyAddress([redacted])")
    }
}
