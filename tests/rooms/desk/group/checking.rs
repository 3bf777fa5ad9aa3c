//! Reading and checking: what is wrong is named with its line, and nothing is bought by it.

use std::fs;
use std::time::Duration;

use esim_desk_core::book::LineState;
use esim_desk_core::desk::{
    ColumnKind, Failure, Field, GroupDraft, LineProblem, Problem, ShownPlan, StartChoice, WhyTable,
};

use super::{begun, bought, count, table, until_quiet, view};
use crate::desk::fixture::Shop;

const UGLY: &str = "Gast;E-Mail;Tarif;Beginn;Zimmer\r\n\
    \"Müller, Jürgen\";j@hotel.example;PLAN;sofort;12\r\n\
    Zoë;z@hotel.example;PLAN;;\"13\r\nspät\"\r\n\
    \r\n\
    Anna;keine Adresse;PLAN;;14\r\n\
    Bert;b@hotel.example;Mondreise 5 GB;;15\r\n\
    Cleo;c@hotel.example;PLAN;5/6/2027;16\r\n\
    Zoe;Z@hotel.example;PLAN;;\r\n\
    =SUM(A1:A9);f@hotel.example;PLAN;erste Nutzung;17\r\n";

async fn read(shop: &Shop, text: &str) -> GroupDraft {
    let mut draft = table(shop, 0).await;
    let text = text.replace("PLAN", &draft.plans[0].id);
    let groups = &shop.desk.groups;
    let read = groups
        .read_text(&text, &draft.plans, &draft.shown)
        .expect("a table");
    assert!(read.headings);
    draft.lines = groups.lines(&read).lines;
    draft.plan.clear();
    draft
}

#[tokio::test]
async fn a_table_in_the_words_of_the_page_is_read_and_checked_without_headings_and_with_them() {
    use ColumnKind as C;
    let shop = Shop::open().await;
    let mut draft = table(&shop, 0).await;
    draft.plan.clear();
    let wanted = draft.plans[0].id.clone();
    draft.shown = vec![ShownPlan {
        id: wanted.clone(),
        titles: vec![
            "Sternenland 5 GB".to_owned(),
            "Sternenland 5 GB, 30 Tage".to_owned(),
        ],
        places: vec!["Sternenland".to_owned(), "Pays des étoiles".to_owned()],
    }];
    let guests = "Anna Keller\ta@hotel.example\tSternenland 5 GB\tCon el primer uso\t12\n\
        Bert Braun\tb@hotel.example\tSternenland 5 GB, 30 Tage\tSofort\t13\n";
    let headed = format!("Gast\tE-Mail\tTarif\tBeginn\tZimmer oder Beleg\n{guests}");
    let groups = &shop.desk.groups;
    for (text, note) in [(guests, C::Other), (&headed, C::Note)] {
        let read = groups.read_text(text, &draft.plans, &draft.shown);
        let read = read.expect("a table");
        let kinds = [C::Guest, C::Email, C::Plan, C::Start, note];
        assert_eq!(read.columns, kinds, "{text}");
        draft.lines = groups.lines(&read).lines;
        let checked = groups.check(&draft).await.expect("an account");
        assert_eq!(checked.lines.len(), 2, "{text}");
        for line in checked.lines {
            assert_eq!(line.problems, [], "{text}");
            assert_eq!(line.plan.map(|plan| plan.id).as_ref(), Some(&wanted));
        }
    }
    // Nobody's words but the page's own.
    draft.shown.clear();
    let checked = groups.check(&draft).await.expect("an account");
    assert_eq!(checked.lines[0].problems, [LineProblem::PlanUnknown]);
}

#[tokio::test]
async fn bad_lines_and_a_duplicate_are_named_and_the_rest_is_bought() {
    let shop = Shop::open().await;
    let draft = read(&shop, UGLY).await;
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    let problems: Vec<(u32, &[LineProblem])> = checked
        .lines
        .iter()
        .filter(|line| !line.problems.is_empty())
        .map(|line| (line.line, line.problems.as_slice()))
        .collect();
    assert_eq!(
        problems,
        [
            (
                5,
                [LineProblem::Field {
                    field: Field::Email,
                    problem: Problem::NotAnEmail
                }]
                .as_slice()
            ),
            (6, &[LineProblem::PlanUnknown]),
            (7, &[LineProblem::StartUnclear]),
            (8, &[LineProblem::SameAs { line: 3 }]),
        ],
        "by the rows of the spreadsheet, with the empty one"
    );
    assert_eq!(checked.cost.count, 3);
    let formula = draft.lines.last().expect("a line");
    assert_eq!(formula.guest, "=SUM(A1:A9)", "a formula is a text");
    assert_eq!(checked.lines[6].start, Some(StartChoice::FirstUse));

    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 3);
    let view = view(&shop, group).await;
    assert_eq!(count(&view, LineState::Stopped), 4, "kept to be mended");
    let first = view.lines[0].order.as_ref().expect("it was bought").key;
    let customer = shop.order(first).customer.expect("it is known");
    assert_eq!(
        (customer.first_name.as_str(), customer.last_name.as_str()),
        ("Jürgen", "Müller")
    );
}

