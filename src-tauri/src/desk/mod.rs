//! The desk: placing, following and on_screen over orders, with one account, in one data folder.
//!
//! ```text
//! draft ──► place ──► follow ──► hand_over, mail  the way of an order
//! account, session, kept_secret, keys             signing in and out, and the keychain
//! customer_display                                the other side of the counter
//! view, failure, plan                             what the window is shown: facts, no words
//! unfinished, recover, recovery, person           an order whose answer was lost
//! upkeep                                          backups, forgetting customers
//! support                                         the support bundle
//! rhythm, agenda, wait                            when to look again, and at which order
//! ```
//!
//! The desk knows `activation`, `connect`, `book` and `keychain`, and shows through one trait, [`Screen`]. It names no
//! window, no clipboard and no file dialog: those are the shell's.

mod account;
mod account_form;
mod agenda;
mod customer_display;
mod demo_phone;
mod draft;
mod failure;
mod failure_of;
mod follow;
mod for_the_books;
mod guards;
mod hand_over;
mod kept_secret;
mod keys;
mod mail;
mod noting;
mod orders;
mod person;
mod place;
mod plan;
mod proving;
mod recover;
mod recovery;
mod rhythm;
mod session;
mod sim_look;
mod sim_watch;
mod support;
mod tracked;
mod unclaimed;
mod unfinished;
mod upkeep;
mod view;
mod wait;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

pub use account_form::{AccountForm, CredentialForm, ServiceChoice};
pub use customer_display::{
    CustomerDisplay, DisplayedCode, GuestChoice, GuestLanguage, GuestPhone, PutAway, WhyPutAway,
};
pub use demo_phone::{PhoneAnswer, PhoneStep, PhoneWords};
pub use draft::{
    Draft, Field, FieldProblem, Phone, Problem, StartChoice, is_country, line_problem,
};
pub use failure::{Failure, WhyBook, WhyExtraCa, WhyFile, WhyNotSent, WhyUnanswered, Words};
pub use for_the_books::SaleNotes;
pub use hand_over::{CodeText, InstallLink, LinkKind};
pub use mail::{MailDraft, MailWords};
pub use orders::{DaySums, DayTable, OrderGroup, OrdersPage, OrdersQuery};
pub use person::Verdict;
pub use plan::{DataAmount, Duration, DurationKind, Money, Plan};
pub use recovery::{BoughtTwiceView, CandidateView, RecoveryView};
pub use unclaimed::UnmatchedSale;
pub use view::{
    AccountState, AccountView, Catalogue, CustomerView, DoubtView, Environment, HandOver, Keep,
    Mode, OnScreenView, OrderView, RepairView, ServiceState, SettingsView, SignedOut, SimView,
    Snapshot, TimelineEntryView,
};
#[cfg(debug_assertions)]
pub use wait::HURRY_VARIABLE;
pub use wait::wait;

use crate::book::{Book, BookError, OrderKey};
use crate::connect::Client;
use crate::keychain::{Keychain, KeychainState};
use crate::sandbox::Sandbox;
use crate::settings::SettingsFile;
use failure_of::why_book;
use tracked::Tracked;

/// What shows the desk to people. Calls come from any thread and must not block.
pub trait Screen: Send + Sync + 'static {
    /// The newest state of everything.
    fn show(&self, snapshot: &Snapshot);
}

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
    pub sandbox: Option<Sandbox>,
    pub system_language: String,
    pub system_country: Option<String>,
}

/// A desk at work. Clones are the same desk; it stops following when the last one is dropped.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
    /// Ends the tasks of this desk when the last clone goes.
    _tasks: Arc<Tasks>,
}

