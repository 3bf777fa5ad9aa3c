//! What is known of newer versions in this run, and what is being done about one.

use std::sync::Arc;

use jiff::Timestamp;

use super::installer::Offer;
use super::view::{InstalledBy, LookedView, ReleaseView, UpdateStep, UpdateTrouble, UpdatesView};
use crate::release::Release;

/// Behind the lock of [`super::Updates`].
#[derive(Default)]
pub(super) struct State {
    /// `None` until the program has begun to look, and for good where it never does.
    pub(super) offer: Option<Arc<Offer>>,
    pub(super) looked: Option<(Timestamp, Option<UpdateTrouble>)>,
    pub(super) release: Option<Arc<Release>>,
    pub(super) put_off: bool,
    pub(super) step: UpdateStep,
    pub(super) not_installed: Option<String>,
}

impl State {
    /// Whether a version is being fetched, waits, or is being installed: until that is over no other one takes its place.
    pub(super) fn is_at_work(&self) -> bool {
        match self.step {
            UpdateStep::None | UpdateStep::Failed { .. } => false,
            UpdateStep::Fetching { .. } | UpdateStep::Waiting { .. } | UpdateStep::Installing => {
                true
            }
        }
    }

    /// Whether there is something that this program may install here.
    pub(super) fn can_install(&self) -> bool {
        let by = self.offer.as_ref().map(|offer| offer.installed_by);
        let release = self.release.as_ref();
        by == Some(InstalledBy::Program) && release.is_some_and(|release| release.has_installer())
    }

    pub(super) fn view(&self) -> UpdatesView {
        UpdatesView {
            installed_by: self.offer.as_ref().map(|offer| offer.installed_by),
            looked: self.looked.map(|(at, trouble)| LookedView {
                at: at.to_string(),
                trouble,
            }),
            release: self.release.as_ref().map(|release| ReleaseView {
                version: release.version.clone(),
                notes: release.notes.clone(),
                installable: self.can_install(),
            }),
            put_off: self.put_off,
            step: self.step,
            not_installed: self.not_installed.clone(),
        }
    }
}
