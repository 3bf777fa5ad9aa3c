//! Whether words mean a plan: those of the plan itself one by one, and the names of its place each as a whole. *China* is not
//! Hong Kong because one of its names has the word, and *Ireland* is not the United Kingdom.

use std::collections::HashSet;

use super::plan_words::{is_letters, words};
use crate::desk::model::{DataAmount, DurationKind, Plan};
use crate::typed::fold;

/// How words mean a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Whole,
    /// By a part of what its place is called, which may be another place: *Guinea* is no Papua New Guinea.
    Part,
}

/// All that a plan is called, taken apart.
pub(super) struct PlanFit {
    /// Of the plan as we have it. Not its price: a number beside a name is gigabytes or days.
    own: HashSet<String>,
    /// What its own name leaves out: *Europe (excl. UK)*.
    left_out: HashSet<String>,
    amounts: Vec<String>,
    own_name: Vec<String>,
    places: Vec<Vec<String>>,
}

impl PlanFit {
    /// `codes` are words that say nothing elsewhere, and are footprints here.
    pub(super) fn of(plan: &Plan, places: &[&str], codes: &HashSet<String>) -> PlanFit {
        let of = |text: &str| words(&fold(text), codes);
        let own_name = of(&plan.name);
        let amounts = of(&amounts(plan));
        let begin = own_name.iter().position(|word| is_leaving_out(word));
        let (name, left_out) = own_name.split_at(begin.unwrap_or(own_name.len()));
        let footprint = of(plan.footprint.as_deref().unwrap_or_default());
        let own = name.iter().chain(&footprint).chain(&amounts);
        let places = places.iter().flat_map(|place| {
            let name = of(place);
            let plain = without_dots(&name);
            [Some(name), plain].into_iter().flatten()
        });
        PlanFit {
            own: own.flat_map(|word| both_ways(word)).collect(),
            left_out: left_out.iter().cloned().collect(),
            // A letter by itself is a class of rooms.
            places: places
                .filter(|name| name.iter().any(|word| word.chars().count() > 1))
                .collect(),
            amounts,
            own_name,
        }
    }

    /// Every word by which it may be looked for.
    pub(super) fn all_words(&self) -> HashSet<&String> {
        let places = self.places.iter().flatten();
        self.own
            .iter()
            .chain(&self.left_out)
            .chain(places)
            .collect()
    }

    pub(super) fn fit(&self, wanted: &[String]) -> Option<Fit> {
        let is_meant = |name: &&Vec<String>| {
            let is_said = |word: &String| name.contains(word) || self.is_own(word, wanted);
            is_in(name, wanted) && wanted.iter().all(is_said)
        };
        if self.places.iter().any(|name| is_meant(&name)) {
            return Some(Fit::Whole);
        }
        if !wanted.iter().all(|word| self.is_own(word, wanted)) {
            return None;
        }
        let is_part = |name: &Vec<String>| {
            let is_own_name = name.iter().all(|word| self.own.contains(word));
            is_own_name && name.iter().any(|word| wanted.contains(word)) && !is_in(name, wanted)
        };
        // A word of several of its names is said whole by the shortest: *Hong Kong* of *Hong Kong SAR China*.
        let is_said = |word: &String| {
            let mut having = self.places.iter().filter(|name| name.contains(word));
            having.any(|name| is_in(name, wanted))
        };
        let parts = self.places.iter().filter(|name| is_part(name));
        let mut open = parts.flatten().filter(|word| wanted.contains(word));
        Some(match open.all(is_said) {
            true => Fit::Whole,
            false => Fit::Part,
        })
    }

    /// Whether it is the plan as we or the page write it whole, its price behind it.
    pub(super) fn is_whole(&self, wanted: &[String], price: &[String]) -> bool {
        let is_named = |name: &Vec<String>| {
            let is_said = |word: &String| {
                name.contains(word) || price.contains(word) || self.is_own(word, wanted)
            };
            !name.is_empty() && is_in(name, wanted) && wanted.iter().all(is_said)
        };
        let mut names = self.places.iter().chain([&self.own_name]);
        is_in(&self.amounts, wanted) && names.any(is_named)
    }

    /// What it leaves out is its own only where that is said, too.
    fn is_own(&self, word: &String, wanted: &[String]) -> bool {
        let leaves_out = || wanted.iter().any(|word| is_leaving_out(word));
        self.own.contains(word) || self.left_out.contains(word) && leaves_out()
    }
}

fn is_in(words: &[String], wanted: &[String]) -> bool {
    words.iter().all(|word| wanted.contains(word))
}

/// `U.K.` is written `UK`, too.
fn without_dots(words: &[String]) -> Option<Vec<String>> {
    let has_letters = words.iter().any(|word| is_letters(word));
    has_letters.then(|| words.iter().map(|word| plain(word)).collect())
}

fn both_ways(word: &str) -> HashSet<String> {
    HashSet::from([word.to_owned(), plain(word)])
}

fn plain(word: &str) -> String {
    match is_letters(word) {
        true => word.replace('.', ""),
        false => word.to_owned(),
    }
}

fn is_leaving_out(word: &str) -> bool {
    LEAVING_OUT.contains(&word)
}

/// In the languages of our staff; the page has them, too (`other-names`).
const LEAVING_OUT: &[&str] = &[
    "excl",
    "exc",
    "exclude",
    "excludes",
    "excluding",
    "except",
    "without",
    "minus",
    "exkl",
    "exklusive",
    "ohne",
    "ausser",
    "ausgenommen",
    "sans",
    "sauf",
    "hors",
    "hormis",
    "excepte",
    "sin",
    "salvo",
    "excepto",
    "excluye",
    "excluido",
    "excluida",
    "menos",
    "senza",
    "escl",
    "escluso",
    "esclusa",
    "esclusi",
    "eccetto",
    "tranne",
    "zonder",
    "behalve",
];

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

#[cfg(test)]
#[path = "plan_fit_tests.rs"]
mod tests;
