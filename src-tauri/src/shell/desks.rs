//! The desks of this window: the live one, and the demo while it is open. One of them is in front.
//!
//! Windows are not known here. What the desks need of them is [`Windows`], which the shell's `mod.rs` gives.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::demo;
use super::outputs::slip;
use super::start::instance::{Instance, InstanceError};
use super::start::options::Options;
use crate::book::Dialect;
use crate::desk::{DemoService, Desk, Failure, Mode, Opening, Screen, WhyPutAway};
use crate::keychain::Keychain;
use crate::platform::numbers;

/// What the desks need of the windows.
pub trait Windows: Send + Sync {
    /// Where the desk of this mode shows its snapshots.
    fn screen(&self, mode: Mode) -> Arc<dyn Screen>;

    /// The desk of this mode is in front from now on.
    fn desk_in_front(&self, mode: Mode);

    /// The program was started again, and somebody looks for its window. Whether it came.
    fn to_front(&self) -> bool;
}

/// A desk and the lock on its folder.
struct OpenDesk {
    desk: Desk,
    _instance: Instance,
}

/// What Tauri keeps for the commands.
pub struct Desks {
    options: Options,
    data: PathBuf,
    windows: Arc<dyn Windows>,
    keychain: Keychain,
    /// The desk in front; `None` until the first one is open.
    front: watch::Sender<Option<Desk>>,
    live: Mutex<Option<OpenDesk>>,
    demo: Mutex<Option<OpenDesk>>,
    /// The lock that was taken before the window was made.
    first: Mutex<Option<Instance>>,
}

impl Desks {
    /// `first` is the lock on the folder of the desk that will be opened first.
    pub fn new(
        options: Options,
        data: PathBuf,
        first: Instance,
        windows: Arc<dyn Windows>,
    ) -> Desks {
        // A smoke leaves nothing behind, and a keychain might ask somebody.
        let keychain = if options.smoke {
            Keychain::in_memory()
        } else {
            Keychain::of_this_computer()
        };
        Desks {
            options,
            data,
            windows,
            keychain,
            front: watch::Sender::new(None),
            live: Mutex::new(None),
            demo: Mutex::new(None),
            first: Mutex::new(Some(first)),
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
    pub async fn open_first(&self) {
        let opened = if self.options.demo {
            self.open_demo().await
        } else {
            self.open_live().await
        };
        if opened.is_err() {
            tracing::error!("the first desk did not open");
        }
    }

    /// Puts the demo in front, with its own service started beside it.
    pub async fn open_demo(&self) -> Result<(), Failure> {
        let folder = Self::folder(&self.data, true);
        let instance = self.take(&folder).map_err(|error| match error {
            InstanceError::RunsAlready
            | InstanceError::OpenElsewhere(_)
            | InstanceError::NotAnswering => Failure::DemoRunsElsewhere,
            InstanceError::Folder(_) => Failure::Demo,
        })?;
        let sandbox = demo::start(&folder).await.map_err(|_| Failure::Demo)?;
        let desk = self.open(Mode::Demo, folder, Some(sandbox)).await;
        self.bring_forward(&desk);
        desk.sign_in.open().await;
        put(
            &self.demo,
            Some(OpenDesk {
                desk,
                _instance: instance,
            }),
        );
        Ok(())
    }

    /// Puts the live desk in front, and ends the demo. Its book, settings and ledger stay for the next time.
    pub async fn open_live(&self) -> Result<(), Failure> {
        let open = lock(&self.live).as_ref().map(|open| open.desk.clone());
        let desk = match open {
            Some(desk) => desk,
            None => {
                let folder = Self::folder(&self.data, false);
                let instance = self.take(&folder).map_err(|_| Failure::DemoRunsElsewhere)?;
                let desk = self.open(Mode::Live, folder, None).await;
                put(
                    &self.live,
                    Some(OpenDesk {
                        desk: desk.clone(),
                        _instance: instance,
                    }),
                );
                desk
            }
        };
        self.bring_forward(&desk);
        put(&self.demo, None);
        tauri::async_runtime::spawn(async move { desk.sign_in.open().await });
        Ok(())
    }

    /// The computer was locked: no code stays on a screen.
    pub fn put_codes_away(&self) {
        for desk in self.both() {
            desk.handover.put_away(WhyPutAway::Locked);
        }
    }

    /// How many orders are open, at both desks.
    pub fn open_orders(&self) -> usize {
        let open = self.both().map(|desk| desk.lists.open_orders());
        open.sum()
    }

    /// Whether an order is on its way, at either desk.
    pub fn are_sending(&self) -> bool {
        self.either(|desk| desk.lists.is_sending())
    }

    /// Whether a group is being bought, at either desk.
    pub fn buy_for_a_group(&self) -> bool {
        self.either(|desk| desk.groups.are_going())
    }

    /// Whether a code is on screen, of either desk.
    pub fn show_a_code(&self) -> bool {
        self.either(|desk| desk.handover.on_screen().is_some())
    }

    fn either(&self, is_so: impl Fn(&Desk) -> bool) -> bool {
        self.both().any(|desk| is_so(&desk))
    }

    /// The desks that are open, each asked with no lock held.
    fn both(&self) -> impl Iterator<Item = Desk> {
        let open = [&self.live, &self.demo].into_iter();
        open.filter_map(|open| lock(open).as_ref().map(|open| open.desk.clone()))
    }

    /// The folders are free for the program that is started next. Only for an end that has begun.
    pub fn let_go(&self) {
        for open in [&self.live, &self.demo] {
            put(open, None);
        }
    }

    async fn open(&self, mode: Mode, folder: PathBuf, sandbox: Option<DemoService>) -> Desk {
        slip::clear(&folder);
        let locale = sys_locale::get_locale().unwrap_or_else(|| "en".to_owned());
        Desk::open(Opening {
            mode,
            folder,
            keychain: self.keychain.clone(),
            screen: self.windows.screen(mode),
            service: self.options.service.clone(),
            sandbox,
            system_country: country_of(&locale),
            system_language: locale,
            dialect: || Dialect::of_system(numbers::decimal(), numbers::list()),
        })
        .await
    }

    fn bring_forward(&self, desk: &Desk) {
        self.front.send_replace(Some(desk.clone()));
        self.windows.desk_in_front(desk.mode());
        desk.show_again();
    }

    fn take(&self, folder: &Path) -> Result<Instance, InstanceError> {
        if let Some(first) = lock(&self.first).take() {
            return Ok(first);
        }
        let windows = Arc::clone(&self.windows);
        Instance::take(folder, move || windows.to_front())
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

/// The desk that was there goes when the lock is free again: with it its tasks end, and its folder is let go.
fn put(place: &Mutex<Option<OpenDesk>>, desk: Option<OpenDesk>) {
    let before = std::mem::replace(&mut *lock(place), desk);
    drop(before);
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
