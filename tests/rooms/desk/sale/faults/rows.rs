//! What goes wrong, and where: the rows and columns of the matrix.

use std::time::Duration;

use esim_desk_core::sandbox::{
    Balances, Delays, EmptyLists, Fault, Mishap, Moment, Quirks, Step, Totals,
};

use crate::desk::fixture::Shop;

/// Where in a sale the fault strikes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Token,
    Catalogue,
    Plan,
    Look,
    Order,
    Status,
    Sim,
    Comparison,
}

pub(super) const STEPS: [(At, &str, Step); 8] = [
    (At::Token, "token", Step::Token),
    (At::Catalogue, "catalogue", Step::Products),
    (At::Plan, "plan read again", Step::Product),
    (At::Look, "look before", Step::Subscriptions),
    (At::Order, "order", Step::Order),
    (At::Status, "status", Step::Status),
    (At::Sim, "SIM", Step::Sim),
    (At::Comparison, "comparison after", Step::Subscriptions),
];

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) mishap: Mishap,
    pub(super) moment: Moment,
}

impl Row {
    /// Goes wrong at that step once, or for ten minutes.
    pub(super) fn happens(&self, shop: &Shop, step: Step, lasting: bool) {
        let fault = Fault {
            step,
            mishap: self.mishap.clone(),
            times: 1,
            moment: self.moment,
        };
        match lasting {
            true => shop.control().cause_for(fault, Duration::from_secs(600)),
            false => shop.control().cause(fault),
        }
    }
}

pub(super) fn rows() -> Vec<Row> {
    let row = |name, mishap| Row {
        name,
        mishap,
        moment: Moment::BeforeWork,
    };
    let limit = |name, header: (&str, &str)| {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        row(name, Mishap::TooMany { headers })
    };
    let refuse = |status, kind| Mishap::refuse(status, kind, "No");
    vec![
        row("400", refuse(400, "BAD_REQUEST")),
        row("401", refuse(401, "UNAUTHORIZED")),
        row("401, as of a wrong secret", refuse(401, "invalid_client")),
        row("403", refuse(403, "FORBIDDEN")),
        row("404", refuse(404, "NOT_FOUND")),
        row("406", refuse(406, "UNACCEPTABLE")),
        row("409", refuse(409, "CONFLICT")),
        limit("429, Retry-After in seconds", ("retry-after", "7")),
        limit("429, reset in the past", ("x-rate-limit-reset", "1000")),
        limit("429, no header", ("x-nothing", "")),
        row("500", Mishap::Broken),
        row("502 with HTML", Mishap::BadGateway),
        row("reset before the work", Mishap::Drop),
        Row {
            moment: Moment::AfterWork,
            ..row("reset after the work", Mishap::Drop)
        },
        Row {
            moment: Moment::AfterWork,
            ..row("no answer in two minutes", Mishap::Slow { millis: 120_000 })
        },
        row("no JSON", Mishap::Garbage),
        Row {
            moment: Moment::AfterWork,
            ..row("no JSON after the work", Mishap::Garbage)
        },
        row("half an answer", Mishap::Truncated),
        row("20 MB", Mishap::Oversized),
        row(
            "redirect",
            Mishap::Redirect {
                to: "/connect-api/elsewhere".to_owned(),
            },
        ),
        row("another id", Mishap::OtherOrder),
        row(
            "unknown status",
            Mishap::UnknownStatus {
                status: "PONDERING".to_owned(),
            },
        ),
    ]
}

/// The service otherwise than its examples, one quirk a row.
pub(super) fn quirks() -> Vec<(String, Quirks)> {
    let mut rows = Vec::new();
    let mut row = |name: &str, change: &dyn Fn(&mut Quirks)| {
        let mut quirks = Quirks::default();
        change(&mut quirks);
        rows.push((name.to_owned(), quirks));
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
        // Of a balance and of dates nothing of a sale depends: they are looked at where plans are (`desk::esim`).
        spent_balance: _,
        ignore_activation_date: _,
        ignore_expiration_date: _,
        ignore_first_usage: _,
        // Of what comes after a sale (`after_sale`, the long walk).
        top_up_output: _,
        top_ups_under_email: _,
        cancel_refused_with: _,
        cancelled_vanish: _,
        cancel_lag_millis: _,
        activation: _,
    } = quirks;
}
