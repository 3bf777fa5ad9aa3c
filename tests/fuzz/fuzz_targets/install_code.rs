//! Whatever is pasted or answered: reading an install code ends, and what it reads is written as the same code again.
#![no_main]

use esim_desk_fuzz::activation::{Eid, Iccid, InstallCode, Parts, SmdpAddress, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(code) = InstallCode::parse(text) {
        let written = code.qr_text();
        let again = InstallCode::parse(&written).expect("what was written reads");
        assert!(again == code, "and is the same code");
        assert!(again.qr_text() == written, "written one way only");
        assert!(written.is_ascii(), "a QR code holds plain text");
        assert!(
            !format!("{code:?}").contains(code.matching_id().as_str())
                || code.matching_id().as_str().len() < 12
        );
    }
    for read in [
        Eid::parse(text).is_ok(),
        Iccid::parse_typed(text).is_ok(),
        Iccid::from_service(text).is_ok(),
    ] {
        std::hint::black_box(read);
    }
    if let Ok(host) = SmdpAddress::from_service(text) {
        assert!(
            SmdpAddress::parse(host.as_str()).is_ok(),
            "a host that was read is a host"
        );
    }
    let mut lines = text.split('\n');
    let parts = Parts {
        matching_id: lines.next(),
        smdp: lines.next(),
        lpa: lines.next(),
    };
    if let Ok(code) = verify(parts) {
        let said = parts.matching_id.unwrap_or_default().trim();
        assert!(
            code.matching_id().as_str() == said,
            "no code that the service contradicts"
        );
        assert!(!said.is_empty(), "no code without a matching id");
    }
});
