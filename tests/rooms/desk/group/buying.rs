//! Buying: each line once, whatever ends the run in its middle.

use std::collections::BTreeSet;
use std::time::Duration;

use esim_desk_core::book::{GroupKey, LineState, OrderState};
use esim_desk_core::desk::{Draft, Failure, LineDraft, WhyNotBought};
use esim_desk_core::sandbox::{Delays, Fault, Mishap, Quirks, Step};
use tokio::time::Instant;

use super::{
    at, begun, cost, count, dearer, each_once, goes, gone_on, line, table, until_posts,
    until_quiet, view,
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
async fn the_limit_of_the_account_stops_the_group_in_its_middle_and_going_on_buys_the_rest() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 50).await).await;
    until_posts(&shop, 30).await;
    assert_eq!(shop.posts(), 30);
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    shop.control().cause(Fault::next(Step::Order, cap));
    until_quiet(&shop, group).await;

    let stopped = shop.desk.snapshot().groups.stopped;
    assert!(
        matches!(stopped[..], [ref one] if matches!(one.why, Failure::LimitReached { .. })),
        "it says why: {stopped:?}"
    );
    assert_eq!(shop.posts(), 31, "nothing is asked after the limit");
    let capped = line(&shop, at(group, 32)).await;
    assert_eq!(
        capped.state,
        LineState::Waiting,
        "the press still stands for it"
    );
    let order = capped.order.expect("it was refused");
    assert_eq!(
        (order.state, order.may_be_charged),
        (OrderState::Refused, false)
    );
    assert_eq!(count(&view(&shop, group).await, LineState::Waiting), 20);
    shop.pass(Duration::from_secs(120)).await;
    assert_eq!(shop.posts(), 31, "it does not go on by itself");

    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 51);
    let bought = shop.control().ledger().orders.len();
    assert_eq!(bought, 50, "each guest has one");
    each_once(&shop, group).await;
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
async fn a_pause_finishes_the_line_under_way_and_no_other() {
    let shop = Shop::open().await;
    let group = begun(&shop, table(&shop, 10).await).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let paused = shop.posts();
    assert!(paused <= 3, "{paused}");
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(shop.posts(), paused);
    assert!(
        shop.desk.snapshot().groups.stopped.is_empty(),
        "nobody has to be told"
    );
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 10);
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
async fn a_price_that_changed_stops_the_group_once_and_its_rest_is_bought_at_the_new_one() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 9).await;
    let other = draft.plans[1].id.clone();
    draft.lines[8].plan = other;
    let group = begun(&shop, draft.clone()).await;
    until_posts(&shop, 2).await;
    shop.desk.groups.pause(group);
    until_quiet(&shop, group).await;
    let (bought, before) = (shop.posts(), view(&shop, group).await.waiting);
    dearer(&shop, &draft.plans[0].id, 9_900);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), bought, "nothing is bought at another price");
    let stopped = stopped_by(&shop, group);
    let Failure::PlanChanged { now } = stopped else {
        panic!("the group says so: {stopped:?}");
    };
    let seen = view(&shop, group).await;
    assert_eq!(count(&seen, LineState::Stopped), 0, "no line by itself");
    assert_eq!(seen.waiting.count, before.count, "the rest waits");
    assert_ne!(
        seen.waiting.sums, before.sums,
        "the button says the new sum"
    );
    let waiting = seen
        .lines
        .iter()
        .filter(|line| line.state == LineState::Waiting);
    for line in waiting.filter(|line| line.line != 10) {
        assert_eq!(line.plan.as_ref(), Some(&*now), "as it is now");
    }
    let old = shop.desk.groups.go_on(group, &before).await;
    assert_eq!(old, Err(Failure::GroupChanged), "not what the button said");
    assert_eq!(shop.posts(), bought);
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 9, "one press for all of them");
    each_once(&shop, group).await;
}

#[tokio::test]
async fn a_line_whose_plan_changed_is_bought_as_it_is_now_with_the_next_press() {
    let shop = Shop::open().await;
    let draft = table(&shop, 2).await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, draft.clone()).await;
    until_quiet(&shop, group).await;
    let left_out = shop.desk.groups.leave_out(at(group, 3)).await;
    left_out.expect("nobody wants it");
    dearer(&shop, &draft.plans[0].id, 9_900);
    let press = || shop.desk.groups.try_line(at(group, 3));
    press().await.expect("a person pressed");
    until_quiet(&shop, group).await;
    let tried = line(&shop, at(group, 3)).await;
    assert_eq!(tried.why, Some(WhyNotBought::PlanChanged));
    let Failure::PlanChanged { now } = stopped_by(&shop, group) else {
        panic!("the group says so");
    };
    assert_eq!(tried.plan, Some(*now), "what its button says");
    press().await.expect("a person pressed again");
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1, "it ends");
}

#[tokio::test]
async fn a_plan_that_is_gone_is_told_of_all_its_lines_at_once() {
    let shop = Shop::open().await;
    let mut draft = table(&shop, 4).await;
    let other = draft.plans[1].id.clone();
    draft.lines[3].plan = other;
    let gone = shop.control().remove_plan(&draft.plans[0].id);
    gone.expect("it was sold");
    let group = begun(&shop, draft).await;
    until_quiet(&shop, group).await;
    let stopped = stopped_by(&shop, group);
    assert!(matches!(stopped, Failure::PlanGone { .. }), "{stopped:?}");
    let seen = view(&shop, group).await;
    for line in &seen.lines[..3] {
        assert_eq!(line.why, Some(WhyNotBought::PlanGone));
    }
    assert_eq!(seen.waiting.count, 1, "the other plan is still sold");
    gone_on(&shop, group).await;
    until_quiet(&shop, group).await;
    assert_eq!(shop.posts(), 1);
}

fn stopped_by(shop: &Shop, group: GroupKey) -> Failure {
    let stopped = shop.desk.snapshot().groups.stopped.into_iter();
    let mut why = stopped.filter(|one| one.group == group);
    why.next().expect("it stopped").why
}

#[tokio::test]
async fn a_group_of_one_account_is_not_bought_with_another() {
    let shop = Shop::open().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));
    let group = begun(&shop, table(&shop, 2).await).await;
    until_quiet(&shop, group).await;
    let elsewhere = Shop::open().await;
    let moved = shop.desk.sign_in.connect(elsewhere.form()).await;
    moved.expect("another account");
    assert!(!view(&shop, group).await.ours);
    gone_on(&shop, group).await;
    shop.until("it stopped", |snapshot| {
        !goes(snapshot, group) && !snapshot.groups.stopped.is_empty()
    })
    .await;
    assert_eq!(
        shop.desk.snapshot().groups.stopped[0].why,
        Failure::OtherAccount
    );
    assert_eq!((shop.posts(), elsewhere.posts()), (0, 0));
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
async fn a_group_whose_rest_is_left_out_is_not_called_stopped_any_more() {
    let shop = Shop::open().await;
    // The first is bought.
    let none = Mishap::Slow { millis: 0 };
    shop.control().cause(Fault::next(Step::Order, none));
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    shop.control().cause(Fault::next(Step::Order, cap));
    let group = begun(&shop, table(&shop, 3).await).await;
    until_quiet(&shop, group).await;
    let stopped = || shop.desk.snapshot().groups.stopped.len();
    assert_eq!(stopped(), 1);

    for (number, still) in [(3, 1), (4, 0)] {
        let left = shop.desk.groups.leave_out(at(group, number)).await;
        left.expect("nothing was bought for it");
        assert_eq!(stopped(), still, "after line {number}");
    }
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
