//! The change signal: something that the window shows has changed. Each part gives it after it changed itself.

use std::sync::Arc;

use tokio::sync::Notify;

/// Clones are the same signal. Given many times before anybody looks, it is given once.
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
