//! The shell: all that names Tauri. Commands, windows, events, the clipboard, files, the printer and the mail program.
//!
//! ```text
//! options, instance, log     the start
//! desks, demo                which desk is in front
//! commands                   what the window may call
//! window, clipboard, save, slip, mail, settings, telling, versions
//! ```
//!
//! No decision about an order is made here.

#[path = "outputs/clipboard.rs"]
mod clipboard;
mod commands;
#[path = "windows/customer.rs"]
mod customer_display;
mod demo;
mod desks;
#[path = "handover.rs"]
mod handing;
#[path = "start/instance.rs"]
mod instance;
#[path = "start/log.rs"]
mod log;
#[path = "outputs/mail.rs"]
mod mail;
#[path = "start/options.rs"]
mod options;
#[path = "outputs/save.rs"]
mod save;
mod settings;
#[path = "outputs/slip.rs"]
mod slip;
#[path = "outputs/notification.rs"]
mod telling;
mod versions;
#[path = "windows/main.rs"]
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use tauri::{Builder, Manager, RunEvent};

pub use commands::bindings;
pub use options::{HELP, Options};
#[cfg(debug_assertions)]
pub use save::ANSWER_VARIABLE;

use crate::connect::ServiceUrl;
use crate::settings::SettingsFile;
use desks::Desks;
use instance::{Instance, InstanceError};
use options::Asked;

/// Tauri's context: configuration, icons and pages.
#[expect(
    clippy::disallowed_methods,
    reason = "the macro's own code, for phones"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The app without its desks and windows: plugins and commands.
fn builder(bindings: &tauri_specta::Builder<tauri::Wry>) -> Builder<tauri::Wry> {
    Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(clipboard::Left::default())
        .manage(customer_display::SecondWindow::default())
        .manage(handing::OnScreen::default())
        .invoke_handler(bindings.invoke_handler())
}

/// The whole program, from its arguments to its end.
pub fn run() -> ExitCode {
    let options = match Asked::read(std::env::args_os().skip(1)) {
        Ok(Asked::Start(options)) => options,
        Ok(Asked::Help) => return say(HELP),
        Ok(Asked::Version) => return say(concat!("eSIM Desk ", env!("CARGO_PKG_VERSION"), "\n")),
        Err(error) => return complain(&format!("{error}. Try --help.")),
    };
    if let Some(address) = &options.service
        && let Err(error) = ServiceUrl::parse(address)
    {
        return complain(&format!("--service: {error}."));
    }
    let Some(data) = options.data_dir.clone().or_else(default_data_folder) else {
        return complain("There is no folder for application data. Name one with --data-dir.");
    };
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        return complain("The encryption library is set up twice.");
    }
    start(options, data)
}

fn start(options: Options, data: PathBuf) -> ExitCode {
    let folder = Desks::folder(&data, options.demo);
    let (asked, mut was_asked) = tokio::sync::watch::channel(());
    let first = match Instance::take(&folder, move || {
        asked.send_replace(());
    }) {
        Ok(first) => first,
        Err(InstanceError::RunsAlready) => return ExitCode::SUCCESS,
        Err(error @ InstanceError::Folder(_)) => return complain(&error.to_string()),
    };
    let _log = log::start(&folder);
    let settings = SettingsFile::open(&folder).current();
    let bindings = bindings();
    let app = builder(&bindings)
        .manage(Desks::new(options, data, Some(first)))
        .build(context());
    let app = match app {
        Ok(app) => app,
        Err(error) => return complain(&format!("The window system does not start: {error}")),
    };
    // Not in Tauri's `setup`, which runs with the event loop: a desk that opens sooner would find no events to send.
    bindings.mount_events(app.handle());
    if let Err(error) = window::make(app.handle(), &folder, &settings) {
        return complain(&format!("The window cannot be made: {error}"));
    }
    handing::follow_session(app.handle());
    customer_display::follow_monitors(app.handle(), folder);
    let opened = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        opened.state::<Desks>().open_first(&opened).await;
    });
    let forward = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        while was_asked.changed().await.is_ok() {
            window::to_front(&forward);
        }
    });
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            clipboard::close(app);
        }
    });
    ExitCode::SUCCESS
}

/// The operating system's local, non-roaming folder.
fn default_data_folder() -> Option<PathBuf> {
    Some(dirs::data_local_dir()?.join("com.esimdesk.app"))
}

#[expect(
    clippy::print_stdout,
    reason = "the answer to --help and --version belongs there"
)]
fn say(text: &str) -> ExitCode {
    print!("{text}");
    ExitCode::SUCCESS
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in yet")]
fn complain(text: &str) -> ExitCode {
    eprintln!("esim-desk: {text}");
    ExitCode::FAILURE
}
