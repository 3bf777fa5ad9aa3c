//! Whether the service refuses the secret for good: a wrong answer in passing must not send a receptionist looking for a secret
//! (rulings 36). Of a client secret only the token endpoint can say so, and it has to say it twice, at least a minute apart. For
//! a pasted token there is no such endpoint: it is at its end where all that belongs to the whole account refuses it, for at
//! least a minute, and nothing takes it meanwhile.
//!
//! Pure but for the clock. In the form, where somebody has just typed the secret, one refusal is enough (`open`).

use std::time::Duration;

use tokio::time::Instant;

use super::view::SignedOut;
use crate::connect::{CorrelationId, Fault, FaultKind, Step};
use crate::desk::wait::wait;

const APART: Duration = Duration::from_secs(60);

/// The refusals in a row.
#[derive(Default)]
pub(super) struct Refused {
    /// The first of a secret.
    first: Option<(Instant, CorrelationId)>,
    token: Option<TokenRefused>,
}

/// A pasted token that was refused, and taken by nobody since.
struct TokenRefused {
    since: Instant,
    /// By the catalogue, and by the list of what was sold: one alone may be wrong.
    by_products: bool,
    by_sold: bool,
}

impl Refused {
    /// Notes what an answer says of the secret; `Some` where it is refused for good.
    pub(super) fn observe<T>(&mut self, answer: &Result<T, Fault>) -> Option<SignedOut> {
        let fault = match answer {
            Ok(_) => {
                *self = Refused::default();
                return None;
            }
            Err(fault) => fault,
        };
        if fault.step != Step::Token {
            // Whatever it was, there was a token for it.
            self.first = None;
            return self.of_a_token(fault);
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

    /// Whether a pasted token may be at its end, so that it is worth asking whether it is.
    pub(super) fn doubts_token(&self) -> bool {
        self.token.is_some()
    }

    /// Refused by one order or SIM, that may be their trouble, and whoever asked about them then asks the account (`polling`).
    /// An order's POST that meets it says nothing: the next read finds out (rulings 7).
    fn of_a_token(&mut self, fault: &Fault) -> Option<SignedOut> {
        let (by_products, by_sold) = match fault.step {
            Step::Products => (true, false),
            Step::Subscriptions => (false, true),
            Step::Token
            | Step::PlaceOrder
            | Step::Order
            | Step::Sim
            | Step::CancelSim
            | Step::StartPlan => return None,
        };
        if !matches!(fault.kind, FaultKind::TokenExpired) {
            return None;
        }
        let token = self.token.get_or_insert_with(|| TokenRefused {
            since: Instant::now(),
            by_products: false,
            by_sold: false,
        });
        token.by_products |= by_products;
        token.by_sold |= by_sold;
        let by_all = token.by_products && token.by_sold;
        let is_ended = by_all && token.since.elapsed() >= wait(APART);
        is_ended.then_some(SignedOut::TokenExpired)
    }
}
