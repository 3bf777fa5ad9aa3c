//! Which plan a cell means: its id, its name, or words of it with amounts as people write them (`5GB Europe`, `30 Tage`).

use std::collections::{HashMap, HashSet};

use crate::desk::model::{DataAmount, DurationKind, Plan};
use crate::typed::fold;

/// The plans on sale, taken apart once for all cells of a table: a table has thousands of cells, and a catalogue as many plans.
pub(super) struct Plans<'p> {
    plans: &'p [Plan],
    by_id: HashMap<&'p str, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
    currencies: HashSet<String>,
}

impl<'p> Plans<'p> {
    pub(super) fn of(plans: &'p [Plan]) -> Plans<'p> {
        let mut all = Plans {
            plans,
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            by_word: HashMap::new(),
            currencies: plans
                .iter()
                .filter_map(|plan| Some(fold(&plan.price.as_ref()?.currency)))
                .collect(),
        };
        for (at, plan) in plans.iter().enumerate() {
            all.by_id.entry(&plan.id).or_insert(at);
            all.by_name.entry(fold(&plan.name)).or_default().push(at);
            let words: HashSet<String> = words(&fold(&written(plan))).into_iter().collect();
            for word in words {
                all.by_word.entry(word).or_default().push(at);
            }
        }
        all
    }

    /// What a cell means.
    pub(super) fn find(&self, cell: &str) -> Meant<'p> {
        let (places, is_clear) = self.places(cell);
        let mut found = places.iter().filter_map(|at| self.plans.get(*at));
        match (found.next(), places.len()) {
            (None, _) => Meant::None,
            (Some(one), 1) if is_clear => Meant::One(one),
            (Some(one), _) => Meant::Unclear(std::iter::once(one).chain(found).collect()),
        }
    }

    /// Whether a cell may mean any.
    pub(super) fn knows(&self, cell: &str) -> bool {
        !self.places(cell).0.is_empty()
    }

    /// Which it may mean, and whether one of them would be all that it says.
    fn places(&self, cell: &str) -> (Vec<usize>, bool) {
        let folded = fold(cell.trim());
        if folded.is_empty() {
            return (Vec::new(), true);
        }
        if let Some(at) = self.by_id.get(cell.trim()) {
            return (vec![*at], true);
        }
        if let Some(named) = self.by_name.get(&folded) {
            return (named.clone(), true);
        }
        let wanted = words(&folded);
        let found = self.having(&wanted);
        if !found.is_empty() {
            return (found, true);
        }
        // A number that is nothing of the plan may be its price, or gigabytes of another one.
        let (numbers, rest): (Vec<String>, Vec<String>) =
            wanted.iter().cloned().partition(|word| is_number(word));
        if numbers.is_empty() {
            return (Vec::new(), true);
        }
        let whole = |at: &usize| {
            self.plans
                .get(*at)
                .is_some_and(|plan| is_whole(plan, &wanted))
        };
        let rest: Vec<String> = match self.having(&rest) {
            all if all.is_empty() => rest
                .into_iter()
                .filter(|word| !self.is_currency(word))
                .collect(),
            _ => rest,
        };
        let maybe = self.having(&rest);
        match maybe.iter().copied().filter(whole).collect::<Vec<_>>() {
            wholes if wholes.is_empty() => (maybe, false),
            wholes => (wholes, true),
        }
    }

    fn is_currency(&self, word: &str) -> bool {
        self.currencies.contains(word)
    }

    /// The plans with all of these words.
    fn having(&self, wanted: &[String]) -> Vec<usize> {
        // Without a letter it is a number of something.
        if !wanted.iter().any(|word| word.contains(char::is_alphabetic)) {
            return Vec::new();
        }
        let mut wanted = wanted.iter().map(|word| self.by_word.get(word));
        let mut found = wanted.next().flatten().cloned().unwrap_or_default();
        for having in wanted {
            // Each list goes up.
            found.retain(|at| having.is_some_and(|having| having.binary_search(at).is_ok()));
        }
        found
    }
}

/// What a cell means.
#[derive(Debug)]
pub(super) enum Meant<'p> {
    None,
    One(&'p Plan),
    /// It may be any of these; or one, and something that it does not have.
    Unclear(Vec<&'p Plan>),
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether it is the plan as we write it whole, its price behind it.
fn is_whole(plan: &Plan, wanted: &[String]) -> bool {
    let Some(price) = &plan.price else {
        return false;
    };
    let known = words(&fold(&written(plan)));
    let price = words(&fold(&format!("{} {}", price.amount, price.currency)));
    let is_said = |word: &String| known.contains(word) || price.contains(word);
    let named = words(&fold(&plan.name));
    let amounts = words(&fold(&amounts(plan)));
    let all_named = named
        .iter()
        .chain(&amounts)
        .all(|word| wanted.contains(word));
    all_named && wanted.iter().all(is_said)
}

/// A plan with all that a person may call it. Not its price: a number beside a name is gigabytes or days.
fn written(plan: &Plan) -> String {
    let footprint = plan.footprint.clone().unwrap_or_default();
    [plan.name.clone(), footprint, amounts(plan)].join(" ")
}

/// How much of it there is, and for how long.
fn amounts(plan: &Plan) -> String {
    let data = match &plan.data {
        DataAmount::Amount { amount, unit } => format!("{amount} {unit}"),
        DataAmount::Unlimited => "unlimited".to_owned(),
        DataAmount::Unknown => String::new(),
    };
    let duration = plan.duration.as_ref().map(|duration| match duration.unit {
        DurationKind::Days => format!("{} days", duration.count),
        DurationKind::Months => format!("{} months", duration.count),
    });
    [data, duration.unwrap_or_default()].join(" ")
}

/// Words and amounts: a number and its unit are one, so that the 5 of five days is not that of five gigabytes.
fn words(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = folded;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        rest = &rest[begin..];
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| match is_digit {
            true => !c.is_ascii_digit() && c != '.' && c != ',',
            false => !c.is_alphanumeric() || c.is_ascii_digit(),
        });
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        let number = words
            .last_mut()
            .filter(|last| last.ends_with(|c: char| c.is_ascii_digit()));
        match (unit(word), number) {
            (Some(unit), Some(number)) => number.push_str(unit),
            (Some(unit), None) => words.push(unit.to_owned()),
            (None, _) if is_digit => words.push(number_of(word)),
            (None, _) => words.push(word.to_owned()),
        }
    }
    words.retain(|word| !FILLING.contains(&word.as_str()));
    words
}

