//! Selling: the form, the one order, what may go wrong at each step, and what the counter notes.

mod at_counter;
mod device;
mod faults;
mod filled_again;
mod long_walk;
mod lost_top_ups;
mod no_duplicates;
mod random_walk;
mod refunding;
mod sale_notes;
mod selling;
mod sold_price;
mod top_ups_turning_up;
pub mod topping_up;
