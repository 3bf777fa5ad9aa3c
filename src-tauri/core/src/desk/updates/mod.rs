//! Newer versions of this program: looked for now and then, told, and installed on a person's word.
//!
//! ```text
//! run        when it looks, and that it does one thing at a time
//! install    fetching, waiting for what must not be interrupted, and starting the installer
//! installer  what only the program around the desk has: where releases are announced, and how one is installed
//! state      what is known in this run
//! view       what the window is shown
//! ```
//!
//! It goes the desk's own way out of the house and takes neither account nor token along. It does nothing until
//! [`Updates::begin`] is called, and for a demo that is never done. Not here: what a release is and whose word it is
//! (`crate::release`).

mod install;
mod installer;
mod run;
mod state;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use self::state::State;
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::handover::HandOver;
use crate::desk::orders::Orders;
use crate::desk::setup::Setup;
use crate::settings::SettingsFile;

pub use self::installer::{Installer, Offer};
pub use self::view::{
    InTheWay, InstalledBy, LookedView, ReleaseView, UpdateStep, UpdateTrouble, UpdatesView,
};

/// Newer versions, as this desk knows of them.
pub struct Updates {
    setup: Arc<Setup>,
    settings: Arc<SettingsFile>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    handover: Arc<HandOver>,
    changes: Changes,
    /// There is somewhere to look.
    begun: Notify,
    /// Whether a person wants the version that is shown. Changed with the state's lock held, so that the two agree.
    wanted: watch::Sender<bool>,
    /// A person chose what is to be told.
    chosen: Notify,
    state: Mutex<State>,
}

impl Updates {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: Arc<SettingsFile>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        handover: Arc<HandOver>,
        changes: Changes,
    ) -> Updates {
        Updates {
            setup,
            settings,
            account,
            orders,
            handover,
            changes,
            begun: Notify::new(),
            wanted: watch::Sender::new(false),
            chosen: Notify::new(),
            state: Mutex::default(),
        }
    }

    /// Begins to look now and then. Once: a second call changes nothing. Ahead of it nothing is asked of anybody.
    pub fn begin(&self, offer: Offer) {
        let began = self.settings.current().update_begun;
        let not_installed = began.filter(|version| *version != offer.source.current());
        {
            let mut state = self.lock();
            if state.offer.is_some() {
                return;
            }
            state.offer = Some(Arc::new(offer));
            state.not_installed = not_installed;
        }
        self.forget_begun();
        self.changes.notify();
        self.begun.notify_one();
    }

    /// A person wants the version that is shown: it is fetched and installed as soon as nothing is in the way.
    pub fn install(&self) {
        let mut state = self.lock();
        if !state.can_install() || state.is_at_work() {
            return;
        }
        state.step = UpdateStep::Fetching { hundredths: 0 };
        state.put_off = false;
        self.wanted.send_replace(true);
        drop(state);
        self.changes.notify();
    }

    /// A person does not want it now, nor to be told of it for a while. What is being installed already cannot be stopped.
    pub fn not_now(&self) {
        {
            let mut state = self.lock();
            if state.step == UpdateStep::Installing {
                return;
            }
            state.step = UpdateStep::None;
            state.not_installed = None;
            state.put_off = true;
            self.wanted.send_replace(false);
        }
        self.changes.notify();
    }

    /// The settings say something else of updates than before.
    pub(in crate::desk) fn settings_changed(&self) {
        {
            let mut state = self.lock();
            if !state.is_at_work() {
                // Of the other channel, or of nobody's interest any more.
                state.release = None;
                state.looked = None;
                state.step = UpdateStep::None;
            }
        }
        self.changes.notify();
        self.chosen.notify_one();
    }

    /// What the window is shown, as of one moment.
    pub(in crate::desk) fn view(&self) -> UpdatesView {
        self.lock().view()
    }

    fn offer(&self) -> Option<Arc<Offer>> {
        self.lock().offer.clone()
    }

    /// Waits until a person wants it, or wants it no more.
    async fn is_wanted(&self, wanted: bool) {
        let mut told = self.wanted.subscribe();
        // The sender is ours: it does not go while somebody waits.
        drop(told.wait_for(|now| *now == wanted).await);
    }

    /// The next step of an installation, unless it has been given up. Whether it goes on.
    fn go_on(&self, step: UpdateStep) -> bool {
        let mut state = self.lock();
        if !state.is_at_work() {
            return false;
        }
        if matches!(step, UpdateStep::Failed { .. }) {
            self.wanted.send_replace(false);
        }
        let before = std::mem::replace(&mut state.step, step);
        drop(state);
        if before != step {
            self.changes.notify();
        }
        true
    }

    fn forget_begun(&self) {
        let forgotten = self
            .settings
            .change(|settings| settings.update_begun = None);
        if let Err(error) = forgotten {
            tracing::warn!(kind = ?error.kind(), "the settings cannot be written");
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
