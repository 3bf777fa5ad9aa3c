//! Whatever is typed as an address: it is refused, or secrets go to one origin that is encrypted or on this computer.

use proptest::prelude::*;

use super::network::ProxyAddress;
use super::service_url::ServiceUrl;

/// Nearly an address: made of the pieces that real ones and real mistakes have.
fn nearly_an_address() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "https",
        "http",
        "HTTP",
        "ftp",
        "file",
        "javascript",
        "://",
        ":",
        "/",
        "//",
        "\\",
        "@",
        "?",
        "#",
        ".",
        "..",
        "services.truphone.com",
        "localhost",
        "localhost.",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "evil.example",
        "user",
        ":8080",
        ":99999",
        "connect-api",
        "v2",
        "%2e%2e",
        "%2F",
        " ",
        "\t",
        "\n",
        "\u{200b}",
        "ü",
        "。",
    ]);
    prop::collection::vec(pieces, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_service_address_is_refused_or_safe(text in prop_oneof![nearly_an_address(), any::<String>()]) {
        let Ok(service) = ServiceUrl::parse(&text) else { return Ok(()) };
        let origin = service.origin();
        prop_assert!(origin.starts_with("https://") || service.is_loopback(), "{text:?}: {origin}");
        for url in [service.token_url(), service.endpoint(&["orders", "../x/?y#z"])] {
            prop_assert_eq!(url.origin().ascii_serialization(), origin.clone(), "one origin");
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert!(url.query().is_none() && url.fragment().is_none());
        }
        prop_assert!(service.endpoint(&["orders"]).path().ends_with("/v2/orders"));
        let again = ServiceUrl::parse(service.base());
        prop_assert_eq!(again.map(|again| again.base().to_owned()), Ok(service.base().to_owned()), "an account keeps its name");
    }

    #[test]
    fn a_proxy_address_is_refused_or_kept_secret(text in prop_oneof![nearly_an_address(), any::<String>()]) {
        let Ok(proxy) = ProxyAddress::parse(&text) else { return Ok(()) };
        prop_assert_eq!(format!("{proxy:?}"), "ProxyAddress([redacted])");
        let again = ProxyAddress::parse(proxy.expose());
        prop_assert_eq!(again.map(|again| again.expose().to_owned()).ok(), Some(proxy.expose().to_owned()));
        prop_assert!(proxy.expose().starts_with("http://") || proxy.expose().starts_with("https://"));
    }
}
