//! The proved code of an order: from memory, from the book, or asked for again.
//!
//! A code is fetched when it is asked for and goes no further than its caller.

use secrecy::{ExposeSecret, SecretString};

use super::view::DoubtView;
use crate::activation::InstallCode;
use crate::book::{Order, OrderKey, OrderState};
use crate::connect::{Iccid, OrderId};
use crate::desk::account::Account;
use crate::desk::install_code;
use crate::desk::model::Failure;
use crate::desk::orders::Orders;
use crate::typed::same_sim;

/// What there is to hand over.
pub(super) enum Proved {
    Code {
        code: InstallCode,
        voucher: Option<SecretString>,
    },
    Withheld(DoubtView),
}

/// The code alone; an order whose code is withheld has none.
pub(super) async fn proved_code(
    account: &Account,
    orders: &Orders,
    key: OrderKey,
) -> Result<InstallCode, Failure> {
    match proved(account, orders, key).await? {
        Proved::Code { code, .. } => Ok(code),
        Proved::Withheld(_) => Err(Failure::NoCode),
    }
}

/// The code of an order, with its voucher, or why it is withheld.
pub(super) async fn proved(
    account: &Account,
    orders: &Orders,
    key: OrderKey,
) -> Result<Proved, Failure> {
    let order = match ahead_of_the_book(orders, key) {
        Some(order) => order,
        None => orders.book(move |book| book.order(key)).await?,
    };
    match order.state {
        OrderState::Ready => {}
        OrderState::Withheld => return Ok(Proved::Withheld(doubt(orders, key))),
        OrderState::Sending
        | OrderState::Accepted
        | OrderState::Preparing
        | OrderState::Failed
        | OrderState::Refused
        | OrderState::NotSent
        | OrderState::Unconfirmed
        | OrderState::Settled
        | OrderState::Added
        | OrderState::Cancelling
        | OrderState::Refunded => return Err(Failure::NoCode),
    }
    let (code, voucher) = orders
        .get(key, |live| (live.code().cloned(), live.voucher().cloned()))
        .unwrap_or_default();
    let voucher = match voucher {
        Some(voucher) => Some(voucher),
        None => orders
            .book(move |book| book.voucher(key))
            .await
            .ok()
            .flatten(),
    };
    if let Some(code) = code {
        return Ok(Proved::Code { code, voucher });
    }
    let kept = orders.book(move |book| book.code(key)).await;
    if let Some(code) = kept
        .ok()
        .flatten()
        .and_then(|text| InstallCode::parse(text.expose_secret()).ok())
    {
        return Ok(Proved::Code { code, voucher });
    }
    asked_again(account, order, voucher).await
}

/// The code as the service gives it now, for an order of the account in use.
async fn asked_again(
    account: &Account,
    order: Order,
    voucher: Option<SecretString>,
) -> Result<Proved, Failure> {
    let client = account.client_for(&order.account)?.urgent(true);
    let proved = |code| match code {
        Ok(code) => Proved::Code { code, voucher },
        Err(doubt) => Proved::Withheld(DoubtView::of(&doubt)),
    };
    let Some(id) = order.order_id else {
        let iccid = order.iccid.and_then(|iccid| Iccid::new(&iccid).ok());
        let iccid = iccid.ok_or(Failure::NoCode)?;
        let sim = account.observe(&client, client.sim(&iccid).await)?;
        return Ok(proved(install_code::of_sim(&sim).await));
    };
    let id = OrderId::new(&id).map_err(|_| Failure::NoCode)?;
    let answer = account.observe(&client, client.order(&id).await)?;
    let told = answer
        .output
        .as_ref()
        .and_then(|output| output.iccid.as_ref());
    if let (Some(known), Some(told)) = (&order.iccid, told)
        && !same_sim(known, told.as_str())
    {
        return Ok(Proved::Withheld(DoubtView::ClaimedTwice));
    }
    let code = install_code::of_order(account, &client, &answer).await?;
    Ok(proved(code))
}

/// The order as memory has it, where the book did not take the latest of it.
fn ahead_of_the_book(orders: &Orders, key: OrderKey) -> Option<Order> {
    let ahead = orders.get(key, |live| {
        live.is_ahead_of_the_book().then(|| live.order().clone())
    });
    ahead.flatten()
}

fn doubt(orders: &Orders, key: OrderKey) -> DoubtView {
    let doubt = orders.get(key, |live| live.doubt().map(DoubtView::of));
    doubt.flatten().unwrap_or(DoubtView::ClaimedTwice)
}
