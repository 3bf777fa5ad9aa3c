//! Of what, and in which versions, this program consists: for support.

/// Names and versions.
pub fn all() -> Vec<(&'static str, String)> {
    let web_view = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    vec![
        ("eSIM Desk", env!("CARGO_PKG_VERSION").to_owned()),
        ("Tauri", tauri::VERSION.to_owned()),
        ("web view", web_view),
        ("system", system()),
        ("processor", std::env::consts::ARCH.to_owned()),
    ]
}

/// The name of the system, with its edition where a file tells it.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let edition = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map(|name| name.trim_matches('"'));
    match edition {
        Some(edition) => format!("{} ({edition})", std::env::consts::OS),
        None => std::env::consts::OS.to_owned(),
    }
}
