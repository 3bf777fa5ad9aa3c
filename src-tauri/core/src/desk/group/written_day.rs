//! A day as people and spreadsheets write it, also one that could be two. What stands in words is `starts`.

use jiff::civil::Date;

use super::day_order::DayOrder;
use super::month_names::month;
use crate::typed::fold;

/// Whoever writes with one of them writes day and month in an order of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Slash,
    Dash,
}

/// What a cell tells of the order of day and month in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    Order(DayOrder),
    /// It waits for what the others tell.
    CouldBeTwo,
}

enum Written {
    Clear(Date),
    Slashed(Slashed),
}

/// Day and month stand in either order; what is no date in one of them is `None` there.
struct Slashed {
    separator: Separator,
    day_first: Option<Date>,
    month_first: Option<Date>,
    year_first: Option<Date>,
}

/// No plan began before this year of this century, so a short number below it is no year of a start.
const FIRST_YEAR: i16 = 26;

impl Slashed {
    fn of(separator: Separator, [first, second, third]: [i16; 3]) -> Slashed {
        let is_year = separator == Separator::Dash && third < 100 && first >= FIRST_YEAR;
        Slashed {
            separator,
            day_first: civil(third, second, first),
            month_first: civil(third, first, second),
            year_first: is_year.then(|| civil(first, second, third)).flatten(),
        }
    }

    /// The day that it can only be.
    fn only(&self) -> Option<Date> {
        let days = [self.day_first, self.month_first, self.year_first];
        let mut days = days.into_iter().flatten();
        let one = days.next()?;
        days.all(|other| other == one).then_some(one)
    }

    fn in_order(&self, order: DayOrder) -> Option<Date> {
        match order {
            DayOrder::DayFirst => self.day_first,
            DayOrder::MonthFirst => self.month_first,
        }
    }

    fn tells(&self) -> Option<Tells> {
        match (self.day_first, self.month_first, self.year_first) {
            (Some(one), Some(other), _) if one != other => Some(Tells::CouldBeTwo),
            (Some(_), None, None) => Some(Tells::Order(DayOrder::DayFirst)),
            (None, Some(_), None) => Some(Tells::Order(DayOrder::MonthFirst)),
            _ => None,
        }
    }
}

/// The day that a folded text can only be.
pub(super) fn date(text: &str) -> Option<Date> {
    match written(text)? {
        Written::Clear(date) => Some(date),
        Written::Slashed(slashed) => slashed.only(),
    }
}

/// A day that could be two, written as the one that it is where days stand in this order; other cells stay as they are.
pub(super) fn in_order(cell: String, order: DayOrder) -> String {
    let Some(Written::Slashed(slashed)) = written(fold(&cell).trim()) else {
        return cell;
    };
    match (slashed.only(), slashed.in_order(order)) {
        (None, Some(day)) => day.to_string(),
        _ => cell,
    }
}

pub(super) fn tells(cell: &str) -> Option<(Separator, Tells)> {
    let Some(Written::Slashed(slashed)) = written(fold(cell).trim()) else {
        return None;
    };
    Some((slashed.separator, slashed.tells()?))
}

/// `2026-12-01`, `1.12.2026`, `1/12/2026`, `1 Dec 2026`, and the number that a spreadsheet has for a day.
fn written(text: &str) -> Option<Written> {
    if let Some(date) = with_month_name(text) {
        return Some(Written::Clear(date));
    }
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
    let separator = match day {
        _ if day.contains('/') => Separator::Slash,
        _ => Separator::Dash,
    };
    match parts.as_slice() {
        [year, month, day] if *year > 999 => civil(*year, *month, *day).map(Written::Clear),
        [first, month, year] if day.contains('.') => {
            civil(*year, *month, *first).map(Written::Clear)
        }
        &[first, second, third] => Some(Written::Slashed(Slashed::of(
            separator,
            [first, second, third],
        ))),
        [] => serial(day.parse().ok()?).map(Written::Clear),
        _ => None,
    }
}

/// `1. Dezember 2026`, `Dec 1, 2026`, `1 de diciembre de 2026`, `01-Dec-26`.
fn with_month_name(text: &str) -> Option<Date> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of"))
        .collect();
    let number = |word: &str| {
        let ends = ["st", "nd", "rd", "th", "er"];
        let digits = ends.iter().find_map(|end| word.strip_suffix(end));
        let digits = digits.unwrap_or(word);
        digits.parse::<i16>().ok().filter(|_| digits.len() <= 4)
    };
    let (day, month, year) = match words.as_slice() {
        [day, name, year] if month(name).is_some() => (number(day)?, month(name)?, number(year)?),
        [name, day, year] => (number(day)?, month(name)?, number(year)?),
        _ => return None,
    };
    // Year first it may be another one.
    let could_be_two = year < 100 && day >= FIRST_YEAR;
    (!could_be_two).then(|| civil(year, month, day)).flatten()
}

/// With two digits it is a year of this century.
fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = if year < 100 { year + 2000 } else { year };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
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

    #[test]
    fn only_a_day_that_could_be_two_waits_for_the_order_of_its_column() {
        for (cell, day_first, month_first) in [
            ("05/12/2026", "2026-12-05", "2026-05-12"),
            (" 5-12-26 00:00", "2026-12-05", "2026-05-12"),
            // Year first it would be another day; month first it would be none.
            ("27-03-28", "2028-03-27", "27-03-28"),
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
    fn a_cell_tells_of_an_order_only_where_no_other_makes_a_day_of_it() {
        let (slash, dash) = (Separator::Slash, Separator::Dash);
        let order = |order| Tells::Order(order);
        for (cell, told) in [
            ("23/12/2026", Some((slash, order(DayOrder::DayFirst)))),
            ("12/23/26", Some((slash, order(DayOrder::MonthFirst)))),
            ("24-12-26", Some((dash, order(DayOrder::DayFirst)))),
            ("05-12-26", Some((dash, Tells::CouldBeTwo))),
            ("27-03-28", None),
            ("26-12-05", None),
            ("12/12/2026", None),
            ("23.12.2026", None),
            ("32/13/2026", None),
        ] {
            assert_eq!(tells(cell), told, "{cell:?}");
        }
    }
}
