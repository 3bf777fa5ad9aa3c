//! When a plan starts, as people and spreadsheets write it. How a day is written is `written_day`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::written_day;
use crate::desk::sale::StartChoice;
use crate::typed::fold;

/// As folded and without what stands around it (`AROUND`), in the languages of our staff and their neighbours.
const NOW: &[&str] = &[
    "now",
    "today",
    "right away",
    "immediately",
    "jetzt",
    "sofort",
    "heute",
    "maintenant",
    "tout suite",
    "immediatement",
    "aujourd'hui",
    "ahora",
    "ya",
    "hoy",
    "inmediato",
    "inmediatamente",
    "adesso",
    "subito",
    "immediatamente",
    "oggi",
    "ora",
    "nu",
    "meteen",
    "vandaag",
];
/// What by itself is a name, too, or an ordinary word of another column: a start only where a column is headed so. And *direct*,
/// which hotels write of a booking, is none anywhere: it may be a flight of who arrives.
const ALSO_ORDINARY: &[&str] = &["ya", "hoy", "ora", "nu"];
const FIRST_USE: &[&str] = &[
    "first use",
    "1st use",
    "first usage",
    "erste nutzung",
    "ersten nutzung",
    "erster nutzung",
    "erstnutzung",
    "erste verwendung",
    "ersten verwendung",
    "erster verwendung",
    "ersten gebrauch",
    "premiere utilisation",
    "1re utilisation",
    "premier usage",
    "primer uso",
    "primera utilizacion",
    "primo utilizzo",
    "primo uso",
    "prima utilizzazione",
    "eerste gebruik",
];
/// Articles and the like, and *start* itself: *At first use*, *Ab sofort*, *Dès maintenant*, *Start now*.
const AROUND: &[&str] = &[
    "at", "on", "with", "from", "upon", "the", "start", "starts", "starten", "beginn", "bei",
    "beim", "der", "die", "mit", "ab", "a", "la", "le", "l", "de", "des", "demarrer", "debut",
    "lors", "al", "el", "en", "con", "desde", "partir", "iniciar", "empieza", "inicio", "il",
    "dal", "da", "col", "avvia", "inizio", "bij", "vanaf",
];

/// It is no date, or one that could be two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclear;

/// What a cell says that is not empty.
pub(super) fn read(cell: &str) -> Result<StartChoice, Unclear> {
    let folded = fold(cell);
    let text = folded.trim();
    let said = without_around(text);
    // *Once* by itself is a Spanish number.
    if text == "at once" || NOW.contains(&said.as_str()) {
        return Ok(StartChoice::Now);
    }
    if FIRST_USE.contains(&said.as_str()) {
        return Ok(StartChoice::FirstUse);
    }
    let date = written_day::date(text).ok_or(Unclear)?;
    Ok(StartChoice::OnDate {
        date: date.to_string(),
    })
}

/// Whether a cell is a start in whatever column it stands.
pub(super) fn is_surely_one(cell: &str) -> bool {
    let folded = fold(cell);
    let said = folded.trim_matches(|c: char| !c.is_alphanumeric());
    !ALSO_ORDINARY.contains(&said) && read(cell).is_ok()
}

