//! What comes after a sale, at a service with a quirk: once as it is, and where the answer is lost, or where a guest was
//! faster.

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{
    Failure, Phone, PlanState, SaleNotes, StartChoice, StartNow, TopUpDraft,
};
use esim_desk_core::sandbox::{Fault, Mishap, Quirks, SimState, Step};

use super::sims::{Press, given_back, topped_up};
use super::starts::Service;
use super::waits::minutes;
use super::{held, kind, starts};
use crate::desk::esim::starting::{start, told, waiting};
use crate::desk::fixture::Shop;
use crate::desk::sale::topping_up::{form, other_plan};

pub(super) const COLUMNS: [&str; 8] = [
    "top-up",
    "top-up, its answer lost",
    "refund",
    "refund, its answer lost",
    "refund, installed meanwhile",
    "refund of what was used",
    "start now",
    "start now, its answer lost",
];

pub(super) async fn cell((name, quirks): &(String, Quirks), column: usize) -> String {
    let what = format!("{} at a service with: {name}", COLUMNS[column]);
    if !concerns(quirks, column) {
        return String::new();
    }
    match column {
        0 | 1 => Box::pin(top_up(quirks, column == 1, &what)).await,
        2..=5 => refund(quirks, column, &what).await,
        _ => Box::pin(start_now(quirks, column == 7, &what)).await,
    }
}

/// Whether a quirk may have to do with what is done. One of a request that nobody sends there has not.
fn concerns(quirks: &Quirks, column: usize) -> bool {
    let (tops_up, gives_back) = (column <= 1, matches!(column, 2..=5));
    let starts = !tops_up && !gives_back;
    let mut others = quirks.clone();
    let usual = Quirks::default();
    if !tops_up {
        others.top_up_output = usual.top_up_output;
        others.top_ups_under_email = usual.top_ups_under_email;
        let only_tops_up = [Step::Products, Step::Product, Step::Order, Step::Status];
        others
            .slow_millis
            .retain(|step, _| !only_tops_up.contains(step));
    }
    if !gives_back {
        others.cancel_refused_with = usual.cancel_refused_with;
        others.cancelled_vanish = usual.cancelled_vanish;
        others.cancel_lag_millis = usual.cancel_lag_millis;
        others.slow_millis.remove(&Step::Cancel);
    }
    if !starts {
        others.activation = usual.activation;
        others.ignore_first_usage = usual.ignore_first_usage;
        others.slow_millis.remove(&Step::Activation);
    }
    others != usual
}

fn lose(shop: &Shop, step: Step) {
    let lost = Fault::next(step, Mishap::Drop).after_work();
    shop.control().cause(lost);
}

/// A guest's eSIM, bought of a service that is so already where one can be bought of it.
async fn sold_by(quirks: &Quirks, start: &StartChoice) -> (Shop, OrderKey) {
    let mut is_so_already = true;
    loop {
        let shop = Shop::open().await;
        if is_so_already {
            shop.control().set_quirks(quirks.clone());
        }
        let mut draft = shop.draft().await;
        draft.start = start.clone();
        let placed = shop.moving(shop.desk.sale.place(draft)).await;
        if let Ok(sale) = placed {
            until_ready(&shop, sale).await;
            if shop.order(sale).state == OrderState::Ready {
                shop.control().set_quirks(quirks.clone());
                return (shop, sale);
            }
        }
        assert!(is_so_already, "a tidy service sells");
        is_so_already = false;
    }
}

/// For twenty minutes: what takes longer is not waited for at a counter.
async fn until_ready(shop: &Shop, sale: OrderKey) {
    for seconds in std::iter::repeat_n(1, 40).chain(std::iter::repeat_n(30, 40)) {
        if shop.order(sale).state == OrderState::Ready {
            return;
        }
        shop.pass(Duration::from_secs(seconds)).await;
    }
}

async fn top_up(quirks: &Quirks, lost: bool, what: &str) -> String {
    let (shop, sale) = sold_by(quirks, &StartChoice::Now).await;
    let iccid = shop.order(sale).iccid.expect("it has its SIM");
    let once = form(&iccid, other_plan(&shop).await);
    if lost {
        lose(&shop, Step::Order);
    }
    let placed = shop.moving(shop.desk.sale.top_up(once.clone())).await;
    let cell = match placed {
        Ok(key) => {
            let end = topped_up(&shop, key).await;
            match shop.order(key).state == OrderState::Refused {
                true => format!("{end} → {}", Box::pin(filled_in(&shop, once)).await),
                false => end,
            }
        }
        Err(failure) => {
            assert_eq!(shop.posts(), 1, "{what}: a failure, and sent");
            minutes(&shop, 11).await;
            match shop.moving(shop.desk.sale.top_up(once)).await {
                Ok(key) => {
                    let end = topped_up(&shop, key).await;
                    format!("not sent: {} → {end}", kind(&failure))
                }
                Err(again) => format!("not sent: {}", only(&failure, &again)),
            }
        }
    };
    held::of_sims(&shop, sale, what).await;
    cell
}

