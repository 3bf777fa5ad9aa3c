//! The last sieve of the support bundle: a line without what looks like an address, a code, a token, a password or a long number,
//! should one have come in by mistake.
//!
//! In doubt a word goes. What support cannot do without stays: times, correlation ids, kinds of errors, versions and places
//! in the program.

/// What ends a word.
const ENDS: &str = "\"'`,;()<>[]{}=|";

/// As many digits as in the shortest number that names a person's device (an IMEI); an ICCID has 18 to 22.
const NUMBER: usize = 15;

/// Shorter words are names of things, such as `x86_64`.
const SHORTEST_ID: usize = 8;
const SHORTEST_TOKEN: usize = 20;

const REMOVED: &str = "[removed]";

pub(super) fn sieved(line: &str) -> String {
    let line = without_numbers(&without_logins(line));
    let mut clean = String::with_capacity(line.len() + 1);
    let ends = |c: char| c.is_whitespace() || ENDS.contains(c);
    for part in line.split_inclusive(ends) {
        let word = part.trim_end_matches(ends);
        clean.push_str(if tells(word) { REMOVED } else { word });
        clean.push_str(&part[word.len()..]);
    }
    clean.push('\n');
    clean
}

/// User name and password of an address. They may hold what would end a word.
fn without_logins(line: &str) -> String {
    let mut clean = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        let own = after.find("://").map_or(after, |next| &after[..next]);
        clean.push_str(before);
        rest = match own.rfind('@') {
            Some(end) => {
                clean.push_str(REMOVED);
                clean.push('@');
                &after[end + 1..]
            }
            None => after,
        };
    }
    clean.push_str(rest);
    clean
}

/// Long numbers, also as people and forms write them: in groups.
fn without_numbers(line: &str) -> String {
    let mut clean = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        clean.push_str(before);
        let end = end_of_number(from);
        let (number, after) = from.split_at(end);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        // The end of a correlation id may be nothing but digits.
        let in_id = is_in_correlation_id(line, line.len() - rest.len() + start);
        clean.push_str(if digits >= NUMBER && !in_id {
            REMOVED
        } else {
            number
        });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// Digits, with up to two signs between two of them.
fn end_of_number(text: &str) -> usize {
    let mut end = 0;
    let mut between = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            (end, between) = (at + 1, 0);
        } else if between < 2 && (c.is_whitespace() || "-./_".contains(c)) {
            between += 1;
        } else {
            break;
        }
    }
    end
}

fn is_in_correlation_id(line: &str, at: usize) -> bool {
    let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
    let start = line[..at].rfind(|c| !is_part(c)).map_or(0, |before| {
        before + line[before..].chars().next().map_or(1, char::len_utf8)
    });
    let word: &str = line[start..].split(|c| !is_part(c)).next().unwrap_or("");
    is_correlation_id(word)
}

fn is_correlation_id(word: &str) -> bool {
    word.len() == 36 && uuid::Uuid::try_parse(word).is_ok()
}

fn tells(word: &str) -> bool {
    if is_time(word) {
        return false;
    }
    let upper = word.to_ascii_uppercase();
    word.contains('@')
        || upper.contains("LPA:")
        || word.contains("1$")
        || word.contains("eyJ")
        || upper.contains("BEARER")
        || is_opaque(word)
        || word.split(['/', '\\', ':', '?', '&', '#']).any(is_opaque)
}

/// A moment, as the log writes it: `2026-11-28T10:00:00.123456Z`.
fn is_time(word: &str) -> bool {
    word.split_once('T').is_some_and(|(day, time)| {
        day.len() == 10
            && day
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
            && time.len() <= 21
            && time.contains(':')
            && time
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b":.+-Z".contains(&byte))
    })
}

/// A word that nobody made up to be read: a matching id or a token.
fn is_opaque(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let made_of = |also: &str| {
        word.chars()
            .all(|c| c.is_ascii_alphanumeric() || also.contains(c))
    };
    let digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let letter = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !letter || is_correlation_id(word) {
        return false;
    }
    let capitals = !word.bytes().any(|byte| byte.is_ascii_lowercase());
    if capitals && made_of("-") {
        let plain = made_of("");
        return match digit {
            true => word.len() >= if plain { SHORTEST_ID } else { 12 },
            false => plain && word.len() >= 16,
        };
    }
    if word.len() < SHORTEST_TOKEN || !made_of("-_.~+/%$") {
        return false;
    }
    match digit {
        true => !word.split(['-', '_', '.', '/']).all(is_plain),
        false => word.len() >= 32 && made_of(""),
    }
}

