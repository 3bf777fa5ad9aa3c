//! An install code as a link or URI, for the guest's own device (ruling 21).
//!
//! A link carries the whole credential, exactly like the QR code: treat it alike. It is text to copy or a second
//! QR code; nothing in this program opens one, for it would install on the till's computer.
//!
//! The code is written as it is, not percent-encoded: `:` and `$` are legal in a query, a valid code has no other
//! special character, and the provider's recipe shows it so.

use super::code::InstallCode;

/// Opens the install on an iPhone (iOS 17.4 or later) that it is tapped or scanned on.
pub fn iphone(code: &InstallCode) -> String {
    format!(
        "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata={}",
        code.qr_text()
    )
}

/// The same for Android. Not every maker's phones follow it, and the provider's recipe calls it unsupported, so
/// it is an extra for who asks, never the only way offered.
pub fn android(code: &InstallCode) -> String {
    format!(
        "https://esimsetup.android.com/esim_qrcode_provisioning?carddata={}",
        code.qr_text()
    )
}

/// The URI that Windows 11 (24H2) and some Android programs are registered for.
pub fn uri(code: &InstallCode) -> String {
    format!("lpa:{}", code.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_exactly_the_documented_bytes() {
        let code = InstallCode::parse("1$rsp.truphone.com$6C-DA326D-K86D").expect("valid");
        assert_eq!(
            iphone(&code),
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.truphone.com$6C-DA326D-K86D"
        );
        assert_eq!(
            android(&code),
            "https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.truphone.com$6C-DA326D-K86D"
        );
        assert_eq!(uri(&code), "lpa:1$rsp.truphone.com$6C-DA326D-K86D");
    }

    #[test]
    fn a_link_keeps_the_flag_so_that_the_phone_asks_for_the_confirmation_code() {
        let code = InstallCode::parse("1$a.example$X$$1").expect("valid");
        assert!(iphone(&code).ends_with("?carddata=LPA:1$a.example$X$$1"));
        assert_eq!(uri(&code), "lpa:1$a.example$X$$1");
    }
}
