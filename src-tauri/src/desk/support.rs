//! The support bundle: one text file that a person can read before sending it.
//!
//! It holds versions, settings, the last faults with their correlation ids, the orders of this run by state, and the log. It
//! holds no secret, no customer and no code: only what is listed here goes in, and nothing that a person typed. The
//! log is written without such things already; it passes one more sieve all the same.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::PoisonError;

use jiff::Timestamp;

use super::view::{AccountState, ServiceState};
use super::{Desk, Inner, Mode, Tracked};
use crate::connect::Fault;
use crate::settings::{ProxyChoice, Settings};

/// Faults that are remembered.
const FAULTS: usize = 50;
/// As much of the end of the log as goes along.
const LOG_BYTES: usize = 256 * 1024;

/// The last faults of this run. Each says step, kind, status and correlation id, never the service's sentences.
#[derive(Default)]
pub(super) struct Faults(std::sync::Mutex<VecDeque<(Timestamp, String)>>);

impl Faults {
    pub(super) fn note(&self, fault: &Fault) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() == FAULTS {
            noted.pop_front();
        }
        noted.push_back((Timestamp::now(), fault.to_string()));
    }

    fn lines(&self) -> Vec<String> {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted
            .iter()
            .map(|(at, fault)| format!("{at}  {fault}"))
            .collect()
    }
}

impl Desk {
    /// The bundle's text. `versions` are the names and versions of what the program runs on.
    pub async fn support_bundle(&self, versions: &[(&str, String)]) -> String {
        let inner = &self.inner;
        let log_folder = inner.folder.join("log");
        let log = tokio::task::spawn_blocking(move || end_of_log(&log_folder));
        let log = log.await.unwrap_or_default();
        let mut text = inner.support_facts(versions);
        section(&mut text, "Log (the newest part)", &log);
        text.lines().map(sieved).collect()
    }

    /// The name that a saved bundle gets.
    pub fn support_name(&self) -> String {
        let day = Timestamp::now().to_zoned(self.inner.zone.clone()).date();
        format!("eSIM-Desk-support-{day}.txt")
    }
}

impl Inner {
    fn support_facts(&self, versions: &[(&str, String)]) -> String {
        let mut text = format!(
            "eSIM Desk support bundle, {}\nNo secret, no customer and no install code is in it. You can read it before you send it.\n",
            Timestamp::now()
        );
        let versions: Vec<String> = versions
            .iter()
            .map(|(name, version)| format!("{name}: {version}"))
            .collect();
        section(&mut text, "Versions", &versions);
        let settings = self.settings.current();
        section(&mut text, "Settings", &setting_lines(&settings));
        let state = self.lock();
        let mut standing = vec![
            format!(
                "mode: {}",
                if self.mode == Mode::Demo {
                    "demo"
                } else {
                    "live"
                }
            ),
            format!("account: {}", account_word(&state.account)),
            format!("service: {}", service_word(&state.service)),
            format!("keychain: {:?}", *self.keychain.state().borrow()),
            format!("keys of the order book: {}", state.keys),
            format!("open orders of other accounts: {}", state.orders_elsewhere),
        ];
        match &self.book {
            Ok(_) => standing.push("order book: open".to_owned()),
            Err(why) => standing.push(format!("order book: {why:?}")),
        }
        if let Some(repair) = &state.repaired {
            standing.push(format!(
                "order book rebuilt: {} orders, {} lost, from backup: {}",
                repair.orders, repair.lost, repair.from_backup
            ));
        }
        section(&mut text, "How things stand", &standing);
        let orders: Vec<String> = state.orders.values().flat_map(order_lines).collect();
        drop(state);
        section(&mut text, "Orders of this run", &orders);
        section(&mut text, "Last faults", &self.faults.lines());
        text
    }
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
        format!("extra certificates: {}", settings.extra_ca_file.is_some()),
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
        lines.push(format!("several desks: {}", account.several_desks));
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
fn order_lines(tracked: &Tracked) -> Vec<String> {
    let order = &tracked.order;
    let head = format!(
        "#{}  {}  reference {}",
        order.key.0,
        order.state.name(),
        order.reference
    );
    let steps = order.timeline.iter().map(|moment| {
        let detail = moment.detail.as_deref().unwrap_or_default();
        format!("    {}  {}  {detail}", moment.at, moment.state.name())
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

/// A line without what looks like an address, a code, a token or a long number, should one have come in by mistake.
fn sieved(line: &str) -> String {
    let mut clean = String::with_capacity(line.len() + 1);
    for part in
        line.split_inclusive(|sign: char| sign.is_whitespace() || "\"'`,;()<>[]{}=".contains(sign))
    {
        let word = part.trim_end_matches(|sign: char| {
            sign.is_whitespace() || "\"'`,;()<>[]{}=".contains(sign)
        });
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let upper = word.to_ascii_uppercase();
        let told = word.contains('@')
            || upper.contains("LPA:")
            || word.contains("1$")
            || word.contains("eyJ")
            || upper.contains("BEARER")
            || (digits >= 18 && digits == word.len());
        clean.push_str(if told { "[removed]" } else { word });
        clean.push_str(&part[word.len()..]);
    }
    clean.push('\n');
    clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_sieve_takes_out_what_should_not_have_come_in() {
        for word in [
            "anna@hotel.example",
            "LPA:1$rsp.example$CODE",
            "1$rsp.example$CODE",
            "eyJhbGciOi.J9",
            "89034011560010000000000000000123",
        ] {
            for line in [
                word.to_owned(),
                format!("for {word}, again"),
                format!("x=\"{word}\""),
            ] {
                let clean = sieved(&line);
                assert!(!clean.contains(word), "{line:?} became {clean:?}");
            }
        }
    }

    #[test]
    fn the_sieve_leaves_what_support_needs() {
        let line = "2026-11-28T10:00:00Z  placing the order: 422 UNPROCESSABLE (correlation id 0f3c1e52-6f0d-4a3e-9d55-2f6f0b7f8a11)";
        assert_eq!(sieved(line), format!("{line}\n"));
    }

    proptest! {
        #[test]
        fn no_address_passes_the_sieve(before in "[ -~]{0,20}", name in "[a-z0-9.]{1,12}", after in "[ -~]{0,20}") {
            let address = format!("{name}@hotel.example");
            let clean = sieved(&format!("{before} {address} {after}"));
            prop_assert!(!clean.contains(&address), "{clean:?}");
        }
    }
}
