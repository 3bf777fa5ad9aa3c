//! What the window is shown: whole snapshots, and the hand-over of one order. Facts only, no words.

use serde::Serialize;

use super::customer_display::{GuestChoice, PutAway};
use super::draft::Phone;
use super::failure::{Failure, Words};
use super::plan::{Money, Plan};
use super::recovery::RecoveryView;
use crate::activation::Doubt;
use crate::book::{Customer, OrderKey, OrderState, Repair, TimelineEntry};
use crate::keychain::KeychainState;
use crate::settings::{
    Appearance, CredentialKind, Language, ProxyChoice, SecondMonitor, Settings, SlipPaper,
};

/// Whether real money can be spent here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Live,
    Demo,
}

/// Everything the window shows but catalogue and codes. The newest one replaces all earlier ones.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub mode: Mode,
    pub version: String,
    /// The language of the operating system, BCP 47.
    pub system_language: String,
    /// ISO 3166 alpha-2.
    pub system_country: Option<String>,
    /// The base address of `--service`: what a form without an account begins with.
    pub service_option: Option<String>,
    pub account: AccountState,
    pub keychain: KeychainState,
    pub service: ServiceState,
    /// The open orders and those of this run, newest first.
    pub orders: Vec<OrderView>,
    /// The order whose code is on screen.
    pub on_screen: Option<OnScreenView>,
    /// The order whose code left the screen by itself, until the next hand-over.
    pub put_away: Option<PutAway>,
    /// Whether a second monitor shows the customer's half.
    pub second_screen: bool,
    /// Open orders of other accounts: they wait until that account signs in (rulings 2).
    pub orders_elsewhere: u32,
    /// Why nothing can be sold now, where the order book is the reason.
    pub book: Option<Failure>,
    /// The order book was damaged and has been rebuilt.
    pub repaired: Option<RepairView>,
    pub settings: SettingsView,
    pub data_folder: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountState {
    /// The keychain is being asked.
    Opening,
    None,
    /// An account is known, but the keychain does not give its secret.
    Locked {
        account: AccountView,
    },
    SignedOut {
        account: AccountView,
        why: SignedOut,
    },
    SignedIn {
        account: AccountView,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SignedOut {
    SecretMissing,
    Refused,
    TokenExpired,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The client id, or the name typed with a token.
    pub name: String,
    /// The base address.
    pub service: String,
    pub environment: Environment,
    pub credential: CredentialKind,
    pub kept: Keep,
    pub several_desks: bool,
    /// For a pasted token that says when it ends.
    pub token_expires_at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    Production,
    PreProduction,
    Other,
    Demo,
}

/// Where the secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    Keychain,
    /// In memory only; gone when the program ends.
    UntilClose,
}

/// What is known of the service from the last answer, or the lack of one.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServiceState {
    NotAsked,
    Online,
    Offline { since: String },
    Trouble { since: String, failure: Failure },
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    pub key: OrderKey,
    pub plan: Plan,
    pub customer: Option<CustomerView>,
    pub state: OrderState,
    /// The correlation id of the order: what the provider's support asks for.
    pub reference: String,
    pub order_id: Option<String>,
    /// What people read out: the first eight characters of the order number.
    pub short: Option<String>,
    /// The last four characters of the order number, by which staff and customer see that a screen or a slip is theirs
    /// (rulings 27). An order without a number takes them from its reference.
    pub suffix: String,
    pub iccid: Option<String>,
    pub created_at: String,
    pub timeline: Vec<TimelineEntryView>,
    /// The service's own words, to copy for support.
    #[specta(type = Vec<String>)]
    pub words: Words,
    pub guest_pays: Option<Money>,
    /// Room, receipt or the like.
    pub note: Option<String>,
    /// The account it was sold with, where that is not the one in use: no answer changes it (rulings 2).
    pub elsewhere: Option<String>,
    /// Who sold it.
    pub staff: Option<String>,
    /// Why it was refused or not sent, or what holds up following it just now.
    pub trouble: Option<Failure>,
    /// The subscription is not what was sold: tell the staff before the guest leaves (rulings 10).
    pub not_as_sold: bool,
    /// Only while the order is [`OrderState::Unconfirmed`].
    pub recovery: Option<RecoveryView>,
    /// The service does not know the order that it took: waiting does not help any more (rulings 15).
    pub needs_person: bool,
    /// Who gave the verdict on a settled order.
    pub settled_by: Option<String>,
}

#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<Phone>,
    pub eid_given: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TimelineEntryView {
    pub at: String,
    pub state: OrderState,
    /// A short machine word, such as `406 UNACCEPTABLE`.
    pub detail: Option<String>,
}

/// The order whose code is on screen, and what its SIM is doing.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct OnScreenView {
    pub order: OrderKey,
    pub sim: SimView,
    /// When the code was first shown.
    pub since: String,
    /// The code has been up for so long that the likely reasons help.
    pub long: bool,
}

/// What the service says of a SIM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SimView {
    NotRead,
    Released,
    Downloaded,
    Installed,
    Unavailable,
    /// A state that is not documented.
    Other,
}