/// The same is said of a second press, and of each one as long as the service is so.
fn only(failure: &Failure, again: &Failure) -> String {
    assert_eq!(kind(failure), kind(again));
    kind(failure)
}

/// The form once more, with all that a service may ask for.
async fn filled_in(shop: &Shop, once: TopUpDraft) -> String {
    let whole = TopUpDraft {
        idempotency_key: "filled in".to_owned(),
        phone: Some(Phone::Iphone),
        phone_model: "iPhone 15".to_owned(),
        imei: "356938035643809".to_owned(),
        notes: SaleNotes {
            guest_pays: "20".to_owned(),
            guest_currency: "EUR".to_owned(),
            ..SaleNotes::default()
        },
        ..once
    };
    match shop.moving(shop.desk.sale.top_up(whole)).await {
        Ok(key) => format!("filled in: {}", topped_up(shop, key).await),
        Err(failure) => format!("stuck, {}", kind(&failure)),
    }
}

async fn refund(quirks: &Quirks, column: usize, what: &str) -> String {
    let (shop, sale) = sold_by(quirks, &StartChoice::Now).await;
    let booked = shop.booked(sale);
    match column {
        3 => lose(&shop, Step::Cancel),
        5 => burnt(&shop, &booked.subscription.id).await,
        _ => {}
    }
    let cell = match press(&shop, sale, column).await {
        Ok(()) => given_back(&shop, sale, Press::AskAgain).await,
        Err(failure) => {
            assert_eq!(held::deletes(&shop), 0, "{what}: a failure, and asked");
            minutes(&shop, 11).await;
            match press(&shop, sale, column).await {
                Ok(()) => {
                    let end = given_back(&shop, sale, Press::AskAgain).await;
                    format!("not asked: {} → {end}", kind(&failure))
                }
                Err(again) => format!("not asked: {}", only(&failure, &again)),
            }
        }
    };
    if matches!(column, 4 | 5) {
        assert!(
            !held::came_back(&shop, sale),
            "{what}: a guest's own eSIM was given back"
        );
    }
    held::of_sims(&shop, sale, what).await;
    cell
}

async fn press(shop: &Shop, sale: OrderKey, column: usize) -> Result<(), Failure> {
    shop.moving(shop.desk.refund.give_back(sale)).await?;
    if column == 4 {
        // Nobody else had a turn since: the request is still to leave.
        let iccid = shop.booked(sale).iccid;
        let moved = shop.control().move_sim(&iccid, SimState::Installed);
        moved.expect("it was there to be installed");
    }
    Ok(())
}

/// A guest has used some of it, as soon as there is something to use.
async fn burnt(shop: &Shop, plan: &str) {
    for _ in 0..70 {
        if shop.control().burn(plan, 1_000).is_ok() {
            return;
        }
        shop.pass(Duration::from_secs(60)).await;
    }
    panic!("there is a plan after an hour");
}

async fn start_now(quirks: &Quirks, lost: bool, what: &str) -> String {
    let (shop, iccid, plan) = that_waits(quirks).await;
    if lost {
        lose(&shop, Step::Activation);
    }
    let cell = match start(&shop, &iccid, &plan).await {
        Ok(view) => starts::seen(&shop, (&iccid, &plan), view, Service::AsItIs).await,
        Err(failure) => {
            assert!(
                !starts::runs(&shop, &plan),
                "{what}: it runs, and a failure is told"
            );
            let sent = match told(&shop) {
                0 => "not told",
                _ => "told in vain",
            };
            minutes(&shop, 11).await;
            let again = start(&shop, &iccid, &plan).await;
            let again = again.expect_err("a quirk lasts");
            format!("{sent}: {}", only(&failure, &again))
        }
    };
    starts::hold(&shop, &plan, &cell, what);
    cell
}

/// A plan that waits for its first use: of a service that is so already, where one waits there.
async fn that_waits(quirks: &Quirks) -> (Shop, String, String) {
    let (shop, sale) = sold_by(quirks, &StartChoice::FirstUse).await;
    let iccid = shop.order(sale).iccid.expect("it has its SIM");
    for _ in 0..70 {
        let looked = shop.moving(shop.desk.esims.look(&iccid, true)).await;
        let plans = looked.map(|view| view.plans).unwrap_or_default();
        if let Some(plan) = plans.first() {
            if plan.state == PlanState::PendingUsage && plan.start == StartNow::Offered {
                let plan = plan.subscription.clone();
                return (shop, iccid, plan);
            }
            break;
        }
        shop.pass(Duration::from_secs(60)).await;
    }
    let shop = Shop::open().await;
    let (iccid, plan) = waiting(&shop).await;
    shop.control().set_quirks(quirks.clone());
    (shop, iccid, plan)
}
