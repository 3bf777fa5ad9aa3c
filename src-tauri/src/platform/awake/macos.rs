//! Not on macOS yet: it takes `unsafe`. The page's own wake lock keeps the screen on.

use std::future::ready;

use tokio::sync::watch;

/// The page does it.
pub fn keep_awake_while(_wanted: watch::Receiver<bool>) -> impl Future<Output = ()> + Send {
    ready(())
}
