//! The desktop's own register of programs is asked, not `xdg-open`, which would give the draft to a browser where there is
//! no mail program.

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
