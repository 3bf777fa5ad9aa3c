//! Columns known by their headings, and by what is in them.

use super::*;
use crate::book::PlanSold;
use crate::desk::group::own_words::own_words;
use crate::desk::model::Plan;

fn columns(rows: &[Row], plans: &[Plan]) -> (Vec<ColumnKind>, bool) {
    let found = super::columns(rows, &Plans::of(plans, &[]));
    (found.kinds, found.headings.is_some())
}

#[test]
fn a_column_of_days_or_addresses_that_is_taken_for_nothing_is_asked_about() {
    use ColumnKind as C;
    let rows = [
        row(&["Name", "Lieferdatum", "Kontakt", "Zimmer", "Geburtsdatum"]),
        row(&["Anna", "2.1.2027", "a@x.example", "12", "1.2.1980"]),
        row(&["Bert", "1/12/2026", "b@x.example", "14", "3.4.1990"]),
    ];
    let seem = super::columns(&rows, &Plans::of(&[], &[])).seem;
    assert_eq!(
        seem,
        [None, Some(C::Start), Some(C::Email), None, Some(C::Start)],
        "also where the day itself could be two"
    );
}

fn row(cells: &[&str]) -> Row {
    Row {
        row: 1,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

#[test]
fn headings_are_known_in_the_languages_of_our_staff() {
    use ColumnKind as C;
    for cells in [
        ["Guest", "E-mail", "Plan", "Start", "Receipt"],
        ["Gast", "E-Mail-Adresse", "Tarif", "Gültig ab", "Zimmer"],
        ["Nom", "Courriel", "Forfait", "Début", "Chambre"],
        [
            "Huésped",
            "Correo electrónico",
            "Tarifa",
            "Inicio",
            "Habitación",
        ],
        ["Ospite", "Email", "Piano", "Inizio", "Camera"],
        ["NAME:", "mail", "Product", "Date", "Room no."],
    ] {
        let (kinds, has) = columns(&[row(&cells)], &[]);
        assert_eq!(
            kinds,
            [C::Guest, C::Email, C::Plan, C::Start, C::Note],
            "{cells:?}"
        );
        assert!(has, "{cells:?}");
    }
    let (kinds, _) = columns(
        &[row(&["Vorname", "Nachname", "Sprache", "Zi.", "E-Mail"])],
        &[],
    );
    assert_eq!(
        kinds,
        [C::FirstName, C::LastName, C::Language, C::Other, C::Email]
    );
    let (kinds, _) = columns(&[row(&["Nom de famille", "Nom", "Nom"])], &[]);
    assert_eq!(kinds, [C::LastName, C::FirstName, C::Other], "one of each");
}

#[test]
fn the_columns_of_the_program_and_of_its_saved_tables_are_known_in_every_language() {
    use ColumnKind as C;
    for (language, words) in own_words() {
        let kind = |name: &str| serde_json::from_value::<C>(name.into()).unwrap_or(C::Other);
        let halves = [C::FirstName, C::LastName];
        // A table has the name whole, or its two halves.
        let whole = |name: &String| !halves.contains(&kind(name));
        let in_halves = |name: &String| kind(name) != C::Guest;
        for is_one in [&whole as &dyn Fn(&String) -> bool, &in_halves] {
            let shown = words.columns.iter().filter(|(name, _)| is_one(name));
            let (names, headings): (Vec<_>, Vec<&str>) = shown
                .map(|(name, says)| (kind(name), says.as_str()))
                .unzip();
            let (kinds, has) = columns(&[row(&headings)], &[]);
            assert_eq!(kinds, names, "{language}: {headings:?}");
            assert!(has, "{language}");
        }
        // The day of a sale is a day, as in any other table; which one, a person sees.
        let saved = |name: &String| if name == "date" { C::Start } else { kind(name) };
        let (names, headings): (Vec<_>, Vec<&str>) = words
            .saved
            .iter()
            .map(|(name, says)| (saved(name), says.as_str()))
            .unzip();
        let (kinds, has) = columns(&[row(&headings)], &[]);
        assert_eq!(kinds, names, "{language}: {headings:?}");
        assert!(has, "{language}");
    }
}

#[test]
fn a_line_with_a_word_that_no_sale_needs_is_no_headings() {
    use ColumnKind as C;
    for word in [
        "paid", "pays", "paga", "zahlt", "pass", "note", "id", "Fine", "type", "company", "phone",
    ] {
        for cells in [["Anna Keller", word], [word, "Anna Keller"]] {
            let (kinds, has) = columns(&[row(&cells), row(&["Bert Braun", ""])], &[]);
            assert!(!has && kinds.contains(&C::Guest), "{cells:?}: {kinds:?}");
        }
        let above = [row(&["Anna Keller", "12", ""]), row(&["Gast", word, "13"])];
        assert!(!columns(&above, &[]).1, "Anna is lost: {word}");
    }
    let (kinds, has) = columns(&[row(&["Name", "Telefon", "Bemerkung"])], &[]);
    assert!(has, "beside one that is needed they are headings");
    assert_eq!(kinds, [C::Guest, C::Other, C::Other]);
    let (kinds, _) = columns(&[row(&["Client", "Forfait (pays)"])], &[]);
    assert_eq!(kinds, [C::Guest, C::Plan]);
}

#[test]
fn without_headings_a_word_of_other_columns_is_no_start() {
    use ColumnKind as C;
    for word in ["Direct", "direct", "Ya", "Nu", "Ora", "Hoy", "ora", "Start"] {
        let rows = [row(&["Anna Keller", "a@x.example", word])];
        let found = super::columns(&rows, &Plans::of(&[], &[]));
        assert_eq!(found.kinds, [C::Guest, C::Email, C::Other], "{word}");
        assert_eq!(found.seem[2], None, "{word}");
    }
    for word in [
        "Now",
        "sofort",
        "Subito",
        "Avvia ora",
        "Desde hoy",
        "today",
        "Con el primer uso",
        "De inmediato",
    ] {
        let rows = [row(&["Anna Keller", "a@x.example", word])];
        assert_eq!(columns(&rows, &[]).0[2], C::Start, "{word}");
    }
    let rows = [row(&["Chris", "Hoy", "c@x.example"])];
    assert_eq!(columns(&rows, &[]).0, [C::FirstName, C::LastName, C::Email]);
}

#[test]
fn a_name_in_two_columns_is_first_and_last_name_however_they_are_headed() {
    use ColumnKind as C;
    for (cells, expected) in [
        (["Name", "Vorname"], [C::LastName, C::FirstName]),
        (["Nombre", "Apellidos"], [C::FirstName, C::LastName]),
        (["Nome", "Cognome"], [C::FirstName, C::LastName]),
        (["Nom", "Prénom"], [C::LastName, C::FirstName]),
    ] {
        let (kinds, _) = columns(&[row(&cells)], &[]);
        assert_eq!(kinds, expected, "{cells:?}");
    }
    let rows = [
        row(&["Anna", "Gast", "a@x.example"]),
        row(&["Bert", "Braun", "b@x.example"]),
    ];
    let (kinds, _) = columns(&rows, &[]);
    assert_eq!(kinds, [C::FirstName, C::LastName, C::Email]);
}

#[test]
fn nothing_becomes_a_note_but_what_is_headed_as_a_room_or_a_receipt() {
    use ColumnKind as C;
    for heading in [
        "Comment",
        "Bemerkung",
        "Booking",
        "Note",
        "Telefon",
        "Passeport no.",
        "Whatever",
    ] {
        let (kinds, has) = columns(&[row(&["Guest", "E-mail", heading])], &[]);
        assert_eq!(kinds, [C::Guest, C::Email, C::Other], "{heading}");
        assert!(has, "{heading}");
    }
    let rows = [row(&[
        "Anna Keller",
        "a@x.example",
        "+49 170 1234567",
        "Vegan",
    ])];
    let (kinds, _) = columns(&rows, &[]);
    assert_eq!(kinds, [C::Guest, C::Email, C::Other, C::Other]);
}

#[test]
fn the_widest_table_beside_a_large_catalogue_is_read_at_once() {
    let plan = |number: u32| {
        Plan::of_sold(&PlanSold {
            product_id: format!("p-{number}"),
            name: format!("Region {number} 5 GB"),
            ..PlanSold::default()
        })
    };
    let plans: Vec<Plan> = (0..1000).map(plan).collect();
    let rows: Vec<Row> = (0..500)
        .map(|row| Row {
            row,
            cells: (0..40).map(|at| format!("word{row} of {at}")).collect(),
        })
        .collect();
    let begin = std::time::Instant::now();
    let (kinds, _) = columns(&rows, &plans);
    assert_eq!(kinds.len(), 40);
    let took = begin.elapsed();
    // Without optimisation, on a busy computer. Plan by plan and cell by cell it is minutes.
    assert!(took.as_secs() < 20, "{took:?}");
}

#[test]
fn without_headings_a_number_is_no_start() {
    use ColumnKind as C;
    for number in ["50667", "46357", " 46 357 ", "46.357", "46357.0"] {
        let rows = [row(&["Anna Keller", "a@x.example", number])];
        let (kinds, _) = columns(&rows, &[]);
        assert_eq!(kinds, [C::Guest, C::Email, C::Other], "{number:?}");
    }
    let rows = [row(&["Name", "Start"]), row(&["Anna", "46357"])];
    let (kinds, _) = columns(&rows, &[]);
    assert_eq!(kinds, [C::Guest, C::Start], "headed so, it is one");
}

#[test]
fn without_headings_the_columns_are_told_by_what_is_in_them() {
    use ColumnKind as C;
    let rows = [
        row(&["7", "Anna Gast", "a@hotel.example", "2026-12-01", "12"]),
        row(&["8", "Bert", "b@hotel.example", "", "14"]),
    ];
    let (kinds, has) = columns(&rows, &[]);
    assert!(!has, "an address is no heading");
    assert_eq!(
        kinds,
        [C::Other, C::Guest, C::Email, C::Start, C::Other],
        "what is left is guessed to be nothing"
    );
}
