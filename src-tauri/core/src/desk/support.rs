//! The support bundle: one text file that a person can read before sending it.
//!
//! It holds versions, settings, the last faults with their correlation ids, the orders of this run by state, and the log. It
//! holds no secret, no customer and no code: only what is listed here goes in, and nothing that a person typed. The
//! log is written without such things already; it passes one more sieve all the same.

mod redact;

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use self::redact::sieved;
use super::account::{Account, AccountState, ServiceState};
use super::model::{Failure, Mode};
use super::orders::{LiveOrder, Orders};
use super::setup::Setup;
use crate::clock;
use crate::keychain::Keychain;
use crate::settings::{self, ProxyChoice, Settings, SettingsReader};

/// As much of the end of the log as goes along.
const LOG_BYTES: usize = 256 * 1024;

/// Writes support bundles.
pub struct Support {
    setup: Arc<Setup>,
    settings: SettingsReader,
    keychain: Keychain,
    account: Arc<Account>,
    orders: Arc<Orders>,
}

impl Support {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: SettingsReader,
        keychain: Keychain,
        account: Arc<Account>,
        orders: Arc<Orders>,
    ) -> Support {
        Support {
            setup,
            settings,
            keychain,
            account,
            orders,
        }
    }

    /// The bundle's text. `versions` are the names and versions of what the program runs on.
    pub async fn bundle(&self, versions: &[(&str, String)]) -> String {
        let log_folder = self.setup.folder.join("log");
        let log = tokio::task::spawn_blocking(move || end_of_log(&log_folder));
        let log = log.await.unwrap_or_default();
        let mut text = self.facts(versions);
        section(&mut text, "Log (the newest part)", &log);
        text.lines().map(sieved).collect()
    }

    /// The name that a saved bundle gets.
    pub fn file_name(&self) -> String {
        let day = clock::now().to_zoned(self.setup.zone.clone()).date();
        format!("eSIM-Desk-support-{day}.txt")
    }

    fn facts(&self, versions: &[(&str, String)]) -> String {
        let mut text = heading(versions);
        section(
            &mut text,
            "Settings",
            &setting_lines(&self.settings.current()),
        );
        section(&mut text, "How things stand", &self.standing());
        let orders: Vec<String> = self
            .orders
            .read(|live| live.iter().flat_map(order_lines).collect());
        section(&mut text, "Orders of this run", &orders);
        section(&mut text, "Last faults", &self.account.faults());
        text
    }

    fn standing(&self) -> Vec<String> {
        let (account, service, _) = self.account.view();
        let mode = match self.setup.mode {
            Mode::Demo => "demo",
            Mode::Live => "live",
        };
        let mut standing = vec![
            format!("mode: {mode}"),
            format!("account: {}", account_word(&account)),
            format!("service: {}", service_word(&service)),
            format!("keychain: {:?}", *self.keychain.state().borrow()),
            format!("keys of the order book: {}", self.orders.has_keys()),
            format!(
                "open orders of other accounts: {}",
                self.orders.of_other_accounts()
            ),
        ];
        match self.orders.check_book() {
            Err(Failure::Book { why }) => standing.push(format!("order book: {why:?}")),
            Ok(()) | Err(_) => standing.push("order book: open".to_owned()),
        }
        if let Some(repair) = self.orders.repaired() {
            standing.push(format!(
                "order book rebuilt: {}, {} orders, {} lost, from backup: {}",
                repair.rebuilt,
                repair.orders,
                repair.lost.map_or("?".to_owned(), |lost| lost.to_string()),
                repair.from_backup
            ));
        }
        standing
    }
}

/// What can be told of a data folder without opening it: for when the program does not start, runs elsewhere, or is
/// asked by a script. Reads only. Orders, faults and the keychain belong to a run, and are not in it.
pub fn at_rest(folder: &Path, versions: &[(&str, String)]) -> String {
    let mut text = heading(versions);
    section(
        &mut text,
        "Settings",
        &setting_lines(&settings::glance(folder)),
    );
    section(&mut text, "How things stand", &standing_at_rest(folder));
    section(
        &mut text,
        "Log (the newest part)",
        &end_of_log(&folder.join("log")),
    );
    text.lines().map(sieved).collect()
}

fn standing_at_rest(folder: &Path) -> Vec<String> {
    let mut standing =
        vec!["written without a window: orders, faults and keychain were not asked".to_owned()];
    for name in ["orders.db", "orders.backup.db", "settings.json"] {
        standing.push(match fs::metadata(folder.join(name)) {
            Ok(file) => format!("{name}: {} bytes", file.len()),
            Err(error) => format!("{name}: {:?}", error.kind()),
        });
    }
    standing
}

