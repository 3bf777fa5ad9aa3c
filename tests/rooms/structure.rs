//! The lines between the rooms that ARCHITECTURE.md draws, and the lists that must name the same commands.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(project().join(path)).expect("the file is part of the project")
}

/// The Rust files of a room with what stands in them, comments left out.
fn room(name: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![project().join("src-tauri/src").join(name)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the room is a folder") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let code = fs::read_to_string(&path)
                    .expect("the file can be read")
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect::<Vec<_>>()
                    .join("\n");
                files.push((path, code));
            }
        }
    }
    assert!(!files.is_empty(), "{name} has files");
    files
}

fn nobody_names(rooms: &[&str], word: &str) {
    for name in rooms {
        for (path, code) in room(name) {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn only_the_shell_names_tauri() {
    let rooms = [
        "activation",
        "book",
        "connect",
        "desk",
        "keychain",
        "sandbox",
    ];
    nobody_names(&rooms, "tauri");
}

#[test]
fn only_the_book_names_sqlite_and_only_connect_names_reqwest() {
    let rooms = [
        "activation",
        "connect",
        "desk",
        "keychain",
        "sandbox",
        "shell",
    ];
    nobody_names(&rooms, "rusqlite");
    let rooms = ["activation", "book", "desk", "keychain", "sandbox", "shell"];
    nobody_names(&rooms, "reqwest");
}

#[test]
fn sandbox_and_client_share_nothing() {
    nobody_names(&["sandbox"], "crate::connect");
    nobody_names(&["connect"], "crate::sandbox");
}

#[test]
fn commands_permissions_and_capability_name_the_same_commands() {
    let commands: BTreeSet<String> = text("ui/src/lib/bindings.ts")
        .split("__TAURI_INVOKE")
        .skip(2)
        .filter_map(|call| call.split('"').nth(1).map(str::to_owned))
        .collect();
    let permitted: BTreeSet<String> = text("src-tauri/permissions/commands.toml")
        .lines()
        .filter_map(|line| {
            line.strip_prefix("commands.allow = [\"")?
                .strip_suffix("\"]")
        })
        .map(str::to_owned)
        .collect();
    let granted = granted_by("main");
    let to_customer = granted_by("customer");

    assert!(
        commands.contains("place_order"),
        "the commands were found: {commands:?}"
    );
    assert_eq!(commands, permitted, "each command has its permission");
    let both = granted.union(&to_customer).cloned().collect();
    assert_eq!(commands, both, "each command is granted to a window");
    let shared: Vec<&String> = granted.intersection(&to_customer).collect();
    assert_eq!(
        shared,
        ["page_pixels"],
        "and to one window only, but for the size of the asking window itself"
    );
}

#[test]
fn the_customers_window_may_only_ask_to_be_shown_the_customers_half() {
    let capability = text("src-tauri/capabilities/customer.json");
    let capability: serde_json::Value = serde_json::from_str(&capability).expect("it is JSON");
    assert_eq!(
        capability["permissions"],
        serde_json::json!(["allow-customer-display", "allow-page-pixels"]),
        "no other command, and no event: an event may carry names"
    );
    assert_eq!(capability["windows"], serde_json::json!(["customer"]));
    assert!(
        text("src-tauri/capabilities/main.json").contains(
            r#""windows": [
    "main"
  ]"#
        ),
        "the staff's commands are not the customer's"
    );
}

/// The commands of a capability.
fn granted_by(capability: &str) -> BTreeSet<String> {
    text(&format!("src-tauri/capabilities/{capability}.json"))
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"allow-")?.split('"').next())
        .map(|name| name.replace('-', "_"))
        .collect()
}

#[test]
fn what_only_tests_may_set_is_not_compiled_into_a_release() {
    for (name, file) in [
        ("ESIM_DESK_HURRY", "src-tauri/src/desk/wait.rs"),
        ("ESIM_DESK_SAVE_AS", "src-tauri/src/shell/outputs/save.rs"),
        ("ESIM_DESK_LOG", "src-tauri/src/shell/start/log.rs"),
    ] {
        let code = text(file);
        let lines: Vec<&str> = code.lines().collect();
        let places: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].contains(name))
            .collect();
        assert_eq!(places.len(), 1, "{name} is written in one place of {file}");
        let guarded = lines[..places[0]]
            .iter()
            .rev()
            .take(3)
            .any(|line| *line == "#[cfg(debug_assertions)]");
        assert!(guarded, "{name} is for debug builds only");
    }
}
