//! What goes into the book: an order before it is sent, and each thing that happens to it afterwards. What becomes of it,
//! `transition` says; here that becomes durable.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::error::BookError;
use super::handle::Book;
use super::keys::{BookKeys, Month};
use super::order::{
    AccountId, AdoptedSale, Asked, Customer, GuestNames, NewOrder, Order, OrderFacts, OrderKey,
    OrderKind, Verdict,
};
use super::seal::Field;
use super::state::{OrderEvent, OrderState};
use super::stored::{Seals, json};
use super::transition::{self, Kept};
use crate::book::sqlite::{Tx, WriteTx, groups, read, write};
use crate::clock;

impl Book {
    /// Writes an order before it is sent. When this returns, the order is on disk and stands at [`OrderState::Sending`].
    ///
    /// Without a key for the month (see [`Book::keys_to_store`]) the customer and the body are not stored.
    pub fn begin(&self, new_order: &NewOrder) -> Result<OrderKey, BookError> {
        Ok(self.place(new_order)?.key)
    }

    /// The same, with the row as it was written: once it is there nothing may fail any more, or the caller would take what is
    /// on disk for what was not begun.
    pub fn place(&self, new_order: &NewOrder) -> Result<Order, BookError> {
        self.begin_as(new_order, |_, _| Ok(()))
    }

    /// The same with something else that stands and falls with the row.
    pub(super) fn begin_as(
        &self,
        new_order: &NewOrder,
        together: impl FnOnce(&WriteTx<'_>, OrderKey) -> Result<(), BookError>,
    ) -> Result<Order, BookError> {
        let order = self.write(
            |tx, keys| {
                let seals = enter(tx, keys, new_order)?;
                together(tx, seals.key)?;
                let body = new_order.body.expose_secret().as_bytes();
                store(tx, &seals, Field::Body, body)?;
                write::timeline_entry(tx, seals.key, OrderState::Sending, None, new_order.at)?;
                Ok(read::known(tx, seals.key)?.open(keys))
            },
            |index, order| index.note(order, Some(&new_order.customer), clock::now()),
        )?;
        self.note_number(order.key);
        Ok(order)
    }

    /// Writes an order that this book did not place and the service has: nothing is sent for it, and it goes on as one that was
    /// found again. [`BookError::ClaimedTwice`], and nothing is written, where an order of the account has one of its ids.
    pub fn adopt(&self, found: &AdoptedSale) -> Result<Order, BookError> {
        let new_order = NewOrder {
            account: found.account.clone(),
            at: found.at,
            asked: Asked::NewEsim,
            plan: found.plan.clone(),
            customer: found.customer.clone(),
            body: SecretString::default(),
            // No request of ours is to be asked after; this is what support finds it by.
            reference: found.iccid.clone(),
            known_subscriptions: None,
            staff: None,
            guest_pays: None,
            note: None,
            instead_of: None,
        };
        let facts = OrderFacts {
            iccid: Some(found.iccid.clone()),
            subscription_id: Some(found.subscription_id.clone()),
            detail: Some("sold on this account".to_owned()),
            ..OrderFacts::default()
        };
        let adopted = self.write(
            |tx, keys| {
                let seals = enter(tx, keys, &new_order)?;
                let before = read::known(tx, seals.key)?.open(keys);
                if let Some(rival) = read::rival(tx, &before, &facts)? {
                    return Err(BookError::ClaimedTwice {
                        order: seals.key,
                        rival,
                    });
                }
                let state = OrderState::Accepted;
                let now = clock::now();
                advance(tx, &before, state, facts.detail.as_deref(), now)?;
                keep(tx, &seals, &transition::kept(&before, state, &facts))?;
                Ok(read::known(tx, seals.key)?.open(keys))
            },
            |index, order| index.note(order, Some(&found.customer), clock::now()),
        )?;
        self.note_number(adopted.key);
        Ok(adopted)
    }

    /// Records what happened to an order and the facts that came with it, durably, and returns the order as it now is.
    ///
    /// - An event that cannot happen to such an order leaves it as it is, and none of the facts are kept.
    /// - An id once known is never replaced. A proved code that comes with another id is a doubted one.
    /// - An id that is already another order's (of the same account) withholds both: [`BookError::ClaimedTwice`], told once.
    pub fn record(
        &self,
        key: OrderKey,
        event: OrderEvent,
        facts: &OrderFacts,
        at: Timestamp,
    ) -> Result<Order, BookError> {
        // One profile is never two eSIMs: whoever proves the code of another order claims its eSIM.
        let proved = facts
            .code
            .as_ref()
            .filter(|_| event == OrderEvent::CodeProved)
            .map(ExposeSecret::expose_secret);
        let claimed = |tx: &Tx<'_>, keys: Option<&BookKeys>, account: &_| match proved {
            Some(code) => self.rival_of_code(tx, keys, account, key, code),
            None => Ok(None),
        };
        let step = self.write(
            |tx, keys| apply(tx, keys, key, event, facts, at, claimed),
            |index, step| {
                if let (Some(code), true) = (proved, step.order.state.has_code()) {
                    match step.is_sealed {
                        true => index.profiles.note(code),
                        false => {
                            let account = &step.order.account;
                            index.profiles.note_unsealed(account, key, code);
                        }
                    }
                }
                for order in step.others.iter().chain([&step.order]) {
                    index.note(order, None, clock::now());
                }
            },
        )?;
        match step.rival {
            Some(rival) => Err(BookError::ClaimedTwice { order: key, rival }),
            None => Ok(step.order),
        }
    }