/// A part of a name: letters, or a number, or a number at the end or the beginning of a few letters, such as `amd64`.
fn is_plain(part: &str) -> bool {
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (letters(part) && part.len() <= 16)
        || (digits(part) && part.len() <= 8)
        || (part.len() <= 6
            && (digits(part.trim_start_matches(|c: char| c.is_ascii_alphabetic()))
                || letters(part.trim_start_matches(|c: char| c.is_ascii_digit()))))
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
            "LBHWREN8ASCLTOTF",
            "04386-AGYFT-A74Y8-3F815",
            "04386-AGYFT-12345-ABCDE",
            "8944 4786 0000 2053 373",
            "8944-4786-0000-2053-373",
            "894447 860000 2053373F",
            "35-209900-176148-1",
            "gho_16C7e42F292c6912E7710c838347Ae178B4a",
            "3f8b1c0e9d7a4f6b8c2d1e0f9a8b7c6d",
            "http://till:pass;wo(rd@proxy.example:8080",
            "https://services.example/v2/x?token=q8Zr1mT5vW0kYb7LpN3s",
        ] {
            for line in [
                word.to_owned(),
                format!("for {word}, again"),
                format!("x=\"{word}\""),
            ] {
                let clean = sieved(&line);
                for secret in ["pass", "q8Zr1", word] {
                    assert!(!clean.contains(secret), "{line:?} became {clean:?}");
                }
            }
        }
    }

    #[test]
    fn the_sieve_leaves_what_support_needs() {
        for line in [
            "2026-11-28T10:00:00Z  placing the order: 422 UNPROCESSABLE (correlation id 0f3c1e52-6f0d-4a3e-9d55-2f6f0b7f8a11)",
            "2026-11-28T10:00:00.123456Z  WARN esim_desk_core::desk::account: kind=NotFound",
            "#12  ready  reference 0f3c1e52-6f0d-4123-9155-216101718111",
            "reading the catalogue: 406 PRODUCT_LIMIT_REACHED_V2",
            "a defect in this program place=\"core/src/desk/polling/order.rs:117:9\"",
            "system: Linux 5.15.153.1-microsoft-standard-WSL2 x86_64",
            "service address: https://services.truphone.com/connect-api",
            "window: Some(WindowSize { width: 1366, height: 820, maximised: false })",
            "customers forgotten after days: 90",
        ] {
            assert_eq!(sieved(line), format!("{line}\n"));
        }
    }

    proptest! {
        #[test]
        fn no_address_passes_the_sieve(before in "[ -~]{0,20}", name in "[a-z0-9.]{1,12}", after in "[ -~]{0,20}") {
            let address = format!("{name}@hotel.example");
            let clean = sieved(&format!("{before} {address} {after}"));
            prop_assert!(!clean.contains(&address), "{clean:?}");
        }

        #[test]
        fn no_matching_id_and_no_token_passes_the_sieve(
            id in "[A-Z0-9]{7,19}[0-9][A-Z]",
            token in "[A-Za-z0-9]{16,40}[0-9][a-z][A-Z][0-9][A-Za-z0-9_-]{0,30}",
            quote in "[ \"'(=:/]",
        ) {
            for secret in [id, token] {
                let clean = sieved(&format!("code {quote}{secret}{quote} was"));
                prop_assert!(!clean.contains(&secret), "{clean:?}");
            }
        }

        #[test]
        fn no_number_of_a_sim_passes_the_sieve_however_it_is_grouped(
            groups in proptest::collection::vec("[0-9]{2,5}", 8..12),
            between in "( |-|\\.|  | - |\u{a0}){1}".prop_filter("up to two signs", |text| text.chars().count() < 3),
        ) {
            let number = groups.join(&between);
            let clean = sieved(&format!("SIM {number} is there"));
            let most: String = number.chars().take(number.chars().count() - 4).collect();
            prop_assert!(!clean.contains(&most), "{clean:?}");
        }

        #[test]
        fn no_password_of_a_proxy_passes_the_sieve(password in "[!-~]{1,12}", user in "[a-z]{1,8}") {
            let clean = sieved(&format!("through http://{user}:Q{password}Q@proxy.example:8080 now"));
            let secret = format!("Q{password}Q");
            prop_assert!(!clean.contains(&secret), "{clean:?}");
        }

        #[test]
        fn every_correlation_id_passes_the_sieve(bytes in any::<[u8; 16]>()) {
            let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
            let line = format!("(correlation id {id})");
            prop_assert_eq!(sieved(&line), format!("{line}\n"));
        }

        #[test]
        fn whatever_stands_in_a_line_it_is_read_to_its_end(line in ".{0,80}") {
            drop(sieved(&line));
        }
    }
}
