//! What happens in a walk: what people do, and what the world does. What the service is like: `service`.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use esim_desk_core::desk::{AccountState, Draft, Failure, Phone, SaleNotes, Verdict};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Moment, SimState, Step};

use super::{Pressed, Walk, World};
use crate::desk::chance::Chance;
use crate::desk::fixture::{draft, form_for};

/// The steps at which a sale may be disturbed. Walks are their numbers: none is added here.
pub(super) const STEPS: [Step; 7] = [
    Step::Token,
    Step::Products,
    Step::Product,
    Step::Order,
    Step::Status,
    Step::Sim,
    Step::Subscriptions,
];

/// The same customer in two spellings, a house, and somebody else.
const EMAILS: [&str; 4] = [
    "maria.keller@example.com",
    "Maria.Keller@Example.com",
    "desk@hotel.example",
    "jo@example.org",
];

fn mishap(chance: &mut Chance) -> Mishap {
    let status = chance.of(&[400, 401, 403, 404, 406, 409, 422]);
    chance.of(&[
        Mishap::refuse(status, "NO", "No"),
        Mishap::refuse(status, "NO", "No"),
        Mishap::Broken,
        Mishap::BadGateway,
        Mishap::Drop,
        Mishap::Drop,
        Mishap::Garbage,
        Mishap::Truncated,
        Mishap::Oversized,
        Mishap::OtherOrder,
        Mishap::Slow { millis: 45_000 },
        Mishap::UnknownStatus {
            status: "PONDERING".to_owned(),
        },
        Mishap::TooMany {
            headers: vec![("retry-after".to_owned(), "7".to_owned())],
        },
        Mishap::Redirect {
            to: "/connect-api/elsewhere".to_owned(),
        },
    ])
}

/// What is empty until the service was seen to ask for it.
pub(super) struct Asked {
    pub(super) phone_model: String,
    pub(super) imei: String,
    pub(super) notes: SaleNotes,
}

/// So many times ten seconds.
const ANSWERED_IN: usize = 12;

impl Walk {
    /// One thing happens.
    pub(super) async fn step(&mut self) {
        let undecided = self.undecided();
        let account = self.shop.desk.snapshot().account;
        if !matches!(account, AccountState::SignedIn { .. }) && self.chance.one_in(2) {
            self.somebody_signs_in().await;
        }
        match self.chance.below(40) {
            0..=9 => self.sell(false).await,
            10 => self.sell(true).await,
            11..=12 => self.sell_elsewhere_too().await,
            13 => Box::pin(self.order_again()).await,
            14..=15 => Box::pin(self.choose()).await,
            16 => self.settle().await,
            17 => self.adopt().await,
            18 => self.sign_out_or_in().await,
            19 => self.other_account().await,
            20..=21 => self.restart().await,
            22 => self.drop_in_a_sale().await,
            23 => self.lock_or_unlock(),
            24 => self.play_a_phone(),
            25 => self.other_quirks(),
            26 => self.calm(),
            27 => self.lose_an_order(),
            28..=31 => self.fault(),
            32 => self.fate(),
            33 => self.hours().await,
            _ => self.wait().await,
        }
        Box::pin(self.live()).await;
        Box::pin(self.buy_several()).await;
        Box::pin(self.harm()).await;
        self.jump();
        self.shop.settle().await;
        self.note_orders();
        self.hold_lines(&undecided).await;
    }

    /// The service's clock jumps, against this computer's: to the other side of an hour, a night or more than a day, and back.
    fn jump(&mut self) {
        let Some(clocks) = &mut self.clocks else {
            return;
        };
        if !clocks.one_in(15) {
            return;
        }
        let minutes = clocks.of(&[-1_500, -300, -5, 5, 300, 1_500]);
        let millis = match clocks.one_in(3) {
            true => -self.pushed,
            false => minutes * 60_000,
        };
        let millis = match self.life {
            Some(_) => millis.abs(),
            None => millis,
        };
        self.jumped = true;
        self.pushed += millis;
        self.furthest = self.furthest.max(self.pushed);
        self.happens(format!(
            "the service's clock jumps by {} min",
            millis / 60_000
        ));
        self.shop.control().push_clock(millis);
    }

    /// References of all orders of which nobody knows yet what came.
    fn undecided(&self) -> BTreeSet<String> {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let undecided = orders.filter(|order| order.state.is_undecided());
        undecided.map(|order| order.reference).collect()
    }

    /// The program ends, however, and starts again.
    pub(super) async fn start_again(&mut self) {
        self.shop.restart().await;
        self.looked_at.clear();
        self.undecided_since.clear();
        if let Some(several) = &mut self.several {
            several.another_run();
        }
    }

