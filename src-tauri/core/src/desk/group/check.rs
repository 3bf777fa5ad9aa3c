//! What is wrong with each line of a group, and what all that can be bought cost. Nothing is sent and nothing kept.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::checked::{CheckedGroup, CheckedLine, Cost, LineProblem};
use super::draft::{GroupDraft, LineDraft};
use super::plans::{Meant, Plans};
use super::stored::StoredLine;
use super::{Groups, phones, starts};
use crate::book::{AccountId, GroupKey, GuestLine, LineKey, LineState, OrderKey};
use crate::clock;
use crate::desk::model::{Failure, FieldProblem, Plan};
use crate::desk::sale::StartChoice;
use crate::typed::{comparable_email, fold};

/// The same line in an older group than this is a guest who came again.
const BEFORE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many groups of these days are compared with.
const GROUPS: u32 = 40;

/// A line with what can be stored of it.
pub(super) struct CheckedDraft {
    pub(super) checked: CheckedLine,
    pub(super) stored: StoredLine,
}

/// Guest, address and plan: what makes a line the same as another one.
pub(super) type Same = (String, String, String, String);

/// What the groups of these days hold that a line may be the same as.
#[derive(Default)]
pub(super) struct Elsewhere {
    bought: HashMap<Same, OrderKey>,
    /// Of other groups, and still to be bought.
    waiting: HashMap<Same, GroupKey>,
    /// Other lines of the group that a line belongs to which is being mended: bought, or still to be.
    beside: HashMap<Same, u32>,
}

impl Elsewhere {
    /// The order that bought the same.
    pub(super) fn bought(&self, line: &StoredLine) -> Option<OrderKey> {
        self.bought.get(&same(line)?).copied()
    }

    fn problem(&self, same: &Same) -> Option<LineProblem> {
        if let Some(line) = self.beside.get(same) {
            return Some(LineProblem::SameAs { line: *line });
        }
        let bought = self.bought.get(same);
        let bought = bought.map(|order| LineProblem::BoughtBefore { order: *order });
        bought.or_else(|| {
            let group = *self.waiting.get(same)?;
            Some(LineProblem::InAnotherGroup { group })
        })
    }
}

impl Groups {
    /// What is wrong with each line, and what the others cost.
    pub async fn check(&self, draft: &GroupDraft) -> Result<CheckedGroup, Failure> {
        Ok(checked(self.look(draft, None).await?))
    }

    /// The same of a line that is written already and being mended: it is not compared with itself.
    pub async fn check_mended(
        &self,
        at: LineKey,
        draft: &GroupDraft,
    ) -> Result<CheckedGroup, Failure> {
        Ok(checked(self.look(draft, Some(at)).await?))
    }

