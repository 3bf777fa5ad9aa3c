//! The few words that the system shows for us while the program runs, where no page can: why the computer does not shut down
//! yet. Those of a start that fails are in `start/trouble`, those of the menu bar of macOS in `windows/by_system/menu`.

use crate::settings::Language;

/// While an order is on its way.
pub fn sending(language: Language) -> &'static str {
    match spoken(language) {
        Language::System | Language::En => "An order is being sent. This takes a few seconds.",
        Language::De => "Eine Bestellung wird gesendet. Das dauert einige Sekunden.",
        Language::Fr => "Une commande est en cours d’envoi. Cela prend quelques secondes.",
        Language::Es => "Se está enviando un pedido. Tardará unos segundos.",
        Language::It => "Un ordine è in corso di invio. Ci vogliono alcuni secondi.",
    }
}

/// The language chosen, or the system's where the staff can have it, or English; never [`Language::System`].
pub fn spoken(chosen: Language) -> Language {
    if chosen != Language::System {
        return chosen;
    }
    let locale = sys_locale::get_locale();
    match locale.as_deref().and_then(|locale| locale.get(..2)) {
        Some("de") => Language::De,
        Some("fr") => Language::Fr,
        Some("es") => Language::Es,
        Some("it") => Language::It,
        _ => Language::En,
    }
}
