//! The grammar of install codes, against the vectors of SGP.22 and of other readers.

use proptest::prelude::*;

use super::*;

/// Input, host, matching id, OID, flag, and how it is written again.
type Vector = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    bool,
    &'static str,
);

const SPEC_ID: &str = "04386-AGYFT-A74Y8-3F815";

#[rustfmt::skip]
const VALID: &[Vector] = &[
    // SGP.22 v2.5, section 4.1
    ("1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815", "SMDP.GSMA.COM", SPEC_ID, None, false,
     "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815"),
    ("1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$$1", "SMDP.GSMA.COM", SPEC_ID, None, true,
     "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$$1"),
    ("1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1", "SMDP.GSMA.COM", SPEC_ID,
     Some("1.3.6.1.4.1.31746"), true, "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746$1"),
    ("1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746", "SMDP.GSMA.COM", SPEC_ID,
     Some("1.3.6.1.4.1.31746"), false, "LPA:1$SMDP.GSMA.COM$04386-AGYFT-A74Y8-3F815$1.3.6.1.4.1.31746"),
    ("1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746", "SMDP.GSMA.COM", "", Some("1.3.6.1.4.1.31746"), false,
     "LPA:1$SMDP.GSMA.COM$$1.3.6.1.4.1.31746"),
    // other readers' vectors
    ("1$SMDP.EXAMPLE.NET$KL14XA-8C7RLY$1.3.6.1.4.1.3174", "SMDP.EXAMPLE.NET", "KL14XA-8C7RLY",
     Some("1.3.6.1.4.1.3174"), false, "LPA:1$SMDP.EXAMPLE.NET$KL14XA-8C7RLY$1.3.6.1.4.1.3174"),
    ("1$SMDP.EXAMPLE.COM$$$$$$$$$$$$$$$$$$$$$$$$$$", "SMDP.EXAMPLE.COM", "", None, false,
     "LPA:1$SMDP.EXAMPLE.COM$"),
    ("LPA:1$example.com$matching-id", "example.com", "matching-id", None, false, "LPA:1$example.com$matching-id"),
    ("LPA:1$example.com$matching-id$$1", "example.com", "matching-id", None, true,
     "LPA:1$example.com$matching-id$$1"),
    ("LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7", "rsp.truphone.com", "QR-G-5C-1LS-1W1Z9P7", None, false,
     "LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7"),
    // what Connect's documents show
    ("1$rsp.truphone.com$6C-DA326D-K86D", "rsp.truphone.com", "6C-DA326D-K86D", None, false,
     "LPA:1$rsp.truphone.com$6C-DA326D-K86D"),
    ("LPA:1$rsp.truphone.com$O-17QF0-MJVBIN", "rsp.truphone.com", "O-17QF0-MJVBIN", None, false,
     "LPA:1$rsp.truphone.com$O-17QF0-MJVBIN"),
    // forgiven when read, never written
    ("  lpa:1$a.example$X \r\n", "a.example", "X", None, false, "LPA:1$a.example$X"),
    ("\u{a0}Lpa:1$a.example$X\t", "a.example", "X", None, false, "LPA:1$a.example$X"),
    ("1$a.example$X$$0", "a.example", "X", None, false, "LPA:1$a.example$X"),
    ("1$a.example$X$", "a.example", "X", None, false, "LPA:1$a.example$X"),
    ("1$a.example$X$$$AB-CD$anything $!", "a.example", "X", None, false, "LPA:1$a.example$X"),
    ("1$a.example$X$2.999$1$ABCD$9", "a.example", "X", Some("2.999"), true, "LPA:1$a.example$X$2.999$1"),
];

