//! Handing over: the code of one order on screen, until the customer has it.
//!
//! ```text
//! on_screen  what is up, whose it is, and what stays in memory
//! code       the proved code of an order
//! picture    its picture, and the pictures of its links
//! copies     what leaves by other ways: copied, saved, mailed (mail: the draft)
//! sim_watch  the SIM, looked at while its code is up (sim: one question; used: before it is shown again)
//! display    what the customer's screen shows (guest: language and phone)
//! view       what the staff's window shows
//! ```
//!
//! Where a code goes from here (window, clipboard, file) is the shell's. Whether it may be shown at all: `install_code`.

mod code;
mod copies;
mod display;
mod guest;
mod mail;
mod on_screen;
mod picture;
mod sim;
mod sim_watch;
mod used;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::sleep;

use self::code::Proved;
use self::on_screen::{Code, OnScreen, Wish};
use crate::activation::QrPicture;
use crate::book::{CustomerRecord, OrderKey, OrderState};
use crate::clock;
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::model::{Failure, Mode, Phone, SimView, suffix};
use crate::desk::orders::Orders;
use crate::desk::setup::Setup;
use crate::settings::{MonitorKept, SettingsReader};

pub use self::display::{CustomerDisplay, DisplayedCode};
pub use self::guest::{GuestChoice, GuestLanguage, GuestPhone};
pub use self::mail::{MailDraft, MailWords};
pub use self::picture::{CodeText, InstallLink, LinkKind};
pub use self::view::{
    DoubtView, HandOverView, LinePicture, OnScreenView, PaperPage, PutAway, WhyPutAway,
};

/// A code that went up so lately is still the one that everybody in the room expects.
const JUST_BEGUN: Duration = Duration::from_secs(60);

/// The hand-over of this desk: one order at a time.
pub struct HandOver {
    setup: Arc<Setup>,
    settings: SettingsReader,
    account: Arc<Account>,
    orders: Arc<Orders>,
    changes: Changes,
    /// Held while a guest's choice is written, so that none overtakes a later one.
    choosing: tokio::sync::Mutex<()>,
    state: Mutex<OnScreen>,
}

/// What the window is shown of it, as of one moment.
pub(in crate::desk) struct Shown {
    pub(in crate::desk) on_screen: Option<OnScreenView>,
    pub(in crate::desk) put_away: Option<PutAway>,
    pub(in crate::desk) second_screen: bool,
    pub(in crate::desk) free_monitors: Vec<MonitorKept>,
}

