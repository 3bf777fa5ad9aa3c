//! What holds of money at the end of a walk: what the ledger charged is what the day's list and the sums of the days say, in
//! each currency by itself.

use std::collections::{BTreeMap, BTreeSet};

use esim_desk_core::book::OrderState;
use esim_desk_core::clock;
use esim_desk_core::desk::{
    DaySums, DaysQuery, Money, OrderView, OrdersQuery, Plan, SumsBy, Verdict,
};
use esim_desk_core::sandbox::Order;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Walk;

/// Hundredths, by currency.
#[derive(Debug, Default, PartialEq, Eq)]
struct Cents(BTreeMap<String, i64>);

impl Cents {
    fn add(&mut self, price: &Money) {
        let (whole, part) = price.amount.split_once('.').unwrap_or((&price.amount, ""));
        let cents: i64 = format!("{whole}{part:0<2}").parse().expect("an amount");
        assert!(part.len() <= 2, "{}", price.amount);
        *self.0.entry(price.currency.clone()).or_default() += cents;
    }

    fn of<'m>(amounts: impl IntoIterator<Item = &'m Money>) -> Cents {
        let mut cents = Cents::default();
        for amount in amounts {
            cents.add(amount);
        }
        cents
    }
}

/// Whether the book knows what became of it.
fn is_decided(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Ready
            | OrderState::Refused
            | OrderState::NotSent
            | OrderState::Added
            | OrderState::Refunded
    )
}

/// Longer than any walk.
const TWO_MONTHS: SignedDuration = SignedDuration::from_hours(60 * 24);

fn day_of(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).date().to_string()
}

/// The days of which the orders are, and that day.
fn days_of(orders: &[OrderView], day: &str) -> BTreeSet<String> {
    let of_orders = orders.iter().map(|order| {
        let at: Timestamp = order.created_at.parse().expect("a moment");
        day_of(at)
    });
    of_orders.chain([day.to_owned()]).collect()
}

/// Whether its book counts it, as long as nobody knows better.
fn counts_as_sold(order: &OrderView) -> bool {
    match order.state {
        OrderState::Refused | OrderState::NotSent => false,
        OrderState::Settled => order.verdict != Some(Verdict::NotBought),
        OrderState::Sending
        | OrderState::Accepted
        | OrderState::Preparing
        | OrderState::Ready
        | OrderState::Added
        | OrderState::Failed
        | OrderState::Withheld
        | OrderState::Unconfirmed
        | OrderState::Cancelling
        | OrderState::Refunded => true,
    }
}

fn counts_as_refunded(order: &OrderView) -> bool {
    order.state == OrderState::Refunded || order.verdict == Some(Verdict::Refunded)
}

impl Walk {
    /// Of what is decided, the ledger says what it cost; of what nobody knows, the book says what it may cost. List, sums and
    /// ledger are read one after the other, and what is on its way may change between: then they are read once more.
    pub(super) async fn the_money_is_the_ledgers(&self) {
        let mut differs = Ok(());
        for _ in 0..8 {
            differs = self.compare_money().await;
            if differs.is_ok() {
                return;
            }
            self.shop.settle().await;
        }
        self.must(differs.is_ok(), || {
            differs.clone().err().unwrap_or_default()
        });
    }

    async fn compare_money(&self) -> Result<(), String> {
        let today = || day_of(clock::now());
        let day = today();
        let (orders, sums) = self.orders_of(Some(&day)).await;
        let sums = sums.expect("a day was asked for");
        if self.lost || day != today() {
            return Ok(());
        }
        // Where the clocks were days apart a sale, and a refund, is dated by the service, and counts for another day than this
        // one: then all days are looked at together.
        let all = self.orders_of(None).await.0;
        let mut days = days_of(&all, &day);
        if self.jumped {
            let last = clock::now() + SignedDuration::from_millis(self.furthest);
            days.extend([day_of(last - TWO_MONTHS), day_of(last)]);
        }
        let is_one_day = days.len() == 1;
        let (orders, sums) = match is_one_day {
            true => (orders, sums),
            false => (all, self.sums_of(&days).await),
        };
        let ledger = self.shop.control().ledger();
        let bought: BTreeMap<String, &Order> = ledger
            .orders
            .iter()
            .filter_map(|view| Some((view.order.correlation_id.clone()?, &view.order)))
            .collect();
        let sold_to_both = self.sold_to_both_accounts();
        let came_back = |order: &Order| {
            let mut sims = ledger.sims.iter();
            sims.any(|sim| sim.iccid == order.iccid && sim.cancelled.is_some())
        };
        let (mut charged, mut credited) = (Cents::default(), Cents::default());
        let (mut sold, mut refunded) = (0, 0);
        let mut all_decided = true;
        let mut otherwise = Vec::new();
        // The book knows nothing yet of what becomes of these SIMs, nor of the plans that were added to them.
        let on_their_way_back: BTreeSet<&str> = orders
            .iter()
            .filter(|order| order.state == OrderState::Cancelling)
            .filter_map(|order| order.iccid.as_deref())
            .collect();
        let is_on_its_way_back = |order: &OrderView| {
            let iccid = order.iccid.as_deref();
            iccid.is_some_and(|iccid| on_their_way_back.contains(iccid))
        };
        for order in &orders {
            let by_the_ledger = is_decided(order.state)
                && !is_on_its_way_back(order)
                && order.other_account.is_none();
            let said = self.said_to_be(&order.reference, &sold_to_both);
            // Another order than that of its press may have been chosen for it: then there are two, or none.
            all_decided &= by_the_ledger && said.is_none();
            let (is_sold, is_back, price) = match said.or(bought.get(&order.reference).copied()) {
                Some(bought) if by_the_ledger => {
                    let price = self.price(&bought.subscription.product_id);
                    let noted = order.plan.price.as_ref();
                    if said.is_some() && noted.is_some() && noted != price {
                        return Err(format!("{} is said to cost {noted:?}", order.key.0));
                    }
                    let price = if said.is_some() { noted } else { price };
                    (true, came_back(bought), price)
                }
                None if by_the_ledger => (false, false, None),
                Some(_) | None => {
                    let (sold, back) = (counts_as_sold(order), counts_as_refunded(order));
                    (sold, back, order.plan.price.as_ref())
                }
            };
            if (is_sold, is_back) != (counts_as_sold(order), counts_as_refunded(order)) {
                otherwise.push(format!("{} is {:?}", order.key.0, order.state));
            }
            // Of what was adopted nobody knows the price.
            let price = price.or(order.plan.price.as_ref());
            if is_sold {
                sold += 1;
                price.into_iter().for_each(|price| charged.add(price));
            }
            // Whether another desk gave it back, this one need not know.
            if is_back && (counts_as_refunded(order) || self.other.is_none()) {
                refunded += 1;
                price.into_iter().for_each(|price| credited.add(price));
            }
        }
        let same = (sums.sold + sums.unknown, sums.refunded) == (sold, refunded)
            && Cents::of(sums.charged.iter().chain(&sums.perhaps_charged)) == charged
            && Cents::of(&sums.credited) == credited;
        if !same {
            let listed: Vec<_> = orders
                .iter()
                .map(|order| (order.key.0, order.kind, order.state, &order.plan.price))
                .collect();
            return Err(format!(
                "the day's list says {sums:?} of {listed:?}; {sold} sold for {charged:?}, \
                 and {refunded} back for {credited:?}; otherwise than the ledger says: {otherwise:?}"
            ));
        }
        if all_decided {
            self.the_day_is_the_ledger(&bought, &sums)?;
        }
        match is_one_day {
            true => self.the_days_say_the_same(&day, &sums).await,
            false => Ok(()),
        }
    }

