//! Letters as a search compares them: `muller` finds `Müller`, `lukasz` finds `Łukasz`.
//!
//! `ui/src/lib/fold.ts` folds in the same way for the catalogue; `tests/fixtures/folding.json` holds both to it. Marks are
//! taken away where they are added to a letter; where they are half of the letter (Devanagari, Thai, kana) they stay.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::signs::is_invisible;
use super::sim::sim_number;

/// A text as it is searched in and for.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let apart: String = DecomposingNormalizerBorrowed::new_nfkd()
        .normalize(&visible)
        .chars()
        .filter(|&c| !is_mark(c))
        .collect();
    let mut folded = String::with_capacity(apart.len());
    for c in apart.to_lowercase().chars() {
        match plain(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    folded
}

/// The words of what somebody searches for, each without what a copy brings along: brackets and quotes, `mailto:`, the
/// sign by which our own tables keep a number from being calculated with, and the padding of a SIM's number.
pub fn search_words(text: &str) -> Vec<String> {
    let text = fold(text);
    let around = ['<', '>', '"', '\'', ',', ';'];
    text.split_whitespace()
        .map(|word| word.trim_matches(around))
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word))
        .map(|word| sim_number(word).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Accents, and the points of Hebrew and Arabic.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// Small letters that are no letter with a mark, and signs that keyboards and editors write in several ways.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ı' | 'ɨ' => "i",
        'ł' | 'ƚ' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ƶ' => "z",
        'ɓ' => "b",
        'ɗ' => "d",
        'ƙ' => "k",
        'ə' | 'ǝ' => "e",
        'ς' => "σ",
        'ک' => "ك",
        'ی' | 'ى' => "ي",
        'ە' | 'ہ' => "ه",
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `[folded, written...]`: the page's test reads the same file.
    const FIXTURE: &str = include_str!("../../../../tests/fixtures/folding.json");

    #[test]
    fn letters_are_folded_as_the_catalogue_folds_them() {
        let rows: Vec<Vec<String>> = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
        assert!(rows.len() > 20, "many scripts");
        for row in rows {
            let (folded, written) = row.split_first().expect("a row has its folded form");
            for text in written {
                assert_eq!(fold(text), *folded, "{text:?}");
            }
        }
    }

    #[test]
    fn words_are_searched_for_without_what_a_copy_brings_along() {
        assert_eq!(
            search_words("Maria <mailto:Guest@example.com>, '0012 8944476500008878576F"),
            ["maria", "guest@example.com", "0012", "8944476500008878576"]
        );
        assert_eq!(search_words("  \u{200b} "), [] as [&str; 0]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
        }
    }
}
