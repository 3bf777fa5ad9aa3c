//! The names of months, whole or cut short, in the languages of our staff and their neighbours.

/// As folded.
const NAMES: [&[&str]; 12] = [
    &[
        "january", "januar", "janner", "janvier", "enero", "gennaio", "januari",
    ],
    &[
        "february", "februar", "feber", "fevrier", "febrero", "febbraio", "februari",
    ],
    &["march", "marz", "mars", "marzo", "maart", "mrt"],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei"],
    &["june", "juni", "juin", "junio", "giugno"],
    &["july", "juli", "juillet", "julio", "luglio"],
    &["august", "aout", "agosto", "augustus"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
    ],
    &["october", "oktober", "octobre", "octubre", "ottobre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "decembre", "diciembre", "dicembre"],
];
/// Shorter beginnings are found in too many words.
const SHORTEST: usize = 3;

/// Which month a folded word names; none where it may be the beginning of two.
pub(super) fn month(word: &str) -> Option<i16> {
    if word.len() < SHORTEST {
        return None;
    }
    let is_one = |names: &&[&str]| names.iter().any(|name| name.starts_with(word));
    let mut found = (1..).zip(&NAMES).filter(|(_, names)| is_one(names));
    let (number, _) = found.next()?;
    found.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_by_its_name_or_a_beginning_that_no_other_has() {
        for (word, number) in [
            ("dec", Some(12)),
            ("dez", Some(12)),
            ("sept", Some(9)),
            ("juin", Some(6)),
            ("juil", Some(7)),
            ("jui", None),
            ("mar", Some(3)),
            ("mag", Some(5)),
            ("ago", Some(8)),
            ("ju", None),
            ("decade", None),
            ("room", None),
        ] {
            assert_eq!(month(word), number, "{word}");
        }
    }
}