    /// Keeps what the guest of an order chose, in place of what they chose before.
    pub fn guest_chose(&self, key: OrderKey, guest: &GuestNames) -> Result<(), BookError> {
        self.write(|tx, _| write::guest(tx, key, guest), |_, ()| {})
    }

    /// Keeps when the code of an order was first on screen. Later times change nothing.
    pub fn code_shown(&self, key: OrderKey, at: Timestamp) -> Result<(), BookError> {
        self.write(|tx, _| write::shown(tx, key, at), |_, ()| {})
    }

    /// Keeps whether an order is what was sold, to whom it was sold, as it was last seen.
    pub fn seen_as_sold(&self, key: OrderKey, as_sold: bool) -> Result<(), BookError> {
        self.write(|tx, _| write::as_sold(tx, key, as_sold), |_, ()| {})
    }

    /// Writes an order as memory knows it into a book that was rebuilt meanwhile, and has an older state of it or none.
    /// The body of its request is not written again.
    pub fn restore(&self, order: &Order, customer: Option<&Customer>) -> Result<(), BookError> {
        let facts = OrderFacts {
            order_id: order.order_id.clone(),
            iccid: order.iccid.clone(),
            subscription_id: order.subscription_id.clone(),
            settled_by: order.settled_by.clone(),
            verdict: order.verdict,
            words: (!order.words.is_empty()).then(|| order.words.clone()),
            ..OrderFacts::default()
        };
        self.write(
            |tx, keys| {
                let seals = Seals::of(order.key, order.created_at, &order.reference, keys);
                let was_missing = write::restore(tx, order)?;
                if let (true, Some(customer)) = (was_missing, customer) {
                    store_customer(tx, &seals, customer)?;
                }
                if order.verdict.is_none() && order.state != OrderState::Settled {
                    // The book may have what a person said before it turned up.
                    write::no_verdict(tx, order.key)?;
                }
                let before = read::known(tx, order.key)?.open(keys);
                keep(tx, &seals, &transition::kept(&before, order.state, &facts))?;
                Ok(read::known(tx, order.key)?.open(keys))
            },
            |index, order| index.note(order, customer, clock::now()),
        )?;
        Ok(())
    }
}

/// What an event came to.
struct Step {
    order: Order,
    /// The order whose eSIM was claimed, where that came to light just now.
    rival: Option<OrderKey>,
    /// Whatever else it changed: that order, or the top-ups that went with an eSIM.
    others: Vec<Order>,
    /// Whether there is a key for what came with it.
    is_sealed: bool,
}

