//! Sealing of single fields: XChaCha20-Poly1305 with a random nonce. A seal is bound to its order, by number and by
//! reference, and to its field, so a value moved elsewhere does not open (rulings 23), nor one of another book whose
//! numbers began anew. Seals of version 1 knew the number only; they still open. Which key, and where it is kept: `keys`.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::error::BookError;
use super::keys::{Key, Month};
use super::order::OrderKey;

/// Bound to the order's number and the field.
const VERSION_1: u8 = 1;
/// Bound to the order's reference as well.
const VERSION_2: u8 = 2;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// The fields that are sealed. The names are those of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Customer,
    Body,
    Code,
    Voucher,
    Words,
}

impl Field {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Body => "body",
            Self::Code => "code",
            Self::Voucher => "voucher",
            Self::Words => "words",
        }
    }
}

/// What tells an order from every other one, of whichever book.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sealed<'o> {
    pub(super) order: OrderKey,
    pub(super) reference: &'o str,
}

/// Seals `plain`: a version byte, the nonce, the ciphertext with its tag.
pub(super) fn seal(
    key: &Key,
    of: Sealed<'_>,
    field: Field,
    plain: &[u8],
) -> Result<Vec<u8>, BookError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| BookError::Other("no randomness".to_owned()))?;
    let bound = bound_to(VERSION_2, of, field);
    let sealed = XChaCha20Poly1305::new(key.as_ref().into())
        .encrypt(
            XNonce::from_slice(&nonce),
            Payload {
                msg: plain,
                aad: &bound,
            },
        )
        .map_err(|_| BookError::Other("too long to seal".to_owned()))?;
    let mut value = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
    value.push(VERSION_2);
    value.extend_from_slice(&nonce);
    value.extend_from_slice(&sealed);
    Ok(value)
}

/// Opens what [`seal`] made for this key, order and field; `None` for anything else.
pub(super) fn open(
    key: &Key,
    of: Sealed<'_>,
    field: Field,
    value: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (&version, rest) = value.split_first()?;
    if !matches!(version, VERSION_1 | VERSION_2) {
        return None;
    }
    let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES)?;
    let bound = bound_to(version, of, field);
    XChaCha20Poly1305::new(key.as_ref().into())
        .decrypt(
            XNonce::from_slice(nonce),
            Payload {
                msg: sealed,
                aad: &bound,
            },
        )
        .ok()
        .map(Zeroizing::new)
}

/// Seals the text of a line, bound to its group and its number.
pub(super) fn seal_line(
    key: &Key,
    group: &str,
    line: u32,
    plain: &[u8],
) -> Result<Vec<u8>, BookError> {
    seal(key, of_line(&bound_line(group, line)), Field::Body, plain)
}

/// Opens what [`seal_line`] made for this very line.
pub(super) fn open_line(
    key: &Key,
    group: &str,
    line: u32,
    value: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    open(key, of_line(&bound_line(group, line)), Field::Body, value)
}

fn bound_line(group: &str, line: u32) -> String {
    format!("line {line} of {group}")
}

/// No order has the number 0, and no check value is a body.
fn of_line(bound: &str) -> Sealed<'_> {
    Sealed {
        order: OrderKey(0),
        reference: bound,
    }
}

/// The check value of a month's key: only that key opens it.
pub(super) fn check_value(key: &Key, month: Month) -> Result<Vec<u8>, BookError> {
    seal(key, checking(&month.to_string()), Field::Words, b"")
}

/// Whether that value was made with this key, for this month.
pub(super) fn checks(key: &Key, month: Month, value: &[u8]) -> bool {
    open(key, checking(&month.to_string()), Field::Words, value).is_some()
}

/// No order has the number 0.
fn checking(month: &str) -> Sealed<'_> {
    Sealed {
        order: OrderKey(0),
        reference: month,
    }
}

/// Whether this is the shape of a seal.
pub(super) fn is_one(value: &[u8]) -> bool {
    let shortest = 1 + NONCE_BYTES + TAG_BYTES;
    matches!(value.first(), Some(&(VERSION_1 | VERSION_2))) && value.len() >= shortest
}

fn bound_to(version: u8, of: Sealed<'_>, field: Field) -> Vec<u8> {
    let (order, field) = (of.order.0, field.column());
    match version {
        VERSION_1 => format!("order {order} {field}"),
        _ => format!("order {order} {field} {}", of.reference),
    }
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(fill: u8) -> Key {
        Key::new([fill; 32])
    }

    fn of(order: u32) -> Sealed<'static> {
        Sealed {
            order: OrderKey(order),
            reference: "r-7",
        }
    }

    #[test]
    fn what_is_sealed_opens_again_and_never_seals_to_the_same_bytes() {
        let [once, again] =
            [(), ()].map(|()| seal(&key(1), of(7), Field::Code, b"LPA:1$a$b").expect("it seals"));
        assert_ne!(once, again, "each seal has its own nonce");
        let plain = open(&key(1), of(7), Field::Code, &once).expect("it opens");
        assert_eq!(plain.as_slice(), b"LPA:1$a$b");
        assert!(
            !once.windows(4).any(|bytes| bytes == b"LPA:"),
            "the plain text is not in it"
        );
    }

    #[test]
    fn a_value_opens_only_with_its_key_for_its_order_and_field() {
        let sealed = seal(&key(1), of(7), Field::Code, b"x").expect("it seals");
        let elsewhere = Sealed {
            reference: "r-8",
            ..of(7)
        };
        for (key, order, field, why) in [
            (key(2), of(7), Field::Code, "another key"),
            (key(1), of(8), Field::Code, "another order"),
            (key(1), of(7), Field::Voucher, "another field"),
            (
                key(1),
                elsewhere,
                Field::Code,
                "the same number in another book",
            ),
        ] {
            assert!(open(&key, order, field, &sealed).is_none(), "{why}");
        }
    }

    #[test]
    fn a_seal_of_version_1_still_opens_and_cannot_be_passed_off_as_version_2() {
        let value = [
            &[VERSION_1],
            [5; NONCE_BYTES].as_slice(),
            &XChaCha20Poly1305::new(key(1).as_ref().into())
                .encrypt(
                    XNonce::from_slice(&[5; NONCE_BYTES]),
                    Payload {
                        msg: b"x",
                        aad: b"order 7 code",
                    },
                )
                .expect("it seals"),
        ]
        .concat();
        let plain = open(&key(1), of(7), Field::Code, &value).expect("it opens");
        assert_eq!(plain.as_slice(), b"x");
        let mut newer = value;
        newer[0] = VERSION_2;
        assert!(open(&key(1), of(7), Field::Code, &newer).is_none());
    }

    proptest! {
        #[test]
        fn a_changed_byte_or_a_cut_does_not_open(at in 0_usize..1000, cut in 0_usize..1000) {
            let sealed = seal(&key(1), of(7), Field::Words, b"some words").expect("it seals");
            let mut changed = sealed.clone();
            changed[at % sealed.len()] ^= 1;
            prop_assert!(open(&key(1), of(7), Field::Words, &changed).is_none(), "changed");
            prop_assert!(open(&key(1), of(7), Field::Words, &sealed[..cut % sealed.len()]).is_none(), "cut");
        }
    }
}
