//! What the words of a heading say, in the languages of our staff and their neighbours, as folded. Compounds are taken apart
//! (`Anreisedatum`). Not here: what all of them together say of a column (`headings`).

use super::column_kind::ColumnKind;

/// What one word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Of which kind the column is.
    Of(ColumnKind),
    /// *Name* of anything.
    Name,
    /// Of a name: the first one, the last one.
    First,
    Last,
    /// *Date* of anything.
    Date,
    /// *From*: a start where nothing else is said.
    From,
    /// *Number* of anything.
    Number,
    /// It is something that no sale needs, whatever else is said.
    Not,
    /// It says nothing by itself.
    Filling,
    Unknown,
}

const WORDS: &[(Word, &[&str])] = &[
    (
        Word::Of(ColumnKind::Email),
        &[
            "email", "emails", "mail", "mails", "courriel", "correo", "posta",
        ],
    ),
    (
        Word::Of(ColumnKind::FirstName),
        &[
            "vorname",
            "vornamen",
            "prenom",
            "prenoms",
            "voornaam",
            "firstname",
            "forename",
        ],
    ),
    (
        Word::Of(ColumnKind::LastName),
        &[
            "nachname",
            "nachnamen",
            "familienname",
            "achternaam",
            "lastname",
            "surname",
            "apellido",
            "apellidos",
            "cognome",
            "cognomi",
        ],
    ),
    (
        Word::First,
        &[
            "first",
            "given",
            "vor",
            "battesimo",
            "pila",
            "propio",
            "proprio",
        ],
    ),
    (
        Word::Last,
        &[
            "last", "family", "familien", "famille", "familia", "famiglia",
        ],
    ),
    (
        Word::Name,
        &[
            "name", "names", "namen", "nom", "noms", "nombre", "nombres", "nome", "nomi", "naam",
        ],
    ),
    (
        Word::Of(ColumnKind::Guest),
        &[
            "guest",
            "customer",
            "client",
            "gast",
            "gaste",
            "gastes",
            "kunde",
            "kunden",
            "invite",
            "huesped",
            "cliente",
            "ospite",
            "klant",
            "teilnehmer",
            "participant",
            "traveller",
            "traveler",
            "passenger",
            "reisender",
            "voyageur",
            "viajero",
            "viaggiatore",
            "deelnemer",
        ],
    ),
    (
        Word::Of(ColumnKind::Plan),
        &[
            "plan",
            "product",
            "tariff",
            "tarif",
            "produkt",
            "forfait",
            "offre",
            "produit",
            "tarifa",
            "producto",
            "piano",
            "prodotto",
            "tariffa",
            "offerta",
            "package",
            "paket",
            "paquete",
            "pacchetto",
            "bundel",
            "esim",
        ],
    ),
    (
        Word::Of(ColumnKind::Start),
        &[
            "start",
            "starts",
            "begin",
            "begins",
            "beginn",
            "debut",
            "inicio",
            "inizio",
            "arrival",
            "anreise",
            "ankunft",
            "arrivee",
            "llegada",
            "arrivo",
            "aankomst",
            "ingang",
            "activation",
            "aktivierung",
            "activacion",
            "attivazione",
            "activering",
            "checkin",
        ],
    ),
    (Word::Date, &["date", "datum", "fecha", "data", "dato"]),
    (Word::From, &["from", "ab", "des", "desde", "dal", "vanaf"]),
    (
        Word::Of(ColumnKind::Note),
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
            "kamer",
        ],
    ),
    (
        Word::Of(ColumnKind::Language),
        &["language", "sprache", "langue", "idioma", "lingua", "taal"],
    ),
    (
        Word::Number,
        &["no", "nr", "num", "number", "nummer", "numero", "n"],
    ),
    // Whatever else a house writes of its guests. It would stand in clear in the order book: only a person takes it for a
    // receipt. And the days that are no start.
    (
        Word::Not,
        &[
            "note",
            "notes",
            "remark",
            "remarks",
            "comment",
            "comments",
            "booking",
            "booked",
            "reservation",
            "phone",
            "mobile",
            "passport",
            "invoice",
            "company",
            "payment",
            "id",
            "bemerkung",
            "bemerkungen",
            "notiz",
            "notizen",
            "buchung",
            "reservierung",
            "telefon",
            "handy",
            "ausweis",
            "pass",
            "rechnung",
            "firma",
            "zahlung",
            "remarque",
            "remarques",
            "commentaire",
            "telephone",
            "passeport",
            "facture",
            "nota",
            "comentario",
            "telefono",
            "pasaporte",
            "reserva",
            "factura",
            "commento",
            "passaporto",
            "prenotazione",
            "fattura",
            "opmerking",
            "boeking",
            "telefoon",
            "paspoort",
            "factuur",
            "birth",
            "birthday",
            "geburt",
            "geburtstag",
            "naissance",
            "nacimiento",
            "nascita",
            "geboorte",
            "departure",
            "abreise",
            "depart",
            "salida",
            "partenza",
            "vertrek",
            "end",
            "ends",
            "ende",
            "fin",
            "fine",
            "einde",
            "expiry",
            "expires",
            "ablauf",
            "until",
            "bis",
            "hasta",
            "tot",
            "checkout",
            "count",
            "anzahl",
            "aantal",
            "type",
            "typ",
            "price",
            "preis",
            "prix",
            "precio",
            "prezzo",
            "prijs",
        ],
    ),
    (
        Word::Filling,
        &[
            "e",
            "adresse",
            "address",
            "adres",
            "direccion",
            "indirizzo",
            "electronico",
            "electronica",
            "electronique",
            "elettronica",
            "elettronico",
            "elektronische",
            "valid",
            "valida",
            "gultig",
            "gultigkeit",
            "geldig",
            "of",
            "the",
            "for",
            "s",
            "de",
            "der",
            "die",
            "das",
            "du",
            "della",
            "del",
            "dello",
            "di",
            "d",
            "l",
            "la",
            "le",
            "el",
            "il",
            "los",
            "las",
            "les",
            "y",
            "et",
            "und",
            "and",
            "en",
            "a",
            "am",
            "in",
            "check",
            "van",
            "von",
            "full",
            "completo",
            "complet",
            "vollstandiger",
            "volledige",
            "optional",
            "required",
            "pflicht",
            "optionnel",
            "obligatoire",
            "opcional",
            "obbligatorio",
        ],
    ),
];

