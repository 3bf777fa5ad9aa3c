//! Whether the service wants to know the guest's phone before it sells (rulings 44): learned from a refusal that names
//! `device`, and remembered for the account. No page of the documentation says so or otherwise.
//!
//! Not in it: what is sent of a phone (`request`).

use std::sync::Arc;

use crate::book::AccountId;
use crate::connect::{Fault, PostMeaning};
use crate::desk::model::messages;
use crate::settings::SettingsFile;

/// Of a sale that said nothing of the phone: where to note that the service wants one, if it refuses for that.
pub(super) struct DeviceWanted {
    pub(super) account: AccountId,
    pub(super) settings: Arc<SettingsFile>,
}

impl DeviceWanted {
    /// Notes it, if `fault` is such a refusal. What cannot be written is learned again from the next one.
    pub(super) fn note(self, fault: &Fault) {
        let account = self.account.0;
        if !names_the_device(fault) || self.settings.current().wants_device(&account) {
            return;
        }
        let learned = self
            .settings
            .change(|settings| settings.device_wanted_by.push(account));
        if let Err(error) = learned {
            tracing::warn!(kind = ?error.kind(), "that phones must be named is not remembered");
        }
    }
}

/// Whether the service refused an order for want of `device`. Its words differ from one version to the next; the name of
/// the field does not.
fn names_the_device(fault: &Fault) -> bool {
    fault.meaning_for_order_post() == PostMeaning::Refused
        && fault.refusal().is_some_and(|refusal| {
            let mut words = messages(refusal);
            words.extend(refusal.error_type.clone());
            words.iter().any(|words| names_it(words))
        })
}

/// `device` as a word of its own, as in `subscriber.device is missing` and `DEVICE_REQUIRED`.
fn names_it(words: &str) -> bool {
    words
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("device"))
}
