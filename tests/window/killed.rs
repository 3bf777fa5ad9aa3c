//! The kill test. The real program is killed at random moments while it sells to a service that drops, delays and fails
//! answers, and impatient staff press again after each start. Afterwards the service's ledger and the book agree
//! (rulings 29), and every eSIM that was bought can be handed over.
//!
//! What happens is drawn from a fixed seed; when exactly a kill strikes also depends on the machine. With `ESIM_DESK_LONG`
//! it goes on until two hundred orders were bought. Not in it: answers that lie (`wrong_answers`), and orders that the
//! service never completes: an answer that was lost leaves no trace of those.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::time::{Duration, Instant};

use esim_desk_lib::book::{Book, Filter, Order, OrderKey, OrderState};
use esim_desk_lib::sandbox::{Fate, Fault, LedgerView, Mishap, Sandbox, Step};
use serde_json::{Value, json};

use crate::driver::computer::Computer;
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window, until_free};
use crate::driver::x11::Screen;

const SEED: u64 = 0x005E_ED0F_E51A;
/// So many eSIMs are bought in a short run, and in a long one.
const FEW: usize = 24;
const MANY: usize = 200;
/// Sales that are begun at once, to be killed among.
const AT_ONCE: u64 = 6;
/// A whole house's address. All other sales have one of their own.
const HOUSE: &str = "house@example.com";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_moments_no_order_is_lost_and_none_is_bought_twice() {
    let wanted = if env::var_os("ESIM_DESK_LONG").is_some() {
        MANY
    } else {
        FEW
    };
    let mut counter = Counter::open().await;
    while counter.bought() < wanted {
        counter.rounds += 1;
        match counter.chance.below(4) {
            0 => counter.killed_while_starting().await,
            _ => counter.killed_while_selling().await,
        }
        counter.every_order_was_written_before_it_was_sent();
        assert!(
            counter.rounds < 10 * wanted,
            "{} eSIMs after {} rounds: the program does not sell",
            counter.bought(),
            counter.rounds
        );
    }
    counter.service.control().calm();
    counter.go_on_to_the_end().await;
    counter.killed_while_starting().await;
    let customers = counter.hand_everything_over().await;

    let ledger = counter.service.control().ledger();
    let rows = rows(&counter.computer);
    agree(&ledger, &rows);
    each_customer_once(&ledger);
    for row in &rows {
        let sold = ledger.orders.iter().map(|view| &view.order);
        let sold = sold
            .filter(|order| order.correlation_id.as_deref() == Some(row.reference.as_str()))
            .find_map(|order| order.email.as_deref());
        let kept = customers.get(&row.key).map(String::as_str);
        assert!(
            sold.is_none() || sold == kept,
            "order {} stands with the customer it was sold to",
            row.key.0
        );
    }
    counter.say(&rows);
}

/// A counter at which the program does not live long.
struct Counter {
    service: Sandbox,
    computer: Computer,
    chance: Chance,
    plans: Vec<Value>,
    customers: u64,
    /// What was begun before the last kill: whoever stood at the counter tries that again first.
    interrupted: Vec<Value>,
    rounds: usize,
    kills: u32,
    again: u32,
    began: Instant,
}

impl Counter {
    /// With an account, connected in the window, and a service that asks nobody to slow down.
    async fn open() -> Self {
        let service = service().await;
        let computer = Computer::start();
        computer.settings(false, &json!({ "requests_per_second": 200 }));
        let window = computer.open(&[]).await;
        window.connect_account(&service.base(), SECRET).await;
        let catalogue = window
            .invoke("catalogue", json!({}))
            .await
            .expect("the service has plans");
        let plans = catalogue["plans"].as_array().expect("a list");
        let mut counter = Self {
            plans: plans.iter().take(3).cloned().collect(),
            service,
            computer,
            chance: Chance(SEED),
            customers: 0,
            interrupted: Vec::new(),
            rounds: 0,
            kills: 0,
            again: 0,
            began: Instant::now(),
        };
        counter.kill().await;
        drop(window);
        counter
    }

    fn bought(&self) -> usize {
        self.service.control().ledger().orders.len()
    }

