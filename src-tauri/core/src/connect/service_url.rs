//! The service's address, and every URL this client ever asks for.
//!
//! URLs are made from the base and from ids, never from a link in an answer. So the token cannot leave the origin.

use std::fmt;

use url::{Host, Url};

const PRODUCTION: &str = "https://services.truphone.com/connect-api";
const PRE_PRODUCTION: &str = "https://services.truphone.com/connect-api-preprod";
const TOKEN_PATH: &str = "/auth/realms/tru-staff/protocol/openid-connect/token";

/// The base address of a Connect service, such as `https://services.truphone.com/connect-api`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceUrl {
    /// Without a slash at the end.
    base: Url,
}

/// What is wrong with a typed service address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceAddressError {
    /// Nothing was typed.
    #[error("the address is empty")]
    Empty,
    /// It cannot be read as an address, for instance because `https://` is missing.
    #[error("this is not an address; it starts with https://")]
    NotAnAddress,
    /// Some other scheme, such as `ftp` or `file`.
    #[error("the address must start with https://")]
    WrongScheme,
    /// `http` to another computer: the token would travel in clear.
    #[error("plain http is only possible to this computer; use https://")]
    NotEncrypted,
    /// A user name or password inside the address.
    #[error("the address must not contain a user name or password")]
    UserInfo,
    /// A `?` or `#` part.
    #[error("the address must not contain ? or #")]
    QueryOrFragment,
    /// It ends with the version, which this client adds itself.
    #[error("leave out the /v2 at the end")]
    HasVersion,
}

impl ServiceUrl {
    /// Reads a typed address. Spaces around it and slashes at its end do not matter.
    ///
    /// # Errors
    /// [`ServiceAddressError`], made to be shown beside the field.
    pub fn parse(text: &str) -> Result<Self, ServiceAddressError> {
        use ServiceAddressError as Wrong;
        let text = text.trim();
        if text.is_empty() {
            return Err(Wrong::Empty);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(Wrong::NotAnAddress);
        }
        let mut base = Url::parse(text).map_err(|_| Wrong::NotAnAddress)?;
        match base.scheme() {
            "https" => {}
            "http" if is_loopback(&base) => {}
            "http" => return Err(Wrong::NotEncrypted),
            _ => return Err(Wrong::WrongScheme),
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(Wrong::UserInfo);
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(Wrong::QueryOrFragment);
        }
        let path = base.path().trim_end_matches('/').to_owned();
        if path.ends_with("/v2") {
            return Err(Wrong::HasVersion);
        }
        base.set_path(&path);
        Ok(Self { base })
    }

    /// Where real orders are placed.
    pub fn production() -> Self {
        Self::known(PRODUCTION)
    }

    /// Where orders are for testing. Documented for v1 only; the catalogue is the same as in production.
    pub fn pre_production() -> Self {
        Self::known(PRE_PRODUCTION)
    }

    /// The base address without a slash at its end: one half of an account's identity.
    pub fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Scheme, host and port: where secrets and tokens may go, and nowhere else.
    pub fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Whether the service runs on this computer.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// Where tokens are asked for: the documented path at the same origin.
    pub fn token_url(&self) -> Url {
        let mut url = self.base.clone();
        url.set_path(TOKEN_PATH);
        url
    }

