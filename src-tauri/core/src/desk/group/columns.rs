//! What the columns of a table are: by their headings, in the languages of our staff, or by what is in them.

use serde::{Deserialize, Serialize};

use super::{plans, starts};
use crate::desk::model::Plan;
use crate::table::Row;
use crate::typed::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Guest,
    FirstName,
    LastName,
    Email,
    Plan,
    Start,
    Note,
    Language,
    /// Nothing that a sale needs.
    Other,
}

/// As folded, in English, German, French, Spanish and Italian. A heading is one of these or begins with one.
const HEADINGS: &[(ColumnKind, &[&str])] = &[
    (
        ColumnKind::Email,
        &[
            "e-mail",
            "email",
            "mail",
            "courriel",
            "correo",
            "adresse e-mail",
            "posta",
        ],
    ),
    (
        ColumnKind::FirstName,
        &[
            "first name",
            "firstname",
            "given name",
            "vorname",
            "prenom",
            "nome di battesimo",
            "nombre de pila",
        ],
    ),
    (
        ColumnKind::LastName,
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "nachname",
            "familienname",
            "nom de famille",
            "apellido",
            "cognome",
        ],
    ),
    (
        ColumnKind::Guest,
        &[
            "guest",
            "name",
            "customer",
            "gast",
            "kunde",
            "nom",
            "client",
            "invite",
            "huesped",
            "nombre",
            "cliente",
            "ospite",
            "nome",
            "full name",
            "teilnehmer",
            "participant",
        ],
    ),
    (
        ColumnKind::Plan,
        &[
            "plan", "product", "tariff", "tarif", "produkt", "forfait", "offre", "produit",
            "tarifa", "producto", "piano", "prodotto", "tariffa", "offerta", "package", "paket",
            "esim",
        ],
    ),
    (
        ColumnKind::Start,
        &[
            "start",
            "begin",
            "from",
            "date",
            "valid from",
            "beginn",
            "ab",
            "datum",
            "gultig ab",
            "debut",
            "des",
            "inicio",
            "desde",
            "fecha",
            "inizio",
            "dal",
            "data",
            "arrival",
            "anreise",
            "arrivee",
            "llegada",
            "arrivo",
        ],
    ),
    (
        ColumnKind::Note,
        &[
            "note",
            "notes",
            "room",
            "receipt",
            "remark",
            "comment",
            "zimmer",
            "bemerkung",
            "notiz",
            "beleg",
            "chambre",
            "remarque",
            "habitacion",
            "nota",
            "recibo",
            "camera",
            "stanza",
            "ricevuta",
            "booking",
        ],
    ),
    (
        ColumnKind::Language,
        &["language", "sprache", "langue", "idioma", "lingua"],
    ),
];

/// What a heading says.
fn of_heading(cell: &str) -> Option<ColumnKind> {
    let cell = fold(cell);
    let cell = cell.trim().trim_end_matches([':', '*']).trim();
    let exact = HEADINGS.iter().find(|(_, words)| words.contains(&cell));
    // `E-mail address`, `Room no.`: the longest beginning, so that *nom de famille* is no *nom*.
    let begins = || {
        let fits = HEADINGS.iter().flat_map(|(kind, words)| {
            let words = words.iter().filter(|word| {
                cell.strip_prefix(**word)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            words.map(|word| (word.len(), *kind))
        });
        fits.max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
    };
    exact.map(|(kind, _)| *kind).or_else(begins)
}

/// What the columns are, and whether the first row is their headings.
pub(super) fn columns(rows: &[Row], plans: &[Plan]) -> (Vec<ColumnKind>, bool) {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if let Some(kinds) = rows.first().and_then(headings) {
        return (padded(kinds, width), true);
    }
    (by_content(rows, width, plans), false)
}

fn headings(row: &Row) -> Option<Vec<ColumnKind>> {
    let found: Vec<Option<ColumnKind>> = row.cells.iter().map(|cell| of_heading(cell)).collect();
    let known = found.iter().flatten().count();
    let has_address = row.cells.iter().any(|cell| cell.contains('@'));
    // A guest may be called *Gast*; two such cells beside each other are no guest.
    if known == 0 || has_address || known == 1 && row.cells.len() > 2 {
        return None;
    }
    let mut taken = Vec::new();
    Some(
        found
            .into_iter()
            .map(|kind| match kind {
                Some(kind) if !taken.contains(&kind) => {
                    taken.push(kind);
                    kind
                }
                // The second of its kind is for a person to choose.
                Some(_) | None => ColumnKind::Other,
            })
            .collect(),
    )
}

fn padded(mut kinds: Vec<ColumnKind>, width: usize) -> Vec<ColumnKind> {
    kinds.resize(width, ColumnKind::Other);
    kinds
}

/// Whether a cell looks like one of its kind.
type Look<'l> = &'l dyn Fn(&str) -> bool;

fn by_content(rows: &[Row], width: usize, plans: &[Plan]) -> Vec<ColumnKind> {
    let mut kinds = vec![ColumnKind::Other; width];
    let share = |at: usize, is_one: Look<'_>| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        let fits = filled.iter().filter(|cell| is_one(cell)).count();
        // Most of them, and one at least.
        fits * 2 > filled.len() && fits > 0
    };
    let is_address = |cell: &str| cell.contains('@');
    let is_plan = |cell: &str| !plans::find(plans, cell).is_empty();
    let is_start = |cell: &str| starts::read(cell).is_ok();
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
    let has_letters = |cell: &str| cell.contains(char::is_alphabetic);
    for kind in [ColumnKind::Guest, ColumnKind::Note] {
        let found = (0..width).find(|at| {
            let wanted = kind == ColumnKind::Note || share(*at, &has_letters);
            kinds[*at] == ColumnKind::Other && wanted && share(*at, &|_| true)
        });
        if let Some(at) = found {
            kinds[at] = kind;
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ["Guest", "E-mail", "Plan", "Start", "Note"],
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
        assert_eq!(kinds, [C::LastName, C::Guest, C::Other], "one of each");
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
        assert_eq!(kinds, [C::Note, C::Guest, C::Email, C::Start, C::Other]);
    }
}
