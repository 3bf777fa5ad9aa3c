//! *Start now* for a plan that waits: asked once, sent once, and what came of it is seen on the plan.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{EsimView, Failure, PlanState, StartChoice, StartNow, WhyNoTopUp};
use esim_desk_core::sandbox::{Activation, Fault, Mishap, Options, Quirks, Step};

use super::elsewhere;
use crate::desk::fixture::{Shop, on_a_line, quick};

/// A shop with one plan that waits for its first use: its SIM, and its id.
pub async fn waiting(shop: &Shop) -> (String, String) {
    let mut draft = shop.draft().await;
    draft.start = StartChoice::FirstUse;
    let key = shop.desk.sale.place(draft).await.expect("a sale");
    let order = shop.until_state(key, OrderState::Ready).await;
    shop.pass(Duration::from_secs(40)).await;
    let iccid = order.iccid.expect("a ready order has a SIM");
    let seen = look(shop, &iccid).await;
    assert_eq!(seen.plans[0].state, PlanState::PendingUsage);
    assert_eq!(seen.plans[0].start, StartNow::Offered);
    (iccid, seen.plans[0].subscription.clone())
}

async fn with(activation: Activation) -> (Shop, String, String) {
    let quirks = Quirks {
        activation,
        ..Quirks::default()
    };
    let shop = Shop::open_with(Options { quirks, ..quick() }).await;
    let (iccid, plan) = waiting(&shop).await;
    (shop, iccid, plan)
}

pub async fn look(shop: &Shop, iccid: &str) -> EsimView {
    let looked = shop.moving(shop.desk.esims.look(iccid, true)).await;
    looked.expect("the SIM is this account's")
}

pub async fn start(shop: &Shop, iccid: &str, plan: &str) -> Result<EsimView, Failure> {
    shop.moving(shop.desk.esims.start_now(iccid, plan)).await
}

pub fn told(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Activation)
}

fn of_plan(view: &EsimView) -> (PlanState, StartNow) {
    (view.plans[0].state, view.plans[0].start)
}

#[tokio::test]
async fn a_plan_starts_now_by_one_request_however_the_service_answers_it() {
    for activation in [Activation::Answered, Activation::Silent] {
        let (shop, iccid, plan) = with(activation).await;
        let started = start(&shop, &iccid, &plan).await.expect("it waits");
        assert_eq!(
            of_plan(&started),
            (PlanState::Active, StartNow::NotOffered),
            "{activation:?}"
        );
        assert!(started.plans[0].ends_at.is_some(), "and its end is known");
        let again = start(&shop, &iccid, &plan).await.expect("it runs");
        assert_eq!(of_plan(&again), (PlanState::Active, StartNow::NotOffered));
        assert_eq!(
            told(&shop),
            1,
            "{activation:?}: what runs is not started again"
        );
    }
}

