//! What holds in a walk, after each step and at its end. What the days came to: `money`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use esim_desk_core::book::{Filter, Order as BookOrder, OrderKey, OrderKind, OrderState};
use esim_desk_core::desk::{AccountState, Failure, HandOverView, OrderView, OrdersQuery, Verdict};
use esim_desk_core::sandbox::{Fate, Order, Quirks};
use esim_desk_core::typed::{same_sim, sim_number};

use super::{Machine, Walk};

// What was measured in some hundred walks, and half as much again.
/// A data folder without orders, but for the database's own log.
const FOLDER_BYTES: u64 = 512 << 10;
const ORDER_BYTES: u64 = 16 << 10;
/// SQLite begins its log anew after a thousand pages of 4 kB each.
const LOG_BYTES: u64 = 6 << 20;
/// A book that was spoilt.
const SET_ASIDE_BYTES: u64 = 256 << 10;
/// A snapshot without orders.
const SNAPSHOT_BYTES: usize = 2_560;
/// What one order adds to it, with its whole timeline.
const VIEW_BYTES: usize = 2_800;

/// Whether a person is asked for this order.
pub(in crate::desk::sale) fn asks(order: &OrderView) -> bool {
    let search = order.recovery.as_ref();
    order.needs_person
        || matches!(order.state, OrderState::Withheld | OrderState::Failed)
        || search.is_some_and(|search| {
            !search.candidates.is_empty() || search.nothing_found || search.email_needed
        })
}

fn code_of(order: &Order) -> Option<String> {
    let matching_id = order.matching_id.as_ref()?;
    Some(format!("LPA:1$rsp.sandbox.example${matching_id}"))
}

impl Walk {
    /// After each step.
    pub(super) async fn hold(&mut self) {
        self.nothing_is_sent_without_a_person().await;
        self.what_is_bought_is_not_called_unbought();
        self.no_number_is_given_twice();
        self.nothing_comes_back_unasked();
        self.nothing_starts_by_itself();
        self.each_code_is_its_own().await;
        self.nothing_grows_without_end();
        self.every_purchase_is_known_or_on_its_way().await;
        self.nobody_is_left_waiting();
        // The ledger is this account's.
        if self.can_be_read() && self.is_signed_in_here() && self.memory_is_the_books().await {
            self.the_money_is_the_ledgers().await;
        }
    }

    /// Whether the book can be read without mending it, which is an act of its own in a walk.
    fn can_be_read(&self) -> bool {
        matches!(self.machine, Machine::Sound)
    }

    /// Every order that the ledger has is one of the book or of the other desk: also what is being sent has its row. What was
    /// lost with a spoilt book is in the service's own list, which is asked once all is well.
    async fn every_purchase_is_known_or_on_its_way(&self) {
        if !self.can_be_read() || self.lost {
            return;
        }
        let shown = self.shop.desk.snapshot().orders;
        let shown: BTreeSet<String> = shown.into_iter().map(|order| order.reference).collect();
        let bought = self.shop.control().ledger().orders.into_iter();
        let bought = bought.filter_map(|view| view.order.correlation_id);
        let unknown: Vec<String> = bought
            .filter(|reference| !shown.contains(reference) && !self.theirs.contains(reference))
            .collect();
        if unknown.is_empty() {
            return;
        }
        let rows: BTreeSet<String> = self
            .rows()
            .await
            .into_iter()
            .map(|row| row.reference)
            .collect();
        for reference in unknown {
            self.must(rows.contains(&reference), || {
                format!("{reference} is bought, and no book knows of it")
            });
        }
    }

    /// Whether nothing wrote to the book but this run: a desk that was dropped here, and not ended with its process, may still
    /// hear an answer and write it down, which this run finds out by itself later.
    async fn memory_is_the_books(&self) -> bool {
        let shown = self.shop.desk.snapshot().orders;
        let rows = self.rows().await;
        shown.iter().all(|order| {
            let row = rows.iter().find(|row| row.key == order.key);
            row.is_some_and(|row| row.state == order.state)
        })
    }

    fn is_signed_in_here(&self) -> bool {
        let here = self.shop.sandbox.base();
        let account = self.shop.desk.snapshot().account;
        matches!(account, AccountState::SignedIn { account } if account.service == here)
    }