fn number_of(word: &str) -> String {
    let plain = word.replace(',', ".");
    match plain.split_once('.') {
        Some((whole, part)) if part.trim_end_matches('0').is_empty() => whole.to_owned(),
        Some(_) | None => plain.trim_end_matches('.').to_owned(),
    }
}

/// What says nothing of which plan it is.
const FILLING: &[&str] = &[
    "for", "and", "fur", "und", "pour", "et", "para", "y", "per", "e", "esim", "plan", "data",
    "mit", "with", "de", "x",
];

fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "gb" | "gig" | "gigs" | "go" | "gigabyte" | "gigabytes" => "gb",
        "mb" | "mo" | "megabyte" | "megabytes" => "mb",
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "dia" | "dias"
        | "giorno" | "giorni" => "day",
        "month" | "months" | "monat" | "monate" | "mois" | "mes" | "meses" | "mese" | "mesi" => {
            "month"
        }
        "unlimited" | "unbegrenzt" | "unlimitiert" | "illimite" | "ilimitado" | "illimitato" => {
            "unlimited"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PlanSold;

    fn plan(id: &str, name: &str, data: &str, days: u32) -> Plan {
        Plan::of_sold(&PlanSold {
            product_id: id.into(),
            name: name.into(),
            data: Some((data.into(), "GB".into())),
            duration: Some((days, "days".into())),
            price: Some(("9.00".into(), "EUR".into())),
            ..PlanSold::default()
        })
    }

    fn catalogue() -> Vec<Plan> {
        vec![
            plan("p-1", "Europe 5 GB", "5", 30),
            plan("p-2", "Europe 3 GB", "3", 5),
            plan("p-3", "Türkiye", "5", 30),
            plan("p-4", "Türkiye", "10", 30),
        ]
    }

    #[test]
    fn a_plan_is_found_by_whatever_people_call_it() {
        for (cell, ids) in [
            ("p-2", vec!["p-2"]),
            ("europe 5 gb", vec!["p-1"]),
            ("5GB Europe", vec!["p-1"]),
            ("Europe, 5 GB, 30 Tage", vec!["p-1"]),
            ("Europe 5 days", vec!["p-2"]),
            ("Europe", vec!["p-1", "p-2"]),
            ("Turkiye", vec!["p-3", "p-4"]),
            ("Türkiye 10 GB for 30 days", vec!["p-4"]),
            ("Türkiye 10.0GB", vec!["p-4"]),
            ("Asia", vec![]),
            ("5", vec![]),
            ("", vec![]),
            ("=Europe", vec!["p-1", "p-2"]),
        ] {
            let plans = catalogue();
            let found = match Plans::of(&plans).find(cell) {
                Meant::None => Vec::new(),
                Meant::One(plan) => vec![plan.id.as_str()],
                Meant::Unclear(plans) => plans.iter().map(|plan| plan.id.as_str()).collect(),
            };
            assert_eq!(found, ids, "{cell:?}");
        }
    }

    #[test]
    fn a_price_makes_no_plan_clear_unless_the_plan_is_written_whole() {
        let with_price = |id: &str, data: &str, amount: &str| Plan {
            price: Some(crate::desk::model::Money {
                amount: amount.into(),
                currency: "USD".into(),
            }),
            ..plan(id, &format!("USA {data} GB"), data, 30)
        };
        let plans = [
            with_price("p-1", "1", "5.00"),
            with_price("p-2", "3", "9.00"),
        ];
        let plans = Plans::of(&plans);
        for cell in [
            "USA 5",
            "USA 5 USD",
            "USA 5.00",
            "USA 9",
            "USA 1 GB 9",
            "USA 1GB 7",
        ] {
            let found = plans.find(cell);
            assert!(matches!(found, Meant::Unclear(_)), "{cell}: {found:?}");
        }
        for (cell, id) in [
            ("USA 1 GB, 30 days, 5.00 USD", "p-1"),
            ("USA 3 GB 30 days 9 USD", "p-2"),
            ("USA 3 GB 30 days $9.00", "p-2"),
            ("USA 3 GB", "p-2"),
        ] {
            let found = plans.find(cell);
            assert!(
                matches!(found, Meant::One(plan) if plan.id == id),
                "{cell}: {found:?}"
            );
        }
    }
}
