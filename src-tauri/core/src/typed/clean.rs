//! What a field takes from what was typed or pasted.
//!
//! Taken out is what nobody can have meant: invisible signs, foreign kinds of spaces, quotes around. What could be meant in
//! two ways, or would be read otherwise than it is stored, is for a person. E-mail addresses are next door.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::signs::{
    QUOTES, SINGLE_QUOTES, breaks_line, is_invisible, is_space, is_unreadable, narrow,
    narrow_letter, overturns,
};

/// A text without what cannot be seen, and why a person has to look at it all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// Never holds an invisible sign, whatever is unclear.
    pub text: String,
    pub unclear: Option<Unclear>,
}

/// Why a text cannot be taken as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    #[error("it has more than one line")]
    LineBreak,
    #[error("it holds signs that nobody can see or read")]
    Unreadable,
    #[error("it turns the direction of writing, so that it reads otherwise than it is")]
    Direction,
    #[error("it holds two e-mail addresses")]
    TwoAddresses,
    #[error("it holds letters that only look like the usual ones")]
    LookAlikes,
}

/// One line of any text: a name, a note, a reference.
pub fn line(text: &str) -> Cleaned {
    let Cleaned { text, unclear } = cleaned(text, narrow_letter);
    Cleaned {
        text: unquoted(&text, &[QUOTES]).to_owned(),
        unclear,
    }
}

/// One line that people copy as a whole and that no sentence is: an address of a service or a proxy, an id.
pub fn address(text: &str) -> Cleaned {
    let Cleaned { text, unclear } = cleaned(text, narrow);
    let bare = unquoted(&text, &[QUOTES, SINGLE_QUOTES]);
    let bare = match bare
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(inside) => inside.trim(),
        None => bare,
    };
    Cleaned {
        text: bare.to_owned(),
        unclear,
    }
}

/// A text without its invisible signs, and nothing else changed: for a secret, of which nobody knows what else belongs to it.
pub fn without_invisible(text: &str) -> String {
    // All room at once: a text that moves as it grows would leave its beginnings behind.
    let mut kept = String::with_capacity(text.len());
    kept.extend(text.chars().filter(|&c| !is_invisible(c)));
    kept
}

pub(super) fn cleaned(text: &str, narrow: fn(char) -> char) -> Cleaned {
    let direction = text.contains(overturns);
    let visible = without_invisible(text);
    let visible = visible.trim_matches(|c: char| c.is_whitespace() || is_space(c));
    let unclear = if direction {
        Some(Unclear::Direction)
    } else if visible.contains(breaks_line) {
        Some(Unclear::LineBreak)
    } else if visible.contains(is_unreadable) {
        Some(Unclear::Unreadable)
    } else {
        None
    };
    let plain: String = visible
        .chars()
        .map(|c| if is_space(c) { ' ' } else { narrow(c) })
        .collect();
    Cleaned {
        text: composed(&plain).into_owned(),
        unclear,
    }
}

/// Letters with their marks in one piece, as most keyboards make them.
fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The text inside one or more pairs of quotes.
pub(super) fn unquoted<'t>(text: &'t str, kinds: &[&[(char, char)]]) -> &'t str {
    let mut text = text.trim();
    loop {
        let inside = kinds.iter().copied().flatten().find_map(|(open, close)| {
            let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
            // `"a" or "b"` is not quoted as a whole.
            (!inside.contains([*open, *close])).then_some(inside.trim())
        });
        match inside {
            Some(inside) => text = inside,
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clean(text: &str) -> String {
        let cleaned = line(text);
        assert_eq!(cleaned.unclear, None, "{text:?} is clear");
        cleaned.text
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out_and_the_rest_stays() {
        for (typed, kept) in [
            ("\u{feff}Maria\u{200b} ", "Maria"),
            ("Kel\u{ad}ler", "Keller"),
            ("Maria\u{a0}Keller", "Maria Keller"),
            ("Maria\u{3000}Keller\r\n", "Maria Keller"),
            ("\u{2068}Maria\u{2069}", "Maria"),
            ("\u{200f}דנה\u{200f}", "דנה"),
            ("Mu\u{308}ller", "Müller"),
            ("Ｍａｒｉａ１", "Maria1"),
            ("\"Maria\"", "Maria"),
            ("„Maria“", "Maria"),
            ("O'Brien", "O'Brien"),
            ("Anna \"Nan\" \u{2800}Keller", "Anna \"Nan\"  Keller"),
            ("Room 12, 2nd floor", "Room 12, 2nd floor"),
        ] {
            assert_eq!(clean(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn what_is_dangerous_or_unclear_is_for_a_person() {
        for (typed, why) in [
            ("\u{202e}airaM", Unclear::Direction),
            ("Maria\u{202d}\u{202c}", Unclear::Direction),
            ("Room 12\nRoom 13", Unclear::LineBreak),
            ("Room 12\u{2028}Room 13", Unclear::LineBreak),
            ("Ma\u{7}ria", Unclear::Unreadable),
            ("Maria\tKeller", Unclear::Unreadable),
            ("M\u{fffd}ller", Unclear::Unreadable),
            ("Maria\u{e123}", Unclear::Unreadable),
        ] {
            assert_eq!(line(typed).unclear, Some(why), "{typed:?}");
        }
    }

    #[test]
    fn an_address_is_taken_out_of_what_stands_around_it() {
        for typed in [
            "https://a.example/connect-api",
            " <https://a.example/connect-api>\u{200b}",
            "'https://a.example/connect-api'",
            "“ｈｔｔｐｓ：／／a.example/connect-api”",
            "https://a.exam\u{2060}ple/connect-api\u{a0}",
        ] {
            assert_eq!(
                address(typed).text,
                "https://a.example/connect-api",
                "{typed:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once_and_leaves_nothing_invisible(typed in any::<String>()) {
            for clean in [line, address] {
                let once = clean(&typed).text;
                prop_assert!(!once.contains(is_invisible), "{once:?}");
                prop_assert_eq!(&clean(&once).text, &once);
            }
        }
    }
}