    /// Nothing is undecided for an hour of one run, without any news of it, but a person is asked and has a way out.
    fn nobody_is_left_waiting(&mut self) {
        let now = tokio::time::Instant::now();
        let here = self.is_signed_in_here();
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let undecided: Vec<OrderView> = orders
            .filter(|order| order.state.is_undecided() || order.state == OrderState::Cancelling)
            .filter(|order| here && order.other_account.is_none() && !asks(order))
            .collect();
        // A SIM that is told is news, too.
        let name = |order: &OrderView| {
            let sim = order.iccid.is_some();
            format!("{} {} {sim}", order.reference, order.timeline.len())
        };
        let names: BTreeSet<String> = undecided.iter().map(name).collect();
        self.undecided_since
            .retain(|known, _| names.contains(known));
        for order in &undecided {
            let since = *self.undecided_since.entry(name(order)).or_insert(now);
            self.must(now - since <= Duration::from_secs(3_600), || {
                format!(
                    "{} is {:?} for more than an hour without news, and nobody is asked: {:?}, {:?}",
                    order.key.0, order.state, order.trouble, order.recovery
                )
            });
        }
    }

    /// The ledger's order that this order of the book placed.
    pub(super) fn booked(&self, reference: &str) -> Option<Order> {
        let orders = self.shop.control().ledger().orders.into_iter();
        let mut mine = orders
            .map(|view| view.order)
            .filter(|order| order.correlation_id.as_deref() == Some(reference));
        mine.next()
    }

    fn what_is_bought_is_not_called_unbought(&self) {
        for order in self.shop.desk.snapshot().orders {
            let unbought = matches!(order.state, OrderState::Refused | OrderState::NotSent);
            if unbought && self.pressed.contains_key(&order.reference) {
                self.must(self.booked(&order.reference).is_none(), || {
                    format!("{} is {:?}, and bought", order.key.0, order.state)
                });
            }
        }
    }

    fn no_number_is_given_twice(&mut self) {
        for order in self.shop.desk.snapshot().orders {
            let first = self
                .numbers
                .entry(order.key)
                .or_insert_with(|| order.reference.clone())
                .clone();
            self.must(first == order.reference, || {
                format!("{} was {first}, and is {}", order.key.0, order.reference)
            });
        }
    }

    async fn each_code_is_its_own(&mut self) {
        for order in self.shop.desk.snapshot().orders {
            let ready = order.state == OrderState::Ready;
            if ready && !self.looked_at.contains(&order.reference) {
                self.look_at(&order).await;
            }
        }
    }

    async fn look_at(&mut self, order: &OrderView) {
        // A locked keychain, or a service that is not well: at the end of the walk it opens.
        if let Ok(HandOverView::Code { install_code, .. }) = self.opened(order.key).await {
            self.is_its_own(order, install_code);
        }
    }

    async fn opened(&self, key: OrderKey) -> Result<HandOverView, Failure> {
        let opened = self.shop.desk.handover.open(key);
        let opened = self.shop.moving(opened).await;
        self.shop.desk.handover.done();
        opened
    }

    fn is_its_own(&mut self, order: &OrderView, install_code: String) {
        self.looked_at.insert(order.reference.clone());
        let sold = self.sold_to_both_accounts();
        let mut of = sold
            .iter()
            .filter(|sold| code_of(sold).as_ref() == Some(&install_code));
        let owner = of.next();
        let is_own = owner.is_some_and(|owner| {
            owner.correlation_id.as_ref() == Some(&order.reference)
                || self
                    .said_to_be(&order.reference, &sold)
                    .is_some_and(|said| same_sim(&said.iccid, &owner.iccid))
        });
        self.must(is_own, || {
            let owner = owner.map(|owner| &owner.correlation_id);
            format!("{} shows the code of {owner:?}", order.key.0)
        });
        let before = self
            .shown
            .insert(install_code, order.reference.clone())
            .filter(|before| *before != order.reference)
            // What was lost with a book comes into it again as another order.
            .filter(|before| !self.lost || self.is_in_the_book(before));
        self.must(before.is_none(), || {
            format!("{} shows a code that {before:?} has shown", order.key.0)
        });
    }

    /// The orders of this account's service, and of the other account's.
    pub(super) fn sold_to_both_accounts(&self) -> Vec<Order> {
        let services = [self.shop.control(), self.elsewhere.control()];
        let orders = services.into_iter().flat_map(|one| one.ledger().orders);
        orders.map(|view| view.order).collect()
    }