    /// What these days and those between them came to, as their own list would say it.
    async fn sums_of(&self, days: &BTreeSet<String>) -> DaySums {
        let asked = DaysQuery {
            from: days.first().expect("a day").clone(),
            to: days.last().expect("a day").clone(),
            by: SumsBy::Plan,
        };
        let days = self.shop.desk.takings.days(asked).await;
        let total = days.expect("the book can be read").total;
        DaySums {
            sold: total.sold,
            charged: total.charged,
            guests_pay: total.paid,
            refunded: total.refunded,
            credited: total.charged_back,
            guests_get_back: total.paid_back,
            unknown: total.unknown,
            perhaps_charged: total.perhaps_charged,
            guests_perhaps_pay: total.perhaps_paid,
            unpriced: total.unpriced,
        }
    }

    /// With nothing left undecided there is no more to it than the ledger.
    fn the_day_is_the_ledger(
        &self,
        bought: &BTreeMap<String, &Order>,
        sums: &DaySums,
    ) -> Result<(), String> {
        let ours = bought
            .iter()
            .filter(|(reference, _)| !self.theirs.contains(*reference));
        let prices: Vec<&Money> = ours
            .filter_map(|(_, order)| self.price(&order.subscription.product_id))
            .collect();
        let same = sums.sold as usize == prices.len()
            && Cents::of(&sums.charged) == Cents::of(prices.iter().copied());
        match same {
            true => Ok(()),
            false => Err(format!(
                "the ledger charged {prices:?}, and the day's list says {sums:?}"
            )),
        }
    }

    async fn the_days_say_the_same(&self, day: &str, sums: &DaySums) -> Result<(), String> {
        let asked = DaysQuery {
            from: day.to_owned(),
            to: day.to_owned(),
            by: SumsBy::Plan,
        };
        let days = self.shop.desk.takings.days(asked).await;
        let total = days.expect("the book can be read").total;
        let counts = (total.sold, total.unknown, total.refunded, total.unpriced);
        let same = counts == (sums.sold, sums.unknown, sums.refunded, sums.unpriced)
            && total.charged == sums.charged
            && total.perhaps_charged == sums.perhaps_charged
            && total.charged_back == sums.credited;
        match same {
            true => Ok(()),
            false => Err(format!(
                "the days say {total:?}, and the day's list {sums:?}"
            )),
        }
    }

    /// All orders of a day, and what it came to.
    pub(super) async fn orders_of(&self, day: Option<&str>) -> (Vec<OrderView>, Option<DaySums>) {
        let mut orders: Vec<OrderView> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut sums = None;
        loop {
            let query = OrdersQuery {
                day: day.map(str::to_owned),
                offset: u32::try_from(orders.len()).expect("a short list"),
                ..OrdersQuery::default()
            };
            let mut page = self.shop.desk.lists.orders(query.clone()).await;
            if self.spoilt > 0 && page.is_err() {
                // Bad pages were met just now, and the book is rebuilt.
                page = self.shop.desk.lists.orders(query).await;
            }
            let page = page.expect("the book can be read");
            sums = sums.or(page.day);
            let before = orders.len();
            let new = page.orders.into_iter();
            orders.extend(new.filter(|order| seen.insert(order.key)));
            if orders.len() as u32 >= page.total || orders.len() == before {
                return (orders, sums);
            }
        }
    }

    fn price(&self, product: &str) -> Option<&Money> {
        let plan: Option<&Plan> = self.plans.iter().find(|plan| plan.id == product);
        plan?.price.as_ref()
    }
}