const INVALID: &[(&str, CodeError)] = &[
    ("", CodeError::Format),
    ("LPA:", CodeError::Format),
    ("LPA:1", CodeError::Smdp),
    ("1$", CodeError::Smdp),
    ("LPA:1$", CodeError::Smdp),
    ("xyz14390lojij", CodeError::Format),
    ("$$", CodeError::Format),
    ("LPA:1$$", CodeError::Smdp),
    ("LPA:1$$$", CodeError::Smdp),
    ("LPA:1$$$$$$$$$$$$$$$$$$", CodeError::Smdp),
    ("\u{10}$\u{aa}$\u{bb}$\u{cc}", CodeError::Format),
    ("1$SMDP.EXAMPLE.COM", CodeError::NoMatchingId),
    ("LPA:1$example.com", CodeError::NoMatchingId),
    ("2$smdp.example.com$ABC", CodeError::Format),
    ("$smdp.example.com$ABC", CodeError::Format),
    ("11$smdp.example.com$ABC", CodeError::Format),
    ("LPA$1$smdp.example.com$ABC", CodeError::Format),
    ("LPA:LPA:1$smdp.example.com$ABC", CodeError::Format),
    ("LPA: 1$smdp.example.com$ABC", CodeError::Format),
    ("1$$ABC", CodeError::Smdp),
    ("1$192.0.2.1$ABC", CodeError::Smdp),
    ("1$smdp.example.com/path$ABC", CodeError::Smdp),
    ("1$smdp.example.com:4443$ABC", CodeError::Smdp),
    ("1$https://smdp.example.com$ABC", CodeError::Smdp),
    ("1$smdp_x.example.com$ABC", CodeError::Smdp),
    ("1$smdp$ABC", CodeError::Smdp),
    ("1$-a.example$ABC", CodeError::Smdp),
    ("1$a-.example$ABC", CodeError::Smdp),
    ("1$a.example.$ABC", CodeError::Smdp),
    ("1$a.123$ABC", CodeError::Smdp),
    ("1$ smdp.example.com$ABC", CodeError::Smdp),
    ("1$smdp.exämple.com$ABC", CodeError::Smdp),
    ("1$smdp.example.com$ABC DEF", CodeError::MatchingId),
    ("1$smdp.example.com$ABC/../x", CodeError::MatchingId),
    ("1$smdp.example.com$ÄBC", CodeError::MatchingId),
    ("1$smdp.example.com$ABC#1", CodeError::MatchingId),
    // version 1's documents let a format string slip through
    ("LPA:1$%rsp.truphone.com$%5C-M1OIY-QHWKD1", CodeError::Smdp),
    (
        "LPA:1$rsp.truphone.com$%5C-M1OIY-QHWKD1",
        CodeError::MatchingId,
    ),
    ("{BASE_URL}/1$smdp.example.com$ABC", CodeError::Format),
    ("1$smdp.example.com$ABC$3.1", CodeError::Oid),
    ("1$smdp.example.com$ABC$1", CodeError::Oid),
    ("1$smdp.example.com$ABC$1.40", CodeError::Oid),
    ("1$smdp.example.com$ABC$1.+3", CodeError::Oid),
    ("1$smdp.example.com$ABC$1.03.1", CodeError::Oid),
    ("1$smdp.example.com$ABC$1.3..1", CodeError::Oid),
    ("1$smdp.example.com$ABC$1.3.", CodeError::Oid),
    ("1$smdp.example.com$ABC$$yes", CodeError::Flag),
    ("1$smdp.example.com$ABC$$2", CodeError::Flag),
];

#[test]
fn reads_valid_codes_and_writes_them_canonically() {
    for &(input, host, id, oid, flag, written) in VALID {
        let code = InstallCode::parse(input).expect(input);
        assert_eq!(code.smdp().as_str(), host, "host of {input:?}");
        assert_eq!(code.matching_id().as_str(), id, "matching id of {input:?}");
        assert_eq!(code.oid(), oid, "OID of {input:?}");
        assert_eq!(code.confirmation_required(), flag, "flag of {input:?}");
        assert_eq!(code.is_complete(), !id.is_empty(), "token of {input:?}");
        assert_eq!(code.qr_text(), written, "what {input:?} is written as");
    }
}

#[test]
fn refuses_invalid_codes_and_says_which_part_is_wrong() {
    for &(input, why) in INVALID {
        assert_eq!(InstallCode::parse(input), Err(why), "{input:?}");
    }
}

