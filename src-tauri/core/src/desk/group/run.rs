//! Buying what is to be bought: one line after the other, each on the way of every sale, and no guest at the counter waits for
//! them.
//!
//! What meets one line only (a guest who has that plan already, a refusal) leaves that line to be mended and goes on. What
//! would meet the next line as well (the limit of the account, a plan that changed, no connection, two lost answers or three
//! orders that fail one after the other) stops the group and says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Groups;
use super::insist::is_met;
use super::stored::{StoredLine, WhyNotBought};
use crate::book::{GroupKey, GuestLine, LineKey, LineState, OrderKey, OrderState};
use crate::desk::model::{Failure, Field, FieldProblem};
use crate::desk::sale::{Draft, ForLine};
use crate::keychain::KeychainState;

/// So many lost answers one after the other are no accident.
const LOST: u32 = 2;
/// So many refusals one after the other are not about the lines.
const REFUSED: u32 = 3;
/// So many orders one after the other that were taken and then came to nothing are not about the lines either.
const FAILED: usize = 3;

/// What has gone wrong one line of a group after the other.
#[derive(Default)]
struct InARow {
    lost: u32,
    refused: u32,
    /// The first order of this run of lines: what failed before it, a person knew of when they pressed.
    since: Option<OrderKey>,
}

impl InARow {
    /// Whether the newest orders of which the end is known all came to nothing.
    fn fails(&self, lines: &[GuestLine]) -> bool {
        let since = self.since;
        let orders = lines.iter().filter_map(|line| line.order.as_ref());
        let mut known: Vec<_> = orders
            .filter(|order| since.is_some_and(|since| order.key >= since))
            .filter_map(|order| Some((order.key, order.state.came_to_nothing()?)))
            .collect();
        known.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        let newest = known.get(..FAILED).unwrap_or_default();
        !newest.is_empty() && newest.iter().all(|(_, nothing)| *nothing)
    }
}

impl Groups {
    /// Buys what is to be bought, for as long as the desk is open.
    pub(in crate::desk) async fn run(self: Arc<Self>) {
        let mut in_a_row: BTreeMap<GroupKey, InARow> = BTreeMap::new();
        loop {
            self.sale.guests_go_first().await;
            let Some(at) = self.to_buy.next() else {
                self.to_buy.something_is_to_buy().await;
                in_a_row.clear();
                continue;
            };
            self.changes.notify();
            let of_group = in_a_row.entry(at.group).or_default();
            if let Err(why) = self.buy(at, of_group).await {
                // Whoever presses again knows of it.
                in_a_row.remove(&at.group);
                self.to_buy.stop(at.group, Some(why));
            }
            self.to_buy.done();
            self.changes.notify();
        }
    }

    /// Buys one line. A failure is one that would meet the next line as well.
    async fn buy(&self, at: LineKey, in_a_row: &mut InARow) -> Result<(), Failure> {
        let group = self.orders.book(move |book| book.group(at.group)).await?;
        if in_a_row.fails(&group.lines) {
            return Err(Failure::OrdersFail);
        }
        let line = group.lines.into_iter().find(|line| line.line == at.line);
        if line.as_ref().is_some_and(|line| line.is_closed) {
            // It waits for its key as it stands, and the next line would wait as well.
            return Err(Failure::Keychain {
                state: KeychainState::NoneHere,
            });
        }
        // Of what was mended meanwhile nobody said so.
        let insists = self.to_buy.is_insisted(at) && line.as_ref().is_some_and(is_met);
        let stored = line
            .and_then(|line| line.text)
            .and_then(|text| StoredLine::of_text(&text));
        let Some(stored) = stored else {
            // Forgotten: there is nothing to buy.
            return self.set(at, LineState::Stopped, None).await;
        };
        let Some(draft) = stored.sale(group.staff) else {
            return self.not_bought(at, stored, WhyNotBought::Fields).await;
        };
        let draft = Draft {
            again: draft.again || insists,
            ..draft
        };
        let line = ForLine {
            at,
            account: group.account,
            beside: None,
        };
        match self.sale.place_line(draft, &line).await {
            Ok(order) if self.wants_the_phone(order, &stored) => {
                // The next line would be refused as well.
                self.not_bought(at, stored, WhyNotBought::Fields).await?;
                Err(Failure::PhoneWanted)
            }
            Ok(order) => self.look_back(at, order, in_a_row).await,
            // Somebody was quicker: it has its order.
            Err(Failure::LineBought) => Ok(()),
            Err(failure) => match WhyNotBought::of(&failure) {
                Some(why) => self.not_bought(at, stored, why).await,
                None => {
                    if let Some(plan) = &stored.plan {
                        self.take_in(at, plan, &failure).await?;
                    }
                    Err(failure)
                }
            },
        }
    }