    pub(super) fn happens(&mut self, what: String) {
        self.trail.push(what);
    }

    /// Remembers whose the orders are, and whether some are lost.
    fn note_orders(&mut self) {
        if let Some(other) = &self.other {
            let orders = other.desk.snapshot().orders;
            self.theirs
                .extend(orders.into_iter().map(|order| order.reference));
            other.window.forget();
        }
        let repaired = self.shop.desk.snapshot().repaired;
        self.lost |= repaired.is_some_and(|repaired| repaired.lost != Some(0));
        self.shop.window.forget();
    }

    fn form(&mut self, again: bool) -> Draft {
        let plan = self.chance.of(&self.plans);
        let phone = self.chance.of(&[None, None, Some(Phone::Iphone)]);
        let asked = self.is_asked();
        Draft {
            email: self.chance.of(&EMAILS).to_owned(),
            phone,
            phone_model: asked.phone_model,
            imei: asked.imei,
            notes: asked.notes,
            again,
            ..draft(plan)
        }
    }

    /// What a form asks for by now, because the service wants it of everybody.
    pub(super) fn is_asked(&self) -> Asked {
        let snapshot = self.shop.desk.snapshot();
        let when = |needed: bool, text: &str| match needed {
            true => text.to_owned(),
            false => String::new(),
        };
        Asked {
            phone_model: when(snapshot.whole_phone_needed, "iPhone 15"),
            imei: when(snapshot.whole_phone_needed, "49-015420-323751-8"),
            notes: SaleNotes {
                guest_pays: when(snapshot.price_needed, "29.90"),
                guest_currency: when(snapshot.price_needed, "EUR"),
                ..SaleNotes::default()
            },
        }
    }

    async fn sell(&mut self, again: bool) {
        let draft = self.form(again);
        let (email, product) = (draft.email.to_lowercase(), draft.plan.id.clone());
        let undecided = self.undecided_of(&email, &product);
        let placed = self.shop.moving(self.shop.desk.sale.place(draft)).await;
        let told = placed.as_ref().err().map(|failure| format!("{failure:?}"));
        self.happens(format!("sell to {email}, again {again}: {told:?}"));
        let Ok(key) = placed else { return };
        let reference = self.shop.order(key).reference;
        self.asked_for(&reference);
        self.must(again || undecided.is_empty(), || {
            let orders = self.shop.desk.snapshot().orders.into_iter();
            let beside = orders.filter(|order| undecided.contains(&order.reference));
            let beside: Vec<_> = beside.collect();
            format!("sold without a second thought beside {beside:?}")
        });
        self.pressed.insert(reference, Pressed { email, product });
    }

    /// Orders of this desk for the same customer and plan of which nobody knows yet what came.
    pub(super) fn undecided_of(&self, email: &str, product: &str) -> Vec<String> {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let same = orders.filter(|order| {
            let pressed = self.pressed.get(&order.reference);
            order.state.is_undecided()
                && pressed.is_some_and(|one| one.email == email && one.product == product)
        });
        same.map(|order| order.reference).collect()
    }

    async fn sell_elsewhere_too(&mut self) {
        let mut draft = self.form(true);
        let pressed: Vec<_> = self.pressed.values().cloned().collect();
        if !pressed.is_empty() && !self.chance.one_in(3) {
            // The house sells what it just sold here.
            let same = self.chance.of(&pressed);
            draft.email = same.email;
            let plan = self.plans.iter().find(|plan| plan.id == same.product);
            draft.plan = plan.expect("it was sold").clone();
        }
        let Some(other) = &self.other else { return };
        let placed = self.shop.moving(other.desk.sale.place(draft)).await;
        let sold = placed.map(|key| other.order(key).reference).ok();
        self.happens(format!("the other desk sells: {}", sold.is_some()));
        if let Some(reference) = sold {
            self.asked_for(&reference);
        }
    }

    async fn order_again(&mut self) {
        for order in self.shop.desk.snapshot().orders {
            let token = format!("again {}", self.chance.next());
            let placed = self.shop.desk.sale.again(order.key, token);
            let Ok(key) = self.shop.moving(placed).await else {
                continue;
            };
            self.happens(format!("order {} again", order.key.0));
            let was = self.pressed.get(&order.reference).cloned();
            let placed = self.shop.order(key);
            self.asked_for(&placed.reference);
            if let Some(was) = was {
                self.pressed.insert(placed.reference, was);
            }
            if let Some(at) = placed.line {
                self.pressed_again(at, order.key);
            }
        }
    }

