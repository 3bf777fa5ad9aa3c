//! Whether the service refuses the secret for good. Only its token endpoint can say so, and it has to say it twice, at least a
//! minute apart: a wrong answer in passing must not send a receptionist looking for a secret (rulings 36).
//!
//! Pure but for the clock. In the form, where somebody has just typed the secret, one refusal is enough (`open`).

use std::time::Duration;

use tokio::time::Instant;

use super::view::SignedOut;
use crate::connect::{CorrelationId, Fault, FaultKind, Step};
use crate::desk::wait::wait;

const APART: Duration = Duration::from_secs(60);

/// The first of the refusals in a row.
#[derive(Default)]
pub(super) struct Refused {
    first: Option<(Instant, CorrelationId)>,
}

impl Refused {
    /// Notes what an answer says of the secret; `Some` where it is refused for good.
    pub(super) fn observe<T>(&mut self, answer: &Result<T, Fault>) -> Option<SignedOut> {
        let fault = match answer {
            Ok(_) => {
                self.first = None;
                return None;
            }
            Err(fault) => fault,
        };
        if fault.step != Step::Token {
            // Whatever it was, there was a token for it.
            self.first = None;
            return ended(fault);
        }
        if !matches!(fault.kind, FaultKind::NotSignedIn(_)) {
            return None;
        }
        let now = Instant::now();
        // All who wait for a token are told of the same refusal.
        match self.first {
            None => {
                self.first = Some((now, fault.correlation));
                None
            }
            Some((first, known)) => {
                let again = known != fault.correlation && now - first >= wait(APART);
                again.then_some(SignedOut::Refused)
            }
        }
    }
}

/// Whether a pasted token is at its end: for it there is no endpoint that could say so. Refused by what belongs to the whole
/// account it is; refused by one order or SIM, that may be their trouble, and whoever asked about them then asks the account
/// (`polling`). An order's POST that meets it says nothing: the next read finds out (rulings 7).
fn ended(fault: &Fault) -> Option<SignedOut> {
    let is_of_the_account = match fault.step {
        Step::Products | Step::Subscriptions => true,
        Step::Token
        | Step::PlaceOrder
        | Step::Order
        | Step::Sim
        | Step::CancelSim
        | Step::StartPlan => false,
    };
    let is_ended = is_of_the_account && matches!(fault.kind, FaultKind::TokenExpired);
    is_ended.then_some(SignedOut::TokenExpired)
}
