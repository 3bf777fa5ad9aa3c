//! Which plan a cell means: its id, its name, or words of it with amounts as people write them (`5GB Europe`, `30 Tage`).

use std::collections::{HashMap, HashSet};

use super::draft::ShownPlan;
use super::plan_fit::{Fit, PlanFit};
use super::plan_words::{is_number, says_nothing, words};
use crate::desk::model::Plan;
use crate::typed::fold;

/// So many titles, and places, of one plan are looked at, none of more bytes. The United Kingdom has most places,
/// more than twenty in the languages of our staff, and an engine may know some more. The page's test `place-names` holds
/// it to this.
const MOST_NAMES: usize = 40;
const LONGEST_NAME: usize = 300;

/// The plans on sale, taken apart once for all cells of a table: a table has thousands of cells, and a catalogue as many plans.
pub(super) struct Plans<'p> {
    plans: &'p [Plan],
    /// As the plans, one of each.
    fits: Vec<PlanFit>,
    by_id: HashMap<&'p str, usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// Which may mean it; whether they do, their words say together.
    by_word: HashMap<String, Vec<usize>>,
    currencies: HashSet<String>,
    /// Footprints that would be words saying nothing.
    codes: HashSet<String>,
}

impl<'p> Plans<'p> {
    pub(super) fn of(plans: &'p [Plan], shown: &'p [ShownPlan]) -> Plans<'p> {
        let shown: HashMap<&str, &ShownPlan> =
            shown.iter().map(|plan| (plan.id.as_str(), plan)).collect();
        let footprints = plans.iter().filter_map(|plan| plan.footprint.as_deref());
        let mut all = Plans {
            plans,
            fits: Vec::with_capacity(plans.len()),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            by_word: HashMap::new(),
            currencies: plans
                .iter()
                .filter_map(|plan| Some(fold(&plan.price.as_ref()?.currency)))
                .collect(),
            codes: footprints
                .map(|code| fold(code.trim()))
                .filter(|code| says_nothing(code))
                .collect(),
        };
        for (at, plan) in plans.iter().enumerate() {
            all.by_id.entry(&plan.id).or_insert(at);
            let shown = shown.get(plan.id.as_str());
            let places: Vec<&str> = shown.map_or_else(Vec::new, |shown| some(&shown.places));
            let folded_places: HashSet<String> = places.iter().map(|place| fold(place)).collect();
            let titles = shown.map_or_else(Vec::new, |shown| some(&shown.titles));
            let titles = titles.into_iter().map(fold);
            // A place by itself is each of its plans.
            let titles = titles.filter(|title| !folded_places.contains(title));
            let names: HashSet<String> = titles.chain([fold(&plan.name)]).collect();
            for name in names {
                all.by_name.entry(name).or_default().push(at);
            }
            let fit = PlanFit::of(plan, &places, &all.codes);
            for word in fit.all_words() {
                all.by_word.entry(word.clone()).or_default().push(at);
            }
            all.fits.push(fit);
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
        let wanted = words(&folded, &self.codes);
        let (found, is_clear) = self.meant(&wanted);
        if !found.is_empty() {
            return (found, is_clear);
        }
        // *de* may be Germany, or say nothing: a person sees which.
        let bare: Vec<String> = wanted
            .iter()
            .filter(|word| !says_nothing(word))
            .cloned()
            .collect();
        let is_other = bare.len() < wanted.len();
        // Of amounts alone it is no plan of that place.
        let has_name = bare
            .iter()
            .any(|word| word.starts_with(char::is_alphabetic));
        match is_other && has_name {
            true => (self.meant(&bare).0, false),
            false => (Vec::new(), true),
        }
    }

    /// Which these words may mean, and whether one of them would be all that they say.
    fn meant(&self, wanted: &[String]) -> (Vec<usize>, bool) {
        let (found, is_clear) = self.having(wanted);
        if !found.is_empty() {
            return (found, is_clear);
        }
        // A number that is nothing of the plan may be its price, or gigabytes of another one.
        let (numbers, rest): (Vec<String>, Vec<String>) =
            wanted.iter().cloned().partition(|word| is_number(word));
        if numbers.is_empty() {
            return (Vec::new(), true);
        }
        let whole = |at: &usize| self.is_whole(*at, wanted);
        let rest: Vec<String> = match self.having(&rest).0 {
            all if all.is_empty() => rest
                .into_iter()
                .filter(|word| !self.is_currency(word))
                .collect(),
            _ => rest,
        };
        let maybe = self.having(&rest).0;
        match maybe.iter().copied().filter(whole).collect::<Vec<_>>() {
            wholes if wholes.is_empty() => (maybe, false),
            wholes => (wholes, true),
        }
    }

    /// Whether it is the plan as we or the page write it whole, its price behind it.
    fn is_whole(&self, at: usize, wanted: &[String]) -> bool {
        let price = self.plans.get(at).and_then(|plan| plan.price.as_ref());
        let (Some(price), Some(fit)) = (price, self.fits.get(at)) else {
            return false;
        };
        let price = fold(&format!("{} {}", price.amount, price.currency));
        fit.is_whole(wanted, &words(&price, &self.codes))
    }

    fn is_currency(&self, word: &str) -> bool {
        self.currencies.contains(word)
    }

