//! An order of this run, with what only memory knows of it.
//!
//! No lock and no disk here: `Orders` keeps them behind its own.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use tokio::time::Instant;

use super::quiet::Quiet;
use crate::activation::{Doubt, InstallCode};
use crate::book::{
    AccountId, Customer, CustomerRecord, GuestNames, Order, OrderEvent, OrderFacts, OrderKey,
    OrderState, StateHeading,
};
use crate::clock;
use crate::connect::Start;
use crate::desk::model::Failure;
use crate::desk::wait::wait;
use crate::typed::comparable_email;

/// One thing that happened to an order.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) event: OrderEvent,
    pub(super) facts: OrderFacts,
    pub(super) at: Timestamp,
}

/// An open order, or one of this run. The other parts read it; what they have to tell of it, they tell `Orders`.
pub(in crate::desk) struct LiveOrder {
    pub(super) order: Order,
    /// Also where the book may not keep it.
    pub(super) customer: Option<Customer>,
    /// When the plan begins, of an order that was sold in this run.
    pub(super) start: Option<Start>,
    /// When it was sold, of an order of this run, by a clock that nobody sets.
    pub(super) placed: Option<Instant>,
    pub(super) code: Option<InstallCode>,
    pub(super) doubt: Option<Doubt>,
    pub(super) voucher: Option<SecretString>,
    /// What holds it up just now.
    pub(super) trouble: Option<Failure>,
    /// What the book did not take yet, oldest first.
    pub(super) unwritten: Vec<Step>,
    /// How many times something of it is on its way to the book just now.
    pub(super) being_written: u32,
    /// Since when the service does not know the order, or does not show it.
    pub(super) missing_since: Option<Instant>,
    /// Since when the service calls it completed without saying what came of it.
    pub(super) empty_since: Option<Instant>,
    /// Since when its SIM is seen as it was, though it was to be given back.
    pub(super) still_there_since: Option<Instant>,
    /// Whether somebody is just now asking the service to take it back, or deciding that it shall not: nobody else decides.
    pub(super) refund_is_asked: bool,
    /// Since when its SIM is seen as gone, which nobody has said.
    pub(super) gone_since: Option<Instant>,
    /// Whether its SIM was last seen as gone, though nobody here gave it back: another desk of the account, or the provider.
    pub(super) sim_gone: bool,
    /// Why it was not given back, of the last time that somebody wanted it.
    pub(super) not_given_back: Option<Failure>,
    pub(super) quiet: Quiet,
    /// Somebody opened it, and it was not looked at since.
    pub(super) was_opened: bool,
    /// The body of its request, as long as nobody knows what became of it: where the book may not keep it, the same can be
    /// ordered once more all the same.
    pub(super) body: Option<SecretString>,
}

/// So long after the last news of a sale somebody may still stand at the counter for it.
const WAITED_FOR: Duration = Duration::from_secs(5 * 60);

/// An order may be missing at the service that took it for so long (rulings 15).
const MISSING_FOR: Duration = Duration::from_secs(10 * 60);
/// A request to give an eSIM back may be late for so long.
const STILL_THERE_FOR: Duration = Duration::from_secs(5 * 60);
/// A service may say that an order is completed before it can say what came of it: so long it is being prepared (rulings 38).
const EMPTY_FOR: Duration = Duration::from_secs(2 * 60);
/// No order takes that long; it is followed all the same (rulings 38).
const NO_NEWS_FOR: Duration = Duration::from_secs(15 * 60);

impl LiveOrder {
    pub(in crate::desk) fn new(order: Order) -> LiveOrder {
        let customer = match &order.customer {
            CustomerRecord::Known(customer) => Some(customer.clone()),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => None,
        };
        let quiet = Quiet::of(&order);
        LiveOrder {
            order,
            customer,
            start: None,
            placed: None,
            code: None,
            doubt: None,
            voucher: None,
            trouble: None,
            unwritten: Vec::new(),
            being_written: 0,
            missing_since: None,
            empty_since: None,
            still_there_since: None,
            refund_is_asked: false,
            gone_since: None,
            sim_gone: false,
            not_given_back: None,
            quiet,
            was_opened: false,
            body: None,
        }
    }

    /// An order that was just written and is about to leave, with what its row may not be able to keep: the customer as
    /// typed, and the body of its request.
    pub(in crate::desk) fn sold(
        order: Order,
        customer: Customer,
        start: Option<Start>,
        body: SecretString,
    ) -> LiveOrder {
        LiveOrder {
            start,
            placed: Some(Instant::now()),
            body: Some(body),
            ..LiveOrder::new(order).with_customer(customer)
        }
    }

