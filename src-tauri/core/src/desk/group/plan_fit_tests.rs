//! Which words mean which plan, and which mean none.

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
