//! The types that a file declares, with what they consist of.

use super::source::Source;
use super::words::Words as _;

/// A struct or an enum with what it consists of.
pub struct Held<'a> {
    pub name: &'a str,
    /// Where its `struct` or `enum` stands.
    pub at: usize,
    /// Where the words inside its brackets begin.
    pub begin: usize,
    pub fields: &'a [String],
}

pub fn types(file: &Source) -> Vec<Held<'_>> {
    let mut found = Vec::new();
    for at in file.places(&["struct"]).chain(file.places(&["enum"])) {
        let Some(name) = file.words.get(at + 1) else {
            continue;
        };
        let opens = at + 2 + generics(&file.words[at + 2..]);
        if let Some(begin) = body(&file.words, opens) {
            let fields = file.words[begin..].in_bracket();
            found.push(Held {
                name,
                at,
                begin: begin + 1,
                fields,
            });
        }
    }
    found
}

/// How many words `<…>` takes here.
pub fn generics(words: &[String]) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if at == 0 { 0 } else { at + 1 };
        }
    }
    words.len()
}

/// Where the fields open: at once, or after a `where` with what brackets it has.
fn body(words: &[String], mut at: usize) -> Option<usize> {
    if words.get(at)? == "(" {
        return Some(at);
    }
    loop {
        match words.get(at)?.as_str() {
            "{" => return Some(at),
            ";" => return None,
            "(" | "[" => at += words[at..].in_bracket().len() + 1,
            _ => {}
        }
        at += 1;
    }
}