/// What stands between the parts of a compound.
const JOINTS: [&str; 5] = ["", "s", "n", "en", "e"];
/// Shorter ones are found in too many words.
const SHORTEST_PART: usize = 3;

/// What a folded heading says, word by word.
pub(super) fn words(heading: &str) -> Vec<Word> {
    let texts = heading.split(|c: char| !c.is_alphanumeric());
    let texts = texts.filter(|text| !text.is_empty() && text.parse::<u32>().is_err());
    texts
        .flat_map(|text| parts(text).unwrap_or_else(|| vec![Word::Unknown]))
        .collect()
}

fn word(text: &str) -> Option<Word> {
    let found = WORDS.iter().find(|(_, words)| words.contains(&text));
    found.map(|(word, _)| *word)
}

/// A word, or all words that it is put together of.
fn parts(text: &str) -> Option<Vec<Word>> {
    if let Some(whole) = word(text) {
        return Some(vec![whole]);
    }
    let ends = text.char_indices().map(|(at, _)| at).rev();
    ends.filter(|at| *at >= SHORTEST_PART).find_map(|at| {
        let (first, rest) = text.split_at(at);
        let first = word(first)?;
        JOINTS.iter().find_map(|joint| {
            let rest = rest.strip_prefix(joint)?;
            let is_part = rest.len() >= SHORTEST_PART || word(rest) == Some(Word::Number);
            let mut all = vec![first];
            all.extend(is_part.then(|| parts(rest)).flatten()?);
            Some(all)
        })
    })
}