struct Inner {
    mode: Mode,
    folder: PathBuf,
    service_option: Option<String>,
    system_language: String,
    system_country: Option<String>,
    zone: TimeZone,
    settings: SettingsFile,
    keychain: Keychain,
    sandbox: Option<Sandbox>,
    book: Result<Book, WhyBook>,
    state: Mutex<State>,
    /// Something that the window shows has changed.
    changed: Notify,
    /// An order is to be followed from now on.
    to_follow: Notify,
    online: watch::Sender<bool>,
    /// The last faults, for support.
    faults: support::Faults,
    /// The book is to be looked after now.
    upkeep: Notify,
    repairing: tokio::sync::Mutex<()>,
    /// How often the book was rebuilt in this run.
    repairs: AtomicU32,
    /// The book was rebuilt, and may have open orders that are not followed.
    relist: AtomicBool,
    /// Held from the last check of a sale to its row in the book, so that two cannot pass the check together, and while an
    /// account comes into use.
    counter: tokio::sync::Mutex<()>,
    /// Held while a guest's choice is written, so that none overtakes a later one.
    choosing: tokio::sync::Mutex<()>,
    /// Held while the keys of the book are changed in the keychain, so that nobody writes back an older set.
    keys_turn: tokio::sync::Mutex<()>,
}

struct State {
    account: AccountState,
    client: Option<Client>,
    service: ServiceState,
    orders: BTreeMap<OrderKey, Tracked>,
    orders_elsewhere: u32,
    on_screen: Option<sim_watch::OnScreen>,
    /// The orders whose code was on screen in this run.
    handed: HashSet<OrderKey>,
    customers: customer_display::Customers,
    /// Whether the book has its keys.
    keys: bool,
    /// The sales of this run, so that a sale sent twice by the window is one order.
    sales: HashMap<String, OrderKey>,
    /// The book was damaged and has been rebuilt.
    repaired: Option<RepairView>,
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
    /// [`Desk::open_account`], which may have to wait for the keychain. Runs on a tokio runtime.
    pub async fn open(opening: Opening) -> Desk {
        let settings = SettingsFile::open(&opening.folder);
        let folder = opening.folder.clone();
        let book = tokio::task::spawn_blocking(move || Book::open(&folder))
            .await
            .map_err(|_| WhyBook::Other)
            .and_then(|opened| opened.map_err(|error| why_book(&error)));
        let (book, repaired) = match book {
            Ok(opened) => (Ok(opened.book), opened.repaired),
            Err(why) => (Err(why), None),
        };
        let inner = Arc::new(Inner {
            mode: opening.mode,
            folder: opening.folder,
            service_option: opening.service,
            system_language: opening.system_language,
            system_country: opening.system_country,
            zone: TimeZone::system(),
            settings,
            keychain: opening.keychain,
            sandbox: opening.sandbox,
            book,
            state: Mutex::new(State {
                account: AccountState::Opening,
                client: None,
                service: ServiceState::NotAsked,
                orders: BTreeMap::new(),
                orders_elsewhere: 0,
                on_screen: None,
                handed: HashSet::new(),
                customers: customer_display::Customers::default(),
                keys: false,
                sales: HashMap::new(),
                repaired: repaired.as_ref().map(RepairView::of),
            }),
            changed: Notify::new(),
            to_follow: Notify::new(),
            online: watch::Sender::new(true),
            faults: support::Faults::default(),
            upkeep: Notify::new(),
            repairing: tokio::sync::Mutex::new(()),
            repairs: AtomicU32::new(0),
            relist: AtomicBool::new(false),
            counter: tokio::sync::Mutex::new(()),
            choosing: tokio::sync::Mutex::new(()),
            keys_turn: tokio::sync::Mutex::new(()),
        });
        // Nobody has to wait to be told that there is no account yet.
        if inner.mode == Mode::Live && inner.stored_account().is_none() {
            inner.lock().account = AccountState::None;
        }
        let tasks = vec![
            tokio::spawn(show_changes(Arc::clone(&inner), opening.screen)).abort_handle(),
            tokio::spawn(follow::follow(Arc::clone(&inner))).abort_handle(),
            tokio::spawn(follow::look_for_the_service(Arc::clone(&inner))).abort_handle(),
            tokio::spawn(show_keychain(Arc::clone(&inner))).abort_handle(),
            tokio::spawn(upkeep::each_hour(Arc::clone(&inner))).abort_handle(),
        ];
        Desk {
            inner,
            _tasks: Arc::new(Tasks(tasks)),
        }
    }

    /// Everything that the window shows, as it is now.
    pub fn snapshot(&self) -> Snapshot {
        self.inner.snapshot()
    }

    /// Whether this is a demo.
    pub fn mode(&self) -> Mode {
        self.inner.mode
    }

