//! Taking a desk's snapshots out to the windows, as long as that desk is in front: first what goes with a code on screen, then
//! the customer's window, then the staff's.

use tauri::{AppHandle, Manager};

use super::app_nap;
use super::desks::Desks;
use super::events::tell_staff;
use super::handover;
use super::windows::customer;
use crate::desk::{Mode, Screen, Snapshot};

/// The newest state of everything, for the window to show.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
pub struct SnapshotChanged(pub Snapshot);

/// Where the desk of one mode shows itself.
pub struct Publisher {
    pub app: AppHandle,
    pub mode: Mode,
}

impl Screen for Publisher {
    fn show(&self, snapshot: &Snapshot) {
        app_nap::update(&self.app);
        let desks = self.app.state::<Desks>();
        let Some(desk) = desks.front_now().filter(|desk| desk.mode() == self.mode) else {
            return;
        };
        handover::update(&self.app, desk.folder(), desk.handover.on_screen());
        customer::show(&self.app, &desk);
        if let Err(error) = tell_staff(&self.app, SnapshotChanged(snapshot.clone())) {
            tracing::warn!(%error, "a snapshot did not reach the window");
        }
    }
}
