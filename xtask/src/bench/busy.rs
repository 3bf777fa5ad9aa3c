//! A desk with very many orders: a large book, and a long list to follow. The work is done by `xtask/busy`, which prints
//! figures; here they become rows.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Failure, Outcome};

use super::build;
use super::desktop::Desktop;
use super::start::{Candidate, STARTS};
use super::table::{Row, median};

const ORDERS: &str = "100000";

const SEARCH_LIMIT_MS: f64 = 50.0;
const SUMS_LIMIT_MS: f64 = 500.0;
const CUSTOMERS_LIMIT_S: f64 = 3.0;
const LARGE_START_LIMIT: f64 = 1.1;
const POLLING_LIMIT: f64 = 1.2;
const GROWTH_LIMIT: f64 = 1.05;
const HOUSE_LIMIT: f64 = 1.2;
const LONG_RUN_LIMIT: f64 = 1.1;
const BESIDE_LIMIT: f64 = 1.2;
/// Without a restart. A whole year (`cargo xtask bench year`) takes half an hour: most of it is the proof of 73,000 codes.
const DAYS: u32 = 60;

/// The program that does the work.
pub struct Busy(PathBuf);

/// What it printed: lines of a name and a number.
#[derive(Debug)]
struct Figures(String);

impl Busy {
    pub fn build() -> Outcome<Self> {
        build::beside("busy").map(Self)
    }

    /// 1,000 orders to their end, and 100 orders for an hour. The clock is paused, so hours are minutes.
    pub fn polling(&self) -> Outcome<Vec<Row>> {
        let end = figures(Command::new(&self.0).arg("poll"))?;
        let hour = figures(Command::new(&self.0).arg("hour"))?;
        Ok(vec![
            Row::against(
                "1,000 orders followed to the end, s, against what the service's limit allows",
                end.get("took_s")?,
                end.get("bound_s")?,
                POLLING_LIMIT,
            ),
            Row::below("requests over that limit", end.get("over_limit")?, 0.0),
            Row::against(
                "kB in use while 100 orders are followed: last against second quarter of an hour",
                hour.get("quarter_4_kb")?,
                hour.get("quarter_2_kb")?,
                GROWTH_LIMIT,
            ),
        ])
    }

    /// What a sale costs: under a house's e-mail address, while somebody reads long lists, and after a long time without a
    /// restart.
    pub fn selling(&self) -> Outcome<Vec<Row>> {
        let house = figures(Command::new(&self.0).arg("house"))?;
        let beside = figures(Command::new(&self.0).args(["beside", ORDERS]))?;
        println!(
            "the slowest sale: {:.1} ms beside those lists, {:.1} ms with an empty book",
            beside.get("beside_worst_ms")?,
            beside.get("alone_worst_ms")?
        );
        let mut rows = vec![Row::against(
            "ms for a sale while a day of 100,000 orders is listed and searched, against an empty book",
            beside.get("beside_sale_ms")?,
            beside.get("alone_sale_ms")?,
            BESIDE_LIMIT,
        )];
        for (title, name) in [
            (
                "requests of a sale under an address of 20,000 plans, against one of none",
                "requests",
            ),
            ("bytes written by it", "bytes"),
        ] {
            let guest = house.get(&format!("guest_{name}"))?;
            rows.push(Row::against(
                title,
                house.get(&format!("house_{name}"))?,
                guest,
                HOUSE_LIMIT,
            ));
        }
        rows.extend(self.days(DAYS)?);
        Ok(rows)
    }

    /// What a till that is not restarted for so many days comes to, against its first week.
    pub fn days(&self, days: u32) -> Outcome<Vec<Row>> {
        let found = figures(Command::new(&self.0).args(["days", &days.to_string()]))?;
        let mut rows = Vec::new();
        for (title, name) in [
            (
                format!("kB in use at the end of {days} days of 200 sales, against the first week"),
                "kb",
            ),
            ("bytes of a snapshot then".to_owned(), "snapshot_bytes"),
            ("ms for a sale then".to_owned(), "sale_ms"),
        ] {
            let first = found.get(&format!("first_{name}"))?;
            rows.push(Row::against(
                title,
                found.get(&format!("last_{name}"))?,
                first,
                LONG_RUN_LIMIT,
            ));
        }
        Ok(rows)
    }

    /// A book of 100,000 orders: searching in it, and starting with it. Its keys are in a real keychain.
    pub fn large_book(&self, desk: &Path) -> Outcome<Vec<Row>> {
        let desktop = Desktop::with_keychain()?;
        let busy = |arguments: &[&str], folder: &Path| {
            let mut command = desktop.command(&self.0);
            command.arg(arguments[0]).arg(folder).args(&arguments[1..]);
            figures(&mut command)
        };
        let (large, empty) = (desktop.folder("large"), desktop.folder("empty"));
        busy(&["fill", ORDERS], &large)?;
        busy(&["fill", "0"], &empty)?;
        let found = busy(&["search"], &large)?;

        let mut with = Candidate::learn_in(&desktop, desk, &["--data-dir"], Some(&large))?;
        let mut without = Candidate::learn_in(&desktop, desk, &["--data-dir"], Some(&empty))?;
        let (mut with_starts, mut without_starts) = (Vec::new(), Vec::new());
        for turn in 1..=STARTS {
            let large = with.start(&desktop)?.usable.as_secs_f64();
            let empty = without.start(&desktop)?.usable.as_secs_f64();
            println!("start {turn:2}: {large:.3} s with {ORDERS} orders, {empty:.3} s with none");
            with_starts.push(large);
            without_starts.push(empty);
        }
        Ok(vec![
            Row::below(
                "search and open among 100,000 orders, ms",
                found.get("search_ms")?,
                SEARCH_LIMIT_MS,
            ),
            Row::below(
                "100,000 customers opened for the search, s",
                found.get("customers_s")?,
                CUSTOMERS_LIMIT_S,
            ),
            Row::below(
                "what the days of 100,000 orders came to, ms",
                found.get("sums_ms")?,
                SUMS_LIMIT_MS,
            ),
            Row::against(
                "time until usable with 100,000 orders, s, against an empty book",
                median(with_starts.into_iter()),
                median(without_starts.into_iter()),
                LARGE_START_LIMIT,
            ),
        ])
    }
}

impl Figures {
    fn get(&self, name: &str) -> Outcome<f64> {
        self.0
            .lines()
            .filter_map(|line| line.rsplit_once(' '))
            .find(|(found, _)| *found == name)
            .and_then(|(_, number)| number.parse().ok())
            .ok_or_else(|| Failure::new(format!("`busy` printed no {name}: {:?}", self.0)))
    }
}

fn figures(command: &mut Command) -> Outcome<Figures> {
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| Failure::new(format!("`busy` could not be started: {error}")))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        print!("{printed}");
        return Ok(Figures(printed));
    }
    let why = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "`busy` ended with {}: {why}",
        output.status
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_found_by_its_whole_name() {
        let figures = Figures("search \"e\" 12.5\nsearch_ms 13.0\n".to_owned());
        assert_eq!(
            figures.get("search_ms").ok(),
            Some(13.0),
            "not the line before"
        );
        let failure = figures.get("took_s").expect_err("it is not there");
        assert!(failure.to_string().contains("took_s"), "which one is told");
    }
}
