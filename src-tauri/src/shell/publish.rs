//! Taking a desk's snapshots out to the windows, as long as that desk is in front: first what goes with a code on screen, then
//! the customer's window, then the staff's.

use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use super::desks::Desks;
use super::handover;
use super::windows::customer;
use super::windows::labels::MAIN;
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
        let desks = self.app.state::<Desks>();
        let Some(desk) = desks.front_now().filter(|desk| desk.mode() == self.mode) else {
            return;
        };
        handover::update(&self.app, desk.folder(), desk.handover.on_screen());
        customer::show(&self.app, &desk);
        if let Err(error) = SnapshotChanged(snapshot.clone()).emit_to(&self.app, MAIN) {
            tracing::warn!(%error, "a snapshot did not reach the window");
        }
    }
}
