//! What goes into the book: the intent of an order before it is sent, and each thing that happens to it afterwards.
//! The one function that decides on states is [`OrderState::after`]; here its verdict becomes durable.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::keys::{BookKeys, Month};
use super::rows::{self, Seals};
use super::seal::Field;
use super::state::OrderEvent;
use super::{
    AdoptedSale, Book, BookError, Customer, GuestNames, NewOrder, Order, OrderFacts, OrderKey,
    OrderState,
};

impl Book {
    /// Writes an order before it is sent. When this returns, the order is on disk and stands at [`OrderState::Sending`].
    ///
    /// Without a key for the month (see [`Book::keys_to_store`]) the customer and the body are not stored.
    pub fn begin(&self, new_order: &NewOrder) -> Result<OrderKey, BookError> {
        let write = |change: &Transaction<'_>, keys: Option<&BookKeys>| {
            let seals = enter(change, keys, new_order)?;
            let key = seals.key;
            store(
                change,
                &seals,
                Field::Body,
                new_order.body.expose_secret().as_bytes(),
            )?;
            add_moment(change, key, new_order.at, OrderState::Sending, None)?;
            rows::order(change, keys, key)?.ok_or(BookError::UnknownOrder(key))
        };
        let order = self.write(write, |people, order| {
            people.note(order, Some(&new_order.customer))
        })?;
        Ok(order.key)
    }

    /// Writes an order that this book did not place and the service has: nothing is sent for it, and it goes on as one that was
    /// found again. [`BookError::ClaimedTwice`], and nothing is written, where an order of the account has one of its ids.
    pub fn adopt(&self, found: &AdoptedSale) -> Result<Order, BookError> {
        let new_order = NewOrder {
            account: found.account.clone(),
            at: found.at,
            plan: found.plan.clone(),
            customer: found.customer.clone(),
            body: SecretString::default(),
            // No request of ours is to be asked after; this is what support finds it by.
            reference: found.iccid.clone(),
            known_subscriptions: None,
            staff: None,
            guest_pays: None,
            note: None,
        };
        let facts = OrderFacts {
            iccid: Some(found.iccid.clone()),
            subscription_id: Some(found.subscription_id.clone()),
            ..OrderFacts::default()
        };
        let write = |change: &Transaction<'_>, keys: Option<&BookKeys>| {
            let seals = enter(change, keys, &new_order)?;
            let key = seals.key;
            let known = |key| rows::order(change, keys, key)?.ok_or(BookError::UnknownOrder(key));
            let before = known(key)?;
            if let Some(rival) = rival(change, &before, &facts)? {
                return Err(BookError::ClaimedTwice { order: key, rival });
            }
            advance(
                change,
                &before,
                OrderState::Accepted,
                Some("sold on this account"),
                Timestamp::now(),
            )?;
            learn(change, &seals, &before, OrderState::Accepted, &facts)?;
            known(key)
        };
        self.write(write, |people, order| {
            people.note(order, Some(&found.customer))
        })
    }

    /// Records what happened to an order and what was facts with it, durably, and returns the order as it now is.
    ///
    /// - A event that cannot happen to such an order leaves it as it is, and nothing facts is kept.
    /// - An id once known is never replaced. A proved code that comes with another id is a doubted one.
    /// - An id that is already another order's (of the same account) withholds both: [`BookError::ClaimedTwice`], told once.
    pub fn record(
        &self,
        key: OrderKey,
        event: OrderEvent,
        facts: &OrderFacts,
        at: Timestamp,
    ) -> Result<Order, BookError> {
        let step = self.write(
            |change, keys| apply(change, keys, key, event, facts, at),
            |people, step| {
                for order in step.rival.iter().chain([&step.order]) {
                    people.note(order, None);
                }
            },
        )?;
        match step.rival {
            Some(rival) => Err(BookError::ClaimedTwice {
                order: key,
                rival: rival.key,
            }),
            None => Ok(step.order),
        }
    }
}

