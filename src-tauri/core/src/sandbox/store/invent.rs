//! Makes up the values a real service would hand out: ids, ICCIDs, EIDs, matching ids, tokens.
//!
//! All are random except product ids, which follow from the plan's name so that a catalogue keeps its ids from one
//! start to the next. Not in it: whether a value is already taken; the ledger knows.

use base64::{Engine as _, engine::general_purpose::URL_SAFE};

const DIGITS: &[u8] = b"0123456789";
const CAPITALS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Issuer of the ICCIDs seen in the service's own examples.
const ICCID_ISSUER: &str = "894447";
const EID_ISSUER: &str = "89044047";

/// An opaque id as subscriptions carry it: URL-safe base64 of 32 random bytes, 44 characters.
pub(in crate::sandbox) fn opaque_id() -> String {
    URL_SAFE.encode(random::<32>())
}

/// The same shape as [`opaque_id`], but always the same for the same plan name.
pub(super) fn product_id(name: &str) -> String {
    let mut bytes = Vec::with_capacity(32);
    for round in 0..4_u64 {
        bytes.extend_from_slice(&scattered(name, round).to_be_bytes());
    }
    URL_SAFE.encode(bytes)
}

/// A secret of 256 bits.
pub(in crate::sandbox) fn secret() -> String {
    URL_SAFE.encode(random::<32>()).replace('=', "")
}

/// A token of the usual length and look of a signed one. It is opaque: nobody can read anything out of it.
pub(super) fn token() -> String {
    let part = |bytes: &[u8]| URL_SAFE.encode(bytes).replace('=', "");
    format!(
        "eyJ{}.{}.{}",
        part(&random::<33>()),
        part(&random::<480>()),
        part(&random::<256>())
    )
}

/// An ICCID of 19 digits with a right Luhn digit.
pub(in crate::sandbox) fn iccid() -> String {
    let body = format!("{ICCID_ISSUER}{}", characters::<12>(DIGITS));
    let check = luhn_digit(&body);
    format!("{body}{check}")
}

/// An EID of 32 digits with right check digits (ISO 7064 MOD 97-10).
pub(in crate::sandbox) fn eid() -> String {
    eid_from(&characters::<22>(DIGITS))
}

fn eid_from(tail: &str) -> String {
    let body = format!("{EID_ISSUER}{tail}");
    let check = 98 - remainder_97(&format!("{body}00"));
    format!("{body}{check:02}")
}

/// An EID that is always the same for the same owner.
pub(in crate::sandbox) fn eid_for(owner: &str) -> String {
    let number = u128::from(scattered(owner, 0)) << 64 | u128::from(scattered(owner, 1));
    eid_from(&format!("{:022}", number % 10_u128.pow(22)))
}

/// A matching id of the form seen in the service's examples, as `5C-DA326D-K86D00`.
pub(in crate::sandbox) fn matching_id() -> String {
    let tail = match random::<1>()[0] % 3 {
        0 => characters::<6>(CAPITALS),
        1 => characters::<7>(CAPITALS),
        _ => characters::<8>(CAPITALS),
    };
    format!("5C-{}-{tail}", characters::<6>(CAPITALS))
}

/// A voucher code: six capitals and digits.
pub(in crate::sandbox) fn voucher() -> String {
    characters::<6>(CAPITALS)
}

fn characters<const N: usize>(alphabet: &[u8]) -> String {
    random::<N>()
        .iter()
        .map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()]))
        .collect()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

fn luhn_digit(body: &str) -> u32 {
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 if digit > 4 => digit * 2 - 9,
            0 => digit * 2,
            _ => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

fn remainder_97(number: &str) -> u32 {
    number
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

/// FNV-1a with a last stirring: no secret is at stake, only that different names give different, lasting ids.
fn scattered(name: &str, round: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ round.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut value = name.bytes().fold(start, |value: u64, byte| {
        (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    value ^= value >> 31;
    value = value.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value ^ (value >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_digit_agrees_with_real_cards() {
        for card in ["8944478600000205337", "8944474600000109251"] {
            let (body, check) = card.split_at(18);
            assert_eq!(
                luhn_digit(body).to_string(),
                check,
                "{card} is a real, valid ICCID"
            );
        }
    }

    #[test]
    fn check_digits_of_an_eid_leave_one() {
        assert_eq!(
            remainder_97("89034011560010000000000000000121"),
            1,
            "a real, valid EID leaves 1"
        );
        for _ in 0..200 {
            let eid = eid();
            assert_eq!(eid.len(), 32, "an EID has 32 digits");
            assert_eq!(remainder_97(&eid), 1, "every invented EID must be valid");
        }
        let lasting = eid_for("somebody");
        assert_eq!(lasting, eid_for("somebody"), "a phone keeps its EID");
        assert_ne!(lasting, eid_for("somebody else"), "each has its own");
        assert_eq!(
            (lasting.len(), remainder_97(&lasting)),
            (32, 1),
            "and valid"
        );
    }

    #[test]
    fn product_ids_last_and_differ() {
        assert_eq!(
            product_id("Europe 1 GB"),
            product_id("Europe 1 GB"),
            "the same name keeps its id"
        );
        assert_ne!(
            product_id("Europe 1 GB"),
            product_id("Europe 2 GB"),
            "near names must not share an id"
        );
        assert_eq!(
            product_id("Europe 1 GB").len(),
            44,
            "32 bytes are 44 characters of base64"
        );
    }
}
