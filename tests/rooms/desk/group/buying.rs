//! Buying: each line once, whatever ends the run in its middle. What makes a group stop: `stopping`.

use std::collections::BTreeSet;
use std::time::Duration;

use esim_desk_core::book::{LineState, OrderState};
use esim_desk_core::desk::{Draft, Failure, LineDraft, WhyNotBought};
use esim_desk_core::sandbox::{Delays, Fault, Mishap, Quirks, Step};
use tokio::time::Instant;

use super::{
    at, begun, cost, count, each_once, gone_on, line, table, until_posts, until_quiet, view,
};
use crate::desk::fixture::{Shop, draft};

#[tokio::test]
async fn every_line_is_bought_once_and_is_on_disk_before_the_first_request() {
    let shop = Shop::open().await;
    let draft = table(&shop, 12).await;
    let checked = shop.desk.groups.check(&draft).await.expect("an account");
    assert_eq!((checked.cost.count, checked.cost.without_price), (12, 0));
    let cents = |amount: &str| {
        amount
            .replace('.', "")
            .parse::<u32>()
            .expect("two decimals")
    };
    let price = draft.plans[0].price.clone().expect("a price");
    assert_eq!(checked.cost.sums.len(), 1);
    assert_eq!(
        cents(&checked.cost.sums[0].amount),
        12 * cents(&price.amount),
        "exactly twelve times the price"
    );
    assert_eq!(shop.posts(), 0, "nothing is bought by looking");

    let group = begun(&shop, draft).await;
    assert_eq!(shop.posts(), 0, "no request yet");
    let kept = shop.book().group(group).expect("it is on disk");
    assert_eq!(kept.lines.len(), 12);

    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 12);
    let view = view(&shop, group).await;
    for line in &view.lines {
        let order = line.order.as_ref().expect("it was bought");
        let order = shop.until_state(order.key, OrderState::Ready).await;
        let customer = order.customer.expect("it is known");
        let number = line.line - 1;
        assert_eq!(customer.email, format!("guest{number}@example.com"));
        assert_eq!(
            (customer.first_name.as_str(), customer.last_name),
            ("Guest", number.to_string())
        );
        assert_eq!(
            order.note.as_deref(),
            Some(format!("Room {number}").as_str())
        );
        assert_eq!(order.staff.as_deref(), Some("Mia"));
    }
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_second_press_is_the_same_group() {
    let shop = Shop::open().await;
    let draft = table(&shop, 3).await;
    let agreed = cost(&shop, &draft).await;
    let (one, two) = tokio::join!(
        shop.desk.groups.begin(draft.clone(), &agreed),
        shop.desk.groups.begin(draft.clone(), &agreed)
    );
    assert_eq!(one, two, "one group");
    let group = one.expect("it is written");
    until_quiet(&shop, group).await;
    assert_eq!(shop.desk.groups.begin(draft, &agreed).await, Ok(group));
    until_quiet(&shop, group).await;
    shop.pass(Duration::from_secs(30)).await;
    assert_eq!(shop.posts(), 3, "each line once");
}

#[tokio::test]
async fn what_was_refused_is_not_asked_for_again_by_the_second_of_two_presses() {
    let shop = Shop::open().await;
    let late = Fault::next(Step::Product, Mishap::Slow { millis: 300 });
    shop.control().cause(late);
    let no = Mishap::refuse(400, "BAD_REQUEST", "No");
    shop.control().cause(Fault::next(Step::Order, no));
    let draft = table(&shop, 1).await;
    let agreed = cost(&shop, &draft).await;
    let group = begun(&shop, draft.clone()).await;
    shop.until("it is being bought", |_| {
        shop.control().ledger().seen.at(Step::Product) > 0
    })
    .await;
    let again = shop.desk.groups.begin(draft, &agreed).await;
    assert_eq!(again, Ok(group), "the same group");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1, "and the same press");
    assert_eq!(line(&shop, at(group, 2)).await.state, LineState::Stopped);
}

