//! With a lock of the desk held no other part is called: not in a closure that is given to what holds one, not while a
//! guard lives.
//!
//! A part is known by the name of the field that holds it. What a function that is called in there does is not read: it is
//! one of the part's own, and short.

use std::collections::BTreeSet;

use super::source::{Source, Sources};
use super::types::types;
use super::words::{Words, is_name};
use super::{Found, hold, invented, keys, program};

/// Where what runs a closure with a lock held is declared. A room below has no part to call, but whoever gives it a closure.
const HOLDERS_IN: [&str; 2] = ["desk", "settings"];

/// What is held by an `Arc` and has no lock: fixed for a run.
const NO_PARTS: &[&str] = &["Setup"];

#[test]
fn no_part_is_called_with_a_lock_held() {
    let parts = parts(program());
    assert!(
        ["account", "orders", "recovery", "handover"]
            .iter()
            .all(|name| parts.contains(name)),
        "these are parts: {parts:?}"
    );
    let holding = holding(program());
    assert!(
        [
            "read",
            "get",
            "shown",
            "update",
            "update_unseen",
            "change",
            "with_search",
            "write"
        ]
        .iter()
        .all(|name| holding.contains(name)),
        "these hold a lock while they work: {holding:?}"
    );
    hold(
        "In the desk no other part is called with a lock held: neither in what is given to `read`, `get` or `change`, nor \
         while the guard of a lock lives.",
        &called(program()),
        &[],
    );
}

/// What lends something to a closure that it calls once: it may hold the lock of that meanwhile, itself or in what it passes
/// the closure on to. One that is called several times, such as a filter, counts where a lock is taken beside it.
fn holding(sources: &Sources) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for file in &sources.files {
        if !HOLDERS_IN.contains(&file.room().as_str()) {
            continue;
        }
        for (name, signature, body) in functions(file) {
            let takes = |closure: &str| {
                let mut begins = 0..signature.len();
                begins.any(|at| signature[at..].starts_with_words(&[closure, "(", "&"]))
            };
            let locks = || {
                let mut begins = 0..body.len();
                begins.any(|at| body[at..].starts_with_words(&[".", "lock", "("]))
            };
            if takes("FnOnce") || (takes("Fn") || takes("FnMut")) && locks() {
                found.insert(name);
            }
        }
    }
    found
}

/// The functions of a file: their names, what stands before their bodies, and the bodies.
fn functions(file: &Source) -> impl Iterator<Item = (&str, &[String], &[String])> {
    file.places(&["fn"]).filter_map(|at| {
        let name = file.words.get(at + 1).filter(|name| is_name(name))?;
        let rest = &file.words[at..];
        let ends = rest
            .iter()
            .position(|word| matches!(word.as_str(), "{" | ";"));
        let (signature, body) = rest.split_at(ends.unwrap_or(rest.len()));
        let has_one = body.first().is_some_and(|word| word == "{");
        let body = if has_one { body.in_bracket() } else { &[] };
        Some((name.as_str(), signature, body))
    })
}

/// The names of the fields that hold a part of the desk.
fn parts(sources: &Sources) -> BTreeSet<&str> {
    fields_with_parts(sources)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

/// The parts of the desk, by the names of their types: what another part holds by an `Arc`.
pub fn types_of_parts(sources: &Sources) -> BTreeSet<&str> {
    fields_with_parts(sources)
        .into_iter()
        .map(|(_, of)| of)
        .collect()
}

fn fields_with_parts(sources: &Sources) -> BTreeSet<(&str, &str)> {
    let mut found = BTreeSet::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for held in types(file) {
            for at in held.begin..held.begin + held.fields.len() {
                let words = &file.words[at..];
                let [name, ..] = words else { continue };
                let of = words.get(4).map_or("", String::as_str);
                if words[1..].starts_with_words(&[":", "Arc", "<"])
                    && is_declared(sources, of)
                    && !NO_PARTS.contains(&of)
                {
                    found.insert((name.as_str(), of));
                }
            }
        }
    }
    found
}

/// In the desk: a file of another room has its own lock, and takes it for a moment only.
fn is_declared(sources: &Sources, name: &str) -> bool {
    let desk = sources.files.iter().filter(|file| file.room() == "desk");
    desk.into_iter()
        .any(|file| types(file).iter().any(|held| held.name == name))
}

fn called(sources: &Sources) -> Found {
    let (parts, types) = (parts(sources), types_of_parts(sources));
    let holding = holding(sources);
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        let mut given = given(file, &types);
        given.extend(named_here(file, &parts));
        for held in in_closures(file, &holding)
            .into_iter()
            .chain(beside_guards(file))
        {
            for part in part_called(held, &parts, &given) {
                found.insert(
                    format!("{}: {part} with a lock held", file.path),
                    String::new(),
                );
            }
        }
    }
    found
}

