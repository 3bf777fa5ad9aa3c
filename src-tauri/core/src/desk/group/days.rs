//! Which of day and month stands first in a column of days such as `05/12/2026`: the column's other days say it, or a person
//! does. Neither the system's language nor what is past says anything.

use super::day_order::{ColumnDays, DayOrder};
use super::written_day::{Separator, Tells, tells};

/// What the cells written with one separator say. Another one was typed by somebody else, or came from another program.
#[derive(Default)]
struct Written<'c> {
    day_first: bool,
    month_first: bool,
    could_be_two: Option<&'c str>,
}

impl Written<'_> {
    fn order(&self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            (true, true) | (false, false) => None,
        }
    }

    /// Cells that contradict each other were typed by several people: nothing holds for all of them, so nothing is asked once.
    fn contradicts(&self) -> bool {
        self.day_first && self.month_first
    }
}

/// An order that is told holds for the whole column only where all its days that could be two are told the same.
pub(super) fn of_column<'c>(cells: impl Iterator<Item = &'c str>) -> ColumnDays {
    let (mut slashed, mut dashed) = (Written::default(), Written::default());
    for cell in cells {
        let Some((separator, tells)) = tells(cell) else {
            continue;
        };
        let written = match separator {
            Separator::Slash => &mut slashed,
            Separator::Dash => &mut dashed,
        };
        match tells {
            Tells::Order(DayOrder::DayFirst) => written.day_first = true,
            Tells::Order(DayOrder::MonthFirst) => written.month_first = true,
            Tells::CouldBeTwo => written.could_be_two = written.could_be_two.or(Some(cell)),
        }
    }
    let waiting = [&slashed, &dashed];
    let waiting: Vec<_> = waiting
        .into_iter()
        .filter(|written| written.could_be_two.is_some())
        .collect();
    if waiting.iter().any(|written| written.contradicts()) {
        return ColumnDays::default();
    }
    let untold = waiting.iter().find(|written| written.order().is_none());
    let Some(first) = untold.or(waiting.first()) else {
        return ColumnDays::default();
    };
    let differs = |written: &&Written<'_>| written.order() != first.order();
    if untold.is_none() && waiting.iter().any(differs) {
        return ColumnDays::default();
    }
    ColumnDays {
        order: first.order(),
        could_be_two: first.could_be_two.map(|cell| cell.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> (Option<DayOrder>, Option<String>) {
        let days = of_column(cells.iter().copied());
        (days.order, days.could_be_two)
    }

    #[test]
    fn one_day_that_is_possible_in_one_order_only_tells_of_the_whole_column() {
        let days = [
            (["05/12/2026", "23/12/2026"], DayOrder::DayFirst),
            (["05/12/2026", "12/23/2026"], DayOrder::MonthFirst),
            (["5-1-27", "24-1-27"], DayOrder::DayFirst),
            (["1/2/2027 00:00", "1/31/2027 00:00"], DayOrder::MonthFirst),
        ];
        for (cells, order) in days {
            let first = Some(cells[0].to_owned());
            assert_eq!(of(&cells), (Some(order), first), "{cells:?}");
        }
        let (order, _) = of(&["05/12/2026", "23/12/1999"]);
        assert_eq!(
            order,
            Some(DayOrder::DayFirst),
            "the order of a day has nothing to do with when it is"
        );
    }

    #[test]
    fn where_nothing_tells_the_column_is_asked_about_once() {
        for cells in [
            &["", " 05/12/2026", "06/12/2026"][..],
            &["05/12/2026", "12/12/2026"],
            &["05/12/2026", "2026-12-23", "23.12.2026", "46357", "now"],
            // One of the two days is past, which proves nothing.
            &["05/12/2026", "01/02/2020"],
            &["05/12/2026", "32/12/2026", "13/13/2026", "soon"],
            // Written otherwise, it comes from somebody else.
            &["05/12/2026", "24-12-26"],
            &["24-12-2026", "06-12-2026", "05/12/2026"],
        ] {
            assert_eq!(of(cells), (None, Some("05/12/2026".into())), "{cells:?}");
        }
    }

    #[test]
    fn nothing_is_asked_of_days_that_contradict_or_that_each_are_clear() {
        for cells in [
            &["13/05/2027", "05/13/2027", "05/12/2026"][..],
            &["05/12/2026", "24/12/2026", "05-12-2026", "12-24-2026"],
            &["23/12/2026", "24/12/2026"],
            &["2026-12-05", "5.12.2026", "12/12/2026"],
            &["Anna", "", "12"],
        ] {
            assert_eq!(of(cells), (None, None), "{cells:?}");
        }
    }
}