#[test]
fn the_length_limit_is_255_without_the_prefix() {
    let head = "1$smdp.example.com$";
    let longest = format!("LPA:{head}{}", "A".repeat(MAX_LEN - head.len()));
    assert!(InstallCode::parse(&longest).is_ok(), "255 is allowed");
    assert_eq!(
        InstallCode::parse(&format!("{longest}A")),
        Err(CodeError::TooLong),
        "256 is not"
    );
    assert_eq!(
        InstallCode::parse(&format!("{head}{}", "A".repeat(250))),
        Err(CodeError::TooLong),
        "a token of 250 passes the limit with its host"
    );

    let smdp = || SmdpAddress::parse("smdp.example.com").expect("a host");
    let token = |len| MatchingId::parse(&"A".repeat(len)).expect("letters");
    assert!(InstallCode::new(smdp(), token(MAX_LEN - head.len())).is_ok());
    assert_eq!(
        InstallCode::new(smdp(), token(MAX_LEN - head.len() + 1)),
        Err(CodeError::TooLong),
        "a code that could not be read again must not be built"
    );
}

#[test]
fn a_built_code_equals_the_same_code_read() {
    let built = InstallCode::new(
        SmdpAddress::parse("RSP.truphone.com").expect("a host"),
        MatchingId::parse("6C-DA326D-K86D").expect("an id"),
    )
    .expect("short enough");
    let read = |text| InstallCode::parse(text).expect(text);
    assert_eq!(
        built,
        read("1$rsp.truphone.com$6C-DA326D-K86D"),
        "hosts have no case"
    );
    assert_ne!(
        built,
        read("1$rsp.truphone.com$6c-DA326D-K86D"),
        "matching ids have case"
    );
    assert_ne!(
        built,
        read("1$rsp.truphone.com$6C-DA326D-K86D$$1"),
        "the flag counts"
    );
}

#[test]
fn debug_and_errors_show_nothing_of_the_code() {
    let code = InstallCode::parse("1$canary.example$CANARY-1$1.3.6$1").expect("valid");
    let shown = format!("{code:?} {:?} {code:#?}", code.matching_id()).to_lowercase();
    assert!(!shown.contains("canary"), "{shown}");

    let error = InstallCode::parse("1$a.example$CANARY 1").expect_err("a space is not allowed");
    let shown = format!("{error} {error:?}").to_lowercase();
    assert!(!shown.contains("canary"), "{shown}");
}

fn codes() -> impl Strategy<Value = String> {
    (
        "(LPA:|lpa:|)",
        "[A-Za-z0-9]{1,12}(-[a-z0-9]{1,8})?(\\.[a-z0-9]{1,12}){0,3}\\.[a-z]{2,8}",
        "[A-Za-z0-9-]{0,40}",
        "(|\\$|\\$[01]\\.[1-3]?[0-9](\\.[1-9][0-9]{0,6}){0,6}|\\$2(\\.[1-9][0-9]{0,6}){1,6})",
        "(|\\$[01]?(\\$[A-Z$-]{0,20})?)",
    )
        .prop_map(|(prefix, host, id, oid, rest)| {
            // The flag's place exists only behind the OID's.
            let oid = if oid.is_empty() && !rest.is_empty() {
                "$".to_owned()
            } else {
                oid
            };
            format!("{prefix}1${host}${id}{oid}{rest}")
        })
}

proptest! {
    #[test]
    fn reading_any_text_never_panics(text in "\\PC*") {
        let _ = InstallCode::parse(&text);
        let _ = SmdpAddress::from_service(&text);
    }

    #[test]
    fn reading_what_is_almost_a_code_never_panics(text in "(LPA:|ÄPA|)[01$.a-zÄ€-]{0,60}") {
        if let Ok(code) = InstallCode::parse(&text) {
            prop_assert_eq!(InstallCode::parse(&code.text()), Ok(code));
        }
    }

    #[test]
    fn what_is_written_reads_as_the_same_code(text in codes()) {
        let code = InstallCode::parse(&text).expect("the strategy makes valid codes");
        let written = code.qr_text();
        prop_assert_eq!(&InstallCode::parse(&written).expect("canonical"), &code);
        prop_assert_eq!(&InstallCode::parse(&code.text()).expect("canonical"), &code);
        prop_assert!(written.starts_with("LPA:1$"));
        prop_assert!(!written.ends_with('$') || !code.is_complete(), "no empty field at the end");
        prop_assert!(written.split('$').count() <= 5, "no field of version 3");
    }
}