/// The parts that functions of a file are given, by the names that they have there.
fn given<'a>(file: &'a Source, types: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for (_, signature, _) in functions(file) {
        for at in 1..signature.len() {
            let begins = signature[at] == ":";
            let of = signature[at + 1..].iter();
            let mut of = of.skip_while(|word| matches!(word.as_str(), "&" | "Arc" | "<"));
            if begins && of.next().is_some_and(|of| types.contains(of.as_str())) {
                found.insert(signature[at - 1].as_str());
            }
        }
    }
    found
}

/// The parts that a `let` of a file gives a name of its own: `let x = &self.part`, or several at once.
fn named_here<'a>(file: &'a Source, parts: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let is_part = |words: &[String]| {
        let said = words.iter().map(String::as_str);
        let said = said.filter(|word| !matches!(*word, "&" | "Arc" | "::" | "clone" | "(" | ")"));
        let said: Vec<&str> = said.collect();
        matches!(said.as_slice(), ["self", ".", part] | ["self", ".", part, "."] if parts.contains(part))
    };
    let mut found = BTreeSet::new();
    for at in file.places(&["let"]) {
        let statement = &file.words[at + 1..][..end_of_statement(&file.words[at + 1..])];
        let Some(equals) = statement.iter().position(|word| word == "=") else {
            continue;
        };
        let (names, values) = (&statement[..equals], &statement[equals + 1..]);
        let (names, values) = match (names, values) {
            ([one], _) => (std::slice::from_ref(one), values),
            ([open, ..], [also, ..]) if open == "(" && also == "(" => {
                (names.in_bracket(), values.in_bracket())
            }
            _ => continue,
        };
        let names = names.split(|word| word == ",");
        for (name, value) in names.zip(values.split(|word| word == ",")) {
            if let [name] = name
                && is_part(value)
            {
                found.insert(name.as_str());
            }
        }
    }
    found
}

/// `self.part.`, and `part.` where a function was given it or calls it so, of which something is asked.
/// `live.order().account` is a value.
fn part_called<'a>(
    words: &'a [String],
    parts: &BTreeSet<&str>,
    given: &BTreeSet<&str>,
) -> Vec<&'a str> {
    let called = (0..words.len()).filter(|at| {
        let name = words[*at].as_str();
        let mine = *at > 1 && words[at - 2] == "self" && parts.contains(name);
        let free = (*at == 0 || words[at - 1] != ".") && given.contains(name);
        (mine || free)
            && words[at + 1..].starts_with_words(&["."])
            && words.get(at + 3).is_some_and(|call| call == "(")
    });
    called.map(|at| words[at].as_str()).collect()
}

/// What stands in a closure that is called with a lock held, also in one that was given a name before.
fn in_closures<'a>(file: &'a Source, holding: &BTreeSet<&str>) -> Vec<&'a [String]> {
    let mut found = Vec::new();
    for name in holding {
        for at in file.places(&[name, "("]) {
            if at > 0 && file.words[at - 1] == "fn" {
                continue;
            }
            let given = file.words[at + 1..].in_bracket();
            if let Some(begin) = given.iter().position(|word| word == "|") {
                found.push(&given[begin..]);
            }
            for argument in given.split(|word| word == ",") {
                if let [name] = argument
                    && is_name(name)
                {
                    found.extend(closures_of(file, &file.words[..at], name));
                }
            }
        }
    }
    found
}

/// The closures that a `let` before gives this name.
fn closures_of<'a>(file: &'a Source, before: &[String], name: &str) -> Vec<&'a [String]> {
    let mut found = Vec::new();
    for at in 0..before.len() {
        let rest = &file.words[at..];
        if rest.starts_with_words(&["let", name, "=", "|"])
            || rest.starts_with_words(&["let", name, "=", "move", "|"])
        {
            found.push(&rest[..end_of_statement(rest)]);
        }
    }
    found
}

/// What stands between the taking of a lock and the end of its guard: of a guard with a name the rest of its block, or what
/// comes before it is dropped; of one without the rest of its statement, with the block of an `if let` or a `match`.
fn beside_guards(file: &Source) -> Vec<&[String]> {
    let lock = [".", "lock", "(", ")"];
    let mut found = Vec::new();
    for at in file.places(&lock) {
        let mut after = &file.words[at + lock.len()..];
        if after.starts_with_words(&[".", "await"]) {
            continue;
        }
        // What is done about a lock that was poisoned gives the guard on.
        if after.starts_with_words(&["."])
            && matches!(after[1].as_str(), "unwrap" | "expect" | "unwrap_or_else")
        {
            after = &after[2 + after[2..].in_bracket().len() + 2..];
        }
        let begin = file.words[..at]
            .iter()
            .rposition(|word| matches!(word.as_str(), ";" | "{" | "}"))
            .map_or(0, |before| before + 1);
        let statement = &file.words[begin..at];
        let name = statement
            .iter()
            .skip(1)
            .find(|word| *word != "mut")
            .filter(|_| statement.first().is_some_and(|word| word == "let"));
        let held = match name {
            Some(name) if after.first().is_some_and(|word| word == ";") => {
                let block = &after[1..][..end_of_block(&after[1..])];
                let dropped = (0..block.len())
                    .find(|at| block[*at..].starts_with_words(&["drop", "(", name, ")"]));
                &block[..dropped.unwrap_or(block.len())]
            }
            Some(_) | None => {
                let asks = statement.iter().any(|word| word == "if")
                    && !statement.iter().any(|word| word == "let");
                let end = end_of_statement(after);
                let end = match asks {
                    true => after.iter().position(|word| word == "{").unwrap_or(end),
                    false => end,
                };
                &after[..end.min(after.len())]
            }
        };
        found.push(held);
    }
    found
}

