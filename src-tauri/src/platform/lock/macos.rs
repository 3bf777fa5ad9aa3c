//! macOS tells everybody when the screen is locked, and each program when the computer goes to sleep or another user's
//! session comes to the front. That the screen is locked it says by a name that Apple has not written down, and that
//! screen savers and password managers have relied on for long.

#![expect(unsafe_code, reason = "blocks that the system calls")]

use std::ptr::NonNull;

use block2::RcBlock;
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceScreensDidSleepNotification,
    NSWorkspaceSessionDidResignActiveNotification, NSWorkspaceWillSleepNotification,
};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSNotificationName,
    NSOperationQueue, NSString,
};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::watch;

/// Calls `locked` whenever the screen is locked or goes dark, another user's session comes to the front, or the computer goes
/// to sleep. Listening costs nothing, so it is not only done while a code is on screen.
pub async fn call_when_locked(_code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let (tell, mut told) = unbounded_channel();
    listen(&tell);
    while told.recv().await.is_some() {
        locked();
    }
}

fn listen(tell: &UnboundedSender<()>) {
    // It is a center like the others, which is heard in the same way.
    // <https://developer.apple.com/documentation/foundation/distributednotificationcenter>
    let everybody = NSDistributedNotificationCenter::defaultCenter();
    let locked = NSString::from_str("com.apple.screenIsLocked");
    hear(&everybody, &locked, tell);
    // <https://developer.apple.com/documentation/appkit/nsworkspace/notificationcenter>
    let of_this_user = NSWorkspace::sharedWorkspace().notificationCenter();
    for name in names() {
        hear(&of_this_user, name, tell);
    }
}

/// <https://developer.apple.com/documentation/appkit/nsworkspace/willsleepnotification>,
/// <https://developer.apple.com/documentation/appkit/nsworkspace/screensdidsleepnotification>,
/// <https://developer.apple.com/documentation/appkit/nsworkspace/sessiondidresignactivenotification>
fn names() -> [&'static NSNotificationName; 3] {
    // SAFETY: constants of AppKit, which is loaded as long as the program runs and writes them before it does.
    unsafe {
        [
            NSWorkspaceWillSleepNotification,
            NSWorkspaceScreensDidSleepNotification,
            NSWorkspaceSessionDidResignActiveNotification,
        ]
    }
}

/// <https://developer.apple.com/documentation/foundation/notificationcenter/addobserver(forname:object:queue:using:)>
fn hear(center: &NSNotificationCenter, name: &NSNotificationName, tell: &UnboundedSender<()>) {
    let tell = tell.clone();
    let block = RcBlock::new(move |_: NonNull<NSNotification>| {
        // Whoever listened may have ended with the program.
        let _ = tell.send(());
    });
    let queue = NSOperationQueue::mainQueue();
    // SAFETY: any sender is meant, so its kind does not matter; the block holds a sender only, which may go to any thread, and
    // the main queue calls it on one.
    let observer = unsafe {
        center.addObserverForName_object_queue_usingBlock(Some(name), None, Some(&queue), &block)
    };
    // The center keeps what it calls; the observer is only for who wants to end it.
    drop(observer);
}
