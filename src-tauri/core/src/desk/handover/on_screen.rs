//! What is on screen during a hand-over, and what stays of it in memory. Pure: no lock, no book, no request.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::display::DisplayedCode;
use super::guest::{GuestChoice, GuestPhone};
use super::view::{OnScreenView, PutAway, WhyPutAway};
use crate::book::OrderKey;
use crate::clock;
use crate::desk::model::{Phone, Recent, SimView};
use crate::settings::MonitorKept;

/// Of so many orders memory knows that they were handed over. Of others the SIM is asked, as after a restart.
const KEPT: usize = 500;

/// All of it.
#[derive(Default)]
pub(super) struct OnScreen {
    order: Option<Watched>,
    /// Whose code somebody wants to see, until something ends that. It stays with the code while that is up.
    wanted: Option<(OrderKey, Wish)>,
    /// The orders whose code was on screen in this run.
    handed: Recent<OrderKey, (), KEPT>,
    /// What guests chose, by order: as they chose in this run, or else as the book had it when their code came up.
    choices: Recent<OrderKey, GuestChoice, KEPT>,
    code: Option<Code>,
    put_away: Option<PutAway>,
    second_screen: bool,
    free_monitors: Vec<MonitorKept>,
    /// Counts the hand-overs, so that the time of one does not end a later one.
    count: u64,
    /// Counts the wishes.
    wishes: u64,
}

/// That somebody wants to see a code: found out, read and drawn it may be out of date, and then it must not come up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wish(u64);

/// The order whose code is on screen, and its SIM.
struct Watched {
    order: OrderKey,
    sim: SimView,
    since: Timestamp,
    begun: Instant,
    /// So much time has gone by that the likely reasons help.
    waits_long: bool,
}

/// The code as the customer's screen needs it.
pub(super) struct Code {
    pub(super) order: OrderKey,
    pub(super) suffix: String,
    pub(super) sold_for: Option<Phone>,
    pub(super) modules: u32,
    pub(super) path: String,
    pub(super) confirmation_required: bool,
    pub(super) voucher: Option<SecretString>,
    /// Which hand-over it is; given by [`OnScreen::show`].
    pub(super) number: u64,
}

/// What begins with a code that comes up.
pub(super) struct HandOverBegun {
    /// Its SIM is to be looked at from now on.
    pub(super) watched: bool,
    /// The number of the hand-over, where it is a new one.
    pub(super) number: Option<u64>,
}

impl OnScreen {
    /// Somebody wants to see the code of `order`. Ends the wish for another one.
    pub(super) fn want(&mut self, order: OrderKey) -> Wish {
        if let Some((known, wish)) = self.wanted
            && known == order
        {
            return wish;
        }
        self.wishes += 1;
        let wish = Wish(self.wishes);
        self.wanted = Some((order, wish));
        wish
    }

    /// Whether nothing has ended the wish since.
    pub(super) fn is_wanted(&self, wish: Wish) -> bool {
        self.wanted.is_some_and(|(_, known)| known == wish)
    }

    /// There is no code to show.
    pub(super) fn in_vain(&mut self, wish: Wish) {
        if let Some((order, known)) = self.wanted
            && known == wish
            && !self.shows(order)
        {
            self.wanted = None;
        }
    }

    /// The code of `order` goes on screen; false where it is there already.
    fn begin(&mut self, order: OrderKey) -> bool {
        if self.shows(order) {
            return false;
        }
        self.order = Some(Watched {
            order,
            sim: SimView::NotRead,
            since: clock::now(),
            begun: Instant::now(),
            waits_long: false,
        });
        self.handed.insert(order, ());
        true
    }

    /// The code is on screen from now on; nothing of it where the wish for it has ended.
    pub(super) fn show(&mut self, wish: Wish, code: Code) -> Option<HandOverBegun> {
        if !self.is_wanted(wish) {
            return None;
        }
        let watched = self.begin(code.order);
        let same = self.code.as_ref().filter(|known| known.order == code.order);
        let number = same.map(|known| known.number);
        let begins = number.is_none();
        self.count += u64::from(begins);
        self.put_away = None;
        self.code = Some(Code {
            number: number.unwrap_or(self.count),
            ..code
        });
        Some(HandOverBegun {
            watched,
            number: begins.then_some(self.count),
        })
    }

    /// The code leaves the screen, and memory with it. One that is on its way there does not come up.
    pub(super) fn clear(&mut self) {
        self.order = None;
        self.code = None;
        self.wanted = None;
    }

    /// Nobody pressed *Done*, and still the code goes, also one that is on its way to the screen; whether there was one.
    pub(super) fn put_away(&mut self, why: WhyPutAway) -> bool {
        let wanted = self.wanted.map(|(order, _)| order);
        let Some(order) = wanted.or(self.order()) else {
            return false;
        };
        self.clear();
        self.put_away = Some(PutAway { order, why });
        true
    }

    /// The code of that order goes, and what waits for it; whether it was there.
    pub(super) fn withdraw(&mut self, order: OrderKey) -> bool {
        let wanted = self.wanted.is_some_and(|(wanted, _)| wanted == order);
        if !wanted && !self.shows(order) {
            return false;
        }
        let other = self.wanted.filter(|(wanted, _)| *wanted != order);
        self.clear();
        self.wanted = other;
        true
    }

