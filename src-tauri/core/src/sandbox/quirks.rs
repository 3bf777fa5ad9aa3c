//! Quirks: each way in which the documentation contradicts itself, leaves room, or says nothing, and a service may be
//! otherwise than a client hopes. Each says what allows it; the numbers are those of contradictions in our notes on the
//! documentation, of its pages where a page is named.
//!
//! All can be switched before a start and, through the control interface, while the sandbox runs: what an order is born
//! with (delays, its last word, its SIM) holds for orders placed from then on, the rest for every answer from then on.
//! Not in it: mishaps, which come and go (`faults`), and carrying any of this out (`api`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{faults::Step, store::delays::Delays};

/// Switches. The defaults do what the documented examples show; [`Quirks::none`] is the tidy service one would wish for,
/// [`Quirks::hostile`] the worst that the documentation allows and that can still be sold with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quirks {
    /// The answer to a new order has `_metadata._links`, all others `_metadata.links`.
    pub underscore_links: bool,
    /// `_lpa` lacks its `LPA:` on orders and has it on SIMs.
    pub bare_lpa_on_orders: bool,
    /// `_qrcode` carries another matching id.
    pub other_code_in_qrcode: bool,
    /// An order links its plan as `/v2/subscription/...`, in the singular.
    pub singular_subscription_link: bool,
    /// Links start with a literal `{BASE_URL}`, or, in pages of subscriptions, with `/v2`.
    pub base_url_placeholder: bool,
    /// Balances are strings in lists, numbers on a single subscription.
    pub string_balances_in_lists: bool,
    /// The data used is called `spent_balance`, not `spend_balance`. Off: the examples have the latter.
    pub spent_balance: bool,
    /// `page_count` is 1 on every page. Off: only some examples do so.
    pub page_count_always_one: bool,
    /// A client's first token comes with a refresh token, as the authentication page says. Off: the realm is a Keycloak,
    /// and a newer one gives none for client credentials.
    pub refresh_tokens: bool,
    /// A completed eSIM order carries a voucher code. Off: the service must be booked.
    pub voucher_codes: bool,
    /// An order's `activation_date` has no effect.
    pub ignore_activation_date: bool,
    /// An order's `expiration_date` has no effect.
    pub ignore_expiration_date: bool,
    /// An order's `is_first_usage_activation` has no effect.
    pub ignore_first_usage: bool,

    /// When output, SIM and subscription of an order are to be had, counted from `COMPLETED`. No page says that they
    /// appear together: three collections, each with its own resource.
    pub delays: Delays,
    /// For so long after `COMPLETED` the codes of an order end behind their server address. No page says that a link is
    /// written in one piece.
    pub half_codes_millis: u64,
    /// The word that an order ends with instead of `COMPLETED`. The change log of first use calls `PENDING_USAGE` a status
    /// of orders (C14), and no page says that the four words of the life cycle page are all there are.
    pub last_word: Option<String>,
    /// An order that ends with [`Quirks::last_word`] has no output, no SIM and no subscription. What a failed order looks
    /// like is shown nowhere.
    pub last_word_without_output: bool,
    /// For so long an order is called `FAILED`, and then goes on to its end. No page says that the word is the last one.
    pub failed_first_millis: u64,
    /// `?email=` finds the exact text only. No page says how it compares; `email` may be any identifier.
    pub exact_email: bool,
    /// An order of or for an eSIM without `subscriber.device` is a 400 that names it. Version 1 asked for it; no page says that
    /// version 2 does not, and all its examples have one, also the shortest of a top-up.
    pub device_required: bool,
    /// The same where the device has no `model` or no `id` is a 400 that names what is missing. All examples have both, and
    /// version 1 wanted the `id`.
    pub device_whole: bool,
    /// An order without `sold_price` and `sold_currency` is a 400 that names them. No page says that they may be left out, and
    /// most examples have both.
    pub sold_price_required: bool,
    /// A `page_size` above this is a 400. No page names a bound.
    pub largest_page: Option<u32>,
    /// A `page_size` above this is taken for this, without a word. No page says that a size is heeded.
    pub capped_page: Option<u32>,
    /// What stands around a page of a list. The examples contradict themselves (C9).
    pub totals: Totals,
    /// So many milliseconds go by between the work of a request and its answer, by step. No page says how long anything
    /// takes.
    pub slow_millis: BTreeMap<Step, u64>,
    /// `GET /v2/sims` answers 404 for ever, for the SIMs of orders placed while this is on. In pre-production SIMs are
    /// wiped daily while their orders stay to be read.
    pub lost_sims: bool,
    /// What the output of a completed top-up says. Only that it has no matching id is told, of version 1.
    pub top_up_output: TopUpOutput,
    /// `?email=` also finds what was topped up without an e-mail address, by that of the SIM's first order. No page says
    /// whose a top-up is.
    pub top_ups_under_email: bool,
    /// The status of a cancellation that is refused. No page says how it is.
    pub cancel_refused_with: u16,
    /// A cancelled SIM is not found any more, and none of its subscriptions. No page says what becomes of either.
    pub cancelled_vanish: bool,
    /// So long after its 204 a SIM is still shown as it was. No page says that it is at once.
    pub cancel_lag_millis: u64,
    /// JSON begins with a byte order mark. The standard lets no sender do so, and every reader ignore it; gateways do.
    pub byte_order_mark: bool,
    /// ICCIDs of 19 digits end in an `F`, as they are stored on SIMs. No page says how many digits an ICCID has, and its
    /// examples have 19 and 22.
    pub padded_iccids: bool,
    /// In what balances are counted, and whether there are any. All examples are in `Bytes`; that there is another unit
    /// follows from there being a field for it, and no page says that a balance must be there.
    pub balances: Balances,
    /// How a plan that waits is started. The pages show the address as a link and say neither how it is called nor what it
    /// answers.
    pub activation: Activation,
    /// `?iccid=` finds everything. That filters are heeded is shown by no example.
    pub ignore_iccid: bool,
    /// Where `?iccid=` is given, `?email=` has no effect. No page says how filters go together.
    pub iccid_wins: bool,
    /// A subscription in a list has no `sim_id`. No page says which of its fields a list has.
    pub lists_name_no_sim: bool,
    /// How a list of subscriptions without entries is answered. No page shows one, and the error table has a
    /// `CUSTOMER_NOT_FOUND` that no page explains.
    pub empty_lists: EmptyLists,
    /// A page behind the last one is a 404. No page says what it is.
    pub no_page_behind_the_last: bool,
    /// Dates have no `Z` at their end. The conventions page says that they are kept in UTC, its example has the `Z`.
    pub dates_without_zone: bool,
    /// Orders write their ICCID in groups of four, as it is printed on cards. No page says how one is written.
    pub grouped_iccids: bool,
    /// Statuses of subscriptions are written as those of SIMs are, such as `PendingUsage`. The pages write them in capitals.
    pub statuses_in_small: bool,
    /// A SIM or an order that is not the caller's is a 403, as the conventions page says of what has another owner, also
    /// where there is none. Off: a 404, which a client was seen to get.
    pub strangers_forbidden: bool,
}

