//! Looks for the service while it cannot be reached, first after two seconds, then up to every half minute; asks for a token
//! while it gives none; and once a minute sees which orders have had no news for too long, and whether a pasted token that was
//! refused is at its end.
//!
//! It looks by way of the open order that has waited longest, so that what goes on first is what a customer waits for, and
//! no trouble of the catalogue stands in its way (rulings 37). How long the token endpoint is left alone is `connect`'s.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::followed::NextPoll;
use super::{Poller, has_news};
use crate::book::{OrderKey, OrderState};
use crate::connect::Client;
use crate::desk::account::Reach;
use crate::desk::orders::LiveOrder;
use crate::desk::wait::wait;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(30);
const FOR_A_TOKEN: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);

/// Runs as long as the desk does.
pub(in crate::desk) async fn run(poller: Arc<Poller>) {
    let mut reach = poller.account.reach();
    let mut pause = FIRST;
    loop {
        let now = *reach.borrow_and_update();
        let client = poller.account.client();
        let next = match (now, &client) {
            (Reach::All, _) | (_, Err(_)) => {
                pause = FIRST;
                MINUTE
            }
            (Reach::NoToken, Ok(_)) => FOR_A_TOKEN,
            (Reach::Nobody, Ok(_)) => {
                let this = pause;
                pause = (pause * 2).min(LONGEST);
                this
            }
        };
        tokio::select! {
            changed = reach.changed() => match changed {
                // Looks that were under way find out the same, and shorten no pause.
                Ok(()) if *reach.borrow() == now => sleep(wait(next)).await,
                Ok(()) => continue,
                Err(_) => return,
            },
            () = sleep(wait(next)) => {}
        }
        poller.orders.tell_quiet_ones();
        match (now, client) {
            (_, Err(_)) => {}
            (Reach::All, Ok(client)) => {
                if poller.account.doubts_token() {
                    poller.ask_whether_the_token_ended(&client).await;
                }
            }
            // What the answer is does not matter here: `observe` notes it.
            (Reach::NoToken, Ok(client)) => {
                drop(poller.account.observe(&client, client.sign_in().await));
            }
            (Reach::Nobody, Ok(client)) => poller.look_for_the_service(&client).await,
        }
    }
}

impl Poller {
    /// A pasted token was refused, which one endpoint may do in passing: all that is the whole account's is asked. What the
    /// answers come to, the account knows.
    async fn ask_whether_the_token_ended(&self, client: &Client) {
        let taken = self.account.observe(client, client.check().await).is_ok();
        if !taken {
            drop(self.account.observe(client, client.check_sold().await));
        }
    }

    async fn look_for_the_service(&self, client: &Client) {
        match self.longest_waiting() {
            Some(key) => {
                // When it is looked at next, its own queue knows. One that there is nothing to ask about tells nothing.
                let next = self.poll(key).await;
                if matches!(next, NextPoll::Done) && self.is_unreached() {
                    drop(self.account.observe(client, client.check().await));
                }
            }
            None => drop(self.account.observe(client, client.check().await)),
        }
    }

    fn is_unreached(&self) -> bool {
        *self.account.reach().borrow() == Reach::Nobody
    }

    /// Of the orders that a look asks about. One whose answer was lost has its own times, and for one that failed nobody waits.
    fn longest_waiting(&self) -> Option<OrderKey> {
        let account = self.account.id();
        self.orders.read(|live| {
            live.of(account.as_ref())
                .filter(|live| {
                    live.state() != OrderState::Unconfirmed
                        && live.state().is_open()
                        && has_news(live)
                })
                .map(LiveOrder::key)
                .min()
        })
    }
}
