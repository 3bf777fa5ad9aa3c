//! The paths that stand in a file, in a `use` or in the middle of code, and the modules that are written in it.
//!
//! Where a path leads is not known here.

use super::words::is_name;

pub type Module = Vec<String>;

/// What the program's own crates are called: from the one, the other's rooms are rooms of the program.
const OUR_CRATES: [&str; 2] = ["esim_desk_core", "esim_desk_lib"];

/// No path begins with these, and one may begin behind them.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "fn", "for", "if", "impl", "in",
    "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "type", "unsafe",
    "where", "while", "yield",
];

/// A path as it stands in a file: in a `use`, or in the middle of code.
pub struct Named {
    /// The module it stands in.
    pub module: Module,
    /// Never begins with a `self` that says nothing.
    pub segments: Vec<String>,
    /// What a `use` calls it.
    pub alias: Option<String>,
    /// Whether a `use` passes it on.
    pub passed_on: bool,
}

impl Named {
    fn new(module: &[String], segments: &[String]) -> Named {
        let spare = segments.iter().take_while(|part| *part == "self").count();
        let spare = spare.min(segments.len() - 1);
        Named {
            module: module.to_vec(),
            segments: segments[spare..].to_vec(),
            alias: None,
            passed_on: false,
        }
    }

    /// Reads the name of one of our crates as `crate`: they are one tree.
    pub fn within_one_tree(&mut self) {
        if OUR_CRATES.contains(&self.segments[0].as_str()) {
            self.segments[0] = "crate".to_owned();
        }
    }

    /// Whether it is what a `use` brings.
    pub fn is_used(&self) -> bool {
        self.alias.is_some()
    }

    /// Whether a `use` gives it another name. `_` only brings a trait.
    pub fn is_renamed(&self) -> bool {
        let alias = self.alias.as_ref();
        alias.is_some_and(|alias| alias != "_" && Some(alias) != self.segments.last())
    }

    /// Whether its `super` leaves the folder.
    pub fn leaves(&self, folder: &str) -> bool {
        let inside: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let up = self.segments.iter().take_while(|part| *part == "super");
        let left = self.module.len().saturating_sub(up.count());
        left < inside.len()
    }
}

/// The paths of a file and the modules that are written in it.
pub fn named(words: &[String], module: &[String]) -> (Vec<Named>, Vec<Module>) {
    let (mut found, mut inside) = (Vec::new(), Vec::new());
    let mut module = module.to_vec();
    // For each open brace, whether it is a module's.
    let mut open = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        match words[at].as_str() {
            "{" => {
                let begins = at > 1 && words[at - 2] == "mod";
                if begins {
                    module.push(before.to_owned());
                    inside.push(module.clone());
                }
                open.push(begins);
            }
            "}" => {
                let ends = open.pop() == Some(true);
                if ends {
                    module.pop();
                }
            }
            "use" if words.get(at + 1).is_some_and(|next| next != "<") => {
                let begin = found.len();
                at = used(words, at + 1, &module, &[], &mut found);
                let passed_on = matches!(before, "pub" | ")");
                for named in &mut found[begin..] {
                    named.passed_on = passed_on;
                }
            }
            word if is_name(word)
                && !KEYWORDS.contains(&word)
                && !is_seen_in(&words[..at])
                && begins(&words[..at]) =>
            {
                let mut segments = vec![word.to_owned()];
                while let Some(["::", next]) = pair(words, at + 1)
                    && is_name(next)
                {
                    segments.push(next.to_owned());
                    at += 2;
                }
                if segments.len() > 1 {
                    found.push(Named::new(&module, &segments));
                }
            }
            _ => {}
        }
        at += 1;
    }
    (found, inside)
}

/// Whether these words end with `pub(in`: what follows says who may see a thing, and names nothing of it.
fn is_seen_in(before: &[String]) -> bool {
    before.ends_with(&["pub", "(", "in"].map(str::to_owned))
}

/// Whether a path may begin after these words. `::` begins one too, unless it goes on after a name or a `>`.
fn begins(before: &[String]) -> bool {
    let ends = |word: &str| is_name(word) && !KEYWORDS.contains(&word) || word == ">";
    match before {
        [.., one, colons] if colons == "::" => !ends(one),
        _ => true,
    }
}

/// Reads one tree of a `use` and returns the place of what ends it.
fn used(
    words: &[String],
    mut at: usize,
    module: &[String],
    before: &[String],
    found: &mut Vec<Named>,
) -> usize {
    let mut segments = before.to_vec();
    let mut alias = None;
    while let Some(word) = words.get(at) {
        match word.as_str() {
            "{" => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "}") {
                    at = used(words, at, module, &segments, found);
                    at += usize::from(words.get(at).is_some_and(|word| word == ","));
                }
                return at + 1;
            }
            "," | "}" | ";" => break,
            "as" => alias = words.get(at + 1).cloned(),
            "::" | "*" => {}
            "self" if !segments.is_empty() => {}
            _ if alias.is_some() => {}
            name => segments.push(name.to_owned()),
        }
        at += 1;
    }
    if segments.len() > before.len() || !before.is_empty() {
        let mut named = Named::new(module, &segments);
        named.alias = alias.or_else(|| segments.last().cloned());
        found.push(named);
    }
    at
}

fn pair(words: &[String], at: usize) -> Option<[&str; 2]> {
    Some([words.get(at)?, words.get(at + 1)?])
}

#[test]
fn a_path_is_found_wherever_it_stands() {
    for (text, expected) in [
        ("for x in crate::desk::f() {}", "crate::desk::f"),
        (
            "return ::esim_desk_core::desk::x()",
            "esim_desk_core::desk::x",
        ),
        (
            "Box<dyn ::esim_desk_core::desk::X>",
            "esim_desk_core::desk::X",
        ),
        ("if crate::a::b {}", "crate::a::b"),
        ("pub(in crate::desk) fn f() {}", ""),
        ("<T as a::B>::c::d", "a::B"),
        ("x.into::<a::B>()", "a::B"),
    ] {
        let (found, _) = named(&super::words::words(text), &[]);
        let found: Vec<String> = found
            .iter()
            .map(|named| named.segments.join("::"))
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}
