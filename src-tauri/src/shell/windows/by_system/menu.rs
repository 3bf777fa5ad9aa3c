//! The menu bar of macOS, with what every program has there, in the words of macOS itself. Quitting closes the staff's
//! window, so that it is asked about as closing is: the system's own entry would end the program at once.

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem as Usual, Submenu, WINDOW_SUBMENU_ID};
use tauri::{AppHandle, Builder};

use crate::settings::Language;
use crate::shell::words::spoken;

const QUIT: &str = "quit";

/// In one language.
struct Words {
    about: &'static str,
    hide: &'static str,
    hide_others: &'static str,
    show_all: &'static str,
    quit: &'static str,
    edit: &'static str,
    undo: &'static str,
    redo: &'static str,
    cut: &'static str,
    copy: &'static str,
    paste: &'static str,
    select_all: &'static str,
    window: &'static str,
    minimise: &'static str,
    zoom: &'static str,
    close: &'static str,
}

const ENGLISH: Words = Words {
    about: "About eSIM Desk",
    hide: "Hide eSIM Desk",
    hide_others: "Hide Others",
    show_all: "Show All",
    quit: "Quit eSIM Desk",
    edit: "Edit",
    undo: "Undo",
    redo: "Redo",
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    select_all: "Select All",
    window: "Window",
    minimise: "Minimise",
    zoom: "Zoom",
    close: "Close",
};

const GERMAN: Words = Words {
    about: "Über eSIM Desk",
    hide: "eSIM Desk ausblenden",
    hide_others: "Andere ausblenden",
    show_all: "Alle einblenden",
    quit: "eSIM Desk beenden",
    edit: "Bearbeiten",
    undo: "Widerrufen",
    redo: "Wiederholen",
    cut: "Ausschneiden",
    copy: "Kopieren",
    paste: "Einsetzen",
    select_all: "Alles auswählen",
    window: "Fenster",
    minimise: "Im Dock ablegen",
    zoom: "Zoomen",
    close: "Schließen",
};

const FRENCH: Words = Words {
    about: "À propos d’eSIM Desk",
    hide: "Masquer eSIM Desk",
    hide_others: "Masquer les autres",
    show_all: "Tout afficher",
    quit: "Quitter eSIM Desk",
    edit: "Édition",
    undo: "Annuler",
    redo: "Rétablir",
    cut: "Couper",
    copy: "Copier",
    paste: "Coller",
    select_all: "Tout sélectionner",
    window: "Fenêtre",
    minimise: "Placer dans le Dock",
    zoom: "Réduire/agrandir",
    close: "Fermer",
};

const SPANISH: Words = Words {
    about: "Acerca de eSIM Desk",
    hide: "Ocultar eSIM Desk",
    hide_others: "Ocultar otros",
    show_all: "Mostrar todo",
    quit: "Salir de eSIM Desk",
    edit: "Edición",
    undo: "Deshacer",
    redo: "Rehacer",
    cut: "Cortar",
    copy: "Copiar",
    paste: "Pegar",
    select_all: "Seleccionar todo",
    window: "Ventana",
    minimise: "Minimizar",
    zoom: "Zoom",
    close: "Cerrar",
};

const ITALIAN: Words = Words {
    about: "Informazioni su eSIM Desk",
    hide: "Nascondi eSIM Desk",
    hide_others: "Nascondi altre",
    show_all: "Mostra tutte",
    quit: "Esci da eSIM Desk",
    edit: "Modifica",
    undo: "Annulla",
    redo: "Ripristina",
    cut: "Taglia",
    copy: "Copia",
    paste: "Incolla",
    select_all: "Seleziona tutto",
    window: "Finestra",
    minimise: "Contrai",
    zoom: "Ridimensiona",
    close: "Chiudi",
};

pub(super) fn on(
    builder: Builder<tauri::Wry>,
    language: Language,
    quit: fn(&AppHandle),
) -> Builder<tauri::Wry> {
    let words = match spoken(language) {
        Language::System | Language::En => &ENGLISH,
        Language::De => &GERMAN,
        Language::Fr => &FRENCH,
        Language::Es => &SPANISH,
        Language::It => &ITALIAN,
    };
    builder
        .menu(move |app| bar(app, words))
        .on_menu_event(move |app, event| {
            if event.id() == QUIT {
                quit(app);
            }
        })
}

fn bar(app: &AppHandle, words: &Words) -> tauri::Result<Menu<tauri::Wry>> {
    let quit = MenuItem::with_id(app, QUIT, words.quit, true, Some("CmdOrCtrl+Q"))?;
    let program = Submenu::with_items(
        app,
        "eSIM Desk",
        true,
        &[
            &Usual::about(app, Some(words.about), None)?,
            &Usual::separator(app)?,
            &Usual::hide(app, Some(words.hide))?,
            &Usual::hide_others(app, Some(words.hide_others))?,
            &Usual::show_all(app, Some(words.show_all))?,
            &Usual::separator(app)?,
            &quit,
        ],
    )?;
    let edit = Submenu::with_items(
        app,
        words.edit,
        true,
        &[
            &Usual::undo(app, Some(words.undo))?,
            &Usual::redo(app, Some(words.redo))?,
            &Usual::separator(app)?,
            &Usual::cut(app, Some(words.cut))?,
            &Usual::copy(app, Some(words.copy))?,
            &Usual::paste(app, Some(words.paste))?,
            &Usual::select_all(app, Some(words.select_all))?,
        ],
    )?;
    // By this id Tauri tells the system which one it is, and the system adds the windows.
    let window = Submenu::with_id_and_items(
        app,
        WINDOW_SUBMENU_ID,
        words.window,
        true,
        &[
            &Usual::minimize(app, Some(words.minimise))?,
            &Usual::maximize(app, Some(words.zoom))?,
            &Usual::separator(app)?,
            &Usual::close_window(app, Some(words.close))?,
        ],
    )?;
    Menu::with_items(app, &[&program, &edit, &window])
}
