//! Of an eSIM that was sold, in the matrix: one more plan for it, and giving it back.

use esim_desk_core::book::{OrderKey, OrderState, Verdict};
use esim_desk_core::sandbox::Step;

use super::strikes::{AFault, Strikes};
use super::waits::{goes_on, minutes};
use super::{held, kind, name, tried_again};
use crate::desk::fixture::Shop;
use crate::desk::sale::long_walk::holds::asks;
use crate::desk::sale::topping_up::{form, sold};

pub(super) async fn top_up_cell(fault: &AFault<'_>) -> String {
    let shop = Shop::open().await;
    let (sale, iccid) = sold(&shop).await;
    let plan = shop.plan().await;
    fault.before_the_press(&shop).await;
    fault.loses_the_answer(&shop, Step::Order);
    let once = form(&iccid, plan);
    let placed = shop.moving(shop.desk.sale.top_up(once.clone())).await;
    fault.after_the_press(&shop);
    let cell = match placed {
        Ok(key) => topped_up(&shop, key).await,
        Err(failure) => {
            assert_eq!(shop.posts(), 1, "{}: a failure, and sent", fault.what);
            minutes(&shop, 11).await;
            let again = tried_again(&shop).await;
            let end = match shop.moving(shop.desk.sale.top_up(once)).await {
                Ok(key) => topped_up(&shop, key).await,
                Err(failure) => format!("stuck, {}", kind(&failure)),
            };
            format!("not sent: {} → {again}{end}", kind(&failure))
        }
    };
    held::of_sims(&shop, sale, &fault.what).await;
    cell
}

/// Where a top-up ends, and what people pressed.
pub(super) async fn topped_up(shop: &Shop, key: OrderKey) -> String {
    goes_on(shop, key).await;
    let order = shop.order(key);
    let state = format!("**{}**", name(order.state));
    let is_over = !order.state.is_undecided()
        && !matches!(order.state, OrderState::Withheld | OrderState::Failed);
    if is_over {
        return state;
    }
    if !asks(&order) {
        return format!("{state}, stuck");
    }
    let state = format!("{state}, a person is asked");
    let made = held::made(shop, &order.reference);
    let found_nothing = order.recovery.as_ref();
    let found_nothing = found_nothing.is_some_and(|search| search.nothing_found);
    let shown = order.recovery.map(|search| search.candidates);
    let mut shown = shown.unwrap_or_default().into_iter();
    let its_own = shown.find(|one| Some(&one.subscription) == made.as_ref());
    if let Some(one) = its_own {
        let chosen = shop.desk.polling.choose_candidate(key, &one.subscription);
        if let Err(failure) = chosen.await {
            return format!("{state}, stuck, {}", kind(&failure));
        }
        return format!("{state} → chosen: {}", Box::pin(topped_up(shop, key)).await);
    }
    let verdict = match made {
        Some(_) => Verdict::HandedOver,
        None if found_nothing => return format!("{state} → {}", again(shop, key).await),
        None => Verdict::NotBought,
    };
    format!("{state} → {}", closed(shop, key, verdict).await)
}

/// *Order again*, of one that was looked for in vain. Where that comes to nothing, the lost one is closed.
async fn again(shop: &Shop, key: OrderKey) -> String {
    let press = uuid::Uuid::new_v4().to_string();
    let placed = shop.moving(shop.desk.sale.again(key, press)).await;
    let (end, state) = match placed {
        Ok(placed) => {
            let end = Box::pin(topped_up(shop, placed)).await;
            (end, shop.order(placed).state)
        }
        Err(failure) => (format!("not sent: {}", kind(&failure)), OrderState::NotSent),
    };
    if state == OrderState::Added {
        return format!("ordered again: {end}");
    }
    let closed = closed(shop, key, Verdict::NotBought).await;
    format!("ordered again: {end}, and the lost one {closed}")
}

/// The verdict of a person whom the provider told what became of it.
async fn closed(shop: &Shop, key: OrderKey, verdict: Verdict) -> String {
    let word = match verdict {
        Verdict::NotBought => "not bought",
        Verdict::Refunded => "refunded",
        Verdict::HandedOver | Verdict::NotHandedOver | Verdict::NotKnown => "bought",
    };
    match shop.desk.recovery.settle(key, verdict, "Ana").await {
        Ok(()) => format!("closed as {word}: **{}**", name(shop.order(key).state)),
        Err(failure) => format!("stuck, {}", kind(&failure)),
    }
}

pub(super) async fn refund_cell(fault: &AFault<'_>) -> String {
    let shop = Shop::open().await;
    let (sale, _) = sold(&shop).await;
    fault.before_the_press(&shop).await;
    fault.loses_the_answer(&shop, Step::Cancel);
    let press = match fault.strikes {
        Strikes::Kept => Press::Keep,
        Strikes::Before | Strikes::TokenOut | Strikes::After | Strikes::Lost => Press::AskAgain,
    };
    let asked = shop.moving(shop.desk.refund.give_back(sale)).await;
    fault.after_the_press(&shop);
    let cell = match asked {
        Ok(()) => given_back(&shop, sale, press).await,
        Err(failure) => {
            assert_eq!(
                held::deletes(&shop),
                0,
                "{}: a failure, and asked",
                fault.what
            );
            minutes(&shop, 11).await;
            let again = tried_again(&shop).await;
            let end = match shop.moving(shop.desk.refund.give_back(sale)).await {
                Ok(()) => given_back(&shop, sale, press).await,
                Err(failure) => format!("stuck, {}", kind(&failure)),
            };
            format!("not asked: {} → {again}{end}", kind(&failure))
        }
    };
    held::of_sims(&shop, sale, &fault.what).await;
    cell
}

/// What a person presses who is asked about a refund.
#[derive(Clone, Copy)]
pub(super) enum Press {
    AskAgain,
    Keep,
}

/// Where a refund ends, and what people pressed.
pub(super) async fn given_back(shop: &Shop, key: OrderKey, press: Press) -> String {
    goes_on(shop, key).await;
    let order = shop.order(key);
    let state = format!("**{}**", name(order.state));
    if order.state != OrderState::Cancelling {
        // A look may be faster than the answer.
        minutes(shop, 1).await;
        return match shop.order(key).not_given_back {
            Some(failure) => format!("{state}, {}", kind(&failure)),
            None => state,
        };
    }
    if !order.needs_person {
        return format!("{state}, stuck");
    }
    let state = format!("{state}, a person is asked");
    // *Keep* is shown of a SIM that is still there.
    let (pressed, word) = match press {
        Press::Keep if order.still_there => (shop.moving(shop.desk.refund.keep(key)).await, "kept"),
        Press::Keep | Press::AskAgain => (shop.desk.refund.ask_again(key).await, "asked again"),
    };
    if let Err(failure) = pressed {
        return format!("{state}, stuck, {}", kind(&failure));
    }
    goes_on(shop, key).await;
    let order = shop.order(key);
    let end = format!("{state} → {word}: **{}**", name(order.state));
    if order.state != OrderState::Cancelling {
        return end;
    }
    if !order.may_be_closed {
        return format!("{end}, stuck");
    }
    let verdict = match held::came_back(shop, key) {
        true => Verdict::Refunded,
        false => Verdict::HandedOver,
    };
    format!("{end} → {}", closed(shop, key, verdict).await)
}
