//! When a plan starts, as people and spreadsheets write it. How a day is written is `written_day`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::written_day;
use crate::desk::sale::StartChoice;
use crate::typed::fold;

/// As folded, in the languages of our staff.
const NOW: &[&str] = &[
    "now",
    "today",
    "at once",
    "immediately",
    "jetzt",
    "sofort",
    "heute",
    "maintenant",
    "immediatement",
    "aujourd'hui",
    "ahora",
    "hoy",
    "inmediato",
    "adesso",
    "subito",
    "oggi",
    "ora",
];
const FIRST_USE: &[&str] = &[
    "first use",
    "at first use",
    "on first use",
    "first usage",
    "erste nutzung",
    "bei erster nutzung",
    "erste verwendung",
    "premiere utilisation",
    "a la premiere utilisation",
    "primer uso",
    "al primer uso",
    "primo utilizzo",
    "al primo utilizzo",
    "primo uso",
];

/// It is no date, or one that could be two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclear;

/// What a cell says that is not empty.
pub(super) fn read(cell: &str) -> Result<StartChoice, Unclear> {
    let folded = fold(cell);
    let text = folded.trim();
    if NOW.contains(&text) {
        return Ok(StartChoice::Now);
    }
    if FIRST_USE.contains(&text) {
        return Ok(StartChoice::FirstUse);
    }
    let date = written_day::date(text).ok_or(Unclear)?;
    Ok(StartChoice::OnDate {
        date: date.to_string(),
    })
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
        || cell.parse::<u16>().is_err() && read(cell).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
