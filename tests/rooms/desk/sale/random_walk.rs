//! Any day at the counter: whatever is pressed, lost, broken and restarted, nothing is sent without a person who asked for
//! it, and each order hands over the code that the service's ledger has for it.

use std::collections::BTreeSet;
use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, HandOverView, Plan, TopUpDraft, Verdict};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Step};
use proptest::prelude::*;

use super::topping_up::form;
use crate::desk::fixture::{Shop, draft};

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// The form, sent as it is; the same form again is the same number.
    Press(u8),
    /// *Really again?* was answered with yes.
    PressAgain(u8),
    OrderAgain,
    TopUp(bool),
    GiveBack,
    AskAgain,
    KeepIt,
    Choose,
    Settle,
    Restart,
    Wait(u16),
    /// What becomes of the next order.
    LoseAnswer,
    LoseOrder,
    BreakAnswer,
    Garble,
    Refuse,
    FailOrder,
    /// What becomes of the next looks.
    HideStatus,
    HideSubscriptions,
    /// What becomes of the next cancellation.
    LoseCancelling(bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..3_u8).prop_map(Act::Press),
        1 => (0..3_u8).prop_map(Act::PressAgain),
        2 => Just(Act::OrderAgain),
        2 => any::<bool>().prop_map(Act::TopUp),
        2 => Just(Act::GiveBack),
        1 => Just(Act::AskAgain),
        1 => Just(Act::KeepIt),
        1 => any::<bool>().prop_map(Act::LoseCancelling),
        1 => Just(Act::Choose),
        1 => Just(Act::Settle),
        2 => Just(Act::Restart),
        4 => (1..400_u16).prop_map(Act::Wait),
        3 => Just(Act::LoseAnswer),
        2 => Just(Act::LoseOrder),
        1 => Just(Act::BreakAnswer),
        1 => Just(Act::Garble),
        1 => Just(Act::Refuse),
        1 => Just(Act::FailOrder),
        1 => Just(Act::HideStatus),
        1 => Just(Act::HideSubscriptions),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_sent_without_a_person(acts in proptest::collection::vec(act(), 1..14)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(day(&acts));
    }
}

/// Acts, and what the counter may show for them.
struct Day {
    shop: Shop,
    plan: Plan,
    /// Orders that a person asked for.
    asked: BTreeSet<u32>,
    /// Those without *again*.
    plainly: BTreeSet<u32>,
    /// How often a person wanted something given back.
    given_back: u64,
    run: u32,
}

async fn day(acts: &[Act]) {
    let shop = Shop::open().await;
    let plan = shop.plan().await;
    let mut day = Day {
        shop,
        plan,
        asked: BTreeSet::new(),
        plainly: BTreeSet::new(),
        given_back: 0,
        run: 0,
    };
    for act in acts {
        Box::pin(day.happens(*act)).await;
        day.holds(*act).await;
    }
    day.shop.control().calm();
    for _ in 0..10 {
        day.shop.pass(Duration::from_secs(30)).await;
    }
    day.holds(Act::Wait(300)).await;
}

