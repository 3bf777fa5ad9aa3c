//! What the columns of a table are: by their headings, or by what is in them.

use super::column_kind::ColumnKind;
use super::headings::of_heading;
use super::plans::Plans;
use super::starts;
use crate::table::Row;

/// So many rows may stand above the headings, and are looked at for them.
const ABOVE: usize = 3;

/// What is known of the columns of a table.
pub(super) struct Columns {
    pub(super) kinds: Vec<ColumnKind>,
    /// Which row is their headings.
    pub(super) headings: Option<usize>,
    /// What a column seems to hold that nobody named so: a person says whether it is.
    pub(super) seem: Vec<Option<ColumnKind>>,
}

/// What the columns are, and which row is their headings.
pub(super) fn columns(rows: &[Row], plans: &Plans<'_>) -> Columns {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut found: Option<(usize, usize, Vec<ColumnKind>)> = None;
    for (at, row) in rows.iter().enumerate().take(ABOVE + 1) {
        let Some((known, kinds)) = headings(row) else {
            continue;
        };
        let better = found.as_ref().is_none_or(|(best, ..)| known > *best);
        // Below the first row one known word is a word, whatever stands beside it.
        if better && (at == 0 || known > 1) {
            found = Some((known, at, kinds));
        }
    }
    let (kinds, headings) = match found {
        Some((_, at, kinds)) => (padded(kinds, width), Some(at)),
        None => (by_content(rows, width, plans), None),
    };
    let below = rows.get(headings.map_or(0, |at| at + 1)..);
    let below = below.unwrap_or_default();
    let seem = seeming(below, &kinds);
    Columns {
        kinds,
        headings,
        seem,
    }
}

/// What columns hold that are taken for nothing although all their cells are days or addresses: without them a plan would start
/// at once, and go to the address of all.
fn seeming(rows: &[Row], kinds: &[ColumnKind]) -> Vec<Option<ColumnKind>> {
    let kinds = kinds.iter().enumerate();
    let seems = kinds.map(|(at, kind)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let mut filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        // A sum below them is neither.
        if filled.len() > 2 {
            filled.pop();
        }
        let all = |is_one: &dyn Fn(&str) -> bool| {
            !filled.is_empty() && filled.iter().all(|cell| is_one(cell))
        };
        if *kind != ColumnKind::Other {
            None
        } else if all(&|cell| cell.contains('@')) {
            Some(ColumnKind::Email)
        } else if all(&|cell| starts::looks_like_a_day(cell)) {
            Some(ColumnKind::Start)
        } else {
            None
        }
    });
    seems.collect()
}

/// How many of a row's cells are headings of what a sale needs, and what they say.
fn headings(row: &Row) -> Option<(usize, Vec<ColumnKind>)> {
    let found: Vec<Option<ColumnKind>> = row.cells.iter().map(|cell| of_heading(cell)).collect();
    let all = found.iter().flatten().copied();
    let (useless, known): (Vec<ColumnKind>, Vec<ColumnKind>) =
        all.partition(|kind| *kind == ColumnKind::Other);
    let (useless, known) = (useless.len(), known.len());
    let has_address = row.cells.iter().any(|cell| cell.contains('@'));
    // What no sale needs may be a word of any line. A guest may be called *Gast*; two such cells beside each other are no guest.
    if known == 0 || has_address || known + useless == 1 && row.cells.len() > 2 {
        return None;
    }
    let mut taken = Vec::new();
    let mut kinds: Vec<ColumnKind> = found
        .into_iter()
        .map(|kind| match kind {
            Some(kind) if !taken.contains(&kind) => {
                taken.push(kind);
                kind
            }
            // The second of its kind is for a person to choose.
            Some(_) | None => ColumnKind::Other,
        })
        .collect();
    name_whole(&mut kinds);
    Some((known, kinds))
}

/// Beside a first name, *Name* is the last one, and the other way round.
fn name_whole(kinds: &mut [ColumnKind]) {
    let has = |kind| kinds.contains(&kind);
    let missing = match (has(ColumnKind::FirstName), has(ColumnKind::LastName)) {
        (true, false) => ColumnKind::LastName,
        (false, true) => ColumnKind::FirstName,
        (true, true) | (false, false) => return,
    };
    if let Some(name) = kinds.iter_mut().find(|kind| **kind == ColumnKind::Guest) {
        *name = missing;
    }
}

fn padded(mut kinds: Vec<ColumnKind>, width: usize) -> Vec<ColumnKind> {
    kinds.resize(width, ColumnKind::Other);
    kinds
}

/// Whether a cell looks like one of its kind.
type Look<'l> = &'l dyn Fn(&str) -> bool;

fn by_content(rows: &[Row], width: usize, plans: &Plans<'_>) -> Vec<ColumnKind> {
    let mut kinds = vec![ColumnKind::Other; width];
    let share = |at: usize, is_one: Look<'_>| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        let fits = filled.iter().filter(|cell| is_one(cell)).count();
        // Most of them, and one at least.
        fits * 2 > filled.len() && fits > 0
    };
    let is_address = |cell: &str| cell.contains('@');
    let is_plan = |cell: &str| plans.knows(cell);
    // A number by itself may be a postcode or a booking: a day is one only where somebody says so.
    let is_number = |cell: &str| cell.trim().parse::<u64>().is_ok();
    let is_start = |cell: &str| starts::is_surely_one(cell) && !is_number(cell);
    let looks: [(ColumnKind, Look<'_>); 3] = [
        (ColumnKind::Email, &is_address),
        (ColumnKind::Plan, &is_plan),
        (ColumnKind::Start, &is_start),
    ];
    for (kind, is_one) in looks {
        let found = (0..width).find(|at| kinds[*at] == ColumnKind::Other && share(*at, is_one));
        if let Some(at) = found {
            kinds[at] = kind;
        }
    }
    // What is left is guessed to be nothing: it may be a telephone or a passport, and a note stands in clear in the order book.
    let is_name = |cell: &str| cell.contains(char::is_alphabetic);
    let is_one_word = |cell: &str| is_name(cell) && !cell.contains(char::is_whitespace);
    let is_left = |at: &usize| kinds[*at] == ColumnKind::Other;
    let first = (0..width).find(|at| is_left(at) && share(*at, &is_name));
    let Some(first) = first else {
        return kinds;
    };
    // A name in two columns: both stand side by side, of one word each.
    let second = first + 1;
    let is_half = |at: usize| share(at, &is_one_word);
    if second < width && is_left(&second) && is_half(first) && is_half(second) {
        kinds[first] = ColumnKind::FirstName;
        kinds[second] = ColumnKind::LastName;
    } else {
        kinds[first] = ColumnKind::Guest;
    }
    kinds
}

#[cfg(test)]
mod tests {
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
            "paid", "pays", "paga", "zahlt", "pass", "note", "id", "Fine", "type", "company",
            "phone",
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
}
