//! The words and signs of a Rust text, told apart from its comments and from what stands in quotes.

pub trait Words {
    fn starts_with_words(&self, what: &[&str]) -> bool;
    /// The words inside the bracket that opens here, without the brackets.
    fn in_bracket(&self) -> &[String];
}

impl Words for [String] {
    fn starts_with_words(&self, what: &[&str]) -> bool {
        self.len() >= what.len()
            && self
                .iter()
                .zip(what)
                .all(|(word, expected)| word == expected)
    }

    fn in_bracket(&self) -> &[String] {
        let mut depth = 0_usize;
        for (at, word) in self.iter().enumerate() {
            match word.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return self.get(1..at).unwrap_or_default();
            }
        }
        self.get(1..).unwrap_or_default()
    }
}

pub fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Leaves out each item under `#[cfg(test)]`.
pub fn without_tests(words: &[String]) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words[at..].starts_with_words(&mark) {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        at += mark.len();
        while at < words.len() && words[at] != ";" {
            let ends = words[at] == "{";
            if matches!(words[at].as_str(), "(" | "[" | "{") {
                at += words[at..].in_bracket().len() + 1;
            }
            if ends {
                break;
            }
            at += 1;
        }
        at += 1;
    }
    kept
}

/// The text without its comments; what stands in quotes stays.
pub fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    pieces(text, |piece| match piece {
        Piece::Comment => kept.push(' '),
        Piece::Quoted(text) | Piece::Word(text) | Piece::Space(text) => kept.push_str(text),
    });
    kept
}

/// The words and signs of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    pieces(text, |piece| match piece {
        Piece::Word(word) => words.push(word.to_owned()),
        Piece::Quoted(_) => words.push("\"\"".to_owned()),
        Piece::Comment | Piece::Space(_) => {}
    });
    words
}

enum Piece<'a> {
    Comment,
    Quoted(&'a str),
    Word(&'a str),
    Space(&'a str),
}

fn pieces<'a>(mut text: &'a str, mut take: impl FnMut(Piece<'a>)) {
    while let Some(first) = text.chars().next() {
        let length = if text.starts_with("//") {
            let length = text.find('\n').unwrap_or(text.len());
            take(Piece::Comment);
            length
        } else if text.starts_with("/*") {
            let length = block_comment(text);
            take(Piece::Comment);
            length
        } else if let Some(length) = quoted(text) {
            take(Piece::Quoted(&text[..length]));
            length
        } else if first.is_whitespace() {
            let length = text.len() - text.trim_start().len();
            take(Piece::Space(&text[..length]));
            length
        } else {
            let name = text.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
            let length = match name.unwrap_or(text.len()) {
                0 if text.starts_with("::") || text.starts_with("->") => 2,
                0 => first.len_utf8(),
                length => length,
            };
            take(Piece::Word(&text[..length]));
            length
        };
        text = &text[length..];
    }
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of the string or character that begins here, with its quotes. A lifetime is neither.
fn quoted(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""];
    let prefix = prefix.into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.starts_with(['"', '\'', '#']))
    })?;
    let rest = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let body = rest[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(prefix.len() + hashes + 1 + length);
    }
    let quote = rest.chars().next().filter(|quote| *quote != '#')?;
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        if !escaped && sign == quote {
            return Some(prefix.len() + at + 1);
        }
        if quote == '\''
            && !escaped
            && sign != '\\'
            && !rest[at + sign.len_utf8()..].starts_with('\'')
        {
            // A lifetime, unless this is the middle of a longer escape.
            if !rest[1..].starts_with('\\') {
                return None;
            }
        }
        escaped = !escaped && sign == '\\';
    }
    (quote == '"').then_some(text.len())
}

#[test]
fn what_only_looks_like_code_is_left_out() {
    let text = r##"a<'b> /* c /* d */ e */ "f \" g" r#"h " i"# 'j' '\'' b'k' '\u{1f}' // l
        r#type m::n"##;
    assert_eq!(
        words(text).join(" "),
        r#"a < ' b > "" "" "" "" "" "" r # type m :: n"#
    );
    assert_eq!(without_comments("a // b\n\"// c\""), "a  \n\"// c\"");
}

#[test]
fn what_is_for_tests_is_left_out() {
    let text = "a; #[cfg(test)] mod tests { b { c } } d; #[cfg(test)] #[path = \"x\"] mod e; f";
    assert_eq!(without_tests(&words(text)).concat(), "a;d;f");
}
