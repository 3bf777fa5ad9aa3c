//! Questions about an order's state are asked in one place, so that the compiler asks them of a new state.

use std::collections::BTreeSet;

use esim_desk_core::book::OrderState;

use super::source::{Source, Sources};
use super::state::impls;
use super::words::{Words, is_name, without_comments};
use super::{Found, hold, invented, keys, program, text, today};

#[test]
fn questions_about_an_orders_state_are_asked_in_one_place() {
    hold(
        "Outside book/state.rs no `matches!`, no list and no choice of `OrderState`s, no `match` for all others, and no other \
         name for it: a new state would be missed there in silence.",
        &listed_states(program()),
        today::LISTED_STATES,
    );
}

/// The generated types are made from the enum itself, so they have every state.
#[test]
fn the_list_of_all_states_is_complete() {
    let bindings = text("ui/src/backend/bindings.ts");
    let (_, after) = bindings
        .split_once("export type OrderState =")
        .expect("the state crosses to the page");
    let after = without_comments(after);
    let (union, _) = after.split_once(';').expect("a type ends");
    let known: BTreeSet<&str> = union
        .split('|')
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let all: BTreeSet<&str> = OrderState::ALL.into_iter().map(OrderState::name).collect();
    assert_eq!(
        all, known,
        "a state that is not in `ALL` could not be read from the book"
    );
}

fn listed_states(sources: &Sources) -> Found {
    let mut found = Found::new();
    let others = sources
        .files
        .iter()
        .filter(|file| file.path != "book/state.rs");
    for file in others {
        for (how, is_so) in [
            ("matches!", asked(file)),
            ("a list", listed(file)),
            ("a choice in a let", chosen(file)),
            ("several comparisons", compared(file)),
            ("several names", named(file)),
            ("another name", renamed(file)),
            ("a match for all others", for_all_others(file)),
            ("an impl", impls(sources, file).contains("OrderState")),
        ] {
            if is_so {
                found.insert(format!("{}: {how}", file.path), String::new());
            }
        }
    }
    found
}

fn asked(file: &Source) -> bool {
    file.places(&["matches", "!"])
        .any(|at| states(file.words[at + 2..].in_bracket()) > 0)
}

/// Whatever stands in the list beside them: a tuple, a reference, a call. One state by itself may be asked for its name there.
fn listed(file: &Source) -> bool {
    file.places(&["["]).any(|at| {
        let list = file.words[at..].in_bracket();
        let is_attribute = at > 0 && file.words[at - 1] == "#";
        let asked = (0..list.len())
            .any(|at| is_state(&list[at..]) && list.get(at + 3).is_some_and(|next| next == "."));
        !is_attribute && states(list) > usize::from(asked)
    })
}

/// `if let A | B`.
fn chosen(file: &Source) -> bool {
    file.places(&["let"]).any(|at| {
        let pattern = file.words[at..].split(|word| word == "=").next();
        pattern.is_some_and(|pattern| states(pattern) > 1)
    })
}

/// `x == A || x == B`, in whatever order, and however far apart in one function: `if x == A {} else if x == B {}`.
fn compared(file: &Source) -> bool {
    let mut bodies = file.places(&["fn"]).map(|at| {
        let begin = file.words[at..]
            .iter()
            .position(|word| matches!(word.as_str(), "{" | ";"));
        let begin = begin.map_or(at, |length| at + length);
        file.words[begin..].in_bracket()
    });
    let mut statements = file
        .words
        .split(|word| matches!(word.as_str(), ";" | "{" | "}"));
    bodies.any(|words| compared_states(words) > 1)
        || statements.any(|words| compared_states(words) > 1)
}

/// How many states something is compared with.
fn compared_states(words: &[String]) -> usize {
    let at = (0..words.len()).filter(|at| is_state(&words[*at..]));
    let compared = at.filter(|at| {
        let before = words[..*at].iter().rev();
        let beside =
            |word: &&String| is_name(word) || matches!(word.as_str(), "::" | "&" | "*" | "(");
        let mut before = before.skip_while(beside).map(String::as_str);
        let left = before.next() == Some("=") && matches!(before.next(), Some("=" | "!"));
        let after = words[at + 3..].iter().map(String::as_str);
        let mut after = after.skip_while(|word| *word == ")");
        let right = matches!(after.next(), Some("=" | "!")) && after.next() == Some("=");
        left || right
    });
    let states: BTreeSet<&String> = compared.map(|at| &words[at + 2]).collect();
    states.len()
}