    async fn choose(&mut self) {
        for order in self.shop.desk.snapshot().orders {
            let Some(one) = order
                .recovery
                .and_then(|found| found.candidates.into_iter().next())
            else {
                continue;
            };
            let chosen = self
                .shop
                .desk
                .polling
                .choose_candidate(order.key, &one.subscription);
            let chosen = self.shop.moving(chosen).await.is_ok();
            self.happens(format!("choose for {}: {chosen}", order.key.0));
            if chosen {
                self.by_a_persons_word
                    .insert(order.reference, one.subscription);
            }
        }
    }

    async fn settle(&mut self) {
        let orders = self.shop.desk.snapshot().orders;
        let asking = orders.into_iter().filter(super::holds::asks);
        for order in asking.take(1) {
            let verdict = match self.world < World::Quirks {
                true => self.chance.of(&[Verdict::NotKnown, Verdict::NotBought]),
                false => self.chance.of(&Verdict::ALL),
            };
            let settled = self
                .shop
                .desk
                .recovery
                .settle(order.key, verdict, "Ana")
                .await;
            self.happens(format!("settle {}, {verdict:?}: {settled:?}", order.key.0));
        }
    }

    async fn adopt(&mut self) {
        let listed = self.shop.moving(self.shop.desk.unmatched.list()).await;
        for one in listed.unwrap_or_default().sales.into_iter().take(1) {
            let email = self.chance.of(&EMAILS);
            let adopted = self.shop.desk.unmatched.adopt(&one.subscription, email);
            let Ok(key) = self.shop.moving(adopted).await else {
                continue;
            };
            self.happens(format!("adopt {} as {}", one.subscription, key.0));
            // What is over long ago is in the book alone.
            let row = self.rows().await.into_iter().find(|row| row.key == key);
            let reference = row.expect("it is in the book").reference;
            // An order of that guest and plan that is still in progress is shown instead, and stays what it is.
            if self.is_noted_as(key, &one.subscription) {
                self.by_a_persons_word.insert(reference, one.subscription);
            }
        }
    }

    /// The house says whether another desk sells with its account, and says so truly: who says no and does all the same is not
    /// protected from its own other desk (rulings 34).
    pub(super) async fn connect(&self) -> Result<(), Failure> {
        let mut form = self.shop.form();
        form.several_desks = Some(self.other.is_some());
        self.shop.desk.sign_in.connect(form).await
    }

    async fn sign_out_or_in(&mut self) {
        let account = self.shop.desk.snapshot().account;
        if matches!(account, AccountState::SignedIn { .. }) && self.chance.one_in(2) {
            let done = self.shop.moving(self.shop.desk.sign_in.sign_out()).await;
            self.happens(format!("sign out: {}", done.is_ok()));
        } else {
            let done = self.shop.moving(self.connect()).await;
            self.happens(format!("sign in: {}", done.is_ok()));
        }
    }

    /// A counter that cannot sell is looked after.
    async fn somebody_signs_in(&mut self) {
        if self.chance.one_in(2) {
            self.locked.store(false, Ordering::SeqCst);
        }
        if self.chance.one_in(2) {
            self.shop.control().calm();
        }
        let done = self.shop.moving(self.connect()).await;
        self.happens(format!("somebody signs in: {}", done.is_ok()));
    }

    async fn other_account(&mut self) {
        let form = form_for(&self.elsewhere);
        let done = self.shop.moving(self.shop.desk.sign_in.connect(form)).await;
        self.happens(format!("another account: {}", done.is_ok()));
        let mut draft = self.form(true);
        draft.email = "jo@example.org".to_owned();
        if done.is_ok() {
            let placed = self.shop.moving(self.shop.desk.sale.place(draft)).await;
            if let Ok(key) = placed {
                let reference = self.shop.order(key).reference;
                self.asked_for(&reference);
            }
            self.shop.settle().await;
            let done = self.shop.moving(self.connect()).await;
            self.happens(format!("and back: {}", done.is_ok()));
        }
    }

    async fn restart(&mut self) {
        self.happens("restart".to_owned());
        self.start_again().await;
    }