    /// The code of that order is proved no more: it goes, and that is told; whether it was there.
    pub(super) fn unprove(&mut self, order: OrderKey) -> bool {
        let shows = self.shows(order);
        if shows {
            self.withdraw(order);
            self.put_away = Some(PutAway {
                order,
                why: WhyPutAway::Withheld,
            });
        }
        shows
    }

    /// The time of hand-over `number` is over; whether its code was still up. Another one that is wanted comes all the same.
    pub(super) fn time_out(&mut self, number: u64) -> bool {
        let Some(code) = self.code.as_ref().filter(|code| code.number == number) else {
            return false;
        };
        let order = code.order;
        let wanted = self.wanted.filter(|(wanted, _)| *wanted != order);
        self.clear();
        self.wanted = wanted;
        self.put_away = Some(PutAway {
            order,
            why: WhyPutAway::TimedOut,
        });
        true
    }

    pub(super) fn last_put_away(&self) -> Option<PutAway> {
        self.put_away
    }

    /// The order whose code is on screen.
    pub(super) fn order(&self) -> Option<OrderKey> {
        self.order.as_ref().map(|watched| watched.order)
    }

    /// For how long its code has been there.
    pub(super) fn up_for(&self) -> Option<Duration> {
        self.order.as_ref().map(|watched| watched.begun.elapsed())
    }

    pub(super) fn shows(&self, order: OrderKey) -> bool {
        self.order() == Some(order)
    }

    pub(super) fn view(&self) -> Option<OnScreenView> {
        let watched = self.order.as_ref()?;
        Some(OnScreenView {
            order: watched.order,
            sim: watched.sim,
            since: watched.since.to_string(),
            waits_long: watched.waits_long,
        })
    }

    pub(super) fn was_handed_over(&self, order: OrderKey) -> bool {
        self.handed.get(&order).is_some()
    }

    /// Notes what the SIM of `order` is doing, and whether that is news; `None` once another order is on screen, or none.
    pub(super) fn note_sim(&mut self, order: OrderKey, sim: SimView) -> Option<bool> {
        let watched = self.watched(order)?;
        Some(std::mem::replace(&mut watched.sim, sim) != sim)
    }

    /// What the SIM of `order` was last seen to do.
    pub(super) fn sim_of(&self, order: OrderKey) -> Option<SimView> {
        let watched = self.order.as_ref()?;
        (watched.order == order).then_some(watched.sim)
    }

    /// The time is up after which most customers have scanned; whether that is news.
    pub(super) fn waited_long(&mut self, order: OrderKey) -> bool {
        self.watched(order)
            .is_some_and(|watched| !std::mem::replace(&mut watched.waits_long, true))
    }

    pub(super) fn choice_of(&self, order: OrderKey) -> Option<GuestChoice> {
        self.choices.get(&order).copied()
    }

    pub(super) fn choose(&mut self, order: OrderKey, choice: GuestChoice) {
        self.choices.insert(order, choice);
    }

    /// What the book remembers of a guest, unless they chose in this run.
    pub(super) fn remember_choice(&mut self, order: OrderKey, kept: GuestChoice) {
        if self.choices.get(&order).is_none() {
            self.choices.insert(order, kept);
        }
    }

    /// Customers were forgotten. What the book still has is read again when it is needed.
    pub(super) fn forget_choices(&mut self) {
        let shown = self.code.as_ref().map(|code| code.order);
        self.choices.retain(|order| Some(*order) == shown);
    }

    pub(super) fn second_screen(&self) -> bool {
        self.second_screen
    }

    /// The monitors of which nobody has said yet what they are for.
    pub(super) fn free_monitors(&self) -> &[MonitorKept] {
        &self.free_monitors
    }

    /// Notes whether a second screen shows the customer's half, and which monitors nobody has spoken for; whether that is news.
    pub(super) fn set_second_screen(&mut self, there: bool, free: Vec<MonitorKept>) -> bool {
        let news = self.second_screen != there || self.free_monitors != free;
        self.second_screen = there;
        self.free_monitors = free;
        news
    }

    /// What the customer's screen shows of the code.
    pub(super) fn displayed(&self) -> Option<DisplayedCode> {
        let watched = self.order.as_ref()?;
        let code = self.code.as_ref()?;
        if code.order != watched.order {
            return None;
        }
        let choice = self.choice_of(code.order).unwrap_or_default();
        Some(DisplayedCode {
            suffix: code.suffix.clone(),
            modules: code.modules,
            path: code.path.clone(),
            confirmation_required: code.confirmation_required,
            voucher: code
                .voucher
                .as_ref()
                .map(|voucher| voucher.expose_secret().to_owned()),
            sim: watched.sim,
            waits_long: watched.waits_long,
            language: choice.language,
            phone: choice
                .phone
                .unwrap_or_else(|| GuestPhone::of_sale(code.sold_for)),
        })
    }

    fn watched(&mut self, order: OrderKey) -> Option<&mut Watched> {
        self.order.as_mut().filter(|watched| watched.order == order)
    }
}
