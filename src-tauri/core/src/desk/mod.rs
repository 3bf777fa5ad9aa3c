//! The desk: placing, following and handing over orders, with one account, in one data folder.
//!
//! Each part owns its state behind its own lock, in a folder of its own, and offers functions. A part names only parts that
//! stand below it here:
//!
//! ```text
//! account_alone                the account where no desk is open
//! network                      proxy and certificates, as people change them
//! sign_in, maintenance         a change of account; what is done for the book each hour
//! takings                      what the days came to, and the service's list beside it
//! esim                         eSIMs that were sold: found, looked at, their plans started
//! lists, support               the book as lists; the support bundle
//! demo                         the demo's account and its customer's phone
//! snapshot, order_view         what the window is shown: facts, no words
//! settings                     changing a setting
//! updates                      newer versions of the program
//! group                        several eSIMs for one press, a line for each guest
//! sale                         from a filled form to the one request that buys
//! polling                      looking at open orders until each is ready or failed
//! refund                       whether an eSIM may be given back, and that it shall be
//! handover                     the code of one order on screen
//! recovery                     an order whose answer was lost; it cannot buy
//! cancelling                   the request that gives an eSIM back, and what became of it
//! install_code, catalogue      the install code of a completed order; the plans on sale
//! account                      whose requests these are, and the way to the service
//! orders                       the door to the order book, and the orders of this run
//! changes, setup, wait, model  the change signal, what is fixed for a run, waiting times, values
//! ```
//!
//! No part awaits or calls another with its lock held. The desk knows every room of the core; which part names which of them
//! is a table in `tests/rooms/structure/parts.rs`. It reaches out of the core through two traits: it shows through [`Screen`],
//! and finds and installs newer versions through [`Installer`]. It names no window, no clipboard and no file dialog: those are
//! the shell's.

mod account;
mod account_alone;
mod cancelling;
mod catalogue;
mod changes;
mod demo;
mod esim;
mod group;
mod handover;
mod install_code;
mod lists;
mod maintenance;
mod model;
mod network;
mod order_view;
mod orders;
mod polling;
mod recovery;
mod refund;
mod sale;
mod settings;
mod setup;
mod sign_in;
mod snapshot;
mod support;
mod takings;
mod updates;
mod wait;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;
use tokio::task::{AbortHandle, JoinHandle};

use self::account::Account;
use self::cancelling::Cancelling;
use self::changes::Changes;
use self::maintenance::Maintenance;
use self::orders::Orders;
use self::setup::Setup;
use self::sign_in::follow_keychain;
use self::snapshot::{Parts, Snapshots, publish};
use crate::book::Dialect;
use crate::keychain::Keychain;
use crate::settings::SettingsFile;

pub use crate::book::Verdict;