impl Book {
    /// Keeps what the guest of an order chose, in place of what they chose before.
    pub fn guest_chose(&self, key: OrderKey, guest: &GuestNames) -> Result<(), BookError> {
        let write = |change: &Transaction<'_>, _: Option<&BookKeys>| {
            let changed = change
                .prepare_cached(
                    "UPDATE orders SET guest_language = ?2, guest_phone = ?3 WHERE key = ?1",
                )?
                .execute(params![key.0, guest.language, guest.phone])?;
            match changed {
                0 => Err(BookError::UnknownOrder(key)),
                _ => Ok(()),
            }
        };
        self.write(write, |_, ()| {})
    }
}

impl Book {
    /// Writes an order as memory knows it into a book that was rebuilt meanwhile, and has an older state of it or none.
    /// The body of its request is not written again.
    pub fn restore(&self, order: &Order, customer: Option<&Customer>) -> Result<(), BookError> {
        let write = |change: &Transaction<'_>, keys: Option<&BookKeys>| {
            let seals = Seals {
                key: order.key,
                month: Month::of(order.created_at),
                keys,
            };
            if !rows::is_readable(change, order.key)? {
                insert_again(change, order)?;
                if let Some(customer) = customer {
                    let customer = Zeroizing::new(json(customer)?.into_bytes());
                    store(change, &seals, Field::Customer, &customer)?;
                }
            }
            change
                .prepare_cached(
                    "UPDATE orders SET state = ?2, guest_language = coalesce(?3, guest_language),
                                       guest_phone = coalesce(?4, guest_phone) WHERE key = ?1",
                )?
                .execute(params![
                    order.key.0,
                    order.state.name(),
                    order.guest.language,
                    order.guest.phone
                ])?;
            for (step, moment) in (1_u32..).zip(&order.timeline) {
                change
                    .prepare_cached(
                        "INSERT OR REPLACE INTO moments (order_key, step, at, state, detail)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        order.key.0,
                        step,
                        moment.at.as_millisecond(),
                        moment.state.name(),
                        moment.detail
                    ])?;
            }
            let before =
                rows::order(change, keys, order.key)?.ok_or(BookError::UnknownOrder(order.key))?;
            let facts = OrderFacts {
                order_id: order.order_id.clone(),
                iccid: order.iccid.clone(),
                subscription_id: order.subscription_id.clone(),
                settled_by: order.settled_by.clone(),
                words: (!order.words.is_empty()).then(|| order.words.clone()),
                ..OrderFacts::default()
            };
            learn(change, &seals, &before, order.state, &facts)?;
            rows::order(change, keys, order.key)?.ok_or(BookError::UnknownOrder(order.key))
        };
        self.write(write, |people, order| people.note(order, customer))?;
        Ok(())
    }
}

/// What a event came to.
struct Step {
    order: Order,
    /// The order whose eSIM was claimed, where that came to light just now.
    rival: Option<Order>,
}

fn apply(
    change: &Transaction<'_>,
    keys: Option<&BookKeys>,
    key: OrderKey,
    event: OrderEvent,
    facts: &OrderFacts,
    at: Timestamp,
) -> Result<Step, BookError> {
    let known = |key| rows::order(change, keys, key)?.ok_or(BookError::UnknownOrder(key));
    let before = known(key)?;
    let claimed = match before.rival {
        Some(_) => None,
        None => rival(change, &before, facts)?,
    };
    let doubted = claimed.is_some() || before.rival.is_some() || contradicts(&before, facts);
    let event = match doubted {
        true => doubting(event),
        false => event,
    };
    let Some(after) = before.state.after(event) else {
        return Ok(Step {
            order: before,
            rival: None,
        });
    };
    let after = match claimed {
        Some(_) => withheld(after),
        None => after,
    };
    let seals = Seals {
        key,
        month: Month::of(before.created_at),
        keys,
    };
    advance(change, &before, after, facts.detail.as_deref(), at)?;
    learn(change, &seals, &before, after, facts)?;
    let rival = match claimed {
        Some(other) => {
            let other = known(other)?;
            let state = withheld(other.state);
            advance(change, &other, state, Some("claimed twice"), at)?;
            set_rivals(change, key, other.key)?;
            Some(known(other.key)?)
        }
        None => None,
    };
    Ok(Step {
        order: known(key)?,
        rival,
    })
}

