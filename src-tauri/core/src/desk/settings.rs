//! The settings as people change them in the window: one at a time, checked, written, and followed by what hangs on
//! them.
//!
//! Proxy and certificates, on which the account hangs, are changed by `network`. What the file looks like is
//! `crate::settings`. How the window itself changes (its theme) is the shell's.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::changes::Changes;
use super::model::{
    Failure, Field, Problem, email_of, is_country, line_problem, required_line_problem,
};
use super::orders::Orders;
use super::updates::Updates;
use crate::connect::ProxyAddress;
use crate::settings::UpdateChannel;
use crate::settings::{
    Appearance, ExtraCertificate, Helper, Language, MonitorKept, ProxyChoice, SecondMonitor,
    Settings, SettingsFile, SlipPaper, WindowSize,
};
use crate::typed;

/// Of a name or a telephone number. They stand in one line below each reference.
const HELPER_LIMIT: usize = 60;
/// Longer is no forgetting any more.
const TEN_YEARS: u16 = 3650;

/// One change.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SettingsChange {
    Language {
        value: Language,
    },
    Appearance {
        value: Appearance,
    },
    DeskName {
        value: String,
    },
    Country {
        value: String,
    },
    ForgetAfter {
        days: u16,
    },
    SecondMonitor {
        value: SecondMonitor,
    },
    /// The customer's screen is to be on this monitor.
    CustomerMonitor {
        monitor: MonitorKept,
    },
    PutAwayAfterMinutes {
        value: u32,
    },
    SlipPaper {
        value: SlipPaper,
    },
    AndroidLink {
        value: bool,
    },
    /// The house's own address, whose orders get a tag; empty for none.
    HouseEmail {
        value: String,
    },
    /// Whom the staff ask when they cannot go on.
    Helper {
        part: HelperPart,
        value: String,
    },
    /// Whether the account is used at other desks too.
    SeveralDesks {
        value: bool,
    },
    /// Whether newer versions of the program are looked for.
    LookForUpdates {
        value: bool,
    },
    /// Which newer versions are told.
    UpdateChannel {
        value: UpdateChannel,
    },
}

/// What of the helper is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum HelperPart {
    Name,
    Phone,
    Email,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    pub language: Language,
    pub appearance: Appearance,
    pub desk_name: String,
    pub country: String,
    /// Who sold last.
    pub staff: String,
    /// After how many days customers are forgotten.
    pub forget_after_days: u16,
    pub proxy: ProxyView,
    /// Certificates that are trusted beside the system's.
    pub extra_certificates: Vec<ExtraCertificate>,
    pub second_monitor: SecondMonitor,
    pub put_away_after_minutes: u32,
    pub slip_paper: SlipPaper,
    pub android_link: bool,
    pub house_email: String,
    pub look_for_updates: bool,
    pub update_channel: UpdateChannel,
    pub helper: Helper,
}

/// How requests leave this computer, without what only the keychain knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum ProxyView {
    System,
    None,
    Manual { address: String, login_kept: bool },
}

impl ProxyView {
    fn of(settings: &Settings) -> ProxyView {
        match &settings.proxy {
            ProxyChoice::System => ProxyView::System,
            ProxyChoice::None => ProxyView::None,
            ProxyChoice::Manual { address } => {
                let open = ProxyAddress::shown(address);
                ProxyView::Manual {
                    // In a file of an earlier version it stands in the address, until the keychain has it.
                    login_kept: settings.proxy_login_kept || address.contains('@'),
                    address: open,
                }
            }
        }
    }
}

impl SettingsView {
    pub(in crate::desk) fn of(settings: &Settings) -> SettingsView {
        SettingsView {
            language: settings.language,
            appearance: settings.appearance,
            desk_name: settings.desk_name.clone(),
            country: settings.country.clone(),
            staff: settings.staff.clone(),
            forget_after_days: settings.forget_after_days(),
            proxy: ProxyView::of(settings),
            extra_certificates: settings
                .extra_ca
                .as_ref()
                .map(|ca| ca.certificates.clone())
                .unwrap_or_default(),
            second_monitor: settings.second_monitor,
            put_away_after_minutes: settings.put_away_after_minutes,
            slip_paper: settings.slip_paper,
            android_link: settings.android_link,
            house_email: settings.house_email.clone(),
            look_for_updates: settings.look_for_updates,
            update_channel: settings.update_channel,
            helper: settings.helper.clone(),
        }
    }
}

/// The settings of this desk.
pub struct DeskSettings {
    file: Arc<SettingsFile>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    updates: Arc<Updates>,
    changes: Changes,
}

impl DeskSettings {
    pub(in crate::desk) fn new(
        file: Arc<SettingsFile>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        updates: Arc<Updates>,
        changes: Changes,
    ) -> DeskSettings {
        DeskSettings {
            file,
            account,
            orders,
            updates,
            changes,
        }
    }

    pub fn current(&self) -> Settings {
        self.file.current()
    }

