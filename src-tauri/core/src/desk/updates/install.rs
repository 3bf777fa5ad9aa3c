//! On a person's word: the file is fetched, waits until nothing is in the way that must not be interrupted, and its installer
//! is started. Until that has happened everything can be given up, and this program goes on.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::Updates;
use super::installer::Offer;
use super::view::{InTheWay, UpdateStep, UpdateTrouble};
use crate::desk::orders::{Admission, LiveOrder, LiveOrders};
use crate::desk::wait::wait;
use crate::release::{self, Release, Trouble};

/// In the data folder.
const FOLDER: &str = "updates";
/// How often it is seen whether something is still in the way.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// So long the program may take to end.
const TIME_TO_END: Duration = Duration::from_secs(120);

/// What is there to be started.
struct Ready<'desk> {
    release: Arc<Release>,
    file: PathBuf,
    /// Held until the program has ended: no sale begins over the installer.
    _admission: Admission<'desk>,
}

impl Updates {
    /// Does what a person wanted, unless they want it no more.
    pub(super) async fn carry_out(&self, offer: &Arc<Offer>) {
        let done = tokio::select! {
            biased;
            () = self.is_wanted(false) => None,
            done = self.prepare(offer) => done,
        };
        match done {
            // From here on it cannot be given up.
            Some(Ready {
                release,
                file,
                _admission,
            }) => self.start(offer, release, file).await,
            None => self.sweep().await,
        }
    }

    /// Fetches the file, and waits until nothing is in the way. `None` where it was told that it failed.
    async fn prepare(&self, offer: &Arc<Offer>) -> Option<Ready<'_>> {
        let Some(release) = self.lock().release.clone() else {
            self.fail("there is none", UpdateTrouble::Unreadable);
            return None;
        };
        let file = match self.fetch(offer, &release).await {
            Ok(file) => file,
            Err(trouble) => {
                self.fail(&trouble.to_string(), UpdateTrouble::of(&trouble));
                return None;
            }
        };
        let _admission = self.until_free(offer).await?;
        Some(Ready {
            release,
            file,
            _admission,
        })
    }

    async fn fetch(&self, offer: &Offer, release: &Release) -> Result<PathBuf, Trouble> {
        let settings = self.settings.current();
        let network = self.account.way_out(&settings).await;
        let network =
            network.map_err(|_| Trouble::NotReached("the way out is not to be had".to_owned()))?;
        let folder = self.setup.folder.join(FOLDER);
        let got = |hundredths| {
            self.go_on(UpdateStep::Fetching { hundredths });
        };
        release::fetch(release, &offer.source, &network, &folder, got).await
    }

    /// Waits for what must not be interrupted. Nobody can buy while the answer is held. `None` where it was given up.
    async fn until_free(&self, offer: &Offer) -> Option<Admission<'_>> {
        loop {
            let admission = self.orders.admit().await;
            let Some(until) = self.in_the_way().or_else(|| offer.installer.in_the_way()) else {
                return self.go_on(UpdateStep::Installing).then_some(admission);
            };
            drop(admission);
            self.go_on(UpdateStep::Waiting { until });
            tokio::time::sleep(wait(BETWEEN_LOOKS)).await;
        }
    }

    fn in_the_way(&self) -> Option<InTheWay> {
        let sends = |live: &LiveOrders| live.iter().any(|live| live.state().is_on_its_way());
        if self.orders.read(sends) {
            return Some(InTheWay::OrderBeingSent);
        }
        if self.handover.on_screen().is_some() {
            return Some(InTheWay::CodeOnScreen);
        }
        let waited_for = self.orders.read(|live| {
            let waited_for = live.iter().filter(|live| live.is_waited_for());
            waited_for.map(LiveOrder::key).collect::<Vec<_>>()
        });
        let any = waited_for
            .into_iter()
            .any(|order| !self.handover.was_up(order));
        any.then_some(InTheWay::CustomerWaits)
    }

    /// Starts the installer with the file as it lies there now.
    async fn start(&self, offer: &Arc<Offer>, release: Arc<Release>, file: PathBuf) {
        let noted = self
            .settings
            .change(|settings| settings.update_begun = Some(release.version.clone()));
        if let Err(error) = noted {
            return self.fail(&error.to_string(), UpdateTrouble::Disk);
        }
        let work = Arc::clone(offer);
        let started = tokio::task::spawn_blocking(move || {
            release::is_genuine(&release, &work.source, &file)
                .map_err(|trouble| (trouble.to_string(), UpdateTrouble::of(&trouble)))?;
            work.installer
                .start(&file)
                .map_err(|error| (error.to_string(), UpdateTrouble::Installer))
        });
        let started = started
            .await
            .unwrap_or_else(|_| Err(("the thread ended".to_owned(), UpdateTrouble::Installer)));
        let (said, why) = match started {
            Ok(()) => {
                offer.installer.end_program();
                // What comes after this is the next program's; but nobody is to wait for it for ever.
                tokio::time::sleep(wait(TIME_TO_END)).await;
                (
                    "the program did not end".to_owned(),
                    UpdateTrouble::Installer,
                )
            }
            Err(told) => told,
        };
        self.forget_begun();
        self.fail(&said, why);
    }

    /// Removes what an earlier installation left, as far as its installer has ended.
    pub(super) async fn sweep(&self) {
        let folder = self.setup.folder.join(FOLDER);
        let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await;
        // There usually is none.
        drop(removed);
    }

    fn fail(&self, said: &str, why: UpdateTrouble) {
        tracing::warn!(said, "the newer version was not installed");
        self.go_on(UpdateStep::Failed { why });
    }
}
