//! Which of day and month stands first in a column of days such as `05/12/2026`: the column's other days say it, or a person
//! does. Neither the system's language nor what is past says anything.

use super::day_order::DayOrder;
use super::starts::{Tells, tells};

/// What the cells of a column say of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) order: Option<DayOrder>,
    /// The first day that could be two, where no other cell tells: a person says it for all of them.
    pub(super) asked: Option<String>,
}

/// Cells that contradict each other were typed by several people: nothing holds for all of them, so nothing is asked once.
pub(super) fn of_column<'c>(cells: impl Iterator<Item = &'c str>) -> Days {
    let (mut day_first, mut month_first, mut both) = (false, false, None);
    for cell in cells {
        match tells(cell) {
            Tells::Order(DayOrder::DayFirst) => day_first = true,
            Tells::Order(DayOrder::MonthFirst) => month_first = true,
            Tells::CouldBeTwo => both = both.or(Some(cell)),
            Tells::Nothing => {}
        }
    }
    let Some(both) = both else {
        return Days::default();
    };
    match (day_first, month_first) {
        (true, false) => Days {
            order: Some(DayOrder::DayFirst),
            asked: None,
        },
        (false, true) => Days {
            order: Some(DayOrder::MonthFirst),
            asked: None,
        },
        (true, true) => Days::default(),
        (false, false) => Days {
            order: None,
            asked: Some(both.trim().to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> (Option<DayOrder>, Option<String>) {
        let days = of_column(cells.iter().copied());
        (days.order, days.asked)
    }

    #[test]
    fn one_day_that_is_possible_in_one_order_only_tells_of_the_whole_column() {
        let days = [
            (["05/12/2026", "23/12/2026"], DayOrder::DayFirst),
            (["05/12/2026", "12/23/2026"], DayOrder::MonthFirst),
            (["5-1-27", "31/1/27"], DayOrder::DayFirst),
            (["1/2/2027 00:00", "1/31/2027 00:00"], DayOrder::MonthFirst),
        ];
        for (cells, order) in days {
            assert_eq!(of(&cells), (Some(order), None), "{cells:?}");
        }
        let long_ago = of(&["05/12/2026", "23/12/1999"]);
        assert_eq!(
            long_ago,
            (Some(DayOrder::DayFirst), None),
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
        ] {
            assert_eq!(of(cells), (None, Some("05/12/2026".into())), "{cells:?}");
        }
    }

    #[test]
    fn nothing_is_asked_of_days_that_contradict_or_that_each_are_clear() {
        for cells in [
            &["13/05/2027", "05/13/2027", "05/12/2026"][..],
            &["23/12/2026", "24/12/2026"],
            &["2026-12-05", "5.12.2026", "12/12/2026"],
            &["Anna", "", "12"],
        ] {
            assert_eq!(of(cells), (None, None), "{cells:?}");
        }
    }
}
