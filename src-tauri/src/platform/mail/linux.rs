//! The desktop's own register of programs is asked, not `xdg-open`, which would give the draft to a browser where there is
//! no mail program.
//!
//! A mail program that can be asked over the session bus (`DBusActivatable` in its entry) is asked there by GIO. Others,
//! Thunderbird among them, are started with the draft in their command line, which every user of this computer can read while
//! that program runs. The portal for e-mail is no better: its back ends of GNOME and KDE start the same programs in the same way.

use gtk::gio::prelude::AppInfoExt;
use gtk::gio::{AppInfo, AppLaunchContext};

use super::error::MailError;

/// Opens the draft, and says if there is no program for it.
pub fn open(address: &str) -> Result<(), MailError> {
    let program = AppInfo::default_for_uri_scheme("mailto").ok_or(MailError::NoProgram)?;
    program
        .launch_uris(&[address], AppLaunchContext::NONE)
        .map_err(|_| MailError::NotStarted)
}