    /// The plans with all of these words, and whether none of them has only a part of a name.
    fn having(&self, wanted: &[String]) -> (Vec<usize>, bool) {
        // Without a letter it is a number of something.
        if !wanted.iter().any(|word| word.contains(char::is_alphabetic)) {
            return (Vec::new(), true);
        }
        let mut each = wanted.iter().map(|word| self.by_word.get(word));
        let mut found = each.next().flatten().cloned().unwrap_or_default();
        for having in each {
            // Each list goes up.
            found.retain(|at| having.is_some_and(|having| having.binary_search(at).is_ok()));
        }
        let mut is_clear = true;
        found.retain(|at| {
            let fit = self.fits.get(*at).and_then(|fit| fit.fit(wanted));
            is_clear &= fit != Some(Fit::Part);
            fit.is_some()
        });
        (found, is_clear)
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

/// What can be a name; the page says no more and nothing longer.
fn some(names: &[String]) -> Vec<&str> {
    let names = names.iter().take(MOST_NAMES).map(String::as_str);
    names.filter(|name| name.len() <= LONGEST_NAME).collect()
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

    fn shown(id: &str, titles: &[&str], places: &[&str]) -> ShownPlan {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        ShownPlan {
            id: id.into(),
            titles: texts(titles),
            places: texts(places),
        }
    }

    fn meant(plans: &Plans<'_>, cell: &str) -> Vec<String> {
        match plans.find(cell) {
            Meant::None => Vec::new(),
            Meant::One(plan) => vec![plan.id.clone()],
            Meant::Unclear(plans) => {
                let ids = plans.iter().map(|plan| format!("{}?", plan.id));
                ids.collect()
            }
        }
    }

    #[test]
    fn a_plan_is_found_by_what_the_page_calls_it_in_any_language_of_the_staff() {
        let on_sale = [
            plan("p-tr", "Turkey 5 GB, 30 days", "5", 30),
            plan("p-tr10", "Turkey 10 GB, 30 days", "10", 30),
            plan("p-eu", "Europe Basic", "5", 30),
            plan("p-eu7", "Europe Week", "5", 7),
            plan("p-uk", "United Kingdom 1.5 GB", "1.5", 7),
            plan("p-mb", "Japan small", "1000", 7),
        ];
        let turkey = ["Türkiye", "Türkei", "Turquie", "Turquía", "Turchia"];
        let europe = ["Europe", "Europa"];
        let shown = [
            shown("p-tr", &["Türkiye 5 GB"], &turkey),
            shown("p-tr10", &["Türkiye 10 GB"], &turkey),
            shown("p-eu", &["Europa 5 GB", "Europa 5 GB, 30 Tage"], &europe),
            shown("p-eu7", &["Europa 5 GB", "Europa 5 GB, 7 Tage"], &europe),
            shown("p-uk", &[], &["UK", "Großbritannien", "Royaume-Uni"]),
            shown("p-mb", &["Japan", "Japan 1.000 GB"], &["Japan"]),
        ];
        let plans = Plans::of(&on_sale, &shown);
        for (cell, ids) in [
            ("Türkiye 5 GB", vec!["p-tr"]),
            ("5 Go Turquie", vec!["p-tr"]),
            ("Turchia, 10GB, 30 giorni", vec!["p-tr10"]),
            ("turkei 10 gb", vec!["p-tr10"]),
            ("Türkiye 5 GB, 30 days, 9.00 EUR", vec!["p-tr"]),
            ("Turquie 5 Go 30 jours 9,00 €", vec!["p-tr"]),
            ("Türkiye 5 GB 12.00 EUR", vec!["p-tr?"]),
            ("Türkiye", vec!["p-tr?", "p-tr10?"]),
            ("Europa 5 GB", vec!["p-eu?", "p-eu7?"]),
            ("L’Europe 5 Go", vec!["p-eu?", "p-eu7?"]),
            ("l'Europe, 5 Go, 7 jours", vec!["p-eu7"]),
            ("Europa 5 GB, 30 Tage", vec!["p-eu"]),
            ("EUROPA 5 GB 7 días", vec!["p-eu7"]),
            ("UK", vec!["p-uk"]),
            ("Grossbritannien 1,5 GB", vec!["p-uk"]),
            ("Royaume-Uni 1,5 Go", vec!["p-uk"]),
            ("Japan 1.000 GB", vec!["p-mb"]),
            ("Griechenland 5 GB", vec![]),
        ] {
            assert_eq!(meant(&plans, cell), ids, "{cell:?}");
            assert_eq!(plans.knows(cell), !ids.is_empty(), "{cell:?}");
        }
    }

    #[test]
    fn a_place_by_itself_is_none_of_its_plans_even_where_one_is_shown_so() {
        let on_sale = [
            plan("p-1", "Turkey open", "5", 30),
            plan("p-2", "Turkey 5 GB", "5", 30),
        ];
        let shown = [
            shown("p-1", &["Türkei"], &["Türkei"]),
            shown("p-2", &["Türkei 5 GB"], &["Türkei"]),
        ];
        let plans = Plans::of(&on_sale, &shown);
        assert_eq!(meant(&plans, "Türkei"), ["p-1?", "p-2?"]);
    }

    #[test]
    fn names_without_end_are_not_looked_at() {
        let on_sale = [plan("p-1", "Turkey", "5", 30)];
        let long = "Wort ".repeat(100);
        let letters = 'a'..='z';
        let many = letters.flat_map(|one| ('a'..='z').map(move |two| format!("ort{one}{two}")));
        let many: Vec<String> = many.collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let shown = [shown("p-1", &[&long], &many)];
        let plans = Plans::of(&on_sale, &shown);
        assert_eq!(meant(&plans, &long), [] as [&str; 0]);
        assert_eq!(meant(&plans, "ortzz"), [] as [&str; 0]);
        assert_eq!(meant(&plans, "ortaa"), ["p-1"]);
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
            let found = match Plans::of(&plans, &[]).find(cell) {
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
        let plans = Plans::of(&plans, &[]);
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
