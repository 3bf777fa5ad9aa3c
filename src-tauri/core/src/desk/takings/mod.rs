//! What the days came to: the book's sums for people and for a spreadsheet, and what the service counts beside them.
//!
//! ```text
//! compare   the service's list beside the book, difference by difference. Pure
//! view      what the window is shown
//! ```
//!
//! It reads only. What an order came to is the book's affair (`book::Outcome`), and the service is asked for nothing but its
//! list.

mod compare;
mod view;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use tokio::sync::Notify;

use self::compare::{Comparing, Difference};
use crate::book::{Days, OrderKey, SumsLayout, SumsQuery, sums_csv};
use crate::clock;
use crate::desk::account::Account;
use crate::desk::lists::Lists;
use crate::desk::model::Failure;
use crate::desk::order_view::OrderView;
use crate::desk::orders::Orders;
use crate::desk::setup::Setup;

pub use self::compare::{DifferenceKind, Unseen};
pub use self::view::{
    ComparisonView, DayBar, DaysQuery, DaysView, DifferenceView, ProviderSale, ReadSoFar, SumsBy,
    SumsRow, SumsTable, SumsView,
};

/// Days in the picture.
const PICTURE: i64 = 30;
/// So many orders or sales of a kind are shown; all are counted.
const SHOWN: usize = 50;
/// The service's clock and ours may be so far apart.
const CLOCKS: SignedDuration = SignedDuration::from_hours(24);

/// What the days of this desk came to.
pub struct Takings {
    setup: Arc<Setup>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    lists: Arc<Lists>,
    /// Whoever compares stops.
    stop: Notify,
}

impl Takings {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        lists: Arc<Lists>,
    ) -> Takings {
        Takings {
            setup,
            account,
            orders,
            lists,
            stop: Notify::new(),
        }
    }

    /// What some days came to, and the picture of the last thirty.
    pub async fn days(&self, query: DaysQuery) -> Result<DaysView, Failure> {
        let days = self.days_of(&query);
        let today = self.today();
        let picture = Days {
            first: today.saturating_sub((PICTURE - 1).days()),
            last: today,
            ..days.clone()
        };
        let asked = SumsQuery {
            days: days.clone(),
            by: query.by.of_book(),
            each_of: Some(picture),
            account: self.account.id(),
        };
        let report = self.orders.book(move |book| book.sums(&asked)).await?;
        let unknown = self.views(&report.unknown).await?;
        Ok(DaysView::new(&days, &report, unknown))
    }

    /// The same as CSV text.
    pub async fn table(&self, table: SumsTable) -> Result<String, Failure> {
        let asked = SumsQuery {
            days: self.days_of(&table.query),
            by: table.query.by.of_book(),
            each_of: None,
            account: None,
        };
        let report = self.orders.book(move |book| book.sums(&asked)).await?;
        let layout = SumsLayout {
            dialect: (self.setup.dialect)(),
            by: table.query.by.of_book(),
            words: table.words,
        };
        Ok(sums_csv(&report, &layout))
    }

    /// What the service lists of these days beside what the book has. `None` where somebody stopped it. `progress` is told on the
    /// way how far it is: a large account takes minutes, because every order goes before it.
    pub async fn compare(
        &self,
        query: &DaysQuery,
        progress: impl Fn(ReadSoFar) + Send + Sync,
    ) -> Result<Option<ComparisonView>, Failure> {
        // One at a time: the page that asked before is gone, or asks for something else now.
        self.stop_comparing();
        let (account, client) = self.account.session_now()?;
        let days = self.days_of(query);
        let began = clock::now();
        let since = days.from().unwrap_or(Timestamp::MIN);
        let since = since.checked_sub(CLOCKS).unwrap_or(since);
        let told = |seen: usize, of: Option<usize>| {
            progress(ReadSoFar::new(seen, of));
            // Nothing more is asked with the secret of an account that is not in use any more.
            if self.account.id().as_ref() != Some(&account) {
                self.stop_comparing();
            }
        };
        let listed = tokio::select! {
            read = client.sold_since(since, told) => self.account.observe(&client, read),
            () = self.stop.notified() => return Ok(None),
        };
        let listed = listed.map_err(|fault| Failure::from(&fault))?;
        if self.account.id().as_ref() != Some(&account) {
            return Err(Failure::NoAccount);
        }
        let compared = self
            .orders
            .book(move |book| {
                let mut comparing = Comparing::new(days, &listed, since, began);
                book.each_sale(&account, |sale| comparing.known(&sale))?;
                book.each_sale(&account, |sale| comparing.by_sim(&sale))?;
                Ok(comparing.done())
            })
            .await?;
        let mut differences = Vec::new();
        for difference in &compared.differences {
            differences.push(self.difference(difference).await?);
        }
        Ok(Some(ComparisonView::new(&compared, differences, began)))
    }

    /// Ends the comparing that is under way, with the page that is being read.
    pub fn stop_comparing(&self) {
        self.stop.notify_waiters();
    }

    async fn difference(&self, difference: &Difference) -> Result<DifferenceView, Failure> {
        let orders = self.views(&difference.orders).await?;
        Ok(DifferenceView::new(difference, orders, SHOWN))
    }

    /// The first of these orders, as they are shown in lists.
    async fn views(&self, keys: &[OrderKey]) -> Result<Vec<OrderView>, Failure> {
        let mut views = Vec::new();
        for key in keys.iter().take(SHOWN) {
            views.push(self.lists.order(*key).await?);
        }
        Ok(views)
    }

    /// The days that are asked for. What is no day is today, and the earlier one comes first.
    fn days_of(&self, query: &DaysQuery) -> Days {
        let day = |text: &str| text.parse::<Date>().unwrap_or_else(|_| self.today());
        let (one, other) = (day(&query.from), day(&query.to));
        Days {
            zone: self.setup.zone.clone(),
            first: one.min(other),
            last: one.max(other),
        }
    }

    fn today(&self) -> Date {
        clock::now().to_zoned(self.setup.zone.clone()).date()
    }
}
