//! What the service calls failed: told only after a while, and looked at again for another, because the word may be wrong
//! (rulings 38). Until when that is, the order says (`orders::second_look`).

use std::time::Duration;

use super::Poller;
use super::followed::NextPoll;
use crate::activation::{Doubt, InstallCode};
use crate::book::{OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::connect::Fault;

/// One that was told as failed is nobody's to wait for.
const FAILED_AGAIN: Duration = Duration::from_secs(60);

impl Poller {
    /// The service calls it failed. What its output may still prove goes before that word (rulings 38), so it is given the time
    /// that a completed one has; then it is told.
    pub(super) async fn failed(
        &self,
        key: OrderKey,
        code: Option<Result<Result<InstallCode, Doubt>, Fault>>,
        facts: OrderFacts,
    ) -> NextPoll {
        if self.is_failed(key) {
            // That is no news.
            return NextPoll::Again(None);
        }
        let may_come = match &code {
            None | Some(Err(_)) => true,
            Some(Ok(Err(doubt))) => doubt.may_be_unfinished(),
            Some(Ok(Ok(_))) => false,
        };
        if may_come && self.orders.seen_empty(key) {
            let next = self
                .record_progress(key, OrderEvent::Preparing, OrderState::Preparing, facts)
                .await;
            return match code {
                Some(Err(fault)) => self.note_fault(key, &fault),
                None | Some(Ok(_)) => next,
            };
        }
        self.orders.seen_found(key);
        self.orders.record(key, OrderEvent::Failed, facts).await;
        NextPoll::Again(None)
    }

    /// The next look at an order that was told as failed, if there is one.
    pub(super) fn seldom(&self, key: OrderKey, next: &NextPoll) -> NextPoll {
        let looks_again = self.orders.looked_once_more(key);
        match next {
            NextPoll::Again(named) if looks_again => {
                let pause = named.unwrap_or_default().max(FAILED_AGAIN);
                NextPoll::Again(Some(pause))
            }
            NextPoll::Again(_) | NextPoll::In(_) | NextPoll::Done => NextPoll::Done,
        }
    }

    pub(super) fn is_failed(&self, key: OrderKey) -> bool {
        self.orders.state_of(key) == Some(OrderState::Failed)
    }
}
