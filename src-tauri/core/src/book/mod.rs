//! The order book: every order this desk ever placed, on disk before it is sent, with its customer's fields sealed.
//!
//! Kept in one SQLite file. All calls wait for the disk, so a caller on an async thread moves them off it. Not here: what an
//! answer of the service means (`connect`), what to do next (`desk`), and where the keys are kept (`keychain`).
//!
//! Each file knows only those below it:
//!
//! ```text
//! record  queries  search  reports  the calls of Book, by what they are for
//! guest_lines  forget  key_check  rival_code
//! handle                            Book itself: opening, reading, writing, and all its locks
//! sqlite/                           all that names SQLite
//! adding                            each order into the sums
//! transition  search_index  sums    the rules, and what is held in memory; neither knows a file
//! profiles                          whose codes are known, below search_index
//! stored  seal  keys                orders with their sealed fields, the sealing, its keys
//! outcome                           what an order came to
//! list  order  heading  guest_group values
//! known_subscriptions               what the service had before an order left
//! state  id  error
//! ```
//!
//! Tables stand beside them: `export` needs orders only, `sums_table` sums; both are written by `table` and `spreadsheet`.

mod adding;
mod error;
mod export;
mod forget;
mod guest_group;
mod guest_lines;
mod handle;
mod heading;
mod id;
mod key_check;
mod keys;
mod known_subscriptions;
mod list;
mod order;
mod outcome;
mod profiles;
mod queries;
mod record;
mod reports;
mod rival_code;
mod seal;
mod search;
mod search_index;
mod spreadsheet;
mod sqlite;
mod state;
mod stored;
mod sums;
mod sums_table;
mod table;
mod transition;

pub use self::error::BookError;
pub use self::export::{Csv, CsvLayout, csv};
pub use self::forget::Erasure;
pub use self::guest_group::{
    GroupRow, GuestGroup, GuestLine, LineOrder, LineState, NewGroup, NewLine,
};
pub use self::handle::{Book, Opened};
pub use self::id::BookId;
pub use self::keys::{BookKeys, Month};
pub use self::known_subscriptions::KnownSubscriptions;
pub use self::list::{Filter, OpenOrders, Page};
pub use self::order::{
    AccountId, AdoptedSale, Asked, Customer, CustomerRecord, GroupKey, GuestNames, LineKey,
    NewOrder, Order, OrderFacts, OrderKey, OrderKind, PlanSale, PlanSold, TimelineEntry, Verdict,
};
pub use self::outcome::Outcome;
pub use self::search_index::Sale;
pub use self::sqlite::open::Surroundings;
pub use self::sqlite::repair::Repair;
pub use self::state::{OrderEvent, OrderState, StateHeading};
pub use self::sums::{Amounts, BookedSale, Days, GroupBy, Sums, SumsLine, SumsQuery, SumsReport};
pub use self::sums_table::{SumsLayout, sums_csv};
pub use self::table::Dialect;