/// A `match` on states with an arm for whichever is not named: `_`, `Some(_)`, a name.
fn for_all_others(file: &Source) -> bool {
    file.places(&["match"]).any(|at| {
        let mut opens = at;
        while let Some(word) = file.words.get(opens).filter(|word| *word != "{") {
            opens += match word.as_str() {
                "(" | "[" => file.words[opens..].in_bracket().len() + 2,
                _ => 1,
            };
        }
        let arms = patterns(file.words.get(opens..).unwrap_or_default().in_bracket());
        arms.iter().any(|arm| states(arm) > 0) && arms.iter().any(|arm| takes_any(arm))
    })
}

/// What stands before each `=>` of a `match`.
fn patterns(body: &[String]) -> Vec<&[String]> {
    let mut found = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at < body.len() {
        match body[at].as_str() {
            "(" | "[" | "{" => at += body[at..].in_bracket().len() + 2,
            "=" if body.get(at + 1).is_some_and(|next| next == ">") => {
                found.push(&body[begin..at]);
                at += 2;
                // A block is an arm by itself; all else ends with a comma.
                if body.get(at).is_some_and(|word| word == "{") {
                    at += body[at..].in_bracket().len() + 2;
                    at += usize::from(body.get(at).is_some_and(|word| word == ","));
                } else {
                    while body.get(at).is_some_and(|word| word != ",") {
                        at += match body[at].as_str() {
                            "(" | "[" | "{" => body[at..].in_bracket().len() + 2,
                            _ => 1,
                        };
                    }
                    at += 1;
                }
                begin = at;
            }
            _ => at += 1,
        }
    }
    found
}

/// Whether a pattern names nothing, but perhaps that there is something.
fn takes_any(pattern: &[String]) -> bool {
    let named = pattern.iter().filter(|word| is_name(word));
    let mut named = named.filter(|word| !matches!(word.as_str(), "Some" | "ref" | "mut"));
    let small = |word: &String| !word.starts_with(char::is_uppercase);
    named.clone().next().is_some() && named.all(small) && !pattern.iter().any(|word| word == "if")
}

/// Two of the names by which states are stored.
fn named(file: &Source) -> bool {
    let known = |quote: &&String| {
        let name = quote.trim_matches('"');
        OrderState::ALL.iter().any(|state| state.name() == name)
    };
    let names: BTreeSet<&String> = file.quotes.iter().filter(known).collect();
    let of_orders = file.says(&["OrderState"]) || file.says(&["state", ".", "name"]);
    of_orders && names.len() > 1
}

/// A `use` or a `type` by which a state is called without saying `OrderState`.
fn renamed(file: &Source) -> bool {
    let used = file
        .names
        .iter()
        .filter(|named| named.is_used())
        .any(|named| {
            let at = named
                .segments
                .iter()
                .position(|segment| segment == "OrderState");
            at.is_some_and(|at| at + 1 < named.segments.len() || named.is_renamed())
        });
    let all = file.says(&["OrderState", "::", "*"]);
    let of_a_type = file.places(&["type"]).any(|at| {
        let mut words = file.words[at..].split(|word| matches!(word.as_str(), ";" | "{"));
        words
            .next()
            .is_some_and(|words| words.ends_with(&["OrderState".to_owned()]))
    });
    used || all || of_a_type
}

/// How many states are named.
fn states(words: &[String]) -> usize {
    (0..words.len())
        .filter(|at| is_state(&words[*at..]))
        .count()
}

/// `OrderState::ALL` is the list that is allowed: a test above sees to it that it is complete. What begins small is a function.
fn is_state(words: &[String]) -> bool {
    let variant = |name: &String| name != "ALL" && name.starts_with(char::is_uppercase);
    words.starts_with_words(&["OrderState", "::"]) && words.get(2).is_some_and(variant)
}

