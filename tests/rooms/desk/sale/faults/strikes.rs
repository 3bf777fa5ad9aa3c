//! What goes wrong in a cell of what comes after a sale, and when: before the press, after it, or with its answer lost.

use std::time::Duration;

use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::rows::Row;
use crate::desk::fixture::Shop;

/// When the fault is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strikes {
    /// From before the press.
    Before,
    /// The same, and the token runs out just then.
    TokenOut,
    /// Once the first request of that step is over.
    After,
    /// After the press, whose own answer is lost.
    Lost,
    /// From before the press; whoever is asked about it presses *Keep*.
    Kept,
}

/// What goes wrong in a cell.
pub(super) struct AFault<'a> {
    pub(super) row: &'a Row,
    pub(super) step: Step,
    pub(super) strikes: Strikes,
    pub(super) lasting: bool,
    /// The cell's name.
    pub(super) what: String,
}

impl AFault<'_> {
    pub(super) fn happens(&self, shop: &Shop) {
        self.row.happens(shop, self.step, self.lasting);
    }

    /// What is there before a person presses.
    pub(super) async fn before_the_press(&self, shop: &Shop) {
        match self.strikes {
            Strikes::Before | Strikes::Kept => self.happens(shop),
            Strikes::TokenOut => {
                shop.pass(Duration::from_secs(299)).await;
                self.happens(shop);
            }
            Strikes::After | Strikes::Lost => {}
        }
    }

    /// The answer at that step is lost, where it is to be.
    pub(super) fn loses_the_answer(&self, shop: &Shop, step: Step) {
        if self.strikes == Strikes::Lost {
            let lost = Fault::next(step, Mishap::Drop).after_work();
            shop.control().cause(lost);
        }
    }

    /// What is there once a person has pressed.
    pub(super) fn after_the_press(&self, shop: &Shop) {
        if matches!(self.strikes, Strikes::After | Strikes::Lost) {
            self.happens(shop);
        }
    }
}
