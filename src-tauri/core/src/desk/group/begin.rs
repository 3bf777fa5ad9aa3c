//! What a person presses for a group: buy it, pause, go on, mend a line, try it, leave it out. Each press releases what it
//! says and nothing else.

use jiff::Timestamp;

use super::Groups;
use super::checked::LineProblem;
use super::draft::GroupDraft;
use super::stored::{StoredLine, WhyNotBought};
use crate::book::{GroupKey, LineKey, LineState, NewGroup, NewLine};
use crate::desk::model::{Failure, FieldProblem};
use crate::keychain::KeychainState;

impl Groups {
    /// Writes the group with all its lines, and releases those that nothing speaks against. The others are kept with it, to
    /// be mended. A second press is the same group.
    pub async fn begin(&self, draft: GroupDraft) -> Result<GroupKey, Failure> {
        self.orders.check_book()?;
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let reference = draft.reference.clone();
        let known = self.orders.book(move |book| book.group_of(&reference));
        if let Some(group) = known.await? {
            self.go_on(group).await?;
            return Ok(group);
        }
        let lines = self.look(&draft).await?;
        let new_lines: Vec<NewLine> = lines
            .into_iter()
            .map(|mut line| {
                let is_sound = line.checked.problems.is_empty();
                if !is_sound {
                    line.stored.why = Some(WhyNotBought::Fields);
                }
                NewLine {
                    line: line.checked.line,
                    state: match is_sound {
                        true => LineState::Waiting,
                        false => LineState::Stopped,
                    },
                    text: line.stored.text(),
                }
            })
            .collect();
        if !new_lines
            .iter()
            .any(|line| line.state == LineState::Waiting)
        {
            return Err(Failure::Fields {
                problems: Vec::new(),
            });
        }
        let now = Timestamp::now();
        self.orders.ensure_key(now).await;
        if !self.orders.has_keys() {
            // A line that could not be kept would be lost in the middle.
            return Err(Failure::Keychain {
                state: KeychainState::NoneHere,
            });
        }
        let staff = draft.staff.trim();
        let new_group = NewGroup {
            account,
            at: now,
            reference: draft.reference,
            staff: (!staff.is_empty()).then(|| staff.to_owned()),
            lines: new_lines,
        };
        let group = self
            .orders
            .book(move |book| book.begin_group(&new_group))
            .await?;
        self.go_on(group).await?;
        Ok(group)
    }

    /// Buys what of it was not asked for yet.
    pub async fn go_on(&self, group: GroupKey) -> Result<(), Failure> {
        let known = self.orders.book(move |book| book.group(group)).await?;
        let waiting = known
            .lines
            .into_iter()
            .filter(|line| line.state == LineState::Waiting)
            .map(|line| LineKey {
                group,
                line: line.line,
            });
        self.released.release(waiting);
        self.changes.notify();
        Ok(())
    }

    /// Nothing more of it is bought until somebody says so. The line that is being bought is finished.
    pub fn pause(&self, group: GroupKey) {
        self.released.stop(group, None);
        self.changes.notify();
    }

    /// Buys this very line as it stands.
    pub async fn try_line(&self, at: LineKey) -> Result<(), Failure> {
        let state = match self.line(at).await?.1 {
            // Whoever tries it wants it.
            LineState::LeftOut | LineState::Unsure => LineState::Stopped,
            state @ (LineState::Waiting | LineState::Ordered | LineState::Stopped) => state,
        };
        self.orders
            .book(move |book| book.set_line(at, state, None))
            .await?;
        self.released.release([at]);
        self.changes.notify();
        Ok(())
    }

    /// Another text for a line, which is then bought. `draft` has this one line.
    pub async fn mend(&self, at: LineKey, draft: GroupDraft) -> Result<(), Failure> {
        let looked = self.look(&draft).await?.into_iter().next();
        let looked = looked.ok_or(Failure::UnknownOrder)?;
        if !looked.checked.problems.is_empty() {
            return Err(Failure::Fields {
                problems: fields(looked.checked.problems),
            });
        }
        // What is being bought is bought as it stood, and must not look like something else afterwards.
        if self.released.hold(at) {
            return Err(Failure::LineBought);
        }
        let text = looked.stored.text();
        self.orders
            .book(move |book| book.set_line(at, LineState::Stopped, Some(&text)))
            .await?;
        self.released.release([at]);
        self.changes.notify();
        Ok(())
    }

    /// Nobody wants this line any more.
    pub async fn leave_out(&self, at: LineKey) -> Result<(), Failure> {
        self.released.hold(at);
        let left = self
            .orders
            .book(move |book| book.set_line(at, LineState::LeftOut, None))
            .await;
        self.changes.notify();
        left
    }

    /// A line as the book has it.
    pub(super) async fn line(
        &self,
        at: LineKey,
    ) -> Result<(Option<StoredLine>, LineState), Failure> {
        let group = self.orders.book(move |book| book.group(at.group)).await?;
        let line = group.lines.into_iter().find(|line| line.line == at.line);
        let line = line.ok_or(Failure::UnknownOrder)?;
        let stored = line.text.as_ref().and_then(StoredLine::of_text);
        Ok((stored, line.state))
    }
}

fn fields(problems: Vec<LineProblem>) -> Vec<FieldProblem> {
    problems
        .into_iter()
        .filter_map(|problem| match problem {
            LineProblem::Field { field, problem } => Some(FieldProblem { field, problem }),
            LineProblem::PlanMissing
            | LineProblem::PlanUnknown
            | LineProblem::PlanUnclear { .. }
            | LineProblem::StartUnclear
            | LineProblem::SameAs { .. }
            | LineProblem::BoughtBefore { .. } => None,
        })
        .collect()
}
