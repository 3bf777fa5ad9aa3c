//! Several at once in a walk: groups are begun, paused and gone on with, their lines mended, tried and left out, while
//! whatever else happens goes on. Plans that wait are started in the same walks (`starts`); what must hold meanwhile is in
//! `holds`.
//!
//! With numbers of its own, and in walks of its own, so that the seeds of the others stay the walks that they are.

mod holds;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use esim_desk_core::book::{GroupKey, LineKey, LineState, OrderKey};
use esim_desk_core::desk::{
    Cost, GroupDraft, GroupLineView, GroupView, LineDraft, Phone, Plan, StartChoice,
};
use esim_desk_core::sandbox::{Fault, Mishap, Quirks, Step};

use super::walk::{Begun, Starts};
use super::{Several, Walk};
use crate::desk::chance::Chance;

/// So many groups are begun in a walk.
const GROUPS: usize = 4;
const HOUSE: &str = "desk@hotel.example";

impl Several {
    pub(super) fn new(seed: u64) -> Several {
        Several {
            chance: Chance(seed.rotate_left(16) ^ 0x5E7E_0A11),
            groups: Vec::new(),
            pressed_for: BTreeMap::new(),
            pressed_before: BTreeMap::new(),
            orders: BTreeMap::new(),
            replaced: BTreeSet::new(),
            anyway: BTreeSet::new(),
            starts: Starts::default(),
        }
    }

    pub(super) fn quirks(&mut self, quirks: &mut Quirks) {
        quirks.activation = super::starts::activation(&mut self.chance);
    }

    /// Two plans of one currency, and one of another.
    pub(super) fn plans(all: Vec<Plan>) -> Vec<Plan> {
        let currency = |plan: &Plan| plan.price.as_ref().map(|price| price.currency.clone());
        let other = all.iter().find(|plan| currency(plan) != currency(&all[0]));
        let other = other.expect("there are several currencies").clone();
        all.into_iter().take(2).chain([other]).collect()
    }

    /// The program ended: no press of that run is one of the next.
    pub(super) fn another_run(&mut self) {
        let pressed = std::mem::take(&mut self.pressed_for);
        self.pressed_before.extend(pressed);
    }

    fn known(&self) -> Vec<(usize, GroupKey)> {
        let there = self.groups.iter().enumerate();
        let there = there.filter(|(_, group)| !group.lost);
        there.map(|(number, group)| (number, group.key)).collect()
    }
}

impl Walk {
    /// One thing happens to a group, in some of the steps of such a walk.
    pub(super) async fn buy_several(&mut self) {
        let Some(several) = &mut self.several else {
            return;
        };
        match several.chance.below(20) {
            0..=2 => Box::pin(self.begin_group()).await,
            3 => self.pause_group().await,
            4..=5 => self.go_on_with_group().await,
            6 => self.mend_line().await,
            7 => self.try_line().await,
            8 => self.leave_line_out().await,
            9..=10 => self.spoil_orders_to_come(),
            11..=14 => Box::pin(self.start_a_plan()).await,
            15 => self.spoil_the_next_start(),
            _ => {}
        }
    }

    pub(super) fn several(&mut self) -> &mut Several {
        self.several.as_mut().expect("such a walk")
    }

    /// What the button says; nothing where the page has no answer.
    async fn agreed(&self, draft: &GroupDraft) -> Cost {
        let checked = self.shop.moving(self.shop.desk.groups.check(draft)).await;
        checked.map(|checked| checked.cost).unwrap_or_default()
    }

