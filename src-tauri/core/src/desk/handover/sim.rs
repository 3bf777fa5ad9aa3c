//! One question to the service: what a SIM is doing.

use crate::book::AccountId;
use crate::connect::Iccid;
use crate::desk::account::Account;
use crate::desk::model::{Failure, SimView};

/// `whose` is the account that the SIM was sold with: another one's service is never asked of it (rulings 2).
pub(super) async fn ask_sim(
    account: &Account,
    whose: &AccountId,
    iccid: &Iccid,
) -> Result<SimView, Failure> {
    let client = account.client_for(whose)?;
    let sim = account.observe(&client, client.sim(iccid).await)?;
    Ok(SimView::from(&sim.status))
}