/// How a list of subscriptions without entries is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyLists {
    /// As a list without entries.
    #[default]
    Empty,
    /// `data` is `null`.
    Null,
    /// A 404, `CUSTOMER_NOT_FOUND`.
    NotFound,
}

/// In what balances are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balances {
    /// In `Bytes`.
    #[default]
    Bytes,
    /// In `MB`, of 1024 times 1024 bytes.
    Megabytes,
    /// In bytes, and no `balance_units` says so.
    NoUnit,
    /// No balance at all.
    Missing,
}

/// How a plan that waits is started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// By a POST, answered with the plan as it is then, as version 1 had it.
    #[default]
    Answered,
    /// By a POST, answered 204 with nothing.
    Silent,
    /// By a POST, and the plan goes on waiting for this long.
    Late {
        /// How long.
        millis: u64,
    },
    /// By another method: a POST is a 405.
    NotPosted,
}

/// What the output of a completed top-up says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpOutput {
    /// SIM and subscription.
    #[default]
    Both,
    /// The SIM alone.
    Sim,
    /// There is none.
    Missing,
}

/// What a list says of its own length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Totals {
    /// `page_count`, and links to the pages there are.
    #[default]
    Right,
    /// No `_metadata` at all.
    Missing,
    /// More pages than there are, and a link to a next one on each.
    TooMany,
    /// Words where numbers belong, and no links.
    Unreadable,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            underscore_links: true,
            bare_lpa_on_orders: true,
            other_code_in_qrcode: true,
            singular_subscription_link: true,
            base_url_placeholder: true,
            string_balances_in_lists: true,
            ..Self::none()
        }
    }
}

impl Quirks {
    /// None at all.
    pub fn none() -> Self {
        Self {
            underscore_links: false,
            bare_lpa_on_orders: false,
            other_code_in_qrcode: false,
            singular_subscription_link: false,
            base_url_placeholder: false,
            string_balances_in_lists: false,
            spent_balance: false,
            page_count_always_one: false,
            refresh_tokens: false,
            voucher_codes: false,
            ignore_activation_date: false,
            ignore_expiration_date: false,
            ignore_first_usage: false,
            delays: Delays::default(),
            half_codes_millis: 0,
            last_word: None,
            last_word_without_output: false,
            failed_first_millis: 0,
            exact_email: false,
            device_required: false,
            device_whole: false,
            sold_price_required: false,
            largest_page: None,
            capped_page: None,
            totals: Totals::Right,
            slow_millis: BTreeMap::new(),
            lost_sims: false,
            top_up_output: TopUpOutput::Both,
            top_ups_under_email: false,
            cancel_refused_with: 400,
            cancelled_vanish: false,
            cancel_lag_millis: 0,
            byte_order_mark: false,
            padded_iccids: false,
            balances: Balances::Bytes,
            activation: Activation::Answered,
            ignore_iccid: false,
            iccid_wins: false,
            lists_name_no_sim: false,
            empty_lists: EmptyLists::Empty,
            no_page_behind_the_last: false,
            dates_without_zone: false,
            grouped_iccids: false,
            statuses_in_small: false,
            strangers_forbidden: false,
        }
    }

    /// All at once that does not contradict each other, and with which an eSIM can still be bought and read.
    pub fn hostile() -> Self {
        Self {
            spent_balance: true,
            page_count_always_one: true,
            delays: Delays {
                output_millis: 8_000,
                sim_millis: 20_000,
                subscription_millis: -1_000,
            },
            last_word: Some("PENDING_USAGE".to_owned()),
            exact_email: true,
            device_required: true,
            largest_page: Some(10),
            totals: Totals::Missing,
            slow_millis: BTreeMap::from([(Step::Order, 45_000), (Step::Status, 3_000)]),
            top_up_output: TopUpOutput::Missing,
            top_ups_under_email: true,
            cancel_refused_with: 409,
            cancelled_vanish: true,
            cancel_lag_millis: 20_000,
            byte_order_mark: true,
            padded_iccids: true,
            empty_lists: EmptyLists::NotFound,
            no_page_behind_the_last: true,
            dates_without_zone: true,
            statuses_in_small: true,
            ..Self::default()
        }
    }
}