/// No code is proved while somebody else claims the eSIM, or another one was told of.
fn doubting(event: OrderEvent) -> OrderEvent {
    if event == OrderEvent::CodeProved {
        return OrderEvent::CodeDoubted;
    }
    event
}

/// A new row with its sealed customer.
fn enter<'k>(
    change: &Transaction<'_>,
    keys: Option<&'k BookKeys>,
    new_order: &NewOrder,
) -> Result<Seals<'k>, BookError> {
    let seals = Seals {
        key: insert(change, new_order)?,
        month: Month::of(new_order.at),
        keys,
    };
    change
        .prepare_cached("INSERT INTO sealed (order_key) VALUES (?1)")?
        .execute([seals.key.0])?;
    let customer = Zeroizing::new(json(&new_order.customer)?.into_bytes());
    store(change, &seals, Field::Customer, &customer)?;
    Ok(seals)
}

fn insert(change: &Transaction<'_>, new_order: &NewOrder) -> Result<OrderKey, BookError> {
    let known_subscriptions = new_order
        .known_subscriptions
        .as_ref()
        .map(json)
        .transpose()?;
    let (guest_amount, guest_currency) = new_order.guest_pays.as_ref().cloned().unzip();
    let key = change
        .prepare_cached(
            "INSERT INTO orders (month, account, created_at, state, plan, reference, already_there,
                                 staff, guest_amount, guest_currency, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING key",
        )?
        .query_row(
            params![
                Month::of(new_order.at).to_string(),
                new_order.account.0,
                new_order.at.as_millisecond(),
                OrderState::Sending.name(),
                json(&new_order.plan)?,
                new_order.reference,
                known_subscriptions,
                new_order.staff,
                guest_amount,
                guest_currency,
                new_order.note,
            ],
            |row| row.get(0),
        )?;
    Ok(OrderKey(key))
}

fn insert_again(change: &Transaction<'_>, order: &Order) -> Result<(), BookError> {
    let known_subscriptions = order.known_subscriptions.as_ref().map(json).transpose()?;
    let (guest_amount, guest_currency) = order.guest_pays.as_ref().cloned().unzip();
    change
        .prepare_cached(
            "INSERT INTO orders (key, month, account, created_at, state, plan, reference, already_there,
                                 staff, guest_amount, guest_currency, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            order.key.0,
            Month::of(order.created_at).to_string(),
            order.account.0,
            order.created_at.as_millisecond(),
            order.state.name(),
            json(&order.plan)?,
            order.reference,
            known_subscriptions,
            order.staff,
            guest_amount,
            guest_currency,
            order.note,
        ])?;
    change
        .prepare_cached("INSERT OR IGNORE INTO sealed (order_key) VALUES (?1)")?
        .execute([order.key.0])?;
    Ok(())
}

/// The state of an order whose eSIM another order claims as well. A person's verdict and a definite no stay.
fn withheld(state: OrderState) -> OrderState {
    state.after(OrderEvent::CodeDoubted).unwrap_or(state)
}

