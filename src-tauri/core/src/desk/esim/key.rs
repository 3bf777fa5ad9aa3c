//! What somebody typed to find an eSIM by: an ICCID, an e-mail address, an order number or reference, or other words.

use uuid::Uuid;

use crate::activation::Iccid;
use crate::desk::model::{Failure, Field, Problem, email_of};
use crate::typed;

/// Longer than anything that is looked for.
const LONGEST: usize = 300;

/// What to look for.
#[derive(Debug, PartialEq)]
pub(super) enum Key {
    /// The likelier one first, should the last digit be missing.
    Iccid(Vec<Iccid>),
    Email(String),
    /// An order number or a reference: they look alike.
    Number(String),
    Words(String),
}

impl Key {
    /// # Errors
    /// [`Failure::Fields`] for what means to be an e-mail address and cannot be one.
    pub(super) fn of(text: &str) -> Result<Key, Failure> {
        let line = typed::line(text).text;
        if line.chars().count() > LONGEST {
            let limit = u32::try_from(LONGEST).unwrap_or(u32::MAX);
            return Err(Failure::of_field(Field::Email, Problem::TooLong { limit }));
        }
        if line.contains('@') {
            let email = email_of(&line);
            return email
                .map(Key::Email)
                .map_err(|problem| Failure::of_field(Field::Email, problem));
        }
        let number = line.trim_start_matches('#');
        // As many digits as an EID has are an EID's.
        let is_eid = number.chars().all(|sign| sign.is_ascii_digit());
        if let (false, Ok(number)) = (is_eid, Uuid::try_parse(number)) {
            return Ok(Key::Number(number.hyphenated().to_string()));
        }
        // Words before it, and what tables put around a number so that it stays one.
        let bare = line.trim_matches(|sign: char| !sign.is_numeric());
        let typed = Iccid::parse_typed(&line).or_else(|_| Iccid::parse_typed(bare));
        Ok(match typed {
            Ok(iccid) => Key::Iccid(candidates(iccid)),
            Err(_) => Key::Words(line),
        })
    }
}

/// A number whose check digit holds is whole; else it may lack its last digit, which then is known.
fn candidates(typed: Iccid) -> Vec<Iccid> {
    let completed = typed.with_check_digit();
    let mut both = vec![typed];
    if let Some(completed) = completed.filter(|completed| completed.as_str().len() == 19) {
        let at = usize::from(both[0].luhn_ok());
        both.insert(at, completed);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iccids(text: &str) -> Vec<String> {
        match Key::of(text) {
            Ok(Key::Iccid(all)) => all.iter().map(ToString::to_string).collect(),
            other => panic!("{text} is no ICCID but {other:?}"),
        }
    }

    #[test]
    fn an_iccid_is_known_with_spaces_padding_and_without_its_last_digit() {
        let number = "8944478600000205337";
        for text in [
            number,
            " 8944 4786 0000 0205 337 ",
            "8944-4786-0000-0205-337",
            "8944478600000205337F",
            "'8944478600000205337",
            "=\"8944478600000205337\"",
            "ICCID: 8944478600000205337",
            "SIM no. 8944 4786 0000 0205 337,",
            "8944478600000205337;",
            "٨٩٤٤٤٧٨٦٠٠٠٠٠٢٠٥٣٣٧",
        ] {
            assert_eq!(iccids(text), [number], "{text}");
        }
        assert_eq!(
            iccids("8944 4786 0000 0205 33"),
            [number, "894447860000020533"],
            "the last digit follows from the others; that it is not missing, is possible too"
        );
        assert_eq!(
            iccids("8944478600000205338"),
            ["8944478600000205338"],
            "a wrong check digit is no reason not to look"
        );
    }

    #[test]
    fn other_keys_are_told_apart() {
        let reference = "6d41c4ff-1877-4d13-82b0-7dad02c4b02a";
        for (text, expected) in [
            (
                " Maria.Keller@Example.com ",
                Key::Email("Maria.Keller@Example.com".to_owned()),
            ),
            (reference, Key::Number(reference.to_owned())),
            (&reference.to_uppercase(), Key::Number(reference.to_owned())),
            ("#7", Key::Words("#7".to_owned())),
            ("6d41c4ff", Key::Words("6d41c4ff".to_owned())),
            ("room 204", Key::Words("room 204".to_owned())),
            (
                "89049032004008882600019002596666",
                Key::Words("89049032004008882600019002596666".to_owned()),
            ),
        ] {
            assert_eq!(Key::of(text), Ok(expected), "{text}");
        }
        assert!(matches!(Key::of("maria@"), Err(Failure::Fields { .. })));
    }
}
