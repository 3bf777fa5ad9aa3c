//! What holds in a walk, after each step and at its end. What the days came to: `money`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use esim_desk_core::book::{Filter, Order as BookOrder, OrderKey, OrderState};
use esim_desk_core::desk::{AccountState, HandOverView, OrderView, OrdersQuery, Verdict};
use esim_desk_core::sandbox::{Fate, Order, Quirks};
use esim_desk_core::typed::sim_number;

use super::{Machine, Walk};

/// A data folder without orders, with room for the database's own log.
const FOLDER_BYTES: u64 = 9 << 20;
const ORDER_BYTES: u64 = 48 << 10;
/// A snapshot of one order, with its whole timeline.
const VIEW_BYTES: usize = 16 << 10;

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
        self.nothing_is_sent_without_a_person();
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
        let name = |order: &OrderView| format!("{} {}", order.reference, order.timeline.len());
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

    fn nothing_is_sent_without_a_person(&self) {
        let posts = self.shop.control().ledger().seen.posts;
        self.must(posts.len() <= self.wishes, || {
            format!("{} requests for {} wishes", posts.len(), self.wishes)
        });
        let mut sent = BTreeSet::new();
        for post in &posts {
            self.must(sent.insert(&post.correlation_id), || {
                format!("{:?} was sent twice", post.correlation_id)
            });
        }
        let elsewhere = self.shop.control().ledger().elsewhere;
        self.must(elsewhere == 0, || "a link was followed".to_owned());
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
        let opened = self
            .shop
            .moving(self.shop.desk.handover.open(order.key))
            .await;
        let Ok(HandOverView::Code { install_code, .. }) = opened else {
            return;
        };
        self.shop.desk.handover.done();
        self.looked_at.insert(order.reference.clone());
        let ledger = self.shop.control().ledger().orders;
        let mut of = ledger
            .iter()
            .filter(|view| code_of(&view.order).as_ref() == Some(&install_code));
        let Some(owner) = of.next().map(|view| view.order.correlation_id.clone()) else {
            // Of the other account, which has a service of its own.
            return;
        };
        let own = owner.as_deref() == Some(order.reference.as_str());
        let said = self.by_a_persons_word.contains(&order.reference);
        self.must(own || said, || {
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

    fn is_in_the_book(&self, reference: &str) -> bool {
        let listed = self.shop.book().list(&Filter::default());
        let page = listed.expect("the book can be read");
        page.orders.iter().any(|order| order.reference == reference)
    }

    fn nothing_grows_without_end(&self) {
        let snapshot = self.shop.desk.snapshot();
        let orders = self.shop.control().ledger().seen.posts.len() + 10;
        self.must(snapshot.orders.len() <= self.wishes + orders, || {
            format!("{} orders on screen", snapshot.orders.len())
        });
        let bytes = serde_json::to_vec(&snapshot)
            .expect("it goes to the window")
            .len();
        self.must(bytes <= (orders + self.wishes) * VIEW_BYTES, || {
            format!("a snapshot of {bytes} bytes for {orders} orders")
        });
        let bytes = size_of(self.shop.folder.path());
        let allowed = FOLDER_BYTES + orders as u64 * ORDER_BYTES;
        // What was spoilt is kept aside: book and backup.
        self.must(bytes <= allowed * (1 + 2 * self.spoilt), || {
            format!(
                "a folder of {bytes} bytes for {orders} orders, {} times spoilt",
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
        for key in asking {
            let settled = self
                .shop
                .desk
                .recovery
                .settle(key, Verdict::NotKnown, "Ana")
                .await;
            // A look may have been faster.
            if settled.is_err() && !asks(&self.shop.order(key)) {
                continue;
            }
            self.must(settled.is_ok(), || {
                format!("{} has no way out: {settled:?}", key.0)
            });
            let state = self.shop.order(key).state;
            self.must(state == OrderState::Settled, || {
                format!("{} is {state:?} after a verdict", key.0)
            });
        }
    }
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("the folder is there").flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|known| known.len())
        .sum()
}