/// Another order of the account that already has one of the ids.
fn rival(
    change: &Transaction<'_>,
    order: &Order,
    facts: &OrderFacts,
) -> Result<Option<OrderKey>, BookError> {
    let found = change
        .prepare_cached(
            "SELECT key FROM orders WHERE account = ?1 AND key <> ?2
             AND (order_id = ?3 OR iccid = ?4 OR subscription_id = ?5) ORDER BY key LIMIT 1",
        )?
        .query_row(
            params![
                order.account.0,
                order.key.0,
                facts.order_id,
                facts.iccid,
                facts.subscription_id
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.map(OrderKey))
}

fn contradicts(order: &Order, facts: &OrderFacts) -> bool {
    [
        (&order.order_id, &facts.order_id),
        (&order.iccid, &facts.iccid),
        (&order.subscription_id, &facts.subscription_id),
    ]
    .into_iter()
    .any(|(known, told)| known.is_some() && told.is_some() && known != told)
}

/// Sets the state. The timeline grows only with news, however often the service says the same. A code that is not
/// [`OrderState::Ready`] any more is dropped: the service has it, should it be proved again.
fn advance(
    change: &Transaction<'_>,
    order: &Order,
    state: OrderState,
    detail: Option<&str>,
    at: Timestamp,
) -> Result<(), BookError> {
    let said_before = order
        .timeline
        .iter()
        .rev()
        .find(|moment| moment.detail.is_some());
    let says_more =
        detail.is_some() && said_before.and_then(|moment| moment.detail.as_deref()) != detail;
    if state == order.state && !says_more {
        return Ok(());
    }
    change
        .prepare_cached("UPDATE orders SET state = ?2 WHERE key = ?1")?
        .execute(params![order.key.0, state.name()])?;
    if state != OrderState::Ready {
        change
            .prepare_cached(
                "UPDATE sealed SET code = NULL WHERE order_key = ?1 AND code IS NOT NULL",
            )?
            .execute([order.key.0])?;
    }
    add_moment(change, order.key, at, state, detail)
}

fn add_moment(
    change: &Transaction<'_>,
    key: OrderKey,
    at: Timestamp,
    state: OrderState,
    detail: Option<&str>,
) -> Result<(), BookError> {
    change
        .prepare_cached(
            "INSERT INTO moments (order_key, step, at, state, detail)
             SELECT ?1, coalesce(max(step), 0) + 1, ?2, ?3, ?4 FROM moments WHERE order_key = ?1",
        )?
        .execute(params![key.0, at.as_millisecond(), state.name(), detail])?;
    Ok(())
}

/// Keeps what is new. An id that another order has is left out by `OR IGNORE`, one by one.
fn learn(
    change: &Transaction<'_>,
    seals: &Seals<'_>,
    before: &Order,
    state: OrderState,
    facts: &OrderFacts,
) -> Result<(), BookError> {
    for (column, known, told) in [
        ("order_id", &before.order_id, &facts.order_id),
        ("iccid", &before.iccid, &facts.iccid),
        (
            "subscription_id",
            &before.subscription_id,
            &facts.subscription_id,
        ),
        ("settled_by", &before.settled_by, &facts.settled_by),
    ] {
        if let (None, Some(told)) = (known, told) {
            change
                .prepare_cached(&format!(
                    "UPDATE OR IGNORE orders SET {column} = ?2 WHERE key = ?1"
                ))?
                .execute(params![seals.key.0, told])?;
        }
    }
    // Only a proved code is worth keeping: a code in the book is one that may be shown.
    if let (OrderState::Ready, Some(code)) = (state, &facts.code) {
        store(change, seals, Field::Code, code.expose_secret().as_bytes())?;
    }
    if let Some(voucher) = &facts.voucher {
        store(
            change,
            seals,
            Field::Voucher,
            voucher.expose_secret().as_bytes(),
        )?;
    }
    match &facts.words {
        Some(words) if *words != before.words => {
            store(change, seals, Field::Words, json(words)?.as_bytes())
        }
        Some(_) | None => Ok(()),
    }
}

fn set_rivals(change: &Transaction<'_>, one: OrderKey, other: OrderKey) -> Result<(), BookError> {
    let mut statement =
        change.prepare_cached("UPDATE orders SET rival = coalesce(rival, ?2) WHERE key = ?1")?;
    statement.execute([one.0, other.0])?;
    statement.execute([other.0, one.0])?;
    Ok(())
}

fn store(
    change: &Transaction<'_>,
    seals: &Seals<'_>,
    field: Field,
    plain: &[u8],
) -> Result<(), BookError> {
    let Some(value) = seals.seal(field, plain)? else {
        return Ok(());
    };
    change
        .prepare_cached(&format!(
            "INSERT INTO sealed (order_key, {0}) VALUES (?1, ?2)
             ON CONFLICT (order_key) DO UPDATE SET {0} = excluded.{0}",
            field.column()
        ))?
        .execute(params![seals.key.0, value])?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, BookError> {
    serde_json::to_string(value).map_err(|_| BookError::Other("not writable as JSON".to_owned()))
}
