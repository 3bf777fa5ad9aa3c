//! What the service wants to know before it sells, beyond what is always sent: the guest's phone (rulings 44), also its model
//! and IMEI, and what the guest pays. No page of the documentation says of any that it is needed, or that it is not; all are
//! learned from a refusal that names the field, and remembered for the account.
//!
//! Learning sends nothing: the order that was refused stays refused, and the next one leaves when a person presses. Not in
//! it: what is sent of a phone and of a price (`request`).

use std::sync::Arc;

use crate::book::AccountId;
use crate::connect::{Device, Fault, PostMeaning};
use crate::desk::model::messages;
use crate::settings::SettingsFile;

/// One thing that a service may want to know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// `subscriber.device`.
    Phone,
    /// `subscriber.device.model` and `subscriber.device.id`.
    WholePhone,
    /// `product.sold_price` and `product.sold_currency`.
    Price,
}

/// Of an order that left some of it out: where to note that the service wants it, if it refuses for that.
pub(super) struct Wanted {
    pub(super) account: AccountId,
    pub(super) settings: Arc<SettingsFile>,
    pub(super) left_out: Vec<Want>,
}

impl Wanted {
    /// Notes what `fault` names of it. What cannot be written is learned again from the next refusal.
    pub(super) fn note(self, fault: &Fault) {
        if fault.meaning_for_order_post() != PostMeaning::Refused {
            return;
        }
        let words = words_of(fault);
        let account = &self.account.0;
        for want in self.left_out {
            if !want.is_named(&words) || want.is_known(&self.settings, account) {
                continue;
            }
            let learned = self.settings.change(|settings| match want {
                Want::Phone => settings.device_wanted_by.push(account.clone()),
                Want::WholePhone => settings.whole_device_wanted_by.push(account.clone()),
                Want::Price => settings.price_wanted_by.push(account.clone()),
            });
            if let Err(error) = learned {
                tracing::warn!(kind = ?error.kind(), "what the service wants to know is not remembered");
            }
        }
    }
}

/// What an order with this device leaves out of the phone.
pub(super) fn left_out_of(device: &Device) -> Vec<Want> {
    let is_said = |part: &Option<String>| part.as_ref().is_some_and(|part| !part.is_empty());
    let named = device.operating_system.is_some();
    let whole = named && is_said(&device.model) && is_said(&device.id);
    let missing = [(named, Want::Phone), (whole, Want::WholePhone)];
    let missing = missing.into_iter().filter(|(is_there, _)| !is_there);
    missing.map(|(_, want)| want).collect()
}

impl Want {
    fn is_known(self, settings: &SettingsFile, account: &str) -> bool {
        let settings = settings.current();
        match self {
            Want::Phone => settings.wants_device(account),
            Want::WholePhone => settings.wants_whole_device(account),
            Want::Price => settings.wants_price(account),
        }
    }

    /// Whether a refusal names the field. Its words differ from one version to the next; the names of the fields do not.
    fn is_named(self, words: &[String]) -> bool {
        let names: &[&str] = match self {
            Want::Phone => &["device"],
            Want::WholePhone => &[
                "device model",
                "devicemodel",
                "device id",
                "deviceid",
                "device imei",
                "imei",
            ],
            Want::Price => &["sold price", "soldprice", "sold currency", "soldcurrency"],
        };
        words.iter().any(|words| {
            names
                .iter()
                .any(|name| words.contains(&format!(" {name} ")))
        })
    }
}

/// What the service says, each sentence as its words with a space around each: `subscriber.device is missing` and
/// `SOLD_PRICE_REQUIRED` both name a field as words of their own.
fn words_of(fault: &Fault) -> Vec<String> {
    let Some(refusal) = fault.refusal() else {
        return Vec::new();
    };
    let mut said = messages(refusal);
    said.extend(refusal.error_type.clone());
    said.iter().map(|said| spaced(said)).collect()
}

fn spaced(said: &str) -> String {
    let words = said
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut spaced = " ".to_owned();
    for word in words {
        spaced.push_str(&word.to_lowercase());
        spaced.push(' ');
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(want: Want, said: &str) -> bool {
        want.is_named(&[spaced(said)])
    }

    #[test]
    fn a_field_is_named_as_words_of_its_own() {
        for said in [
            "subscriber.device is missing",
            "DEVICE_REQUIRED",
            "the Device",
        ] {
            assert!(named(Want::Phone, said), "{said}");
            assert!(!named(Want::Price, said), "{said}");
        }
        for said in [
            "subscriber.device.model is missing",
            "DEVICE_ID_REQUIRED",
            "the IMEI, please",
        ] {
            assert!(named(Want::WholePhone, said), "{said}");
        }
        assert!(!named(Want::WholePhone, "subscriber.device is missing"));
        for said in [
            "product.sold_price is missing",
            "SOLD_PRICE_REQUIRED",
            "soldPrice must not be null",
            "sold_currency: required",
            "the sold price, please",
        ] {
            assert!(named(Want::Price, said), "{said}");
            assert!(!named(Want::Phone, said), "{said}");
        }
        for said in [
            "too many eSIMs for devices today",
            "the price has changed",
            "unsold prices",
            "",
        ] {
            assert!(!named(Want::Phone, said), "{said}");
            assert!(!named(Want::Price, said), "{said}");
        }
    }
}
