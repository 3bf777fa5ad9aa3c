//! A plan that is no longer what the button said: nothing more is bought of the group before a person has seen what its lines
//! come to now.

use super::Groups;
use super::stored::{StoredLine, WhyNotBought};
use crate::book::{GuestLine, LineKey, LineState};
use crate::desk::model::{Failure, Plan};

/// What a plan has become.
enum Moved {
    To(Box<Plan>),
    Gone,
}

impl Groups {
    /// Takes `failure` into all lines that would meet it as well, where it says that the plan of a line that was to be bought
    /// changed or is gone: whoever goes on then presses for what it is now. No button names the old one meanwhile: lines that
    /// come in their turn have none, and the others stay as they are.
    pub(super) async fn take_in(
        &self,
        at: LineKey,
        plan: &Plan,
        failure: &Failure,
    ) -> Result<(), Failure> {
        let moved = if let Failure::PlanChanged { now } = failure {
            Moved::To(now.clone())
        } else if let Failure::PlanGone { .. } = failure {
            Moved::Gone
        } else {
            return Ok(());
        };
        let (id, in_turn) = (plan.id.clone(), self.to_buy.of_group(at.group));
        self.orders
            .book(move |book| {
                // As they are in that moment: one may be mended just now.
                book.change_lines(at.group, |line| {
                    let key = LineKey {
                        group: at.group,
                        line: line.line,
                    };
                    let is_met =
                        line.state == LineState::Waiting || key == at || in_turn.contains(&key);
                    let (state, stored) = is_met.then(|| moved.taken_into(line, &id))??;
                    Some((state, stored.text()))
                })
            })
            .await
    }
}

impl Moved {
    /// The line as it then stands; `None` where it is not about it.
    fn taken_into(&self, line: &GuestLine, plan: &str) -> Option<(LineState, StoredLine)> {
        let stored = StoredLine::of_text(line.text.as_ref()?)?;
        if stored.plan.as_ref()?.id != plan {
            return None;
        }
        Some(match self {
            Moved::To(now) => {
                let why = (line.state != LineState::Waiting).then_some(WhyNotBought::PlanChanged);
                let plan = Some((**now).clone());
                (
                    line.state,
                    StoredLine {
                        plan,
                        why,
                        ..stored
                    },
                )
            }
            Moved::Gone => {
                let why = Some(WhyNotBought::PlanGone);
                (LineState::Stopped, StoredLine { why, ..stored })
            }
        })
    }
}
