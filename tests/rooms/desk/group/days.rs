//! Days that could be two: what their column tells of them, what a person says of it, and what each line comes to.

use esim_desk_core::desk::{
    ColumnDays, ColumnKind, DayOrder, GroupDraft, LineProblem, StartChoice, TableRead,
};

use super::{begun, table, until_quiet, view};
use crate::desk::fixture::Shop;

/// A guest for each of these cells.
async fn read(shop: &Shop, starts: &[&str]) -> (TableRead, GroupDraft) {
    let draft = table(shop, 0).await;
    let line = |(at, start): (usize, &&str)| format!("Guest {at};g{at}@example.com;{start}\n");
    let lines: String = starts.iter().enumerate().map(line).collect();
    let text = format!("Guest;E-mail;Start\n{lines}");
    let read = shop
        .desk
        .groups
        .read_text(&text, &draft.plans, &draft.shown);
    (read.expect("a table"), draft)
}

/// On which day each line begins; `None` where it is not clear.
async fn days(shop: &Shop, read: &TableRead, draft: &GroupDraft) -> Vec<Option<String>> {
    let mut draft = draft.clone();
    draft.lines = shop.desk.groups.lines(read).lines;
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    let day = checked.lines.into_iter().map(|line| {
        let unclear = line.problems.contains(&LineProblem::StartUnclear);
        assert_eq!(unclear, line.start.is_none(), "it is said of the line");
        match line.start? {
            StartChoice::OnDate { date } => Some(date),
            other @ (StartChoice::Now | StartChoice::FirstUse) => panic!("{other:?}"),
        }
    });
    day.collect()
}

fn some(days: &[&str]) -> Vec<Option<String>> {
    days.iter().map(|day| Some((*day).to_owned())).collect()
}

#[tokio::test]
async fn one_day_of_the_column_tells_which_the_others_are() {
    let shop = Shop::open().await;
    for (cells, expected) in [
        (
            ["05/12/2027", "23/12/2027", "2027-12-05", "4.3.2027"],
            ["2027-12-05", "2027-12-23", "2027-12-05", "2027-03-04"],
        ),
        (
            ["05/12/2027", "12/23/2027", "2027-12-05", "4.3.2027"],
            ["2027-05-12", "2027-12-23", "2027-12-05", "2027-03-04"],
        ),
    ] {
        let (read, draft) = read(&shop, &cells).await;
        let told = shop.desk.groups.lines(&read).days;
        assert!(told.order.is_some(), "nobody is asked");
        assert_eq!(
            told.could_be_two.as_deref(),
            Some(cells[0]),
            "what was taken for which is shown"
        );
        assert_eq!(days(&shop, &read, &draft).await, some(&expected));
    }
}

#[tokio::test]
async fn where_no_day_tells_a_person_says_it_once_for_the_column() {
    let shop = Shop::open().await;
    let (mut read, draft) = read(&shop, &["05/12/2027", "06/12/2027", "2027-12-07"]).await;
    let told = shop.desk.groups.lines(&read).days;
    assert_eq!(told.order, None, "nothing tells");
    assert_eq!(told.could_be_two.as_deref(), Some("05/12/2027"));
    assert_eq!(
        days(&shop, &read, &draft).await,
        [None, None, Some("2027-12-07".into())],
        "nothing is guessed meanwhile"
    );
    for (order, expected) in [
        (
            DayOrder::DayFirst,
            ["2027-12-05", "2027-12-06", "2027-12-07"],
        ),
        (
            DayOrder::MonthFirst,
            ["2027-05-12", "2027-06-12", "2027-12-07"],
        ),
    ] {
        read.day_order = Some(order);
        assert_eq!(days(&shop, &read, &draft).await, some(&expected));
    }
}

#[tokio::test]
async fn days_that_contradict_leave_each_unclear_one_to_be_written_anew() {
    let shop = Shop::open().await;
    let (read, draft) = read(&shop, &["13/05/2027", "05/13/2027", "05/12/2027"]).await;
    let told = shop.desk.groups.lines(&read).days;
    assert_eq!(told, ColumnDays::default(), "nobody is asked");
    let day = Some("2027-05-13".to_owned());
    assert_eq!(days(&shop, &read, &draft).await, [day.clone(), day, None]);
}

#[tokio::test]
async fn another_column_tells_nothing_and_a_column_that_is_named_later_is_read_by_its_own_days() {
    let shop = Shop::open().await;
    let draft = table(&shop, 0).await;
    let text = "Status 23/12/2027;;;\nGuest;E-mail;Born;Delivery;Start\n\
        Anna;a@example.com;05/31/1980;23/12/2027;05/12/2027\n\
        Bert;b@example.com;12/30/1990;04/12/2027;06/12/2027\n";
    let read = shop.desk.groups.read_text(text, &draft.plans, &draft.shown);
    let mut read = read.expect("a table");
    let told = shop.desk.groups.lines(&read).days;
    assert_eq!(told.order, None, "other columns tell nothing");
    read.columns[4] = ColumnKind::Other;
    read.columns[3] = ColumnKind::Start;
    let lines = shop.desk.groups.lines(&read).lines;
    let starts = lines[1..].iter().map(|line| line.start.as_str());
    let starts: Vec<&str> = starts.collect();
    assert_eq!(starts, ["23/12/2027", "2027-12-04"], "as they are headed");
}

#[tokio::test]
async fn a_row_that_may_be_no_guest_tells_nothing_of_the_days() {
    let shop = Shop::open().await;
    let draft = table(&shop, 0).await;
    let text = "Guest;E-mail;Room;Start\n\
        Anna;a@example.com;1;05/12/2027\n\
        Bert;b@example.com;2;06/12/2027\n\
        Printed;;;12/31/2026\n";
    let read = shop.desk.groups.read_text(text, &draft.plans, &draft.shown);
    let read = read.expect("a table");
    let read = shop.desk.groups.lines(&read);
    assert!(read.lines[2].doubtful, "it is no guest");
    assert_eq!(read.days.order, None, "so its day says nothing of theirs");
}

#[tokio::test]
async fn what_is_taken_for_headings_changes_what_the_days_tell() {
    let shop = Shop::open().await;
    let draft = table(&shop, 0).await;
    let text = "Anna;a@example.com;23/12/2027\n\
        Bert;b@example.com;05/12/2027\nCleo;c@example.com;06/12/2027\n";
    let read = shop.desk.groups.read_text(text, &draft.plans, &draft.shown);
    let mut read = read.expect("a table");
    read.columns[2] = ColumnKind::Start;
    for (headings, order) in [(false, Some(DayOrder::DayFirst)), (true, None)] {
        read.headings = headings;
        assert_eq!(shop.desk.groups.lines(&read).days.order, order);
    }
}

#[tokio::test]
async fn a_line_that_is_kept_says_its_day_without_its_column() {
    let shop = Shop::open().await;
    let (read, mut draft) = read(&shop, &["05/12/2027", "23/12/2027"]).await;
    draft.lines = shop.desk.groups.lines(&read).lines;
    draft.lines[0].plan = "no such plan".to_owned();
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let lines = view(&shop, group).await.lines;
    let kept = lines[0].draft.as_ref().expect("it opens");
    assert_eq!(kept.start, "2027-12-05", "mended later, it is no question");
}
