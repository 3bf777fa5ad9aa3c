//! Whether what the service says about an eSIM adds up to a code that may be handed to a customer (ruling 19).
//!
//! The service says the same thing twice: as server address and matching id, and as a whole code (`_lpa`). Only if
//! both agree is there a code; everything else is a [`Doubt`], and the order's code is withheld. There is no
//! default host, and nothing is repaired. Asking the SIM for what an order lacks is the caller's business.

use secrecy::{ExposeSecret as _, SecretString};

use super::code::{InstallCode, MatchingId};
use super::error::CodeError;
use super::qr::DrawError;
use super::smdp::SmdpAddress;

/// The values as the service gave them. Empty or blank ones count as absent.
#[derive(Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Matching id of the order's output or of the SIM.
    pub matching_id: Option<&'a str>,
    /// The link `_smdp`: a host, in old answers with its scheme. May be absent.
    pub smdp: Option<&'a str>,
    /// The link `_lpa`: the whole code, with or without `LPA:`.
    pub lpa: Option<&'a str>,
}

/// One of the values that make a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    MatchingId,
    Smdp,
    Lpa,
}

/// Why there is no code to hand out.
///
/// The values are for the screen that asks to call support, and for nothing else: `Debug` hides them, and
/// `expose_secret` is the only way to them.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Doubt {
    /// The service did not say everything (yet): ask the SIM, or read again later.
    #[error("the service did not give all parts of the install code: {missing:?}")]
    Incomplete { missing: Vec<Part> },
    /// One value is malformed.
    #[error("the service gave a malformed part ({part:?}): {why}")]
    Invalid {
        part: Part,
        why: CodeError,
        value: SecretString,
    },
    /// Each value is well formed, but they tell of two different eSIMs. Both are written as whole codes.
    #[error("the service gave two install codes that differ")]
    Disagree {
        lpa: SecretString,
        built: SecretString,
    },
    /// The code is right, but its picture could not be read back.
    #[error("the picture of the install code cannot be read back")]
    PictureWrong,
}

/// Makes one code of what the service says twice, or tells why not.
///
/// The result is never without a matching id. It is `_lpa` as read, so OID and flag are kept. A malformed value is
/// told before an absent one: more values would not mend it.
pub fn verify(parts: Parts<'_>) -> Result<InstallCode, Doubt> {
    let matching_id = read(Part::MatchingId, parts.matching_id, MatchingId::parse)?;
    let smdp = read(Part::Smdp, parts.smdp, SmdpAddress::from_service)?;
    let lpa = read(Part::Lpa, parts.lpa, InstallCode::parse)?;

    let (matching_id, lpa) = match (matching_id, lpa) {
        (Some(matching_id), Some(lpa)) => (matching_id, lpa),
        (matching_id, lpa) => {
            let absent = [
                matching_id.is_none().then_some(Part::MatchingId),
                lpa.is_none().then_some(Part::Lpa),
            ];
            let missing = absent.into_iter().flatten().collect();
            return Err(Doubt::Incomplete { missing });
        }
    };

    let host = smdp.unwrap_or_else(|| lpa.smdp().clone());
    if host == *lpa.smdp() && matching_id == *lpa.matching_id() {
        return Ok(lpa);
    }
    let built = format!("LPA:1${}${}", host.as_str(), matching_id.as_str());
    Err(Doubt::Disagree {
        lpa: lpa.qr_text().into(),
        built: built.into(),
    })
}

impl Doubt {
    /// Whether the service may only not have said everything yet: a part is absent, or the code ends in the middle.
    pub fn may_be_unfinished(&self) -> bool {
        match self {
            Self::Incomplete { .. } => true,
            Self::Invalid {
                part: Part::Lpa,
                value,
                ..
            } => has_gaps(value.expose_secret()),
            Self::Disagree { lpa, built } => built.expose_secret().starts_with(lpa.expose_secret()),
            Self::Invalid {
                part: Part::MatchingId | Part::Smdp,
                ..
            }
            | Self::PictureWrong => false,
        }
    }
}

