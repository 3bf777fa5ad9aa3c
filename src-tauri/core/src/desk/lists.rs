//! The orders of the book as lists: searched, filtered, by day, and as a table for a spreadsheet.
//!
//! What is in memory about an order of this run is newer than its row and is shown instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::model::{Failure, Money};
use super::order_view::OrderView;
use super::orders::{LiveOrder, Orders};
use super::recovery::Recovery;
use super::setup::Setup;
use crate::book::{
    Csv, CsvLayout, Days, Filter, GroupBy, Order, OrderKey, StateHeading, Sums, SumsQuery,
};

/// Orders that are shown at a time.
const PAGE: u32 = 50;

/// What the staff look for. Nothing said means all.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OrdersQuery {
    /// Words of e-mail, name, ICCID, order number, reference or plan; empty for all.
    pub text: String,
    pub heading: OrderHeading,
    /// `yyyy-mm-dd` in the desk's time zone.
    pub day: Option<String>,
    /// Also what is still open from other days, and that first.
    pub with_open: bool,
    pub offset: u32,
}

/// Orders that belong together for the staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OrderHeading {
    #[default]
    All,
    InProgress,
    Ready,
    /// A person has to look: not confirmed, withheld, failed.
    NeedsPerson,
    /// Nothing was bought.
    NotSold,
    /// Closed by a person, and bought, or not known.
    Closed,
}

/// A part of a list, newest first.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OrdersPage {
    pub orders: Vec<OrderView>,
    /// How many the whole list has.
    pub total: u32,
    /// Until customers are opened after the start, a search finds by the other fields only.
    pub customers_ready: bool,
    /// What the day came to; `None` for a list of all days, and for its later parts.
    pub day: Option<DaySums>,
}

/// What a day came to, by the same rule as the sums of many days: what was sold, and on the day on which it came back every
/// refund; apart what may have been bought. One amount for each currency, never summed across them; what came back is not
/// taken off what was sold, which may be another day's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DaySums {
    pub sold: u32,
    /// Charged to the account. What the provider charges in the end, its bill says.
    pub charged: Vec<Money>,
    pub guests_pay: Vec<Money>,
    /// How many came back on that day, whenever they were sold.
    pub refunded: u32,
    /// What of the account's came back with them.
    pub credited: Vec<Money>,
    /// What their guests had paid.
    pub guests_get_back: Vec<Money>,
    /// How many were perhaps bought: in none of the amounts above.
    pub unknown: u32,
    /// What the account may be charged for these.
    pub perhaps_charged: Vec<Money>,
    /// What their guests pay.
    pub guests_perhaps_pay: Vec<Money>,
    /// Orders without a price that could be added: the amounts lack them.
    pub unpriced: u32,
}

impl DaySums {
    fn of(sums: &Sums) -> DaySums {
        DaySums {
            sold: sums.sold,
            charged: Money::of_amounts(&sums.charged),
            guests_pay: Money::of_amounts(&sums.paid),
            refunded: sums.refunded,
            credited: Money::of_amounts(&sums.charged_back),
            guests_get_back: Money::of_amounts(&sums.paid_back),
            unknown: sums.unknown,
            perhaps_charged: Money::of_amounts(&sums.perhaps_charged),
            guests_perhaps_pay: Money::of_amounts(&sums.perhaps_paid),
            unpriced: sums.unpriced,
        }
    }
}

/// A table of one day, in the reader's language.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DayTable {
    /// `yyyy-mm-dd` in the desk's time zone; `None` for all days.
    pub day: Option<String>,
    /// Whether e-mail and name are in it (rulings 25).
    pub with_customers: bool,
    /// Headings and states by their machine names.
    pub words: BTreeMap<String, String>,
}

/// A row of the table that goes with the pictures of a group.
#[derive(Clone, Debug)]
pub struct LineOfTable {
    pub line: u32,
    pub order: OrderKey,
    /// The name of its picture; none where its code is withheld.
    pub file: Option<String>,
}

impl OrderHeading {
    /// The heading; none means all orders.
    fn of_book(self) -> Option<StateHeading> {
        match self {
            OrderHeading::All => None,
            OrderHeading::InProgress => Some(StateHeading::InProgress),
            OrderHeading::Ready => Some(StateHeading::Ready),
            OrderHeading::NeedsPerson => Some(StateHeading::NeedsPerson),
            OrderHeading::NotSold => Some(StateHeading::NotSold),
            OrderHeading::Closed => Some(StateHeading::Closed),
        }
    }
}

/// The lists of this desk.
pub struct Lists {
    setup: Arc<Setup>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    recovery: Arc<Recovery>,
}

