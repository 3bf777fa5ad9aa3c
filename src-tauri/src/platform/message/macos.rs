//! `NSAlert`. <https://developer.apple.com/documentation/appkit/nsalert>

use objc2::MainThreadMarker;
use objc2_app_kit::{NSAlert, NSAlertStyle, NSApplication, NSApplicationActivationPolicy};
use objc2_foundation::NSString;

use super::error::MessageError;

/// The window system is part of this one.
pub fn window_system() -> Result<(), MessageError> {
    Ok(())
}

/// Shows a message until it is closed. For the main thread, while nothing else runs there.
/// <https://developer.apple.com/documentation/appkit/nsalert/runmodal()>
pub fn show(title: &str, text: &str) -> Result<(), MessageError> {
    let main = MainThreadMarker::new().ok_or(MessageError::NoWindowSystem)?;
    let program = NSApplication::sharedApplication(main);
    // Before there is a window of it, a program is in the Dock only if it says so.
    program.setActivationPolicy(NSApplicationActivationPolicy::Regular);
    #[expect(
        deprecated,
        reason = "its successor is not there before macOS 14, and a call that is not there ends the program"
    )]
    program.activateIgnoringOtherApps(true);
    let alert = NSAlert::new(main);
    alert.setAlertStyle(NSAlertStyle::Critical);
    alert.setMessageText(&NSString::from_str(title));
    alert.setInformativeText(&NSString::from_str(text));
    alert.runModal();
    Ok(())
}
