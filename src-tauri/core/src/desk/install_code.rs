//! The install code of a completed order, drawn and read back, or why there is none.
//!
//! The rules of a code are `activation`'s. What becomes of the order then is its caller's.

use secrecy::{ExposeSecret, SecretString};

use super::account::Account;
use crate::activation::{Doubt, InstallCode, Part, Parts, QrPicture, verify};
use crate::connect::{Client, Fault, FaultKind, Order, Sim};

/// The code in a completed order's answer, or why it may not be shown. What the order does not say, its SIM may
/// (rulings 19).
pub(in crate::desk) async fn of_order(
    account: &Account,
    client: &Client,
    order: &Order,
) -> Result<Result<InstallCode, Doubt>, Fault> {
    let output = order.output.as_ref();
    let matching_id = output.and_then(|output| output.matching_id.as_ref());
    let first = verify(parts(
        matching_id,
        order.smdp.as_deref(),
        order.lpa.as_ref(),
    ));
    let lacks_lpa =
        matches!(&first, Err(Doubt::Incomplete { missing }) if missing.contains(&Part::Lpa));
    let iccid = output.and_then(|output| output.iccid.as_ref());
    let verified = match iccid {
        Some(iccid) if lacks_lpa => match account.observe(client, client.sim(iccid).await) {
            Ok(sim) => verify(parts(matching_id, order.smdp.as_deref(), sim.lpa.as_ref())),
            // The SIM comes later than its order: what the order lacks is not said yet.
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => first,
            Err(fault) => return Err(fault),
        },
        _ => first,
    };
    Ok(read_back(verified).await)
}

/// What a SIM alone says: for an order that was found again without its number.
pub(in crate::desk) async fn of_sim(sim: &Sim) -> Result<InstallCode, Doubt> {
    let verified = verify(parts(
        sim.matching_id.as_ref(),
        sim.smdp.as_deref(),
        sim.lpa.as_ref(),
    ));
    read_back(verified).await
}

/// The same code, if its picture can be read back.
async fn read_back(verified: Result<InstallCode, Doubt>) -> Result<InstallCode, Doubt> {
    let code = verified?;
    let picture = tokio::task::spawn_blocking({
        let code = code.clone();
        move || QrPicture::draw(&code).is_ok()
    });
    if picture.await.unwrap_or(false) {
        Ok(code)
    } else {
        Err(Doubt::PictureWrong)
    }
}

fn parts<'a>(
    matching_id: Option<&'a SecretString>,
    smdp: Option<&'a str>,
    lpa: Option<&'a SecretString>,
) -> Parts<'a> {
    Parts {
        matching_id: matching_id.map(ExposeSecret::expose_secret),
        smdp,
        lpa: lpa.map(ExposeSecret::expose_secret),
    }
}
