//! The session at this computer: when it is locked, and how it is kept awake while a code is on screen.
//!
//! On Linux both go over D-Bus. On Windows and macOS neither can be asked for without `unsafe`: there the page's own wake
//! lock keeps the screen on, and a lock is not noticed (the manager's time puts the code away).
//!
//! It knows no window and no order.

#[cfg(target_os = "linux")]
mod bus;

#[cfg(target_os = "linux")]
pub use bus::{keep_awake_while, tell_of_locks};
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{keep_awake_while, tell_of_locks};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::future::ready;

    use tokio::sync::watch;

    /// Nothing is heard here.
    pub fn tell_of_locks(_locked: impl Fn() + Send + Sync) -> impl Future<Output = ()> + Send {
        ready(())
    }

    /// The page does it.
    pub fn keep_awake_while(_wanted: watch::Receiver<bool>) -> impl Future<Output = ()> + Send {
        ready(())
    }
}
