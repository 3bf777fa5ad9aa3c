//! The desks of this window: the live one, and the demo while it is open. One of them is in front.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager};
use tauri_specta::Event;
use tokio::sync::watch;

use super::instance::{Instance, InstanceError};
use super::options::Options;
use super::{customer_display, handing, slip, window};
use crate::desk::{Desk, Failure, Mode, Opening, Screen, Snapshot, WhyPutAway};
use crate::keychain::Keychain;
use crate::sandbox::Sandbox;

/// The newest state of everything, for the window to show.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub struct SnapshotChanged(pub Snapshot);

/// The window was asked to close while orders are open.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct CloseAsked {
    pub open_orders: u32,
}

/// Asking to close again within this time, unanswered, means it: the page may not be able to answer.
const ASKED_AGAIN: Duration = Duration::from_secs(5);

/// A desk and the lock on its folder.
struct Open {
    desk: Desk,
    _instance: Option<Instance>,
}

/// What Tauri keeps for the commands.
pub struct Desks {
    options: Options,
    data: PathBuf,
    keychain: Keychain,
    /// The desk in front; `None` until the first one is open.
    front: watch::Sender<Option<Desk>>,
    live: Mutex<Option<Open>>,
    demo: Mutex<Option<Open>>,
    /// The lock that was taken before the window was made.
    first: Mutex<Option<Instance>>,
    /// The staff said that the window may close though orders are open.
    close_anyway: AtomicBool,
    /// When closing was last asked for.
    close_asked: Mutex<Option<Instant>>,
}

impl Desks {
    pub fn new(options: Options, data: PathBuf, first: Option<Instance>) -> Desks {
        Desks {
            options,
            data,
            keychain: Keychain::of_this_computer(),
            front: watch::Sender::new(None),
            live: Mutex::new(None),
            demo: Mutex::new(None),
            first: Mutex::new(first),
            close_anyway: AtomicBool::new(false),
            close_asked: Mutex::new(None),
        }
    }

    /// The folder of a mode: the demo has its own, with all that belongs to it (rulings 3).
    pub fn folder(data: &Path, demo: bool) -> PathBuf {
        if demo {
            data.join("demo")
        } else {
            data.to_owned()
        }
    }

    /// The desk in front; waits while the program starts.
    pub async fn front(&self) -> Result<Desk, Failure> {
        let mut front = self.front.subscribe();
        let desk = front
            .wait_for(Option::is_some)
            .await
            .map_err(|_| Failure::NoAccount)?;
        desk.clone().ok_or(Failure::NoAccount)
    }

    /// The desk in front, if one is open already.
    pub fn front_now(&self) -> Option<Desk> {
        self.front.borrow().clone()
    }

    /// Opens what the program was started for.
    pub async fn open_first(&self, app: &AppHandle) {
        let opened = if self.options.demo {
            self.open_demo(app).await
        } else {
            self.open_live(app).await
        };
        if opened.is_err() {
            tracing::error!("the first desk did not open");
        }
    }

    /// Puts the demo in front, with its own service started beside it.
    pub async fn open_demo(&self, app: &AppHandle) -> Result<(), Failure> {
        let folder = Self::folder(&self.data, true);
        let instance = self.take(app, &folder).map_err(|error| match error {
            InstanceError::RunsAlready => Failure::DemoRunsElsewhere,
            InstanceError::Folder(_) => Failure::Demo,
        })?;
        let sandbox = super::demo::start(&folder)
            .await
            .map_err(|_| Failure::Demo)?;
        let desk = self.open(app, Mode::Demo, folder, Some(sandbox)).await;
        self.bring_forward(app, &desk);
        desk.open_account().await;
        *lock(&self.demo) = Some(Open {
            desk,
            _instance: Some(instance),
        });
        Ok(())
    }

