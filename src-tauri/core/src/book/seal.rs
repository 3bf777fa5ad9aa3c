//! Sealing of single fields: XChaCha20-Poly1305 with a random nonce. A seal is bound to its order and its field,
//! so a value moved elsewhere does not open (rulings 23). Which key, and where it is kept: `keys`.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::error::BookError;
use super::keys::Key;
use super::order::OrderKey;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

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

/// Seals `plain`: a version byte, the nonce, the ciphertext with its tag.
pub(super) fn seal(
    key: &Key,
    order: OrderKey,
    field: Field,
    plain: &[u8],
) -> Result<Vec<u8>, BookError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| BookError::Other("no randomness".to_owned()))?;
    let bound = bound_to(order, field);
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
    value.push(VERSION);
    value.extend_from_slice(&nonce);
    value.extend_from_slice(&sealed);
    Ok(value)
}

/// Opens what [`seal`] made for this key, order and field; `None` for anything else.
pub(super) fn open(
    key: &Key,
    order: OrderKey,
    field: Field,
    value: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (&VERSION, rest) = value.split_first()? else {
        return None;
    };
    let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES)?;
    let bound = bound_to(order, field);
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

fn bound_to(order: OrderKey, field: Field) -> Vec<u8> {
    format!("order {} {}", order.0, field.column()).into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(fill: u8) -> Key {
        Key::new([fill; 32])
    }

    #[test]
    fn what_is_sealed_opens_again_and_never_seals_to_the_same_bytes() {
        let [once, again] = [(), ()]
            .map(|()| seal(&key(1), OrderKey(7), Field::Code, b"LPA:1$a$b").expect("it seals"));
        assert_ne!(once, again, "each seal has its own nonce");
        let plain = open(&key(1), OrderKey(7), Field::Code, &once).expect("it opens");
        assert_eq!(plain.as_slice(), b"LPA:1$a$b");
        assert!(
            !once.windows(4).any(|bytes| bytes == b"LPA:"),
            "the plain text is not in it"
        );
    }

    #[test]
    fn a_value_opens_only_with_its_key_for_its_order_and_field() {
        let sealed = seal(&key(1), OrderKey(7), Field::Code, b"x").expect("it seals");
        for (key, order, field, why) in [
            (key(2), OrderKey(7), Field::Code, "another key"),
            (key(1), OrderKey(8), Field::Code, "another order"),
            (key(1), OrderKey(7), Field::Voucher, "another field"),
        ] {
            assert!(open(&key, order, field, &sealed).is_none(), "{why}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_byte_or_a_cut_does_not_open(at in 0_usize..1000, cut in 0_usize..1000) {
            let sealed = seal(&key(1), OrderKey(7), Field::Words, b"some words").expect("it seals");
            let mut changed = sealed.clone();
            changed[at % sealed.len()] ^= 1;
            prop_assert!(open(&key(1), OrderKey(7), Field::Words, &changed).is_none(), "changed");
            prop_assert!(open(&key(1), OrderKey(7), Field::Words, &sealed[..cut % sealed.len()]).is_none(), "cut");
        }
    }
}
