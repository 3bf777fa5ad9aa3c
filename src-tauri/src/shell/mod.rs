//! The shell: all that names Tauri. Commands, windows, events, and the ways out of the window.
//!
//! ```text
//! start                      options, one program a folder, log
//! commands                   what the windows may call
//! publish, events            snapshots on their way to the windows, and what else the staff's window is told
//! handover, app_nap          what happens beside: while a code is on screen, while orders are open
//! closing                    before the window closes, and before the program ends
//! staff_page                 what outlives the page of the staff's window
//! desks, demo                which desk is open and in front
//! windows                    main, customer, and the guards of both
//! outputs                    clipboard, files, paper, mail, notifications
//! file_dialog                the system's, for what is saved and opened
//! table_file                 the table of guests that the staff open
//! updates                    where newer versions are looked for, and how this one ends for one
//! without_window             what scripts ask for: the account, what support needs to know
//! versions
//! words                      the few that no page can have
//! ```
//!
//! No decision about an order is made here.

mod app_nap;
mod closing;
mod commands;
mod demo;
mod desks;
mod events;
mod file_dialog;
mod handover;
mod outputs;
mod publish;
mod staff_page;
mod start;
mod table_file;
mod updates;
mod versions;
mod windows;
mod without_window;
mod words;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use tauri::{AppHandle, Builder, Manager, RunEvent};

use crate::connect::ServiceUrl;
use crate::desk::{Mode, Screen};
use crate::platform::{dumps, message};
use crate::settings::{self, Language};
use app_nap::AppNap;
use closing::Closing;
use desks::{Desks, Windows};
use handover::CodeOnScreen;
use outputs::clipboard::{self, ClipboardState};
use publish::Publisher;
use staff_page::StaffPage;
use start::instance::{Instance, InstanceError};
use start::log;
use start::options::{CommandLine, HELP, Options, Slip};
use start::smoke;
use start::trouble::Trouble;
use table_file::TableFile;
use windows::by_system;
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
fn builder(language: Language) -> Builder<tauri::Wry> {
    by_system::with_menu(Builder::default(), language, main::quit)
        .plugin(tauri_plugin_dialog::init())
        .manage(ClipboardState::default())
        .manage(Closing::default())
        .manage(CustomerWindow::default())
        .manage(CodeOnScreen::default())
        .manage(AppNap::default())
        .manage(StaffPage::default())
        .manage(TableFile::default())
        .invoke_handler(commands::handler())
}

/// The whole program, from its arguments to its end.
pub fn run() -> ExitCode {
    dumps::turn_off();
    let options = match CommandLine::read(std::env::args_os().skip(1)) {
        Ok(CommandLine::Start(options)) => options,
        Ok(CommandLine::Help) => return say(HELP),
        Ok(CommandLine::Version { verbose: false }) => {
            return say(concat!("eSIM Desk ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        Ok(CommandLine::Version { verbose: true }) => return say(&versions::lines()),
        Ok(CommandLine::SupportBundle { options, file }) => {
            let Some(data) = options.data_dir.or_else(default_data_folder) else {
                return Trouble::NoDataFolder.write();
            };
            let folder = Desks::folder(&data, options.demo);
            return match without_window::support_bundle(&folder, &file) {
                Ok(()) => ExitCode::SUCCESS,
                Err(trouble) => trouble.write(),
            };
        }
        Ok(CommandLine::Account { options, act }) => {
            let Some(data) = options.data_dir.or_else(default_data_folder) else {
                return without_window::no_folder();
            };
            return match without_window::account(&data, options.service, act) {
                Ok(line) => say(&line),
                Err(refusal) => refusal.told(),
            };
        }
        Err(Slip::Account(what)) => return without_window::not_understood(what),
        Err(Slip::Start(error)) => return unknown(format!("{error}. Try --help.")),
    };
    if let Some(address) = &options.service
        && let Err(error) = ServiceUrl::parse(address)
    {
        return unknown(format!("--service: {error}."));
    }
    let data = if options.smoke {
        smoke::folder().ok()
    } else {
        options.data_dir.clone().or_else(default_data_folder)
    };
    let Some(data) = data else {
        return told(options.smoke, &Trouble::NoDataFolder, Language::System);
    };
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        let what = "The encryption library is set up twice.".to_owned();
        return told(options.smoke, &Trouble::System { what }, Language::System);
    }
    let left = options.smoke.then(|| data.clone());
    let code = start(options, data);
    if let Some(folder) = left {
        smoke::tidy(&folder);
    }
    code
}

/// Where nobody is there to close a message, none is shown.
fn told(smokes: bool, trouble: &Trouble, language: Language) -> ExitCode {
    if smokes {
        trouble.write()
    } else {
        trouble.say(language)
    }
}

fn start(options: Options, data: PathBuf) -> ExitCode {
    let folder = Desks::folder(&data, options.demo);
    let settings = settings::glance(&folder);
    let smokes = options.smoke;
    let say = |trouble: Trouble| told(smokes, &trouble, settings.language);
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
    if let Err(trouble) = by_system::web_view() {
        return say(trouble);
    }
    let app = match builder(settings.language).build(context()) {
        Ok(app) => app,
        Err(error) => return no_window(format!("The window system does not start: {error}")),
    };
    let windows = Arc::new(AppWindows(app.handle().clone()));
    app.manage(Desks::new(options, data.clone(), first, windows));
    if let Err(error) = main::make(app.handle(), &folder, &settings) {
        return say(by_system::no_window(&error));
    }
    // Whoever asked sooner is content: the window has come by itself.
    opened.get_or_init(|| app.handle().clone());
    handover::start(app.handle());
    app_nap::start(app.handle());
    closing::start(app.handle(), settings.language);
    customer::follow_monitors(app.handle(), folder);
    if smokes {
        smoke::watch(app.handle(), data.clone());
    }
    let opening = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        opening.state::<Desks>().open_first().await;
    });
    app.run(move |app, event| {
        if let RunEvent::Exit = event {
            clipboard::close(app);
            closing::finish(app);
            if smokes {
                smoke::tidy(&data);
            }
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

/// The answer to what was typed. Whoever does not read it to its end got what they asked for all the same.
fn say(text: &str) -> ExitCode {
    let mut output = std::io::stdout().lock();
    drop(
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush()),
    );
    ExitCode::SUCCESS
}

fn unknown(what: String) -> ExitCode {
    Trouble::Arguments { what }.say(Language::System)
}
