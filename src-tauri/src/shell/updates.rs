//! Newer versions of the program: where this copy was told to look when it was built, who installs one here, and how this
//! program ends for it.
//!
//! Not here: looking and waiting (`crate::desk`, `updates`), whose word a release is (`crate::release`), and starting the
//! installer (`platform::installer`).

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use tauri::{AppHandle, Manager};

use super::closing::Closing;
use super::desks::Desks;
use super::staff_page::StaffPage;
use super::windows::main;
use crate::desk::{Desk, InTheWay, InstalledBy, Installer, Mode, Offer};
use crate::platform::installer::{self, Owner};
use crate::release::Source;

/// Where releases are announced, and the publisher's key: given by `cargo xtask bundle`. A copy without them never looks.
const AT: Option<&str> = option_env!("ESIM_DESK_UPDATES_AT");
const KEY: Option<&str> = option_env!("ESIM_DESK_UPDATES_KEY");

/// So long the window may take to close.
const TIME_TO_CLOSE: Duration = Duration::from_secs(5);

/// Tells a debug build what a bundled one was built with, and who installs: `ADDRESS KEY program`.
#[cfg(debug_assertions)]
const TEST_VARIABLE: &str = "ESIM_DESK_UPDATES_FROM";

/// The page has its first picture: from now on this copy may look. A demo never does.
pub fn begin(app: &AppHandle, desk: &Desk) {
    if desk.mode() != Mode::Live {
        return;
    }
    let Some((at, key, installed_by)) = told() else {
        return;
    };
    let target = installer::target();
    match Source::new(&at, &key, &target, env!("CARGO_PKG_VERSION")) {
        Ok(source) => desk.updates.begin(Offer {
            source,
            installed_by,
            installer: Box::new(ThisProgram { app: app.clone() }),
        }),
        Err(error) => tracing::error!(%error, "no newer version can be looked for"),
    }
}

fn told() -> Option<(String, String, InstalledBy)> {
    #[cfg(debug_assertions)]
    if let Ok(told) = std::env::var(TEST_VARIABLE) {
        return told_by_test(&told);
    }
    let by = installed_by(installer::owner())?;
    Some((given(AT)?, given(KEY)?, by))
}

/// A variable that is there and empty is not there: workflows make such.
fn given(built_with: Option<&str>) -> Option<String> {
    built_with
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

#[cfg(debug_assertions)]
fn told_by_test(told: &str) -> Option<(String, String, InstalledBy)> {
    let mut words = told.split(' ').map(str::to_owned);
    let (at, key) = (words.next()?, words.next()?);
    let owner = match words.next()?.as_str() {
        "program" => Owner::Program,
        "package_manager" => Owner::PackageManager,
        _ => Owner::Administrator,
    };
    Some((at, key, installed_by(owner)?))
}

/// What was not installed at all is somebody's own build, and gets no releases.
fn installed_by(owner: Owner) -> Option<InstalledBy> {
    match owner {
        Owner::Program => Some(InstalledBy::Program),
        Owner::PackageManager => Some(InstalledBy::PackageManager),
        Owner::Administrator => Some(InstalledBy::It),
        Owner::Nobody => None,
    }
}

/// This program, in whose place a newer one is put.
struct ThisProgram {
    app: AppHandle,
}

impl Installer for ThisProgram {
    fn in_the_way(&self) -> Option<InTheWay> {
        let desks = self.app.try_state::<Desks>()?;
        if desks.are_sending() {
            return Some(InTheWay::OrderBeingSent);
        }
        if desks.show_a_code() {
            return Some(InTheWay::CodeOnScreen);
        }
        if desks.buy_for_a_group() {
            return Some(InTheWay::GroupGoesOn);
        }
        self.app.state::<StaffPage>().in_hand()
    }

    fn start(&self, file: &Path) -> io::Result<()> {
        let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
        installer::start(file, &arguments)
    }

    fn end_program(&self) {
        if installer::STARTS_AGAIN {
            // The new one is started while this one ends, and finds its folders free.
            self.app.state::<Desks>().let_go();
            self.app.request_restart();
            return;
        }
        self.app.state::<Closing>().allow();
        main::quit(&self.app);
        // A page that holds its window must not hold the installer.
        let app = self.app.clone();
        thread::spawn(move || {
            thread::sleep(TIME_TO_CLOSE);
            app.exit(0);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_installed_is_offered_nothing() {
        for (owner, by) in [
            (Owner::Program, Some(InstalledBy::Program)),
            (Owner::PackageManager, Some(InstalledBy::PackageManager)),
            (Owner::Administrator, Some(InstalledBy::It)),
            (Owner::Nobody, None),
        ] {
            assert_eq!(installed_by(owner), by, "{owner:?}");
        }
        assert!(told().is_none(), "nor is a test");
    }
}
