//! The states of an order, the one function that changes them, and every question that is asked about a state.
//!
//! Nothing here asks a clock, file or network: the desk says what happened, [`OrderState::after`] what becomes of the order.

use serde::{Deserialize, Serialize};

/// Where an order stands. Stored as its snake-case name; a name of the future reads as an error, not as a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The order is on disk; the request may be on its way.
    Sending,
    /// The service took the order.
    Accepted,
    /// The service works on it.
    Preparing,
    /// Completed, and its install code was proved.
    Ready,
    /// The service reports failure. Whether it charges is not known.
    Failed,
    /// A definite no: nothing was bought.
    Refused,
    /// Nothing left this computer: safe to try again.
    NotSent,
    /// Sent, but the answer was lost: it may be bought.
    Unconfirmed,
    /// Completed, but its code is missing or not proved.
    Withheld,
    /// A person gave the verdict.
    Settled,
    /// A top-up that is done: its plan was seen on the SIM.
    Added,
    /// The eSIM is being given back: the request is on disk and may be on its way. Its code is shown nowhere any more.
    Cancelling,
    /// The service took the eSIM back, and the money with it.
    Refunded,
}

/// Under which heading the staff find a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateHeading {
    /// The service has it or is about to have it.
    InProgress,
    /// Its code can be handed over.
    Ready,
    /// It does not go on by itself.
    NeedsPerson,
    /// Nothing was bought.
    NotSold,
    /// Over, and nothing is to be handed over: topped up, given back, or closed by a person.
    Closed,
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    /// The request was never given to an open connection.
    NothingLeft,
    /// The service said no to the order itself.
    Refused,
    /// The request left, and no answer that can be understood came back; or the program ended meanwhile.
    AnswerLost,
    /// The service says that it has the order, but not yet begun.
    Accepted,
    /// The service says that it works on the order; unknown statuses count as this.
    Preparing,
    /// The service completed the order and the code was proved.
    CodeProved,
    /// The service completed the order, but the code is missing or was not proved.
    CodeDoubted,
    /// The service says that the order failed.
    Failed,
    /// A subscription was found that can only be this order's.
    Found,
    /// A person decided what became of the order.
    Settled,
    /// What a person closed as not bought is on the service's list: it was bought.
    TurnedUp,
    /// The plan of a top-up was seen on its SIM.
    PlanAdded,
    /// A person wants the eSIM given back. Written before the request leaves.
    CancelAsked,
    /// It was surely not given back.
    NotCancelled,
    /// The service gave it back, with every plan on it.
    Cancelled,
    /// The eSIM that a top-up is on was given back, and the top-up with it.
    EsimCancelled,
}

impl OrderState {
    /// The state after `event`, or `None` where that cannot happen to such an order, which then stays as it is.
    pub fn after(self, event: OrderEvent) -> Option<OrderState> {
        use OrderEvent as E;
        use OrderState as S;
        match (self, event) {
            (S::Sending, E::NothingLeft) => Some(S::NotSent),
            (S::Sending, E::Refused) => Some(S::Refused),
            (S::Sending, E::AnswerLost) => Some(S::Unconfirmed),
            (S::Sending | S::Unconfirmed | S::Accepted, E::Accepted) => Some(S::Accepted),
            (S::Unconfirmed, E::Found) | (S::Settled, E::TurnedUp) => Some(S::Accepted),
            (S::Sending | S::Unconfirmed | S::Accepted | S::Preparing, E::Preparing) => {
                Some(S::Preparing)
            }
            // A status that goes back (Preparing, then Accepted again) is the service's affair, not news.
            (S::Preparing, E::Accepted) => Some(S::Preparing),
            (
                S::Sending
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Ready
                | S::Failed,
                E::CodeProved,
            ) => Some(S::Ready),
            (
                S::Sending
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Ready
                | S::Failed,
                E::CodeDoubted,
            ) => Some(S::Withheld),
            (
                S::Sending | S::Unconfirmed | S::Accepted | S::Preparing | S::Withheld | S::Failed,
                E::Failed,
            ) => Some(S::Failed),
            // A verdict may be corrected; until when is not asked here. A ready one is settled where its eSIM is gone.
            (
                S::Ready
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Failed
                | S::Cancelling
                | S::Settled,
                E::Settled,
            ) => Some(S::Settled),
            (
                S::Sending
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Added
                | S::Failed,
                E::PlanAdded,
            ) => Some(S::Added),
            // Another order claims the plan.
            (S::Added, E::CodeDoubted) => Some(S::Withheld),
            (S::Ready | S::Withheld, E::CancelAsked) => Some(S::Cancelling),
            // Its code is proved anew before anybody sees it again.
            (S::Cancelling, E::NotCancelled) => Some(S::Preparing),
            (S::Cancelling, E::Cancelled) | (S::Added | S::Settled, E::EsimCancelled) => {
                Some(S::Refunded)
            }
            _ => None,
        }
    }

