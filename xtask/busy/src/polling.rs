//! Polling very many orders, with a paused clock: how long it takes, and what it holds.

// What fills a desk for a test lies with the tests.
#[path = "../../../tests/support/backlog.rs"]
mod backlog;

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep};

use self::backlog::Backlog;
use crate::counted::COUNTED;
use esim_desk_core::sandbox::Fate;

/// The service's stated limit, a minute: below the desk's own budget, so that it is what binds.
const LIMIT: u32 = 60;
const MANY: u32 = 1000;

/// 1,000 open orders, just taken by the service, until all are ready.
pub fn to_the_end() {
    clocked().block_on(async {
        let backlog = Backlog::taken(MANY, Fate::Completes, Some(LIMIT)).await;
        let desk = backlog.desk(0..MANY as usize).await;
        desk.window.measure();
        let begin = Instant::now();
        backlog.sign_in(&desk).await;
        desk.all_ready().await;
        println!("took_s {:.1}", begin.elapsed().as_secs_f64());
        // Each has to be looked at once after it is completed, whatever the desk does.
        println!("bound_s {:.1}", 60.0 * f64::from(MANY) / f64::from(LIMIT));
        println!("requests {}", backlog.requests());
        println!("over_limit {}", backlog.over_limit());
        let (snapshots, bytes) = desk.window.shown();
        println!("snapshots {snapshots}");
        println!("snapshot_kb {}", bytes / snapshots.max(1) / 1000);
        println!(
            "slowest_snapshot_ms {:.2}",
            desk.window.slowest().as_secs_f64() * 1000.0
        );
    });
}

/// 100 orders that do not get on, polled for an hour: the bytes in use, as the median of each quarter.
pub fn for_an_hour() {
    const ORDERS: u32 = 100;
    const LOOK: Duration = Duration::from_secs(10);
    const QUARTER: usize = 90;
    clocked().block_on(async {
        let backlog = Backlog::taken(ORDERS, Fate::Stalls, None).await;
        let desk = backlog.desk(0..ORDERS as usize).await;
        desk.window.measure();
        backlog.sign_in(&desk).await;
        for quarter in 1..=4 {
            let mut bytes = Vec::with_capacity(QUARTER);
            for _ in 0..QUARTER {
                sleep(LOOK).await;
                bytes.push(COUNTED.current_usage());
            }
            bytes.sort_unstable();
            println!(
                "quarter_{quarter}_kb {:.1}",
                bytes[QUARTER / 2] as f64 / 1000.0
            );
        }
        println!("requests {}", backlog.requests());
    });
}

/// One thread, and a clock that moves on whenever nobody has anything to do.
pub fn clocked() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime")
}
