//! Text as people type, paste and scan it: cleaned of what cannot be seen, folded for a search, and compared.
//!
//! ```text
//! clean   what a field takes: without invisible signs, or why a person has to look at it
//! digits  numbers of cards and phones without what separates their digits
//! email   the same for an e-mail address, which comes with `mailto:`, a name and brackets around it
//! fold    letters as a search compares them
//! saved   a text file as editors save it
//! sim     SIM numbers with and without the padding of their stored form
//! signs   which signs are invisible, dangerous, or another way to write a plain one
//! ```
//!
//! Pure, and below every other room, so that what is sent, stored, searched and compared is cleaned in one way. What a
//! field must hold besides (a country, an amount, so many digits) is the desk's.

mod clean;
mod digits;
mod email;
mod fold;
mod saved;
mod signs;
mod sim;

pub use clean::{Cleaned, Unclear, address, line, without_invisible};
pub use digits::without_separators;
pub use email::{comparable_email, email};
pub use fold::{fold, search_words};
pub use saved::saved_text;
pub use sim::{same_sim, sim_number};