    /// Puts the live desk in front, and ends the demo. Its book, settings and ledger stay for the next time.
    pub async fn open_live(&self, app: &AppHandle) -> Result<(), Failure> {
        let open = lock(&self.live).as_ref().map(|open| open.desk.clone());
        let desk = match open {
            Some(desk) => desk,
            None => {
                let folder = Self::folder(&self.data, false);
                let instance = self
                    .take(app, &folder)
                    .map_err(|_| Failure::DemoRunsElsewhere)?;
                let desk = self.open(app, Mode::Live, folder, None).await;
                *lock(&self.live) = Some(Open {
                    desk: desk.clone(),
                    _instance: Some(instance),
                });
                desk
            }
        };
        self.bring_forward(app, &desk);
        *lock(&self.demo) = None;
        tauri::async_runtime::spawn(async move { desk.open_account().await });
        Ok(())
    }

    pub fn let_it_close(&self) {
        self.close_anyway.store(true, Ordering::Relaxed);
    }

    /// The staff were asked and stay: the next wish to close is a new one.
    pub fn keep_it_open(&self) {
        *lock(&self.close_asked) = None;
    }

    /// The computer was locked: no code stays on a screen.
    pub fn locked(&self) {
        for open in [&self.live, &self.demo] {
            if let Some(open) = lock(open).as_ref() {
                open.desk.put_away(WhyPutAway::Locked);
            }
        }
    }

    /// How many open orders speak against closing the window; zero once the staff have said that it may close.
    pub fn orders_against_closing(&self) -> usize {
        let again = lock(&self.close_asked)
            .replace(Instant::now())
            .is_some_and(|before| before.elapsed() < ASKED_AGAIN);
        if again || self.close_anyway.load(Ordering::Relaxed) {
            return 0;
        }
        [&self.live, &self.demo]
            .into_iter()
            .filter_map(|open| lock(open).as_ref().map(|open| open.desk.open_orders()))
            .sum()
    }

    async fn open(
        &self,
        app: &AppHandle,
        mode: Mode,
        folder: PathBuf,
        sandbox: Option<Sandbox>,
    ) -> Desk {
        slip::clear(&folder);
        let locale = sys_locale::get_locale().unwrap_or_else(|| "en".to_owned());
        Desk::open(Opening {
            mode,
            folder,
            keychain: self.keychain.clone(),
            screen: Arc::new(MainWindow {
                app: app.clone(),
                mode,
            }),
            service: self.options.service.clone(),
            sandbox,
            system_country: country_of(&locale),
            system_language: locale,
        })
        .await
    }

    fn bring_forward(&self, app: &AppHandle, desk: &Desk) {
        self.front.send_replace(Some(desk.clone()));
        window::dress(app, desk.mode());
        desk.show_again();
    }

    fn take(&self, app: &AppHandle, folder: &Path) -> Result<Instance, InstanceError> {
        if let Some(first) = lock(&self.first).take() {
            return Ok(first);
        }
        let app = app.clone();
        Instance::take(folder, move || window::to_front(&app))
    }
}

/// Shows one desk in the main window, as long as it is the one in front.
struct MainWindow {
    app: AppHandle,
    mode: Mode,
}

impl Screen for MainWindow {
    fn show(&self, snapshot: &Snapshot) {
        let desks = self.app.state::<Desks>();
        let Some(desk) = desks.front_now().filter(|desk| desk.mode() == self.mode) else {
            return;
        };
        handing::follow(&self.app, desk.folder(), desk.on_screen());
        customer_display::show(&self.app, &desk);
        if let Err(error) = SnapshotChanged(snapshot.clone()).emit_to(&self.app, window::MAIN) {
            tracing::warn!(%error, "a snapshot did not reach the window");
        }
    }
}

/// The country of a locale such as `de-AT`.
fn country_of(locale: &str) -> Option<String> {
    locale
        .split(['-', '_', '.', '@'])
        .skip(1)
        .find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
        .map(str::to_owned)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::country_of;

    #[test]
    fn the_country_comes_from_the_systems_locale() {
        for (locale, country) in [
            ("de-AT", Some("AT")),
            ("pt_BR.UTF-8", Some("BR")),
            ("zh-Hans-CN", Some("CN")),
            ("en", None),
            ("C", None),
        ] {
            assert_eq!(country_of(locale).as_deref(), country, "{locale}");
        }
    }
}
