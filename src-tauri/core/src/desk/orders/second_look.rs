//! An order that was told as failed and may be completed all the same: what an output proves goes before the word (rulings 38).
//! Nobody waits for it, and nothing is held up for it: it is not open. Here is only until when it is looked at once more; the
//! looking is `polling`'s.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::live::LiveOrder;
use crate::book::{AccountId, Filter, OrderState};
use crate::desk::wait::wait;

/// So long after it was told; later a person has seen to it, and a look when somebody opens it is enough.
const LOOKED_AT_FOR: Duration = Duration::from_secs(60 * 60);

/// One that was placed longer ago and failed only now is not looked at again after a restart.
const PLACED_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);

fn is_failed(state: OrderState) -> bool {
    state == OrderState::Failed
}

/// Which orders of an account may be such.
pub(super) fn failed_of(account: AccountId, now: Timestamp) -> Filter {
    let states = OrderState::ALL.into_iter();
    Filter {
        states: states.filter(|state| is_failed(*state)).collect(),
        from: Some(now - PLACED_WITHIN),
        account: Some(account),
        ..Filter::default()
    }
}

impl LiveOrder {
    /// Whether it was told as failed, and a look may find that it is not.
    pub(in crate::desk) fn may_yet_come(&self) -> bool {
        is_failed(self.state())
            && self.can_be_asked_about()
            && (self.was_opened || self.failed_lately())
    }

    pub(super) fn failed_lately(&self) -> bool {
        self.quiet.lasts() < wait(LOOKED_AT_FOR)
    }
}
