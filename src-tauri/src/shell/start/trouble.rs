//! A start that cannot go on, said where a person sees it: in a message box, or else in a notification, and always on
//! standard error with an exit code other than 0.
//!
//! There is no page yet that could have these words; but for the few of `shell/words` they are the only ones for people that
//! stand in Rust. Short, in the staff's languages.

mod web_view;

use std::fmt::Display;
use std::io::IsTerminal;
use std::process::ExitCode;

use crate::platform::{message, notify};
use crate::settings::Language;
use crate::shell::words::spoken;

/// Why the program does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The first start holds the folder, and says nothing.
    NotAnswering,
    /// It is open on another screen, which is named as the system names it.
    OpenElsewhere {
        screen: String,
    },
    Folder {
        folder: String,
        why: String,
    },
    NoDataFolder,
    Arguments {
        what: String,
    },
    /// What draws the pages is not installed.
    WebViewMissing,
    WebViewTooOld {
        found: String,
    },
    /// It is there, and is not let, or broken.
    WebViewNotStarting {
        what: String,
    },
    /// The window system, or a library of the program.
    System {
        what: String,
    },
}

impl Trouble {
    /// Says it, and gives what `main` returns. Waits until the message is closed.
    pub fn say(&self, language: Language) -> ExitCode {
        let (title, text) = self.words(spoken(language));
        complain(&format!("{title} {text}"));
        // Whoever typed a command reads its answer where they typed it.
        if !std::io::stderr().is_terminal()
            && message::show(title, &text).is_err()
            && notify::show(title, &text).is_err()
        {
            tracing::warn!("nobody can be told that the program does not start");
        }
        ExitCode::FAILURE
    }

    /// Says it on standard error only: nobody is there to close a message.
    pub fn write(&self) -> ExitCode {
        let (title, text) = self.words(Language::En);
        complain(&format!("{title} {text}"));
        ExitCode::FAILURE
    }

