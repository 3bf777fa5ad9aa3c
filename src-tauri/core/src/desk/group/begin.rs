//! What a person presses for a group: buy it, pause, go on, mend a line, try it, leave it out. Each press adds what it
//! says and nothing else.

use super::Groups;
use super::check::cost_of;
use super::checked::{Cost, LineProblem};
use super::draft::GroupDraft;
use super::stored::{StoredLine, WhyNotBought};
use crate::book::{GroupKey, GuestLine, LineKey, LineState, NewGroup, NewLine};
use crate::clock;
use crate::desk::model::{Failure, FieldProblem};
use crate::keychain::KeychainState;

impl Groups {
    /// Writes the group with all its lines, and adds those that nothing speaks against to what is to be bought. The others are
    /// kept with it, to be mended. A second press is the same group. `agreed` is what the button said: where it comes to
    /// anything else, nothing is begun.
    pub async fn begin(&self, draft: GroupDraft, agreed: &Cost) -> Result<GroupKey, Failure> {
        self.orders.check_book()?;
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let reference = draft.reference.clone();
        let known = self.orders.book(move |book| book.group_of(&reference));
        if let Some(group) = known.await? {
            self.is_as_written(group, &draft).await?;
            self.go_on(group, agreed).await?;
            return Ok(group);
        }
        let lines = self.look(&draft, None).await?;
        if cost_of(&lines) != *agreed {
            return Err(Failure::GroupChanged);
        }
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
        let now = clock::now();
        self.orders.ensure_key(now).await;
        if !self.orders.has_keys() {
            // A line that could not be kept would be lost in the middle.
            return Err(no_keys());
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
        // It is written: whatever keeps it from going on now is told on its own page.
        if let Err(failure) = self.go_on(group, agreed).await {
            self.to_buy.stop(group, Some(failure));
            self.changes.notify();
        }
        Ok(group)
    }

    /// Buys what of it was not asked for yet. What was bought for another group meanwhile is not bought again, but left for a
    /// person to say so. `agreed` is what the button said: where it comes to anything that did not stand there, since a plan
    /// changed meanwhile, nothing is bought; nor where the group was stopped while this was on its way.
    pub async fn go_on(&self, group: GroupKey, agreed: &Cost) -> Result<(), Failure> {
        self.orders.open_keys().await;
        let stops = self.to_buy.stops(group);
        let known = self.orders.book(move |book| book.group(group)).await?;
        let elsewhere = self.elsewhere(known.account, None).await?;
        let mut waiting = Vec::new();
        for line in known.lines {
            let at = LineKey {
                group,
                line: line.line,
            };
            if line.state != LineState::Waiting || self.to_buy.is_to_buy(at) {
                continue;
            }
            let Some(text) = line.text else {
                if line.is_closed {
                    return Err(no_keys());
                }
                // Forgotten: there is nobody to buy it for.
                continue;
            };
            waiting.push((at, StoredLine::of_text(&text)));
        }
        let plans = waiting.iter().filter_map(|(_, stored)| stored.as_ref());
        if !Cost::of(plans.map(|stored| stored.plan.as_ref())).is_within(agreed) {
            return Err(Failure::GroupChanged);
        }
        let is_bought =
            move |stored: &StoredLine| !stored.draft.anyway && elsewhere.bought(stored).is_some();
        let (bought, pressed): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|(_, stored)| stored.as_ref().is_some_and(&is_bought));
        if !bought.is_empty() {
            let change = move |line: &GuestLine| {
                let stored = StoredLine::of_text(line.text.as_ref()?)?;
                let is_met = line.state == LineState::Waiting && is_bought(&stored);
                let why = Some(WhyNotBought::BoughtBefore);
                let stopped = StoredLine { why, ..stored };
                is_met.then(|| (LineState::Stopped, stopped.text()))
            };
            self.orders
                .book(move |book| book.change_lines(group, change))
                .await?;
        }
        let pressed = pressed.into_iter().map(|(at, _)| at).collect();
        if !self.to_buy.add_since(group, stops, pressed) {
            return Err(Failure::GroupChanged);
        }
        self.changes.notify();
        Ok(())
    }

    /// Nothing more of it is bought until somebody says so. The line that is being bought is finished.
    pub fn pause(&self, group: GroupKey) {
        self.to_buy.stop(group, None);
        self.changes.notify();
    }

    /// Buys this very line as it stands.
    pub async fn try_line(&self, at: LineKey) -> Result<(), Failure> {
        let (stored, state) = self.line(at).await?;
        let state = match state {
            // Whoever tries it wants it.
            LineState::LeftOut | LineState::Unsure => LineState::Stopped,
            state @ (LineState::Waiting | LineState::Ordered | LineState::Stopped) => state,
        };
        // What kept it from being bought before is not what it is tried for now.
        let tried = stored.filter(|stored| stored.why.is_some());
        let text = tried.map(|stored| StoredLine {
            why: None,
            ..stored
        });
        self.orders
            .book(move |book| book.set_line(at, state, text.map(|text| text.text()).as_ref()))
            .await?;
        self.to_buy.add([at]);
        self.changes.notify();
        Ok(())
    }

    /// Another text for a line, which is then bought. `draft` has this one line, and `agreed` is what the button said.
    pub async fn mend(&self, at: LineKey, draft: GroupDraft, agreed: &Cost) -> Result<(), Failure> {
        let looked = self.look(&draft, Some(at)).await?;
        let cost = cost_of(&looked);
        let looked = looked.into_iter().next().ok_or(Failure::UnknownOrder)?;
        if !looked.checked.problems.is_empty() {
            return Err(Failure::Fields {
                problems: fields(looked.checked.problems),
            });
        }
        if cost != *agreed {
            return Err(Failure::GroupChanged);
        }
        // What is being bought is bought as it stood, and must not look like something else afterwards.
        let held = self.to_buy.hold(at).ok_or(Failure::LineBought)?;
        let for_all = self.line(at).await?.0.and_then(|before| before.for_all);
        // What its group was begun with stays, whatever the page takes an empty cell for.
        let stored = StoredLine {
            for_all,
            ..looked.stored
        };
        let text = stored.text();
        self.orders
            .book(move |book| book.set_line(at, LineState::Stopped, Some(&text)))
            .await?;
        drop(held);
        self.to_buy.add([at]);
        self.changes.notify();
        Ok(())
    }

    /// Nobody wants this line any more.
    pub async fn leave_out(&self, at: LineKey) -> Result<(), Failure> {
        let held = self.to_buy.hold(at);
        let left = self
            .orders
            .book(move |book| {
                book.set_line(at, LineState::LeftOut, None)?;
                let lines = book.group(at.group)?.lines;
                Ok(lines.into_iter().any(|line| match line.state {
                    LineState::Waiting | LineState::Stopped | LineState::Unsure => true,
                    LineState::Ordered | LineState::LeftOut => false,
                }))
            })
            .await;
        drop(held);
        if left == Ok(false) {
            self.to_buy.is_through(at.group);
        }
        self.changes.notify();
        left.map(drop)
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

fn no_keys() -> Failure {
    Failure::Keychain {
        state: KeychainState::NoneHere,
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
            | LineProblem::StartFar
            | LineProblem::SameAs { .. }
            | LineProblem::BoughtBefore { .. }
            | LineProblem::InAnotherGroup { .. }
            | LineProblem::NoGuest => None,
        })
        .collect()
}