    /// Whether the program still has something to find out or to fetch for such an order.
    pub fn is_open(self) -> bool {
        match self {
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Cancelling => true,
            Self::Ready
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Settled
            | Self::Added
            | Self::Refunded => false,
        }
    }

    /// Whether its request is under way, and nobody knows yet what becomes of it.
    pub fn is_on_its_way(self) -> bool {
        self == Self::Sending
    }

    /// Whether money may have been spent, so that the same sale again needs a second thought (rulings 12).
    pub fn is_undecided(self) -> bool {
        match self {
            Self::Sending | Self::Unconfirmed | Self::Accepted | Self::Preparing => true,
            Self::Ready
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Withheld
            | Self::Settled
            | Self::Added
            | Self::Cancelling
            | Self::Refunded => false,
        }
    }

    /// Whether the money came back.
    pub fn is_refunded(self) -> bool {
        self == Self::Refunded
    }

    /// Whether a guest may have the eSIM of such an order, and want another plan on it.
    pub fn may_be_topped_up(self) -> bool {
        match self {
            Self::Ready | Self::Added | Self::Settled => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Cancelling
            | Self::Refunded => false,
        }
    }

    /// Whether such an order may be given back, if it made the eSIM.
    pub fn may_be_cancelled(self) -> bool {
        match self {
            Self::Ready | Self::Withheld => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Unconfirmed
            | Self::Settled
            | Self::Added
            | Self::Cancelling
            | Self::Refunded => false,
        }
    }

    /// Whether nothing is to be found out of such a top-up any more, so that the eSIM under it may be given back.
    pub fn leaves_the_sim_alone(self) -> bool {
        match self {
            Self::Added | Self::Refunded | Self::Refused | Self::NotSent | Self::Settled => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Ready
            | Self::Failed
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Cancelling => false,
        }
    }

    /// Whether the eSIM that such an order made takes no more plans: it is given back, or about to be.
    pub fn takes_no_plans(self) -> bool {
        self == Self::Cancelling || self.is_refunded()
    }

    /// Whether what such an order came to is compared with what was sold.
    pub fn is_compared(self) -> bool {
        match self {
            Self::Ready | Self::Added => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Settled
            | Self::Cancelling
            | Self::Refunded => false,
        }
    }

    /// Whether the service may charge for such an order. Of a settled one its verdict says more (`heading`).
    pub fn may_be_charged(self) -> bool {
        match self {
            Self::Refused | Self::NotSent | Self::Refunded => false,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Ready
            | Self::Failed
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Settled
            | Self::Added
            | Self::Cancelling => true,
        }
    }

    /// Whether such an order has a proved code: only then is it kept and given.
    pub fn has_code(self) -> bool {
        match self {
            Self::Ready => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Settled
            | Self::Added
            | Self::Cancelling
            | Self::Refunded => false,
        }
    }

    /// Whether the service took such an order and there is no eSIM to hand over all the same. `None` while that is not known,
    /// and where it took none.
    pub fn came_to_nothing(self) -> Option<bool> {
        match self {
            Self::Failed | Self::Withheld => Some(true),
            Self::Ready | Self::Settled | Self::Added | Self::Cancelling | Self::Refunded => {
                Some(false)
            }
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Unconfirmed
            | Self::Refused
            | Self::NotSent => None,
        }
    }

    /// The heading under which the staff find it; of a settled one its verdict may say otherwise.
    pub fn heading(self) -> StateHeading {
        match self {
            Self::Sending | Self::Accepted | Self::Preparing | Self::Cancelling => {
                StateHeading::InProgress
            }
            Self::Ready => StateHeading::Ready,
            Self::Unconfirmed | Self::Withheld | Self::Failed => StateHeading::NeedsPerson,
            Self::Refused | Self::NotSent => StateHeading::NotSold,
            Self::Settled | Self::Added | Self::Refunded => StateHeading::Closed,
        }
    }

    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::Unconfirmed => "unconfirmed",
            Self::Withheld => "withheld",
            Self::Settled => "settled",
            Self::Added => "added",
            Self::Cancelling => "cancelling",
            Self::Refunded => "refunded",
        }
    }

    /// All states, for tables and filters.
    pub const ALL: [OrderState; 13] = [
        Self::Sending,
        Self::Accepted,
        Self::Preparing,
        Self::Ready,
        Self::Failed,
        Self::Refused,
        Self::NotSent,
        Self::Unconfirmed,
        Self::Withheld,
        Self::Settled,
        Self::Added,
        Self::Cancelling,
        Self::Refunded,
    ];

    /// The states of [`OrderState::is_open`].
    pub(super) fn open() -> impl Iterator<Item = OrderState> {
        Self::ALL.into_iter().filter(|state| state.is_open())
    }

    /// The state of that stored name.
    pub fn from_name(name: &str) -> Option<OrderState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