#[tokio::test]
async fn the_same_table_once_more_is_noticed_whenever_it_comes() {
    let shop = Shop::open().await;
    let draft = table(&shop, 3).await;
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    let mut again = draft;
    again.reference = "another press".to_owned();
    let checked = shop.desk.groups.check(&again).await.expect("an account");
    assert_eq!(checked.cost.count, 0);
    for line in &checked.lines {
        assert!(
            matches!(line.problems[..], [LineProblem::BoughtBefore { .. }]),
            "{:?}",
            line.problems
        );
    }
    // Another list of the same house has the names the other way round.
    for line in &mut again.lines {
        let (first, last) = line.guest.split_once(' ').expect("two words");
        line.guest = format!("{last}, {first}");
    }
    let turned = shop.desk.groups.check(&again).await.expect("an account");
    assert_eq!(turned.cost.count, 0, "{:?}", turned.lines[0].problems);
    let refused = bought(&shop, again.clone()).await;
    assert!(
        matches!(refused, Err(Failure::Fields { .. })),
        "{refused:?}"
    );
    again.lines[0].anyway = true;
    let checked = shop.desk.groups.check(&again).await.expect("an account");
    assert_eq!(
        checked.cost.count, 1,
        "a person wants this one all the same"
    );
}

#[tokio::test]
async fn a_start_years_from_now_is_a_problem_of_its_line() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 2).await;
    draft.lines[0].start = "50667".to_owned();
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    assert_eq!(checked.lines[0].problems, [LineProblem::StartFar]);
    assert_eq!(checked.lines[1].problems, []);
    assert_eq!(checked.cost.count, 1, "and it is not bought so");
}

#[tokio::test]
async fn what_holds_for_all_lines_is_only_for_those_that_say_nothing() {
    let shop = Shop::open().await;
    let mut draft = read(&shop, "Name,Mail,Plan\nAnna,,\nBert,b@hotel.example,PLAN\n").await;
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    assert_eq!(
        checked.lines[0].problems,
        [
            LineProblem::PlanMissing,
            LineProblem::Field {
                field: Field::Email,
                problem: Problem::Empty
            }
        ]
    );
    draft.plan = draft.plans[1].id.clone();
    draft.email = "desk@hotel.example".to_owned();
    draft.start = StartChoice::FirstUse;
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    assert_eq!(checked.cost.count, 2);
    assert_eq!(checked.lines[0].email, "desk@hotel.example");
    assert_eq!(checked.lines[1].email, "b@hotel.example");
    assert_eq!(checked.lines[0].plan.as_ref(), Some(&draft.plans[1]));
    assert_eq!(checked.lines[1].plan.as_ref(), Some(&draft.plans[0]));
}

/// How long this thread has computed, which waiting for a busy computer adds nothing to. Only Linux tells it in a file.
fn worked() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Even without optimisation.
fn within_two_seconds(what: &str, begin: Option<Duration>) {
    if let (Some(begin), Some(end)) = (begin, worked()) {
        let took = end - begin;
        assert!(took < Duration::from_secs(2), "{what} after {took:?}");
    }
}

#[tokio::test]
async fn ten_thousand_lines_are_refused_within_two_seconds_and_as_many_as_may_be_are_checked() {
    let shop = Shop::open().await;
    let draft = table(&shop, 0).await;
    let line = |number: u32| {
        format!(
            "Guest {number};g{number}@example.com;{};2027-01-01;x\n",
            draft.plans[0].name
        )
    };
    let begin = worked();
    let many: String = (0..10_000).map(line).collect();
    let refused = shop
        .desk
        .groups
        .read_text(&many, &draft.plans, &draft.shown);
    assert_eq!(
        refused.map(|_| ()),
        Err(Failure::Table {
            why: WhyTable::TooManyRows {
                rows: 10_000,
                most: 500
            }
        })
    );
    within_two_seconds("refused", begin);
    let begin = worked();
    let most: String = (0..500).map(line).collect();
    let read = shop
        .desk
        .groups
        .read_text(&most, &draft.plans, &draft.shown)
        .expect("a table");
    use ColumnKind as C;
    assert_eq!(
        read.columns,
        [C::Guest, C::Email, C::Plan, C::Start, C::Other]
    );
    let lines = shop.desk.groups.lines(&read).lines;
    let checked = shop
        .desk
        .groups
        .check(&GroupDraft { lines, ..draft })
        .await
        .expect("an account");
    assert_eq!(checked.lines.len(), 500);
    within_two_seconds("checked", begin);
}
