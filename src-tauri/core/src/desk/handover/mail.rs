//! The draft of an e-mail to the customer, as the `mailto:` address that a mail program understands.
//!
//! It holds the link for an iPhone and what is typed by hand, in words that the page gives in the guest's language; no
//! picture and no name. Mail programs and systems cut long addresses, so a draft that would not fit is a shorter one.
//!
//! Nothing is sent from here, and nothing is opened: that is the shell's, and it opens only what this module made.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::activation::{InstallCode, link};

/// The longest address (rulings 25).
pub const LIMIT: usize = 1_900;

/// The words of a draft, in the guest's language.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MailWords {
    pub subject: String,
    /// Before the link.
    pub link: String,
    /// Before what is typed by hand.
    pub by_hand: String,
    pub server: String,
    pub activation_code: String,
    /// That the phone will ask for a code that only the staff have; said where that is so.
    pub confirmation: String,
    /// Before the order's suffix.
    pub order: String,
    pub keep: String,
}

/// A `mailto:` address. It carries an install code, so it does not print.
pub struct MailDraft(SecretString);

impl MailDraft {
    /// The address, always with the scheme `mailto`.
    pub fn address(&self) -> &str {
        self.0.expose_secret()
    }

    /// The longest draft that fits: with all the words, with the link and the fields alone, without the receiver.
    pub(super) fn of(
        email: &str,
        words: &MailWords,
        code: &InstallCode,
        suffix: &str,
    ) -> MailDraft {
        let link = link::iphone(code);
        let smdp = code.smdp().as_str();
        let matching_id = code.matching_id().as_str();
        let asked = if code.confirmation_required() {
            format!("\r\n{}\r\n", words.confirmation)
        } else {
            String::new()
        };
        let whole = format!(
            "{}\r\n{link}\r\n\r\n{}\r\n{}: {smdp}\r\n{}: {matching_id}\r\n{asked}\r\n{}: {suffix}\r\n\r\n{}\r\n",
            words.link, words.by_hand, words.server, words.activation_code, words.order, words.keep,
        );
        let fields = format!("{link}\r\n\r\n{smdp}\r\n{matching_id}\r\n");
        let bare = format!("{fields}{asked}");
        let found = [
            address(email, &words.subject, &whole),
            address(email, &words.subject, &bare),
            address(email, "eSIM", &bare),
            address(email, "eSIM", &fields),
        ]
        .into_iter()
        .find(|address| address.len() <= LIMIT);
        // A code has at most 255 characters and few that are written as three, so this one fits.
        MailDraft(found.unwrap_or_else(|| address("", "eSIM", &fields)).into())
    }
}

fn address(email: &str, subject: &str, body: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let at = if domain.is_empty() { "" } else { "@" };
    format!(
        "mailto:{}{at}{}?subject={}&body={}",
        encoded(local),
        encoded(domain),
        encoded(subject),
        encoded(body)
    )
}

