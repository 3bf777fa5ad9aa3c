//! The words for a Windows on which the web view is missing, too old or does not start.

use crate::settings::Language;

/// Title and text, in a language that is not [`Language::System`], as of the two below.
pub(super) fn missing(language: Language) -> (&'static str, String) {
    let (title, text) = match language {
        Language::System | Language::En => (
            "eSIM Desk needs Microsoft Edge WebView2, which is not on this computer.",
            "Run the installer of eSIM Desk again while this computer has a network, or ask IT for the \
             \"Microsoft Edge WebView2 Runtime\". A rule of the company may keep it away. Orders are not lost.",
        ),
        Language::De => (
            "eSIM Desk braucht Microsoft Edge WebView2, das auf diesem Computer fehlt.",
            "Starten Sie das Installationsprogramm von eSIM Desk noch einmal, während der Computer im Netz ist, oder bitten \
             Sie die IT um die \"Microsoft Edge WebView2-Laufzeit\". Vielleicht hält eine Regel der Firma sie fern. \
             Bestellungen gehen nicht verloren.",
        ),
        Language::Fr => (
            "eSIM Desk a besoin de Microsoft Edge WebView2, qui manque sur cet ordinateur.",
            "Relancez le programme d’installation d’eSIM Desk quand cet ordinateur a un réseau, ou demandez au service \
             informatique « Microsoft Edge WebView2 Runtime ». Une règle de l’entreprise l’interdit peut-être. Les \
             commandes ne sont pas perdues.",
        ),
        Language::Es => (
            "eSIM Desk necesita Microsoft Edge WebView2, que falta en este ordenador.",
            "Ejecute de nuevo el instalador de eSIM Desk cuando este ordenador tenga red, o pida a informática «Microsoft \
             Edge WebView2 Runtime». Puede que una norma de la empresa lo impida. Los pedidos no se pierden.",
        ),
        Language::It => (
            "eSIM Desk ha bisogno di Microsoft Edge WebView2, che manca su questo computer.",
            "Riavvii il programma di installazione di eSIM Desk quando il computer ha una rete, o chieda all’assistenza \
             informatica «Microsoft Edge WebView2 Runtime». Forse una regola dell’azienda lo impedisce. Gli ordini non \
             vanno persi.",
        ),
    };
    (title, text.to_owned())
}

pub(super) fn too_old(found: &str, language: Language) -> (&'static str, String) {
    match language {
        Language::System | Language::En => (
            "Microsoft Edge WebView2 on this computer is too old for eSIM Desk.",
            format!(
                "It is version {found}. Let Windows update Microsoft Edge, or ask IT for the current \"Microsoft Edge \
                 WebView2 Runtime\". Orders are not lost."
            ),
        ),
        Language::De => (
            "Microsoft Edge WebView2 auf diesem Computer ist zu alt für eSIM Desk.",
            format!(
                "Es ist Version {found}. Lassen Sie Windows Microsoft Edge aktualisieren, oder bitten Sie die IT um die \
                 aktuelle \"Microsoft Edge WebView2-Laufzeit\". Bestellungen gehen nicht verloren."
            ),
        ),
        Language::Fr => (
            "Microsoft Edge WebView2 est trop ancien sur cet ordinateur pour eSIM Desk.",
            format!(
                "C’est la version {found}. Laissez Windows mettre à jour Microsoft Edge, ou demandez au service informatique \
                 « Microsoft Edge WebView2 Runtime » actuel. Les commandes ne sont pas perdues."
            ),
        ),
        Language::Es => (
            "Microsoft Edge WebView2 es demasiado antiguo en este ordenador para eSIM Desk.",
            format!(
                "Es la versión {found}. Deje que Windows actualice Microsoft Edge, o pida a informática el «Microsoft Edge \
                 WebView2 Runtime» actual. Los pedidos no se pierden."
            ),
        ),
        Language::It => (
            "Microsoft Edge WebView2 su questo computer è troppo vecchio per eSIM Desk.",
            format!(
                "È la versione {found}. Lasci che Windows aggiorni Microsoft Edge, o chieda all’assistenza informatica \
                 «Microsoft Edge WebView2 Runtime» attuale. Gli ordini non vanno persi."
            ),
        ),
    }
}

pub(super) fn not_starting(what: &str, language: Language) -> (&'static str, String) {
    match language {
        Language::System | Language::En => (
            "Microsoft Edge WebView2, which draws eSIM Desk's pages, does not start.",
            format!(
                "Restart the computer. If that does not help, ask IT: a rule of the company or a security program may block \
                 msedgewebview2.exe, or the data folder may not be written to. ({what})"
            ),
        ),
        Language::De => (
            "Microsoft Edge WebView2, das die Seiten von eSIM Desk zeichnet, startet nicht.",
            format!(
                "Starten Sie den Computer neu. Hilft das nicht, fragen Sie die IT: eine Regel der Firma oder ein \
                 Schutzprogramm sperrt vielleicht msedgewebview2.exe, oder der Datenordner ist schreibgeschützt. ({what})"
            ),
        ),
        Language::Fr => (
            "Microsoft Edge WebView2, qui affiche les pages d’eSIM Desk, ne démarre pas.",
            format!(
                "Redémarrez l’ordinateur. Si cela ne suffit pas, demandez au service informatique : une règle de l’entreprise \
                 ou un antivirus bloque peut-être msedgewebview2.exe, ou le dossier de données est protégé. ({what})"
            ),
        ),
        Language::Es => (
            "Microsoft Edge WebView2, que muestra las páginas de eSIM Desk, no se inicia.",
            format!(
                "Reinicie el ordenador. Si no basta, pregunte a informática: una norma de la empresa o un antivirus puede \
                 bloquear msedgewebview2.exe, o no se puede escribir en la carpeta de datos. ({what})"
            ),
        ),
        Language::It => (
            "Microsoft Edge WebView2, che mostra le pagine di eSIM Desk, non si avvia.",
            format!(
                "Riavvii il computer. Se non basta, chieda all’assistenza informatica: una regola dell’azienda o un antivirus \
                 può bloccare msedgewebview2.exe, o la cartella dei dati è protetta. ({what})"
            ),
        ),
    }
}
