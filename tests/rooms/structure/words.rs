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

/// What stands before an item that only tests have.
pub const FOR_TESTS: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// What an item begins with. Its commas do not end it, as they end a variant, a field or an arm of a `match`.
#[rustfmt::skip]
const ITEMS: &[&str] = &[
    "async", "const", "enum", "extern", "fn", "impl", "mod", "static", "struct", "trait", "type", "union", "unsafe", "use",
];

/// Leaves out each item under `#[cfg(test)]`, and nothing after it.
pub fn without_tests(words: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at..].starts_with_words(&FOR_TESTS) {
            at += FOR_TESTS.len();
            at += item(&words[at..]);
        } else {
            kept.push(words[at].clone());
            at += 1;
        }
    }
    kept
}

/// How many words the attributes are that stand here.
pub fn attributes(words: &[String]) -> usize {
    let mut at = 0;
    while words[at..].starts_with_words(&["#", "["]) {
        at += words[at + 1..].in_bracket().len() + 3;
    }
    at.min(words.len())
}

/// How many words the item is that begins here, with its attributes.
fn item(words: &[String]) -> usize {
    let mut at = attributes(words);
    let mut first = at;
    if words[first..].starts_with_words(&["pub"]) {
        first += 1;
        if words[first..].starts_with_words(&["("]) {
            first += words[first..].in_bracket().len() + 2;
        }
    }
    let commas = words
        .get(first)
        .is_some_and(|word| ITEMS.contains(&word.as_str()));
    while let Some(word) = words.get(at) {
        match word.as_str() {
            ";" => return at + 1,
            "," if !commas => return at + 1,
            ")" | "]" | "}" => return at,
            "(" | "[" => at += words[at..].in_bracket().len() + 1,
            "{" => {
                at += words[at..].in_bracket().len() + 1;
                match words.get(at + 1).map_or("", String::as_str) {
                    "," | ";" => return at + 2,
                    "." | "?" | "else" | ")" | "]" | "}" => {}
                    _ => return at + 1,
                }
            }
            _ => {}
        }
        at += 1;
    }
    words.len()
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

/// The words and signs of a text, what stands in quotes with its quotes.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    pieces(text, |piece| match piece {
        Piece::Word(text) | Piece::Quoted(text) => words.push(text.to_owned()),
        Piece::Comment | Piece::Space(_) => {}
    });
    words
}

/// The same with `""` for all that stands in quotes: what is written there is no code.
pub fn unquoted(words: &[String]) -> Vec<String> {
    let word = |word: &String| if is_quoted(word) { "\"\"" } else { word }.to_owned();
    words.iter().map(word).collect()
}

pub fn is_quoted(word: &str) -> bool {
    quoted(word).is_some()
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
        } else if text.starts_with("r#") && is_name(&text[2..]) {
            // `r#name` is the same name.
            2
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
        unquoted(&words(text)).join(" "),
        r#"a < ' b > "" "" "" "" "" "" type m :: n"#
    );
    assert_eq!(without_comments("a // b\n\"// c\""), "a  \n\"// c\"");
}

#[test]
fn what_is_for_tests_is_left_out() {
    let text = "a; #[cfg(test)] mod tests { b { c } } d; #[cfg(test)] #[path = \"x\"] mod e; f";
    assert_eq!(without_tests(&words(text)).concat(), "a;d;f");
}

#[test]
fn only_what_is_for_tests_is_left_out() {
    let left = |text: &str| without_tests(&words(text)).join(" ");
    for (what, text, rest) in [
        ("a variant", "enum A { #[cfg(test)] B, C }", "enum A { C }"),
        ("a variant with fields", "#[cfg(test)] B { c: D }, E", "E"),
        (
            "the last variant",
            "{ #[cfg(test)] B } fn c() {}",
            "{ } fn c ( ) { }",
        ),
        ("a field", "{ #[cfg(test)] a: u8, b: u8 }", "{ b : u8 }"),
        (
            "an arm",
            "#[cfg(test)] A => { b() } C => d()",
            "C => d ( )".replace("=>", "= >").as_str(),
        ),
        ("a statement", "#[cfg(test)] let a = B { c }; d()", "d ( )"),
        ("an argument", "f(#[cfg(test)] a: u8) g", "f ( ) g"),
        (
            "a function",
            "#[cfg(test)] pub(super) fn a<B, C>() {} fn d() {}",
            "fn d ( ) { }",
        ),
        ("a use", "#[cfg(test)] use a::{b, c}; d", "d"),
    ] {
        assert_eq!(left(text), rest, "{what}");
    }
    assert_eq!(
        left("#[cfg(not(test))] a"),
        "# [ cfg ( not ( test ) ) ] a",
        "this one is the program's"
    );
}