    async fn begin_group(&mut self) {
        if self.several().groups.len() >= GROUPS {
            return;
        }
        let draft = self.table();
        let twice = self.several().chance.one_in(4);
        let agreed = self.agreed(&draft).await;
        let groups = &self.shop.desk.groups;
        let begun = match twice {
            true => {
                let both = Box::pin(async {
                    tokio::join!(
                        groups.begin(draft.clone(), &agreed),
                        groups.begin(draft, &agreed)
                    )
                });
                let (one, other) = Box::pin(self.shop.moving(both)).await;
                if let (Ok(one), Ok(other)) = (&one, &other) {
                    self.must(one == other, || {
                        format!("{one:?} and {other:?} for a press")
                    });
                }
                one.or(other)
            }
            false => self.shop.moving(groups.begin(draft, &agreed)).await,
        };
        self.happens(format!("begin a group, twice {twice}: {begun:?}"));
        let Ok(key) = begun else { return };
        let Ok(view) = self.shop.desk.groups.view(key).await else {
            // Bad pages are met at last, and the book is mended: nothing is known of it any more.
            self.must(self.spoilt > 0, || format!("{key:?} was begun and is gone"));
            return;
        };
        let number = self.several().groups.len();
        self.several().groups.push(Begun {
            key,
            at: view.at.clone(),
            lost: false,
        });
        let sound = view.lines.iter().filter(|line| {
            line.to_buy || matches!(line.state, LineState::Waiting | LineState::Ordered)
        });
        self.pressed(number, sound);
        self.note_anyway(&view);
        // A restart, or another account, in the middle of it.
        let millis = self.several().chance.of(&[0, 500, 3_000, 10_000]);
        match self.several().chance.below(6) {
            0 => {
                self.shop.pass(Duration::from_millis(millis)).await;
                self.happens(format!("restart after {millis} ms of it"));
                self.start_again().await;
            }
            1 => {
                self.shop.pass(Duration::from_millis(millis)).await;
                let done = self.shop.moving(self.shop.desk.sign_in.sign_out()).await;
                let done = done.is_ok();
                self.happens(format!("sign out after {millis} ms of it: {done}"));
            }
            _ => {}
        }
    }