    /// The same with the customer that was just typed, whom the book may not be able to keep.
    pub(in crate::desk) fn with_customer(self, customer: Customer) -> LiveOrder {
        LiveOrder {
            customer: Some(customer),
            ..self
        }
    }

    pub(in crate::desk) fn key(&self) -> OrderKey {
        self.order.key
    }

    pub(in crate::desk) fn state(&self) -> OrderState {
        self.order.state
    }

    pub(in crate::desk) fn order(&self) -> &Order {
        &self.order
    }

    /// Also one whom the book may not keep.
    pub(in crate::desk) fn customer(&self) -> Option<&Customer> {
        self.customer.as_ref()
    }

    /// When the plan begins, of an order that was sold in this run.
    pub(in crate::desk) fn start(&self) -> Option<Start> {
        self.start
    }

    /// Whether it was sold in this run, no longer than that ago, whatever was done to the clock since.
    pub(in crate::desk) fn was_placed_within(&self, time: Duration) -> bool {
        self.placed.is_some_and(|placed| placed.elapsed() < time)
    }

    pub(in crate::desk) fn code(&self) -> Option<&InstallCode> {
        self.code.as_ref()
    }

    pub(in crate::desk) fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    pub(in crate::desk) fn voucher(&self) -> Option<&SecretString> {
        self.voucher.as_ref()
    }

    /// What holds it up just now.
    pub(in crate::desk) fn trouble(&self) -> Option<&Failure> {
        self.trouble.as_ref()
    }

    pub(in crate::desk) fn is_not_as_sold(&self) -> bool {
        self.order.as_sold == Some(false)
    }

    /// Why it was not given back, of the last time that somebody wanted it.
    pub(in crate::desk) fn not_given_back(&self) -> Option<&Failure> {
        self.not_given_back.as_ref()
    }

    /// The body of its request, while nobody knows what became of it.
    pub(in crate::desk) fn body(&self) -> Option<&SecretString> {
        self.body.as_ref()
    }

    /// Its SIM is seen as gone. True where every look of some minutes saw it so: what is known and not found is not believed
    /// at once (rulings 15).
    pub(super) fn seen_gone(&mut self) -> bool {
        self.still_there_since = None;
        let since = *self.gone_since.get_or_insert_with(Instant::now);
        since.elapsed() >= wait(MISSING_FOR)
    }

    /// The service calls it completed and does not say what came of it. True while it may still be about to say so.
    pub(super) fn seen_empty(&mut self) -> bool {
        let since = *self.empty_since.get_or_insert_with(Instant::now);
        self.state() != OrderState::Withheld && since.elapsed() < wait(EMPTY_FOR)
    }

    /// Whether there is something to ask the service by.
    pub(in crate::desk) fn can_be_asked_about(&self) -> bool {
        let order = &self.order;
        order.order_id.is_some() || order.iccid.is_some() || order.subscription_id.is_some()
    }

    /// Whether waiting does not help any more, or not surely: a person has to see to it. It is followed all the same.
    pub(in crate::desk) fn needs_person(&self) -> bool {
        let is_missing = |since: Instant| since.elapsed() >= wait(MISSING_FOR);
        match self.state().heading() {
            StateHeading::NeedsPerson => self.state() != OrderState::Unconfirmed || self.is_quiet(),
            StateHeading::InProgress => {
                let is_stuck = !self.state().is_on_its_way() && !self.can_be_asked_about();
                let waits_in_vain = is_stuck
                    || self.missing_since.is_some_and(is_missing)
                    || self.is_still_there()
                    || self.is_quiet();
                // What is on its way has an answer to come.
                waits_in_vain && !self.refund_is_asked
            }
            StateHeading::Ready | StateHeading::NotSold | StateHeading::Closed => false,
        }
    }

    /// Whether its SIM was seen as it was for minutes, though it was to be given back.
    pub(in crate::desk) fn is_still_there(&self) -> bool {
        let is_kept = |since: Instant| since.elapsed() >= wait(STILL_THERE_FOR);
        self.still_there_since.is_some_and(is_kept)
    }

    /// Whether it was to be given back since its code was last proved: the service may call such an order completed all the
    /// same, and only its SIM says whether there is still something to hand over.
    pub(in crate::desk) fn comes_back(&self) -> bool {
        let timeline = &self.order.timeline;
        let last = |state| timeline.iter().rposition(|entry| entry.state == state);
        last(OrderState::Cancelling) > last(OrderState::Ready)
    }

    /// Whether somebody ever wanted it given back.
    pub(in crate::desk) fn was_to_be_given_back(&self) -> bool {
        let mut states = self.order.timeline.iter().map(|entry| entry.state);
        states.any(|state| state == OrderState::Cancelling)
    }

