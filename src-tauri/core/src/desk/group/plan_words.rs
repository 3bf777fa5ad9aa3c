//! What a cell says of a plan, word by word. Which plan that is: `plans`.

use std::collections::HashSet;

/// Words and amounts: a number and its unit are one, so that the 5 of five days is not that of five gigabytes. What says nothing
/// is left out, unless it is one of these codes: *IL* is an article, and Israel.
pub(super) fn words(folded: &str, codes: &HashSet<String>) -> Vec<String> {
    let mut words = all_words(folded);
    words.retain(|word| codes.contains(word) || !says_nothing(word));
    words
}

pub(super) fn says_nothing(word: &str) -> bool {
    FILLING.contains(&word)
}

fn all_words(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = folded;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        rest = &rest[begin..];
        if let Some((letters, after)) = letters(rest) {
            words.push(letters);
            rest = after;
            continue;
        }
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| match is_digit {
            true => !c.is_ascii_digit() && c != '.' && c != ',',
            false => !c.is_alphanumeric() || c.is_ascii_digit(),
        });
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        let number = words
            .last_mut()
            .filter(|last| last.ends_with(|c: char| c.is_ascii_digit()));
        match (unit(word), number) {
            (Some(unit), Some(number)) => number.push_str(unit),
            (Some(unit), None) => words.push(unit.to_owned()),
            (None, _) if is_digit => words.push(number_of(word)),
            (None, _) => words.push(word.to_owned()),
        }
    }
    words
}

/// `U.S.A.`, `É.-U.`: letters that are one word, as `u.s.a.`. Not without its dots: *n.a.* is no Namibia.
fn letters(text: &str) -> Option<(String, &str)> {
    let mut letters = String::new();
    let mut rest = text;
    let mut after = text;
    loop {
        let mut chars = rest.chars();
        let Some(letter) = chars.next().filter(|c| c.is_alphabetic()) else {
            break;
        };
        rest = chars.as_str();
        if rest.starts_with(char::is_alphanumeric) {
            break;
        }
        letters.push(letter);
        letters.push('.');
        after = rest;
        let Some(next) = rest.strip_prefix('.') else {
            break;
        };
        rest = next.strip_prefix('-').unwrap_or(next);
    }
    (letters.matches('.').count() > 1).then_some((letters, after))
}

/// Whether it is letters with dots.
pub(super) fn is_letters(word: &str) -> bool {
    word.ends_with('.')
}

fn number_of(word: &str) -> String {
    let plain = word.replace(',', ".");
    match plain.split_once('.') {
        Some((whole, part)) if part.trim_end_matches('0').is_empty() => whole.to_owned(),
        Some(_) | None => plain.trim_end_matches('.').to_owned(),
    }
}

/// What says nothing of which plan it is.
const FILLING: &[&str] = &[
    "for", "and", "fur", "und", "pour", "et", "para", "y", "per", "e", "esim", "plan", "data",
    "mit", "with", "de", "x", "the", "die", "der", "das", "l", "la", "le", "les", "el", "los",
    "las", "il", "lo", "gli",
];

fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "gb" | "gig" | "gigs" | "go" | "gigabyte" | "gigabytes" => "gb",
        "mb" | "mo" | "megabyte" | "megabytes" => "mb",
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "dia" | "dias"
        | "giorno" | "giorni" | "gg" | "dag" | "dagen" => "day",
        "month" | "months" | "monat" | "monate" | "mois" | "mes" | "meses" | "mese" | "mesi"
        | "maand" | "maanden" => "month",
        "unlimited" | "unbegrenzt" | "unbegrenzte" | "unlimitiert" | "illimite" | "illimitee"
        | "illimitees" | "ilimitado" | "ilimitada" | "ilimitados" | "illimitato" | "illimitata"
        | "illimitati" | "onbeperkt" => "unlimited",
        _ => return None,
    })
}

pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::group::own_words::own_words;
    use crate::typed::fold;

    #[test]
    fn amounts_are_understood_as_the_program_writes_them_in_every_language() {
        for (language, own) in own_words() {
            for (labels, unit) in [
                (own.days, "day"),
                (own.months, "month"),
                (own.unlimited, "unlimited"),
            ] {
                for label in labels {
                    let said = words(&fold(&label), &HashSet::new());
                    let ends = said.first().is_some_and(|word| word.ends_with(unit));
                    assert!(said.len() == 1 && ends, "{language}: {label}: {said:?}");
                }
            }
        }
    }
}