fn apply(
    tx: &WriteTx<'_>,
    keys: Option<&BookKeys>,
    key: OrderKey,
    event: OrderEvent,
    facts: &OrderFacts,
    at: Timestamp,
    claimed_by_code: impl Fn(
        &Tx<'_>,
        Option<&BookKeys>,
        &AccountId,
    ) -> Result<Option<OrderKey>, BookError>,
) -> Result<Step, BookError> {
    let known = |key| Ok::<_, BookError>(read::known(tx, key)?.open(keys));
    let before = known(key)?;
    let claimed = match before.rival {
        Some(_) => None,
        None => match read::rival(tx, &before, facts)? {
            Some(rival) => Some(rival),
            None => claimed_by_code(tx, keys, &before.account)?,
        },
    };
    let is_sealed = keys.is_some_and(|keys| keys.has(Month::of(before.created_at)));
    let Some(after) = transition::next(&before, event, facts, claimed.is_some()) else {
        return Ok(Step {
            order: before,
            rival: None,
            others: Vec::new(),
            is_sealed,
        });
    };
    let seals = Seals::of(key, before.created_at, &before.reference, keys);
    if event == OrderEvent::TurnedUp {
        advance(tx, &before, after, Some(&before.words_of_closing()), at)?;
        write::no_verdict(tx, key)?;
        if let Some(line) = before.line {
            // It may wait to be tried once more.
            groups::has_order(tx, line)?;
        }
    } else {
        advance(tx, &before, after, facts.detail.as_deref(), at)?;
    }
    let kept = if before.state == OrderState::Settled && after == before.state {
        transition::corrected(facts)
    } else {
        transition::kept(&before, after, facts)
    };
    keep(tx, &seals, &kept)?;
    let mut others = Vec::new();
    if let Some(rival) = claimed {
        let other = known(rival)?;
        let state = transition::withheld(other.state);
        advance(tx, &other, state, Some("claimed twice"), at)?;
        write::rivals(tx, key, rival)?;
        others.push(known(rival)?);
    }
    if let (OrderEvent::Cancelled, Some(iccid)) = (event, &before.iccid) {
        // Every plan goes with its eSIM, or the sums would count what came back.
        for top_up in read::top_ups(tx, &before.account, iccid)? {
            let top_up = known(top_up)?;
            // One that a person closed as bought came back as well, and what was never bought did not.
            let with_it = top_up.may_be_charged();
            let after = top_up.state.after(OrderEvent::EsimCancelled);
            if let Some(state) = after.filter(|_| with_it) {
                advance(tx, &top_up, state, None, at)?;
                others.push(known(top_up.key)?);
            }
        }
    }
    // Said once more it takes nothing along: what was corrected since stays so.
    if event == OrderEvent::Settled && before.verdict != facts.verdict {
        for top_up in settle_along(tx, keys, &before, facts, at)? {
            others.push(known(top_up)?);
        }
    }
    Ok(Step {
        order: known(key)?,
        rival: claimed,
        others,
        is_sealed,
    })
}

/// A person says that an eSIM came back, and with it came what was put on it; or that it did not, and neither did that: by the
/// same word, which may be corrected.
fn settle_along(
    tx: &WriteTx<'_>,
    keys: Option<&BookKeys>,
    esim: &Order,
    facts: &OrderFacts,
    at: Timestamp,
) -> Result<Vec<OrderKey>, BookError> {
    let (OrderKind::NewEsim, Some(iccid)) = (esim.kind, &esim.iccid) else {
        return Ok(Vec::new());
    };
    let mut along = Vec::new();
    for key in read::top_ups(tx, &esim.account, iccid)? {
        let top_up = read::known(tx, key)?.open(keys);
        let verdict = match facts.verdict {
            Some(Verdict::Refunded) => transition::goes_along(&top_up),
            Some(_) => transition::before_it_went_along(&top_up, esim),
            None => None,
        };
        let Some(verdict) = verdict else {
            continue;
        };
        let seals = Seals::of(key, top_up.created_at, &top_up.reference, keys);
        let said = verdict.words();
        advance(tx, &top_up, OrderState::Settled, Some(&said), at)?;
        let kept = Kept {
            settled_by: facts.settled_by.as_deref(),
            verdict: Some(verdict),
            ..Kept::default()
        };
        keep(tx, &seals, &kept)?;
        along.push(key);
    }
    Ok(along)
}

/// A new row with its sealed customer.
fn enter<'k>(
    tx: &WriteTx<'_>,
    keys: Option<&'k BookKeys>,
    new_order: &'k NewOrder,
) -> Result<Seals<'k>, BookError> {
    let seals = Seals::of(
        write::insert(tx, new_order)?,
        new_order.at,
        &new_order.reference,
        keys,
    );
    store_customer(tx, &seals, &new_order.customer)?;
    Ok(seals)
}

fn advance(
    tx: &WriteTx<'_>,
    order: &Order,
    state: OrderState,
    detail: Option<&str>,
    at: Timestamp,
) -> Result<(), BookError> {
    match transition::is_news(order, state, detail) {
        true => write::step(tx, order.key, state, detail, at),
        false => Ok(()),
    }
}

fn keep(tx: &WriteTx<'_>, seals: &Seals<'_>, kept: &Kept<'_>) -> Result<(), BookError> {
    write::facts(tx, seals.key, kept)?;
    for (field, secret) in [(Field::Code, kept.code), (Field::Voucher, kept.voucher)] {
        if let Some(secret) = secret {
            store(tx, seals, field, secret.expose_secret().as_bytes())?;
        }
    }
    match kept.words {
        Some(words) => store(tx, seals, Field::Words, json(&words)?.as_bytes()),
        None => Ok(()),
    }
}

fn store_customer(
    tx: &WriteTx<'_>,
    seals: &Seals<'_>,
    customer: &Customer,
) -> Result<(), BookError> {
    let customer = Zeroizing::new(json(customer)?.into_bytes());
    store(tx, seals, Field::Customer, &customer)
}

fn store(tx: &WriteTx<'_>, seals: &Seals<'_>, field: Field, plain: &[u8]) -> Result<(), BookError> {
    match seals.seal(field, plain)? {
        Some(value) => write::sealed(tx, seals.key, field, &value),
        None => Ok(()),
    }
}
