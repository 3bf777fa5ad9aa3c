//! Of what, and in which versions, this program consists: for support.

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Given by `cargo xtask bundle`. Not asked of git here: every commit would build the program anew.
const COMMIT: Option<&str> = option_env!("ESIM_DESK_COMMIT");

/// Which releases this is one of. A version with a hyphen is a preview; what nobody bundled is no release.
fn channel(commit: Option<&str>, version: &str) -> &'static str {
    match commit {
        None => "development",
        Some(_) if version.contains('-') => "preview",
        Some(_) => "stable",
    }
}

/// Names and versions.
pub fn all() -> Vec<(&'static str, String)> {
    let web_view = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    vec![
        ("eSIM Desk", VERSION.to_owned()),
        ("commit", COMMIT.unwrap_or("not known").to_owned()),
        ("channel", channel(COMMIT, VERSION).to_owned()),
        ("Tauri", tauri::VERSION.to_owned()),
        ("web view", web_view),
        ("system", system()),
        ("processor", std::env::consts::ARCH.to_owned()),
    ]
}

/// The same, a line each.
pub fn lines() -> String {
    all()
        .iter()
        .map(|(name, version)| format!("{name}: {version}\n"))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_bundled_has_a_channel_of_releases() {
        for (commit, version, expected) in [
            (None, "0.2.0", "development"),
            (Some("abc"), "0.2.0", "stable"),
            (Some("abc"), "0.2.0-beta.1", "preview"),
        ] {
            assert_eq!(channel(commit, version), expected, "{commit:?} {version}");
        }
    }
}
