//! The quirks of a service that a cell meets: those that a sale depends on, and beside them those of what comes after it.

use esim_desk_core::sandbox::{
    Activation, Balances, Delays, EmptyLists, Quirks, Step, TopUpOutput, Totals,
};

/// The service otherwise than its examples, one quirk a row.
pub(super) fn quirks() -> Vec<(String, Quirks)> {
    let mut rows = Vec::new();
    let mut row = |name: &str, change: &dyn Fn(&mut Quirks)| {
        rows.push(a_row(name, change));
    };
    let delays = |output_millis, sim_millis, subscription_millis| Delays {
        output_millis,
        sim_millis,
        subscription_millis,
    };
    let never = Delays::NEVER;
    for (name, late) in [
        ("output a minute late", delays(60_000, 0, 0)),
        ("output ten minutes late", delays(600_000, 0, 0)),
        ("output never", delays(never, 0, 0)),
        ("SIM a minute after the output", delays(0, 60_000, 0)),
        ("SIM never", delays(0, never, 0)),
        (
            "subscription before the order is over",
            delays(0, 0, -2_000),
        ),
        (
            "subscription, then SIM, then output",
            delays(60_000, 30_000, -2_000),
        ),
        ("subscription an hour late", delays(0, 0, 3_600_000)),
    ] {
        row(name, &|quirks| quirks.delays = late);
    }
    for word in ["PENDING_USAGE", "CANCELLED", "REJECTED", "ARCHIVED"] {
        for without in [false, true] {
            let with = if without { "without" } else { "with" };
            row(&format!("ends {word} {with} output"), &|quirks| {
                quirks.last_word = Some(word.to_owned());
                quirks.last_word_without_output = without;
            });
        }
    }
    row("FAILED for three minutes, then COMPLETED", &|quirks| {
        quirks.failed_first_millis = 180_000;
    });
    row("e-mail compared exactly", &|quirks| {
        quirks.exact_email = true
    });
    row("device asked for", &|quirks| quirks.device_required = true);
    row("sold price asked for", &|quirks| {
        quirks.sold_price_required = true
    });
    row("pages above 10 refused", &|quirks| {
        quirks.largest_page = Some(10)
    });
    row("no totals", &|quirks| quirks.totals = Totals::Missing);
    row("too many pages promised", &|quirks| {
        quirks.totals = Totals::TooMany
    });
    row("totals that are none", &|quirks| {
        quirks.totals = Totals::Unreadable
    });
    row("refresh tokens", &|quirks| quirks.refresh_tokens = true);
    for step in Step::ALL {
        row(&format!("{step:?} answers after 45 s"), &|quirks| {
            quirks.slow_millis = [(step, 45_000)].into();
        });
    }
    row("JSON behind a byte order mark", &|quirks| {
        quirks.byte_order_mark = true
    });
    row("ICCIDs filled with F", &|quirks| {
        quirks.padded_iccids = true
    });
    row("ICCIDs in groups on orders", &|quirks| {
        quirks.grouped_iccids = true
    });
    row("dates without a zone", &|quirks| {
        quirks.dates_without_zone = true
    });
    row("statuses in small letters", &|quirks| {
        quirks.statuses_in_small = true
    });
    row("empty lists are null", &|quirks| {
        quirks.empty_lists = EmptyLists::Null
    });
    row("empty lists are a 404", &|quirks| {
        quirks.empty_lists = EmptyLists::NotFound
    });
    row("no page behind the last", &|quirks| {
        quirks.no_page_behind_the_last = true
    });
    row("half a code for a minute", &|quirks| {
        quirks.half_codes_millis = 60_000
    });
    row("half a code for ten minutes", &|quirks| {
        quirks.half_codes_millis = 600_000
    });
    row("the phone's model and IMEI asked for", &|quirks| {
        quirks.device_whole = true
    });
    row("pages cut to 10 without a word", &|quirks| {
        quirks.capped_page = Some(10)
    });
    row("SIMs that cannot be read", &|quirks| {
        quirks.lost_sims = true
    });
    row("the filter by SIM not heeded", &|quirks| {
        quirks.ignore_iccid = true
    });
    row("the filter by SIM goes before that by e-mail", &|quirks| {
        quirks.iccid_wins = true
    });
    row("lists that name no SIM", &|quirks| {
        quirks.lists_name_no_sim = true
    });
    row("what is a stranger's is a 403", &|quirks| {
        quirks.strangers_forbidden = true
    });
    row("balances in megabytes", &|quirks| {
        quirks.balances = Balances::Megabytes
    });
    row("vouchers", &|quirks| quirks.voucher_codes = true);
    row("one page, whatever there is", &|quirks| {
        quirks.page_count_always_one = true
    });
    row("as the examples of the documentation", &|quirks| {
        *quirks = Quirks::none()
    });
    decided_on(&Quirks::none());
    rows
}

