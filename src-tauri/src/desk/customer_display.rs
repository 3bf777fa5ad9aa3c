//! The customer's half of a hand-over: what their screen shows, what they chose, and when the code is put away.
//!
//! It holds no name, no price and no other order, so that no screen that is made from it can show one. How the screen
//! comes to be seen (a second window, the turned first one) is the shell's and the page's.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::draft::Phone;
use super::view::{Mode, SimView, suffix};
use super::{Desk, Inner, State};
use crate::activation::QrPicture;
use crate::book::{CustomerRecord, GuestNames, OrderKey};
use crate::settings::{Appearance, Language};

/// The languages that guests can read: one file each in `ui/src/lib/guest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GuestLanguage {
    En,
    De,
    Fr,
    Es,
    It,
    Pt,
    Nl,
    Pl,
    Tr,
    Ar,
    Ja,
    Zh,
}

/// The devices for which there are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GuestPhone {
    Iphone,
    Samsung,
    Android,
    Windows,
}

/// What was chosen for one guest; nothing yet where it is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct GuestChoice {
    pub language: Option<GuestLanguage>,
    pub phone: Option<GuestPhone>,
}

impl GuestChoice {
    /// What the book kept. A name that this program does not know is no choice.
    fn of(kept: &GuestNames) -> GuestChoice {
        GuestChoice {
            language: kept.language.as_deref().and_then(known),
            phone: kept.phone.as_deref().and_then(known),
        }
    }

    pub(super) fn names(self) -> GuestNames {
        GuestNames {
            language: self.language.and_then(name),
            phone: self.phone.and_then(name),
        }
    }
}

/// The book has the names that the page has.
fn known<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}

fn name(choice: impl Serialize) -> Option<String> {
    let name = serde_json::to_value(choice).ok()?;
    name.as_str().map(str::to_owned)
}

/// All that the customer's screen knows.
#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDisplay {
    pub demo: bool,
    pub appearance: Appearance,
    /// The staff's language, which is the guest's until they choose one.
    pub language: Language,
    pub system_language: String,
    /// Nothing while nothing is handed over.
    pub code: Option<DisplayedCode>,
}

#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DisplayedCode {
    /// The end of the order number, which the staff's half shows too (rulings 27).
    pub suffix: String,
    /// A side in modules, quiet zone included.
    pub modules: u32,
    /// An SVG path in module units.
    pub path: String,
    pub confirmation_required: bool,
    pub voucher: Option<String>,
    pub sim: SimView,
    /// The code has been up for so long that the likely reasons help.
    pub long: bool,
    pub language: Option<GuestLanguage>,
    pub phone: GuestPhone,
}

/// Why a code is no longer on screen though nobody pressed *Done*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyPutAway {
    /// It was up for as long as the manager allows.
    TimedOut,
    /// The computer was locked or put to sleep.
    Locked,
}

/// The last hand-over that ended without anybody's pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PutAway {
    pub order: OrderKey,
    pub why: WhyPutAway,
}

/// What the desk remembers for it. Only the choices are in the book as well.
#[derive(Default)]
pub(super) struct Customers {
    /// Of the orders whose guest chose or was handed over to in this run; newer than the book's.
    choices: HashMap<OrderKey, GuestChoice>,
    code: Option<Code>,
    pub(super) put_away: Option<PutAway>,
    pub(super) second_screen: bool,
    /// Counts the hand-overs, so that the time of one does not end a later one.
    handed_over: u64,
}

struct Code {
    order: OrderKey,
    number: u64,
    suffix: String,
    sold_for: Option<Phone>,
    modules: u32,
    path: String,
    confirmation_required: bool,
    voucher: Option<SecretString>,
}

impl Customers {
    /// The code leaves memory with the screen.
    pub(super) fn forget_code(&mut self) {
        self.code = None;
    }

    pub(super) fn choice_of(&self, order: OrderKey) -> Option<GuestChoice> {
        self.choices.get(&order).copied()
    }

    /// Customers were forgotten. What the book still has is read again when it is needed.
    pub(super) fn forget_choices(&mut self) {
        let shown = self.code.as_ref().map(|code| code.order);
        self.choices.retain(|order, _| Some(*order) == shown);
    }
}

impl Desk {
    /// What the customer's screen shows now.
    pub fn customer_display(&self) -> CustomerDisplay {
        let settings = self.inner.settings.current();
        let state = self.inner.lock();
        CustomerDisplay {
            demo: self.inner.mode == Mode::Demo,
            appearance: settings.appearance,
            language: settings.language,
            system_language: self.inner.system_language.clone(),
            code: state.customers_code(),
        }
    }

