//! Whatever the service, or something between here and it, answers: reading an order ends, prints no secret, and gives only
//! codes on which all values agree.
#![no_main]

use esim_desk_fuzz::activation::{InstallCode, Parts, verify};
use esim_desk_fuzz::connect::Order;
use libfuzzer_sys::fuzz_target;
use secrecy::ExposeSecret as _;

fuzz_target!(|data: &[u8]| {
    let Ok(order) = Order::from_answer(data) else {
        return;
    };
    let lpa = order.lpa.as_ref().map(|lpa| lpa.expose_secret());
    let output = order.output.as_ref();
    let matching_id = output
        .and_then(|output| output.matching_id.as_ref())
        .map(|id| id.expose_secret());
    let printed = format!("{order:?}");
    if let Some(lpa) = lpa.filter(|lpa| lpa.contains('$') && lpa.len() > 12) {
        // Ids and the address print, and an answer may repeat the code in them: then it is not the code's field that tells.
        let iccid = output.and_then(|output| output.iccid.as_ref());
        let subscription = output.and_then(|output| output.subscription_id.as_ref());
        let clear = format!(
            "{:?}{:?}{:?}{iccid:?}{subscription:?}",
            order.smdp, order.id, order.status
        );
        let told_elsewhere = clear.contains(lpa);
        assert!(
            told_elsewhere || !printed.contains(lpa),
            "an install code prints"
        );
    }
    let parts = Parts {
        matching_id,
        smdp: order.smdp.as_deref(),
        lpa,
    };
    if let Ok(code) = verify(parts) {
        assert!(Some(code.matching_id().as_str()) == matching_id.map(str::trim));
        let whole = InstallCode::parse(lpa.unwrap_or_default()).expect("it was read");
        assert!(whole == code, "the code is the service's own");
    }
});
