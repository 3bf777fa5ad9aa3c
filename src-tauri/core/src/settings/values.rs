//! What is remembered between two starts. Each field's serialised name is on the disks of users and stays.
//!
//! Not here: the file, and what happens when it cannot be read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::clock;
use serde::{Deserialize, Serialize};

/// How long customers are kept unless the manager says otherwise (rulings 24).
pub const FORGET_AFTER_DAYS: u16 = 90;

/// What a service said that it wants to know is believed for so long. Then a sale goes without once more: either it is taken,
/// or it is refused and the form asks for another week.
const BELIEVED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Everything that is remembered between two starts, but for orders and secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub language: Language,
    pub appearance: Appearance,
    /// What this counter is called, such as `Hotel Miramar, front desk`.
    pub desk_name: String,
    /// ISO 3166 alpha-2: where orders are placed.
    pub country: String,
    /// Who sold last: the form begins with it.
    pub staff: String,
    /// After how many days customers are forgotten; `None` is [`FORGET_AFTER_DAYS`].
    pub forget_after_days: Option<u16>,
    pub account: Option<Account>,
    pub proxy: ProxyChoice,
    /// Whether the keychain has a user name and a password for that proxy.
    pub proxy_login_kept: bool,
    /// Certificate authorities beside the system's. They lie in the data folder, and are these.
    pub extra_ca: Option<ExtraCa>,
    /// Where earlier versions read them at each start; taken over into [`Settings::extra_ca`] once.
    pub extra_ca_file: Option<PathBuf>,
    /// What still has to leave the keychain, because it could not be asked when it should have.
    pub left_in_keychain: Vec<LeftInKeychain>,
    /// Product ids, as the service gives them.
    pub favourites: Vec<String>,
    /// What slips for customers are printed on.
    pub slip_paper: SlipPaper,
    /// Whether *Hand over* also offers the Android link, which the provider does not support.
    pub android_link: bool,
    /// The window as it was last closed.
    pub window: Option<WindowSize>,
    /// Requests a second that this desk allows itself; `None` is the default of the client.
    pub requests_per_second: Option<u32>,
    pub second_monitor: SecondMonitor,
    /// Where the staff's window was when it was last closed.
    pub staff_monitor: Option<MonitorKept>,
    /// Where the customer's screen is.
    pub customer_monitor: Option<MonitorKept>,
    /// How long a code may be on screen before it is put away.
    pub put_away_after_minutes: u32,
    /// Accounts, by the names under which their orders are kept, whose service asks for the guest's phone (rulings 44).
    pub device_wanted_by: Vec<String>,
    /// The same, where it asks for the phone's model and IMEI, too.
    pub whole_device_wanted_by: Vec<String>,
    /// The same, where it asks for what the guest pays.
    pub price_wanted_by: Vec<String>,
    /// When the service of each of these accounts last said so.
    pub wanted_since: BTreeMap<String, Timestamp>,
    /// The house's own e-mail address, where each of its orders is to go out with a tag (`desk+1234@hotel.example`), because
    /// the account allows that; empty: none does (rulings 34).
    pub house_email: String,
    /// Whether newer versions of the program are looked for.
    pub look_for_updates: bool,
    pub update_channel: UpdateChannel,
    /// The version whose installer was started, until the next start sees what became of it.
    pub update_begun: Option<String>,
    /// Who helps this desk.
    pub helper: Helper,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: Language::default(),
            appearance: Appearance::default(),
            desk_name: String::new(),
            country: String::new(),
            staff: String::new(),
            forget_after_days: None,
            account: None,
            proxy: ProxyChoice::default(),
            proxy_login_kept: false,
            extra_ca: None,
            extra_ca_file: None,
            left_in_keychain: Vec::new(),
            favourites: Vec::new(),
            window: None,
            requests_per_second: None,
            second_monitor: SecondMonitor::default(),
            staff_monitor: None,
            customer_monitor: None,
            put_away_after_minutes: 10,
            slip_paper: SlipPaper::default(),
            android_link: false,
            device_wanted_by: Vec::new(),
            whole_device_wanted_by: Vec::new(),
            price_wanted_by: Vec::new(),
            wanted_since: BTreeMap::new(),
            house_email: String::new(),
            look_for_updates: true,
            update_channel: UpdateChannel::default(),
            update_begun: None,
            helper: Helper::default(),
        }
    }
}

