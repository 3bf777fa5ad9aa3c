//! A group where the service wants to know each guest's phone: told before anything is bought, and once it is learned in the
//! middle the group stops, instead of one refusal a line.

use esim_desk_core::book::{LineState, OrderState};
use esim_desk_core::desk::{
    ColumnKind, Failure, Field, GroupDraft, LineDraft, LineProblem, Phone, Problem,
};
use esim_desk_core::sandbox::{Options, Quirks};

use super::{at, begun, cost, count, gone_on, line, table, until_quiet, view};
use crate::desk::fixture::{Shop, quick};

const IMEI: &str = "49-015420-323751-8";

fn asking() -> Options {
    Options {
        quirks: Quirks {
            device_required: true,
            device_whole: true,
            ..Quirks::default()
        },
        ..quick()
    }
}

/// A service that has refused an order for it before.
async fn known() -> Shop {
    let shop = Shop::open_with(asking()).await;
    let refused = shop.sell().await;
    shop.until_state(refused, OrderState::Refused).await;
    shop
}

async fn problems(shop: &Shop, draft: &GroupDraft) -> Vec<Vec<LineProblem>> {
    let checked = shop
        .desk
        .groups
        .check(draft)
        .await
        .expect("it is looked at");
    let lines = checked.lines.into_iter();
    lines.map(|line| line.problems).collect()
}

fn lacks(field: Field) -> LineProblem {
    LineProblem::Field {
        field,
        problem: Problem::Empty,
    }
}

#[tokio::test]
async fn a_known_want_of_model_and_imei_is_told_of_each_line_before_anything_is_bought() {
    let shop = known().await;
    let mut group = table(&shop, 3).await;
    group.lines[1].phone_model = "iPhone 15".to_owned();
    group.lines[1].imei = IMEI.to_owned();
    group.lines[2].phone_model = "Galaxy S24".to_owned();
    group.lines[2].imei = "490154203237519".to_owned();
    let wrong = LineProblem::Field {
        field: Field::Imei,
        problem: Problem::CheckDigits,
    };
    let all = [Field::Phone, Field::PhoneModel, Field::Imei].map(lacks);
    assert_eq!(
        problems(&shop, &group).await,
        [all.to_vec(), vec![], vec![wrong]],
        "what is missing, nothing, and a number that cannot be"
    );
    assert_eq!(cost(&shop, &group).await.count, 1, "the button says so");

    let group = begun(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 2, "the others were not sent");
    let bought = line(&shop, at(group, 3)).await;
    assert_eq!(bought.phone, Some(Phone::Iphone), "its model says so");
    let order = bought.order.expect("it was bought");
    shop.until_state(order.key, OrderState::Ready).await;
    assert_eq!(
        count(&view(&shop, group).await, LineState::Stopped),
        2,
        "kept, to be mended"
    );
}

#[tokio::test]
async fn what_is_learned_in_the_middle_stops_the_group_and_not_each_of_its_lines() {
    let shop = Shop::open_with(asking()).await;
    let draft = table(&shop, 4).await;
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1, "the next line would be refused as well");
    let stopped = shop.desk.snapshot().groups.stopped;
    assert!(
        matches!(stopped[..], [ref one] if one.group == group && one.why == Failure::PhoneWanted),
        "it is told: {stopped:?}"
    );
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(
        shop.posts(),
        1,
        "nothing that is bound to be refused is sent"
    );
    assert_eq!(
        count(&view(&shop, group).await, LineState::Stopped),
        4,
        "each is to be mended"
    );

    let mended = GroupDraft {
        lines: vec![LineDraft {
            phone_model: "Pixel 8".to_owned(),
            imei: IMEI.to_owned(),
            ..draft.lines[0].clone()
        }],
        ..draft
    };
    let agreed = cost(&shop, &mended).await;
    let first = at(group, mended.lines[0].line);
    let pressed = shop.desk.groups.mend(first, mended, &agreed).await;
    pressed.expect("nothing is missing any more");
    until_quiet(&shop, group).await;
    let order = line(&shop, first).await.order.expect("it was bought");
    shop.until_state(order.key, OrderState::Ready).await;
    assert_eq!(shop.posts(), 2, "once");
}

#[tokio::test]
async fn a_phone_that_is_chosen_for_all_does_not_overrule_what_a_model_says() {
    let shop = Shop::open().await;
    let mut group = table(&shop, 2).await;
    group.phone = Some(Phone::Iphone);
    group.lines[0].phone_model = "Samsung Galaxy A54".to_owned();
    let group = begun(&shop, group).await;
    until_quiet(&shop, group).await;
    let phones: Vec<_> = view(&shop, group).await.lines;
    let phones: Vec<_> = phones.iter().map(|line| line.phone).collect();
    assert_eq!(phones, [Some(Phone::Samsung), Some(Phone::Iphone)]);
}

#[tokio::test]
async fn columns_of_models_and_numbers_of_phones_are_read_by_their_headings() {
    let shop = Shop::open().await;
    let text = "Gast\tE-Mail\tHandymodell\tIMEI\nAnna\ta@x.example\tiPhone 15\t490154203237518\n";
    let table = shop.desk.groups.read_text(text, &[], &[]).expect("a table");
    assert_eq!(
        table.columns[2..],
        [ColumnKind::PhoneModel, ColumnKind::Imei],
        "known by their names"
    );
    let line = shop.desk.groups.lines(&table).lines.remove(0);
    assert_eq!(
        (line.phone_model.as_str(), line.imei.as_str()),
        ("iPhone 15", "490154203237518"),
        "as the cells have it"
    );
}