    /// Language and phone of the guest of an order, shown at once and then remembered in the book. A book that cannot take
    /// them stands in nobody's way: then they are remembered as long as the program runs.
    pub async fn choose_for_guest(&self, order: OrderKey, choice: GuestChoice) {
        self.inner.update(|state| {
            state.customers.choices.insert(order, choice);
        });
        // One after the other, and what is the newest by then: the last choice is the last that is written.
        let _turn = self.inner.choosing.lock().await;
        let newest = self.inner.lock().customers.choice_of(order);
        let names = newest.unwrap_or(choice).names();
        let kept = self
            .inner
            .with_book(move |book| book.guest_chose(order, &names));
        if let Err(failure) = kept.await {
            tracing::warn!(?failure, "a guest's choice is not in the order book");
        }
    }

    /// The order whose code is on screen.
    pub fn on_screen(&self) -> Option<OrderKey> {
        let state = self.inner.lock();
        state.on_screen.as_ref().map(|on_screen| on_screen.order)
    }

    /// Takes the code from every screen.
    pub fn put_away(&self, why: WhyPutAway) {
        self.inner.put_away(why, |_| true);
    }

    /// Tells the staff's half whether there is a second screen that shows the customer's.
    pub fn second_screen(&self, there: bool) {
        if self.inner.lock().customers.second_screen == there {
            return;
        }
        self.inner
            .update(|state| state.customers.second_screen = there);
    }
}

impl State {
    fn customers_code(&self) -> Option<DisplayedCode> {
        let on_screen = self.on_screen.as_ref()?;
        let code = self.customers.code.as_ref()?;
        if code.order != on_screen.order {
            return None;
        }
        let choice = self.customers.choice_of(code.order).unwrap_or_default();
        Some(DisplayedCode {
            suffix: code.suffix.clone(),
            modules: code.modules,
            path: code.path.clone(),
            confirmation_required: code.confirmation_required,
            voucher: code
                .voucher
                .as_ref()
                .map(|voucher| voucher.expose_secret().to_owned()),
            sim: on_screen.sim,
            long: on_screen.long,
            language: choice.language,
            phone: choice.phone.unwrap_or(match code.sold_for {
                Some(Phone::Iphone) | None => GuestPhone::Iphone,
                Some(Phone::Samsung) => GuestPhone::Samsung,
                Some(Phone::Other) => GuestPhone::Android,
            }),
        })
    }
}

impl Inner {
    /// The code of `order` is on screen from now on, until the manager's time is over. Gives what its guest chose before.
    pub(super) async fn show_customer(
        self: &Arc<Self>,
        order: OrderKey,
        picture: &QrPicture,
        confirmation_required: bool,
        voucher: Option<SecretString>,
    ) -> GuestChoice {
        let row = self.with_book(move |book| book.order(order)).await.ok();
        let sold_for = row.as_ref().and_then(|row| match &row.customer {
            CustomerRecord::Known(customer) => Phone::from_name(&customer.phone),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        });
        let kept = row.as_ref().map(|row| GuestChoice::of(&row.guest));
        let suffix = row.map_or_else(String::new, |row| {
            suffix(row.order_id.as_deref(), &row.reference)
        });
        let minutes = self.settings.current().put_away_after_minutes;
        let (number, choice) = self.update(|state| {
            let customers = &mut state.customers;
            if let Some(kept) = kept {
                customers.choices.entry(order).or_insert(kept);
            }
            let same = customers.code.as_ref().filter(|code| code.order == order);
            let number = same.map(|code| code.number);
            let begins = number.is_none();
            customers.handed_over += u64::from(begins);
            customers.put_away = None;
            customers.code = Some(Code {
                order,
                number: number.unwrap_or(customers.handed_over),
                suffix,
                sold_for,
                modules: picture.side(),
                path: picture.svg_path().to_owned(),
                confirmation_required,
                voucher,
            });
            let number = begins.then_some(customers.handed_over);
            (number, customers.choice_of(order).unwrap_or_default())
        });
        if let Some(number) = number {
            let after = Duration::from_secs(60) * minutes;
            tokio::spawn(put_away_after(Arc::downgrade(self), number, after));
        }
        choice
    }

    fn put_away(&self, why: WhyPutAway, which: impl FnOnce(&Code) -> bool) {
        let mut state = self.lock();
        let Some(order) = state.on_screen.as_ref().map(|on_screen| on_screen.order) else {
            return;
        };
        if !state.customers.code.as_ref().is_some_and(which) {
            return;
        }
        state.on_screen = None;
        state.customers.forget_code();
        state.customers.put_away = Some(PutAway { order, why });
        drop(state);
        self.changed.notify_one();
    }
}

async fn put_away_after(desk: Weak<Inner>, number: u64, after: Duration) {
    sleep(after).await;
    if let Some(inner) = desk.upgrade() {
        inner.put_away(WhyPutAway::TimedOut, |code| code.number == number);
    }
}
