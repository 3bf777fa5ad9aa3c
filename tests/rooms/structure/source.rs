//! A reader of Rust sources, as much of one as the rules beside it need: the words of a file without its comments, the
//! text in quotes and its tests, and the file that each path in it leads to.
//!
//! It is no compiler. A macro is read as it is written, and what a glob brings is not looked for.

use std::collections::BTreeMap;

use super::words::{Words, is_name, without_tests, words};

/// A room's files, or all of a crate's: each knows what it names of the others.
pub struct Sources {
    pub files: Vec<Source>,
    /// Each module, those inside a file too, and the place of its file.
    modules: BTreeMap<Module, usize>,
    /// What a `use` calls what: module and name, and where it leads. `None` is another crate.
    names: BTreeMap<(Module, String), Option<Module>>,
}

pub type Module = Vec<String>;

pub struct Source {
    /// Below the crate's root, such as `desk/mod.rs`.
    pub path: String,
    /// Without comments and tests. A text in quotes is `""`.
    pub words: Vec<String>,
    pub names: Vec<Named>,
}

/// A path as it stands in a file: in a `use`, or in the middle of code.
pub struct Named {
    /// The module it stands in.
    module: Module,
    pub segments: Vec<String>,
    /// What a `use` calls it.
    alias: Option<String>,
}

impl Sources {
    /// Of paths below the crate's root and what stands there. Files of tests are left out.
    pub fn of<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let mut sources = Self {
            files: Vec::new(),
            modules: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for (path, text) in files {
            let (path, text) = (path.into(), text.into());
            if is_test(&path) {
                continue;
            }
            let words = without_tests(&words(&text));
            let (names, inside) = named(&words, &module_of(&path));
            for module in inside.into_iter().chain([module_of(&path)]) {
                sources.modules.insert(module, sources.files.len());
            }
            sources.files.push(Source { path, words, names });
        }
        let mut called = BTreeMap::new();
        for named in sources.files.iter().flat_map(|file| &file.names) {
            if let Some(alias) = &named.alias {
                let leads_to = sources.absolute(named);
                called.insert((named.module.clone(), alias.clone()), leads_to);
            }
        }
        sources.names = called;
        sources
    }

    /// The files that this one names, each once, in the order of their paths. Itself is not among them.
    pub fn arrows(&self, from: &Source) -> Vec<&Source> {
        let mut to: Vec<&Source> = from
            .names
            .iter()
            .filter_map(|named| self.file_of(named))
            .filter(|to| to.path != from.path)
            .collect();
        to.sort_by(|one, other| one.path.cmp(&other.path));
        to.dedup_by(|one, other| one.path == other.path);
        to
    }

    /// Where the thing of this name is written, through all that only passes it on.
    pub fn file_of(&self, named: &Named) -> Option<&Source> {
        let found = self.follow(&self.absolute(named)?, 8)?;
        Some(&self.files[found])
    }

    /// The path from the crate's root, or `None` if it begins in another crate.
    fn absolute(&self, named: &Named) -> Option<Module> {
        let mut base = named.module.clone();
        let mut rest = named.segments.as_slice();
        let (first, after) = rest.split_first()?;
        match first.as_str() {
            "crate" => (base, rest) = (Module::new(), after),
            "self" => rest = after,
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            name => {
                let child = joined(&base, &[name.to_owned()]);
                if !self.modules.contains_key(&child) {
                    base = self.names.get(&(base, name.to_owned()))?.clone()?;
                    rest = after;
                }
            }
        }
        Some(joined(&base, rest))
    }

    fn follow(&self, path: &[String], turns: usize) -> Option<usize> {
        let mut module = Module::new();
        for (at, segment) in path.iter().enumerate() {
            let child = joined(&module, std::slice::from_ref(segment));
            if self.modules.contains_key(&child) {
                module = child;
                continue;
            }
            if let Some(passed_on) = self.names.get(&(module.clone(), segment.clone()))
                && turns > 0
            {
                let path = joined(passed_on.as_ref()?, &path[at + 1..]);
                return self.follow(&path, turns - 1);
            }
            break;
        }
        self.modules.get(&module).copied()
    }
}

impl Source {
    /// The folder it lies in, as a path: `desk/sale`.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The first segment of its module, such as `desk` or `settings`; nothing for the crate's root.
    pub fn room(&self) -> String {
        module_of(&self.path).into_iter().next().unwrap_or_default()
    }

    /// Whether it is `x/mod.rs` or `x.rs` of the folder `x`.
    pub fn heads(&self, folder: &str) -> bool {
        !folder.is_empty() && module_of(&self.path).join("/") == folder
    }

    /// Whether these words stand in it one after the other.
    pub fn says(&self, what: &[&str]) -> bool {
        self.places(what).next().is_some()
    }

    pub fn places<'a>(&'a self, what: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.words.len()).filter(|at| self.words[*at..].starts_with_words(what))
    }
}

impl Named {
    /// Whether it is what a `use` brings.
    pub fn is_used(&self) -> bool {
        self.alias.is_some()
    }

    /// Whether its `super` leaves the folder.
    pub fn leaves(&self, folder: &str) -> bool {
        let inside: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let up = self.segments.iter().take_while(|part| *part == "super");
        let left = self.module.len().saturating_sub(up.count());
        left < inside.len()
    }
}

fn joined(base: &[String], rest: &[String]) -> Module {
    [base, rest].concat()
}

fn is_test(path: &str) -> bool {
    path.ends_with("_tests.rs")
        || path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs")
}

fn module_of(path: &str) -> Module {
    if matches!(path, "lib.rs" | "main.rs") {
        return Module::new();
    }
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// The paths of a file and the modules that are written in it.
fn named(words: &[String], module: &[String]) -> (Vec<Named>, Vec<Module>) {
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
                at = used(words, at + 1, &module, &[], &mut found);
            }
            word if is_name(word) && before != "::" && before != "in" => {
                let mut segments = vec![word.to_owned()];
                while let Some(["::", next]) = pair(words, at + 1)
                    && is_name(next)
                {
                    segments.push(next.to_owned());
                    at += 2;
                }
                if segments.len() > 1 {
                    found.push(Named {
                        module: module.clone(),
                        segments,
                        alias: None,
                    });
                }
            }
            _ => {}
        }
        at += 1;
    }
    (found, inside)
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
        found.push(Named {
            module: module.to_vec(),
            alias: alias.or_else(|| segments.last().cloned()),
            segments,
        });
    }
    at
}

fn pair(words: &[String], at: usize) -> Option<[&str; 2]> {
    Some([words.get(at)?, words.get(at + 1)?])
}
