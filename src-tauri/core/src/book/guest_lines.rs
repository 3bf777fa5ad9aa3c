//! What the book is told and asked of groups. The rule that matters: a line has at most one order that may be charged,
//! looked at in the very change that writes the next one.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::error::BookError;
use super::guest_group::{GroupRow, GuestGroup, GuestLine, LineOrder, LineState, NewGroup};
use super::handle::Book;
use super::keys::{BookKeys, Month};
use super::order::{AccountId, GroupKey, LineKey, NewOrder, Order, OrderKey};
use super::seal;
use super::state::OrderState;
use crate::book::sqlite::{Tx, WriteTx, groups};

impl Book {
    /// Writes a group with all its lines, durably or not at all. One with that reference already is the same group.
    /// [`BookError::KeysMissing`] without a key for the month: lines that could not be kept would be lost in the middle.
    pub fn begin_group(&self, new_group: &NewGroup) -> Result<GroupKey, BookError> {
        let month = Month::of(new_group.at);
        self.write(
            |tx, keys| {
                if let Some(known) = groups::by_reference(tx, &new_group.reference)? {
                    return Ok(known);
                }
                let key = groups::insert(tx, new_group)?;
                for line in &new_group.lines {
                    let at = LineKey {
                        group: key,
                        line: line.line,
                    };
                    let text = sealed(keys, month, &new_group.reference, at, &line.text)?;
                    groups::insert_line(tx, at, line.state, &text)?;
                }
                Ok(key)
            },
            |_, _| {},
        )
    }

    /// The group of that press, where it was written.
    pub fn group_of(&self, reference: &str) -> Result<Option<GroupKey>, BookError> {
        self.read(|tx, _| groups::by_reference(tx, reference))
    }

    /// A group, its lines as far as they open.
    pub fn group(&self, key: GroupKey) -> Result<GuestGroup, BookError> {
        self.read(|tx, keys| group(tx, keys, key))
    }

    /// The newest groups of an account, newest first; of those that are older than `before`, where there is one.
    pub fn groups(
        &self,
        account: &AccountId,
        before: Option<GroupKey>,
        most: u32,
    ) -> Result<Vec<GroupRow>, BookError> {
        self.read(|tx, _| groups::of_account(tx, account, before, most))
    }

    /// The newest groups of an account that were begun after `since`, newest first.
    pub fn groups_since(
        &self,
        account: &AccountId,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<GroupKey>, BookError> {
        self.read(|tx, _| groups::begun_since(tx, account, since, most))
    }

    /// The orders that were placed for lines of this group.
    pub fn orders_of_group(&self, group: GroupKey) -> Result<Vec<OrderKey>, BookError> {
        self.read(|tx, _| groups::orders(tx, group))
    }

    /// Says something else of a line. [`BookError::LineHasOrder`] where an order of it may be charged.
    pub fn set_line(
        &self,
        at: LineKey,
        state: LineState,
        text: Option<&SecretString>,
    ) -> Result<(), BookError> {
        self.write(|tx, keys| set_line(tx, keys, at, state, text), |_, ()| {})
    }

    /// The same of those lines of a group for which `change` has something: of all, or of none. It is given each as it stands
    /// in the very change that writes it, so that nothing is overwritten that was written meanwhile. A line with an order that
    /// may be charged is not asked about.
    pub fn change_lines(
        &self,
        key: GroupKey,
        change: impl Fn(&GuestLine) -> Option<(LineState, SecretString)>,
    ) -> Result<(), BookError> {
        self.write(
            |tx, keys| {
                for line in group(tx, keys, key)?.lines {
                    let at = LineKey {
                        group: key,
                        line: line.line,
                    };
                    if !groups::charged_orders(tx, at)?.is_empty() {
                        continue;
                    }
                    if let Some((state, text)) = change(&line) {
                        set_line(tx, keys, at, state, Some(&text))?;
                    }
                }
                Ok(())
            },
            |_, ()| {},
        )
    }

    /// [`Book::place`] for a line of a group. [`BookError::LineHasOrder`], and nothing is written, where an order of that line
    /// may be charged, or nobody wants the line any more. `beside` is one of which nobody knows whether it was bought, and
    /// beside which a person wants another one.
    pub fn begin_for(
        &self,
        new_order: &NewOrder,
        at: LineKey,
        beside: Option<OrderKey>,
    ) -> Result<Order, BookError> {
        self.begin_as(new_order, |tx, order| {
            without_order(tx, at, beside)?;
            if groups::state(tx, at)? == Some(LineState::LeftOut) {
                return Err(BookError::LineHasOrder(at));
            }
            groups::set_line(tx, at, LineState::Ordered, None)?;
            groups::set_order(tx, order, at)
        })
    }
}

fn group(tx: &Tx<'_>, keys: Option<&BookKeys>, key: GroupKey) -> Result<GuestGroup, BookError> {
    let stored = groups::group(tx, key)?.ok_or(BookError::UnknownGroup(key))?;
    let open = |line: groups::StoredLine| {
        let at = LineKey {
            group: key,
            line: line.line,
        };
        let closed = line.text.as_deref();
        let text = closed.and_then(|text| opened(keys, stored.month, &stored.reference, at, text));
        GuestLine {
            line: line.line,
            state: line.state,
            is_closed: closed.is_some() && text.is_none(),
            text,
            order: line.order,
        }
    };
    Ok(GuestGroup {
        key,
        account: stored.account,
        at: stored.at,
        staff: stored.staff,
        lines: groups::lines(tx, key)?.into_iter().map(open).collect(),
    })
}

fn set_line(
    tx: &WriteTx<'_>,
    keys: Option<&BookKeys>,
    at: LineKey,
    state: LineState,
    text: Option<&SecretString>,
) -> Result<(), BookError> {
    without_order(tx, at, None)?;
    let stored = groups::group(tx, at.group)?;
    let stored = stored.ok_or(BookError::UnknownGroup(at.group))?;
    let text = text
        .map(|text| sealed(keys, stored.month, &stored.reference, at, text))
        .transpose()?;
    groups::set_line(tx, at, state, text.as_deref())
}

/// The wall: whatever the program above has in mind, a line is not ordered beside an order that may be charged.
fn without_order(tx: &WriteTx<'_>, at: LineKey, beside: Option<OrderKey>) -> Result<(), BookError> {
    let orders = groups::charged_orders(tx, at)?;
    let is_beside =
        |order: &LineOrder| Some(order.key) == beside && order.state == OrderState::Unconfirmed;
    match orders.iter().all(is_beside) {
        true => Ok(()),
        false => Err(BookError::LineHasOrder(at)),
    }
}

fn sealed(
    keys: Option<&BookKeys>,
    month: Month,
    reference: &str,
    at: LineKey,
    text: &SecretString,
) -> Result<Vec<u8>, BookError> {
    let key = keys.and_then(|keys| keys.key(month));
    let key = key.ok_or(BookError::KeysMissing)?;
    seal::seal_line(key, reference, at.line, text.expose_secret().as_bytes())
}

fn opened(
    keys: Option<&BookKeys>,
    month: Month,
    reference: &str,
    at: LineKey,
    text: &[u8],
) -> Option<SecretString> {
    let plain = seal::open_line(keys?.key(month)?, reference, at.line, text)?;
    std::str::from_utf8(&plain).ok().map(SecretString::from)
}