    /// The program ends while a sale is somewhere between its checks and its answer.
    async fn drop_in_a_sale(&mut self) {
        let draft = self.form(true);
        let (email, product) = (draft.email.to_lowercase(), draft.plan.id.clone());
        let turns = self.chance.below(60);
        self.happens(format!("dropped {turns} turns into a sale to {email}"));
        let before: Vec<_> = self.references();
        {
            let placing = self.shop.desk.sale.place(draft);
            let mut placing = std::pin::pin!(placing);
            for _ in 0..turns {
                tokio::select! {
                    biased;
                    _ = &mut placing => break,
                    () = tokio::task::yield_now() => {}
                }
            }
        }
        self.shop.settle().await;
        // What is over by now is in no snapshot of the next run.
        let mut after = self.references();
        self.start_again().await;
        after.extend(self.references());
        let new: BTreeSet<_> = after
            .into_iter()
            .filter(|reference| !before.contains(reference))
            // A repair may show an order of long ago again.
            .filter(|reference| !self.asked_for.contains(reference))
            .collect();
        self.must(new.len() <= 1 || self.spoilt > 0, || {
            format!("{new:?} for one press")
        });
        if new.is_empty() {
            self.dropped += 1;
        }
        for reference in new {
            let pressed = Pressed {
                email: email.clone(),
                product: product.clone(),
            };
            self.asked_for.insert(reference.clone());
            self.pressed.entry(reference).or_insert(pressed);
        }
    }

    fn references(&self) -> Vec<String> {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let at_counter = orders.filter(|order| order.line.is_none());
        at_counter.map(|order| order.reference).collect()
    }

    fn lock_or_unlock(&mut self) {
        let locked = !self.locked.fetch_xor(true, Ordering::SeqCst);
        self.happens(format!("keychain locked: {locked}"));
    }

    fn play_a_phone(&mut self) {
        let sims = self.shop.control().ledger().sims;
        if sims.is_empty() {
            return;
        }
        let sim = self.chance.of(&sims);
        let state = self.chance.of(&[SimState::Downloaded, SimState::Installed]);
        // What was taken back gets onto no phone, also while that is not seen yet.
        let is_there = sim.cancelled.is_none();
        let moved = is_there && self.shop.control().move_sim(&sim.iccid, state).is_ok();
        self.happens(format!("a phone: {state:?}, {moved}"));
    }

    fn calm(&mut self) {
        self.happens("calm".to_owned());
        self.shop.control().calm();
    }

    fn fault(&mut self) {
        let chance = &mut self.chance;
        let mut fault = Fault {
            step: chance.of(&STEPS),
            mishap: mishap(chance),
            times: chance.of(&[1, 1, 2, 5]),
            moment: chance.of(&[Moment::BeforeWork, Moment::AfterWork]),
        };
        if matches!(fault.mishap, Mishap::Refuse { .. } | Mishap::TooMany { .. }) {
            // A service that says no and sells all the same cannot be told from an honest one.
            fault.moment = Moment::BeforeWork;
        }
        let lasting = chance.one_in(3);
        let seconds = chance.of(&[10, 60, 600]);
        self.happens(format!("{fault:?} lasting {lasting} {seconds}"));
        match lasting {
            true => self
                .shop
                .control()
                .cause_for(fault, Duration::from_secs(seconds)),
            false => self.shop.control().cause(fault),
        }
    }

    fn lose_an_order(&mut self) {
        let lost = Fault::next(Step::Order, Mishap::Drop);
        let booked = self.chance.one_in(2);
        self.happens(format!("the next order's answer is lost, booked {booked}"));
        self.shop.control().cause(match booked {
            true => lost.after_work(),
            false => lost,
        });
    }

    fn fate(&mut self) {
        let fate = self.chance.of(&[
            Fate::Fails,
            Fate::NoLpa,
            Fate::NoCode,
            Fate::LpaDisagrees,
            Fate::EmptyMatchingId,
        ]);
        self.happens(format!("the next order: {fate:?}"));
        self.shop.control().next_order(fate);
    }

    async fn wait(&mut self) {
        let seconds = self.chance.of(&[1, 3, 10, 30, 120]);
        self.happens(format!("{seconds} s"));
        for _ in 0..4 {
            self.shop.pass(Duration::from_millis(seconds * 250)).await;
        }
    }

    /// What a leap of hours held up, no program ever met: a request takes seconds, and so does its turn.
    async fn answers_arrive(&mut self) {
        if self.world < World::Hours {
            return;
        }
        for _ in 0..ANSWERED_IN {
            self.shop.pass(Duration::from_secs(10)).await;
        }
    }

    async fn hours(&mut self) {
        let hours = self.chance.of(&[1, 3, 25]);
        self.happens(format!("{hours} h"));
        for _ in 0..3 {
            self.shop.pass(Duration::from_secs(hours * 1200)).await;
            self.answers_arrive().await;
        }
    }
}
