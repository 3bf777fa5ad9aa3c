//! Orders whose answer was lost, and sales that no order of the book is.

mod beside_others;
mod deciding;
mod large_accounts;
mod overtaken;
mod placed_again;
pub mod recovering;
mod unmatched;