    /// `mended` is the line that the draft is of, once it is written.
    pub(super) async fn look(
        &self,
        draft: &GroupDraft,
        mended: Option<LineKey>,
    ) -> Result<Vec<CheckedDraft>, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let elsewhere = self.elsewhere(account, mended).await?;
        let plans = Plans::of(&draft.plans, &draft.shown);
        let mut seen: HashMap<Same, u32> = HashMap::new();
        let mut looked = Vec::with_capacity(draft.lines.len());
        for line in &draft.lines {
            let mut one = self.check_line(&plans, draft, line);
            if let Some(same) = same(&one.stored) {
                let twice = seen
                    .get(&same)
                    .map(|line| LineProblem::SameAs { line: *line });
                if !line.anyway {
                    let problem = twice.or_else(|| elsewhere.problem(&same));
                    one.checked.problems.extend(problem);
                }
                seen.entry(same).or_insert(line.line);
            }
            looked.push(one);
        }
        Ok(looked)
    }

    /// Whether a group that was written is what this draft says: a second press is for the same. All that waits in it stands
    /// in the draft, and nobody stands there, ready to be bought, whom the group does not have: whoever presses takes them for
    /// bought.
    pub(super) async fn is_as_written(
        &self,
        group: GroupKey,
        draft: &GroupDraft,
    ) -> Result<(), Failure> {
        let known = self.orders.book(move |book| book.group(group)).await?;
        let plans = Plans::of(&draft.plans, &draft.shown);
        let said = draft.lines.iter();
        let said = said.map(|line| (line.line, self.check_line(&plans, draft, line)));
        let said: HashMap<u32, CheckedDraft> = said.collect();
        let written: HashMap<u32, &GuestLine> =
            known.lines.iter().map(|line| (line.line, line)).collect();
        let stored = |line: &GuestLine| StoredLine::of_text(line.text.as_ref()?);
        let waiting = known.lines.iter();
        let mut waiting = waiting.filter(|line| line.state == LineState::Waiting);
        let is_said = |line: &GuestLine| {
            let same = |stored: StoredLine| {
                let said = said.get(&line.line);
                said.is_some_and(|said| stored.is_for_the_same_as(&said.stored))
            };
            stored(line).is_none_or(same)
        };
        let mut sound = said
            .values()
            .filter(|said| said.checked.problems.is_empty());
        let is_written = |said: &CheckedDraft| {
            let id = |line: &StoredLine| line.plan.as_ref().map(|plan| plan.id.clone());
            let same = |stored: StoredLine| {
                stored.is_for_the_same_as(&said.stored) && id(&stored) == id(&said.stored)
            };
            // Of one that was forgotten nobody knows more than that it was there.
            let written = written.get(&said.checked.line);
            written.is_some_and(|line| stored(line).is_none_or(same))
        };
        match waiting.all(is_said) && sound.all(is_written) {
            true => Ok(()),
            false => Err(Failure::GroupChanged),
        }
    }

    fn check_line(&self, plans: &Plans<'_>, draft: &GroupDraft, line: &LineDraft) -> CheckedDraft {
        let mut problems = Vec::new();
        if line.doubtful && !line.anyway {
            problems.push(LineProblem::NoGuest);
        }
        let plan = plan_of(plans, draft, line).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let start = match line.start.trim() {
            "" => Ok(draft.start.clone()),
            cell => starts::read(cell),
        };
        match &start {
            Err(_) => problems.push(LineProblem::StartUnclear),
            Ok(start) if starts::is_far(start, clock::now()) => {
                problems.push(LineProblem::StartFar);
            }
            Ok(_) => {}
        }
        let email = match line.email.trim() {
            "" => draft.email.clone(),
            own => own.to_owned(),
        };
        let stored = StoredLine {
            draft: line.clone(),
            plan: plan.clone(),
            email: email.clone(),
            start: start.clone().ok(),
            phone: phones::of_model(&line.phone_model).or(draft.phone),
            for_all: Some(draft.for_all()),
            guest_pays: draft.guest_pays.clone(),
            guest_currency: draft.guest_currency.clone(),
            why: None,
        };
        // A plan or a start that nobody found hides nothing of the rest.
        let sale = StoredLine {
            plan: plan.clone().or_else(|| draft.plans.first().cloned()),
            start: start.clone().ok().or(Some(StartChoice::Now)),
            ..stored.clone()
        };
        let found = sale.sale(Some(draft.staff.clone()));
        let found = found.map(|sale| self.sale.check(&sale)).unwrap_or_default();
        problems.extend(
            found
                .into_iter()
                .map(|FieldProblem { field, problem }| LineProblem::Field { field, problem }),
        );
        CheckedDraft {
            checked: CheckedLine {
                line: line.line,
                email,
                plan,
                start: start.ok(),
                problems,
            },
            stored,
        }
    }

    /// What groups of these days bought, and are still to buy; all but the line that is being mended.
    pub(super) async fn elsewhere(
        &self,
        account: AccountId,
        mended: Option<LineKey>,
    ) -> Result<Elsewhere, Failure> {
        let since = clock::now() - BEFORE;
        let groups = self
            .orders
            .book(move |book| {
                let mut keys = book.groups_since(&account, since, GROUPS)?;
                // Its own group counts however old it is.
                keys.extend(mended.map(|at| at.group).filter(|own| !keys.contains(own)));
                let groups = keys.into_iter().map(|key| book.group(key));
                groups.collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let mut elsewhere = Elsewhere::default();
        for group in groups {
            for line in group.lines {
                let at = LineKey {
                    group: group.key,
                    line: line.line,
                };
                if mended == Some(at) {
                    continue;
                }
                let stored = line.text.as_ref().and_then(StoredLine::of_text);
                let Some(same) = stored.as_ref().and_then(same) else {
                    continue;
                };
                let bought = line.order.filter(|order| order.may_be_charged);
                let is_to_come = line.state == LineState::Waiting || self.to_buy.is_to_buy(at);
                if mended.is_some_and(|mended| mended.group == group.key) {
                    if bought.is_some() || is_to_come {
                        elsewhere.beside.entry(same).or_insert(line.line);
                    }
                    continue;
                }
                match bought {
                    Some(order) => {
                        elsewhere.bought.entry(same).or_insert(order.key);
                    }
                    None if line.state == LineState::Waiting => {
                        elsewhere.waiting.entry(same).or_insert(group.key);
                    }
                    None => {}
                }
            }
        }
        Ok(elsewhere)
    }
}

fn checked(looked: Vec<CheckedDraft>) -> CheckedGroup {
    CheckedGroup {
        cost: cost_of(&looked),
        lines: looked.into_iter().map(|line| line.checked).collect(),
    }
}

/// What those cost that nothing speaks against.
pub(super) fn cost_of(looked: &[CheckedDraft]) -> Cost {
    let sound = looked
        .iter()
        .filter(|line| line.checked.problems.is_empty());
    Cost::of(sound.map(|line| line.stored.plan.as_ref()))
}

fn plan_of(
    plans: &Plans<'_>,
    draft: &GroupDraft,
    line: &LineDraft,
) -> Result<Option<Plan>, LineProblem> {
    let cell = match line.plan.trim() {
        "" => draft.plan.as_str(),
        own => own,
    };
    if cell.is_empty() {
        return Err(LineProblem::PlanMissing);
    }
    match plans.find(cell) {
        Meant::None => Err(LineProblem::PlanUnknown),
        Meant::One(plan) => Ok(Some(plan.clone())),
        Meant::Unclear(several) => Err(LineProblem::PlanUnclear {
            plans: several.iter().map(|plan| plan.id.clone()).collect(),
        }),
    }
}

/// A guest without a name is told from the next one by the note, such as a room.
pub(super) fn same(line: &StoredLine) -> Option<Same> {
    let plan = line.plan.as_ref()?;
    // One table says *Keller, Anna*, the next one *Anna Keller*.
    let guest = fold(&line.draft.guest.replace(',', " "));
    let mut words: Vec<&str> = guest.split_whitespace().collect();
    words.sort_unstable();
    let guest = words.join(" ");
    let note = match guest.as_str() {
        "" => fold(line.draft.note.trim()),
        _ => String::new(),
    };
    Some((guest, note, comparable_email(&line.email), plan.id.clone()))
}