    /// `{base}/v2/...`, each segment percent-encoded as one segment.
    pub(super) fn endpoint(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("v2").extend(segments);
        }
        url
    }

    fn known(base: &str) -> Self {
        Self::parse(base)
            .unwrap_or_else(|_| unreachable!("a constant of this file, parsed in its tests"))
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base())
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(text: &str) -> ServiceUrl {
        ServiceUrl::parse(text).expect("a good address")
    }

    #[test]
    fn the_known_addresses_are_the_documented_ones() {
        assert_eq!(
            ServiceUrl::production().base(),
            PRODUCTION,
            "S1 and S3 print this base"
        );
        assert_eq!(
            ServiceUrl::pre_production().base(),
            PRE_PRODUCTION,
            "the v1 page prints this base"
        );
        assert_eq!(
            ServiceUrl::pre_production().token_url().as_str(),
            "https://services.truphone.com/auth/realms/tru-staff/protocol/openid-connect/token",
            "the token endpoint does not lie under the base path"
        );
    }

    #[test]
    fn spaces_and_slashes_around_an_address_do_not_matter() {
        for typed in [
            " https://a.example/connect-api/ ",
            "https://a.example:443/connect-api//",
            "https://A.example/connect-api",
        ] {
            assert_eq!(
                service(typed).base(),
                "https://a.example/connect-api",
                "typed as {typed:?}"
            );
        }
        assert_eq!(
            service("https://a.example/").base(),
            "https://a.example",
            "a bare host is a base too"
        );
        assert_eq!(
            service("https://a.example").endpoint(&["orders"]).as_str(),
            "https://a.example/v2/orders",
            "no double slash"
        );
    }

    #[test]
    fn a_bad_address_says_what_is_wrong() {
        use ServiceAddressError as Wrong;
        for (typed, wrong) in [
            ("", Wrong::Empty),
            ("  ", Wrong::Empty),
            ("services.truphone.com/connect-api", Wrong::NotAnAddress),
            ("https://", Wrong::NotAnAddress),
            ("https://a.exa mple/", Wrong::NotAnAddress),
            ("https://a.example/\nconnect-api", Wrong::NotAnAddress),
            ("localhost:8080/connect-api", Wrong::WrongScheme),
            ("ftp://a.example/x", Wrong::WrongScheme),
            ("javascript:alert(1)", Wrong::WrongScheme),
            (
                "http://services.truphone.com/connect-api",
                Wrong::NotEncrypted,
            ),
            ("http://127.0.0.1.example/", Wrong::NotEncrypted),
            ("http://localhost.example/", Wrong::NotEncrypted),
            ("http://192.168.1.5/", Wrong::NotEncrypted),
            ("http://0.0.0.0/", Wrong::NotEncrypted),
            ("https://user@a.example/", Wrong::UserInfo),
            ("https://user:pw@a.example/", Wrong::UserInfo),
            ("http://localhost@a.example/", Wrong::NotEncrypted),
            ("https://a.example/?x=1", Wrong::QueryOrFragment),
            ("https://a.example/#x", Wrong::QueryOrFragment),
            ("https://a.example/connect-api/v2/", Wrong::HasVersion),
        ] {
            assert_eq!(ServiceUrl::parse(typed), Err(wrong), "typed as {typed:?}");
        }
    }

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for typed in [
            "http://localhost:9/x",
            "http://127.0.0.1:9",
            "http://127.8.8.8",
            "http://[::1]:9/",
        ] {
            assert!(service(typed).is_loopback(), "{typed} is this computer");
        }
        assert!(
            !ServiceUrl::production().is_loopback(),
            "the real service is elsewhere"
        );
    }

    #[test]
    fn an_id_stays_one_segment_of_the_path() {
        let at = |id: &str| {
            service("https://a.example/c")
                .endpoint(&["orders", id])
                .to_string()
        };
        assert_eq!(
            at("kn8-_A="),
            "https://a.example/c/v2/orders/kn8-_A=",
            "the documented alphabet is kept"
        );
        assert_eq!(
            at("../../x"),
            "https://a.example/c/v2/orders/..%2F..%2Fx",
            "no way up"
        );
        assert_eq!(
            at("a?b#c%2f"),
            "https://a.example/c/v2/orders/a%3Fb%23c%252f",
            "nothing starts a query or hides a slash"
        );
        assert_eq!(
            at("//evil.example/"),
            "https://a.example/c/v2/orders/%2F%2Fevil.example%2F",
            "no other host"
        );
        assert_eq!(
            at("a\\b"),
            "https://a.example/c/v2/orders/a%5Cb",
            "a backslash is no slash"
        );
    }
}