    /// Starts the program, with an account that opens. Where the driver does not get hold of it in time, which happens in so
    /// many starts, the program itself must be there all the same.
    async fn start(&self) -> Window {
        let data = self.computer.data();
        for _ in 0..3 {
            match Window::try_open(&self.computer, &data, &[]).await {
                Ok(window) => {
                    signed_in(&window).await;
                    return window;
                }
                Err(_driver) => {
                    let titles = Screen::of(&self.computer).titles();
                    assert_eq!(titles, ["eSIM Desk"], "the program has started");
                }
            }
            until_free(&data).await;
        }
        panic!("the driver never gets hold of the app");
    }

    async fn killed_while_starting(&mut self) {
        let _program = self.computer.start_app();
        let moment = Duration::from_millis(self.chance.below(2500));
        tokio::time::sleep(moment).await;
        self.kill().await;
    }

    async fn killed_while_selling(&mut self) {
        let window = self.start().await;
        self.trouble();
        let again = self.interrupted.split_off(0).into_iter().map(|mut draft| {
            draft["idempotencyKey"] = sale().into();
            draft
        });
        let again: Vec<Value> = again.collect();
        self.again += u32::try_from(again.len()).unwrap_or(u32::MAX);
        let fresh: Vec<Value> = (0..AT_ONCE).map(|_| self.draft()).collect();
        self.interrupted = fresh.clone();
        self.interrupted.retain(|draft| draft["again"] == false);
        let all: Vec<Value> = again.into_iter().chain(fresh).collect();

        let before = self.posts();
        window
            .script(
                "for (const draft of arguments[0]) \
                   window.__TAURI_INTERNALS__.invoke('place_order', { draft }).catch((why) => { \
                     if (typeof why === 'string') window.misunderstood = why \
                   })",
                vec![all.into()],
            )
            .await;
        let misunderstood = window.script("return window.misunderstood ?? null", Vec::new());
        assert_eq!(misunderstood.await, Value::Null, "the sale is understood");
        if self.chance.below(3) == 0 {
            tokio::time::sleep(Duration::from_millis(self.chance.below(1500))).await;
        } else {
            // Near the moment at which an order leaves, where a kill hurts most.
            let sent = before + usize::try_from(1 + self.chance.below(AT_ONCE)).unwrap_or(1);
            let begun = Instant::now();
            while self.posts() < sent && begun.elapsed() < Duration::from_secs(4) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_millis(self.chance.below(60))).await;
        }
        self.kill().await;
        drop(window);
    }

    /// Ends the program as a power cut does, as far as that can be done to a process.
    async fn kill(&mut self) {
        let killed = self.computer.kill_app();
        until_free(&self.computer.data()).await;
        self.kills += killed;
    }

    fn posts(&self) -> usize {
        self.service.control().ledger().seen.posts.len()
    }

    /// A sale as the form sends it: to a customer of its own, or to a house in which others have bought the same.
    fn draft(&mut self) -> Value {
        self.customers += 1;
        let house = self.chance.below(5) == 0;
        let email = if house {
            HOUSE.to_owned()
        } else {
            format!("guest.{}@example.com", self.customers)
        };
        json!({
            "idempotencyKey": sale(),
            "plan": self.chance.one_of(&self.plans),
            "email": email,
            "firstName": "Maria",
            "lastName": "Keller",
            "residence": "",
            "phone": null,
            "eid": "",
            "eidAnyway": false,
            "start": { "kind": "now" },
            "notes": { "guestPays": "", "guestCurrency": "", "note": "", "staff": "" },
            "again": house,
        })
    }

    /// What will go wrong at the service in this run, beside what is left of the run before.
    fn trouble(&mut self) {
        let control = self.service.control();
        for _ in 0..2 + self.chance.below(5) {
            let millis = 20 + self.chance.below(1200);
            let late = Mishap::Slow { millis };
            let wait = [("retry-after".to_owned(), "1".to_owned())];
            let slow_down = Mishap::TooMany {
                headers: wait.to_vec(),
            };
            let fault = match self.chance.below(16) {
                0 | 1 => Fault::next(Step::Order, Mishap::Drop),
                2..5 => Fault::next(Step::Order, Mishap::Drop).after_work(),
                5 => Fault::next(Step::Order, late),
                6 => Fault::next(Step::Order, late).after_work(),
                7 => Fault::next(Step::Order, Mishap::Broken).after_work(),
                8 => Fault::next(Step::Order, Mishap::BadGateway),
                9 => Fault::next(Step::Order, Mishap::Truncated).after_work(),
                10 => Fault::next(Step::Order, Mishap::refuse(401, "UNAUTHORIZED", "Expired")),
                11 => Fault::next(Step::Order, slow_down),
                _ => {
                    let steps = [
                        Step::Token,
                        Step::Product,
                        Step::Subscriptions,
                        Step::Status,
                        Step::Sim,
                    ];
                    let mishaps = [Mishap::Drop, Mishap::Broken, Mishap::Garbage, late];
                    let step = self.chance.one_of(&steps);
                    Fault::next(step, self.chance.one_of(&mishaps))
                }
            };
            control.cause(fault);
        }
        control.next_order(self.chance.one_of(&[
            Fate::Completes,
            Fate::Completes,
            Fate::NoLpa,
            Fate::NoSmdp,
        ]));
    }

    /// Looks into a copy of the book, as the kill left it: opening the book itself would tidy it up for the program.
    fn every_order_was_written_before_it_was_sent(&self) {
        let copy = tempfile::tempdir().expect("the temporary folder is writable");
        for name in ["orders.db", "orders.db-wal"] {
            let file = self.computer.data().join(name);
            if file.exists() {
                fs::copy(&file, copy.path().join(name)).expect("both folders are ours");
            }
        }
        let book = Book::open(copy.path()).expect("a killed book opens").book;
        let written = references(&list(&book));
        for post in self.service.control().ledger().seen.posts {
            let reference = post.correlation_id.expect("each request has one");
            assert!(
                written.contains(&reference),
                "an order left before its row was on disk"
            );
        }
    }

    /// The program runs as long as it needs. What it may not decide by itself, the staff do, with what the provider told
    /// them of each reference.
    async fn go_on_to_the_end(&mut self) {
        let window = self.start().await;
        let begun = Instant::now();
        loop {
            let snapshot = window.snapshot().await;
            let ledger = self.service.control().ledger();
            let orders = snapshot["orders"].as_array().expect("a list");
            let mut left = 0;
            for order in orders {
                if ["sending", "accepted", "preparing"].contains(&text(&order["state"])) {
                    left += 1;
                }
                let sold =
                    ledger.orders.iter().map(|view| &view.order).find(|sold| {
                        sold.correlation_id.as_deref() == Some(text(&order["reference"]))
                    });
                let (Some(sold), "unconfirmed") = (sold, text(&order["state"])) else {
                    continue;
                };
                left += 1;
                let candidates = order["recovery"]["candidates"].as_array();
                let told = candidates
                    .into_iter()
                    .flatten()
                    .find(|candidate| candidate["subscription"] == sold.subscription.id.as_str());
                if let Some(told) = told {
                    let choice = json!({
                        "order": order["key"], "subscription": told["subscription"],
                    });
                    let chosen = window.invoke("choose_candidate", choice).await;
                    // Meanwhile the program may have found it by itself. What is shown and can never be chosen comes to no end.
                    let found_meanwhile = Err(json!({ "kind": "unknown_order" }));
                    assert!(
                        chosen == Ok(Value::Null) || chosen == found_meanwhile,
                        "what is shown can be chosen: {chosen:?}"
                    );
                }
            }
            if left == 0 {
                break;
            }
            assert!(
                begun.elapsed() < 2 * PATIENCE,
                "{left} orders do not come to an end: {snapshot}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.kill().await;
        drop(window);
    }

    /// After one more start the code of everything that was bought is one press away. Gives back who stands with each order.
    async fn hand_everything_over(&mut self) -> BTreeMap<OrderKey, String> {
        let window = self.start().await;
        let ledger = self.service.control().ledger();
        let mut customers = BTreeMap::new();
        let mut codes = BTreeMap::new();
        loop {
            let query = json!({
                "text": "", "group": "all", "day": null, "withOpen": false, "offset": customers.len(),
            });
            let page = window.invoke("orders", json!({ "query": query })).await;
            let page = page.expect("the book can be read");
            let orders = page["orders"].as_array().expect("a list");
            for order in orders {
                let key = serde_json::from_value(order["key"].clone()).expect("a key");
                customers.insert(key, text(&order["customer"]["email"]).to_owned());
                if order["state"] == "ready" {
                    let handed = window
                        .invoke(
                            "hand_over",
                            json!({ "order": order["key"], "anyway": false }),
                        )
                        .await
                        .expect("it is ready");
                    codes.insert(
                        text(&order["reference"]).to_owned(),
                        text(&handed["installCode"]).to_owned(),
                    );
                }
            }
            if orders.is_empty() {
                break;
            }
        }
        for OrderIn { reference, code } in ledger.orders.iter().map(OrderIn::of) {
            assert_eq!(
                codes.get(reference),
                Some(&code),
                "each order that was bought gives its own code"
            );
        }
        window.close(&self.computer).await;
        customers
    }

    #[expect(
        clippy::print_stdout,
        reason = "the figures of a long run are for people"
    )]
    fn say(&self, rows: &[Order]) {
        let mut states = BTreeMap::new();
        for row in rows {
            *states.entry(row.state.name()).or_insert(0_u32) += 1;
        }
        println!(
            "{} kills, {} rows {states:?}, {} POSTs, {} bought, {} pressed again, {:?}",
            self.kills,
            rows.len(),
            self.posts(),
            self.bought(),
            self.again,
            self.began.elapsed()
        );
    }
}

