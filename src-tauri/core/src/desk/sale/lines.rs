//! A line of a group: sold on the way of every sale, with the same checks, the same row and the same one request. What is
//! different is known by the line: which account it is for, that guests go before it, and which sales are its neighbours.
//!
//! Not here: which line comes next, and whether one comes at all (`group`).

use super::Sale;
use super::draft::Draft;
use super::for_line::ForLine;
use crate::book::OrderKey;
use crate::desk::model::Failure;

impl Sale {
    /// Waits until no sale to a guest is in progress.
    pub(in crate::desk) async fn guests_go_first(&self) {
        self.in_progress.without_guests().await;
    }

    /// Places the order of a line, and waits until its answer is known or lost. A failure means that nothing was sent.
    pub(in crate::desk) async fn place_line(
        &self,
        draft: Draft,
        line: &ForLine,
    ) -> Result<OrderKey, Failure> {
        let placed = self.place_for(draft, Some(line), line.beside).await?;
        if let Some(sending) = placed.sending {
            // It goes on where nobody waits any more.
            drop(sending.await);
        }
        Ok(placed.key)
    }
}
