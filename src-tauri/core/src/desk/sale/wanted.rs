//! What the service wants to know before it sells, beyond what is always sent: the guest's phone (rulings 44), also its model
//! and IMEI, and what the guest pays. No page of the documentation says of any that it is needed, or that it is not; all are
//! learned from a refusal that says that the field is missing, and remembered for the account: for a week, and no longer than
//! until an order is taken without it, so that what was misunderstood does not stay.
//!
//! Learning sends nothing: the order that was refused stays refused, and the next one leaves when a person presses. Not in
//! it: what is sent of a phone and of a price (`request`).

use std::sync::Arc;

use crate::book::AccountId;
use crate::connect::{Device, Fault, PostMeaning};
use crate::desk::model::messages;
use crate::settings::{Settings, SettingsFile};

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
    /// Notes what `fault` asks for of it. What cannot be written is learned again from the next refusal.
    pub(super) fn note(self, fault: &Fault) {
        if fault.meaning_for_order_post() != PostMeaning::Refused {
            return;
        }
        let said = said_in(fault);
        let left_out = self.left_out.iter().copied();
        let asked: Vec<Want> = left_out.filter(|want| want.is_asked_for(&said)).collect();
        if asked.is_empty() {
            return;
        }
        self.write(|settings, account| {
            for want in &asked {
                want.forget(settings, account);
                want.learn(settings, account);
            }
            settings
                .wanted_since
                .insert(account.to_owned(), crate::clock::now());
        });
    }

    /// The order was taken without it: whatever was once understood otherwise, the service does not insist.
    pub(super) fn was_not_needed(self) {
        let settings = self.settings.current();
        let mut wrong = self.left_out.iter();
        if wrong.any(|want| want.is_kept(&settings, &self.account.0)) {
            self.write(|settings, account| {
                for want in &self.left_out {
                    want.forget(settings, account);
                }
            });
        }
    }

    fn write(&self, change: impl FnOnce(&mut Settings, &str)) {
        let account = self.account.0.as_str();
        let written = self.settings.change(|settings| change(settings, account));
        if let Err(error) = written {
            tracing::warn!(kind = ?error.kind(), "what the service wants to know is not remembered");
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
    fn is_kept(self, settings: &Settings, account: &str) -> bool {
        let by = match self {
            Want::Phone => &settings.device_wanted_by,
            Want::WholePhone => &settings.whole_device_wanted_by,
            Want::Price => &settings.price_wanted_by,
        };
        by.iter().any(|other| other == account)
    }

    fn learn(self, settings: &mut Settings, account: &str) {
        match self {
            Want::Phone => settings.device_wanted_by.push(account.to_owned()),
            Want::WholePhone => settings.whole_device_wanted_by.push(account.to_owned()),
            Want::Price => settings.price_wanted_by.push(account.to_owned()),
        }
    }

    fn forget(self, settings: &mut Settings, account: &str) {
        let is_other = |other: &String| other != account;
        match self {
            Want::Phone => settings.device_wanted_by.retain(is_other),
            Want::WholePhone => settings.whole_device_wanted_by.retain(is_other),
            Want::Price => settings.price_wanted_by.retain(is_other),
        }
    }

    /// Whether a refusal says that the field is missing. Its words differ from one version to the next; the names of the
    /// fields do not. One that only speaks of a phone, such as of one that is not eligible, asks for nothing.
    fn is_asked_for(self, said: &Said) -> bool {
        let mut sentences = said.sentences.iter();
        sentences.any(|words| {
            let mut names = self.names().iter();
            let named = names.clone().any(|name| has(words, name));
            named && (said.names_missing || asks(words) || names.any(|name| is_path(words, name)))
        })
    }

    fn names(self) -> &'static [&'static str] {
        match self {
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
        }
    }
}

/// What a refusal says, each sentence as its words with a space around each: `subscriber.device is missing` and
/// `SOLD_PRICE_REQUIRED` both name a field as words of their own.
struct Said {
    sentences: Vec<String>,
    /// Its type says that something is missing, so its sentences need not.
    names_missing: bool,
}

fn said_in(fault: &Fault) -> Said {
    let Some(refusal) = fault.refusal() else {
        return Said {
            sentences: Vec::new(),
            names_missing: false,
        };
    };
    let kind = refusal.error_type.as_deref().map(spaced);
    let sentences = messages(refusal).into_iter().map(|said| spaced(&said));
    Said {
        names_missing: kind.as_deref().is_some_and(asks),
        sentences: sentences.chain(kind).collect(),
    }
}

/// Whether a sentence says that something has to be there. Without *must*, *need* and *set*, which are said of much else.
fn asks(words: &str) -> bool {
    let asking = [
        "required",
        "mandatory",
        "missing",
        "absent",
        "null",
        "empty",
        "blank",
        "provide",
        "provided",
        "specify",
        "specified",
    ];
    asking.iter().any(|word| has(words, word))
}

/// Whether a sentence is the name of the field and nothing else, as some services list what is wrong.
fn is_path(words: &str, name: &str) -> bool {
    let path = words.trim().strip_suffix(name).map(str::trim_end);
    path.is_some_and(|before| ["", "subscriber", "product", "subscriber device"].contains(&before))
}

fn has(words: &str, name: &str) -> bool {
    words.contains(&format!(" {name} "))
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

    fn asks_for(want: Want, sentence: &str) -> bool {
        want.is_asked_for(&Said {
            sentences: vec![spaced(sentence)],
            names_missing: false,
        })
    }

    #[test]
    fn a_field_is_asked_for_where_it_is_said_to_be_missing() {
        for said in [
            "subscriber.device is missing",
            "DEVICE_REQUIRED",
            "the Device must be provided",
            "subscriber.device: may not be null",
            "subscriber.device",
        ] {
            assert!(asks_for(Want::Phone, said), "{said}");
            assert!(!asks_for(Want::Price, said), "{said}");
        }
        for said in [
            "subscriber.device.model is missing",
            "DEVICE_ID_REQUIRED",
            "please provide the IMEI",
            "subscriber.device.id",
        ] {
            assert!(asks_for(Want::WholePhone, said), "{said}");
        }
        assert!(!asks_for(Want::WholePhone, "subscriber.device is missing"));
        for said in [
            "product.sold_price is missing",
            "SOLD_PRICE_REQUIRED",
            "soldPrice must not be null",
            "sold_currency: required",
            "product.sold_price",
        ] {
            assert!(asks_for(Want::Price, said), "{said}");
            assert!(!asks_for(Want::Phone, said), "{said}");
        }
    }

    #[test]
    fn a_refusal_that_only_speaks_of_it_asks_for_nothing() {
        for said in [
            "This device is not eligible",
            "device not supported",
            "the device must be unlocked",
            "IMEI check is unavailable",
            "the IMEI is blocked",
            "too many eSIMs for devices today",
            "the price has changed",
            "sold_price is too high",
            "unsold prices",
            "",
        ] {
            for want in [Want::Phone, Want::WholePhone, Want::Price] {
                assert!(!asks_for(want, said), "{said}");
            }
        }
    }

    #[test]
    fn a_type_that_says_that_something_is_missing_says_it_of_its_sentences() {
        let said = Said {
            sentences: vec![spaced("subscriber.device of the order")],
            names_missing: asks(&spaced("MISSING_PARAMETER")),
        };
        assert!(Want::Phone.is_asked_for(&said));
        assert!(!Want::Price.is_asked_for(&said), "of these only");
    }
}
