//! One question to the service: what a SIM is doing.

use crate::connect::Iccid;
use crate::desk::account::Account;
use crate::desk::model::{Failure, SimView};

pub(super) async fn ask_sim(account: &Account, iccid: &Iccid) -> Result<SimView, Failure> {
    let sim = account.observe(account.client()?.sim(iccid).await)?;
    Ok(SimView::from(&sim.status))
}
