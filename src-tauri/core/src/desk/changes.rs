//! The bell that says: something that the window shows has changed. Each part rings it after it changed itself.

use std::sync::Arc;

use tokio::sync::Notify;

/// Clones are the same bell. Ringing many times before anybody looks is ringing once.
#[derive(Clone, Default)]
pub(in crate::desk) struct Changes(Arc<Notify>);

impl Changes {
    pub(in crate::desk) fn notify(&self) {
        self.0.notify_one();
    }

    /// Waits for the next change.
    pub(in crate::desk) async fn next(&self) {
        self.0.notified().await;
    }
}