pub use self::account::{
    AccountForm, AccountState, AccountView, CredentialForm, Environment, Keep, ServiceChoice,
    ServiceState, SignedOut,
};
pub use self::account_alone::{AccountAlone, NotAlone};
pub use self::catalogue::{Catalogue, Plans, SoldLately};
pub use self::demo::{Demo, DemoService, PhoneAnswer, PhoneStep, PhoneWords};
pub use self::esim::{
    Balance, EsimView, Esims, FoundBy, FoundEsim, FoundEsims, OrderThere, PlanOnSim, PlanState,
    StartNow,
};
pub use self::group::{
    CheckedGroup, CheckedLine, ColumnDays, ColumnKind, Cost, DayOrder, ForAll, GroupDraft,
    GroupLineView, GroupList, GroupStopped, GroupSummary, GroupView, Groups, GroupsNow, LineDraft,
    LineOrderView, LineProblem, ShownPlan, SoldAlready, TableLines, TableRead, WhyNotBought,
};
pub use self::handover::{
    CodeText, CustomerDisplay, DisplayedCode, DoubtView, GuestChoice, GuestLanguage, GuestPhone,
    HandOver, HandOverView, InstallLink, LinePicture, LinkKind, MailDraft, MailWords, OnScreenView,
    PaperPage, PutAway, WhyPutAway,
};
pub use self::lists::{
    DaySums, DayTable, LineOfTable, Lists, OrderHeading, OrdersPage, OrdersQuery,
};
pub use self::model::{
    DataAmount, Duration, DurationKind, Failure, Field, FieldProblem, Mode, Money, Phone, Plan,
    Problem, SimView, TypedKind, WhyBook, WhyExtraCa, WhyFile, WhyNoRefund, WhyNoTopUp, WhyNotSent,
    WhyTable, WhyUnanswered, Words, is_country, line_problem, tidied,
};
pub use self::network::{DeskNetwork, NetworkChange, ProxyChange, ProxyLoginChange};
pub use self::order_view::{CustomerView, OrderView, TimelineEntryView};
pub use self::orders::{BookNotes, RepairView};
pub use self::polling::Poller;
pub use self::recovery::{
    BoughtTwiceView, CandidateView, Recovery, RecoveryView, Unmatched, UnmatchedSale,
    UnmatchedSales,
};
pub use self::refund::Refund;
pub use self::sale::{AsOrdered, Draft, Sale, SaleNotes, StartChoice, TopUpDraft};
pub use self::settings::{DeskSettings, HelperPart, ProxyView, SettingsChange, SettingsView};
pub use self::sign_in::SignIn;
pub use self::snapshot::{Screen, Snapshot};
pub use self::support::{Support, at_rest as support_at_rest};
pub use self::takings::{
    ComparisonView, DayBar, DaysQuery, DaysView, DifferenceKind, DifferenceView, ProviderSale,
    ReadSoFar, SumsBy, SumsRow, SumsTable, SumsView, Takings, Unseen,
};
pub use self::updates::{
    InTheWay, InstalledBy, Installer, LookedView, Offer, ReleaseView, UpdateStep, UpdateTrouble,
    Updates, UpdatesView,
};
pub use self::wait::wait;

/// What a desk is opened with.
pub struct Opening {
    pub mode: Mode,
    /// The data folder of this mode; it exists and is locked for this program.
    pub folder: PathBuf,
    pub keychain: Keychain,
    pub screen: Arc<dyn Screen>,
    /// The base address of `--service`: another account than the stored one, unless it is the same.
    pub service: Option<String>,
    /// The demo's own service, already running.
    pub sandbox: Option<DemoService>,
    pub system_language: String,
    pub system_country: Option<String>,
    /// How this computer's spreadsheet expects numbers and lists.
    pub dialect: fn() -> Dialect,
}

/// A desk at work. Clones are the same desk; it stops following when the last one is dropped.
#[derive(Clone)]
pub struct Desk {
    pub sign_in: Arc<SignIn>,
    pub settings: Arc<DeskSettings>,
    pub network: Arc<DeskNetwork>,
    pub plans: Arc<Plans>,
    pub sale: Arc<Sale>,
    pub groups: Arc<Groups>,
    pub polling: Arc<Poller>,
    pub recovery: Arc<Recovery>,
    pub unmatched: Arc<Unmatched>,
    pub handover: Arc<HandOver>,
    pub refund: Arc<Refund>,
    pub lists: Arc<Lists>,
    pub esims: Arc<Esims>,
    pub takings: Arc<Takings>,
    pub demo: Arc<Demo>,
    pub support: Arc<Support>,
    pub updates: Arc<Updates>,
    setup: Arc<Setup>,
    snapshots: Arc<Snapshots>,
    changes: Changes,
    /// Ends the tasks of this desk when the last clone goes.
    _tasks: Arc<Tasks>,
}

struct Tasks(Vec<AbortHandle>);

