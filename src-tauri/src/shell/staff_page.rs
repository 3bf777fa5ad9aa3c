//! The page of the staff's window, which can begin anew while the program goes on: it is reloaded, or its process ends.
//!
//! It then knows nothing of what it showed or of what was being typed. What it showed ends here, on both screens; what was
//! typed it had given to this room, which keeps it in memory and never reads it. Not here: what a page begins with
//! otherwise, which is a snapshot.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use tauri::webview::PageLoadEvent;
use tauri::{Manager, WebviewWindow};

use super::desks::Desks;
use super::handover;
use crate::book::OrderKey;
use crate::desk::{Desk, Draft, Failure};

/// More than any form holds.
const LONGEST: usize = 64 * 1024;

/// What Tauri keeps for it.
#[derive(Default)]
pub struct StaffPage {
    begun_before: AtomicBool,
    kept: Mutex<Kept>,
    /// Held while an order is being placed: what became of what was typed is known only afterwards.
    placing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Kept {
    typed: Option<SecretString>,
    placed: Option<OrderKey>,
}

/// What a page that begins anew goes on with.
#[derive(Clone, Default, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftByPage {
    /// The sale that was being typed, in the page's own words.
    pub typed: Option<String>,
    /// Or the order that it became while nobody was there to hear of it.
    pub placed: Option<OrderKey>,
}

impl StaffPage {
    /// Keeps what is being typed, in place of what was before. Nothing is kept of a form that is empty.
    pub fn keep(&self, typed: Option<String>) {
        let typed = typed.filter(|text| text.len() <= LONGEST);
        *self.kept() = Kept {
            typed: typed.map(SecretString::from),
            placed: None,
        };
    }

    /// Whether somebody is in the middle of typing a sale.
    pub fn is_typing(&self) -> bool {
        self.kept().typed.is_some()
    }

    /// What the page before left. Waits for the order that it may have been placing.
    pub async fn left(&self) -> LeftByPage {
        let _settled = self.placing.lock().await;
        let kept = self.kept();
        LeftByPage {
            typed: kept
                .typed
                .as_ref()
                .map(|text| text.expose_secret().to_owned()),
            placed: kept.placed,
        }
    }

    /// Places an order: what was typed is an order from then on, whether or not the page lives to hear it.
    pub async fn place(&self, desk: &Desk, draft: Draft) -> Result<OrderKey, Failure> {
        let _turn = self.placing.lock().await;
        let order = desk.sale.place(draft).await?;
        *self.kept() = Kept {
            typed: None,
            placed: Some(order),
        };
        Ok(order)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page is being loaded into the staff's window. Whether it begins anew.
pub fn loads(window: &WebviewWindow, event: PageLoadEvent) -> bool {
    let page = window.state::<StaffPage>();
    if event != PageLoadEvent::Started || !page.begun_before.swap(true, Ordering::Relaxed) {
        return false;
    }
    tracing::warn!("the page begins anew");
    let in_front = window.is_focused().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
    if let Some(desk) = window.state::<Desks>().front_now()
        && !desk.handover.outlives_page(in_front)
    {
        handover::done(window.app_handle(), &desk);
    }
    true
}
