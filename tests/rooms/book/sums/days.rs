//! Which day a sale stands on: the desk's own, also where that has 23 or 25 hours or no midnight, and every day of the picture.

use esim_desk_core::book::{GroupBy, SumsQuery};

use super::{counts, days, order, pair, query, week};
use crate::book::{Desk, at};

#[test]
fn the_picture_has_every_day_whatever_is_asked_besides() {
    let desk = week();
    let picture = SumsQuery {
        each_of: Some(days("Europe/Berlin", "2026-11-22", "2026-11-26")),
        ..query(
            days("Europe/Berlin", "2026-11-16", "2026-11-16"),
            GroupBy::Day,
        )
    };
    let report = desk.sums(&picture);
    assert_eq!(
        counts(&report.total),
        (1, 0, 0),
        "the day that was asked for"
    );
    let each: Vec<_> = report
        .each
        .iter()
        .map(|(day, sums)| (day.to_string(), counts(sums)))
        .collect();
    assert_eq!(
        each,
        [
            ("2026-11-22".to_owned(), (0, 0, 0)),
            ("2026-11-23".to_owned(), (4, 0, 0)),
            ("2026-11-24".to_owned(), (1, 0, 1)),
            ("2026-11-25".to_owned(), (1, 1, 0)),
            ("2026-11-26".to_owned(), (0, 1, 0)),
        ]
    );
}

/// Days on which the clock changes have 25 and 23 hours in Berlin; in Cairo one has no midnight at all.
#[test]
fn a_day_on_which_the_clock_changes_is_a_day() {
    for (zone, day, first, last) in [
        (
            "Europe/Berlin",
            "2026-10-25",
            "2026-10-24T22:00:00Z",
            "2026-10-25T22:59:59.999Z",
        ),
        (
            "Europe/Berlin",
            "2026-03-29",
            "2026-03-28T23:00:00Z",
            "2026-03-29T21:59:59.999Z",
        ),
        (
            "Africa/Cairo",
            "2026-04-24",
            "2026-04-23T22:00:00Z",
            "2026-04-24T20:59:59.999Z",
        ),
        (
            "Pacific/Chatham",
            "2026-04-05",
            "2026-04-04T10:15:00Z",
            "2026-04-05T11:14:59.999Z",
        ),
    ] {
        let desk = Desk::new();
        let milli = jiff::SignedDuration::from_millis(1);
        for (time, name) in [
            (at(first) - milli, "before"),
            (at(first), "first"),
            (at(last), "last"),
            (at(last) + milli, "after"),
        ] {
            desk.sold(&order(
                &time.to_string(),
                name,
                pair("1", "EUR"),
                None,
                None,
            ));
        }
        let report = desk.sums(&query(days(zone, day, day), GroupBy::Plan));
        let plans: Vec<_> = report
            .rows
            .iter()
            .filter_map(|line| line.name.as_deref())
            .collect();
        assert_eq!(plans, ["first", "last"], "{zone}, {day}");
        let around = days(zone, "2026-01-01", "2026-12-31");
        let report = desk.sums(&query(around, GroupBy::Day));
        let sold: Vec<_> = report.rows.iter().map(|line| line.sums.sold).collect();
        assert_eq!(
            sold,
            [1, 2, 1],
            "{zone}: each order on one day and no other"
        );
    }
}