impl Day {
    async fn happens(&mut self, act: Act) {
        let control = self.shop.control();
        match act {
            Act::Press(sale) => {
                let placed = self
                    .shop
                    .moving(self.shop.desk.sale.place(self.form(sale, false)))
                    .await;
                if let Ok(key) = placed
                    && self.asked.insert(key.0)
                {
                    self.plainly.insert(key.0);
                }
            }
            Act::PressAgain(sale) => {
                let placed = self
                    .shop
                    .moving(self.shop.desk.sale.place(self.form(sale, true)))
                    .await;
                self.asked.extend(placed.ok().map(|key| key.0));
            }
            Act::OrderAgain => {
                for order in self.shop.desk.snapshot().orders {
                    let sale = format!("again {} {}", self.run, order.key.0);
                    let placed = self.shop.desk.sale.again(order.key, sale);
                    let placed = self.shop.moving(placed).await;
                    self.asked.extend(placed.ok().map(|key| key.0));
                }
            }
            Act::TopUp(again) => {
                for order in self.shop.desk.snapshot().orders {
                    let Some(iccid) = order.iccid.filter(|_| order.takes_top_ups) else {
                        continue;
                    };
                    let draft = TopUpDraft {
                        again,
                        ..form(&iccid, self.plan.clone())
                    };
                    let placed = self.shop.moving(self.shop.desk.sale.top_up(draft)).await;
                    self.asked.extend(placed.ok().map(|key| key.0));
                }
            }
            Act::GiveBack => {
                for order in self.shop.desk.snapshot().orders {
                    let given = self.shop.desk.refund.give_back(order.key);
                    let given = self.shop.moving(given).await;
                    self.given_back += u64::from(given.is_ok());
                }
            }
            Act::AskAgain => {
                for order in self.shop.desk.snapshot().orders {
                    let asked = self.shop.desk.refund.ask_again(order.key).await;
                    self.given_back += u64::from(asked.is_ok());
                }
            }
            Act::KeepIt => {
                for order in self.shop.desk.snapshot().orders {
                    let kept = self.shop.desk.refund.keep(order.key);
                    drop(self.shop.moving(kept).await);
                }
            }
            Act::Choose => {
                for order in self.shop.desk.snapshot().orders {
                    let found = order
                        .recovery
                        .into_iter()
                        .flat_map(|recovery| recovery.candidates);
                    for one in found {
                        let chosen = self
                            .shop
                            .desk
                            .polling
                            .choose_candidate(order.key, &one.subscription);
                        drop(self.shop.moving(chosen).await);
                    }
                }
            }
            Act::Settle => {
                for order in self.shop.desk.snapshot().orders {
                    drop(
                        self.shop
                            .desk
                            .recovery
                            .settle(order.key, Verdict::HandedOver, "Ana")
                            .await,
                    );
                }
            }
            Act::Restart => {
                self.shop.restart().await;
                self.run += 1;
            }
            Act::Wait(seconds) => {
                for _ in 0..seconds.div_ceil(20) {
                    self.shop.pass(Duration::from_secs(20)).await;
                }
            }
            Act::LoseAnswer => control.cause(Fault::next(Step::Order, Mishap::Drop).after_work()),
            Act::LoseOrder => control.cause(Fault::next(Step::Order, Mishap::Drop)),
            Act::BreakAnswer => {
                control.cause(Fault::next(Step::Order, Mishap::Broken).after_work())
            }
            Act::Garble => control.cause(Fault::next(Step::Order, Mishap::Truncated)),
            Act::Refuse => {
                control.cause(Fault::next(
                    Step::Order,
                    Mishap::refuse(406, "UNACCEPTABLE", "No"),
                ));
            }
            Act::FailOrder => control.next_order(Fate::Fails),
            Act::LoseCancelling(after_work) => {
                let fault = Fault::next(Step::Cancel, Mishap::Drop);
                control.cause(match after_work {
                    true => fault.after_work(),
                    false => fault,
                });
            }
            Act::HideStatus => control.cause(Fault::next(Step::Status, Mishap::Drop).times(5)),
            Act::HideSubscriptions => {
                control.cause(Fault::next(Step::Subscriptions, Mishap::BadGateway).times(3));
            }
        }
        self.shop.settle().await;
    }

    async fn holds(&self, after: Act) {
        let ledger = self.shop.control().ledger();
        assert!(
            ledger.seen.posts.len() <= self.asked.len(),
            "after {after:?}: {} requests for {} wishes",
            ledger.seen.posts.len(),
            self.asked.len()
        );
        assert!(
            ledger.seen.at(Step::Cancel) <= self.given_back,
            "after {after:?}: asked back without a person"
        );
        let orders = self.shop.desk.snapshot().orders;
        let came_back = |iccid: Option<&str>| {
            let mut sims = ledger.sims.iter();
            sims.any(|sim| Some(sim.iccid.as_str()) == iccid && sim.cancelled.is_some())
        };
        for order in &orders {
            let back = came_back(order.iccid.as_deref());
            assert!(
                !back || order.state != OrderState::Ready,
                "after {after:?}: {} came back, and is {:?}",
                order.key.0,
                order.state
            );
            assert!(
                back || order.state != OrderState::Refunded,
                "after {after:?}: a refund that nobody gave"
            );
        }
        let refunded = orders.iter().filter(|order| order.refunded_at.is_some());
        let refunded = refunded.count();
        let bought_nothing = orders
            .iter()
            .filter(|order| matches!(order.state, OrderState::Refused | OrderState::NotSent))
            .count();
        let settled = orders
            .iter()
            .filter(|order| order.state == OrderState::Settled)
            .count();
        if self.run == 0 {
            assert!(
                self.plainly.len() <= 1 + bought_nothing + settled + refunded,
                "after {after:?}: sold twice without a second thought"
            );
        }
        let mut codes = BTreeSet::new();
        for order in orders
            .iter()
            .filter(|order| order.state == OrderState::Ready)
        {
            let shown = self
                .shop
                .moving(self.shop.desk.handover.open(order.key))
                .await;
            // The keychain opens, and nothing that a code is asked of stays away for longer than it is waited for.
            let Ok(HandOverView::Code { install_code, .. }) = shown else {
                panic!("after {after:?}: {} is ready, and has no code", order.key.0)
            };
            assert_eq!(
                install_code,
                self.shop.ledger_code(order.key),
                "after {after:?}: the code that the service has for another order"
            );
            assert!(
                codes.insert(install_code),
                "after {after:?}: one code for two orders"
            );
        }
    }

    fn form(&self, sale: u8, again: bool) -> Draft {
        // A window that starts again makes new forms.
        let sale = format!("{} {sale}", self.run);
        Draft {
            idempotency_key: sale,
            again,
            ..draft(self.plan.clone())
        }
    }
}
