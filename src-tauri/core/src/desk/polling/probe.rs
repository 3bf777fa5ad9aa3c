//! Looks for the service while it does not answer, first after two seconds, then up to every half minute.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::desk::account::Account;
use crate::desk::wait::wait;

/// Runs as long as the desk does.
pub(in crate::desk) async fn run(account: Arc<Account>) {
    let mut online = account.online();
    let mut pause = Duration::from_secs(2);
    loop {
        if *online.borrow_and_update() {
            pause = Duration::from_secs(2);
            if online.changed().await.is_err() {
                return;
            }
            continue;
        }
        sleep(wait(pause)).await;
        pause = (pause * 2).min(Duration::from_secs(30));
        if let Ok(client) = account.client() {
            // What the answer is does not matter here: that there was one is noted by `observe`.
            drop(account.observe(client.check().await));
        }
    }
}