/// Everything but the unreserved characters of RFC 3986 as `%` and two digits: mail programs differ in what else they take.
fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(byte.into());
        } else {
            written.push('%');
            written.push(DIGITS[usize::from(byte >> 4)].into());
            written.push(DIGITS[usize::from(byte & 15)].into());
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(of: impl Fn(&str) -> String) -> MailWords {
        MailWords {
            subject: of("Your eSIM"),
            link: of("Open this:"),
            by_hand: of("Or type it:"),
            server: of("Server"),
            activation_code: of("Code"),
            confirmation: of("It asks for a code."),
            order: of("Order"),
            keep: of("Keep it."),
        }
    }

    fn code(text: &str) -> InstallCode {
        InstallCode::parse(text).expect("valid")
    }

    /// What a mail program shows, read back by another program than wrote it.
    fn read(address: &str) -> (String, String, String) {
        let url: url::Url = address.parse().expect("an address");
        assert_eq!(url.scheme(), "mailto");
        let mut pairs = url.query_pairs();
        let mut next = |name: &str| {
            let (found, value) = pairs.next().expect("two fields");
            assert_eq!(found, name);
            value.into_owned()
        };
        let (subject, body) = (next("subject"), next("body"));
        assert!(
            pairs.next().is_none(),
            "no other field, such as a copy to somebody"
        );
        (url.path().to_owned(), subject, body)
    }

    #[test]
    fn a_draft_holds_the_link_and_the_two_fields_and_reads_back_as_written() {
        let code = code("LPA:1$rsp.truphone.com$6C-DA326D-K86D");
        let draft = MailDraft::of("a.b+c@example.com", &words(str::to_owned), &code, "9f3c");
        let (to, subject, body) = read(draft.address());
        assert_eq!(to, "a.b%2Bc@example.com");
        assert_eq!(subject, "Your eSIM");
        assert_eq!(
            body,
            "Open this:\r\n\
             https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.truphone.com$6C-DA326D-K86D\r\n\r\n\
             Or type it:\r\nServer: rsp.truphone.com\r\nCode: 6C-DA326D-K86D\r\n\r\nOrder: 9f3c\r\n\r\nKeep it.\r\n"
        );
    }

    #[test]
    fn a_code_that_the_phone_asks_for_is_announced_in_every_draft_and_only_then() {
        let asks = code("1$rsp.truphone.com$6C-DA326D-K86D$$1");
        let long = words(|text| {
            if text == "It asks for a code." {
                text.to_owned()
            } else {
                "語".repeat(40) + text
            }
        });
        for words in [words(str::to_owned), long] {
            let (_, _, body) =
                read(MailDraft::of("guest@example.com", &words, &asks, "9f3c").address());
            assert!(body.contains("\r\nIt asks for a code.\r\n"), "{body}");
        }
        let plain = code("1$rsp.truphone.com$6C-DA326D-K86D");
        let (_, _, body) = read(
            MailDraft::of("guest@example.com", &words(str::to_owned), &plain, "9f3c").address(),
        );
        assert!(!body.contains("It asks"), "{body}");
    }

    #[test]
    fn words_that_do_not_fit_leave_the_link_and_the_fields() {
        let code = code("1$rsp.truphone.com$6C-DA326D-K86D");
        let long = words(|text| "語".repeat(40) + text);
        let draft = MailDraft::of("guest@example.com", &long, &code, "9f3c");
        let (to, subject, body) = read(draft.address());
        assert_eq!(to, "guest@example.com");
        assert!(subject.ends_with("Your eSIM"), "the subject still fits");
        assert!(!body.contains('語') && body.starts_with("https://esimsetup.apple.com/"));
        assert!(body.contains("\r\nrsp.truphone.com\r\n6C-DA326D-K86D"));
    }

    proptest! {
        #[test]
        fn whatever_it_says_it_is_short_enough_and_nothing_but_a_mail(
            email in ".{0,300}",
            subject in ".{0,400}",
            text in ".{0,600}",
            host in "[a-z0-9]{1,30}(\\.[a-z0-9]{1,20}){1,3}",
            matching_id in "[A-Za-z0-9-]{1,140}",
            tail in "(\\$(1\\.3\\.6\\.1)?(\\$1)?)?",
        ) {
            let Ok(code) = InstallCode::parse(&format!("1${host}${matching_id}{tail}")) else {
                return Ok(());
            };
            let words = words(|own| if own == "Your eSIM" { subject.clone() } else { text.clone() });
            let draft = MailDraft::of(&email, &words, &code, "9f3c");
            prop_assert!(draft.address().len() <= LIMIT, "{}", draft.address().len());
            prop_assert!(draft.address().is_ascii());
            let (_, _, body) = read(draft.address());
            prop_assert!(body.contains(&link::iphone(&code)), "the link is whole");
            let fields = [code.smdp().as_str(), code.matching_id().as_str()];
            prop_assert!(fields.iter().all(|field| body.contains(field)), "both fields are there");
        }
    }
}
