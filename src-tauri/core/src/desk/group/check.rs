//! What is wrong with each line of a group, and what all that can be bought cost. Nothing is sent and nothing kept.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::checked::{CheckedGroup, CheckedLine, Cost, LineProblem};
use super::draft::{GroupDraft, LineDraft};
use super::plans::{Meant, Plans};
use super::stored::StoredLine;
use super::{Groups, starts};
use crate::book::{AccountId, GroupKey, LineState, OrderKey};
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
}

impl Elsewhere {
    /// The order that bought the same.
    pub(super) fn bought(&self, line: &StoredLine) -> Option<OrderKey> {
        self.bought.get(&same(line)?).copied()
    }

    fn problem(&self, same: &Same) -> Option<LineProblem> {
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
        let looked = self.look(draft, None).await?;
        Ok(CheckedGroup {
            cost: cost_of(&looked),
            lines: looked.into_iter().map(|line| line.checked).collect(),
        })
    }

    /// `own` is the group that the lines belong to, once it is written.
    pub(super) async fn look(
        &self,
        draft: &GroupDraft,
        own: Option<GroupKey>,
    ) -> Result<Vec<CheckedDraft>, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let elsewhere = self.elsewhere(account, own).await?;
        let plans = Plans::of(&draft.plans);
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
            guest_pays: draft.guest_pays.clone(),
            guest_currency: draft.guest_currency.clone(),
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

    /// What groups of these days bought, and what the others than `own` are still to buy.
    pub(super) async fn elsewhere(
        &self,
        account: AccountId,
        own: Option<GroupKey>,
    ) -> Result<Elsewhere, Failure> {
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
        let mut elsewhere = Elsewhere::default();
        for group in groups {
            for line in group.lines {
                let stored = line.text.as_ref().and_then(StoredLine::of_text);
                let Some(same) = stored.as_ref().and_then(same) else {
                    continue;
                };
                match line.order.filter(|order| order.may_be_charged) {
                    Some(order) => {
                        elsewhere.bought.entry(same).or_insert(order.key);
                    }
                    None if line.state == LineState::Waiting && own != Some(group.key) => {
                        elsewhere.waiting.entry(same).or_insert(group.key);
                    }
                    None => {}
                }
            }
        }
        Ok(elsewhere)
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
fn same(line: &StoredLine) -> Option<Same> {
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