    fn words(&self, language: Language) -> (&'static str, String) {
        use Language as L;
        match (self, language) {
            (Trouble::NotAnswering, L::System | L::En) => (
                "eSIM Desk is already open, but does not answer.",
                "A dialog of it may be waiting on another screen. If not, log out or end it in the system monitor, and \
                 start it again. Its orders are saved and are not lost."
                    .into(),
            ),
            (Trouble::NotAnswering, L::De) => (
                "eSIM Desk ist schon offen, antwortet aber nicht.",
                "Vielleicht wartet eines seiner Fenster auf einem anderen Bildschirm. Sonst melden Sie sich ab oder \
                 beenden Sie es in der Systemüberwachung und starten Sie es neu. Die Bestellungen sind gespeichert."
                    .into(),
            ),
            (Trouble::NotAnswering, L::Fr) => (
                "eSIM Desk est déjà ouvert, mais ne répond pas.",
                "Une de ses fenêtres attend peut-être sur un autre écran. Sinon, fermez la session ou arrêtez-le dans le \
                 moniteur système, puis relancez-le. Les commandes sont enregistrées."
                    .into(),
            ),
            (Trouble::NotAnswering, L::Es) => (
                "eSIM Desk ya está abierto, pero no responde.",
                "Una de sus ventanas puede estar esperando en otra pantalla. Si no, cierre la sesión o termínelo en el \
                 monitor del sistema y ábralo de nuevo. Los pedidos están guardados."
                    .into(),
            ),
            (Trouble::NotAnswering, L::It) => (
                "eSIM Desk è già aperto, ma non risponde.",
                "Una sua finestra può essere in attesa su un altro schermo. Altrimenti esca dalla sessione o lo termini \
                 nel monitor di sistema, poi lo riavvii. Gli ordini sono salvati."
                    .into(),
            ),
            (Trouble::OpenElsewhere { screen }, L::System | L::En) => (
                "eSIM Desk is already open on another screen or in another session.",
                format!("It runs on {screen} with this data folder. Close it there, then start it here."),
            ),
            (Trouble::OpenElsewhere { screen }, L::De) => (
                "eSIM Desk ist schon auf einem anderen Bildschirm oder in einer anderen Sitzung offen.",
                format!("Es läuft auf {screen} mit diesem Datenordner. Schließen Sie es dort und starten Sie es hier neu."),
            ),
            (Trouble::OpenElsewhere { screen }, L::Fr) => (
                "eSIM Desk est déjà ouvert sur un autre écran ou dans une autre session.",
                format!("Il fonctionne sur {screen} avec ce dossier de données. Fermez-le là-bas, puis lancez-le ici."),
            ),
            (Trouble::OpenElsewhere { screen }, L::Es) => (
                "eSIM Desk ya está abierto en otra pantalla o en otra sesión.",
                format!("Funciona en {screen} con esta carpeta de datos. Ciérrelo allí y ábralo aquí."),
            ),
            (Trouble::OpenElsewhere { screen }, L::It) => (
                "eSIM Desk è già aperto su un altro schermo o in un’altra sessione.",
                format!("È in funzione su {screen} con questa cartella dei dati. Lo chiuda lì, poi lo avvii qui."),
            ),
            (Trouble::Folder { folder, why }, L::System | L::En) => (
                "eSIM Desk cannot write to its data folder.",
                format!("The folder is {folder} ({why}). Without it no order can be saved, so nothing can be sold."),
            ),
            (Trouble::Folder { folder, why }, L::De) => (
                "eSIM Desk kann nicht in seinen Datenordner schreiben.",
                format!("Der Ordner ist {folder} ({why}). Ohne ihn kann nichts gespeichert und nichts verkauft werden."),
            ),
            (Trouble::Folder { folder, why }, L::Fr) => (
                "eSIM Desk ne peut pas écrire dans son dossier de données.",
                format!("Le dossier est {folder} ({why}). Sans lui, rien ne peut être enregistré ni vendu."),
            ),
            (Trouble::Folder { folder, why }, L::Es) => (
                "eSIM Desk no puede escribir en su carpeta de datos.",
                format!("La carpeta es {folder} ({why}). Sin ella no se puede guardar ni vender nada."),
            ),
            (Trouble::Folder { folder, why }, L::It) => (
                "eSIM Desk non può scrivere nella sua cartella dei dati.",
                format!("La cartella è {folder} ({why}). Senza di essa non si può salvare né vendere nulla."),
            ),
            (Trouble::NoDataFolder, L::System | L::En) => (
                "There is no folder for application data.",
                "This user has no home folder. Name a folder with --data-dir.".into(),
            ),
            (Trouble::NoDataFolder, L::De) => (
                "Es gibt keinen Ordner für Anwendungsdaten.",
                "Dieser Benutzer hat keinen eigenen Ordner. Nennen Sie einen mit --data-dir.".into(),
            ),
            (Trouble::NoDataFolder, L::Fr) => (
                "Il n’y a pas de dossier pour les données d’applications.",
                "Cet utilisateur n’a pas de dossier personnel. Indiquez-en un avec --data-dir.".into(),
            ),
            (Trouble::NoDataFolder, L::Es) => (
                "No hay ninguna carpeta para datos de aplicaciones.",
                "Este usuario no tiene carpeta personal. Indique una con --data-dir.".into(),
            ),
            (Trouble::NoDataFolder, L::It) => (
                "Non c’è una cartella per i dati delle applicazioni.",
                "Questo utente non ha una cartella personale. Ne indichi una con --data-dir.".into(),
            ),
            (Trouble::Arguments { what }, language) => {
                let title = match language {
                    L::System | L::En => "eSIM Desk was started with something it does not know.",
                    L::De => "eSIM Desk wurde mit etwas gestartet, das es nicht kennt.",
                    L::Fr => "eSIM Desk a été lancé avec quelque chose qu’il ne connaît pas.",
                    L::Es => "eSIM Desk se abrió con algo que no conoce.",
                    L::It => "eSIM Desk è stato avviato con qualcosa che non conosce.",
                };
                (title, what.clone())
            }
            (Trouble::WebViewMissing, language) => web_view::missing(language),
            (Trouble::WebViewTooOld { found }, language) => web_view::too_old(found, language),
            (Trouble::WebViewNotStarting { what }, language) => {
                web_view::not_starting(what, language)
            }
            (Trouble::System { what }, language) => {
                let title = match language {
                    L::System | L::En => "eSIM Desk cannot open its window.",
                    L::De => "eSIM Desk kann sein Fenster nicht öffnen.",
                    L::Fr => "eSIM Desk ne peut pas ouvrir sa fenêtre.",
                    L::Es => "eSIM Desk no puede abrir su ventana.",
                    L::It => "eSIM Desk non può aprire la sua finestra.",
                };
                (title, what.clone())
            }
        }
    }
}

/// Says something on standard error, in the program's name.
#[expect(
    clippy::print_stderr,
    reason = "what started the program may read it there"
)]
pub fn complain(text: &impl Display) {
    eprintln!("esim-desk: {text}");
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_trouble_is_told_in_all_languages() {
        for trouble in [
            Trouble::NotAnswering,
            Trouble::OpenElsewhere {
                screen: ":2".into(),
            },
            Trouble::Folder {
                folder: "/x".into(),
                why: "why".into(),
            },
            Trouble::NoDataFolder,
            Trouble::Arguments {
                what: "--demmo".into(),
            },
            Trouble::WebViewMissing,
            Trouble::WebViewTooOld {
                found: "90.0.818.66".into(),
            },
            Trouble::WebViewNotStarting {
                what: "what".into(),
            },
            Trouble::System {
                what: "what".into(),
            },
        ] {
            let languages = [
                Language::En,
                Language::De,
                Language::Fr,
                Language::Es,
                Language::It,
            ];
            let told = languages.map(|language| trouble.words(language));
            let titles: HashSet<_> = told.iter().map(|(title, _)| title).collect();
            assert_eq!(
                titles.len(),
                languages.len(),
                "none is left in another: {titles:?}"
            );
            for (title, what_to_do) in &told {
                assert!(title.ends_with('.'), "{title}");
                assert!(!what_to_do.is_empty(), "{title} says what to do");
            }
        }
    }
}
