//! What a heading says of its column, in the languages of our staff.

use super::column_kind::ColumnKind;
use super::heading_parts::words;
use super::heading_words::Word;
use crate::typed::fold;

/// What a heading says: `E-mail address`, `Room no.`, `Startdatum`, `Fecha de inicio`. What says which day or which number it is,
/// and is not known here, may be any other one.
pub(super) fn of_heading(cell: &str) -> Option<ColumnKind> {
    let mut words = words(&fold(cell));
    let is_of_guest = words.contains(&Word::Of(ColumnKind::Guest));
    let paid = words.iter_mut().filter(|word| **word == Word::Pays);
    paid.for_each(|word| {
        *word = if is_of_guest {
            Word::Not
        } else {
            Word::Unknown
        }
    });
    let has = |word| words.contains(&word);
    let of = |kind| has(Word::Of(kind));
    let is_clear = !has(Word::Unknown);
    let first = words.iter().find(|word| **word != Word::Filling).copied();
    let begins = |word| is_clear || first == Some(word);
    let begins_as = |kind| of(kind) && begins(Word::Of(kind));
    if of(ColumnKind::Imei) {
        return Some(ColumnKind::Imei);
    }
    // *Phone model* is no telephone number.
    let is_model = [ColumnKind::Plan, ColumnKind::Note]
        .into_iter()
        .all(|other| !of(other));
    if of(ColumnKind::PhoneModel) && is_model && is_clear && !has(Word::Number) {
        return Some(ColumnKind::PhoneModel);
    }
    let other_day = has(Word::Date) && of(ColumnKind::Note);
    if has(Word::Not) || other_day {
        return Some(ColumnKind::Other);
    }
    if of(ColumnKind::Email) {
        return Some(ColumnKind::Email);
    }
    if let Some(name) = name(&words) {
        return (first != Some(Word::Unknown)).then_some(name);
    }
    let kinds = [ColumnKind::Language, ColumnKind::Start];
    if let Some(kind) = kinds.into_iter().find(|kind| begins_as(*kind)) {
        return Some(kind);
    }
    let of_any = [ColumnKind::Plan, ColumnKind::Note, ColumnKind::Guest];
    let of_any = of_any.into_iter().any(of) || has(Word::Name);
    if is_clear && (has(Word::Date) || has(Word::From) && !of_any) {
        return Some(ColumnKind::Start);
    }
    if begins_as(ColumnKind::Plan) {
        return Some(ColumnKind::Plan);
    }
    // It stands in clear in the order book: nothing is guessed of what is not known.
    if of(ColumnKind::Note) {
        return is_clear.then_some(ColumnKind::Note);
    }
    let is_guest = begins_as(ColumnKind::Guest) || has(Word::Name) && begins(Word::Name);
    let counts = has(Word::Number);
    is_guest.then_some(if counts {
        ColumnKind::Other
    } else {
        ColumnKind::Guest
    })
}

