//! Cancel and refund: only what is on no phone and unused, asked by a person, settled by reading the SIM, and with no code
//! to be had anywhere from the moment on that it was wanted.

mod asked_again;
mod came_back;
mod fixture;
mod giving_back;
mod settling;
