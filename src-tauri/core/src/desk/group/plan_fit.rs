//! Whether words mean a plan: those of the plan itself one by one, and the names of its place each as a whole. *China* is not Hong
//! Kong because one of its names has the word, and *Ireland* is not the United Kingdom.

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
            own: own.flat_map(both_ways).collect(),
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

fn both_ways(word: &String) -> HashSet<String> {
    HashSet::from([word.clone(), plain(word)])
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
mod tests {
    use super::*;
    use crate::book::PlanSold;
    use crate::desk::group::draft::ShownPlan;
    use crate::desk::group::plans::{Meant, Plans};

    fn shown(id: &str, places: &[&str]) -> ShownPlan {
        ShownPlan {
            id: id.into(),
            titles: Vec::new(),
            places: places.iter().map(|place| (*place).to_owned()).collect(),
        }
    }

    fn meant(plans: &Plans<'_>, cell: &str) -> Vec<String> {
        match plans.find(cell) {
            Meant::None => Vec::new(),
            Meant::One(plan) => vec![plan.id.clone()],
            Meant::Unclear(plans) => plans.iter().map(|plan| format!("{}?", plan.id)).collect(),
        }
    }

    /// Its name is its id, too.
    fn of(footprint: &str, name: &str) -> Plan {
        Plan::of_sold(&PlanSold {
            product_id: name.into(),
            name: name.into(),
            footprint: Some(footprint.into()),
            data: Some(("5".into(), "GB".into())),
            duration: Some((30, "days".into())),
            ..PlanSold::default()
        })
    }

    #[test]
    fn a_part_of_the_name_of_a_place_is_not_that_place() {
        let hong_kong = [
            "Hong Kong SAR China",
            "Hong Kong",
            "RAE de Hong Kong (China)",
        ];
        let uk = [
            "United Kingdom",
            "UK",
            "U.K.",
            "Northern Ireland",
            "Grande-Bretagne",
            "R.-U.",
        ];
        let usvi = [
            "U.S. Virgin Islands",
            "Îles Vierges des États-Unis",
            "Islas Vírgenes de EE. UU.",
        ];
        let guinea = ["Papua New Guinea", "Papouasie-Nouvelle-Guinée"];
        let guinea_gq = ["Equatorial Guinea", "Guinée équatoriale"];
        let netherlands = ["Caribbean Netherlands", "Pays-Bas caribéens"];
        let congo = ["Congo - Kinshasa", "Congo-Kinshasa", "DR Congo"];
        let korea = [
            "South Korea",
            "Korea",
            "Republik Korea",
            "Corea del Sur",
            "Corea",
        ];
        let sudan = ["South Sudan", "Soudan du Sud", "Südsudan"];
        for (footprint, name, places, none, part, one) in [
            (
                "HK",
                "HK 5 GB",
                &hong_kong[..],
                &[
                    "China 5 GB",
                    "China",
                    "Kong 5 GB",
                    "Hong Kong (China) Macao",
                    "RAE",
                ][..],
                &[][..],
                &["Hong Kong 5 GB", "hong kong 5GB", "RAE de Hong Kong, China"][..],
            ),
            (
                "HK",
                "Hong Kong SAR China 5 GB",
                &hong_kong,
                &[],
                &["China 5 GB"],
                &["Hong Kong 5 GB", "HK"],
            ),
            (
                "GB",
                "United Kingdom 5 GB",
                &uk,
                &[
                    "Ireland 5 GB",
                    "UK + Ireland 5 GB",
                    "Bretagne 5 Go",
                    "Northern 5 GB",
                    "U",
                    "K",
                    "R",
                    "Grande 5 Go",
                ],
                &["United 5 GB", "Kingdom"],
                &[
                    "UK 5 GB",
                    "u.k. 5GB",
                    "U.K 5 GB",
                    "R.-U. 5 Go",
                    "GB 5 GB",
                    "Northern Ireland 5 GB",
                    "Grande Bretagne 5 Go",
                ],
            ),
            (
                "VI",
                "Virgin Is. 5 GB",
                &usvi,
                &[
                    "États-Unis 5 Go",
                    "US 5 GB",
                    "U.S. 5 GB",
                    "S",
                    "EE. UU. 5 GB",
                ],
                &[],
                &["US Virgin Islands 5 GB", "U.S. Virgin Islands 5 GB"],
            ),
            (
                "PG",
                "Port Moresby 5 GB",
                &guinea,
                &["Guinée 5 Go", "Guinea 5 GB"],
                &[],
                &["Papua New Guinea 5 GB"],
            ),
            (
                "PG",
                "Papua New Guinea 5 GB",
                &guinea,
                &["Guinée 5 Go"],
                &["Guinea 5 GB"],
                &["PG 5 GB"],
            ),
            (
                "GQ",
                "Malabo 5 GB",
                &guinea_gq,
                &["Guinée 5 Go", "Guinea"],
                &[],
                &["Guinée équatoriale 5 Go"],
            ),
            (
                "BQ",
                "Bonaire 5 GB",
                &netherlands,
                &["Pays-Bas 5 Go", "Netherlands"],
                &[],
                &["Pays-Bas caribéens"],
            ),
            (
                "CD",
                "Kinshasa 5 GB",
                &congo,
                &["Congo 5 GB", "Congo"],
                &[],
                &["DR Congo 5 GB", "CD 5 GB"],
            ),
            (
                "CD",
                "DR Congo 5 GB",
                &congo,
                &[],
                &["Congo 5 GB"],
                &["Congo-Kinshasa 5 Go"],
            ),
            (
                "KR",
                "South Korea 5 GB",
                &korea,
                &["Sur 5 GB", "Corea Norte 5 GB", "Nordkorea"],
                &["South 5 GB"],
                &["Korea 5 GB", "Corea 5 GB", "Republik Korea 5 GB"],
            ),
            (
                "SS",
                "Juba 5 GB",
                &sudan,
                &["Sudan 5 GB", "Soudan 5 Go", "Sud"],
                &[],
                &["Südsudan 5 GB"],
            ),
        ] {
            let on_sale = [of(footprint, name)];
            let shown = [shown(name, places)];
            let plans = Plans::of(&on_sale, &shown);
            let unclear = format!("{name}?");
            for cell in none {
                assert_eq!(meant(&plans, cell), [] as [&str; 0], "{name}: {cell}");
            }
            for cell in part {
                assert_eq!(meant(&plans, cell), [unclear.as_str()], "{name}: {cell}");
            }
            for cell in one {
                assert_eq!(meant(&plans, cell), [name], "{name}: {cell}");
            }
        }
    }

    #[test]
    fn two_places_of_one_name_are_asked_about() {
        let on_sale = [of("CG", "Brazzaville 5 GB"), of("CD", "DR Congo 5 GB")];
        let shown = [
            shown("Brazzaville 5 GB", &["Congo-Brazzaville", "Congo"]),
            shown("DR Congo 5 GB", &["DR Congo"]),
        ];
        let plans = Plans::of(&on_sale, &shown);
        assert_eq!(
            meant(&plans, "Congo 5 GB"),
            ["Brazzaville 5 GB?", "DR Congo 5 GB?"]
        );
    }

    #[test]
    fn what_a_plan_leaves_out_is_not_its_place() {
        let on_sale = [of("EUROPE", "Europe (excl. UK) 5 GB")];
        let shown = [shown("Europe (excl. UK) 5 GB", &["Europe", "Europa"])];
        let plans = Plans::of(&on_sale, &shown);
        for cell in ["UK 5 GB", "Europe UK 5 GB", "Europa + UK", "UK"] {
            assert_eq!(meant(&plans, cell), [] as [&str; 0], "{cell}");
        }
        for cell in [
            "Europe 5 GB",
            "Europa 5 GB",
            "Europe excl. UK, 5GB, 30 days",
        ] {
            assert_eq!(meant(&plans, cell), ["Europe (excl. UK) 5 GB"], "{cell}");
        }
    }

    #[test]
    fn an_article_that_is_a_code_is_the_place_of_that_code() {
        let on_sale = [
            of("IL", "Israel 5 GB"),
            of("LA", "Laos 5 GB"),
            of("DE", "Germany 5 GB"),
            of("ET", "Ethiopia 5 GB"),
            of("MO", "Macao 5 GB"),
            of("TR", "Turkey 5 GB"),
            of("IT", "Italy 5 GB"),
        ];
        let shown = [shown(
            "Turkey 5 GB",
            &["Turkey", "Turquie", "Turquía", "Turchia"],
        )];
        let plans = Plans::of(&on_sale, &shown);
        for (cell, ids) in [
            ("IL 5 GB", vec!["Israel 5 GB"]),
            ("la 5gb", vec!["Laos 5 GB"]),
            ("DE", vec!["Germany 5 GB"]),
            ("ET 5 Go", vec!["Ethiopia 5 GB"]),
            ("MO 5 GB", vec!["Macao 5 GB"]),
            ("IT 5 GB", vec!["Italy 5 GB"]),
            ("IL 10 GB", vec![]),
            ("IL + DE 5 GB", vec![]),
            ("Turquie 5 Go", vec!["Turkey 5 GB"]),
            // Turkey and Laos, or an article.
            ("la Turchia 5 GB", vec!["Turkey 5 GB?"]),
            ("TR + LA 5 GB", vec!["Turkey 5 GB?"]),
            // No place here has the code.
            ("el Turquía 5 GB", vec!["Turkey 5 GB"]),
        ] {
            assert_eq!(meant(&plans, cell), ids, "{cell}");
        }
        let only = [of("TR", "Turkey 5 GB")];
        let plans = Plans::of(&only, &[]);
        assert_eq!(meant(&plans, "la Turkey, 5 GB"), ["Turkey 5 GB"]);
    }

    #[test]
    fn letters_with_dots_are_one_word_and_no_code() {
        let on_sale = [of("NA", "Namibia 5 GB"), of("US", "U.S.A. 5 GB")];
        let shown = [shown("U.S.A. 5 GB", &["USA", "U.S.A.", "É.-U."])];
        let plans = Plans::of(&on_sale, &shown);
        for cell in ["n.a.", "N.A", "n/a", "S", "U", "A", "E", "e", "S.", "u s a"] {
            assert_eq!(meant(&plans, cell), [] as [&str; 0], "{cell}");
        }
        for cell in ["USA", "u.s.a. 5 gb", "U.S.A 5GB", "É.-U. 5 Go", "usa 5 gb"] {
            assert_eq!(meant(&plans, cell), ["U.S.A. 5 GB"], "{cell}");
        }
    }
}
