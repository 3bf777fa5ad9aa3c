//! What goes wrong, and where: the rows and columns of the matrix.

use std::time::Duration;

use esim_desk_core::sandbox::{Fault, Mishap, Moment, Step};

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