    /// Whether its customer may still stand at the counter: it was sold in this run, a moment ago, and is not over.
    pub(in crate::desk) fn is_waited_for(&self) -> bool {
        let goes_on = self.state().is_undecided() || self.state() == OrderState::Ready;
        // A group stands at no counter, and guests do.
        let at_counter = self.order.line.is_none();
        at_counter && goes_on && self.start.is_some() && self.quiet.lasts() < wait(WAITED_FOR)
    }

    /// Whether the same can be ordered once more as it was typed; else the form is to be filled in again.
    pub(in crate::desk) fn can_be_ordered_again(&self) -> bool {
        let has_body = || match &self.order.customer {
            CustomerRecord::Known(_) => true,
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => false,
        };
        self.customer.is_some() && (self.body.is_some() || has_body())
    }

    /// Whether a person may close the case, or correct what somebody said of it earlier on the same day (rulings 39).
    pub(in crate::desk) fn may_be_closed(&self) -> bool {
        // Its answer may say that the money came back.
        if self.refund_is_asked {
            return false;
        }
        match self.state().heading() {
            StateHeading::NeedsPerson => true,
            StateHeading::Closed => self.was_settled_today(),
            StateHeading::InProgress => !self.state().is_on_its_way() && self.needs_person(),
            // What it was sold for is not there any more, and no request of ours says what became of it.
            StateHeading::Ready => self.sim_gone,
            StateHeading::NotSold => false,
        }
    }

    /// Whether it is open with another account than the one in use, so that no look brings news of it. What this run is
    /// sending has an answer to come.
    pub(in crate::desk) fn is_abandoned(&self, here: Option<&AccountId>) -> bool {
        let is_here = here == Some(&self.order.account);
        self.state().is_open() && !is_here && self.start.is_none() && !self.refund_is_asked
    }

    fn was_settled_today(&self) -> bool {
        let day = |at: Timestamp| at.to_zoned(TimeZone::system()).date();
        let mut entries = self.order.timeline.iter().rev();
        let settled = entries.find(|entry| entry.state == OrderState::Settled);
        settled.is_some_and(|entry| day(entry.at) == day(clock::now()))
    }

    fn is_quiet(&self) -> bool {
        self.quiet.lasts() >= wait(NO_NEWS_FOR)
    }

    /// Whether the book did not take the latest of it.
    pub(in crate::desk) fn is_ahead_of_the_book(&self) -> bool {
        !self.unwritten.is_empty()
    }

    /// Whether the book has all of it, and nothing is on its way there.
    pub(in crate::desk) fn is_written(&self) -> bool {
        !self.is_ahead_of_the_book() && self.being_written == 0
    }

    /// The order as the book now has it; gives what it was before.
    pub(super) fn take_row(&mut self, order: Order) -> Order {
        // The guest may have chosen what the book did not take.
        let guest = std::mem::take(&mut self.order.guest);
        // The book may have had no key for its customer when memory first saw it.
        if let CustomerRecord::Known(customer) = &order.customer {
            self.customer.get_or_insert_with(|| customer.clone());
        }
        // What the book did not take of this is seen, too.
        let as_sold = self.order.as_sold.or(order.as_sold);
        let order = Order {
            guest,
            as_sold,
            ..order
        };
        std::mem::replace(&mut self.order, order)
    }

    /// Whether nothing of it is still to be found out or to be written.
    pub(super) fn is_over(&self) -> bool {
        let waits = self.state() == OrderState::Ready && self.sim_gone;
        !self.state().is_open() && !waits && !self.may_yet_come() && self.is_written()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.order.customer == CustomerRecord::Closed
    }

    /// The keys came: this is the same order with its customer. A customer who was typed in this run is known already.
    pub(super) fn open_with(&mut self, order: Order) {
        if let CustomerRecord::Known(customer) = &order.customer
            && self.is_closed()
        {
            self.customer.get_or_insert_with(|| customer.clone());
            self.order.customer = order.customer;
            self.order.words = order.words;
        }
    }

    pub(super) fn is_of(&self, email: &str) -> bool {
        self.customer
            .as_ref()
            .is_some_and(|customer| comparable_email(&customer.email) == comparable_email(email))
    }

    /// The customer was forgotten: memory forgets them too.
    pub(super) fn forget_customer(&mut self) {
        self.customer = None;
        self.code = None;
        self.voucher = None;
        self.body = None;
        self.order.customer = CustomerRecord::Forgotten;
        self.order.words.clear();
        self.order.guest = GuestNames::default();
    }
}
