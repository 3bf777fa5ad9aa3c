//! When a plan starts, as people and spreadsheets write it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::day_order::DayOrder;
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

/// What a cell tells of the order of day and month in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    Order(DayOrder),
    /// It waits for what the others tell.
    CouldBeTwo,
    Nothing,
}

/// A day as it is written.
#[derive(Clone, Copy)]
enum Written {
    Clear(Date),
    /// Day and month stand in either order; what is no date in one of them is `None` there.
    Slashed {
        day_first: Option<Date>,
        month_first: Option<Date>,
    },
}

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

/// A day that could be two, written as the one that it is where days stand in this order; other cells stay as they are.
pub(super) fn in_order(cell: String, order: DayOrder) -> String {
    match written(fold(&cell).trim()) {
        Some(Written::Slashed {
            day_first: Some(day_first),
            month_first: Some(month_first),
        }) if day_first != month_first => match order {
            DayOrder::DayFirst => day_first.to_string(),
            DayOrder::MonthFirst => month_first.to_string(),
        },
        _ => cell,
    }
}

pub(super) fn tells(cell: &str) -> Tells {
    let Some(Written::Slashed {
        day_first,
        month_first,
    }) = written(fold(cell).trim())
    else {
        return Tells::Nothing;
    };
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Tells::CouldBeTwo,
        (Some(_), None) => Tells::Order(DayOrder::DayFirst),
        (None, Some(_)) => Tells::Order(DayOrder::MonthFirst),
        (Some(_), Some(_)) | (None, None) => Tells::Nothing,
    }
}

/// The day that a text can only be.
fn date(text: &str) -> Option<Date> {
    match written(text)? {
        Written::Clear(date) => Some(date),
        Written::Slashed {
            day_first: Some(one),
            month_first: Some(other),
        } if one != other => None,
        Written::Slashed {
            day_first,
            month_first,
        } => day_first.or(month_first),
    }
}

/// `2026-12-01`, `1.12.2026`, `1/12/2026`, and the number that a spreadsheet has for a day.
fn written(text: &str) -> Option<Written> {
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
        [year, month, day] if *year > 999 => of(*year, *month, *day).map(Written::Clear),
        [first, month, year] if day.contains('.') => of(*year, *month, *first).map(Written::Clear),
        [first, second, year] if day.contains(['/', '-']) => Some(Written::Slashed {
            day_first: of(*year, *second, *first),
            month_first: of(*year, *first, *second),
        }),
        [] => serial(day.parse().ok()?).map(Written::Clear),
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
            ("24/12/2026 00:00:00.000", on("2026-12-24")),
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
    fn only_a_day_that_could_be_two_waits_for_the_order_of_its_column() {
        for (cell, day_first, month_first) in [
            ("05/12/2026", "2026-12-05", "2026-05-12"),
            (" 5-12-26 00:00", "2026-12-05", "2026-05-12"),
            ("23/12/2026", "23/12/2026", "23/12/2026"),
            ("12/12/2026", "12/12/2026", "12/12/2026"),
            ("05.12.2026", "05.12.2026", "05.12.2026"),
            ("2026-12-05", "2026-12-05", "2026-12-05"),
            ("32/13/2026", "32/13/2026", "32/13/2026"),
            ("soon", "soon", "soon"),
            ("", "", ""),
        ] {
            let read = |order| in_order(cell.to_owned(), order);
            assert_eq!(read(DayOrder::DayFirst), day_first, "{cell:?}");
            assert_eq!(read(DayOrder::MonthFirst), month_first, "{cell:?}");
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