#[tokio::test]
async fn two_presses_at_once_are_one_request() {
    let (shop, iccid, plan) = with(Activation::Answered).await;
    let late = Fault::next(Step::Activation, Mishap::Slow { millis: 300 });
    shop.control().cause(late);
    let (one, other) = tokio::join!(
        shop.desk.esims.start_now(&iccid, &plan),
        shop.desk.esims.start_now(&iccid, &plan),
    );
    // Which of them is the first, the two do not know.
    let mut seen = [
        of_plan(&one.expect("sent")),
        of_plan(&other.expect("under way")),
    ];
    seen.sort_by_key(|(state, _)| *state);
    let expected = [
        (PlanState::Active, StartNow::NotOffered),
        (PlanState::PendingUsage, StartNow::Sending),
    ];
    assert_eq!(seen, expected);
    assert_eq!(told(&shop), 1);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_the_plan_that_runs() {
    let (shop, iccid, plan) = with(Activation::Late { millis: 20_000 }).await;
    let lost = Fault::next(Step::Activation, Mishap::Drop).after_work();
    shop.control().cause(lost);
    let view = start(&shop, &iccid, &plan).await.expect("nobody knows yet");
    assert_eq!(of_plan(&view).1, StartNow::Checking);
    let view = start(&shop, &iccid, &plan)
        .await
        .expect("it is being looked at");
    assert_eq!(of_plan(&view).1, StartNow::Checking);
    assert_eq!(told(&shop), 1, "it is not told again meanwhile");
    shop.control().push_clock(20_000);
    let view = look(&shop, &iccid).await;
    assert_eq!(of_plan(&view), (PlanState::Active, StartNow::NotOffered));
    assert_eq!(told(&shop), 1);
}

#[tokio::test]
async fn a_request_that_was_lost_is_a_plan_that_waits_and_a_person_may_press_again() {
    let (shop, iccid, plan) = with(Activation::Answered).await;
    shop.control()
        .cause(Fault::next(Step::Activation, Mishap::Drop));
    let view = start(&shop, &iccid, &plan).await.expect("nobody knows yet");
    assert_eq!(
        of_plan(&view),
        (PlanState::PendingUsage, StartNow::Checking)
    );
    for _ in 0..7 {
        shop.pass(Duration::from_secs(10)).await;
        look(&shop, &iccid).await;
    }
    let view = look(&shop, &iccid).await;
    assert_eq!(
        of_plan(&view),
        (PlanState::PendingUsage, StartNow::NotStarted)
    );
    assert_eq!(told(&shop), 1, "nothing was sent without a person");
    let view = start(&shop, &iccid, &plan).await.expect("it waits");
    assert_eq!(of_plan(&view), (PlanState::Active, StartNow::NotOffered));
    assert_eq!(told(&shop), 2);
}

#[tokio::test]
async fn a_refusal_is_told_and_the_plan_goes_on_waiting() {
    let (shop, iccid, plan) = with(Activation::NotPosted).await;
    let refused = start(&shop, &iccid, &plan).await;
    assert!(
        matches!(refused, Err(Failure::Refused { .. })),
        "{refused:?}"
    );
    let view = look(&shop, &iccid).await;
    assert_eq!(of_plan(&view), (PlanState::PendingUsage, StartNow::Offered));
    assert_eq!(told(&shop), 1, "sent once");
}

#[tokio::test]
async fn a_refusal_of_what_runs_by_now_is_none() {
    let (shop, iccid, plan) = with(Activation::Answered).await;
    let refusal = Mishap::refuse(400, "INVALID_REQUEST_PARAMS", "It is active");
    shop.control()
        .cause(Fault::next(Step::Activation, refusal).after_work());
    let view = start(&shop, &iccid, &plan)
        .await
        .expect("the guest was faster");
    assert_eq!(of_plan(&view), (PlanState::Active, StartNow::NotOffered));
}

#[tokio::test]
async fn offline_nothing_is_sent_and_it_is_offered_again() {
    let (shop, line) = on_a_line(quick()).await;
    let (iccid, plan) = waiting(&shop).await;
    line.cut().await;
    let missed = start(&shop, &iccid, &plan).await;
    assert!(matches!(missed, Err(Failure::NotSent { .. })), "{missed:?}");
    assert_eq!(told(&shop), 0);
    line.mend().await;
    let view = look(&shop, &iccid).await;
    assert_eq!(of_plan(&view).1, StartNow::Offered);
}

#[tokio::test]
async fn a_plan_of_another_sim_is_not_started() {
    let (shop, iccid, _) = with(Activation::Answered).await;
    let theirs = elsewhere::sell(&shop.sandbox, &["b@hotel.example"])
        .await
        .remove(0);
    let wrong = start(&shop, &iccid, &theirs.subscription.id).await;
    assert_eq!(wrong, Err(Failure::UnknownOrder));
    assert_eq!(told(&shop), 0);
}

#[tokio::test]
async fn a_plan_of_an_esim_that_goes_back_is_not_started() {
    let (shop, iccid, plan) = with(Activation::Answered).await;
    let key = shop.desk.snapshot().orders[0].key;
    // Nobody knows yet whether it is given back.
    shop.control()
        .cause(Fault::next(Step::Cancel, Mishap::Drop));
    let back = shop.moving(shop.desk.refund.give_back(key)).await;
    back.expect("nothing of it was used");
    shop.until_state(key, OrderState::Cancelling).await;
    let refused = start(&shop, &iccid, &plan).await;
    let why = WhyNoTopUp::GivenBack;
    assert_eq!(refused, Err(Failure::NoTopUp { why }));
    assert_eq!(told(&shop), 0, "a plan that runs might be in its way");
    let view = look(&shop, &iccid).await;
    assert_eq!(
        of_plan(&view).1,
        StartNow::Offered,
        "it may be kept after all"
    );
}