fn without_around(text: &str) -> String {
    // Nothing else: `=TODAY()` is no day that anybody wrote.
    let words = text.split([' ', '.', ',', '!', '-']);
    let words = words.filter(|word| !word.is_empty() && !AROUND.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// So many days from now nobody has a plan begin: it is another number, or a wrong year.
const FAR: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// Whether it is years from now.
pub(super) fn is_far(start: &StartChoice, now: Timestamp) -> bool {
    let StartChoice::OnDate { date } = start else {
        return false;
    };
    let last = now.checked_add(FAR).unwrap_or(Timestamp::MAX);
    let last = last.to_zoned(TimeZone::UTC).date();
    date.trim().parse::<Date>().is_ok_and(|date| date > last)
}

/// Whether it is written as a day, also one that could be two.
pub(super) fn looks_like_a_day(cell: &str) -> bool {
    let parts: Vec<&str> = cell.trim().split(['-', '.', '/']).collect();
    let is_number = |part: &&str| part.len() <= 4 && part.parse::<u16>().is_ok();
    parts.len() == 3 && parts.iter().all(is_number)
        || cell.parse::<u16>().is_err() && is_surely_one(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::group::own_words::own_words;

    #[test]
    fn what_the_program_calls_a_start_is_that_start() {
        for (language, words) in own_words() {
            for (labels, start) in [
                (words.starts.now, Ok(StartChoice::Now)),
                (words.starts.first_use, Ok(StartChoice::FirstUse)),
                (words.starts.on_date, Err(Unclear)),
            ] {
                for label in labels {
                    assert_eq!(read(&label), start, "{language}: {label}");
                    assert_eq!(read(&label.to_uppercase()), start, "{language}: {label}");
                }
            }
        }
    }

    #[test]
    fn a_start_is_understood_with_whatever_stands_around_it() {
        for (cell, start) in [
            ("At once", Ok(StartChoice::Now)),
            ("ab sofort", Ok(StartChoice::Now)),
            ("Dès maintenant", Ok(StartChoice::Now)),
            ("tout de suite", Ok(StartChoice::Now)),
            ("Aujourd’hui", Ok(StartChoice::Now)),
            ("De inmediato", Ok(StartChoice::Now)),
            ("Da subito.", Ok(StartChoice::Now)),
            ("Con el primer uso", Ok(StartChoice::FirstUse)),
            ("dal primo utilizzo", Ok(StartChoice::FirstUse)),
            ("Beim ersten Gebrauch", Ok(StartChoice::FirstUse)),
            ("Lors de la première utilisation", Ok(StartChoice::FirstUse)),
            ("Ya", Ok(StartChoice::Now)),
            ("A partir de hoy", Ok(StartChoice::Now)),
            ("Nu", Ok(StartChoice::Now)),
            ("Direct", Err(Unclear)),
            ("not now", Err(Unclear)),
            ("now or at first use", Err(Unclear)),
            ("second use", Err(Unclear)),
            ("Start", Err(Unclear)),
            ("at the", Err(Unclear)),
        ] {
            assert_eq!(read(cell), start, "{cell:?}");
        }
    }

    fn on(date: &str) -> Result<StartChoice, Unclear> {
        Ok(StartChoice::OnDate { date: date.into() })
    }

    #[test]
    fn a_start_is_read_as_people_and_spreadsheets_write_it() {
        for (cell, start) in [
            ("now", Ok(StartChoice::Now)),
            (" Sofort ", Ok(StartChoice::Now)),
            ("Première utilisation", Ok(StartChoice::FirstUse)),
            ("2026-12-01", on("2026-12-01")),
            ("2026-12-01 00:00:00", on("2026-12-01")),
            ("2026-12-01T00:00:00Z", on("2026-12-01")),
            ("24/12/2026 00:00:00.000", on("2026-12-24")),
            ("1.12.2026", on("2026-12-01")),
            ("01.12.26", on("2026-12-01")),
            ("24/12/2026", on("2026-12-24")),
            ("12/24/2026", on("2026-12-24")),
            ("12/12/2026", on("2026-12-12")),
            ("24-12-26", on("2026-12-24")),
            ("27-03-27", on("2027-03-27")),
            ("46357", on("2026-12-01")),
            // As the page shows a day, and as spreadsheets write one in words.
            ("Dec 1, 2026", on("2026-12-01")),
            ("1 Dec 2026", on("2026-12-01")),
            ("01-Dec-26", on("2026-12-01")),
            ("1. Dezember 2026", on("2026-12-01")),
            ("1 déc. 2026", on("2026-12-01")),
            ("1er août 2027", on("2027-08-01")),
            ("1 de diciembre de 2026", on("2026-12-01")),
            ("3 gen 2027", on("2027-01-03")),
            ("December 3rd, 2026", on("2026-12-03")),
        ] {
            assert_eq!(read(cell), start, "{cell:?}");
        }
    }

    #[test]
    fn a_day_years_from_now_is_far() {
        let now = "2026-11-30T12:00:00Z".parse().expect("a moment");
        for (date, far) in [
            ("2026-12-01", false),
            ("2028-11-30", false),
            ("2028-12-05", true),
            ("2038-09-20", true),
            ("no date", false),
        ] {
            let start = StartChoice::OnDate {
                date: date.to_owned(),
            };
            assert_eq!(is_far(&start, now), far, "{date}");
        }
        assert!(!is_far(&StartChoice::FirstUse, now));
    }

    #[test]
    fn what_could_be_two_days_or_none_is_asked() {
        for cell in [
            "1/12/2026",
            // June or July, and a year that may be a day.
            "1 jui 2027",
            "26-Dec-27",
            "31 Feb 2027",
            "Dec 2026",
            "1 Dec",
            "Room 3 May 2027",
            // In Delft the 27th of March, in Stockholm the 28th.
            "27-03-28",
            "31.02.2026",
            "soon",
            "5",
            "2026",
            "2026-12",
            "1.12.",
            "=TODAY()",
            "2026-12-01 14:00",
            "99999999999",
            "1.12.2026.",
            "+1.12.2026",
            "",
        ] {
            assert_eq!(read(cell), Err(Unclear), "{cell:?}");
        }
    }
}
