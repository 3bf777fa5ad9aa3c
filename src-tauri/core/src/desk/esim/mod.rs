//! eSIMs that were sold: what the service says of a SIM and of the plans on it, which eSIM a guest means, and starting a
//! plan that waits.
//!
//! ```text
//! find       which eSIMs somebody means (key: what they typed)
//! look       one SIM with its plans, asked for or from memory
//! start_now  the one request that starts a plan
//! memory     what was last read of each SIM in this run
//! view       what the window shows of it (found: of what was found)
//! ```
//!
//! A SIM is known by its ICCID here, whoever sold it. The service answers for the account in use only, and is asked for no
//! SIM that this book has under another account (rulings 2). No code passes here: of the service's answer about a SIM only
//! its state is kept, and what this desk did not sell comes to its code by the way of lost sales (`recovery::Unmatched`).
//! Not here either: plans that are bought for a SIM, and giving one back.

mod find;
mod found;
mod key;
mod look;
mod memory;
mod start_now;
mod view;

use std::sync::Arc;

use self::memory::SimMemory;
use crate::desk::account::Account;
use crate::desk::lists::Lists;
use crate::desk::orders::Orders;

pub use self::found::{FoundBy, FoundEsim, FoundEsims, OrderThere};
pub use self::view::{Balance, EsimView, PlanOnSim, PlanState, StartNow};

/// The eSIMs of the account in use.
pub struct Esims {
    account: Arc<Account>,
    orders: Arc<Orders>,
    lists: Arc<Lists>,
    memory: SimMemory,
}

impl Esims {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        orders: Arc<Orders>,
        lists: Arc<Lists>,
    ) -> Esims {
        Esims {
            account,
            orders,
            lists,
            memory: SimMemory::default(),
        }
    }
}
