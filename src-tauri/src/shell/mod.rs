//! The shell: all that names Tauri. Commands, windows, events, and the ways out of the window.
//!
//! ```text
//! start                      options, one program a folder, log
//! commands                   what the windows may call
//! publish                    snapshots on their way to the windows
//! handover, closing          what happens beside: while a code is on screen, before the window closes
//! staff_page                 what outlives the page of the staff's window
//! desks, demo                which desk is open and in front
//! windows                    main, customer, and the guards of both
//! outputs                    clipboard, files, paper, mail, notifications
//! versions
//! ```
//!
//! No decision about an order is made here.

mod closing;
mod commands;
mod demo;
mod desks;
mod handover;
mod outputs;
mod publish;
mod staff_page;
mod start;
mod versions;
mod windows;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use tauri::{AppHandle, Builder, Manager, RunEvent};

pub use commands::bindings;

use crate::connect::ServiceUrl;
use crate::desk::{Mode, Screen};
use crate::platform::{dumps, message};
use crate::settings::{self, Language};
use closing::Closing;
use desks::{Desks, Windows};
use handover::CodeOnScreen;
use outputs::clipboard::{self, ClipboardState};
use publish::Publisher;
use staff_page::StaffPage;
use start::instance::{Instance, InstanceError};
use start::log;
use start::options::{CommandLine, HELP, Options};
use start::trouble::Trouble;
use windows::customer::{self, CustomerWindow};
use windows::main;

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
        .manage(ClipboardState::default())
        .manage(Closing::default())
        .manage(CustomerWindow::default())
        .manage(CodeOnScreen::default())
        .manage(StaffPage::default())
        .invoke_handler(bindings.invoke_handler())
}

/// The whole program, from its arguments to its end.
pub fn run() -> ExitCode {
    dumps::turn_off();
    let options = match CommandLine::read(std::env::args_os().skip(1)) {
        Ok(CommandLine::Start(options)) => options,
        Ok(CommandLine::Help) => return say(HELP),
        Ok(CommandLine::Version) => {
            return say(concat!("eSIM Desk ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        Err(error) => return unknown(format!("{error}. Try --help.")),
    };
    if let Some(address) = &options.service
        && let Err(error) = ServiceUrl::parse(address)
    {
        return unknown(format!("--service: {error}."));
    }
    let Some(data) = options.data_dir.clone().or_else(default_data_folder) else {
        return Trouble::NoDataFolder.say(Language::System);
    };
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        let what = "The encryption library is set up twice.".to_owned();
        return Trouble::System { what }.say(Language::System);
    }
    start(options, data)
}

fn start(options: Options, data: PathBuf) -> ExitCode {
    let folder = Desks::folder(&data, options.demo);
    let settings = settings::glance(&folder);
    let say = |trouble: Trouble| trouble.say(settings.language);
    let opened: Arc<OnceLock<AppHandle>> = Arc::default();
    let first = match Instance::take(&folder, {
        let opened = Arc::clone(&opened);
        // One that is still starting comes to the front by itself.
        move || opened.get().is_none_or(main::comes_to_front)
    }) {
        Ok(first) => first,
        Err(InstanceError::RunsAlready) => return ExitCode::SUCCESS,
        Err(InstanceError::OpenElsewhere(screen)) => return say(Trouble::OpenElsewhere { screen }),
        Err(InstanceError::NotAnswering) => return say(Trouble::NotAnswering),
        Err(InstanceError::Folder(error)) => {
            return say(Trouble::Folder {
                folder: folder.display().to_string(),
                why: error.to_string(),
            });
        }
    };
    let _log = log::start(&folder);
    let no_window = |what: String| say(Trouble::System { what });
    if let Err(error) = message::window_system() {
        return no_window(format!("{error}."));
    }
    let bindings = bindings();
    let app = match builder(&bindings).build(context()) {
        Ok(app) => app,
        Err(error) => return no_window(format!("The window system does not start: {error}")),
    };
    let windows = Arc::new(AppWindows(app.handle().clone()));
    app.manage(Desks::new(options, data, first, windows));
    // Not in Tauri's `setup`, which runs with the event loop: a desk that opens sooner would find no events to send.
    bindings.mount_events(app.handle());
    if let Err(error) = main::make(app.handle(), &folder, &settings) {
        return no_window(format!("The window cannot be made: {error}"));
    }
    // Whoever asked sooner is content: the window has come by itself.
    opened.get_or_init(|| app.handle().clone());
    handover::start(app.handle());
    customer::follow_monitors(app.handle(), folder);
    let opening = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        opening.state::<Desks>().open_first().await;
    });
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            clipboard::close(app);
        }
    });
    ExitCode::SUCCESS
}

/// What the desks need of the windows.
struct AppWindows(AppHandle);

impl Windows for AppWindows {
    fn screen(&self, mode: Mode) -> Arc<dyn Screen> {
        Arc::new(Publisher {
            app: self.0.clone(),
            mode,
        })
    }

    fn desk_in_front(&self, mode: Mode) {
        main::set_title_and_icon(&self.0, mode);
    }

    fn to_front(&self) -> bool {
        main::comes_to_front(&self.0)
    }
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

fn unknown(what: String) -> ExitCode {
    Trouble::Arguments { what }.say(Language::System)
}