    /// How many orders are still to be followed; closing the window asks first.
    pub fn open_orders(&self) -> usize {
        let state = self.inner.lock();
        state
            .orders_here()
            .filter(|tracked| tracked.order.state.is_open())
            .count()
    }

    /// The data folder of this desk.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// The settings file of this desk's folder.
    pub fn settings(&self) -> &SettingsFile {
        &self.inner.settings
    }

    /// Shows a new snapshot, because something outside the desk's sight was changed (settings).
    pub fn show_again(&self) {
        self.inner.changed.notify_one();
    }

    /// Does now what the upkeep would do within the hour, because a setting for it was changed.
    pub fn look_after_the_book(&self) {
        self.inner.upkeep.notify_one();
    }

    /// What is wrong with a sale that is being typed.
    pub fn check_draft(&self, draft: &Draft) -> Vec<FieldProblem> {
        draft.problems(Timestamp::now(), &self.inner.zone)
    }
}

impl State {
    /// The orders of the account in use; those of others are not shown, and no answer changes them (rulings 2).
    fn orders_here(&self) -> impl DoubleEndedIterator<Item = &Tracked> {
        let here = self.account_id();
        self.orders
            .values()
            .filter(move |tracked| here.as_ref() == Some(&tracked.order.account))
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is shown, and shows it.
    fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.notify_one();
        result
    }

    fn book(&self) -> Result<&Book, Failure> {
        self.book
            .as_ref()
            .map_err(|why| Failure::Book { why: *why })
    }

    /// Runs `work` on the book off the async threads. A book that turns out to be damaged is rebuilt, and the failure says so.
    async fn with_book<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Book) -> Result<T, BookError> + Send + 'static,
    ) -> Result<T, Failure> {
        let book = self.book()?.clone();
        let repairs = self.repairs();
        let done = tokio::task::spawn_blocking(move || work(&book))
            .await
            .map_err(|_| Failure::Book {
                why: WhyBook::Other,
            })?;
        match done {
            Ok(done) => Ok(done),
            Err(BookError::Damaged) => Err(self.rebuild(repairs).await),
            Err(error) => Err(Failure::from(&error)),
        }
    }

    fn snapshot(&self) -> Snapshot {
        let settings = self.settings.current();
        let state = self.lock();
        Snapshot {
            mode: self.mode,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system_language: self.system_language.clone(),
            system_country: self.system_country.clone(),
            service_option: self.service_option.clone(),
            account: state.account.clone(),
            keychain: *self.keychain.state().borrow(),
            service: state.service.clone(),
            orders: state.orders_here().rev().map(Tracked::view).collect(),
            on_screen: state.on_screen.as_ref().map(sim_watch::OnScreen::view),
            put_away: state.customers.put_away,
            second_screen: state.customers.second_screen,
            orders_elsewhere: state.orders_elsewhere,
            book: self
                .book
                .as_ref()
                .err()
                .map(|why| Failure::Book { why: *why }),
            repaired: state.repaired.clone(),
            settings: SettingsView::of(&settings),
            data_folder: self.folder.display().to_string(),
        }
    }
}

/// Between two snapshots at least.
const BREATH: std::time::Duration = std::time::Duration::from_millis(30);
/// A snapshot of very many orders takes a while to make and to read: then they come less often, but no rarer than this.
const LONGEST_BREATH: std::time::Duration = std::time::Duration::from_millis(300);

/// Sends the newest snapshot after each change, at most some thirty times a second however many changes there are.
async fn show_changes(inner: Arc<Inner>, screen: Arc<dyn Screen>) {
    loop {
        inner.changed.notified().await;
        let begin = std::time::Instant::now();
        screen.show(&inner.snapshot());
        let breath = (begin.elapsed() * 10).clamp(BREATH, LONGEST_BREATH);
        tokio::time::sleep(breath).await;
    }
}

/// Shows what becomes of the keychain. One that answers at last is asked for what it owes.
async fn show_keychain(inner: Arc<Inner>) {
    let mut states = inner.keychain.state();
    while states.changed().await.is_ok() {
        inner.changed.notify_one();
        if *states.borrow_and_update() == KeychainState::Ready {
            inner.unlocked().await;
        }
    }
}
