//! Opening a draft in the person's own mail program. Nothing else is ever opened: the only thing that can be given here
//! is a draft that the desk made, and its scheme is `mailto`.

use crate::desk::{Failure, MailDraft};

/// Opens the draft, and says if there is no program for it.
pub async fn open(draft: MailDraft) -> Result<(), Failure> {
    tauri::async_runtime::spawn_blocking(move || start(draft.address()))
        .await
        .unwrap_or(Err(Failure::Mail))
}

/// The desktop's own register of programs is asked, not `xdg-open`, which would give the draft to a browser where there is
/// no mail program.
#[cfg(target_os = "linux")]
fn start(address: &str) -> Result<(), Failure> {
    use gtk::gio::AppInfo;
    use gtk::gio::prelude::AppInfoExt;
    let program = AppInfo::default_for_uri_scheme("mailto").ok_or(Failure::Mail)?;
    program
        .launch_uris(&[address], gtk::gio::AppLaunchContext::NONE)
        .map_err(|_| Failure::Mail)
}

#[cfg(target_os = "macos")]
fn start(address: &str) -> Result<(), Failure> {
    run(std::process::Command::new("/usr/bin/open").arg(address))
}

#[cfg(windows)]
fn start(address: &str) -> Result<(), Failure> {
    let system = std::env::var_os("SystemRoot").ok_or(Failure::Mail)?;
    let rundll = std::path::Path::new(&system).join("System32\\rundll32.exe");
    run(std::process::Command::new(rundll)
        .arg("url.dll,FileProtocolHandler")
        .arg(address))
}

#[cfg(not(target_os = "linux"))]
fn run(command: &mut std::process::Command) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) | Err(_) => Err(Failure::Mail),
    }
}
