//! An e-mail address as it comes from address books, web pages, lists and spreadsheets.
//!
//! Whether what is left can be an address is the desk's mild question, and in the end the service's.

use super::clean::{Cleaned, Unclear, cleaned, unquoted};
use super::signs::{Alphabet, QUOTES, SINGLE_QUOTES, alphabet, is_styled, narrow};

/// The address alone: without `mailto:`, without the name before `<...>`, without quotes and the comma of a list.
pub fn email(text: &str) -> Cleaned {
    let Cleaned { text, unclear } = cleaned(text, narrow);
    let (text, two) = match one_address(&text) {
        Ok(address) => (address, None),
        Err(unclear) => (text, Some(unclear)),
    };
    let looks_alike = looks_alike(&text).then_some(Unclear::LookAlikes);
    Cleaned {
        unclear: unclear.or(two).or(looks_alike),
        text,
    }
}

/// The form in which two addresses are compared: cleaned, without case (rulings 12).
pub fn comparable_email(text: &str) -> String {
    email(text).text.to_lowercase()
}

fn one_address(text: &str) -> Result<String, Unclear> {
    let addresses = addresses(text);
    let Some((first, others)) = addresses.split_first() else {
        return Ok(bare(text));
    };
    let same = |one: &String| one.to_lowercase() == first.to_lowercase();
    if others.iter().all(same) {
        Ok(first.clone())
    } else {
        Err(Unclear::TwoAddresses)
    }
}

/// The addresses that a text with a name, brackets or a list holds.
fn addresses(text: &str) -> Vec<String> {
    let text = bare(text);
    if text.matches('@').count() <= 1 && !text.contains(['<', '>']) {
        return if text.contains('@') {
            vec![text]
        } else {
            Vec::new()
        };
    }
    // `[a@b](mailto:a@b)`, `Name <a@b>`, `a@b; c@d`, `a@b <a@b>`. A name beside the address has no @ in it.
    let parts: Vec<&str> = text
        .split(['<', '>', '[', ']', '(', ')', ',', ';'])
        .collect();
    let bracketed = text.contains(['<', '[']);
    let mut found = Vec::new();
    for part in parts {
        let words: Vec<&str> = part
            .split_whitespace()
            .filter(|word| word.contains('@'))
            .collect();
        // `maria @example.com` is no address with a name before it.
        match words.as_slice() {
            [] => {}
            [word] if bracketed || words_of(part) == 1 => found.push(bare(word)),
            [_] => found.push(bare(part)),
            several => found.extend(several.iter().map(|word| bare(word))),
        }
    }
    // `a@b@c` is one wrong address and not two.
    found
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Without quotes, a scheme or a label before it, what ends a sentence behind it, and halves of what was around it.
fn bare(text: &str) -> String {
    let mut text = text;
    let decoded;
    loop {
        let before = text.len();
        text = unquoted(text, &[QUOTES, SINGLE_QUOTES]);
        text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        text = inside(text, '<', '>').unwrap_or(text);
        text = inside(text, '(', ')').unwrap_or(text);
        text = inside(text, '[', ']').unwrap_or(text);
        if let Some(rest) = without_scheme(text) {
            let rest = rest.trim_start_matches('/');
            let rest = rest.split('?').next().unwrap_or_default();
            decoded = percent_decoded(rest);
            return bare(&decoded);
        }
        text = without_label(text).unwrap_or(text);
        text = text.trim_start_matches(BEFORE).trim_end_matches(BEHIND);
        if text.len() == before {
            return text.to_owned();
        }
    }
}

fn inside(text: &str, open: char, close: char) -> Option<&str> {
    let inside = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inside.contains([open, close])).then_some(inside.trim())
}

/// What a copy takes along of brackets and quotes of which it has one half, and of the sentence around an address.
const BEFORE: [char; 9] = ['(', '[', '{', '<', '"', '\'', ':', '/', '.'];
const BEHIND: [char; 11] = [')', ']', '}', '>', '"', '\'', ':', '/', '.', '!', '?'];

/// *E-mail:* in any language: no sign before an address's `@` is a colon.
fn without_label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once(':')?;
    (!label.contains('@') && rest.contains('@')).then(|| rest.trim_start())
}

fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("mailto")
        .then(|| rest.trim_start())
}

/// What a `mailto:` writes as `%40`. Left as it is where it makes no text, and cleaned as what was typed is.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    match String::from_utf8(bytes).map(|text| cleaned(&text, narrow)) {
        Ok(Cleaned {
            text,
            unclear: None,
        }) => text,
        _ => text.to_owned(),
    }
}

