//! Groups as the page is shown them.

use super::Groups;
use super::checked::Cost;
use super::stored::StoredLine;
use super::view::{GroupLineView, GroupSummary, GroupView, LineOrderView};
use crate::book::{GroupKey, GuestLine, LineKey, LineState, OrderKey};
use crate::desk::model::Failure;

/// So many groups are listed.
const LISTED: u32 = 20;

impl Groups {
    /// The newest groups of the account in use.
    pub async fn list(&self) -> Result<Vec<GroupSummary>, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let rows = self
            .orders
            .book(move |book| book.groups(&account, LISTED))
            .await?;
        let rows = rows.into_iter().map(|row| GroupSummary {
            key: row.key,
            at: row.at.to_string(),
            lines: row.lines,
            waiting: row.waiting,
        });
        Ok(rows.collect())
    }

    /// A group, as it is now.
    pub async fn view(&self, key: GroupKey) -> Result<GroupView, Failure> {
        // Sealed lines that do not open yet may do so with keys that came meanwhile.
        self.orders.open_keys().await;
        let group = self.orders.book(move |book| book.group(key)).await?;
        let lines: Vec<GroupLineView> = group
            .lines
            .iter()
            .map(|line| self.line_view(key, line))
            .collect();
        let waiting = lines
            .iter()
            .filter(|line| line.state == LineState::Waiting && line.draft.is_some());
        Ok(GroupView {
            key,
            waiting: Cost::of(waiting.map(|line| line.plan.as_ref())),
            at: group.at.to_string(),
            staff: group.staff,
            ours: self.account.id().as_ref() == Some(&group.account),
            lines,
        })
    }

    /// The orders whose codes can be handed over, by their lines.
    pub async fn ready(&self, key: GroupKey) -> Result<Vec<OrderKey>, Failure> {
        let lines = self.view(key).await?.lines.into_iter();
        let orders = lines.filter_map(|line| line.order);
        Ok(orders
            .filter(|order| order.state.has_code())
            .map(|order| order.key)
            .collect())
    }

    fn line_view(&self, group: GroupKey, line: &GuestLine) -> GroupLineView {
        let stored = line.text.as_ref().and_then(StoredLine::of_text);
        let at = LineKey {
            group,
            line: line.line,
        };
        let order = line.order.map(|order| {
            // Memory may be ahead of the book.
            let live = self.orders.get(order.key, |live| {
                let refunded = live.state().is_refunded() || order.refunded;
                (live.state(), live.order.may_be_charged(), refunded)
            });
            let known = (order.state, order.may_be_charged, order.refunded);
            let (state, may_be_charged, refunded) = live.unwrap_or(known);
            LineOrderView {
                key: order.key,
                state,
                may_be_charged,
                refunded,
            }
        });
        let why = stored.as_ref().and_then(|stored| stored.why.clone());
        GroupLineView {
            line: line.line,
            state: line.state,
            released: self.released.is_released(at),
            why: why.filter(|_| line.state == LineState::Stopped),
            order,
            email: stored
                .as_ref()
                .map(|line| line.email.clone())
                .unwrap_or_default(),
            plan: stored.as_ref().and_then(|line| line.plan.clone()),
            start: stored.as_ref().map(|line| line.start.clone()),
            phone: stored.as_ref().and_then(|line| line.phone),
            draft: stored.map(|line| line.draft),
        }
    }
}
