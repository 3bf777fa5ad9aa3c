//! What the window is shown: whole snapshots, published after each change. Facts only, no words, no codes.
//!
//! Each part is asked once, one lock at a time: account, its orders, the hand-over, updates, groups; recovery once for each
//! order whose answer was lost. A change between two of them is in the next snapshot, a pause later.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::account::{Account, AccountState, ServiceState};
use super::changes::Changes;
use super::group::{Groups, GroupsNow};
use super::handover::{HandOver, OnScreenView, PutAway};
use super::model::{Failure, Mode};
use super::order_view::OrderView;
use super::orders::{BookNotes, Orders, RepairView};
use super::recovery::Recovery;
use super::settings::SettingsView;
use super::setup::Setup;
use super::updates::{Updates, UpdatesView};
use crate::keychain::{Keychain, KeychainState};
use crate::settings::{MonitorKept, SettingsReader, SettingsTrouble};

/// Between two snapshots at least.
const PAUSE: Duration = Duration::from_millis(30);
/// A snapshot of very many orders takes a while to make and to read: then they come less often, but no rarer than this.
const LONGEST_PAUSE: Duration = Duration::from_millis(300);

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
    /// Why the service cannot be reached, while it is offline.
    pub unreached: Option<Failure>,
    /// The open orders and those of this run, newest first.
    pub orders: Vec<OrderView>,
    /// The order whose code is on screen.
    pub on_screen: Option<OnScreenView>,
    /// The order whose code left the screen by itself, until the next hand-over.
    pub put_away: Option<PutAway>,
    /// Whether a second monitor shows the customer's half.
    pub second_screen: bool,
    /// The service wants to know the guest's phone: a sale without one is not sent.
    pub phone_needed: bool,
    /// It wants to know the phone's model and IMEI, too.
    pub whole_phone_needed: bool,
    /// It wants to know what the guest pays: an order without is not sent.
    pub price_needed: bool,
    /// Monitors of which nobody has said yet what they are for.
    pub free_monitors: Vec<MonitorKept>,
    /// Open orders of other accounts: they wait until that account signs in (rulings 2).
    pub orders_of_other_accounts: u32,
    /// Why nothing can be sold now, where the order book is the reason.
    pub book: Option<Failure>,
    /// The order book was damaged and has been rebuilt.
    pub repaired: Option<RepairView>,
    /// What else should be known of the order book.
    pub book_notes: BookNotes,
    pub settings: SettingsView,
    /// What of the settings file could not be read.
    pub settings_trouble: Option<SettingsTrouble>,
    /// Newer versions of the program.
    pub updates: UpdatesView,
    /// Groups of which something is being bought, and those that stopped by themselves.
    pub groups: GroupsNow,
    pub data_folder: String,
}

/// What shows the desk to people. Calls come from any thread and must not block.
pub trait Screen: Send + Sync + 'static {
    /// The newest state of everything.
    fn show(&self, snapshot: &Snapshot);
}

/// Snapshots of this desk. Whoever has them reaches none of the parts that they ask.
pub(in crate::desk) struct Snapshots(Parts);

/// All parts that a snapshot asks, as they are handed to [`Snapshots`].
pub(in crate::desk) struct Parts {
    pub(in crate::desk) setup: Arc<Setup>,
    pub(in crate::desk) settings: SettingsReader,
    pub(in crate::desk) keychain: Keychain,
    pub(in crate::desk) account: Arc<Account>,
    pub(in crate::desk) orders: Arc<Orders>,
    pub(in crate::desk) recovery: Arc<Recovery>,
    pub(in crate::desk) handover: Arc<HandOver>,
    pub(in crate::desk) updates: Arc<Updates>,
    pub(in crate::desk) groups: Arc<Groups>,
}

impl Snapshots {
    pub(in crate::desk) fn new(parts: Parts) -> Snapshots {
        Snapshots(parts)
    }

    /// Everything, as it is now.
    pub(in crate::desk) fn now(&self) -> Snapshot {
        let Snapshots(parts) = self;
        let setup = &parts.setup;
        let settings = parts.settings.current();
        let (account, service, unreached) = parts.account.view();
        let here = account.id();
        let of_orders = parts.orders.shown(|live| {
            let here = live.of(here.as_ref()).rev();
            here.map(OrderView::of).collect::<Vec<_>>()
        });
        let orders = of_orders.orders.into_iter();
        let orders = orders
            .map(|order| order.with_search(&parts.recovery))
            .collect();
        let shown = parts.handover.shown();
        Snapshot {
            mode: setup.mode,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            system_language: setup.system_language.clone(),
            system_country: setup.system_country.clone(),
            service_option: setup.service.clone(),
            account,
            keychain: *parts.keychain.state().borrow(),
            service,
            unreached,
            orders,
            on_screen: shown.on_screen,
            put_away: shown.put_away,
            second_screen: shown.second_screen,
            phone_needed: here
                .as_ref()
                .is_some_and(|here| settings.wants_device(&here.0)),
            whole_phone_needed: here
                .as_ref()
                .is_some_and(|here| settings.wants_whole_device(&here.0)),
            price_needed: here
                .as_ref()
                .is_some_and(|here| settings.wants_price(&here.0)),
            free_monitors: shown.free_monitors,
            orders_of_other_accounts: of_orders.of_other_accounts,
            book: of_orders.book,
            repaired: of_orders.repaired,
            book_notes: of_orders.notes,
            settings: SettingsView::of(&settings),
            settings_trouble: parts.settings.trouble(),
            updates: parts.updates.view(),
            groups: parts.groups.now(),
            data_folder: setup.folder.display().to_string(),
        }
    }
}

/// Shows the newest snapshot after each change, at most some thirty times a second however many changes there are.
pub(in crate::desk) async fn publish(
    snapshots: Arc<Snapshots>,
    changes: Changes,
    screen: Arc<dyn Screen>,
) {
    loop {
        changes.next().await;
        let begin = Instant::now();
        screen.show(&snapshots.now());
        let pause = (begin.elapsed() * 10).clamp(PAUSE, LONGEST_PAUSE);
        tokio::time::sleep(pause).await;
    }
}
