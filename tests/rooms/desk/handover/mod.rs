//! The code on the screen, and what the customer sees of it.

mod customer_display;
mod on_screen;