/// Whether a part of the address mixes alphabets that are taken for each other, or has letters of formulas.
fn looks_alike(text: &str) -> bool {
    let mixed = |part: &str| {
        let mut alphabets = part.chars().filter_map(alphabet);
        let first = alphabets.next();
        alphabets.any(|other: Alphabet| Some(other) != first)
    };
    text.contains(is_styled) || text.split(['@', '.', '-', '_', '+']).any(mixed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::signs::is_invisible;
    use super::*;

    #[test]
    fn an_address_is_taken_as_it_comes_from_elsewhere() {
        for typed in [
            "guest@example.com",
            " guest@example.com\u{200b}",
            "\u{feff}guest@example.com",
            "guest@exam\u{ad}ple.com",
            "guest@example.com\u{a0}",
            "mailto:guest@example.com",
            "MAILTO:guest@example.com?subject=Room%2012",
            "mailto:guest%40example.com",
            "mailto:%E2%80%8Bguest@example.com",
            "Maria Keller <guest@example.com>",
            "\"Keller, Maria\" <guest@example.com>",
            "guest@example.com <guest@example.com>",
            "<guest@example.com>",
            "<mailto:guest@example.com>",
            "[guest@example.com](mailto:guest@example.com)",
            "\"guest@example.com\"",
            "'guest@example.com'",
            "“guest@example.com”",
            "guest@example.com;",
            "guest@example.com, ",
            "E-Mail: guest@example.com",
            "guest@example.com)",
            "(guest@example.com",
            "guest@example.com'",
            "'guest@example.com",
            "<guest@example.com",
            "guest@example.com:",
            "guest@example.com/",
            "guest@example.com.",
            "guest@example.com!",
            "courriel:guest@example.com",
            "correo: guest@example.com",
            "E-Mail-Adresse:guest@example.com",
            "E-mail address: <guest@example.com>",
            "E-mail:mailto:guest@example.com",
            "ｇｕｅｓｔ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "guest@example。com",
            "\u{2068}guest@example.com\u{2069}",
            "g\u{200d}u\u{200c}e\u{2060}s\u{fe0f}t@example.com",
            "\u{e0067}guest@example.com",
        ] {
            let cleaned = email(typed);
            assert_eq!(
                (cleaned.text.as_str(), cleaned.unclear),
                ("guest@example.com", None),
                "{typed:?}"
            );
        }
        assert_eq!(
            email("anna+room%2@example.com").text,
            "anna+room%2@example.com",
            "outside of a mailto a percent sign is one"
        );
        assert_eq!(
            email("ju\u{308}rgen@example.com").text,
            "jürgen@example.com"
        );
    }

    #[test]
    fn two_addresses_and_look_alikes_are_for_a_person() {
        for (typed, why) in [
            ("a@b.example, c@d.example", Unclear::TwoAddresses),
            ("a@b.example;c@d.example", Unclear::TwoAddresses),
            ("a@b.example c@d.example", Unclear::TwoAddresses),
            ("a@b.example <c@d.example>", Unclear::TwoAddresses),
            ("mailto:a@b.example,c@d.example", Unclear::TwoAddresses),
            ("\u{202e}moc.elpmaxe@tseug", Unclear::Direction),
            ("gu\u{435}st@example.com", Unclear::LookAlikes),
            ("guest@ex\u{430}mple.com", Unclear::LookAlikes),
            ("\u{1d420}uest@example.com", Unclear::LookAlikes),
            ("guest@example\u{2024}com", Unclear::LookAlikes),
        ] {
            assert_eq!(email(typed).unclear, Some(why), "{typed:?}");
        }
        for whole in [
            "почта@пример.example",
            "jürgen@müller.example",
            "名前@例え.example",
        ] {
            assert_eq!(email(whole).unclear, None, "{whole:?} is of one alphabet");
        }
    }

    #[test]
    fn addresses_are_compared_as_they_are_cleaned() {
        for typed in ["Guest@Example.com\u{200b}", "mailto:GUEST@example.com"] {
            assert_eq!(comparable_email(typed), "guest@example.com");
        }
        assert_ne!(
            comparable_email("müller@example.com"),
            comparable_email("muller@example.com")
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(
            typed in prop_oneof![
                "[ a-c@.,;<>()\\[\\]\"'%:?\u{200b}\u{202e}\u{a0}]{0,24}",
                "(mailto:|[Ee]-mail: ?|\\PC){0,6}",
            ],
        ) {
            let once = email(&typed).text;
            prop_assert!(!once.contains(is_invisible), "{once:?}");
            prop_assert_eq!(&email(&once).text, &once);
        }
    }
}
