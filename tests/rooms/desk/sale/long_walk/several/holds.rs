//! What holds of the groups of a walk after each step, and that each of their lines has a way out at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use esim_desk_core::book::{LineKey, LineState, OrderKey, OrderState};
use esim_desk_core::desk::{Failure, GroupLineView, GroupView, LineDraft, OrderView, Phone};

use super::super::walk::Line;
use super::super::{Pressed, Walk};

impl Walk {
    /// After each step: somebody pressed for each new order of a line, no line has two without a person's word, a restart
    /// releases nothing, and lines and orders agree.
    pub(in crate::desk::sale::long_walk) async fn hold_lines(
        &mut self,
        undecided_before: &BTreeSet<String>,
    ) {
        if self.several.is_none() {
            return;
        }
        let views = self.views().await;
        let mut placed: BTreeMap<OrderKey, LineKey> = BTreeMap::new();
        // Those of an account that is not in use stand in their groups only.
        for (_, view) in &views {
            let lines = view.lines.iter();
            let orders = lines.filter_map(|line| Some((line.order.as_ref()?.key, line.line)));
            placed.extend(orders.map(|(key, line)| {
                let group = view.key;
                (key, LineKey { group, line })
            }));
        }
        let orders = self.shop.desk.snapshot().orders;
        for order in &orders {
            placed.extend(order.line.map(|at| (order.key, at)));
        }
        for (key, at) in placed {
            if !self.several().orders.contains_key(&key) {
                self.somebody_pressed_for(key, at);
            }
        }
        self.several().pressed_before.clear();
        for order in &orders {
            self.note_whose(order, undecided_before);
        }
        for (number, view) in &views {
            self.note_anyway(view);
            self.agree(*number, view).await;
        }
    }

    /// The groups as they are now. One that is lost with the book is none any more.
    async fn views(&mut self) -> Vec<(usize, GroupView)> {
        let mut views = Vec::new();
        for (number, key) in self.several().known() {
            let view = self.shop.moving(self.shop.desk.groups.view(key)).await;
            let at = self.several().groups[number].at.clone();
            match view {
                Ok(view) if view.at == at => views.push((number, view)),
                told => {
                    self.must(self.spoilt > 0, || {
                        format!("group {number} is gone: {:?}", told.err())
                    });
                    self.several().groups[number].lost = true;
                }
            }
        }
        views
    }

    fn somebody_pressed_for(&mut self, key: OrderKey, at: LineKey) {
        let known = self.several().known();
        let Some((number, _)) = known.iter().rev().find(|(_, group)| *group == at.group) else {
            return self.must(self.spoilt > 0, || {
                format!("{} is bought for a group that nobody began", key.0)
            });
        };
        let line = (*number, at.line);
        let several = self.several();
        let this = several.pressed_for.get_mut(&line);
        let last = several.pressed_before.get_mut(&line);
        let mut presses = this.into_iter().chain(last);
        let press = presses.find(|left| **left > 0);
        let is_pressed = press.map(|left| *left -= 1).is_some();
        self.must(is_pressed, || {
            let before = self.several.as_ref().map(|several| &several.orders);
            format!(
                "{} is bought for line {line:?} without a press, beside {before:?}",
                key.0
            )
        });
        let several = self.several();
        several.orders.insert(key, line);
    }

    /// Remembers for whom a line was bought.
    fn note_whose(&mut self, order: &OrderView, undecided_before: &BTreeSet<String>) {
        let Some(customer) = order.customer.as_ref().filter(|_| order.line.is_some()) else {
            return;
        };
        if self.pressed.contains_key(&order.reference) {
            return;
        }
        let pressed = Pressed {
            email: customer.email.to_lowercase(),
            product: order.plan.id.clone(),
        };
        self.nobody_was_asked_in_vain(order.line, &pressed, undecided_before);
        self.pressed.insert(order.reference.clone(), pressed);
    }

