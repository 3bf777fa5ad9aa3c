//! The lists that must name the same commands.

use std::collections::BTreeSet;

use super::{text, texts};

#[test]
fn commands_permissions_and_capability_name_the_same_commands() {
    let commands: BTreeSet<String> = bindings()
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

/// The types of the commands, which stand in one file of the page.
fn bindings() -> String {
    let page = texts("ui/src", &["ts"]);
    let mut found = page
        .into_iter()
        .filter(|(path, _)| path.ends_with("/bindings.ts"));
    let (_, bindings) = found.next().expect("the commands have bindings");
    assert_eq!(found.next(), None, "in one place");
    bindings
}

/// The commands of a capability.
fn granted_by(capability: &str) -> BTreeSet<String> {
    text(&format!("src-tauri/capabilities/{capability}.json"))
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"allow-")?.split('"').next())
        .map(|name| name.replace('-', "_"))
        .collect()
}
