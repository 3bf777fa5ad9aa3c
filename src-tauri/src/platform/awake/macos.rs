//! Activities of the process, which `pmset -g assertions` lists with their reason and which end with the program.
//! <https://developer.apple.com/documentation/foundation/processinfo>

#![expect(unsafe_code, reason = "calls of the system")]

use tokio::sync::watch;

use objc2::rc::Retained;
use objc2::runtime::{NSObjectProtocol, ProtocolObject};
use objc2_foundation::{NSActivityOptions, NSProcessInfo, NSString};

use super::hold::hold_while;

/// Keeps the computer awake and its screen on while `wanted` says so. Ends when nobody can want it any more.
pub async fn keep_awake_while(wanted: watch::Receiver<bool>) {
    let screen_on = NSActivityOptions::IdleDisplaySleepDisabled | NSActivityOptions::UserInitiated;
    hold_while(wanted, || {
        Ok(Activity::begin(screen_on, "a code is being handed over"))
    })
    .await;
}

/// Keeps the system from slowing this program down (App Nap) while `wanted` says so; it may sleep. Ends when nobody can want it
/// any more.
pub async fn keep_going_while(wanted: watch::Receiver<bool>) {
    let may_sleep = NSActivityOptions::UserInitiatedAllowingIdleSystemSleep;
    hold_while(wanted, || {
        Ok(Activity::begin(may_sleep, "orders are being followed"))
    })
    .await;
}

/// What the system holds for us until it is given back.
struct Activity(Retained<ProtocolObject<dyn NSObjectProtocol>>);

// SAFETY: the object is a receipt that is only handed back, to a class that may be called on every thread.
// <https://developer.apple.com/documentation/foundation/processinfo>
unsafe impl Send for Activity {}

impl Activity {
    /// <https://developer.apple.com/documentation/foundation/processinfo/beginactivity(options:reason:)>
    fn begin(options: NSActivityOptions, why: &str) -> Activity {
        let why = NSString::from_str(why);
        Activity(NSProcessInfo::processInfo().beginActivityWithOptions_reason(options, &why))
    }
}

impl Drop for Activity {
    /// <https://developer.apple.com/documentation/foundation/processinfo/endactivity(_:)>
    fn drop(&mut self) {
        // SAFETY: it is what `begin` was given.
        unsafe { NSProcessInfo::processInfo().endActivity(&self.0) };
    }
}
