//! What a group was begun with stays with its lines: a cell that is emptied later means that again.

use esim_desk_core::book::LineState;
use esim_desk_core::desk::{ForAll, GroupDraft, LineDraft, LineProblem, StartChoice};

use super::{at, begun, house_table, line, until_quiet};
use crate::desk::fixture::Shop;

/// A house's group, of which the first line says all by itself, and a plan that nobody knows.
async fn own_cells(shop: &Shop) -> GroupDraft {
    let mut draft = house_table(shop, 2).await;
    draft.start = StartChoice::FirstUse;
    let own = &mut draft.lines[0];
    own.email = "guest@example.com".to_owned();
    own.plan = "no such plan".to_owned();
    own.start = "now".to_owned();
    draft
}

/// The form of that line on its group's page, which knows no more than the page is shown.
fn form(draft: &GroupDraft, line: LineDraft, for_all: ForAll) -> GroupDraft {
    GroupDraft {
        lines: vec![line],
        plan: for_all.plan,
        email: for_all.email,
        start: for_all.start,
        ..draft.clone()
    }
}

#[tokio::test]
async fn a_cell_that_is_emptied_on_the_groups_page_means_what_the_group_was_begun_with() {
    let mut shop = Shop::open().await;
    let draft = own_cells(&shop).await;
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    shop.restart().await;
    let own = line(&shop, at(group, 2)).await;
    assert_eq!(own.email, "guest@example.com");
    let for_all = own.for_all.expect("it was kept with the line");
    let begun_with = ForAll {
        plan: draft.plan.clone(),
        email: draft.email.clone(),
        start: draft.start.clone(),
    };
    assert_eq!(for_all, begun_with);
    let emptied = LineDraft {
        email: String::new(),
        plan: String::new(),
        start: " ".to_owned(),
        ..draft.lines[0].clone()
    };
    let mut mended = form(&draft, emptied, for_all);
    let checked = shop.desk.groups.check_mended(at(group, 2), &mended).await;
    let checked = checked.expect("an account");
    assert_eq!(checked.lines[0].problems, []);
    // Whatever a page takes an empty cell for, the group stays what it was begun with.
    mended.lines[0].email = "desk@hotel.example".to_owned();
    mended.email = "somebody@example.com".to_owned();
    let pressed = shop.desk.groups.mend(at(group, 2), mended, &checked.cost);
    pressed.await.expect("nothing speaks against it");
    until_quiet(&shop, group).await;
    let bought = line(&shop, at(group, 2)).await;
    assert!(bought.order.is_some());
    assert_eq!(bought.email, draft.email);
    assert_eq!(bought.plan.map(|plan| plan.id), Some(draft.plan));
    assert_eq!(bought.start, Some(StartChoice::FirstUse));
    assert_eq!(bought.for_all, Some(begun_with));
}

#[tokio::test]
async fn of_a_start_that_is_not_clear_none_is_kept_and_nothing_is_bought_at_any_other() {
    let shop = Shop::open().await;
    let mut draft = house_table(&shop, 2).await;
    draft.lines[0].start = "1/12/2026".to_owned();
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    assert_eq!(checked.lines[0].problems, [LineProblem::StartUnclear]);
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let unclear = line(&shop, at(group, 2)).await;
    assert_eq!(unclear.start, None);
    assert_eq!(
        unclear.for_all.map(|for_all| for_all.start),
        Some(StartChoice::Now)
    );
    let tried = shop.desk.groups.try_line(at(group, 2)).await;
    tried.expect("a person may press");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1, "the other line's");
    assert_eq!(line(&shop, at(group, 2)).await.state, LineState::Stopped);
}
