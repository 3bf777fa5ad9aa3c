//! Base64 read: how a file stands in a secret of the release environment, which takes texts only.
//!
//! Not in it: writing, and its other alphabets.

/// What it stands for. `None` where something else stands in it; line ends are none of that.
pub fn read(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text
        .bytes()
        .filter(|sign| !sign.is_ascii_whitespace())
        .collect();
    let kept = signs.iter().rev().take_while(|sign| **sign == b'=').count();
    if kept > 2 || !signs.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3);
    let (mut held, mut count) = (0_u32, 0);
    for sign in &signs[..signs.len() - kept] {
        held = held << 6 | u32::from(value(*sign)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn value(sign: u8) -> Option<u8> {
    match sign {
        b'A'..=b'Z' => Some(sign - b'A'),
        b'a'..=b'z' => Some(sign - b'a' + 26),
        b'0'..=b'9' => Some(sign - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    /// The examples of <https://www.rfc-editor.org/rfc/rfc4648#section-10>.
    #[test]
    fn the_examples_of_its_rules_are_read() {
        for (text, plain) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9v\nYg==\n", "foob"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(read(text).as_deref(), Some(plain.as_bytes()), "{text}");
        }
        assert_eq!(read("+/8="), Some(vec![0xfb, 0xff]));
        for bad in ["Zg", "Z===", "Zm9-", "Zg==Zg=="] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