    /// Writes the change, shows it, and does what follows from it.
    pub fn change(&self, change: SettingsChange) -> Result<(), Failure> {
        check(&change)?;
        if let SettingsChange::SeveralDesks { value } = change {
            return self.account.answer_several_desks(value);
        }
        let forgets = matches!(change, SettingsChange::ForgetAfter { .. });
        let of_updates = matches!(
            change,
            SettingsChange::LookForUpdates { .. } | SettingsChange::UpdateChannel { .. }
        );
        self.write(|settings| apply(settings, change))?;
        if of_updates {
            self.updates.settings_changed();
        }
        if forgets {
            self.orders.wake_maintenance();
        }
        Ok(())
    }

    /// Adds a plan to the favourites, or takes it away.
    pub fn set_favourite(&self, plan: String, on: bool) -> Result<(), Failure> {
        self.write(|settings| {
            settings.favourites.retain(|favourite| *favourite != plan);
            if on {
                settings.favourites.push(plan);
            }
        })
    }

    /// Remembers the window as it was closed. Nothing that is shown changes by it.
    pub fn remember_window(
        &self,
        size: WindowSize,
        monitor: Option<MonitorKept>,
    ) -> io::Result<()> {
        self.file.change(|settings| {
            settings.window = Some(size);
            if monitor.is_some() {
                settings.staff_monitor = monitor;
            }
        })
    }

    /// Remembers where the customer's screen is, as it is known again.
    pub fn remember_customer_monitor(&self, monitor: MonitorKept) -> io::Result<()> {
        self.file
            .change(|settings| settings.customer_monitor = Some(monitor))
    }

    fn write(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Failure> {
        self.file
            .change(change)
            .map_err(|error| Failure::of_settings_file(&error))?;
        self.changes.notify();
        Ok(())
    }
}

fn apply(settings: &mut Settings, change: SettingsChange) {
    match change {
        SettingsChange::Language { value } => settings.language = value,
        SettingsChange::Appearance { value } => settings.appearance = value,
        SettingsChange::DeskName { value } => settings.desk_name = typed::line(&value).text,
        SettingsChange::Country { value } => settings.country = value,
        SettingsChange::ForgetAfter { days } => {
            settings.forget_after_days = Some(days.clamp(1, TEN_YEARS));
        }
        SettingsChange::SecondMonitor { value } => settings.second_monitor = value,
        SettingsChange::CustomerMonitor { monitor } => {
            settings.second_monitor = SecondMonitor::Customer;
            settings.customer_monitor = Some(monitor);
        }
        SettingsChange::PutAwayAfterMinutes { value } => {
            settings.put_away_after_minutes = value.clamp(1, 60);
        }
        SettingsChange::SlipPaper { value } => settings.slip_paper = value,
        SettingsChange::AndroidLink { value } => settings.android_link = value,
        SettingsChange::HouseEmail { value } => {
            settings.house_email = typed::email(&value).text;
        }
        SettingsChange::Helper { part, value } => {
            let helper = &mut settings.helper;
            match part {
                HelperPart::Name => helper.name = typed::line(&value).text,
                HelperPart::Phone => helper.phone = typed::line(&value).text,
                HelperPart::Email => helper.email = typed::email(&value).text,
            }
        }
        // The account's own: see `DeskSettings::change`.
        SettingsChange::SeveralDesks { .. } => {}
        SettingsChange::LookForUpdates { value } => settings.look_for_updates = value,
        SettingsChange::UpdateChannel { value } => settings.update_channel = value,
    }
}

fn check(change: &SettingsChange) -> Result<(), Failure> {
    match change {
        SettingsChange::DeskName { value } => {
            if let Some(found) = required_line_problem(value, 100) {
                return Err(Failure::of_field(Field::DeskName, found));
            }
        }
        SettingsChange::HouseEmail { value } => match email_of(value) {
            Ok(_) | Err(Problem::Empty) => {}
            Err(found) => return Err(Failure::of_field(Field::HouseEmail, found)),
        },
        SettingsChange::Helper { part, value } => {
            if let Some(found) = helper_problem(*part, value) {
                return Err(Failure::of_field(Field::Helper, found));
            }
        }
        SettingsChange::Country { value } if !is_country(value) => {
            return Err(Failure::of_field(Field::Country, Problem::NotACountry));
        }
        SettingsChange::Language { .. }
        | SettingsChange::Appearance { .. }
        | SettingsChange::Country { .. }
        | SettingsChange::ForgetAfter { .. }
        | SettingsChange::SecondMonitor { .. }
        | SettingsChange::CustomerMonitor { .. }
        | SettingsChange::PutAwayAfterMinutes { .. }
        | SettingsChange::SlipPaper { .. }
        | SettingsChange::AndroidLink { .. }
        | SettingsChange::SeveralDesks { .. }
        | SettingsChange::LookForUpdates { .. }
        | SettingsChange::UpdateChannel { .. } => {}
    }
    Ok(())
}

fn helper_problem(part: HelperPart, value: &str) -> Option<Problem> {
    match part {
        HelperPart::Name | HelperPart::Phone => line_problem(value, HELPER_LIMIT),
        HelperPart::Email => email_of(value)
            .err()
            .filter(|found| *found != Problem::Empty),
    }
}