    /// A person pressed for these lines.
    fn pressed<'l>(&mut self, number: usize, lines: impl Iterator<Item = &'l GroupLineView>) {
        for line in lines {
            let name = (number, line.line);
            *self.several().pressed_for.entry(name).or_default() += 1;
        }
    }

    /// A person ordered again what was lost of a line.
    pub(super) fn pressed_again(&mut self, at: LineKey, beside: OrderKey) {
        let Some(several) = &mut self.several else {
            return;
        };
        several.replaced.insert(beside);
        let known = several.known();
        if let Some((number, _)) = known.iter().rev().find(|(_, group)| *group == at.group) {
            *several.pressed_for.entry((*number, at.line)).or_default() += 1;
        }
    }

    /// A table of a few guests, as people write them.
    fn table(&mut self) -> GroupDraft {
        let plans = self.plans.clone();
        let asked = self.is_asked();
        let chance = &mut self.several().chance;
        let count = u32::try_from(2 + chance.below(4)).expect("a few");
        let house = chance.one_in(2);
        let mut lines: Vec<LineDraft> = Vec::new();
        for number in 0..count {
            let one = match lines.last() {
                Some(before) if chance.one_in(6) => LineDraft {
                    anyway: chance.one_in(2),
                    ..before.clone()
                },
                _ => LineDraft {
                    guest: format!("Guest {}", chance.below(40)),
                    email: match (house, chance.below(6)) {
                        (_, 0) => "no address".to_owned(),
                        (_, 1) => "Maria.Keller@example.com".to_owned(),
                        (true, _) => String::new(),
                        (false, _) => format!("guest{}@example.com", chance.below(40)),
                    },
                    plan: match chance.below(8) {
                        0 => "Journey to the Moon".to_owned(),
                        1..=4 => String::new(),
                        _ => chance.of(&plans).id,
                    },
                    start: chance.of(&["", "now", "first use", "first use"]).to_owned(),
                    note: format!("Room {number}"),
                    phone_model: asked.phone_model.clone(),
                    imei: asked.imei.clone(),
                    ..LineDraft::default()
                },
            };
            lines.push(LineDraft {
                line: number + 2,
                ..one
            });
        }
        GroupDraft {
            reference: format!("group {}", chance.next()),
            lines,
            plan: chance.of(&plans).id,
            plans,
            shown: Vec::new(),
            email: HOUSE.to_owned(),
            start: StartChoice::Now,
            phone: chance.of(&[None, Some(Phone::Iphone), Some(Phone::Iphone)]),
            guest_pays: asked.notes.guest_pays,
            guest_currency: asked.notes.guest_currency,
            staff: "Mia".to_owned(),
        }
    }

    /// One of the groups that are there, as it is now.
    async fn some_group(&mut self) -> Option<(usize, GroupView)> {
        let known = self.several().known();
        if known.is_empty() {
            return None;
        }
        let (number, key) = self.several().chance.of(&known);
        let view = self.shop.desk.groups.view(key).await.ok()?;
        Some((number, view))
    }

    async fn some_line(
        &mut self,
        fits: impl Fn(&GroupLineView) -> bool,
    ) -> Option<(usize, LineKey, GroupLineView)> {
        let (number, view) = self.some_group().await?;
        let lines: Vec<_> = view.lines.into_iter().filter(fits).collect();
        if lines.is_empty() {
            return None;
        }
        let line = self.several().chance.of(&lines);
        let at = LineKey {
            group: view.key,
            line: line.line,
        };
        Some((number, at, line))
    }

    async fn pause_group(&mut self) {
        let Some((number, view)) = self.some_group().await else {
            return;
        };
        self.happens(format!("pause group {number}"));
        self.shop.desk.groups.pause(view.key);
        if self.several().chance.one_in(2) {
            self.go_on_with(number, &view).await;
        }
    }

    async fn go_on_with_group(&mut self) {
        if let Some((number, view)) = self.some_group().await {
            self.go_on_with(number, &view).await;
        }
    }

    async fn go_on_with(&mut self, number: usize, view: &GroupView) {
        let gone_on = self.shop.desk.groups.go_on(view.key, &view.waiting).await;
        self.happens(format!("go on with group {number}: {gone_on:?}"));
        if gone_on.is_ok() {
            // One that is being bought may wait again by now.
            let waiting = view.lines.iter();
            let waiting = waiting.filter(|line| line.state == LineState::Waiting || line.to_buy);
            self.pressed(number, waiting);
        }
    }

    async fn try_line(&mut self) {
        let Some((number, at, line)) = self.some_line(|_| true).await else {
            return;
        };
        let tried = self.shop.desk.groups.try_line(at).await;
        self.happens(format!("try {number}, {}: {tried:?}", at.line));
        if tried.is_ok() {
            self.pressed(number, [&line].into_iter());
        }
    }

    /// Another text for a line, right or wrong.
    async fn mend_line(&mut self) {
        let of = |line: &GroupLineView| line.state != LineState::Ordered;
        let Some((number, at, line)) = self.some_line(of).await else {
            return;
        };
        let mut draft = self.table();
        let mut text = draft.lines.swap_remove(0);
        text.line = at.line;
        if self.several().chance.one_in(2) {
            text.email = format!("guest{}@example.com", self.several().chance.below(40));
            text.plan.clear();
        }
        draft.lines = vec![text];
        let agreed = self.agreed(&draft).await;
        let mended = self.shop.desk.groups.mend(at, draft, &agreed).await;
        self.happens(format!("mend {number}, {}: {mended:?}", at.line));
        if mended.is_ok() {
            self.pressed(number, [&line].into_iter());
        }
    }

    async fn leave_line_out(&mut self) {
        let Some((number, at, _)) = self.some_line(|_| true).await else {
            return;
        };
        let left = self.shop.desk.groups.leave_out(at).await;
        self.happens(format!("leave out {number}, {}: {left:?}", at.line));
    }

    /// The limit of the account, refusals in a row, and answers that are lost.
    fn spoil_orders_to_come(&mut self) {
        let chance = &mut self.several().chance;
        let mishap = chance.of(&[
            Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit reached"),
            Mishap::refuse(400, "BAD_REQUEST", "No"),
            Mishap::Drop,
            Mishap::Drop,
            Mishap::Slow { millis: 45_000 },
        ]);
        let refuses = matches!(mishap, Mishap::Refuse { .. });
        let fault = Fault::next(Step::Order, mishap).times(chance.of(&[1, 1, 2, 3]));
        let after_work = !refuses && chance.one_in(2);
        let fault = match after_work {
            true => fault.after_work(),
            false => fault,
        };
        self.happens(format!("orders to come: {fault:?}"));
        self.shop.control().cause(fault);
    }
}