impl HandOver {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: SettingsReader,
        account: Arc<Account>,
        orders: Arc<Orders>,
        changes: Changes,
    ) -> HandOver {
        HandOver {
            setup,
            settings,
            account,
            orders,
            changes,
            choosing: tokio::sync::Mutex::new(()),
            state: Mutex::default(),
        }
    }

    /// What *Hand over* shows for `key`, unless the eSIM is on a phone already or gone: then that is said instead, and no
    /// code leaves. `anyway` is the staff's answer to it.
    pub async fn open_unless_used(
        self: &Arc<Self>,
        key: OrderKey,
        anyway: bool,
    ) -> Result<HandOverView, Failure> {
        let (wish, shown, was_handed_over) = {
            let mut on_screen = self.lock();
            let wish = on_screen.want(key);
            (wish, on_screen.shows(key), on_screen.was_handed_over(key))
        };
        if !anyway
            && !shown
            && let Some(sim) =
                used::sim_in_use(&self.account, &self.orders, key, was_handed_over).await
        {
            self.lock().in_vain(wish);
            return Ok(HandOverView::Used { sim });
        }
        self.open_wanted(key, wish).await
    }

    /// What *Hand over* shows for `key`.
    pub async fn open(self: &Arc<Self>, key: OrderKey) -> Result<HandOverView, Failure> {
        let wish = self.lock().want(key);
        self.open_wanted(key, wish).await
    }

    async fn open_wanted(
        self: &Arc<Self>,
        key: OrderKey,
        wish: Wish,
    ) -> Result<HandOverView, Failure> {
        let opened = self.find_and_show(key, wish).await;
        // Nothing where it is on screen.
        self.lock().in_vain(wish);
        opened
    }

    /// Whatever ends a hand-over while its code is still on the way (*Done*, a lock, another account, another order) ends
    /// the wish, and the code goes nowhere.
    async fn find_and_show(
        self: &Arc<Self>,
        key: OrderKey,
        wish: Wish,
    ) -> Result<HandOverView, Failure> {
        let reference = || {
            let known = self.orders.get(key, |live| live.order().reference.clone());
            known.unwrap_or_default()
        };
        let withheld = |doubt| HandOverView::Withheld {
            doubt,
            reference: reference(),
        };
        let (code, voucher) = match code::proved(&self.account, &self.orders, key).await? {
            Proved::Code { code, voucher } => (code, voucher),
            Proved::Withheld(doubt) => return Ok(withheld(doubt)),
        };
        let picture = match picture::of_code(code.clone()).await {
            Ok(picture) => picture,
            Err(doubt) => return Ok(withheld(DoubtView::of(&doubt))),
        };
        let guest = self
            .show_customer(
                key,
                wish,
                &picture,
                code.confirmation_required(),
                voucher.clone(),
            )
            .await?;
        let mode = self.setup.mode;
        Ok(HandOverView::of_code(
            key,
            &picture,
            &code,
            voucher.as_ref(),
            mode,
            guest,
        ))
    }

    /// The customer has gone: nobody looks at their SIM any more, and the code leaves every screen.
    pub fn done(&self) {
        self.lock().clear();
        self.changes.notify();
    }

    /// Takes the code from every screen, though nobody pressed *Done*.
    pub fn put_away(&self, why: WhyPutAway) {
        let ended = self.lock().put_away(why);
        if ended {
            self.changes.notify();
        }
    }

    /// The eSIM of an order is being given back: its code leaves every screen, and what is on the way to one does not come up.
    pub(in crate::desk) fn withdraw(&self, key: OrderKey) {
        let ended = self.lock().withdraw(key);
        if ended {
            self.changes.notify();
        }
    }

    /// What is on screen is as it was proved; what became of its order since may spoil that, by an answer about any other.
    /// Looked at before anybody is shown what is up, so that no way to such a state can forget it.
    fn withdraw_unproved(&self) {
        let Some(order) = self.on_screen() else {
            return;
        };
        let ended = match self.orders.state_of(order) {
            // Of an earlier run: whatever befalls it brings it into memory.
            None | Some(OrderState::Ready) => false,
            Some(OrderState::Cancelling | OrderState::Refunded) => self.lock().withdraw(order),
            Some(
                OrderState::Sending
                | OrderState::Accepted
                | OrderState::Preparing
                | OrderState::Withheld
                | OrderState::Failed
                | OrderState::Refused
                | OrderState::NotSent
                | OrderState::Unconfirmed
                | OrderState::Settled
                | OrderState::Added,
            ) => self.lock().unprove(order),
        };
        if ended {
            self.changes.notify();
        }
    }

    /// The order whose code is on screen.
    pub fn on_screen(&self) -> Option<OrderKey> {
        self.lock().order()
    }

    /// Whether the code of this order was up in this run.
    pub(in crate::desk) fn was_up(&self, order: OrderKey) -> bool {
        self.lock().was_handed_over(order)
    }

    /// Whether the hand-over goes on with a page of the staff's that begins anew and no longer knows what it showed: only if
    /// it has just begun and somebody has the window before them (rulings 42).
    pub fn outlives_page(&self, in_front: bool) -> bool {
        let up = self.lock().up_for();
        in_front && up.is_some_and(|up| up < JUST_BEGUN)
    }

    /// What the service says of an order's SIM now.
    pub async fn sim(&self, key: OrderKey) -> Result<SimView, Failure> {
        match self.orders.sim(key).await {
            Some((whose, iccid)) => sim::ask_sim(&self.account, &whose, &iccid).await,
            None => Ok(SimView::NotRead),
        }
    }

    /// What the customer's screen shows now.
    pub fn display(&self) -> CustomerDisplay {
        self.withdraw_unproved();
        let settings = self.settings.current();
        CustomerDisplay {
            demo: self.setup.mode == Mode::Demo,
            appearance: settings.appearance,
            language: settings.language,
            system_language: self.setup.system_language.clone(),
            code: self.lock().displayed(),
        }
    }

    /// Tells the staff's half whether there is a second screen that shows the customer's, and which monitors the staff are
    /// to be asked about.
    pub fn set_second_screen(&self, there: bool, free: Vec<MonitorKept>) {
        let news = self.lock().set_second_screen(there, free);
        if news {
            self.changes.notify();
        }
    }

    /// Language and phone of the guest of an order, shown at once and then remembered in the book. A book that cannot take
    /// them stands in nobody's way: then they are remembered as long as the program runs.
    pub async fn choose(&self, order: OrderKey, choice: GuestChoice) {
        self.lock().choose(order, choice);
        self.changes.notify();
        // One after the other, and what is the newest by then: the last choice is the last that is written.
        let _turn = self.choosing.lock().await;
        let newest = self.lock().choice_of(order);
        let names = newest.unwrap_or(choice).names();
        self.orders.set_guest(order, names.clone());
        let written = self
            .orders
            .book(move |book| book.guest_chose(order, &names));
        if let Err(failure) = written.await {
            tracing::warn!(?failure, "a guest's choice is not in the order book");
        }
    }

    /// Customers were forgotten, and what they chose with them.
    pub(in crate::desk) fn forget_choices(&self) {
        self.lock().forget_choices();
    }

    pub(in crate::desk) fn shown(&self) -> Shown {
        self.withdraw_unproved();
        let on_screen = self.lock();
        Shown {
            on_screen: on_screen.view(),
            put_away: on_screen.last_put_away(),
            second_screen: on_screen.second_screen(),
            free_monitors: on_screen.free_monitors().to_vec(),
        }
    }

    /// The code of `order` is on screen from now on, until the manager's time is over. Gives what its guest chose before.
    async fn show_customer(
        self: &Arc<Self>,
        order: OrderKey,
        wish: Wish,
        picture: &QrPicture,
        confirmation_required: bool,
        voucher: Option<SecretString>,
    ) -> Result<GuestChoice, Failure> {
        let sim = self.orders.sim(order).await;
        let row = self.orders.book(move |book| book.order(order)).await.ok();
        let sold_for = row.as_ref().and_then(|row| match &row.customer {
            CustomerRecord::Known(customer) => Phone::from_name(&customer.phone),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        });
        let kept = row.as_ref().map(|row| GuestChoice::of(&row.guest));
        let suffix = row.map_or_else(String::new, |row| {
            suffix(row.order_id.as_deref(), &row.reference)
        });
        let code = Code {
            order,
            suffix,
            sold_for,
            modules: picture.side(),
            path: picture.svg_path().to_owned(),
            confirmation_required,
            voucher,
            number: 0,
        };
        let minutes = self.settings.current().put_away_after_minutes;
        let (begun, choice) = {
            let mut on_screen = self.lock();
            if let Some(kept) = kept {
                on_screen.remember_choice(order, kept);
            }
            let begun = on_screen.show(wish, code).ok_or(Failure::CodePutAway)?;
            (begun, on_screen.choice_of(order).unwrap_or_default())
        };
        self.changes.notify();
        if begun.watched {
            self.watch_sim(order, sim);
        }
        if let Some(number) = begun.number {
            let after = Duration::from_secs(60) * minutes;
            tokio::spawn(put_away_after(Arc::downgrade(self), number, after));
            tokio::spawn(note_shown(Arc::clone(&self.orders), order));
        }
        Ok(choice)
    }

    fn time_out(&self, number: u64) {
        let ended = self.lock().time_out(number);
        if ended {
            self.changes.notify();
        }
    }

    fn lock(&self) -> MutexGuard<'_, OnScreen> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For whoever asks after a restart whose turn it is. A book that cannot take it holds no guest up.
async fn note_shown(orders: Arc<Orders>, order: OrderKey) {
    let now = clock::now();
    orders.set_shown(order, now);
    let noted = orders.book(move |book| book.code_shown(order, now)).await;
    if let Err(failure) = noted {
        tracing::warn!(?failure, "that a code was shown is not in the order book");
    }
}

async fn put_away_after(handover: Weak<HandOver>, number: u64, after: Duration) {
    sleep(after).await;
    if let Some(handover) = handover.upgrade() {
        handover.time_out(number);
    }
}