/// Those that only what comes after a sale depends on, and all at once that can still be sold with.
pub(super) fn after_a_sale() -> Vec<(String, Quirks)> {
    let mut rows = Vec::new();
    let mut row = |name: &str, change: &dyn Fn(&mut Quirks)| {
        rows.push(a_row(name, change));
    };
    row("a top-up's output names the SIM alone", &|quirks| {
        quirks.top_up_output = TopUpOutput::Sim;
    });
    row("a top-up has no output", &|quirks| {
        quirks.top_up_output = TopUpOutput::Missing;
    });
    row("top-ups are found by the guest's e-mail", &|quirks| {
        quirks.top_ups_under_email = true;
    });
    for status in [401, 403, 404, 409, 422, 500] {
        row(&format!("no refund is a {status}"), &|quirks| {
            quirks.cancel_refused_with = status;
        });
    }
    row("what is given back vanishes", &|quirks| {
        quirks.cancelled_vanish = true;
    });
    for (name, millis) in [("twenty seconds", 20_000), ("ten minutes", 600_000)] {
        for vanishes in [false, true] {
            let end = if vanishes { ", then vanishes" } else { "" };
            let name = format!("what is given back is shown for {name}{end}");
            row(&name, &|quirks| {
                quirks.cancel_lag_millis = millis;
                quirks.cancelled_vanish = vanishes;
            });
        }
    }
    for (name, activation) in [
        ("a start is answered with nothing", Activation::Silent),
        (
            "a start takes twenty seconds",
            Activation::Late { millis: 20_000 },
        ),
        (
            "a start takes ten minutes",
            Activation::Late { millis: 600_000 },
        ),
        ("a start is no POST", Activation::NotPosted),
    ] {
        row(name, &|quirks| quirks.activation = activation);
    }
    row("data used has its other name", &|quirks| {
        quirks.spent_balance = true;
    });
    row("balances without a unit", &|quirks| {
        quirks.balances = Balances::NoUnit;
    });
    row("no balances", &|quirks| {
        quirks.balances = Balances::Missing;
    });
    row("a start at first use not heeded", &|quirks| {
        quirks.ignore_first_usage = true;
    });
    rows.push(("all at once".to_owned(), Quirks::hostile()));
    rows
}

fn a_row(name: &str, change: &dyn Fn(&mut Quirks)) -> (String, Quirks) {
    let mut quirks = Quirks::default();
    change(&mut quirks);
    (name.to_owned(), quirks)
}

/// Whoever adds a quirk gives it a row, or says here why it has none.
fn decided_on(quirks: &Quirks) {
    let Quirks {
        // On in all rows but the last, where all of them are off.
        underscore_links: _,
        bare_lpa_on_orders: _,
        other_code_in_qrcode: _,
        singular_subscription_link: _,
        base_url_placeholder: _,
        string_balances_in_lists: _,
        // Rows of their own.
        page_count_always_one: _,
        refresh_tokens: _,
        voucher_codes: _,
        delays: _,
        half_codes_millis: _,
        failed_first_millis: _,
        last_word: _,
        last_word_without_output: _,
        exact_email: _,
        device_required: _,
        device_whole: _,
        sold_price_required: _,
        largest_page: _,
        capped_page: _,
        totals: _,
        slow_millis: _,
        lost_sims: _,
        byte_order_mark: _,
        padded_iccids: _,
        balances: _,
        ignore_iccid: _,
        lists_name_no_sim: _,
        iccid_wins: _,
        empty_lists: _,
        no_page_behind_the_last: _,
        dates_without_zone: _,
        grouped_iccids: _,
        statuses_in_small: _,
        strangers_forbidden: _,
        // Rows of their own after a sale, where every row of a sale is met, too.
        spent_balance: _,
        ignore_first_usage: _,
        top_up_output: _,
        top_ups_under_email: _,
        cancel_refused_with: _,
        cancelled_vanish: _,
        cancel_lag_millis: _,
        activation: _,
        // A plan starts or ends on another day: that is only looked at, where plans are (`desk::esim`).
        ignore_activation_date: _,
        ignore_expiration_date: _,
    } = quirks;
}
