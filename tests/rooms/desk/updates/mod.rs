//! Newer versions: looked for, told, and installed on a person's word, with a publisher who has a key and a host of their own.

mod books;
mod disk_full;
mod installing;
mod looking;
mod refusing;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{
    InTheWay, InstalledBy, Installer, NetworkChange, Offer, SettingsChange, UpdateStep, UpdatesView,
};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::release::Source;
use esim_desk_core::settings::UpdateChannel;

use super::fixture::{Shop, quick};
use super::publisher::{Host, Publisher, TARGET};

/// So long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// An installer that does what one does: it puts the file in the place of the program.
#[derive(Clone, Default)]
struct Computer(Arc<Mutex<Program>>);

#[derive(Default)]
struct Program {
    /// Where the program lies.
    path: PathBuf,
    in_the_way: Option<InTheWay>,
    ended: bool,
}

impl Computer {
    fn with<T>(&self, work: impl FnOnce(&mut Program) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn program(&self) -> String {
        let path = self.with(|program| program.path.clone());
        fs::read_to_string(path).expect("there is a program")
    }

    fn has_ended(&self) -> bool {
        self.with(|program| program.ended)
    }
}

impl Installer for Computer {
    fn in_the_way(&self) -> Option<InTheWay> {
        self.with(|program| program.in_the_way)
    }

    fn start(&self, file: &Path) -> io::Result<()> {
        let path = self.with(|program| program.path.clone());
        fs::copy(file, path).map(drop)
    }

    fn end_program(&self) {
        self.with(|program| program.ended = true);
    }
}

/// A shop whose program looks for newer versions at a host of its publisher.
struct Updated {
    shop: Shop,
    publisher: Publisher,
    host: Host,
    computer: Computer,
    _place: tempfile::TempDir,
}

const OLD: &str = "the old program";

impl Updated {
    /// It sells already, and trusts the house's certificates, by one of which the host is known.
    async fn open() -> Updated {
        let shop = Shop::open().await;
        let updated = Updated::at(shop).await;
        updated.trust().await;
        updated.begin(InstalledBy::Program);
        updated
    }

    async fn unconnected() -> Updated {
        Updated::at(Shop::unconnected(quick(), Keychain::in_memory()).await).await
    }

    async fn at(shop: Shop) -> Updated {
        let place = tempfile::tempdir().expect("a temporary folder");
        let computer = Computer::default();
        let path = place.path().join("program");
        fs::write(&path, OLD).expect("it is ours");
        computer.with(|program| program.path = path);
        Updated {
            shop,
            publisher: Publisher::new(),
            host: Host::start().await,
            computer,
            _place: place,
        }
    }

    async fn trust(&self) {
        let file = crate::project().join("tests/fixtures/connect/tls/ca.pem");
        let change = NetworkChange::Certificates {
            file: Some(file.display().to_string()),
        };
        // The account waits for its secret then, under the new way.
        let changed = self.shop.desk.network.change(change).await;
        changed.expect("it is a certificate");
        if self.shop.desk.snapshot().settings.desk_name.is_empty() {
            return;
        }
        self.shop
            .connect()
            .await
            .expect("the secret is typed again");
    }

    fn begin(&self, installed_by: InstalledBy) {
        self.begin_at(&self.host.base(), installed_by);
    }

    fn begin_at(&self, base: &str, installed_by: InstalledBy) {
        let source = Source::new(base, &self.publisher.key(), TARGET, "0.1.0");
        self.shop.desk.updates.begin(Offer {
            source: source.expect("all of it is good"),
            installed_by,
            installer: Box::new(self.computer.clone()),
        });
    }

    fn view(&self) -> UpdatesView {
        self.shop.desk.snapshot().updates
    }

    /// A person chooses the channel: the program looks at once. What it found.
    async fn look(&self, channel: UpdateChannel) -> UpdatesView {
        let change = SettingsChange::UpdateChannel { value: channel };
        let changed = self.shop.desk.settings.change(change);
        changed.expect("the settings can be written");
        self.until("it has looked", |view| view.looked.is_some())
            .await
    }

    /// Waits in real time, for what goes over a real network.
    async fn until(&self, what: &str, is_so: impl Fn(&UpdatesView) -> bool) -> UpdatesView {
        let begun = Instant::now();
        loop {
            let view = self.view();
            if is_so(&view) {
                return view;
            }
            assert!(begun.elapsed() < PATIENCE, "{what}: {view:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn until_failed(&self) -> UpdateStep {
        let failed = |view: &UpdatesView| matches!(view.step, UpdateStep::Failed { .. });
        self.until("it failed", failed).await.step
    }

    async fn until_ended(&self) {
        let begun = Instant::now();
        while !self.computer.has_ended() {
            assert!(begun.elapsed() < PATIENCE, "{:?}", self.view());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The old program sells: its customer gets the code, and goes.
    async fn sell_and_go(&self) {
        let key = self.shop.sell().await;
        self.shop.until_state(key, OrderState::Ready).await;
        self.shop.handed_over(key).await;
        self.shop.desk.handover.done();
    }

    /// What lies in the folder of downloads.
    fn downloads(&self) -> Vec<PathBuf> {
        let folder = self.shop.folder.path().join("updates");
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries
            .map(|entry| entry.expect("it can be read").path())
            .collect()
    }
}
