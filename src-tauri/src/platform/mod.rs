//! The session at this computer: when it is locked, and how it is kept awake while a code is on screen.
//!
//! On Linux both go over D-Bus. On Windows and macOS neither can be had without `unsafe`: there the system's own programs
//! are asked for locks, and the page's own wake lock keeps the screen on.
//!
//! It knows no window and no order.

#[cfg(any(test, not(target_os = "linux")))]
#[path = "lock/ask.rs"]
mod asking;
#[cfg(target_os = "linux")]
#[path = "lock/linux.rs"]
mod bus;

#[cfg(target_os = "linux")]
pub use bus::{keep_awake_while, tell_of_locks};
#[cfg(not(target_os = "linux"))]
pub use {asking::tell_of_locks, elsewhere::keep_awake_while};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::future::ready;

    use tokio::sync::watch;

    /// The page does it.
    pub fn keep_awake_while(_wanted: watch::Receiver<bool>) -> impl Future<Output = ()> + Send {
        ready(())
    }
}