#[tokio::test]
async fn a_restart_buys_nothing_until_a_person_says_so() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 8).await).await;
    until_posts(&shop, 3).await;
    shop.restart().await;
    let before = shop.posts();
    shop.pass(Duration::from_secs(120)).await;
    assert_eq!(shop.posts(), before, "the press was another run's");
    let kept = view(&shop, group).await;
    assert_eq!(count(&kept, LineState::Waiting), 8 - before);
    assert!(!kept.lines.iter().any(|line| line.to_buy));

    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.control().ledger().orders.len(), 8);
    let emails: BTreeSet<String> = shop
        .control()
        .ledger()
        .orders
        .into_iter()
        .map(|order| format!("{:?}", order.order.email))
        .collect();
    assert_eq!(emails.len(), 8, "each guest once");
}

#[tokio::test]
async fn what_ended_between_the_row_and_the_answer_is_never_sent_again() {
    let mut shop = Shop::open().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, table(&shop, 4).await).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 0, "the service is in trouble");
    shop.close().await;
    // What a run leaves that ends after the row and before the first byte, or the answer.
    let row = shop.new_order();
    let key = shop
        .book()
        .begin_for(&row, at(group, 3), None)
        .expect("it is written")
        .key;
    let twice = shop.book().begin_for(&row, at(group, 3), None);
    assert!(
        twice.is_err(),
        "the book itself takes no second one: {twice:?}"
    );
    shop.restart().await;

    let found = line(&shop, at(group, 3)).await;
    assert_eq!(found.state, LineState::Ordered);
    let order = found.order.expect("its row");
    assert_eq!((order.key, order.state), (key, OrderState::Unconfirmed));
    let tried = shop.desk.groups.try_line(at(group, 3)).await;
    assert_eq!(tried, Err(Failure::LineBought));
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 3, "all but that one");
}

#[tokio::test]
async fn a_line_that_failed_is_mended_and_tried_by_itself() {
    let shop = Shop::open().await;
    let draft_of_all = table(&shop, 8).await;
    let no = Mishap::refuse(400, "BAD_REQUEST", "subscriber.email is not deliverable");
    let group = begun(&shop, draft_of_all.clone()).await;
    until_posts(&shop, 4).await;
    shop.control().cause(Fault::next(Step::Order, no));
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 8, "the others are bought");
    let lines = view(&shop, group).await.lines.into_iter();
    let mut failed = lines.filter(|line| line.state == LineState::Stopped);
    let failed = failed.next().expect("the service said no to one");
    let number = failed.line;
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 8, "going on is not for what failed");

    let mut mended = draft_of_all;
    mended.lines = vec![LineDraft {
        email: "right@example.com".to_owned(),
        ..failed.draft.expect("it opens")
    }];
    let agreed = cost(&shop, &mended).await;
    let mending = shop.desk.groups.mend(at(group, number), mended, &agreed);
    let done = mending.await;
    done.expect("nothing is wrong with it");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 9);
    let bought = line(&shop, at(group, number)).await;
    assert_eq!(bought.email, "right@example.com");
    let key = bought.order.expect("bought").key;
    shop.until_state(key, OrderState::Ready).await;
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_guest_at_the_counter_goes_before_the_group() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 12).await).await;
    until_posts(&shop, 3).await;
    let guest = draft(shop.plan().await);
    let before = shop.posts();
    let key = shop
        .moving(shop.desk.sale.place(guest))
        .await
        .expect("sold");
    shop.until_state(key, OrderState::Ready).await;
    let posts = shop.control().ledger().orders;
    let position = posts
        .iter()
        .position(|order| order.order.email.as_deref() == Some("maria.keller@example.com"));
    let position = position.expect("it was booked");
    assert!(
        position <= before + 1,
        "one line at most, which was under way: {position} of {before}"
    );
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 13);
}

