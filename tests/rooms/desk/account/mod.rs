//! The account: its secret, where that may go and by which way.

mod foreign_origins;
mod keychains;
mod network;
mod pressing;
mod refusing;
mod secrecy;
