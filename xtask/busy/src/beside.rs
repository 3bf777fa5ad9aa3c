//! What a sale costs while somebody else reads very long lists: a day of very many orders, and searches through all of them.
//! Against a desk with an empty book, of which nobody reads anything. The desks' clock is paused; the reader's is not, and it
//! has a thread of its own, as the window's questions have.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use esim_desk_core::desk::{Desk, OrderHeading, OrdersQuery};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::Options;
use jiff::{ToSpan, Zoned};
use tokio::runtime::Builder;
use tokio::time::sleep;

use crate::large_book;
use crate::polling::clocked;
use crate::till::{Till, folder_in_memory};

/// Of each desk in a block; the blocks take turns, so that whatever else the computer does is shared by both.
const SALES: usize = 51;
const BLOCKS: usize = 3;
/// Of each desk, before any is counted: the first sales of a run ask for tokens and open connections.
const BEFORE: usize = 3;
/// Between two sales, so that the desk's budget of requests is whole again.
const PAUSE: Duration = Duration::from_secs(60);

/// Sales of each desk.
pub fn sales(orders: u32) {
    clocked().block_on(async {
        let yesterday = Zoned::now().yesterday().expect("a day").date();
        let noon = yesterday.at(12, 0, 0, 0).in_tz("UTC").expect("a time");
        let noon = noon.timestamp();
        let day = noon.to_zoned(jiff::tz::TimeZone::system()).date();
        let folder = folder_in_memory();
        let keys = large_book::write(folder.path(), orders, noon, noon + 30.minutes());
        let keychain = Keychain::in_memory();
        large_book::keep(&keychain, folder.path(), &keys).await;
        let busy = Till::open_in(folder, keychain, Options::default()).await;
        let quiet = Till::open_in(
            folder_in_memory(),
            Keychain::in_memory(),
            Options::default(),
        )
        .await;

        let reader = Reader::begin(&busy.desk, day.to_string(), orders);
        for till in [&quiet, &busy] {
            for number in 1..=BEFORE {
                ms(till, &format!("first-{number}@elsewhere.example")).await;
            }
        }
        let (mut beside, mut alone) = (Vec::new(), Vec::new());
        for block in 1..=BLOCKS {
            let email = |number| format!("guest-{block}-{number}@elsewhere.example");
            for number in 1..=SALES {
                alone.push(ms(&quiet, &email(number)).await);
            }
            reader.reads(true);
            for number in 1..=SALES {
                beside.push(ms(&busy, &email(number)).await);
            }
            reader.reads(false);
        }
        let lists = reader.end();
        assert!(lists > 1, "somebody read lists meanwhile");
        for (name, mut took) in [("alone", alone), ("beside", beside)] {
            took.sort_by(f64::total_cmp);
            println!("{name}_sale_ms {:.2}", took[took.len() / 2]);
            println!("{name}_worst_ms {:.2}", took[took.len() - 1]);
        }
        println!("lists_read {lists}");
    });
}

/// How long a sale takes until its code is there, but for the waiting.
async fn ms(till: &Till, email: &str) -> f64 {
    let begin = Instant::now();
    let key = till.sell(email).await;
    till.desk.handover.open(key).await.expect("its code");
    let took = begin.elapsed().as_secs_f64() * 1000.0;
    till.desk.handover.done();
    sleep(PAUSE).await;
    took
}

/// Somebody who reads lists, one after the other, while told so.
struct Reader {
    reads: Arc<AtomicBool>,
    /// Whether it is at it: it ends with the list that it has begun.
    is_reading: Arc<AtomicBool>,
    ends: Arc<AtomicBool>,
    lists: Arc<AtomicU32>,
    thread: thread::JoinHandle<()>,
}

impl Reader {
    fn begin(desk: &Arc<Desk>, day: String, orders: u32) -> Reader {
        let (reads, ends) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let is_reading = Arc::new(AtomicBool::new(false));
        let lists = Arc::new(AtomicU32::new(0));
        let thread = thread::spawn({
            let (desk, reads, lists) = (desk.clone(), reads.clone(), lists.clone());
            let is_reading = is_reading.clone();
            let ends: Arc<AtomicBool> = Arc::clone(&ends);
            move || {
                let runtime = Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime").block_on(async {
                    while !ends.load(Ordering::Acquire) {
                        let may_read = reads.load(Ordering::Acquire);
                        is_reading.store(may_read, Ordering::Release);
                        if !may_read {
                            thread::sleep(Duration::from_micros(200));
                            continue;
                        }
                        assert!(list(&desk, "", Some(&day), orders / 2).await >= orders);
                        assert!(list(&desk, "europe", None, 0).await >= orders / 5);
                        lists.fetch_add(2, Ordering::AcqRel);
                    }
                });
            }
        });
        Reader {
            reads,
            is_reading,
            ends,
            lists,
            thread,
        }
    }

    /// Begins to read, or ends, and gives back when it is so.
    fn reads(&self, reads: bool) {
        self.reads.store(reads, Ordering::Release);
        while self.is_reading.load(Ordering::Acquire) != reads {
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn end(self) -> u32 {
        self.ends.store(true, Ordering::Release);
        self.thread.join().expect("it read what there is");
        self.lists.load(Ordering::Acquire)
    }
}

/// The beginning of a list, with what its day came to, and a later part of it. Gives how many it has.
async fn list(desk: &Desk, text: &str, day: Option<&str>, offset: u32) -> u32 {
    let query = |offset| OrdersQuery {
        text: text.to_owned(),
        heading: OrderHeading::All,
        day: day.map(str::to_owned),
        with_open: true,
        offset,
    };
    let first = desk.lists.orders(query(0)).await.expect("it reads");
    desk.lists.orders(query(offset)).await.expect("it reads");
    first.total
}
