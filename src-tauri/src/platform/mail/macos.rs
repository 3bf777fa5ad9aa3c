//! The workspace is asked, which gives the draft to the program in a message and not in its command line.
//! <https://developer.apple.com/documentation/appkit/nsworkspace>

use objc2_app_kit::NSWorkspace;
use objc2_foundation::{NSString, NSURL};

use super::error::MailError;

/// Opens the draft, and says if there is no program for it.
pub fn open(address: &str) -> Result<(), MailError> {
    let address =
        NSURL::URLWithString(&NSString::from_str(address)).ok_or(MailError::NotStarted)?;
    let workspace = NSWorkspace::sharedWorkspace();
    // <https://developer.apple.com/documentation/appkit/nsworkspace/urlforapplication(toopen:)-7qkzf>
    if workspace.URLForApplicationToOpenURL(&address).is_none() {
        return Err(MailError::NoProgram);
    }
    // <https://developer.apple.com/documentation/appkit/nsworkspace/open(_:)>
    match workspace.openURL(&address) {
        true => Ok(()),
        false => Err(MailError::NotStarted),
    }
}