impl Lists {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        recovery: Arc<Recovery>,
    ) -> Lists {
        Lists {
            setup,
            account,
            orders,
            recovery,
        }
    }

    /// How many orders are still to be followed, or to be written down; closing the window asks first.
    pub fn open_orders(&self) -> usize {
        let here = self.account.id();
        self.orders.read(|live| {
            let is_here = |live: &LiveOrder| here.as_ref() == Some(&live.order().account);
            let open = live
                .iter()
                .filter(|live| !live.is_written() || live.state().is_open() && is_here(live));
            open.count()
        })
    }

    /// Whether an order is on its way to the service, and its answer not there.
    pub fn is_sending(&self) -> bool {
        self.orders
            .read(|live| live.iter().any(|live| live.state().is_on_its_way()))
    }

    /// The orders that fit, newest first, fifty at a time.
    pub async fn orders(&self, query: OrdersQuery) -> Result<OrdersPage, Failure> {
        let (from, until) = self.bounds(query.day.as_deref());
        let heading = query.heading.of_book();
        let filter = Filter {
            states: heading.map(StateHeading::states).unwrap_or_default(),
            or_these: self.stuck_ones(heading),
            verdicts: heading.map(StateHeading::verdicts).unwrap_or_default(),
            from,
            until,
            or_open: query.with_open,
            or_refunded: true,
            account: None,
            limit: PAGE,
            offset: query.offset,
        };
        let text = query.text.trim().to_owned();
        let of_day = query.day.as_deref().filter(|_| query.offset == 0);
        let sums = of_day
            .and_then(|day| day.parse().ok())
            .map(|day| SumsQuery {
                days: Days {
                    zone: self.setup.zone.clone(),
                    first: day,
                    last: day,
                },
                by: GroupBy::Day,
                each_of: None,
                account: None,
            });
        let (page, customers_ready, day) = self
            .orders
            .book(move |book| {
                let page = if text.is_empty() {
                    book.list(&filter)?
                } else {
                    book.search(&text, &filter)?
                };
                let day = sums.map(|sums| book.sums(&sums)).transpose()?;
                let day = day.map(|day| DaySums::of(&day.total));
                Ok((page, book.customers_ready(), day))
            })
            .await?;
        Ok(OrdersPage {
            day,
            orders: page
                .orders
                .into_iter()
                .map(|order| self.view(order))
                .collect(),
            total: page.total,
            customers_ready,
        })
    }

    /// Of the orders that go on by themselves, those that do not any more: only memory knows which these are.
    fn stuck_ones(&self, heading: Option<StateHeading>) -> Vec<OrderKey> {
        if heading != Some(StateHeading::NeedsPerson) {
            return Vec::new();
        }
        self.orders.read(|live| {
            let stuck = live.iter().filter(|live| live.needs_person());
            stuck.map(LiveOrder::key).collect()
        })
    }

    /// One order, whether memory still has it or only the book.
    pub async fn order(&self, key: OrderKey) -> Result<OrderView, Failure> {
        let order = self.orders.order(key).await?;
        if self.account.id().as_ref() == Some(&order.account) {
            self.orders.was_opened(&order);
        }
        Ok(self.view(order))
    }

    /// The table as CSV text.
    pub async fn day_table(&self, table: DayTable) -> Result<String, Failure> {
        let (from, until) = self.bounds(table.day.as_deref());
        let layout = self.layout(table);
        self.orders
            .book(move |book| {
                let days = Filter {
                    from,
                    until,
                    or_refunded: true,
                    ..Filter::default()
                };
                let mut csv = Csv::begin(&layout);
                book.each(&days, |order| csv.add(&order))?;
                Ok(csv.done())
            })
            .await
    }

    /// The same of a group's orders, each with its line and the file of its picture.
    pub async fn table_of(
        &self,
        rows: Vec<LineOfTable>,
        table: DayTable,
    ) -> Result<String, Failure> {
        let layout = self.layout(table);
        self.orders
            .book(move |book| {
                let mut csv = Csv::begin_beside(&layout, &["line", "file"]);
                for row in rows {
                    let beside = [row.line.to_string(), row.file.unwrap_or_default()];
                    csv.add_beside(&beside, &book.order(row.order)?);
                }
                Ok(csv.done())
            })
            .await
    }

    fn layout(&self, table: DayTable) -> CsvLayout {
        CsvLayout {
            dialect: (self.setup.dialect)(),
            with_customers: table.with_customers,
            zone: self.setup.zone.clone(),
            words: table.words,
        }
    }

    /// An order as the window shows it: what memory knows of it goes before its row.
    pub(in crate::desk) fn view(&self, order: Order) -> OrderView {
        let here = self.account.id();
        let other_account =
            (here.as_ref() != Some(&order.account)).then(|| order.account.0.clone());
        let of = |live: &LiveOrder| {
            let may_be_closed = live.may_be_closed() || live.is_abandoned(here.as_ref());
            OrderView {
                may_be_closed,
                ..OrderView::of(live)
            }
        };
        let view = match self.orders.get(order.key, of) {
            // With another account it is not looked for, and nothing is decided about the search.
            Some(view) if other_account.is_none() => view.with_search(&self.recovery),
            Some(view) => view,
            None => of(&LiveOrder::new(order)),
        };
        OrderView {
            may_be_given_back: view.may_be_given_back && other_account.is_none(),
            takes_top_ups: view.takes_top_ups && other_account.is_none(),
            other_account,
            ..view
        }
    }

    /// The first moment of a day at this desk, and the first after it. A text that is no day bounds nothing.
    fn bounds(&self, day: Option<&str>) -> (Option<Timestamp>, Option<Timestamp>) {
        let midnight = |day: Date| {
            let zoned = day.to_zoned(self.setup.zone.clone()).ok()?;
            Some(zoned.timestamp())
        };
        let Some(day) = day.and_then(|day| day.parse::<Date>().ok()) else {
            return (None, None);
        };
        let next = day.checked_add(1.day()).ok();
        (midnight(day), next.and_then(midnight))
    }
}
