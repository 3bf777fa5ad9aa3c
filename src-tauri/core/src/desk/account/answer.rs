//! What one answer says: of the service, of how far requests get, and of the token. Pure; who believes it is the account.

use super::view::ServiceState;
use crate::clock;
use crate::connect::{Fault, FaultKind, NotSent, Step};
use crate::desk::model::Failure;

/// How far a request gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Reach {
    All,
    /// The service is there, and gives no token.
    NoToken,
    /// No name, no connection or no TLS: nothing can be asked. That one endpoint is silent is its own trouble (rulings 37).
    Nobody,
}

pub(super) fn state_after(fault: &Fault) -> ServiceState {
    let since = clock::now().to_string();
    if is_unreached(fault) {
        return ServiceState::Offline { since };
    }
    let failure = Failure::from(fault);
    let is_trouble = fault.step == Step::Token
        || matches!(
            failure,
            Failure::Unanswered { .. }
                | Failure::ServiceTrouble { .. }
                | Failure::Redirected { .. }
                | Failure::Unreadable { .. }
                | Failure::TooLarge { .. }
        );
    match is_trouble {
        true => ServiceState::Trouble { since, failure },
        false => ServiceState::Online,
    }
}

/// What an answer says of how far requests get; `None` where it says nothing of that.
pub(super) fn reach_after<T>(answer: &Result<T, Fault>) -> Option<Reach> {
    let Err(fault) = answer else {
        return Some(Reach::All);
    };
    if is_unreached(fault) {
        return Some(Reach::Nobody);
    }
    match (fault.step, &fault.kind) {
        // It never left, for a reason of our own.
        (_, FaultKind::NotSent(_)) => None,
        (Step::Token, _) => Some(Reach::NoToken),
        _ => Some(Reach::All),
    }
}

/// Whether nobody was reached. A time-out on an open connection is not that: that endpoint is silent, others may be well.
fn is_unreached(fault: &Fault) -> bool {
    let FaultKind::NotSent(why) = &fault.kind else {
        return false;
    };
    match why {
        NotSent::Dns
        | NotSent::Connect
        | NotSent::ConnectTimedOut
        | NotSent::Certificate
        | NotSent::CertificateDates
        | NotSent::Tls
        | NotSent::Proxy
        | NotSent::ProxySignIn => true,
        NotSent::TurnTooFar { .. } | NotSent::Malformed => false,
    }
}

/// Whether there is no token to be had for the account, so that nothing can be asked or ordered with it now.
pub(in crate::desk) fn has_no_token(fault: &Fault) -> bool {
    fault.step == Step::Token || matches!(fault.kind, FaultKind::TokenExpired)
}