#[test]
fn a_question_about_states_elsewhere_is_seen() {
    let sources = invented(&[
        ("book/state.rs", "fn f(it: OrderState) -> bool { matches!(it, OrderState::Ready) }"),
        ("desk/a.rs", "fn f() { let it = matches!(order.get(1), Some(OrderState::Ready)); }"),
        ("desk/b.rs", "fn f() { vec![OrderState::Ready, OrderState::Failed] }"),
        ("desk/c.rs", "fn f() { [OrderState::Ready; 1] }"),
        ("desk/d.rs", "const A: &[(book::OrderState, u8)] = &[(crate::book::OrderState::Ready, 1)];"),
        ("desk/e.rs", "fn f() { HashSet::from([&OrderState::Ready]) }"),
        ("desk/ea.rs", "fn f() { [OrderState::Ready.name(), OrderState::Failed.name()] }"),
        ("desk/f.rs", "fn f() { if let OrderState::Ready | OrderState::Failed = it {} }"),
        ("desk/g.rs", "fn f() { it == OrderState::Ready || it == Some(crate::book::OrderState::Failed) }"),
        ("desk/h.rs", "fn f() { OrderState::Ready != it && OrderState::Failed != it }"),
        ("desk/ha.rs", "fn f() { if it == OrderState::Ready { a } else if it == OrderState::Failed { b } }"),
        ("desk/hb.rs", "fn f() { match order.state.name() { \"ready\" | \"failed\" => a, _ => b } }"),
        ("desk/i.rs", "use crate::book::OrderState as S;"),
        ("desk/j.rs", "fn f() { use crate::book::{Book, OrderState::*}; }"),
        ("desk/k.rs", "use crate::book::OrderState::{Ready, Failed};"),
        ("desk/l.rs", "type S = crate::book::OrderState;"),
        ("desk/m.rs", "impl Sold for OrderState { fn is_sold(self) -> bool { self == Self::Ready } }"),
        ("desk/ma.rs", "fn f() { match a.state() { OrderState::Ready => b(1, 2), _ => {} } }"),
        ("desk/mb.rs", "fn f() { match it { Some(OrderState::Ready) => { match a { 1 => b } } Some(_) => c, None => d } }"),
        ("desk/mc.rs", "fn f() { match it { OrderState::Ready if a => b, OrderState::Failed => c, other => other.d() } }"),
        (
            "desk/n.rs",
            "use crate::book::{OrderKey, OrderState};
            fn f() { OrderState::ALL.iter(); [OrderState::ALL]; matches!(it, Other::Ready); OrderState::open() }
            fn g() { if known != Some(state) && known != Some(OrderState::Preparing) {} }
            fn h() { match it { OrderState::Ready | OrderState::Failed => a == b, OrderState::Settled => a || b } }
            fn l() { match (a, it) { (true, OrderState::Ready) => match b { Some(1) => c, _ => d }, (_, None) => e } }
            fn j() { params![key, OrderState::Sending.name()] }
            fn k() { if it == OrderState::Settled { a } if before == OrderState::Settled { b } }
            fn i() { let OrderState::Ready = it else { return OrderState::Failed }; }
            struct A { state: OrderState }",
        ),
    ]);
    assert_eq!(
        keys(listed_states(&sources)),
        [
            "desk/a.rs: matches!",
            "desk/b.rs: a list",
            "desk/c.rs: a list",
            "desk/d.rs: a list",
            "desk/e.rs: a list",
            "desk/ea.rs: a list",
            "desk/f.rs: a choice in a let",
            "desk/g.rs: several comparisons",
            "desk/h.rs: several comparisons",
            "desk/ha.rs: several comparisons",
            "desk/hb.rs: several names",
            "desk/i.rs: another name",
            "desk/j.rs: another name",
            "desk/k.rs: another name",
            "desk/l.rs: another name",
            "desk/m.rs: an impl",
            "desk/ma.rs: a match for all others",
            "desk/mb.rs: a match for all others",
            "desk/mc.rs: a match for all others",
        ],
        "a match, the list of all, one comparison and a field are allowed"
    );
}