/// Up to the `;` that no bracket holds, or the bracket that closes around it.
fn end_of_statement(words: &[String]) -> usize {
    end(words, |word| word == ";")
}

fn end_of_block(words: &[String]) -> usize {
    end(words, |_| false)
}

fn end(words: &[String], ends: impl Fn(&str) -> bool) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => return at,
            ")" | "]" | "}" => depth -= 1,
            word if depth == 0 && ends(word) => return at,
            _ => {}
        }
    }
    words.len()
}

#[test]
fn a_part_that_is_called_with_a_lock_held_is_seen() {
    let fields = "pub struct A { orders: Arc<Orders>, account: Arc<Account>, setup: Arc<Setup>, state: Mutex<u8> } ";
    let with =
        |body: &str| format!("{fields} impl A {{ fn f(&self, orders: &Orders) {{ {body} }} }}");
    for (body, seen) in [
        ("self.orders.read(|live| self.account.id())", true),
        (
            "self.orders.get(self.account.key(), |live| live.account().id())",
            false,
        ),
        (
            "self.orders.get(key, |live| live.order.account.clone())",
            false,
        ),
        (
            "let of = |live: &Live| { a; orders.ask(live) }; self.orders.get(key, of)",
            true,
        ),
        (
            "let of = |live: &Live| a(live); self.orders.get(key, of); self.account.ask()",
            false,
        ),
        ("settings.change(|it| it.account = None)", false),
        (
            "let mut it = self.lock(); it.a = self.setup.mode(); it.b()",
            false,
        ),
        ("let it = self.lock(); if it.a { self.orders.ask() }", true),
        (
            "let it = self.lock(); it.a(); drop(it); self.orders.ask()",
            false,
        ),
        ("{ let it = self.lock(); it.a() } self.orders.ask()", false),
        ("let a = self.lock().a(); self.orders.ask(a)", false),
        ("self.lock().a(self.orders.ask())", true),
        (
            "if let Some(a) = self.lock().a() { self.orders.ask() }",
            true,
        ),
        ("if self.lock().a() { self.orders.ask() }", false),
        (
            "match self.lock().a() { 1 => self.orders.ask(), _ => {} }",
            true,
        ),
        ("let it = self.turn.lock().await; self.orders.ask()", false),
        ("self.with(|it| self.account.ask(it))", true),
        ("passed_on(1, |it| self.account.ask(it))", true),
        ("self.without(|| self.account.ask())", false),
        ("list.all(|it| self.account.ask(it))", false),
        (
            "let o = &self.orders; self.account.read(|it| o.ask(it))",
            true,
        ),
        (
            "let (o, p) = (&self.orders, self.account.clone()); o.read(|it| p.ask(it))",
            true,
        ),
        (
            "let o = Arc::clone(&self.orders); o.read(|it| it.a()); o.ask()",
            false,
        ),
        (
            "let it = self.state.lock().unwrap(); it.a(); self.orders.ask()",
            true,
        ),
    ] {
        let sources = invented(&[
            ("desk/a.rs", with(body).as_str()),
            (
                "desk/orders.rs",
                "pub struct Orders { } pub struct Account { } pub struct Setup { }
                impl Orders {
                    fn read(&self, work: impl FnOnce(&u8)) { work(&self.lock()) }
                    fn get(&self, key: u8, work: impl FnOnce(&u8)) { self.read(work) }
                    fn with(&self, change: impl FnMut(&mut u8)) { change(&mut self.lock().a) }
                    fn all(&self, of: impl Fn(&u8) -> u8) { of(&1) }
                    fn without(&self, tell: impl FnOnce()) { tell() }
                }
                fn passed_on<F>(key: u8, work: F) where F: FnOnce(&u8) { work(&LOCK.lock()) }",
            ),
        ]);
        let found = keys(called(&sources));
        assert_eq!(!found.is_empty(), seen, "{body}: {found:?}");
    }
}
