//! What a heading says of its column, in the languages of our staff.

use serde::{Deserialize, Serialize};

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
            "apellidos",
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
            "room",
            "receipt",
            "zimmer",
            "beleg",
            "chambre",
            "recu",
            "habitacion",
            "recibo",
            "camera",
            "stanza",
            "ricevuta",
        ],
    ),
    // Whatever a house writes of its guests. It would stand in clear in the order book: only a person takes it for a receipt.
    (
        ColumnKind::Other,
        &[
            "note",
            "notes",
            "remark",
            "remarks",
            "comment",
            "comments",
            "booking",
            "phone",
            "passport",
            "bemerkung",
            "bemerkungen",
            "notiz",
            "buchung",
            "telefon",
            "ausweis",
            "remarque",
            "remarques",
            "commentaire",
            "telephone",
            "passeport",
            "nota",
            "comentario",
            "telefono",
            "pasaporte",
            "commento",
            "passaporto",
        ],
    ),
    (
        ColumnKind::Language,
        &["language", "sprache", "langue", "idioma", "lingua"],
    ),
];

/// What a heading says.
pub(super) fn of_heading(cell: &str) -> Option<ColumnKind> {
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