/// Whom the staff ask when they cannot go on. Each part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Helper {
    pub name: String,
    pub phone: String,
    pub email: String,
}

/// What a second monitor is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SecondMonitor {
    /// Nobody has said yet: it is left alone, and the staff are asked.
    #[default]
    Ask,
    /// It shows the customer's half, and a picture between two customers.
    Customer,
    /// It is left alone.
    Free,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    System,
    En,
    De,
    Fr,
    Es,
    It,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    #[default]
    System,
    Light,
    Dark,
}

/// The papers that a slip is laid out for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SlipPaper {
    #[default]
    A4,
    A5,
    /// A receipt printer's roll, 80 mm wide.
    Roll,
    /// The narrow one, 58 mm wide.
    Roll58,
}

/// Which newer versions of the program are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateChannel {
    #[default]
    Stable,
    /// Also those that are tried before they are released for everybody.
    Preview,
}

/// The inner size of the window in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowSize {
    pub width: u32,
    pub height: u32,
    pub maximised: bool,
}

/// A monitor as it is known again after a restart: by its name, and where two have the same, by its size and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MonitorKept {
    /// Empty where the system gives none.
    #[serde(default)]
    pub name: String,
    /// In its own pixels.
    pub width: u32,
    pub height: u32,
    #[serde(default)]
    pub x: i32,
    #[serde(default)]
    pub y: i32,
}

/// How requests leave this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ProxyChoice {
    #[default]
    System,
    None,
    Manual {
        /// Without user name and password, but in files of earlier versions until the keychain has taken them.
        address: String,
    },
}

/// Certificate authorities that were chosen for this desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraCa {
    /// Of all together: what is read from the data folder must be these.
    pub fingerprint: String,
    pub certificates: Vec<ExtraCertificate>,
}

/// One of them, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ExtraCertificate {
    pub subject: Option<String>,
    /// SHA-256.
    pub fingerprint: String,
}

/// One item of the keychain that nobody needs any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum LeftInKeychain {
    Account { service: String, name: String },
    Proxy { address: String },
}

/// Which account this desk sells with. Its secret is in the keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The base address, such as `https://services.truphone.com/connect-api`.
    pub service: String,
    pub credential: CredentialKind,
    /// The client id, or the name typed with a token.
    pub name: String,
    /// Whether other desks sell with this account too (rulings 13).
    pub several_desks: bool,
    /// Whether somebody said so: earlier versions wrote `false` without asking (rulings 34).
    #[serde(default)]
    pub several_desks_answered: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Client,
    Token,
}

impl Account {
    /// Whether other desks sell with this account too, where somebody said so.
    pub fn several_desks(&self) -> Option<bool> {
        self.several_desks_answered.then_some(self.several_desks)
    }
}

impl Settings {
    /// Whether the service of this account lately refused an eSIM because no phone was named, or not all of it.
    pub fn wants_device(&self, account: &str) -> bool {
        self.is_wanted(&self.device_wanted_by, account) || self.wants_whole_device(account)
    }

    /// Whether it lately refused one because the phone's model or IMEI was not there.
    pub fn wants_whole_device(&self, account: &str) -> bool {
        self.is_wanted(&self.whole_device_wanted_by, account)
    }

    /// Whether it lately refused an order because nobody said what the guest pays.
    pub fn wants_price(&self, account: &str) -> bool {
        self.is_wanted(&self.price_wanted_by, account)
    }

    fn is_wanted(&self, by: &[String], account: &str) -> bool {
        let is_late = |since: &Timestamp| clock::now().duration_since(*since) < BELIEVED_FOR;
        by.iter().any(|other| other == account)
            && self.wanted_since.get(account).is_some_and(is_late)
    }

    /// After how many days customers are forgotten.
    pub fn forget_after_days(&self) -> u16 {
        self.forget_after_days.unwrap_or(FORGET_AFTER_DAYS)
    }
}
