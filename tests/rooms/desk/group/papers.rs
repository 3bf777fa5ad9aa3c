//! The pictures of a group in one file: each by a name of its own that the table has beside its line.

use std::collections::{BTreeMap, BTreeSet};

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{DayTable, LineOfTable};

use super::{begun, table, until_quiet, view};
use crate::desk::fixture::Shop;

#[tokio::test]
async fn every_picture_of_a_group_has_the_name_that_the_table_has_for_its_line() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 4).await).await;
    until_quiet(&shop, group).await;
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it was bought").key;
        shop.until_state(order, OrderState::Ready).await;
    }
    let ready = shop.desk.groups.ready(group).await.expect("it is there");
    // One is given back while the others are being drawn.
    let (line, gone) = ready[1];
    let given_back = shop.desk.refund.give_back(gone);
    shop.moving(given_back).await.expect("it is asked");
    let pictures = shop.desk.handover.of_lines(ready).await;
    let pictures = pictures.expect("the others have theirs");
    let without: Vec<u32> = pictures
        .iter()
        .filter(|one| one.file.is_none())
        .map(|one| one.line)
        .collect();
    assert_eq!(without, [line], "one without a code hinders nobody else");
    let names: BTreeSet<&String> = pictures
        .iter()
        .filter_map(|one| one.file.as_ref().map(|(name, _)| name))
        .collect();
    assert_eq!(names.len(), 3, "no two are of one name: {names:?}");

    let words = BTreeMap::from([("file".to_owned(), "Datei".to_owned())]);
    let layout = DayTable {
        day: None,
        with_customers: false,
        words,
    };
    let rows = pictures.iter().map(|one| LineOfTable {
        line: one.line,
        order: one.order,
        file: one.file.as_ref().map(|(name, _)| name.clone()),
    });
    let text = shop.desk.lists.table_of(rows.collect(), layout).await;
    let text = text.expect("the book has them");
    let mut rows = text.lines();
    let headings = rows.next().expect("a heading line");
    assert!(
        headings.contains("\"line\",\"Datei\",\"number\""),
        "{headings}"
    );
    for one in &pictures {
        let row = rows.next().expect("a row for each line");
        let name = one.file.as_ref().map_or("", |(name, _)| name.as_str());
        let begins = format!("\"{}\",\"{name}\",\"{}\",", one.line, one.order.0);
        assert!(
            row.starts_with(&begins),
            "{row} is that of line {}",
            one.line
        );
        if let Some((name, _)) = &one.file {
            let number = format!("eSIM-{}.png", one.order.0);
            assert_eq!(*name, number, "the book's number, which no two share");
        }
    }
}

#[tokio::test]
async fn the_list_has_the_suffix_that_the_page_of_a_line_ends_with_also_after_a_restart() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 2).await).await;
    until_quiet(&shop, group).await;
    for line in view(&shop, group).await.lines {
        let order = line.order.expect("it was bought").key;
        shop.until_state(order, OrderState::Ready).await;
    }
    for restarted in [false, true] {
        if restarted {
            shop.restart().await;
        }
        for line in view(&shop, group).await.lines {
            let order = line.order.expect("it was bought");
            let page = shop.desk.handover.for_paper(order.key).await;
            let page = page.expect("it has a page");
            assert_eq!(order.suffix, page.suffix, "line {}", line.line);
            assert_eq!(page.suffix.len(), 4);
        }
    }
}