/// Whether format, server address or matching id is not there.
fn has_gaps(lpa: &str) -> bool {
    let mut fields = lpa.split('$').map(str::trim);
    (0..3).any(|_| fields.next().is_none_or(str::is_empty))
}

impl From<DrawError> for Doubt {
    fn from(_: DrawError) -> Self {
        Self::PictureWrong
    }
}

fn read<T>(
    part: Part,
    value: Option<&str>,
    parse: impl Fn(&str) -> Result<T, CodeError>,
) -> Result<Option<T>, Doubt> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    match parse(value) {
        Ok(read) => Ok(Some(read)),
        Err(why) => Err(Doubt::Invalid {
            part,
            why,
            value: value.into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6C-DA326D-K86D";
    const HOST: &str = "rsp.truphone.com";
    const LPA: &str = "1$rsp.truphone.com$6C-DA326D-K86D";

    const COMPLETE: Parts<'static> = Parts {
        matching_id: Some(ID),
        smdp: Some(HOST),
        lpa: Some(LPA),
    };

    fn missing(parts: Parts<'_>) -> Vec<Part> {
        match verify(parts) {
            Err(Doubt::Incomplete { missing }) => missing,
            other => panic!("something is missing, but: {other:?}"),
        }
    }

    fn invalid(parts: Parts<'_>) -> (Part, CodeError, String) {
        match verify(parts) {
            Err(Doubt::Invalid { part, why, value }) => (part, why, value.expose_secret().into()),
            other => panic!("a part is malformed, but: {other:?}"),
        }
    }

    fn disagreement(parts: Parts<'_>) -> (String, String) {
        match verify(parts) {
            Err(Doubt::Disagree { lpa, built }) => {
                (lpa.expose_secret().into(), built.expose_secret().into())
            }
            other => panic!("the parts disagree, but: {other:?}"),
        }
    }

    #[test]
    fn parts_that_agree_make_the_code() {
        let code = verify(COMPLETE).expect("all agree");
        assert_eq!(code.qr_text(), "LPA:1$rsp.truphone.com$6C-DA326D-K86D");
    }

    #[test]
    fn prefix_scheme_white_space_and_host_case_do_not_count_as_a_difference() {
        let code = verify(Parts {
            matching_id: Some(" 6C-DA326D-K86D\n"),
            smdp: Some("https://RSP.Truphone.com/"),
            lpa: Some(" lpa:1$rsp.truphone.com$6C-DA326D-K86D$$$ "),
        })
        .expect("all agree");
        assert_eq!(code.qr_text(), "LPA:1$rsp.truphone.com$6C-DA326D-K86D");
    }

    #[test]
    fn oid_and_flag_are_kept_and_later_fields_are_not() {
        let code = verify(Parts {
            lpa: Some("LPA:1$rsp.truphone.com$6C-DA326D-K86D$1.3.6.1$1$ABCD$9"),
            ..COMPLETE
        })
        .expect("OID and flag are no difference");
        assert_eq!(
            code.qr_text(),
            "LPA:1$rsp.truphone.com$6C-DA326D-K86D$1.3.6.1$1"
        );
    }

    #[test]
    fn an_absent_server_address_is_taken_from_the_whole_code() {
        for smdp in [None, Some(""), Some("  ")] {
            let code = verify(Parts { smdp, ..COMPLETE }).expect("the code has a host");
            assert_eq!(code.smdp().as_str(), HOST);
        }
    }

    #[test]
    fn a_code_that_ends_in_the_middle_may_be_unfinished_and_no_other_contradiction() {
        for (lpa, unfinished) in [
            ("1$rsp.truphone.com$", true),
            ("1$rsp.truphone.com", true),
            ("1$rsp.truphone.com$6C-DA", true),
            ("LPA:1$$6C-DA326D-K86D", true),
            ("1$", true),
            ("1$rsp.truphone.com$6C-DA326D-OTHER", false),
            ("1$rsp.other.example$6C-DA326D-K86D", false),
            ("2$rsp.truphone.com$6C-DA326D-K86D", false),
            ("1$no host$6C-DA326D-K86D", false),
        ] {
            let lpa = Some(lpa);
            let doubt = verify(Parts { lpa, ..COMPLETE }).expect_err("it is no code");
            assert_eq!(doubt.may_be_unfinished(), unfinished, "{lpa:?}: {doubt}");
        }
    }

    #[test]
    fn nothing_else_is_ever_filled_in() {
        assert_eq!(
            missing(Parts {
                lpa: None,
                ..COMPLETE
            }),
            [Part::Lpa],
            "host and matching id alone are half a proof"
        );
        assert_eq!(
            missing(Parts {
                matching_id: None,
                ..COMPLETE
            }),
            [Part::MatchingId]
        );
        assert_eq!(
            missing(Parts {
                matching_id: Some(" "),
                ..COMPLETE
            }),
            [Part::MatchingId],
            "a blank is no matching id"
        );
        assert_eq!(
            missing(Parts::default()),
            [Part::MatchingId, Part::Lpa],
            "both are named"
        );
        assert_eq!(
            missing(Parts {
                matching_id: Some(""),
                lpa: Some("1$rsp.truphone.com$"),
                ..COMPLETE
            }),
            [Part::MatchingId],
            "a code without matching id is never handed out"
        );
    }

    #[test]
    fn another_host_or_matching_id_is_a_disagreement_told_with_both_codes() {
        let ours = "LPA:1$rsp.truphone.com$6C-DA326D-K86D";
        for (lpa, smdp) in [
            ("LPA:1$rsp.truphone.com$FDSAA-ASD", Some(HOST)),
            ("LPA:1$rsp.truphone.com$FDSAA-ASD", None),
            ("LPA:1$rsp.truphone.com$6c-da326d-k86d", Some(HOST)),
            ("LPA:1$rsp.truphone.com$", Some(HOST)),
            ("LPA:1$rsp-sandbox.truphone.com$6C-DA326D-K86D", Some(HOST)),
        ] {
            let told = disagreement(Parts {
                lpa: Some(lpa),
                smdp,
                ..COMPLETE
            });
            assert_eq!(told, (lpa.to_owned(), ours.to_owned()), "{lpa}");
        }
    }

    #[test]
    fn a_malformed_part_is_named_and_shown() {
        let slip = "LPA:1$%rsp.truphone.com$%5C-M1OIY-QHWKD1";
        assert_eq!(
            invalid(Parts {
                lpa: Some(slip),
                ..COMPLETE
            }),
            (Part::Lpa, CodeError::Smdp, slip.to_owned())
        );
        assert_eq!(
            invalid(Parts {
                matching_id: Some("A B"),
                ..COMPLETE
            }),
            (Part::MatchingId, CodeError::MatchingId, "A B".to_owned())
        );
        assert_eq!(
            invalid(Parts {
                smdp: Some("rsp.truphone.com:443"),
                ..COMPLETE
            }),
            (
                Part::Smdp,
                CodeError::Smdp,
                "rsp.truphone.com:443".to_owned()
            )
        );
        assert_eq!(
            invalid(Parts {
                lpa: Some("1$rsp.truphone.com"),
                ..COMPLETE
            })
            .1,
            CodeError::NoMatchingId,
            "no token delimiter is invalid, not empty"
        );
    }

    #[test]
    fn a_malformed_part_is_told_even_if_another_is_absent() {
        let parts = Parts {
            matching_id: None,
            lpa: Some("nonsense"),
            smdp: None,
        };
        assert_eq!(invalid(parts).0, Part::Lpa);
    }

    #[test]
    fn debug_and_display_of_a_doubt_hide_the_values() {
        let doubts = [
            Parts {
                lpa: Some("1$canary.example$CANARY-1"),
                ..COMPLETE
            },
            Parts {
                lpa: Some("CANARY"),
                ..COMPLETE
            },
            Parts {
                matching_id: Some("CANARY 1"),
                ..COMPLETE
            },
            Parts {
                matching_id: Some("CANARY-2"),
                ..COMPLETE
            },
        ];
        for parts in doubts {
            let doubt = verify(parts).expect_err("none of them agree");
            let shown = format!("{doubt} {doubt:?} {doubt:#?}").to_lowercase();
            assert!(!shown.contains("canary"), "{shown}");
            assert!(!shown.contains("k86d"), "{shown}");
        }
    }
}