impl Drop for Tasks {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

impl Desk {
    /// Opens the settings and the book, shows a first snapshot and starts to follow. The account is opened by
    /// [`SignIn::open`], which may have to wait for the keychain. Runs on a tokio runtime.
    pub async fn open(opening: Opening) -> Desk {
        let setup = Arc::new(Setup {
            mode: opening.mode,
            folder: opening.folder,
            zone: TimeZone::system(),
            system_language: opening.system_language,
            system_country: opening.system_country,
            dialect: opening.dialect,
            service: opening.service,
        });
        let settings = Arc::new(SettingsFile::open(&setup.folder));
        let keychain = opening.keychain;
        let changes = Changes::default();

        let orders = Orders::open(&setup.folder, keychain.clone(), changes.clone()).await;
        let orders = Arc::new(orders);
        let account = Arc::new(Account::new(
            setup.clone(),
            settings.clone(),
            keychain.clone(),
            changes.clone(),
        ));
        let recovery = Arc::new(Recovery::new(
            settings.reader(),
            account.clone(),
            orders.clone(),
            changes.clone(),
        ));
        let handover = Arc::new(HandOver::new(
            setup.clone(),
            settings.reader(),
            account.clone(),
            orders.clone(),
            changes.clone(),
        ));
        let cancelling = Arc::new(Cancelling::new(account.clone(), orders.clone()));
        let polling = Arc::new(Poller::new(
            account.clone(),
            orders.clone(),
            recovery.clone(),
            cancelling.clone(),
        ));
        let demo = Arc::new(Demo::new(opening.sandbox, orders.clone(), handover.clone()));
        let sign_in = Arc::new(SignIn::new(
            setup.clone(),
            account.clone(),
            orders.clone(),
            handover.clone(),
            demo.clone(),
        ));
        let updates = Arc::new(Updates::new(
            setup.clone(),
            settings.clone(),
            account.clone(),
            orders.clone(),
            handover.clone(),
            changes.clone(),
        ));
        let sale = Arc::new(Sale::new(
            setup.clone(),
            settings.clone(),
            account.clone(),
            orders.clone(),
            recovery.clone(),
        ));
        let groups = Arc::new(Groups::new(
            account.clone(),
            orders.clone(),
            sale.clone(),
            changes.clone(),
        ));
        let snapshots = Arc::new(Snapshots::new(Parts {
            setup: setup.clone(),
            settings: settings.reader(),
            keychain: keychain.clone(),
            account: account.clone(),
            orders: orders.clone(),
            recovery: recovery.clone(),
            handover: handover.clone(),
            updates: updates.clone(),
            groups: groups.clone(),
        }));
        let maintenance = Maintenance::new(
            settings.reader(),
            account.clone(),
            orders.clone(),
            handover.clone(),
        );
        let lists = Arc::new(Lists::new(
            setup.clone(),
            account.clone(),
            orders.clone(),
            recovery.clone(),
        ));
        let tasks = [
            tokio::spawn(publish(snapshots.clone(), changes.clone(), opening.screen)),
            tokio::spawn(polling.clone().run()),
            tokio::spawn(polling::probe::run(polling.clone())),
            tokio::spawn(follow_keychain(
                sign_in.clone(),
                keychain.clone(),
                changes.clone(),
            )),
            tokio::spawn(maintenance.run()),
            tokio::spawn(updates.clone().run()),
            tokio::spawn(groups.clone().run()),
        ];
        Desk {
            settings: Arc::new(DeskSettings::new(
                settings.clone(),
                account.clone(),
                orders.clone(),
                updates.clone(),
                changes.clone(),
            )),
            network: Arc::new(DeskNetwork::new(
                account.clone(),
                sign_in.clone(),
                changes.clone(),
            )),
            plans: Arc::new(Plans::new(
                account.clone(),
                orders.clone(),
                settings.reader(),
            )),
            sale,
            groups,
            refund: Arc::new(Refund::new(
                account.clone(),
                orders.clone(),
                handover.clone(),
                cancelling,
            )),
            esims: Arc::new(Esims::new(account.clone(), orders.clone(), lists.clone())),
            unmatched: Arc::new(Unmatched::new(account.clone(), orders.clone())),
            takings: Arc::new(Takings::new(
                setup.clone(),
                account.clone(),
                orders.clone(),
                lists.clone(),
            )),
            lists,
            support: Arc::new(Support::new(
                setup.clone(),
                settings.reader(),
                keychain,
                account,
                orders,
            )),
            sign_in,
            polling,
            recovery,
            handover,
            demo,
            updates,
            setup,
            snapshots,
            changes,
            _tasks: Arc::new(Tasks(tasks.iter().map(JoinHandle::abort_handle).collect())),
        }
    }

    /// Everything that the window shows, as it is now.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshots.now()
    }

    /// Whether this is a demo.
    pub fn mode(&self) -> Mode {
        self.setup.mode
    }

    /// The data folder of this desk.
    pub fn folder(&self) -> &Path {
        &self.setup.folder
    }

    /// Shows a snapshot again, because another window looks now.
    pub fn show_again(&self) {
        self.changes.notify();
    }
}
