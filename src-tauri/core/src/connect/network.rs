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

    /// The address as everybody may see it, and what stood in it that nobody may.
    pub fn split(&self) -> (String, Option<ProxyLogin>) {
        let Ok(mut url) = Url::parse(self.expose()) else {
            return (String::new(), None);
        };
        let login = userinfo(&url);
        let _ = url.set_username("");
        let _ = url.set_password(None);
        (String::from(url).trim_end_matches('/').to_owned(), login)
    }

    /// A proxy's address as it may be shown and stored: empty where it is none.
    pub fn shown(text: &str) -> String {
        Self::parse(text).map_or_else(|_| String::new(), |proxy| proxy.split().0)
    }

    /// The same proxy, which is told `login`.
    pub fn with_login(&self, login: &ProxyLogin) -> Self {
        let (open, _) = self.split();
        let (scheme, rest) = open.split_once("://").unwrap_or(("http", &open));
        Self(SecretString::from(format!(
            "{scheme}://{}@{rest}",
            login.expose_encoded()
        )))
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The part of a proxy's address that is a secret, as it stands before the `@`, encoded: `user:password`.
#[derive(Clone)]
pub struct ProxyLogin(SecretString);

impl ProxyLogin {
    /// From what the keychain kept.
    pub fn from_encoded(userinfo: impl Into<SecretString>) -> Self {
        Self(userinfo.into())
    }

    /// From what a person typed into two fields.
    pub fn of(user: &str, password: &SecretString) -> Self {
        // The rules for encoding are an address's.
        let Ok(mut url) = Url::parse("http://proxy.invalid") else {
            return Self(SecretString::default());
        };
        // A typed percent sign is one; `Url` would take it for the beginning of an encoded byte.
        let literally = |text: &str| text.replace('%', "%25");
        // Neither can fail on an http address with a host.
        let _ = url.set_username(&literally(user));
        let password = password.expose_secret();
        let _ = url.set_password((!password.is_empty()).then_some(&literally(password)));
        userinfo(&url).unwrap_or_else(|| Self(SecretString::default()))
    }

    /// For the keychain.
    pub fn expose_encoded(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ProxyLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyLogin([redacted])")
    }
}

fn userinfo(url: &Url) -> Option<ProxyLogin> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut text = url.username().to_owned();
    if let Some(password) = url.password() {
        text.push(':');
        text.push_str(password);
    }
    Some(ProxyLogin(SecretString::from(text)))
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyAddress([redacted])")
    }
}