/// A guest's sale from the press to the code: how long it took, and how many orders were asked for until theirs was answered.
async fn at_the_counter(shop: &Shop, email: &str) -> (Duration, usize) {
    let mut guest = draft(shop.plan().await);
    guest.email = email.to_owned();
    shop.settle().await;
    let (begin, before) = (Instant::now(), shop.posts());
    let placed = shop.moving(shop.desk.sale.place(guest)).await;
    let key = placed.expect("sold");
    shop.until_order(key, "sent", |order| order.state != OrderState::Sending)
        .await;
    let asked = shop.posts() - before;
    shop.until_state(key, OrderState::Ready).await;
    (begin.elapsed(), asked)
}

#[tokio::test]
async fn nothing_of_a_group_is_asked_while_a_guest_waits_for_their_order_and_its_code() {
    let shop = Shop::open().await;
    let (alone, _) = at_the_counter(&shop, "first@example.com").await;
    let slow = Quirks {
        delays: Delays {
            output_millis: 60_000,
            ..Delays::default()
        },
        ..Quirks::default()
    };
    shop.control().set_quirks(slow);
    let group = begun(&shop, table(&shop, 30).await).await;
    // By now nothing is saved up of the budget, and all those orders are followed too.
    until_posts(&shop, 13).await;
    shop.control().set_quirks(Quirks::default());
    let (waited, asked) = at_the_counter(&shop, "second@example.com").await;
    assert!(asked <= 2, "theirs, and one on its way: {asked}");
    // The clock of a busy machine goes on by itself as well, for both of them.
    assert!(
        waited < alone * 2 + Duration::from_secs(5),
        "as without a group, {alone:?}: {waited:?}"
    );
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 32);
}

#[tokio::test]
async fn after_a_book_was_rebuilt_no_line_is_bought_without_a_person() {
    let mut shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 6).await).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let bought = shop.posts();
    shop.book().back_up().expect("a copy");
    shop.close().await;
    for name in ["orders.db", "orders.db-wal", "orders.db-shm"] {
        drop(std::fs::remove_file(shop.folder.path().join(name)));
    }
    shop.restart().await;

    let kept = view(&shop, group).await;
    assert_eq!(
        count(&kept, LineState::Waiting),
        0,
        "what was bought may be lost"
    );
    gone_on(&shop, group).await;
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), bought, "which stands for none of them");
    let doubted = kept
        .lines
        .iter()
        .find(|line| line.state == LineState::Unsure);
    let doubted = doubted.expect("one that was not bought").line;
    shop.desk
        .groups
        .try_line(at(group, doubted))
        .await
        .expect("of this one a person is sure");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), bought + 1);
}

#[tokio::test]
async fn a_line_is_left_out_and_wanted_again() {
    let shop = Shop::open().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, table(&shop, 2).await).await;
    until_quiet(&shop, group).await;
    shop.desk
        .groups
        .leave_out(at(group, 2))
        .await
        .expect("it has no order");
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1);
    shop.desk
        .groups
        .try_line(at(group, 2))
        .await
        .expect("wanted again");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 2);
    let left = shop.desk.groups.leave_out(at(group, 2)).await;
    assert_eq!(left, Err(Failure::LineBought));
}

#[tokio::test]
async fn somebody_elses_sale_to_the_same_guest_is_asked_about() {
    let shop = Shop::open().await;
    let draft_of_all = table(&shop, 2).await;
    let sale = Draft {
        email: "guest1@example.com".to_owned(),
        ..draft(draft_of_all.plans[0].clone())
    };
    shop.desk
        .sale
        .place(sale)
        .await
        .expect("sold at the counter");
    let group = begun(&shop, draft_of_all).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 2, "the counter's and the second line's");
    let asked = line(&shop, at(group, 2)).await;
    assert!(
        matches!(asked.why, Some(WhyNotBought::SoldRecently { .. })),
        "{:?}",
        asked.why
    );
}