/// The first name, the last one, or both in one.
fn name(words: &[Word]) -> Option<ColumnKind> {
    let has = |word: &Word| words.contains(word);
    let named = has(&Word::Name);
    let (first, last) = (
        Word::Of(ColumnKind::FirstName),
        Word::Of(ColumnKind::LastName),
    );
    let is_first = has(&first) || has(&Word::First) && (named || has(&last));
    let is_last = has(&last) || has(&Word::Last) && named;
    // `Nom et prénom`, beside `First name` and `Nom de famille`.
    let both = named && (has(&first) || has(&last));
    match (is_first, is_last) {
        (true, true) => Some(ColumnKind::Guest),
        (true, false) | (false, true) if both => Some(ColumnKind::Guest),
        (true, false) => Some(ColumnKind::FirstName),
        (false, true) => Some(ColumnKind::LastName),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::group::own_words::own_words;

    #[test]
    fn what_the_program_calls_a_column_is_that_column() {
        for (language, words) in own_words() {
            for (kind, heading) in words.columns {
                let kind: ColumnKind = serde_json::from_value(kind.into()).expect("a kind");
                let found = of_heading(&heading).unwrap_or(ColumnKind::Other);
                // *Nombre* and *Nome* are the first name only beside the last one, which the row tells.
                let is_name = kind == ColumnKind::FirstName && found == ColumnKind::Guest;
                assert!(found == kind || is_name, "{language}: {heading}: {found:?}");
            }
        }
    }

    #[test]
    fn two_things_that_a_column_may_hold_are_one_where_they_are_of_one_kind() {
        for (heading, kind) in [
            ("Room/Receipt", Some(ColumnKind::Note)),
            ("Room no. or receipt no.", Some(ColumnKind::Note)),
            ("Zimmer bzw. Beleg", Some(ColumnKind::Note)),
            ("Zimmer- oder Belegnummer", Some(ColumnKind::Note)),
            ("N° de chambre ou de reçu", Some(ColumnKind::Note)),
            ("Habitación o n.º de recibo", Some(ColumnKind::Note)),
            ("Kamer of ontvangstbewijs", None),
            ("Name or company", Some(ColumnKind::Other)),
            ("Room or passport", Some(ColumnKind::Other)),
            ("Guest or customer", Some(ColumnKind::Guest)),
            ("Product or plan", Some(ColumnKind::Plan)),
            ("Room or whatever", None),
        ] {
            assert_eq!(of_heading(heading), kind, "{heading}");
        }
    }

    #[test]
    fn who_pays_is_no_guest_and_a_country_is_no_payment() {
        use ColumnKind as C;
        for (heading, kind) in [
            ("Guest pays", Some(C::Other)),
            ("Paid by guest", Some(C::Other)),
            ("Le client paie", Some(C::Other)),
            ("Was der Gast zahlt", Some(C::Other)),
            ("Forfait (pays)", Some(C::Plan)),
            ("Forfait / pays", Some(C::Plan)),
            ("Forfait par pays", Some(C::Plan)),
            ("Plan paid", Some(C::Plan)),
            ("Langue du pays", Some(C::Language)),
            ("Pays", None),
            ("Pays de naissance", Some(C::Other)),
            ("paid", None),
            ("zahlt", None),
            ("Chambre (pays)", None),
        ] {
            assert_eq!(of_heading(heading), kind, "{heading}");
        }
    }

    #[test]
    fn a_compound_is_known_by_its_words() {
        use ColumnKind as C;
        for (kind, headings) in [
            (
                C::PhoneModel,
                &[
                    "Phone model",
                    "Handymodell",
                    "Modell des Telefons",
                    "Gerätemodell",
                    "Modèle du téléphone",
                    "Modèle d'appareil",
                    "Modelo del móvil",
                    "Modello di telefono",
                    "Model",
                    "Device",
                ] as &[&str],
            ),
            (
                C::Imei,
                &[
                    "IMEI",
                    "IMEI no.",
                    "IMEI-Nummer",
                    "Numéro IMEI",
                    "Phone IMEI",
                ],
            ),
            (
                C::Start,
                &[
                    "Startdatum",
                    "Anreisedatum",
                    "Ankunftsdatum",
                    "Start date",
                    "Date d'arrivée",
                    "Date de début",
                    "Fecha de inicio",
                    "Fecha de llegada",
                    "Data di inizio",
                    "Data di arrivo",
                    "Aankomstdatum",
                    "Check-in-Datum",
                    "Aktivierungsdatum",
                    "Gültig ab",
                    "Valid from",
                    "Datum",
                    "eSIM start date",
                    "Dès",
                    "Dal",
                ][..],
            ),
            (
                C::Email,
                &[
                    "Emailadresse",
                    "E-Mailadresse",
                    "E-Mail-Adresse",
                    "Adresse e-mail",
                    "Adresse mail",
                    "E-mail address",
                    "Indirizzo e-mail",
                    "E-mailadres",
                    "Dirección de correo electrónico",
                    "E-Mail des Gastes",
                    "Posta elettronica",
                ],
            ),
            (
                C::Note,
                &[
                    "Zimmernummer",
                    "Zimmernr.",
                    "Zimmer-Nr.",
                    "Room no.",
                    "Kamernummer",
                    "Numéro de chambre",
                    "Número de habitación",
                    "Numero di camera",
                    "N° chambre",
                ],
            ),
            (
                C::Guest,
                &[
                    "Gästename",
                    "Name des Gastes",
                    "Guest name",
                    "Nom et prénom",
                    "Naam",
                ],
            ),
            (
                C::Guest,
                &["Vor- und Nachname", "Nombre y apellidos", "Full name"],
            ),
            (
                C::FirstName,
                &[
                    "Voornaam",
                    "First name",
                    "Vorname des Gastes",
                    "Nome di battesimo",
                ],
            ),
            (
                C::LastName,
                &[
                    "Achternaam",
                    "Family name",
                    "Nom de famille",
                    "Guest's last name",
                ],
            ),
            (
                C::Language,
                &["Sprache des Gastes", "Guest language", "Gastsprache"],
            ),
            (
                C::Other,
                &[
                    "Geburtsdatum",
                    "Geboortedatum",
                    "Date of birth",
                    "Date de naissance",
                    "Fecha de nacimiento",
                    "Data di nascita",
                    "Abreisedatum",
                    "Departure date",
                    "Fecha de salida",
                    "Enddatum",
                    "Buchungsdatum",
                    "Belegdatum",
                    "Guest phone",
                    "Kundennummer",
                    "Zimmertyp",
                    "Bemerkungen",
                    "Passeport no.",
                ],
            ),
        ] {
            for heading in headings {
                assert_eq!(of_heading(heading), Some(kind), "{heading}");
            }
        }
        for heading in [
            "Whatever",
            "Lieferdatum",
            "Data (GB)",
            "Adresse",
            "Anna Gast",
            "Zi.",
            "",
        ] {
            assert_eq!(of_heading(heading), None, "{heading}");
        }
    }
}
