//! No dump of this program's memory: it holds the account's secret, tokens, the keys of the order book, its customers
//! and codes, and a dump is kept outside the data folder, for longer than customers are.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::turn_off;
#[cfg(windows)]
pub use windows::turn_off;