/// An order of the ledger, as far as a person at the counter is concerned.
struct OrderIn<'a> {
    reference: &'a str,
    code: String,
}

impl<'a> OrderIn<'a> {
    fn of(view: &'a esim_desk_lib::sandbox::OrderView) -> Self {
        let matching_id = view.order.matching_id.as_deref();
        Self {
            reference: view
                .order
                .correlation_id
                .as_deref()
                .expect("each request has one"),
            code: format!(
                "LPA:1$rsp.sandbox.example${}",
                matching_id.expect("a new eSIM has one")
            ),
        }
    }
}

/// Rulings 29: the two lists tell the same story.
fn agree(ledger: &LedgerView, rows: &[Order]) {
    let written = references(rows);
    assert_eq!(written.len(), rows.len(), "a reference is one order's");
    let mut sent = BTreeSet::new();
    for post in &ledger.seen.posts {
        let reference = post.correlation_id.clone().expect("each request has one");
        assert!(
            written.contains(&reference),
            "an order is missing in the book"
        );
        assert!(sent.insert(reference), "an order was sent twice");
    }
    let mut claimed = BTreeSet::new();
    for order in ledger.orders.iter().map(|view| &view.order) {
        let id = order.id.to_string();
        let same: Vec<&Order> = rows
            .iter()
            .filter(|row| {
                row.order_id.as_deref() == Some(id.as_str())
                    || row.iccid.as_deref() == Some(order.iccid.as_str())
            })
            .collect();
        let [row] = same.as_slice() else {
            panic!("an order of the ledger is {} rows: {same:?}", same.len());
        };
        assert_eq!(
            order.correlation_id.as_deref(),
            Some(row.reference.as_str()),
            "it is the order that was sent, and not another customer's"
        );
        assert_eq!(row.state, OrderState::Ready, "{row:?}");
        assert_eq!(row.rival, None, "nobody else claims it");
        claimed.insert(row.key);
    }
    for row in rows.iter().filter(|row| !claimed.contains(&row.key)) {
        assert!(
            matches!(
                row.state,
                OrderState::NotSent
                    | OrderState::Refused
                    | OrderState::Unconfirmed
                    | OrderState::Settled
            ),
            "nothing was bought, and the book says {row:?}"
        );
    }
}

/// Whoever has an address of their own has bought once, however often somebody pressed.
fn each_customer_once(ledger: &LedgerView) {
    let mut seen = BTreeSet::new();
    for order in ledger.orders.iter().map(|view| &view.order) {
        let email = order.email.as_deref().expect("each sale has one");
        assert!(
            email == HOUSE || seen.insert(email),
            "{email} has bought twice"
        );
    }
}

fn rows(computer: &Computer) -> Vec<Order> {
    list(&Book::open(&computer.data()).expect("the book opens").book)
}

fn list(book: &Book) -> Vec<Order> {
    book.list(&Filter::default())
        .expect("the book can be read")
        .orders
}

fn references(rows: &[Order]) -> BTreeSet<String> {
    rows.iter().map(|row| row.reference.clone()).collect()
}

async fn signed_in(window: &Window) {
    let begun = Instant::now();
    while window.snapshot().await["account"]["state"] != "signed_in" {
        assert!(
            begun.elapsed() < PATIENCE,
            "the account does not open: {}",
            window.snapshot().await
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn sale() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Numbers that look random and are the same in each run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        let length = u64::try_from(all.len()).expect("a short list");
        let at = usize::try_from(self.below(length)).expect("a short list");
        all[at].clone()
    }
}
