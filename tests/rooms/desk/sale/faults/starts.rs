//! *Start now* in the matrix: a plan waits for its first use, a person wants it to run, and something goes wrong.

use std::time::Duration;

use esim_desk_core::desk::{EsimView, Failure, PlanState, StartNow};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::strikes::{AFault, Strikes};
use super::waits::minutes;
use super::{kind, tried_again};
use crate::desk::esim::starting::{look, start, told, waiting};
use crate::desk::fixture::{Shop, quick};

pub(super) async fn cell(fault: &AFault<'_>) -> String {
    let shop = Shop::open_with(quick()).await;
    let (iccid, plan) = waiting(&shop).await;
    fault.before_the_press(&shop).await;
    if matches!(fault.strikes, Strikes::After | Strikes::Lost) {
        // The first request of that step is before the press has done anything.
        let nothing = Mishap::Slow { millis: 0 };
        shop.control().cause(Fault::next(fault.step, nothing));
        fault.happens(&shop);
    }
    fault.loses_the_answer(&shop, Step::Activation);
    let cell = match start(&shop, &iccid, &plan).await {
        Ok(view) => seen(&shop, (&iccid, &plan), view, Service::WellByThen).await,
        Err(failure) => {
            assert!(
                !runs(&shop, &plan),
                "{}: it runs, and a failure is told",
                fault.what
            );
            let sent = match told(&shop) {
                0 => "not told",
                _ => "told in vain",
            };
            minutes(&shop, 11).await;
            let again = tried_again(&shop).await;
            let end = pressed_again(&shop, (&iccid, &plan), Service::WellByThen).await;
            format!("{sent}: {} → {again}{end}", kind(&failure))
        }
    };
    hold(&shop, &plan, &cell, &fault.what);
    cell
}

/// What holds in every cell.
pub(super) fn hold(shop: &Shop, plan: &str, cell: &str, what: &str) {
    assert!(told(shop) <= 2, "{what}: one request for a press");
    assert_eq!(
        cell.ends_with("**starts**"),
        runs(shop, plan),
        "{what}: {cell}: what is told against the ledger"
    );
    let ledger = shop.control().ledger();
    assert_eq!(ledger.seen.posts.len(), 1, "{what}: nothing is bought");
    assert_eq!(ledger.elsewhere, 0, "{what}: a redirect was followed");
}

/// How the service is when a person presses again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// What went wrong is over.
    WellByThen,
    /// It is a quirk.
    AsItIs,
}

/// Whether the service lets it run.
pub(super) fn runs(shop: &Shop, plan: &str) -> bool {
    let orders = shop.control().ledger().orders.into_iter();
    let mut plans = orders.map(|view| view.order.subscription);
    let plan = plans.find(|one| one.id == plan);
    plan.expect("it was bought").activation.is_some()
}

fn of(view: &EsimView, plan: &str) -> (PlanState, StartNow) {
    let mut plans = view.plans.iter();
    let plan = plans.find(|one| one.subscription == plan);
    plan.map_or((PlanState::Other, StartNow::NotOffered), |plan| {
        (plan.state, plan.start)
    })
}

/// What is seen of it, for as long as somebody looks.
pub(super) async fn seen(
    shop: &Shop,
    (iccid, plan): (&str, &str),
    view: EsimView,
    service: Service,
) -> String {
    if of(&view, plan).0 == PlanState::Active {
        return "**starts**".to_owned();
    }
    for _ in 0..30 {
        shop.pass(Duration::from_secs(30)).await;
        match of(&look(shop, iccid).await, plan) {
            (PlanState::Active, _) => return "being checked → **starts**".to_owned(),
            (_, StartNow::NotStarted) => {
                minutes(shop, 11).await;
                let end = pressed_again(shop, (iccid, plan), service).await;
                return format!("being checked, a person is asked → {end}");
            }
            (_, StartNow::Checking | StartNow::Sending | StartNow::NotOffered) => {}
            (_, StartNow::Offered) if told(shop) == 0 => {
                let end = pressed_again(shop, (iccid, plan), service).await;
                return format!("not told, its state is not known → {end}");
            }
            (_, StartNow::Offered) => return "stuck, offered as if nothing was told".to_owned(),
        }
    }
    "stuck, being checked".to_owned()
}

async fn pressed_again(shop: &Shop, (iccid, plan): (&str, &str), service: Service) -> String {
    let offered = of(&look(shop, iccid).await, plan);
    if offered.0 == PlanState::Active {
        return "**starts**".to_owned();
    }
    let again: Result<EsimView, Failure> = start(shop, iccid, plan).await;
    match again {
        Ok(view) if of(&view, plan).0 == PlanState::Active => {
            "pressed again: **starts**".to_owned()
        }
        Ok(view) => format!("stuck, {:?}", of(&view, plan)),
        // It is told, and the plan may be pressed once more.
        Err(failure) if service == Service::AsItIs => {
            let offered = of(&look(shop, iccid).await, plan).1;
            assert_eq!(offered, StartNow::Offered, "{failure:?}");
            format!("pressed again in vain: {}", kind(&failure))
        }
        Err(failure) => format!("stuck, {}", kind(&failure)),
    }
}
