//! What the book knows of an order. No storage here, and no wire types of the service.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::known_subscriptions::KnownSubscriptions;
use super::state::OrderState;
use super::table;

/// The row of an order in this book.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct OrderKey(pub u32);

/// The row of a group in this book.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(transparent)]
pub struct GroupKey(pub u32);

/// One line of a group, as the table counted it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
pub struct LineKey {
    pub group: GroupKey,
    pub line: u32,
}

/// Whose order it is: base address and client id (or the name typed with a token), as one text (rulings 1 and 2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub String);

/// The plan as it stood on the buying button. Amounts are decimal texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSold {
    pub product_id: String,
    pub name: String,
    pub footprint: Option<String>,
    /// Amount and unit, such as `("5", "GB")`; an unlimited plan is `("unlimited", "")`.
    pub data: Option<(String, String)>,
    /// Count and unit, `days` or `months`.
    pub duration: Option<(u32, String)>,
    /// Amount and ISO 4217 code.
    pub price: Option<(String, String)>,
}

impl PlanSold {
    /// Its data for a cell of a table in the reader's `words`; empty where it is not known.
    pub(super) fn data_text(&self, words: &BTreeMap<String, String>) -> String {
        // An amount without a unit is the word for none.
        let text = |(amount, unit): &(String, String)| match unit.as_str() {
            "" => table::unit(words, amount).to_owned(),
            unit => format!("{amount} {unit}"),
        };
        self.data.as_ref().map(text).unwrap_or_default()
    }

    /// The same of its time.
    pub(super) fn duration_text(&self, words: &BTreeMap<String, String>) -> String {
        let text = |(count, unit): &(u32, String)| {
            let unit = match (count, unit.as_str()) {
                (1, "days") => "day",
                (1, "months") => "month",
                (_, unit) => unit,
            };
            format!("{count} {}", table::unit(words, unit))
        };
        self.duration.as_ref().map(text).unwrap_or_default()
    }
}

/// A plan that was bought, or may have been, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSale {
    pub plan: PlanSold,
    pub at: Timestamp,
}

/// Who bought. Sealed on disk, never in clear.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// `iphone`, `samsung`, `other` or empty.
    pub phone: String,
    /// 32 digits, or empty.
    pub eid: String,
    /// The address as the service got it, where that is not the e-mail address itself: a house's with a tag of its own for
    /// each order. Empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sent_as: String,
}

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Customer([redacted])")
    }
}

/// What the book knows of the customer of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerRecord {
    Known(Customer),
    /// There was no keychain when the order was placed, so nothing was stored (rulings 16).
    NotStored,
    /// Stored, but the key is not there (locked, lost) or the value does not open.
    Closed,
    /// Forgotten after the time that the manager set.
    Forgotten,
}

/// What an order asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// A new eSIM with its first plan.
    #[default]
    NewEsim,
    /// One more plan on the SIM with this number.
    TopUp { iccid: String },
}

/// What an order asked for. Of a top-up the SIM is known from the beginning: it is the order's [`Order::iccid`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    #[default]
    NewEsim,
    TopUp,
}

impl OrderKind {
    /// The stored name; a new eSIM has none.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::NewEsim => None,
            Self::TopUp => Some("top_up"),
        }
    }

    /// Its name in a table.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::NewEsim => "kind_new_esim",
            Self::TopUp => "kind_top_up",
        }
    }

    /// The kind of that stored name; a name of the future is an error, not a guess.
    pub(super) fn from_name(name: Option<&str>) -> Option<OrderKind> {
        [Self::NewEsim, Self::TopUp]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// An order before it is sent. Everything here is on disk before the first byte leaves.
#[derive(Debug)]
pub struct NewOrder {
    pub account: AccountId,
    pub at: Timestamp,
    pub asked: Asked,
    pub plan: PlanSold,
    pub customer: Customer,
    /// The exact JSON text of the request.
    pub body: SecretString,
    /// The correlation id of the request: what support asks for.
    pub reference: String,
    /// What the service already gave for this e-mail and product; `None` where the look failed or took too long, and then
    /// nobody but a person recovers the order (rulings 12 and 35).
    pub known_subscriptions: Option<KnownSubscriptions>,
    pub staff: Option<String>,
    pub guest_pays: Option<(String, String)>,
    pub note: Option<String>,
    /// The order that was looked for in vain, and in whose place a person orders once more.
    pub instead_of: Option<OrderKey>,
}

/// What a guest chose for their half of the hand-over, by the page's own names. It names nobody, and nothing of the order
/// hangs on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestNames {
    pub language: Option<String>,
    pub phone: Option<String>,
}

/// A sale that only the service knew, with the customer that a person named.
#[derive(Debug)]
pub struct AdoptedSale {
    pub account: AccountId,
    /// When it was sold.
    pub at: Timestamp,
    pub plan: PlanSold,
    pub customer: Customer,
    pub iccid: String,
    pub subscription_id: String,
}