    /// Whether the order was refused for what nobody has said of the phone, which is known only now.
    fn wants_the_phone(&self, order: OrderKey, sent: &StoredLine) -> bool {
        let state = self.orders.get(order, |live| live.state());
        let missing = sent.sale(None).map(|sent| self.sale.check(&sent));
        let is_of_phone =
            |field: Field| matches!(field, Field::Phone | Field::PhoneModel | Field::Imei);
        let lacks = |one: &FieldProblem| is_of_phone(one.field);
        state == Some(OrderState::Refused) && missing.unwrap_or_default().iter().any(lacks)
    }

    /// What the answer says of the lines to come.
    async fn look_back(
        &self,
        at: LineKey,
        order: OrderKey,
        in_a_row: &mut InARow,
    ) -> Result<(), Failure> {
        in_a_row.since.get_or_insert(order);
        let known = self
            .orders
            .get(order, |live| (live.state(), live.trouble().cloned()));
        let (state, trouble) = known.unwrap_or((OrderState::Unconfirmed, None));
        match state {
            OrderState::NotSent => {
                self.set(at, LineState::Waiting, None).await?;
                trouble.map_or(Ok(()), Err)
            }
            OrderState::Refused => {
                let trouble = trouble.unwrap_or(Failure::UnknownOrder);
                in_a_row.refused += 1;
                if !is_of_the_line(&trouble) {
                    // Nothing was bought, and the press still stands for it: going on asks for it again.
                    self.set(at, LineState::Waiting, None).await?;
                    return Err(trouble);
                }
                self.set(at, LineState::Stopped, None).await?;
                match in_a_row.refused < REFUSED {
                    true => Ok(()),
                    false => Err(trouble),
                }
            }
            OrderState::Unconfirmed => {
                in_a_row.lost += 1;
                match trouble {
                    Some(trouble) if in_a_row.lost >= LOST => Err(trouble),
                    Some(_) | None => Ok(()),
                }
            }
            OrderState::Sending
            | OrderState::Accepted
            | OrderState::Preparing
            | OrderState::Ready
            | OrderState::Added
            | OrderState::Failed
            | OrderState::Withheld
            | OrderState::Cancelling
            | OrderState::Refunded
            | OrderState::Settled => {
                (in_a_row.lost, in_a_row.refused) = (0, 0);
                Ok(())
            }
        }
    }

    pub(super) async fn not_bought(
        &self,
        at: LineKey,
        stored: StoredLine,
        why: WhyNotBought,
    ) -> Result<(), Failure> {
        let stored = StoredLine {
            why: Some(why),
            ..stored
        };
        self.set(at, LineState::Stopped, Some(stored)).await
    }

    async fn set(
        &self,
        at: LineKey,
        state: LineState,
        stored: Option<StoredLine>,
    ) -> Result<(), Failure> {
        self.orders
            .book(move |book| {
                let text = stored.map(|stored| stored.text());
                book.set_line(at, state, text.as_ref())
            })
            .await
    }
}

/// Whether the service said no to this line, and not to whoever asked.
fn is_of_the_line(trouble: &Failure) -> bool {
    matches!(
        trouble,
        Failure::Refused { .. } | Failure::NotFound { .. } | Failure::TooLarge { .. }
    )
}
