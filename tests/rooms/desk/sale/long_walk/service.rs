//! What the service is like in a walk: which of its quirks are drawn, and which stay as they are.
//!
//! Whoever adds a quirk decides here whether a walk meets it: `newest_quirks` names each of them, or does not compile.

use esim_desk_core::sandbox::{Balances, Delays, EmptyLists, Quirks, Totals};

use super::acts::STEPS;
use super::{Walk, World};
use crate::desk::chance::Chance;

/// The first ones.
pub(super) fn quirks(chance: &mut Chance) -> Quirks {
    let mut quirks = if chance.one_in(4) {
        Quirks::none()
    } else {
        Quirks::default()
    };
    let millis = [0, 0, 0, 500, 5_000, 40_000];
    quirks.delays = Delays {
        output_millis: chance.of(&millis),
        sim_millis: chance.of(&millis),
        subscription_millis: chance.of(&[-1_000, 0, 0, 0, 5_000, 600_000]),
    };
    quirks.refresh_tokens = chance.one_in(4);
    quirks.exact_email = chance.one_in(2);
    quirks.device_required = chance.one_in(4);
    quirks.totals = chance.of(&[
        Totals::Right,
        Totals::Missing,
        Totals::TooMany,
        Totals::Unreadable,
    ]);
    if chance.one_in(4) {
        quirks.slow_millis = [(chance.of(&STEPS), 45_000)].into();
    }
    if chance.one_in(3) {
        let words = ["PENDING_USAGE", "CANCELLED", "REJECTED", "ARCHIVED"];
        quirks.last_word = Some(chance.of(&words).to_owned());
        quirks.last_word_without_output = chance.one_in(3);
    }
    quirks.lost_sims = chance.one_in(8);
    quirks.byte_order_mark = chance.one_in(4);
    quirks.padded_iccids = chance.one_in(4);
    if chance.one_in(3) {
        quirks.largest_page = Some(chance.of(&[10, 20, 25]));
    }
    quirks
}

/// Those that were found later, drawn apart: a seed of before stays the walk that it was.
pub(super) fn later_quirks(chance: &mut Chance, quirks: &mut Quirks) {
    quirks.grouped_iccids = chance.one_in(4);
    quirks.dates_without_zone = chance.one_in(4);
    quirks.statuses_in_small = chance.one_in(4);
    quirks.empty_lists = chance.of(&[EmptyLists::Empty, EmptyLists::Null, EmptyLists::NotFound]);
    quirks.no_page_behind_the_last = chance.one_in(4);
}

/// All others that a walk can bear. Those with which hardly anything is sold, or hardly anything found without a person, are
/// rare.
pub(super) fn newest_quirks(chance: &mut Chance, quirks: &mut Quirks) {
    let Quirks {
        // On together, or off together: `Quirks::default` and `Quirks::none`.
        underscore_links: _,
        bare_lpa_on_orders: _,
        other_code_in_qrcode: _,
        singular_subscription_link: _,
        base_url_placeholder: _,
        string_balances_in_lists: _,
        // `quirks`
        delays: _,
        refresh_tokens: _,
        exact_email: _,
        device_required: _,
        totals: _,
        slow_millis: _,
        last_word: _,
        last_word_without_output: _,
        lost_sims: _,
        byte_order_mark: _,
        padded_iccids: _,
        largest_page: _,
        // `later_quirks`
        grouped_iccids: _,
        dates_without_zone: _,
        statuses_in_small: _,
        empty_lists: _,
        no_page_behind_the_last: _,
        // `Life::quirks`: they say what becomes of an eSIM after its sale.
        top_up_output: _,
        top_ups_under_email: _,
        cancel_refused_with: _,
        cancelled_vanish: _,
        cancel_lag_millis: _,
        // `Several::quirks`
        activation: _,
        // Drawn here.
        spent_balance,
        page_count_always_one,
        voucher_codes,
        ignore_activation_date,
        ignore_expiration_date,
        ignore_first_usage,
        half_codes_millis,
        device_whole,
        sold_price_required,
        capped_page,
        balances,
        ignore_iccid,
        iccid_wins,
        lists_name_no_sim,
        strangers_forbidden,
        failed_first_millis,
    } = quirks;
    *spent_balance = chance.one_in(4);
    *page_count_always_one = chance.one_in(4);
    *voucher_codes = chance.one_in(4);
    *ignore_activation_date = chance.one_in(8);
    *ignore_expiration_date = chance.one_in(8);
    *ignore_first_usage = chance.one_in(8);
    // Within the two minutes in which a code may be late, and beyond them.
    *half_codes_millis = chance.of(&[0, 0, 0, 500, 5_000, 40_000, 200_000]);
    *device_whole = chance.one_in(12);
    *sold_price_required = chance.one_in(12);
    *capped_page = chance.of(&[None, None, Some(10), Some(20)]);
    *balances = chance.of(&[
        Balances::Bytes,
        Balances::Bytes,
        Balances::Megabytes,
        Balances::NoUnit,
        Balances::Missing,
    ]);
    *ignore_iccid = chance.one_in(8);
    *iccid_wins = chance.one_in(8);
    *lists_name_no_sim = chance.one_in(8);
    *strangers_forbidden = chance.one_in(6);
    *failed_first_millis = chance.of(&[0, 0, 0, 0, 60_000, 180_000]);
}

impl Walk {
    /// The service is otherwise from now on, in all of its quirks. Before [`World::Quirks`] only the first ones were drawn
    /// anew, and those of later days were over.
    pub(super) fn other_quirks(&mut self) {
        let mut quirks = quirks(&mut self.chance);
        if self.world >= World::Quirks {
            later_quirks(&mut self.service, &mut quirks);
            newest_quirks(&mut self.service, &mut quirks);
            if let Some(life) = &mut self.life {
                life.quirks(&mut quirks);
            }
        }
        if let Some(several) = &mut self.several {
            several.quirks(&mut quirks);
        }
        self.happens(format!("{quirks:?}"));
        self.shop.control().set_quirks(quirks);
    }
}