/// What became of an order, as a person found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Bought, and the customer has it.
    HandedOver,
    /// Bought, and the customer does not have it.
    NotHandedOver,
    /// The provider says that nothing was bought.
    NotBought,
    /// Bought, and the money came back.
    Refunded,
    /// Closed without knowing.
    NotKnown,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 5] = [
        Self::HandedOver,
        Self::NotHandedOver,
        Self::NotBought,
        Self::Refunded,
        Self::NotKnown,
    ];

    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::NotHandedOver => "not_handed_over",
            Self::NotBought => "not_bought",
            Self::Refunded => "refunded",
            Self::NotKnown => "not_known",
        }
    }

    /// The verdict of that stored name.
    pub fn from_name(name: &str) -> Option<Verdict> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// What the timeline says of it. Read back from there by [`Verdict::of_words`]: other words would not be known in the
    /// timelines of books that are written already.
    pub fn words(self) -> String {
        self.name().replace('_', " ")
    }

    /// The verdict of which the timeline says that; `None` for what else stands there.
    pub(super) fn of_words(words: &str) -> Option<Verdict> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.words() == words)
    }
}

/// A step in an order's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    pub at: Timestamp,
    pub state: OrderState,
    /// HTTP status, error type or the like, where one belongs to the step. Never the service's sentences.
    pub detail: Option<String>,
}

/// What the service has told of an order so far. `None` means: nothing new about it.
#[derive(Clone, Debug, Default)]
pub struct OrderFacts {
    pub order_id: Option<String>,
    pub iccid: Option<String>,
    pub subscription_id: Option<String>,
    /// The install code (`LPA:1$…`), once proved. Sealed on disk.
    pub code: Option<SecretString>,
    pub voucher: Option<SecretString>,
    /// The service's own words, for support. Sealed on disk.
    pub words: Option<Vec<String>>,
    /// A short machine word for the timeline, such as `406 UNACCEPTABLE`.
    pub detail: Option<String>,
    /// Who settled the order, where a person did.
    pub settled_by: Option<String>,
    /// What that person found out. A later verdict takes the place of an earlier one.
    pub verdict: Option<Verdict>,
}

/// One order as the book has it.
#[derive(Clone, Debug)]
pub struct Order {
    pub key: OrderKey,
    pub account: AccountId,
    pub kind: OrderKind,
    pub plan: PlanSold,
    pub customer: CustomerRecord,
    pub reference: String,
    /// Only as long as the order is undecided.
    pub known_subscriptions: Option<KnownSubscriptions>,
    pub state: OrderState,
    pub order_id: Option<String>,
    pub iccid: Option<String>,
    pub subscription_id: Option<String>,
    pub staff: Option<String>,
    /// Who gave the verdict, where the order is settled.
    pub settled_by: Option<String>,
    /// What that person found out.
    pub verdict: Option<Verdict>,
    pub guest_pays: Option<(String, String)>,
    pub note: Option<String>,
    /// The line of a group that it was placed for.
    pub line: Option<LineKey>,
    /// The order that was looked for in vain, and in whose place a person ordered once more.
    pub instead_of: Option<OrderKey>,
    pub guest: GuestNames,
    /// The other order that claims the same eSIM. Such an order gives no code (rulings 13).
    pub rival: Option<OrderKey>,
    /// When the service gave the money back.
    pub refunded_at: Option<Timestamp>,
    /// When its code was first on screen.
    pub shown_at: Option<Timestamp>,
    /// Whether its plan was seen to be what was sold, to whom it was sold. `None` while nobody has compared it.
    pub as_sold: Option<bool>,
    pub words: Vec<String>,
    pub created_at: Timestamp,
    pub timeline: Vec<TimelineEntry>,
}

impl Order {
    /// Whether the service may charge for it, as far as the program or a person knows.
    pub fn may_be_charged(&self) -> bool {
        may_be_charged(self.state, self.verdict)
    }

    /// Whether a person closed it as not bought, and no other order claims its eSIM.
    pub fn may_turn_up(&self) -> bool {
        may_turn_up(self.state, self.verdict, self.rival)
    }

    /// What the timeline says where it turns up: who had closed it, which its row does not say any more.
    pub fn words_of_closing(&self) -> String {
        match &self.settled_by {
            Some(by) => format!("closed as not bought by {by}"),
            None => "closed as not bought".to_owned(),
        }
    }

    /// Whether it was closed and turned up since: nothing else opens what a person closed.
    pub fn turned_up(&self) -> bool {
        let mut states = self.timeline.iter().map(|entry| entry.state);
        self.state.is_open() && states.any(|state| state == OrderState::Settled)
    }
}

/// Whether the service may charge for an order at that state, with what a person said of it.
pub(super) fn may_be_charged(state: OrderState, verdict: Option<Verdict>) -> bool {
    let verdict = verdict.filter(|_| state == OrderState::Settled);
    verdict.map_or(state.may_be_charged(), Verdict::may_be_charged)
}

/// Whether an order may turn up at the service, at that state and with what a person said of it.
pub(super) fn may_turn_up(
    state: OrderState,
    verdict: Option<Verdict>,
    rival: Option<OrderKey>,
) -> bool {
    state == OrderState::Settled && verdict == Some(Verdict::NotBought) && rival.is_none()
}