/// What *Hand over* shows for one order.
#[derive(Clone, Serialize, specta::Type)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum HandOver {
    /// A code that was proved: the parts agree, and the drawn picture was read back.
    Code {
        order: OrderKey,
        /// A side in modules, quiet zone included.
        modules: u32,
        /// An SVG path in module units.
        path: String,
        install_code: String,
        smdp: String,
        matching_id: String,
        confirmation_required: bool,
        /// A demo's code: it must be marked as a sample, beside the picture.
        sample: bool,
        voucher: Option<String>,
        /// What the guest chose before.
        guest: GuestChoice,
    },
    Withheld {
        doubt: DoubtView,
        reference: String,
    },
    /// A phone has the eSIM already, or nobody can have it any more: the staff are asked before the code is shown.
    Used {
        sim: SimView,
    },
}

/// Why a code is not shown, with both values for the provider's support.
#[derive(Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DoubtView {
    Incomplete,
    Invalid {
        value: String,
    },
    Disagree {
        lpa: String,
        built: String,
    },
    PictureWrong,
    /// Another order of this book has the same SIM (rulings 13).
    ClaimedTwice,
}

/// What the rebuilding of a damaged book came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RepairView {
    /// Where the damaged file is kept; `None` where there was none.
    pub kept_aside: Option<String>,
    pub from_backup: bool,
    /// Orders that stand in the book.
    pub orders: u32,
    /// Orders that it is known to have had, and that could not be read.
    pub lost: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    pub language: Language,
    pub appearance: Appearance,
    pub desk_name: String,
    pub country: String,
    /// Who sold last.
    pub staff: String,
    /// After how many days customers are forgotten.
    pub forget_after_days: u16,
    pub proxy: ProxyChoice,
    pub extra_ca_file: Option<String>,
    pub second_monitor: SecondMonitor,
    pub put_away_after_minutes: u32,
    pub slip_paper: SlipPaper,
    pub android_link: bool,
}

/// The plans that can be sold now.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    pub plans: Vec<Plan>,
    pub read_at: String,
    /// Products of the service that could not be understood and are left out.
    pub unreadable: u32,
}

impl SettingsView {
    pub fn of(settings: &Settings) -> SettingsView {
        SettingsView {
            language: settings.language,
            appearance: settings.appearance,
            desk_name: settings.desk_name.clone(),
            country: settings.country.clone(),
            staff: settings.staff.clone(),
            forget_after_days: settings.forget_after_days(),
            proxy: settings.proxy.clone(),
            extra_ca_file: settings
                .extra_ca_file
                .as_ref()
                .map(|path| path.display().to_string()),
            second_monitor: settings.second_monitor,
            put_away_after_minutes: settings.put_away_after_minutes,
            slip_paper: settings.slip_paper,
            android_link: settings.android_link,
        }
    }
}

impl RepairView {
    pub fn of(repair: &Repair) -> RepairView {
        RepairView {
            kept_aside: repair
                .kept_aside
                .as_ref()
                .map(|path| path.display().to_string()),
            from_backup: repair.from_backup,
            orders: repair.orders,
            lost: repair.lost,
        }
    }
}

impl std::fmt::Debug for CustomerView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CustomerView([redacted])")
    }
}

impl CustomerView {
    pub fn of(customer: &Customer) -> CustomerView {
        CustomerView {
            email: customer.email.clone(),
            first_name: customer.first_name.clone(),
            last_name: customer.last_name.clone(),
            phone: Phone::from_name(&customer.phone),
            eid_given: !customer.eid.is_empty(),
        }
    }
}

impl TimelineEntryView {
    pub fn of(moment: &TimelineEntry) -> TimelineEntryView {
        TimelineEntryView {
            at: moment.at.to_string(),
            state: moment.state,
            detail: moment.detail.clone(),
        }
    }
}

impl DoubtView {
    /// The values are exposed here on purpose: this goes to the one screen that asks to call support.
    pub fn of(doubt: &Doubt) -> DoubtView {
        use secrecy::ExposeSecret;
        match doubt {
            Doubt::Incomplete { .. } => DoubtView::Incomplete,
            Doubt::Invalid { value, .. } => DoubtView::Invalid {
                value: value.expose_secret().to_owned(),
            },
            Doubt::Disagree { lpa, built } => DoubtView::Disagree {
                lpa: lpa.expose_secret().to_owned(),
                built: built.expose_secret().to_owned(),
            },
            Doubt::PictureWrong => DoubtView::PictureWrong,
        }
    }
}

/// The first eight characters of an order number.
pub fn short(order_id: &str) -> String {
    order_id.chars().take(8).collect()
}

/// The last four characters of an order number, or of what stands in for it.
pub fn suffix(order_id: Option<&str>, reference: &str) -> String {
    let number = order_id.unwrap_or(reference);
    let all = number.chars().count();
    number.chars().skip(all.saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use super::suffix;

    #[test]
    fn the_sign_is_the_end_of_the_order_number_or_of_the_reference() {
        assert_eq!(
            suffix(Some("6d41c4ff-0001-4abc-8def-00c0ffee3f9a"), "r"),
            "3f9a"
        );
        assert_eq!(
            suffix(None, "0d0c-77e1"),
            "77e1",
            "an order that has no number"
        );
        assert_eq!(
            suffix(Some("né"), "r"),
            "né",
            "a short one is its own suffix"
        );
    }
}