    /// A line that stands beside a sale of somebody else of which nobody knows what came, is not bought for one press.
    fn nobody_was_asked_in_vain(
        &self,
        at: Option<LineKey>,
        pressed: &Pressed,
        undecided_before: &BTreeSet<String>,
    ) {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let mut beside = orders.filter(|other| {
            let same = self.pressed.get(&other.reference);
            let same = same
                .is_some_and(|one| one.email == pressed.email && one.product == pressed.product);
            same && undecided_before.contains(&other.reference)
                && other.state.is_undecided()
                && other.line.map(|line| line.group) != at.map(|at| at.group)
        });
        let beside = beside.next();
        let anyway = self.is_wanted_anyway(at);
        self.must(beside.is_none() || anyway, || {
            format!("line {at:?} is bought without a second thought beside {beside:?}")
        });
    }

    /// Whether a person said of the line that it is wanted all the same.
    fn is_wanted_anyway(&self, at: Option<LineKey>) -> bool {
        let several = self.several.as_ref().expect("such a walk");
        at.is_some_and(|at| several.anyway.contains(&at))
    }

    pub(super) fn note_anyway(&mut self, view: &GroupView) {
        for line in &view.lines {
            let at = LineKey {
                group: view.key,
                line: line.line,
            };
            let anyway = line.draft.as_ref().is_some_and(|draft| draft.anyway);
            match anyway {
                true => self.several().anyway.insert(at),
                false => self.several().anyway.remove(&at),
            };
        }
    }

    async fn agree(&mut self, number: usize, view: &GroupView) {
        let mut shared = BTreeSet::new();
        let orders = self.shop.desk.snapshot().orders;
        for line in &view.lines {
            let name = (number, line.line);
            let several = self.several();
            match line.to_buy {
                false => drop(several.pressed_for.remove(&name)),
                true => {
                    let pressed = several.pressed_for.contains_key(&name);
                    self.must(pressed, || {
                        format!("line {name:?} is released, and nobody pressed for it")
                    });
                }
            }
            let order = line.order.as_ref();
            let is_charged = order.is_some_and(|order| order.may_be_charged);
            self.must(
                !is_charged || line.state == LineState::Ordered || self.lost,
                || format!("line {name:?} is {:?} and has {order:?}", line.state),
            );
            self.must(
                line.state != LineState::Ordered || order.is_some() || self.spoilt > 0,
                || format!("line {name:?} is ordered, and has no order"),
            );
            if let Some(order) = order {
                self.must(shared.insert(order.key), || {
                    format!("{} is the order of two lines", order.key.0)
                });
                let mut orders = orders.iter();
                let shown = orders.find(|one| one.key == order.key);
                let of = shown.map(|one| one.line.map(|at| (at.group, at.line)));
                self.must(
                    of.is_none_or(|of| of == Some((view.key, line.line))),
                    || format!("line {name:?} has {order:?}, which is {shown:?}"),
                );
            }
            self.is_bought_once(name).await;
        }
    }

    /// But for orders that a person closed, or that were given back: their lines may have another one.
    async fn is_bought_once(&self, line: Line) {
        let several = self.several.as_ref().expect("such a walk");
        let of_line = several.orders.iter().filter(|(_, of)| **of == line);
        let bought = of_line.map(|(order, _)| *order).filter(|order| {
            let reference = self.numbers.get(order);
            !several.replaced.contains(order)
                && reference.is_some_and(|reference| self.booked(reference).is_some())
        });
        let bought: Vec<OrderKey> = bought.collect();
        // Where orders may be missing, a line is tried by a person who is sure.
        if bought.len() <= 1 || self.lost {
            return;
        }
        let mut stand = Vec::new();
        for key in bought {
            // Not every order that is over is in a snapshot.
            let order = self.shop.desk.lists.order(key).await;
            let is_given_up = order.as_ref().is_ok_and(|order| {
                matches!(order.state, OrderState::Settled | OrderState::Refunded)
            });
            if !is_given_up {
                stand.push(order);
            }
        }
        self.must(stand.len() <= 1, || {
            format!("line {line:?} is bought more than once: {stand:#?}")
        });
    }

