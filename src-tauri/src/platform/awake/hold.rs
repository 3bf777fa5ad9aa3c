//! When the wish to stay awake begins and ends, for systems whose calls answer at once.

use std::io;

use tokio::sync::watch;

/// Holds what `begin` gives for as long as `wanted` says so, and lets it go then. Ends when nobody can want it any more.
pub(super) async fn hold_while<H: Send>(
    mut wanted: watch::Receiver<bool>,
    begin: impl Fn() -> io::Result<H> + Send,
) {
    while wanted.wait_for(|wanted| *wanted).await.is_ok() {
        let held = begin();
        if let Err(error) = &held {
            tracing::info!(%error, "the computer may fall asleep or slow this program down");
        }
        let ended = wanted.wait_for(|wanted| !*wanted).await.is_err();
        drop(held);
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Held(Arc<AtomicU32>);

    impl Drop for Held {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    async fn until(held: &AtomicU32, count: u32) {
        while held.load(Ordering::SeqCst) != count {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn it_is_held_while_it_is_wanted_and_at_the_end_let_go() {
        let held = Arc::new(AtomicU32::new(0));
        let wanted = watch::Sender::new(false);
        let holding = tokio::spawn(hold_while(wanted.subscribe(), {
            let held = Arc::clone(&held);
            move || {
                held.fetch_add(1, Ordering::SeqCst);
                Ok(Held(Arc::clone(&held)))
            }
        }));
        for _ in 0..2 {
            wanted.send_replace(true);
            until(&held, 1).await;
            wanted.send_replace(false);
            until(&held, 0).await;
        }
        wanted.send_replace(true);
        until(&held, 1).await;
        drop(wanted);
        holding.await.expect("it ends with who wanted it");
        assert_eq!(held.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_system_that_refuses_is_asked_anew_for_the_next_code() {
        let asked = Arc::new(AtomicU32::new(0));
        let wanted = watch::Sender::new(true);
        let holding = tokio::spawn(hold_while(wanted.subscribe(), {
            let asked = Arc::clone(&asked);
            move || {
                asked.fetch_add(1, Ordering::SeqCst);
                Err::<(), _>(io::ErrorKind::PermissionDenied.into())
            }
        }));
        until(&asked, 1).await;
        wanted.send_replace(false);
        tokio::task::yield_now().await;
        wanted.send_replace(true);
        until(&asked, 2).await;
        drop(wanted);
        holding.await.expect("it ends with who wanted it");
    }
}
