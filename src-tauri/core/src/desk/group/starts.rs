//! When a plan starts, as people and spreadsheets write it.

use jiff::civil::Date;

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
    let date = date(text).ok_or(Unclear)?;
    Ok(StartChoice::OnDate {
        date: date.to_string(),
    })
}

/// Whether it is written as a day, also one that could be two.
pub(super) fn looks_like_a_day(cell: &str) -> bool {
    let parts: Vec<&str> = cell.trim().split(['-', '.', '/']).collect();
    let is_number = |part: &&str| part.len() <= 4 && part.parse::<u16>().is_ok();
    parts.len() == 3 && parts.iter().all(is_number)
        || cell.parse::<u16>().is_err() && read(cell).is_ok()
}

/// `2026-12-01`, `1.12.2026`, `1/12/2026` where only one reading is a date, and the number that a spreadsheet has for a day.
fn date(text: &str) -> Option<Date> {
    // A spreadsheet may write the hour of midnight behind it.
    let day = match text.split_once([' ', 't']) {
        Some((day, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'z')) => day,
        Some(_) => return None,
        None => text,
    };
    let parts: Vec<i16> = day
        .split(['-', '.', '/'])
        .map(|part| {
            part.parse()
                .ok()
                .filter(|_| part.len() <= 4 && !part.starts_with('+'))
        })
        .collect::<Option<_>>()
        .or_else(|| day.parse::<u16>().ok().map(|_| Vec::new()))?;
    let of = |year: i16, month: i16, day: i16| {
        let year = if year < 100 { year + 2000 } else { year };
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match parts.as_slice() {
        [year, month, day] if *year > 999 => of(*year, *month, *day),
        [first, month, year] if text.contains('.') => of(*year, *month, *first),
        [first, second, year] if text.contains(['/', '-']) => {
            let (british, american) = (of(*year, *second, *first), of(*year, *first, *second));
            match (british, american) {
                (Some(one), Some(other)) if one != other => None,
                (one, other) => one.or(other),
            }
        }
        [] => serial(day.parse().ok()?),
        _ => None,
    }
}

/// Days since the last of 1899, where that makes a day of these years.
fn serial(days: u16) -> Option<Date> {
    let begin = Date::new(1899, 12, 30).ok()?;
    let date = begin
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .ok()?;
    (2020..2080).contains(&date.year()).then_some(date)
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
            ("1.12.2026", on("2026-12-01")),
            ("01.12.26", on("2026-12-01")),
            ("24/12/2026", on("2026-12-24")),
            ("12/24/2026", on("2026-12-24")),
            ("12/12/2026", on("2026-12-12")),
            ("46357", on("2026-12-01")),
        ] {
            assert_eq!(read(cell), start, "{cell:?}");
        }
    }

    #[test]
    fn what_could_be_two_days_or_none_is_asked() {
        for cell in [
            "1/12/2026",
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