    /// At the end, while all is well: each line is bought, or left out, by what a person can press.
    pub(in crate::desk::sale::long_walk) async fn each_line_has_a_way_out(&mut self) {
        if self.several.is_none() {
            return;
        }
        for (number, key) in self.several().known() {
            let view = self.shop.desk.groups.view(key).await;
            let view = view.expect("all is well");
            if !view.ours {
                continue;
            }
            self.go_on_with(number, &view).await;
            self.until_nothing_is_bought().await;
            let view = self.shop.desk.groups.view(key).await;
            for line in view.expect("all is well").lines {
                if !is_charged(&line) && line.state != LineState::LeftOut {
                    self.buy_or_leave(
                        number,
                        LineKey {
                            group: key,
                            line: line.line,
                        },
                        &line,
                    )
                    .await;
                }
            }
        }
        for _ in 0..20 {
            self.shop.pass(Duration::from_secs(30)).await;
        }
        let nothing = BTreeSet::new();
        self.hold_lines(&nothing).await;
    }

    /// Bad pages that nobody has met yet are met now, and mended by the desk; then a person presses again.
    async fn meet_bad_pages(&mut self) {
        if self.spoilt > 0 {
            let _ = self.rows().await;
        }
    }

    async fn buy_or_leave(&mut self, number: usize, at: LineKey, line: &GroupLineView) {
        if self.several().chance.one_in(4) {
            let mut left = self.shop.desk.groups.leave_out(at).await;
            if let Err(Failure::Book { .. }) = left {
                self.meet_bad_pages().await;
                left = self.shop.desk.groups.leave_out(at).await;
            }
            self.happens(format!("at last leave out {number}, {}: {left:?}", at.line));
            self.must(left.is_ok(), || format!("line {at:?} stays: {left:?}"));
            return;
        }
        let mut draft = self.table();
        let asked = self.is_asked();
        let text = LineDraft {
            line: at.line,
            phone_model: asked.phone_model,
            imei: asked.imei,
            guest: "Nobody yet".to_owned(),
            email: format!("last{}.{}@example.com", number, at.line),
            note: "at last".to_owned(),
            // A sale of which nobody knows to whom may be to this guest.
            anyway: true,
            ..LineDraft::default()
        };
        draft.lines = vec![text];
        draft.phone = Some(Phone::Iphone);
        let agreed = self.agreed(&draft).await;
        let mut mended = self.shop.desk.groups.mend(at, draft.clone(), &agreed).await;
        if let Err(Failure::Book { .. } | Failure::GroupChanged) = mended {
            self.meet_bad_pages().await;
            let agreed = self.agreed(&draft).await;
            mended = self.shop.desk.groups.mend(at, draft, &agreed).await;
            if mended.is_err() {
                // Of a group that was saved from a spoilt book without its key no line can be written anew.
                let left = self.shop.desk.groups.leave_out(at).await;
                return self.must(left.is_ok() && self.spoilt > 0, || {
                    format!("line {at:?} is neither mended nor left out: {left:?}")
                });
            }
        }
        self.happens(format!("at last mend {number}, {}: {mended:?}", at.line));
        // A look found meanwhile what was bought for it.
        if mended == Err(Failure::LineBought) && is_charged(&self.line_now(at).await) {
            return;
        }
        self.must(mended.is_ok(), || {
            format!("line {at:?} cannot be mended: {mended:?}, {:?}", line.state)
        });
        self.pressed(number, [line].into_iter());
        self.until_nothing_is_bought().await;
        let now = self.line_now(at).await;
        self.must(is_charged(&now), || {
            format!(
                "line {at:?} is mended and not bought: {:?} {:?} {:?}, {:?}",
                now.state,
                now.why,
                now.order,
                self.shop.desk.snapshot().groups.stopped
            )
        });
    }

    async fn line_now(&self, at: LineKey) -> GroupLineView {
        let view = self.shop.desk.groups.view(at.group).await;
        let mut lines = view.expect("all is well").lines.into_iter();
        let line = lines.find(|one| one.line == at.line);
        line.expect("it is there")
    }

    async fn until_nothing_is_bought(&mut self) {
        for _ in 0..200 {
            let nothing = BTreeSet::new();
            self.hold_lines(&nothing).await;
            if self.shop.desk.snapshot().groups.going.is_empty() {
                return;
            }
            self.shop.pass(Duration::from_secs(1)).await;
        }
        self.must(false, || "a group goes on and on".to_owned());
    }
}

fn is_charged(line: &GroupLineView) -> bool {
    let order = line.order.as_ref();
    order.is_some_and(|order| order.may_be_charged)
}
