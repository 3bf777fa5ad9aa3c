//! `ui/src/backend/bindings.ts` is generated from the commands. This test writes it anew when it is not current, and fails.

use std::path::Path;

use specta_typescript::Typescript;
use tauri_specta::{Builder, collect_commands, collect_events};

use super::*;
use crate::shell::closing::CloseAsked;
use crate::shell::outputs::clipboard::CopyStillThere;
use crate::shell::publish::SnapshotChanged;

/// Commands and events, as the page calls and hears them.
fn bindings() -> Builder<Wry> {
    Builder::new()
        .commands(every_command!(collect_commands))
        .events(collect_events![SnapshotChanged, CloseAsked, CopyStillThere])
        .disable_serde_phases()
}

#[test]
fn the_generated_types_are_current() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/backend/bindings.ts");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fresh = folder.path().join("bindings.ts");
    bindings()
        .export(Typescript::default(), &fresh)
        .expect("every type has a form in TypeScript");
    let fresh = std::fs::read_to_string(fresh).expect("it was just written");
    if std::fs::read_to_string(&committed).is_ok_and(|text| text == fresh) {
        return;
    }
    std::fs::write(&committed, fresh).expect("the project's folder can be written");
    panic!(
        "ui/src/backend/bindings.ts was not current and is written anew: look at it and commit it"
    );
}
