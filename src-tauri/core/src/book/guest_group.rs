//! A group: several eSIMs for which a person pressed once, a line for each guest. No storage here.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::order::{AccountId, GroupKey, OrderKey, Verdict, may_be_charged};
use super::state::{OrderState, StateHeading};

/// A group before anything is bought for it.
#[derive(Debug)]
pub struct NewGroup {
    pub account: AccountId,
    pub at: Timestamp,
    /// Made for this press: a second one is the same group.
    pub reference: String,
    pub staff: Option<String>,
    pub lines: Vec<NewLine>,
}

#[derive(Debug)]
pub struct NewLine {
    pub line: u32,
    pub state: LineState,
    /// All that is known of it, as the desk writes it. Sealed on disk.
    pub text: SecretString,
}

/// What the book says of a line. What became of its order, the order says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nothing was asked for it yet.
    Waiting,
    /// An order was written for it.
    Ordered,
    /// It was not bought, and is bought only if a person says so of this very line.
    Stopped,
    /// Nobody wants it any more.
    LeftOut,
    /// The book was rebuilt, or is an older copy: what was bought for it may be lost.
    Unsure,
}

impl LineState {
    /// All of them.
    pub const ALL: [LineState; 5] = [
        Self::Waiting,
        Self::Ordered,
        Self::Stopped,
        Self::LeftOut,
        Self::Unsure,
    ];

    /// The stored name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ordered => "ordered",
            Self::Stopped => "stopped",
            Self::LeftOut => "left_out",
            Self::Unsure => "unsure",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<LineState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A group with all its lines.
#[derive(Clone, Debug)]
pub struct GuestGroup {
    pub key: GroupKey,
    pub account: AccountId,
    pub at: Timestamp,
    pub staff: Option<String>,
    pub lines: Vec<GuestLine>,
}

#[derive(Clone, Debug)]
pub struct GuestLine {
    pub line: u32,
    pub state: LineState,
    /// `None` where it is forgotten or does not open.
    pub text: Option<SecretString>,
    /// It is there and does not open: its key is away.
    pub is_closed: bool,
    /// The newest order that was placed for it and may be charged, or the newest one where none may.
    pub order: Option<LineOrder>,
}

/// What a group's list says of the order of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOrder {
    pub key: OrderKey,
    pub state: OrderState,
    pub order_id: Option<String>,
    pub reference: String,
    /// What a person found out of it, where they closed it.
    pub verdict: Option<Verdict>,
    /// Whether the service may charge for it, as far as the program or a person knows.
    pub may_be_charged: bool,
    /// Whether the money came back, by the service or by a person's word.
    pub refunded: bool,
    /// Whether its code was on screen: its guest is not the next one.
    pub was_shown: bool,
}

/// One of the groups of an account, with how many of its lines stand how. A line that was left out, forgotten, given back or
/// closed is in none of the numbers but the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    pub key: GroupKey,
    pub at: Timestamp,
    pub lines: u32,
    /// Lines for which nothing was asked yet, as far as they are not forgotten.
    pub waiting: u32,
    /// Lines that are known to be bought, also where their code is on hold.
    pub bought: u32,
    /// Lines that nothing more happens to before somebody looks at them.
    pub needs_person: u32,
}

impl GroupRow {
    /// Adds so many lines in this state, that are `kept` or forgotten, and of which the newest order is this one.
    pub(super) fn add(
        &mut self,
        lines: u32,
        (state, is_kept): (LineState, bool),
        order: Option<(OrderState, Option<Verdict>)>,
    ) {
        self.lines += lines;
        if let Some((order, verdict)) = order {
            let given_back = order == OrderState::Settled && verdict == Some(Verdict::Refunded);
            if order.is_refunded() || given_back {
                return;
            }
            if may_be_charged(order, verdict) {
                self.bought += lines * u32::from(is_bought(order, verdict));
                let needs_person = order.heading() == StateHeading::NeedsPerson;
                self.needs_person += lines * u32::from(needs_person);
                return;
            }
        }
        match state {
            _ if !is_kept => {}
            LineState::Waiting => self.waiting += lines,
            // It says *ordered* where its order bought nothing.
            LineState::Ordered | LineState::Stopped | LineState::Unsure => {
                self.needs_person += lines;
            }
            LineState::LeftOut => {}
        }
    }
}

fn is_bought(order: OrderState, verdict: Option<Verdict>) -> bool {
    match order {
        OrderState::Ready | OrderState::Withheld | OrderState::Added | OrderState::Cancelling => {
            true
        }
        OrderState::Settled => {
            matches!(verdict, Some(Verdict::HandedOver | Verdict::NotHandedOver))
        }
        OrderState::Sending
        | OrderState::Accepted
        | OrderState::Preparing
        | OrderState::Failed
        | OrderState::Refused
        | OrderState::NotSent
        | OrderState::Unconfirmed
        | OrderState::Refunded => false,
    }
}
