//! The last sieve of the support bundle: a line without what looks like an address, a code, a token or a long number,
//! should one have come in by mistake.

/// A line without what looks like an address, a code, a token or a long number, should one have come in by mistake.
pub(super) fn sieved(line: &str) -> String {
    let mut clean = String::with_capacity(line.len() + 1);
    for part in line.split_inclusive(|c: char| c.is_whitespace() || "\"'`,;()<>[]{}=".contains(c)) {
        let word =
            part.trim_end_matches(|c: char| c.is_whitespace() || "\"'`,;()<>[]{}=".contains(c));
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let upper = word.to_ascii_uppercase();
        let told = word.contains('@')
            || upper.contains("LPA:")
            || word.contains("1$")
            || word.contains("eyJ")
            || upper.contains("BEARER")
            || (digits >= 18 && digits == word.len());
        clean.push_str(if told { "[removed]" } else { word });
        clean.push_str(&part[word.len()..]);
    }
    clean.push('\n');
    clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_sieve_takes_out_what_should_not_have_come_in() {
        for word in [
            "anna@hotel.example",
            "LPA:1$rsp.example$CODE",
            "1$rsp.example$CODE",
            "eyJhbGciOi.J9",
            "89034011560010000000000000000123",
        ] {
            for line in [
                word.to_owned(),
                format!("for {word}, again"),
                format!("x=\"{word}\""),
            ] {
                let clean = sieved(&line);
                assert!(!clean.contains(word), "{line:?} became {clean:?}");
            }
        }
    }

    #[test]
    fn the_sieve_leaves_what_support_needs() {
        let line = "2026-11-28T10:00:00Z  placing the order: 422 UNPROCESSABLE (correlation id 0f3c1e52-6f0d-4a3e-9d55-2f6f0b7f8a11)";
        assert_eq!(sieved(line), format!("{line}\n"));
    }

    proptest! {
        #[test]
        fn no_address_passes_the_sieve(before in "[ -~]{0,20}", name in "[a-z0-9.]{1,12}", after in "[ -~]{0,20}") {
            let address = format!("{name}@hotel.example");
            let clean = sieved(&format!("{before} {address} {after}"));
            prop_assert!(!clean.contains(&address), "{clean:?}");
        }
    }
}
