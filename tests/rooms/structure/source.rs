//! A reader of Rust sources, as much of one as the rules beside it need: the words of a file without its comments, the
//! text in quotes and its tests, and the file that each path in it leads to.
//!
//! It is no compiler. A macro is read as it is written, and what a glob brings is not looked for.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{Module, Named, named};
use super::words::{FOR_TESTS, Words, attributes, is_quoted, unquoted, without_tests, words};

/// By what name the head of the core's crate is read: the program's two crates are one tree, and each has a `lib.rs`.
pub const HEAD_OF_THE_CORE: &str = "the core's lib.rs";

/// A room's files, or all of a crate's: each knows what it names of the others.
pub struct Sources {
    pub files: Vec<Source>,
    /// Each module, those inside a file too, and the place of its file.
    modules: BTreeMap<Module, usize>,
    /// What a `use` calls what: module and name, and where it leads. `None` is another crate.
    names: BTreeMap<(Module, String), Option<Module>>,
    /// What a `use` calls a thing of another crate.
    brought: BTreeMap<(Module, String), Module>,
}

pub struct Source {
    /// Below the crate's root, such as `desk/mod.rs`.
    pub path: String,
    /// Without comments and tests. A text in quotes is `""`.
    pub words: Vec<String>,
    /// What stands in quotes, with them.
    pub quotes: Vec<String>,
    pub names: Vec<Named>,
}

impl Sources {
    /// The program's crates as one tree: of paths below its root and what stands there. What only tests have is left out.
    pub fn of<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self::read(files, Named::within_one_tree)
    }

    /// A crate for which the program's are others.
    pub fn of_a_tool<P: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        Self::read(files, |_| {})
    }

    fn read<P: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
        each_name: impl Fn(&mut Named),
    ) -> Self {
        let mut sources = Self {
            files: Vec::new(),
            modules: BTreeMap::new(),
            names: BTreeMap::new(),
            brought: BTreeMap::new(),
        };
        let texts = files
            .into_iter()
            .map(|(path, text)| (path.into(), text.into()));
        let texts: BTreeMap<String, String> = texts.collect();
        let tests = tests_among(&texts);
        for (path, text) in texts {
            if tests.contains(&path) {
                continue;
            }
            let said = without_tests(&words(&text));
            let words = unquoted(&said);
            let quotes = said.into_iter().filter(|word| is_quoted(word)).collect();
            let (mut names, inside) = named(&words, &module_of(&path));
            names.iter_mut().for_each(&each_name);
            for module in inside.into_iter().chain([module_of(&path)]) {
                sources.modules.insert(module, sources.files.len());
            }
            sources.files.push(Source {
                path,
                words,
                quotes,
                names,
            });
        }
        // More than once, because a `use` may begin with what another one brings.
        for _ in 0..3 {
            let (mut called, mut brought) = (BTreeMap::new(), BTreeMap::new());
            for named in sources.files.iter().flat_map(|file| &file.names) {
                if let Some(alias) = &named.alias {
                    let key = (named.module.clone(), alias.clone());
                    let leads_to = sources.absolute(named);
                    if leads_to.is_none() {
                        brought.insert(key.clone(), named.segments.clone());
                    }
                    called.insert(key, leads_to);
                }
            }
            (sources.names, sources.brought) = (called, brought);
        }
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

    /// Whether it leads to a room as a whole.
    pub fn is_a_room(&self, named: &Named) -> bool {
        self.absolute(named)
            .is_some_and(|path| path.len() == 1 && self.modules.contains_key(&path))
    }

    /// The path of what another crate has, such as `tokio::net::TcpStream`, whatever a `use` of the file calls its beginning.
    pub fn outside(&self, named: &Named) -> Option<Module> {
        if self.absolute(named).is_some() {
            return None;
        }
        let (first, rest) = named.segments.split_first()?;
        let known = self.brought.get(&(named.module.clone(), first.clone()));
        Some(known.map_or_else(|| named.segments.clone(), |known| joined(known, rest)))
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

fn joined(base: &[String], rest: &[String]) -> Module {
    [base, rest].concat()
}

/// The files that only tests have: the `mod` that names them, or one around them, is under `#[cfg(test)]`. What a file is
/// called says nothing.
pub fn tests_among(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let (mut modules, mut paths, mut compiled) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (path, text) in files {
        let words = words(text);
        let module = module_of(path);
        for at in (0..words.len()).filter(|at| words[*at..].starts_with_words(&FOR_TESTS)) {
            let begin = at + FOR_TESTS.len();
            let item = begin + attributes(&words[begin..]);
            let ["mod", name] = pair(&words, item).unwrap_or_default() else {
                continue;
            };
            modules.insert(joined(&module, &[name.to_owned()]));
            let mut given = words[begin..item]
                .windows(3)
                .filter(|three| three.starts_with_words(&["path", "="]));
            if let (Some(three), Some((folder, _))) = (given.next(), path.rsplit_once('/')) {
                paths.insert(format!("{folder}/{}", three[2].trim_matches('"')));
            }
        }
        let kept = without_tests(&words);
        for at in (0..kept.len()).filter(|at| kept[*at] == "mod") {
            let child = kept.get(at + 1).cloned();
            compiled.insert(joined(&module, &child.into_iter().collect::<Vec<_>>()));
        }
    }
    let is_test = |path: &&String| {
        let module = module_of(path);
        let around = (1..=module.len()).map(|length| &module[..length]);
        let mut tests =
            around.filter(|module| modules.contains(*module) && !compiled.contains(*module));
        tests.next().is_some() || paths.contains(*path) && !compiled.contains(&module)
    };
    files.keys().filter(is_test).cloned().collect()
}

fn module_of(path: &str) -> Module {
    if matches!(path, "lib.rs" | "main.rs" | HEAD_OF_THE_CORE) {
        return Module::new();
    }
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

fn pair(words: &[String], at: usize) -> Option<[&str; 2]> {
    Some([words.get(at)?, words.get(at + 1)?])
}
