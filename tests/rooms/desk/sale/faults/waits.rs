//! Time that goes by in a cell of the matrix.

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};

use crate::desk::fixture::Shop;

pub(super) async fn minutes(shop: &Shop, minutes: u32) {
    for _ in 0..minutes {
        shop.pass(Duration::from_secs(60)).await;
    }
}

/// Lets up to a day go by, until the order is decided. Whom a person is asked about is followed all the same.
pub(super) async fn goes_on(shop: &Shop, key: OrderKey) {
    let waits = [(60, 1), (24, 30), (20, 60), (5, 600), (24, 3_600)];
    let waits = waits
        .iter()
        .flat_map(|(times, seconds)| std::iter::repeat_n(*seconds, *times));
    for seconds in waits {
        let order = shop.order(key);
        let waits = matches!(order.state, OrderState::Withheld | OrderState::Failed);
        let is_over = !order.state.is_open() && !waits;
        if is_over {
            return;
        }
        shop.pass(Duration::from_secs(seconds)).await;
    }
}