    /// The sale that a person said this order is.
    pub(super) fn said_to_be<'s>(&self, reference: &str, sold: &'s [Order]) -> Option<&'s Order> {
        let said = self.by_a_persons_word.get(reference)?;
        sold.iter().find(|sold| sold.subscription.id == *said)
    }

    /// At the end, while all is well: whoever has a code is given it, also what was ready in an earlier run.
    async fn each_code_is_given(&mut self) {
        for order in self.orders_of(None).await.0 {
            if order.state != OrderState::Ready || order.other_account.is_some() {
                continue;
            }
            match self.opened(order.key).await {
                Ok(HandOverView::Code { install_code, .. }) => {
                    self.is_its_own(&order, install_code);
                }
                Ok(HandOverView::Withheld { .. }) => {
                    self.must(false, || format!("{} is ready, and withheld", order.key.0))
                }
                Ok(HandOverView::Used { sim }) => self.must(false, || {
                    format!("{} is not shown, its SIM is {sim:?}", order.key.0)
                }),
                Err(failure) => self.must(false, || {
                    format!("{} is ready, and has no code: {failure:?}", order.key.0)
                }),
            }
        }
    }

    /// At the end: what a book says that an order bought is what its press bought, or what a person said it is; also a plan
    /// that was added to an eSIM, which shows no code. Of two presses that add the same plan to the same eSIM, which plan is
    /// whose makes no difference, and a service whose answers do not say it tells nobody: but no plan is two orders'.
    async fn each_purchase_is_its_own(&self) {
        let sold = self.sold_to_both_accounts();
        let mut taken = BTreeMap::new();
        for row in self.rows().await {
            let Some(bought) = row.subscription_id else {
                continue;
            };
            let owner = sold.iter().find(|sold| sold.subscription.id == bought);
            let pressed = sold
                .iter()
                .find(|sold| sold.correlation_id.as_ref() == Some(&row.reference));
            let is_own =
                owner.is_some_and(|owner| owner.correlation_id.as_deref() == Some(&row.reference));
            let is_said = self.by_a_persons_word.get(&row.reference) == Some(&bought);
            let is_the_same = row.kind == OrderKind::TopUp
                && pressed.zip(owner).is_some_and(|(pressed, owner)| {
                    pressed.iccid == owner.iccid
                        && pressed.subscription.product_id == owner.subscription.product_id
                });
            let other = taken.insert(bought, row.key);
            self.must(is_own || is_said || is_the_same && other.is_none(), || {
                format!(
                    "{} ({:?}), of {:?}, has the plan of {:?}, as {other:?}",
                    row.key.0,
                    row.state,
                    pressed.map(|order| (&order.iccid, &order.subscription.product_id)),
                    owner.map(|owner| {
                        let product = &owner.subscription.product_id;
                        (&owner.correlation_id, &owner.iccid, product)
                    })
                )
            });
        }
    }

    /// Whether the book has that subscription for the order; also where it cannot be read without mending it.
    pub(super) fn is_noted_as(&self, key: OrderKey, subscription: &str) -> bool {
        let Ok(page) = self.shop.book().list(&Filter::default()) else {
            return true;
        };
        let row = page.orders.iter().find(|row| row.key == key);
        row.is_some_and(|row| row.subscription_id.as_deref() == Some(subscription))
    }

    fn is_in_the_book(&self, reference: &str) -> bool {
        let listed = self.shop.book().list(&Filter::default());
        let page = listed.expect("the book can be read");
        page.orders.iter().any(|order| order.reference == reference)
    }

    /// Orders that this book may have: what was pressed for here, lines, and what was adopted.
    fn known_orders(&self) -> usize {
        let pressed = self.asked_for.difference(&self.theirs);
        let said = self.by_a_persons_word.keys();
        let known: BTreeSet<&String> = pressed.chain(said).collect();
        let lines = self.several.as_ref().map(|several| several.orders.len());
        known.len() + lines.unwrap_or_default()
    }

    fn nothing_grows_without_end(&self) {
        let snapshot = self.shop.desk.snapshot();
        let orders = self.known_orders();
        self.must(snapshot.orders.len() <= orders, || {
            format!("{} orders on screen of {orders}", snapshot.orders.len())
        });
        let bytes = serde_json::to_vec(&snapshot)
            .expect("it goes to the window")
            .len();
        let allowed = SNAPSHOT_BYTES + snapshot.orders.len() * VIEW_BYTES;
        self.must(bytes <= allowed, || {
            format!(
                "a snapshot of {bytes} bytes for {} orders",
                snapshot.orders.len()
            )
        });
        let files = files_of(self.shop.folder.path());
        let of_log = |(name, _): &&(String, u64)| name.ends_with("-wal");
        let log: u64 = files.iter().filter(of_log).map(|(_, bytes)| bytes).sum();
        self.must(log <= LOG_BYTES, || format!("a log of {log} bytes"));
        let bytes: u64 = files.iter().map(|(_, bytes)| bytes).sum();
        let bytes = bytes - log;
        // What was spoilt is kept aside.
        let allowed = FOLDER_BYTES + orders as u64 * ORDER_BYTES + self.spoilt * SET_ASIDE_BYTES;
        self.must(bytes <= allowed, || {
            format!(
                "a folder of {bytes} bytes for {orders} orders, {} times spoilt: {files:?}",
                self.spoilt
            )
        });
    }

    /// Everything is well again, and a day goes by.
    pub(super) async fn conclude(&mut self) {
        self.trail.push("all is well, for a day".to_owned());
        self.locked.store(false, Ordering::SeqCst);
        self.shop.control().calm();
        self.shop.control().set_quirks(Quirks::default());
        // A service whose clock went back knows nothing of what it made later: by the end it knows all.
        self.shop.control().push_clock(self.furthest - self.pushed);
        self.make_room().await;
        let back = self.shop.moving(self.connect()).await;
        self.must(back.is_ok(), || format!("nobody can sign in: {back:?}"));
        for (times, seconds) in [(20, 15), (20, 60), (26, 3_600)] {
            for _ in 0..times {
                self.shop.pass(Duration::from_secs(seconds)).await;
            }
        }
        self.each_line_has_a_way_out().await;
        self.each_start_has_a_way_out().await;
        self.hold().await;
        self.each_code_is_given().await;
        self.each_purchase_is_its_own().await;
        self.every_purchase_is_there().await;
        self.the_money_is_the_ledgers().await;
        self.everybody_who_is_asked_has_a_way_out().await;
    }

    async fn every_purchase_is_there(&self) {
        let orders = self.shop.desk.snapshot().orders;
        for order in &orders {
            let is_open = order.state.is_undecided() || order.state == OrderState::Cancelling;
            let waits = is_open && !asks(order);
            self.must(!waits, || {
                format!(
                    "{} is {:?} for a day, and nobody is asked: {:?}, {:?}, customer known: {}",
                    order.key.0,
                    order.state,
                    order.trouble,
                    order.recovery,
                    order.customer.is_some()
                )
            });
        }
        let rows = self.rows().await;
        let listed = self.shop.moving(self.shop.desk.unmatched.list()).await;
        let listed = listed.expect("all is well").sales;
        for view in self.shop.control().ledger().orders {
            let bought = view.order;
            let reference = bought.correlation_id.clone().unwrap_or_default();
            let is_it = |iccid: &Option<String>| {
                let iccid = iccid.as_deref().unwrap_or_default();
                sim_number(iccid) == sim_number(&bought.iccid)
            };
            let here = rows
                .iter()
                .any(|row| row.reference == reference || is_it(&row.iccid));
            let there = self.theirs.contains(&reference);
            // What was lost with the book is adopted from this list. What brought nothing is on none.
            let unknown = listed.iter().any(|one| is_it(&one.iccid));
            let nothing = bought.fate == Fate::Fails || self.lost && bought.without_output;
            self.must(here || there || unknown || nothing, || {
                format!(
                    "{reference} is bought ({:?}, {}), and no book knows of it, nor is it among {listed:?}",
                    bought.fate, bought.iccid
                )
            });
        }
    }

    /// All of the book. Bad pages that nobody has met yet are met now, and mended by the desk.
    pub(super) async fn rows(&self) -> Vec<BookOrder> {
        for _ in 0..3 {
            if let Ok(page) = self.shop.book().list(&Filter::default()) {
                return page.orders;
            }
            let _ = self.shop.desk.lists.orders(OrdersQuery::default()).await;
        }
        panic!("the book cannot be read")
    }

    async fn everybody_who_is_asked_has_a_way_out(&self) {
        let orders = self.shop.desk.snapshot().orders;
        let asking: Vec<OrderKey> = orders
            .iter()
            .filter(|order| order.state.is_undecided() || order.state == OrderState::Cancelling)
            .filter(|order| asks(order))
            .map(|order| order.key)
            .collect();
        // What is said once may be corrected the same day, and the sums go with it.
        for verdict in Verdict::ALL {
            for key in &asking {
                self.is_settled_as(*key, verdict).await;
            }
            self.the_money_is_the_ledgers().await;
        }
    }

    async fn is_settled_as(&self, key: OrderKey, verdict: Verdict) {
        let recovery = &self.shop.desk.recovery;
        let settled = recovery.settle(key, verdict, "Ana").await;
        let order = self.shop.order(key);
        // A look may have been faster.
        if settled.is_err() && order.state != OrderState::Settled && !asks(&order) {
            return;
        }
        self.must(settled.is_ok(), || {
            format!("{} has no way out: {settled:?}", key.0)
        });
        let told = (order.state, order.verdict);
        self.must(told == (OrderState::Settled, Some(verdict)), || {
            format!("{} is {told:?} after {verdict:?}", key.0)
        });
    }
}

fn files_of(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    entries
        .filter_map(|entry| Some((entry.file_name(), entry.metadata().ok()?.len())))
        .map(|(name, bytes)| (name.to_string_lossy().into_owned(), bytes))
        .collect()
}
