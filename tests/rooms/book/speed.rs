//! A book of 100,000 orders (rulings 23 and 28). Takes a while and means something in release builds only, so it runs
//! with `ESIM_DESK_LONG` set.

use std::path::Path;
use std::time::{Duration, Instant};

use esim_desk_core::book::{Book, BookKeys, Days, Filter, GroupBy, Month, OrderEvent, SumsQuery};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{NOW, at, completed, new_order, open};

const ORDERS: u32 = 100_000;

/// Fills a book with orders that came through, each of another customer.
pub fn fill(book: &Book, orders: u32) -> BookKeys {
    let mut keys = BookKeys::new();
    keys.key_for(Month::of(at(NOW))).expect("randomness");
    book.use_keys(Some(keys.clone()));
    for number in 1..=orders {
        let mut meant = new_order(&format!("guest{number}@hotel.example"), NOW);
        meant.reference = format!("5f0c6f4e-0000-4000-8000-{number:012}");
        let key = book.begin(&meant).expect("it is written");
        book.record(key, OrderEvent::CodeProved, &completed(number), at(NOW))
            .expect("it is written");
    }
    keys
}

/// The median time of opening the book in `folder`.
pub fn opening(folder: &Path) -> Duration {
    median(|| {
        let start = Instant::now();
        let book = open(folder);
        let time = start.elapsed();
        drop(book);
        time
    })
}

/// The median time of searching and opening one page of what was found, for the slowest of several texts.
pub fn searching(book: &Book, orders: u32) -> Duration {
    let page = Filter {
        limit: 50,
        ..Filter::default()
    };
    [
        "guest77777@hotel.example".to_owned(),
        "meyer".to_owned(),
        "nobody of that name".to_owned(),
        "europe 5 gb anna hotel".to_owned(),
        format!("order-{orders}"),
        "e".to_owned(),
    ]
    .iter()
    .map(|text| {
        median(|| {
            let start = Instant::now();
            book.search(text, &page).expect("it reads");
            start.elapsed()
        })
    })
    .max()
    .unwrap_or_default()
}

/// The median time of adding up everything, by day and with a picture.
pub fn adding_up(book: &Book) -> Duration {
    let year = Days {
        zone: TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC),
        first: Date::constant(2026, 1, 1),
        last: Date::constant(2026, 12, 31),
    };
    let asked = SumsQuery {
        days: year.clone(),
        by: GroupBy::Day,
        each_of: Some(year),
        account: None,
    };
    median(|| {
        let start = Instant::now();
        book.sums(&asked).expect("it reads");
        start.elapsed()
    })
}

fn median(mut measure: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..15).map(|_| measure()).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn a_hundred_thousand_orders_open_and_are_searched_fast() {
    if std::env::var_os("ESIM_DESK_LONG").is_none() {
        return;
    }
    // Memory, where there is some: a hundred thousand orders are two hundred thousand syncs.
    let memory = Path::new("/dev/shm");
    let large = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    }
    .expect("a temporary folder");
    let empty = tempfile::tempdir_in(large.path().parent().expect("it has one")).expect("a folder");
    let book = open(large.path());
    let keys = fill(&book, ORDERS);
    drop(book);
    drop(open(empty.path()));

    let (with_orders, without) = (opening(large.path()), opening(empty.path()));
    let book = open(large.path());
    book.use_keys(Some(keys));
    let start = Instant::now();
    book.open_customers().expect("they open");
    let customers = start.elapsed();
    let search = searching(&book, ORDERS);
    let sums = adding_up(&book);
    let report = format!(
        "opening {with_orders:?} against {without:?}, customers {customers:?}, search {search:?}, sums {sums:?}"
    );
    // Beside the start of the whole program, which takes many times as long, a millisecond is nothing.
    assert!(
        with_orders <= without + Duration::from_millis(1),
        "{report}"
    );
    assert!(customers <= Duration::from_secs(3), "{report}");
    assert!(search <= Duration::from_millis(50), "{report}");
    assert!(sums <= Duration::from_millis(500), "{report}");
}
