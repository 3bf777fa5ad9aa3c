//! When the program looks for a newer version: some minutes after its start, then each day; and that it does one thing at a
//! time.
//!
//! The minutes are anybody's guess, so that a house full of desks, switched on at the same hour, does not ask at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::Updates;
use super::installer::Offer;
use super::view::UpdateTrouble;
use crate::clock;
use crate::desk::wait::wait;
use crate::release::{Release, Trouble, look};

const FIRST: Duration = Duration::from_secs(60);
/// So much later at the most.
const FIRST_SPREAD: Duration = Duration::from_secs(9 * 60);
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
const DAILY_SPREAD: Duration = Duration::from_secs(60 * 60);

impl Updates {
    /// Runs as long as the desk does.
    pub(in crate::desk) async fn run(self: Arc<Self>) {
        let offer = loop {
            match self.offer() {
                Some(offer) => break offer,
                None => self.begun.notified().await,
            }
        };
        self.sweep().await;
        let mut next = Instant::now() + wait(FIRST + some_of(FIRST_SPREAD));
        loop {
            tokio::select! {
                () = self.is_wanted(true) => self.carry_out(&offer).await,
                () = self.chosen.notified() => self.look(&offer).await,
                () = sleep_until(next) => {
                    self.look(&offer).await;
                    next = Instant::now() + wait(A_DAY + some_of(DAILY_SPREAD));
                }
            }
        }
    }

    async fn look(&self, offer: &Offer) {
        let settings = self.settings.current();
        if !settings.look_for_updates {
            return;
        }
        let found = match self.account.way_out(&settings).await {
            Ok(network) => look(&offer.source, settings.update_channel, &network).await,
            Err(_) => Err(Trouble::NotReached(
                "the way out is not to be had".to_owned(),
            )),
        };
        self.note(found);
    }

    fn note(&self, found: Result<Option<Release>, Trouble>) {
        let mut state = self.lock();
        match found {
            Ok(release) => {
                state.looked = Some((clock::now(), None));
                state.release = release.map(Arc::new);
                state.put_off = false;
            }
            // What was known before is as true as it was.
            Err(trouble) => {
                tracing::warn!(%trouble, "no newer version could be looked for");
                state.looked = Some((clock::now(), Some(UpdateTrouble::of(&trouble))));
            }
        }
        drop(state);
        self.changes.notify();
    }
}

/// Any part of it.
fn some_of(whole: Duration) -> Duration {
    let mut byte = [0];
    match getrandom::fill(&mut byte) {
        Ok(()) => whole * u32::from(byte[0]) / 255,
        // Nobody is hurt by the same minute as everybody.
        Err(_) => Duration::ZERO,
    }
}
