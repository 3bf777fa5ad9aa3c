//! Groups as the page is shown them.

use super::Groups;
use super::checked::Cost;
use super::stored::StoredLine;
use super::view::{GroupLineView, GroupList, GroupSummary, GroupView, LineOrderView};
use crate::book::{GroupKey, GuestLine, LineKey, LineState, OrderKey};
use crate::desk::model::{Failure, suffix};

/// So many groups are listed at a time.
const LISTED: u32 = 20;

impl Groups {
    /// The newest groups of the account in use; those that are older than `before`, where there is one.
    pub async fn list(&self, before: Option<GroupKey>) -> Result<GroupList, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        // One more tells whether there are more.
        let rows = self
            .orders
            .book(move |book| book.groups(&account, before, LISTED + 1))
            .await?;
        let mut groups = rows.into_iter().map(|row| GroupSummary {
            key: row.key,
            at: row.at.to_string(),
            lines: row.lines,
            waiting: row.waiting,
            bought: row.bought,
            needs_person: row.needs_person,
        });
        Ok(GroupList {
            groups: groups.by_ref().take(LISTED as usize).collect(),
            more: groups.next().is_some(),
        })
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
            sold_already: self.sold_already(key, &group.lines),
            ours: self.account.id().as_ref() == Some(&group.account),
            lines,
        })
    }

    /// The lines whose codes can be handed over, with their orders.
    pub async fn ready(&self, key: GroupKey) -> Result<Vec<(u32, OrderKey)>, Failure> {
        let lines = self.view(key).await?.lines.into_iter();
        let orders = lines.filter_map(|line| line.order.map(|order| (line.line, order)));
        Ok(orders
            .filter(|(_, order)| order.state.has_code())
            .map(|(line, order)| (line, order.key))
            .collect())
    }

    fn line_view(&self, group: GroupKey, line: &GuestLine) -> GroupLineView {
        let stored = line.text.as_ref().and_then(StoredLine::of_text);
        let at = LineKey {
            group,
            line: line.line,
        };
        let order = line.order.as_ref().map(|order| {
            // Memory may be ahead of the book.
            let live = self.orders.get(order.key, |live| LineOrderView {
                key: order.key,
                state: live.state(),
                verdict: live.order().verdict,
                may_be_charged: live.order().may_be_charged(),
                refunded: live.state().is_refunded() || order.refunded,
                was_shown: live.order().shown_at.is_some() || order.was_shown,
                suffix: suffix(live.order().order_id.as_deref(), &live.order().reference),
            });
            live.unwrap_or_else(|| LineOrderView {
                key: order.key,
                state: order.state,
                verdict: order.verdict,
                may_be_charged: order.may_be_charged,
                refunded: order.refunded,
                was_shown: order.was_shown,
                suffix: suffix(order.order_id.as_deref(), &order.reference),
            })
        });
        let why = stored.as_ref().and_then(|stored| stored.why.clone());
        let text =
            |of: fn(&StoredLine) -> &String| stored.as_ref().map(of).cloned().unwrap_or_default();
        GroupLineView {
            line: line.line,
            state: line.state,
            to_buy: self.to_buy.is_to_buy(at),
            why: why.filter(|_| line.state == LineState::Stopped),
            order,
            email: text(|line| &line.email),
            plan: stored.as_ref().and_then(|line| line.plan.clone()),
            start: stored.as_ref().and_then(|line| line.start.clone()),
            phone: stored.as_ref().and_then(|line| line.phone),
            guest_pays: text(|line| &line.guest_pays),
            guest_currency: text(|line| &line.guest_currency),
            for_all: stored.as_ref().and_then(|line| line.for_all.clone()),
            draft: stored.map(|line| line.draft),
        }
    }
}
