//! What is wrong with each line of a group, and what all that can be bought cost. Nothing is sent and nothing kept.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::checked::{CheckedGroup, CheckedLine, Cost, LineProblem};
use super::draft::{GroupDraft, LineDraft};
use super::stored::StoredLine;
use super::{Groups, plans, starts};
use crate::book::{AccountId, OrderKey};
use crate::desk::model::{Failure, FieldProblem, Plan};
use crate::desk::sale::StartChoice;
use crate::typed::{comparable_email, fold};

/// The same line in an older group than this is a guest who came again.
const BEFORE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many groups of these days are compared with.
const GROUPS: u32 = 10;

/// A line with what can be stored of it.
pub(super) struct CheckedDraft {
    pub(super) checked: CheckedLine,
    pub(super) stored: StoredLine,
}

/// Guest, address and plan: what makes a line the same as another one.
type Same = (String, String, String, String);

impl Groups {
    /// What is wrong with each line, and what the others cost.
    pub async fn check(&self, draft: &GroupDraft) -> Result<CheckedGroup, Failure> {
        let looked = self.look(draft).await?;
        let sound = looked
            .iter()
            .filter(|line| line.checked.problems.is_empty());
        let cost = Cost::of(sound.map(|line| line.stored.plan.as_ref()));
        Ok(CheckedGroup {
            cost,
            lines: looked.into_iter().map(|line| line.checked).collect(),
        })
    }

    pub(super) async fn look(&self, draft: &GroupDraft) -> Result<Vec<CheckedDraft>, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let before = self.bought_before(account).await?;
        let mut seen: HashMap<Same, u32> = HashMap::new();
        let mut looked = Vec::with_capacity(draft.lines.len());
        for line in &draft.lines {
            let mut one = self.check_line(draft, line);
            if let Some(same) = same(&one.stored) {
                let twice = seen
                    .get(&same)
                    .map(|line| LineProblem::SameAs { line: *line });
                let bought = || {
                    let order = before.get(&same)?;
                    Some(LineProblem::BoughtBefore { order: *order })
                };
                if !line.anyway {
                    one.checked.problems.extend(twice.or_else(bought));
                }
                seen.entry(same).or_insert(line.line);
            }
            looked.push(one);
        }
        Ok(looked)
    }

    fn check_line(&self, draft: &GroupDraft, line: &LineDraft) -> CheckedDraft {
        let mut problems = Vec::new();
        let plan = plan_of(draft, line).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let start = match line.start.trim() {
            "" => Ok(draft.start.clone()),
            cell => starts::read(cell),
        };
        if start.is_err() {
            problems.push(LineProblem::StartUnclear);
        }
        let email = match line.email.trim() {
            "" => draft.email.clone(),
            own => own.to_owned(),
        };
        let stored = StoredLine {
            draft: line.clone(),
            plan: plan.clone(),
            email: email.clone(),
            start: start.clone().unwrap_or(StartChoice::Now),
            phone: draft.phone,
            why: None,
        };
        // A plan that nobody found hides nothing of the rest.
        let sale = StoredLine {
            plan: plan.clone().or_else(|| draft.plans.first().cloned()),
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

    /// What groups of these days bought, by what makes a line the same.
    async fn bought_before(&self, account: AccountId) -> Result<HashMap<Same, OrderKey>, Failure> {
        let since = Timestamp::now() - BEFORE;
        let groups = self
            .orders
            .book(move |book| {
                let rows = book.groups(&account, GROUPS)?.into_iter();
                let rows = rows.filter(|row| row.at > since);
                rows.map(|row| book.group(row.key))
                    .collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let mut bought = HashMap::new();
        for line in groups.into_iter().flat_map(|group| group.lines) {
            let order = line.order.filter(|order| order.may_be_charged);
            let stored = line.text.as_ref().and_then(StoredLine::of_text);
            if let Some((order, same)) = order.zip(stored.as_ref().and_then(same)) {
                bought.entry(same).or_insert(order.key);
            }
        }
        Ok(bought)
    }
}

fn plan_of(draft: &GroupDraft, line: &LineDraft) -> Result<Option<Plan>, LineProblem> {
    let cell = match line.plan.trim() {
        "" => draft.plan.as_str(),
        own => own,
    };
    if cell.is_empty() {
        return Err(LineProblem::PlanMissing);
    }
    match plans::find(&draft.plans, cell).as_slice() {
        [] => Err(LineProblem::PlanUnknown),
        [one] => Ok(Some((*one).clone())),
        several => Err(LineProblem::PlanUnclear {
            plans: several.iter().map(|plan| plan.id.clone()).collect(),
        }),
    }
}

/// A guest without a name is told from the next one by the note, such as a room.
fn same(line: &StoredLine) -> Option<Same> {
    let plan = line.plan.as_ref()?;
    let guest = fold(line.draft.guest.trim());
    let note = match guest.as_str() {
        "" => fold(line.draft.note.trim()),
        _ => String::new(),
    };
    Some((guest, note, comparable_email(&line.email), plan.id.clone()))
}