fn heading(versions: &[(&str, String)]) -> String {
    let mut text = format!(
        "eSIM Desk support bundle, {}\n\
         No secret, no customer and no install code is in it. You can read it before you send it.\n",
        clock::now()
    );
    let versions: Vec<String> = versions
        .iter()
        .map(|(name, version)| format!("{name}: {version}"))
        .collect();
    section(&mut text, "Versions", &versions);
    text
}

fn section(text: &mut String, title: &str, lines: &[String]) {
    text.push_str(&format!("\n== {title}\n"));
    if lines.is_empty() {
        text.push_str("(none)\n");
    }
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

/// Chosen one by one: what a person typed freely (names, a proxy with its password, paths) stays out.
fn setting_lines(settings: &Settings) -> Vec<String> {
    let proxy = match &settings.proxy {
        ProxyChoice::System => "as the system",
        ProxyChoice::None => "none",
        ProxyChoice::Manual { .. } => "set by hand",
    };
    let mut lines = vec![
        format!("language: {:?}", settings.language),
        format!("appearance: {:?}", settings.appearance),
        format!("country: {}", settings.country),
        format!("proxy: {proxy}"),
        format!("extra certificates: {}", settings.extra_ca.is_some()),
        format!("favourites: {}", settings.favourites.len()),
        format!("requests a second: {:?}", settings.requests_per_second),
        format!(
            "customers forgotten after days: {}",
            settings.forget_after_days()
        ),
        format!("window: {:?}", settings.window),
    ];
    if let Some(account) = &settings.account {
        lines.push(format!("service address: {}", account.service));
        lines.push(format!("signs in with: {:?}", account.credential));
        lines.push(format!("several desks: {:?}", account.several_desks));
    }
    lines
}

fn account_word(account: &AccountState) -> &'static str {
    match account {
        AccountState::Opening => "opening",
        AccountState::None => "none",
        AccountState::Locked { .. } => "locked",
        AccountState::SignedOut { .. } => "signed out",
        AccountState::SignedIn { .. } => "signed in",
    }
}

fn service_word(service: &ServiceState) -> String {
    match service {
        ServiceState::NotAsked => "not asked".to_owned(),
        ServiceState::Online => "online".to_owned(),
        ServiceState::Offline { since } => format!("offline since {since}"),
        ServiceState::Trouble { since, .. } => format!("in trouble since {since}"),
    }
}

/// An order by what support can find it with.
fn order_lines(live: &LiveOrder) -> Vec<String> {
    let order = live.order();
    let head = format!(
        "#{}  {}  reference {}",
        order.key.0,
        order.state.name(),
        order.reference
    );
    let steps = order.timeline.iter().map(|entry| {
        let detail = entry.detail.as_deref().unwrap_or_default();
        format!("    {}  {}  {detail}", entry.at, entry.state.name())
    });
    std::iter::once(head).chain(steps).collect()
}

/// The last lines of the newest log files.
fn end_of_log(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "log"))
        .collect();
    // Their names end in the day.
    files.sort();
    let mut lines = VecDeque::new();
    let mut bytes = 0;
    for file in files.iter().rev() {
        let text = fs::read(file).unwrap_or_default();
        for line in String::from_utf8_lossy(&text).lines().rev() {
            bytes += line.len();
            if bytes > LOG_BYTES {
                return lines.into();
            }
            lines.push_front(line.to_owned());
        }
    }
    lines.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_told_of_without_being_touched() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("it is writable")
        };
        fs::create_dir(folder.path().join("log")).expect("it is writable");
        put("orders.db", "not even a database");
        put(
            "settings.json",
            r#"{"language":"de","desk_name":"Typed by somebody"}"#,
        );
        put("log/esim-desk.2026-11-28.log", "a line of the log\n");
        let names = || {
            let mut names: Vec<_> = fs::read_dir(folder.path())
                .expect("it is there")
                .map(|entry| entry.expect("it can be read").file_name())
                .collect();
            names.sort();
            names
        };
        let before = names();

        let text = at_rest(folder.path(), &[("web view", "2.4".to_owned())]);

        for wanted in [
            "web view: 2.4",
            "language: De",
            "orders.db: 19 bytes",
            "a line of the log",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        assert!(
            text.contains("orders.backup.db: NotFound"),
            "and what is missing: {text}"
        );
        assert!(
            !text.contains("Typed by"),
            "nothing that a person typed: {text}"
        );
        assert_eq!(names(), before, "no lock, no folder, no copy was made");
    }
}
