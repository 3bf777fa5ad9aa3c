//! What the sandbox answers to requests of the Connect API: one file for each collection, and what they share.
//!
//! Not in it: which address leads where (`routes`), and the sandbox's own interface (`control`).

pub(super) mod answer;
pub(super) mod fallback;
pub(super) mod gate;
pub(super) mod listen;
mod order_form;
pub(super) mod orders;
pub(super) mod products;
pub(super) mod sims;
pub(super) mod subscriptions;
pub(super) mod token;
