//! Reading a settings file that other hands have been at: editors that add a mark or save in UTF-16, people who leave a
//! comment or a comma at the end, or write a word where a number belongs.
//!
//! What can be understood is taken, setting by setting. Where the file lies and what happens to one that cannot be read is
//! the caller's.

use serde_json::{Map, Value};

use super::values::Settings;
use crate::typed;

/// What a file says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Understood {
    pub(super) settings: Settings,
    /// The names of settings whose value makes no sense; they stand as on a new computer.
    pub(super) left_out: Vec<String>,
}

/// The settings in a file's bytes; `None` where they are no settings at all.
pub(super) fn read(bytes: &[u8]) -> Option<Understood> {
    let text = typed::saved_text(bytes);
    let value: Value = serde_json::from_str(&text)
        .or_else(|_| serde_json::from_str(&strict(&text)))
        .ok()?;
    let Value::Object(fields) = value else {
        return None;
    };
    if let Ok(settings) = of_fields(fields.clone()) {
        return Some(Understood {
            settings,
            left_out: Vec::new(),
        });
    }
    let (good, bad): (Map<_, _>, Map<_, _>) = fields.into_iter().partition(|(name, value)| {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        of_fields(alone).is_ok()
    });
    Some(Understood {
        settings: of_fields(good).ok()?,
        left_out: bad.into_iter().map(|(name, _)| name).collect(),
    })
}

fn of_fields(fields: Map<String, Value>) -> serde_json::Result<Settings> {
    serde_json::from_value(Value::Object(fields))
}

/// Without comments and without commas before a closing bracket.
fn strict(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('"', _) => {
                kept.push(c);
                while let Some(inside) = rest.next() {
                    kept.push(inside);
                    match inside {
                        '\\' => kept.extend(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            ('#', _) | ('/', Some('/')) => while rest.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) => {
                let mut before = ' ';
                for c in rest.by_ref().skip(1) {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
            }
            ('}' | ']', _) => {
                let so_far = kept.trim_end();
                if let Some(without) = so_far.strip_suffix(',') {
                    kept.truncate(without.len());
                }
                kept.push(c);
            }
            _ => kept.push(c),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_HAND: &str = r#"{
        // what we are called
        "desk_name": "Müller // front", /* not the bar */
        "country": "DE", # Germany
        "favourites": ["a,]", "b",],
        "account": { "service": "https://a.example/x", "credential": "client", "name": "n", "several_desks": true, },
    }"#;

    fn named(bytes: &[u8]) -> Settings {
        let understood = read(bytes).expect("it is understood");
        assert_eq!(understood.left_out, [] as [String; 0]);
        understood.settings
    }

    #[test]
    fn a_file_from_any_editor_says_the_same() {
        let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            BY_HAND.encode_utf16().flat_map(unit).collect()
        };
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let western: Vec<u8> = BY_HAND
            .chars()
            .map(|c| u8::try_from(c).expect("western"))
            .collect();
        let plain = named(BY_HAND.as_bytes());
        assert_eq!(
            plain.desk_name, "Müller // front",
            "what is quoted is no comment"
        );
        assert_eq!(plain.favourites, ["a,]", "b"]);
        assert!(plain.account.is_some(), "the account is there");
        for (how, bytes) in [
            ("with a mark", marked(b"\xef\xbb\xbf", BY_HAND.as_bytes())),
            ("UTF-16", marked(b"\xff\xfe", &wide(u16::to_le_bytes))),
            ("UTF-16, big", marked(b"\xfe\xff", &wide(u16::to_be_bytes))),
            ("UTF-16, no mark", wide(u16::to_le_bytes)),
            ("UTF-16, big, no mark", wide(u16::to_be_bytes)),
            ("Western European", western),
            (
                "other line ends",
                BY_HAND.replace('\n', "\r\n").into_bytes(),
            ),
        ] {
            assert_eq!(named(&bytes), plain, "{how}");
        }
    }

    #[test]
    fn a_value_that_makes_no_sense_costs_no_other() {
        let typed = BY_HAND
            .replace("\"DE\"", "49")
            .replace("{\n", "{ \"put_away_after_minutes\": \"ten\",\n");
        let understood = read(typed.as_bytes()).expect("it is understood");
        assert_eq!(understood.left_out, ["country", "put_away_after_minutes"]);
        assert!(
            understood.settings.account.is_some(),
            "the account is there"
        );
        assert_eq!(
            understood.settings.put_away_after_minutes, 10,
            "as on a new computer"
        );
    }

    #[test]
    fn what_is_no_settings_is_not_guessed_at() {
        for text in ["{ half", "[]", "", "\"x\"", "{ 'country': 'DE' }"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
