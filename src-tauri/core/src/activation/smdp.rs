//! The address of the server (SM-DP+) from which a phone downloads its eSIM.
//!
//! Host names only. Whether such a host exists is the phone's business.

use super::error::CodeError;

/// A fully qualified host name, kept in the letter case it came in. Equality ignores case, as DNS does.
#[derive(Debug, Clone)]
pub struct SmdpAddress(String);

impl SmdpAddress {
    /// Reads the address as it stands inside an install code: a bare host name of two or more labels. No scheme,
    /// port, path, IP address, underscore or dot at the end.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        if !is_host_name(text) {
            return Err(CodeError::Smdp);
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads the address as the Connect service gives it on its own: version 1 of the API wrote `https://` in
    /// front, so a scheme and one slash at the end are taken off first.
    pub fn from_service(text: &str) -> Result<Self, CodeError> {
        const SCHEME: &str = "https://";
        let text = text.trim();
        let bare = match text.split_at_checked(SCHEME.len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) => {
                rest.strip_suffix('/').unwrap_or(rest)
            }
            _ => text,
        };
        Self::parse(bare)
    }

    /// The host name, for the manual entry form and the install code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for SmdpAddress {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for SmdpAddress {}

/// RFC 1123 host name with at least two labels. A last label of digits only would make it an IP address.
fn is_host_name(text: &str) -> bool {
    let Some((_, last)) = text.rsplit_once('.') else {
        return false;
    };
    text.len() <= 253
        && text.split('.').all(is_label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_host_names_and_keeps_their_case() {
        for host in [
            "rsp.truphone.com",
            "SMDP.GSMA.COM",
            "rsp-ams.smdp.io",
            "3.smdp.io",
            "a.xn--p1ai",
            "smdp.io",
            "rsp.sandbox.example",
        ] {
            let address = SmdpAddress::parse(host).expect(host);
            assert_eq!(address.as_str(), host, "a host must not be rewritten");
        }
    }

    #[test]
    fn refuses_what_is_not_a_bare_host_name() {
        let label_of_64 = format!("{}.com", "a".repeat(64));
        let host_of_254 = format!("{}.com", vec!["a".repeat(49); 5].join(".") + "a");
        assert_eq!(host_of_254.len(), 254, "one more than DNS allows");
        for host in [
            "",
            ".",
            "localhost",
            "192.0.2.1",
            "[2001:db8::1]",
            "2001:db8::1",
            "a.123",
            "-a.example",
            "a-.example",
            "a.example.",
            ".example",
            "a..example",
            "smdp_x.example.com",
            "smdp.example.com/path",
            "smdp.example.com:443",
            "https://smdp.example.com",
            "%rsp.truphone.com",
            "smdp.example.com ",
            " smdp.example.com",
            "smdp.exämple.com",
            "smdp.example.com\n",
            "user@smdp.example.com",
            label_of_64.as_str(),
            host_of_254.as_str(),
        ] {
            assert_eq!(
                SmdpAddress::parse(host),
                Err(CodeError::Smdp),
                "{host:?} is no SM-DP+ address"
            );
        }
    }

    #[test]
    fn equality_ignores_letter_case_only() {
        let parse = |text| SmdpAddress::parse(text).expect(text);
        assert_eq!(parse("RSP.Truphone.com"), parse("rsp.truphone.COM"));
        assert_ne!(parse("rsp.truphone.com"), parse("rsp1.truphone.com"));
    }

    #[test]
    fn takes_the_scheme_off_what_the_service_gives() {
        for given in [
            "rsp.truphone.com",
            " rsp.truphone.com\n",
            "https://rsp.truphone.com",
            "HTTPS://rsp.truphone.com/",
        ] {
            let address = SmdpAddress::from_service(given).expect(given);
            assert_eq!(address.as_str(), "rsp.truphone.com");
        }
        for given in [
            "http://rsp.truphone.com",
            "https://",
            "https:///",
            "https://rsp.truphone.com/gsma",
            "https://rsp.truphone.com//",
            "rsp.truphone.com/",
            "httpsü//rsp",
        ] {
            assert!(
                SmdpAddress::from_service(given).is_err(),
                "{given:?} carries more than a scheme and a host"
            );
        }
    }
}
