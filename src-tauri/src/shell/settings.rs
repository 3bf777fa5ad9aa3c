//! Changing the settings from the window, one at a time.

use serde::Deserialize;

use crate::desk::{Desk, Failure, Field, FieldProblem, Problem, WhyExtraCa};
use crate::settings::{Appearance, Language, ProxyChoice, SecondMonitor, Settings, SlipPaper};

/// Longer is no forgetting any more.
const TEN_YEARS: u16 = 3650;

/// One change.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SettingsChange {
    Language { value: Language },
    Appearance { value: Appearance },
    DeskName { value: String },
    Country { value: String },
    Proxy { value: ProxyChoice },
    ExtraCaFile { value: Option<String> },
    ForgetAfter { days: u16 },
    SecondMonitor { value: SecondMonitor },
    PutAwayAfterMinutes { value: u32 },
    SlipPaper { value: SlipPaper },
    AndroidLink { value: bool },
}

/// Writes the change, then shows it.
pub fn change(desk: &Desk, change: SettingsChange) -> Result<(), Failure> {
    check(&change)?;
    let network = matches!(
        change,
        SettingsChange::Proxy { .. } | SettingsChange::ExtraCaFile { .. }
    );
    let forgets = matches!(change, SettingsChange::ForgetAfter { .. });
    write(desk, |settings| match change {
        SettingsChange::Language { value } => settings.language = value,
        SettingsChange::Appearance { value } => settings.appearance = value,
        SettingsChange::DeskName { value } => value.trim().clone_into(&mut settings.desk_name),
        SettingsChange::Country { value } => settings.country = value,
        SettingsChange::Proxy { value } => settings.proxy = value,
        SettingsChange::ExtraCaFile { value } => settings.extra_ca_file = value.map(Into::into),
        SettingsChange::ForgetAfter { days } => {
            settings.forget_after_days = Some(days.clamp(1, TEN_YEARS));
        }
        SettingsChange::SecondMonitor { value } => settings.second_monitor = value,
        SettingsChange::PutAwayAfterMinutes { value } => {
            settings.put_away_after_minutes = value.clamp(1, 60);
        }
        SettingsChange::SlipPaper { value } => settings.slip_paper = value,
        SettingsChange::AndroidLink { value } => settings.android_link = value,
    })?;
    if forgets {
        desk.look_after_the_book();
    }
    if network {
        desk.network_changed()?;
    }
    Ok(())
}

/// Adds a plan to the favourites, or takes it away.
pub fn set_favourite(desk: &Desk, plan: String, on: bool) -> Result<(), Failure> {
    write(desk, |settings| {
        settings.favourites.retain(|favourite| *favourite != plan);
        if on {
            settings.favourites.push(plan);
        }
    })
}

fn write(desk: &Desk, change: impl FnOnce(&mut Settings)) -> Result<(), Failure> {
    desk.settings()
        .change(change)
        .map_err(|error| Failure::of_settings_file(&error))?;
    desk.show_again();
    Ok(())
}

fn check(change: &SettingsChange) -> Result<(), Failure> {
    let problem = |field, problem| Failure::Fields {
        problems: vec![FieldProblem { field, problem }],
    };
    match change {
        SettingsChange::DeskName { value } => {
            let value = value.trim();
            if value.is_empty() {
                return Err(problem(Field::DeskName, Problem::Empty));
            }
            if let Some(found) = crate::desk::line_problem(value, 100) {
                return Err(problem(Field::DeskName, found));
            }
        }
        SettingsChange::Country { value } if !crate::desk::is_country(value) => {
            return Err(problem(Field::Country, Problem::NotACountry));
        }
        SettingsChange::Proxy {
            value: ProxyChoice::Manual { address },
        } if crate::connect::ProxyAddress::parse(address).is_err() => {
            return Err(problem(Field::Proxy, Problem::NotAnAddress));
        }
        SettingsChange::ExtraCaFile { value: Some(path) } => {
            let pem = std::fs::read(path).map_err(|_| Failure::ExtraCa {
                why: WhyExtraCa::Missing,
            })?;
            if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
                return Err(Failure::ExtraCa {
                    why: WhyExtraCa::NotACertificate,
                });
            }
        }
        SettingsChange::Language { .. }
        | SettingsChange::Appearance { .. }
        | SettingsChange::Country { .. }
        | SettingsChange::ForgetAfter { .. }
        | SettingsChange::Proxy { .. }
        | SettingsChange::ExtraCaFile { value: None }
        | SettingsChange::SecondMonitor { .. }
        | SettingsChange::PutAwayAfterMinutes { .. }
        | SettingsChange::SlipPaper { .. }
        | SettingsChange::AndroidLink { .. } => {}
    }
    Ok(())
}
