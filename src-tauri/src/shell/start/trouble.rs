//! A start that cannot go on, said where a person sees it: in a message box, or else in a notification, and always on
//! standard error with an exit code other than 0.
//!
//! The only words for people that stand in Rust: there is no page yet that could have them. Short, in the staff's languages.

use std::fmt::Display;
use std::io::IsTerminal;
use std::process::ExitCode;

use crate::platform::{message, notify};
use crate::settings::Language;

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
    /// The window system, or a library of the program.
    System {
        what: String,
    },
}

impl Trouble {
    /// Says it, and gives what `main` returns. Waits until the message is closed.
    pub fn say(&self, language: Language) -> ExitCode {
        let (title, text) = self.words(is_german(language));
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

    fn words(&self, german: bool) -> (&'static str, String) {
        match (self, german) {
            (Trouble::NotAnswering, false) => (
                "eSIM Desk is already open, but does not answer.",
                "A dialog of it may be waiting on another screen. If not, log out or end it in the system monitor, and \
                 start it again. Its orders are written down and are not lost."
                    .into(),
            ),
            (Trouble::NotAnswering, true) => (
                "eSIM Desk ist schon offen, antwortet aber nicht.",
                "Vielleicht wartet eines seiner Fenster auf einem anderen Bildschirm. Sonst melden Sie sich ab oder \
                 beenden Sie es in der Systemüberwachung und starten Sie es neu. Die Bestellungen sind gespeichert."
                    .into(),
            ),
            (Trouble::OpenElsewhere { screen }, false) => (
                "eSIM Desk is already open on another screen or in another session.",
                format!("It runs on {screen} with this data folder. Close it there, then start it here."),
            ),
            (Trouble::OpenElsewhere { screen }, true) => (
                "eSIM Desk ist schon auf einem anderen Bildschirm oder in einer anderen Sitzung offen.",
                format!("Es läuft auf {screen} mit diesem Datenordner. Schließen Sie es dort und starten Sie es hier neu."),
            ),
            (Trouble::Folder { folder, why }, false) => (
                "eSIM Desk cannot write to its data folder.",
                format!("The folder is {folder} ({why}). Without it no order can be written down, so nothing can be sold."),
            ),
            (Trouble::Folder { folder, why }, true) => (
                "eSIM Desk kann nicht in seinen Datenordner schreiben.",
                format!("Der Ordner ist {folder} ({why}). Ohne ihn kann nichts gespeichert und nichts verkauft werden."),
            ),
            (Trouble::NoDataFolder, false) => (
                "There is no folder for application data.",
                "This user has no home folder. Name a folder with --data-dir.".into(),
            ),
            (Trouble::NoDataFolder, true) => (
                "Es gibt keinen Ordner für Anwendungsdaten.",
                "Dieser Benutzer hat keinen eigenen Ordner. Nennen Sie einen mit --data-dir.".into(),
            ),
            (Trouble::Arguments { what }, false) => {
                ("eSIM Desk was started with something it does not know.", what.clone())
            }
            (Trouble::Arguments { what }, true) => {
                ("eSIM Desk wurde mit etwas gestartet, das es nicht kennt.", what.clone())
            }
            (Trouble::System { what }, false) => ("eSIM Desk cannot open its window.", what.clone()),
            (Trouble::System { what }, true) => {
                ("eSIM Desk kann sein Fenster nicht öffnen.", what.clone())
            }
        }
    }
}

fn is_german(language: Language) -> bool {
    match language {
        Language::De => true,
        Language::En => false,
        Language::System => sys_locale::get_locale().is_some_and(|locale| locale.starts_with("de")),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "what started the program may read it there"
)]
fn complain(text: &impl Display) {
    eprintln!("esim-desk: {text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_is_told_in_both_languages() {
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
            Trouble::System {
                what: "what".into(),
            },
        ] {
            let ((english, one), (german, other)) = (trouble.words(false), trouble.words(true));
            assert_ne!(english, german, "{trouble:?}");
            for text in [english, german] {
                assert!(text.ends_with('.'), "{text}");
            }
            assert!(
                !one.is_empty() && !other.is_empty(),
                "and what to do: {trouble:?}"
            );
        }
    }
}
