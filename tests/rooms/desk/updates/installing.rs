//! Installing on a person's word: when nothing is in the way that must not be interrupted, and what becomes of the program.

use std::fs;
use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{InTheWay, InstalledBy, UpdateStep, UpdateTrouble};
use esim_desk_core::sandbox::{Fault, Mishap, Step};
use esim_desk_core::settings::{SettingsFile, UpdateChannel};

use super::{OLD, Updated};
use crate::desk::publisher::{Announcement, Given};

/// A newer version is there, and somebody wants it.
async fn wanted() -> (Updated, Announcement) {
    let updated = Updated::open().await;
    let told = there(&updated).await;
    (updated, told)
}

async fn there(updated: &Updated) -> Announcement {
    let told = Announcement::of("0.2.0");
    updated.host.publishes(&updated.publisher, "stable", &told);
    updated.look(UpdateChannel::Stable).await;
    told
}

fn waits(updated: &Updated) -> Option<InTheWay> {
    match updated.view().step {
        UpdateStep::Waiting { until } => Some(until),
        UpdateStep::None
        | UpdateStep::Fetching { .. }
        | UpdateStep::Installing
        | UpdateStep::Failed { .. } => None,
    }
}

async fn until_it_waits(updated: &Updated, until: InTheWay) {
    let waiting = UpdateStep::Waiting { until };
    updated.until("it waits", |view| view.step == waiting).await;
}

#[tokio::test]
async fn the_new_program_takes_the_place_of_the_old_one_which_ends() {
    let (updated, told) = wanted().await;
    updated.shop.desk.updates.install();
    updated.until_ended().await;
    assert_eq!(updated.computer.program().into_bytes(), told.bytes);
    assert_eq!(updated.view().step, UpdateStep::Installing);
    let draft = updated.shop.draft().await;
    let sold = tokio::time::timeout(
        Duration::from_millis(300),
        updated.shop.desk.sale.place(draft),
    );
    assert!(sold.await.is_err(), "nothing is bought over an installer");
    assert_eq!(updated.shop.posts(), 0);
}

#[tokio::test]
async fn it_is_not_fetched_twice_however_often_somebody_presses() {
    let (updated, told) = wanted().await;
    for _ in 0..5 {
        updated.shop.desk.updates.install();
    }
    updated.until_ended().await;
    assert_eq!(updated.host.asked_for(&told.file), 1);
}

#[tokio::test]
async fn an_order_whose_answer_is_not_there_is_waited_for() {
    let (updated, told) = wanted().await;
    let shop = &updated.shop;
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::Slow { millis: 60_000 }));
    let draft = shop.draft().await;
    let sale = shop.desk.sale.place(draft);
    let update = async {
        while !shop.desk.lists.is_sending() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        shop.desk.updates.install();
        until_it_waits(&updated, InTheWay::OrderBeingSent).await;
        assert_eq!(
            updated.computer.program(),
            OLD,
            "the order has the time it needs"
        );
        shop.pass(Duration::from_secs(61)).await;
    };
    let (sold, ()) = tokio::join!(sale, update);
    let key = sold.expect("it was answered");
    assert_eq!(shop.posts(), 1);

    // The guest still stands there.
    until_it_waits(&updated, InTheWay::CustomerWaits).await;
    shop.until_state(key, OrderState::Ready).await;
    shop.pass(Duration::from_secs(5)).await;
    let waits = waits(&updated);
    assert_eq!(waits, Some(InTheWay::CustomerWaits), "and has no code yet");
    shop.handed_over(key).await;
    until_it_waits(&updated, InTheWay::CodeOnScreen).await;
    assert_eq!(updated.computer.program(), OLD);
    shop.desk.handover.done();
    updated.until_ended().await;
    assert_eq!(updated.computer.program().into_bytes(), told.bytes);
}

#[tokio::test]
async fn a_code_on_screen_is_waited_for() {
    let (updated, told) = wanted().await;
    let shop = &updated.shop;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    shop.handed_over(key).await;
    shop.desk.updates.install();
    until_it_waits(&updated, InTheWay::CodeOnScreen).await;
    shop.pass(Duration::from_secs(30)).await;
    assert_eq!(
        waits(&updated),
        Some(InTheWay::CodeOnScreen),
        "the guest is still scanning"
    );
    assert_eq!(updated.computer.program(), OLD);
    shop.desk.handover.done();
    updated.until_ended().await;
    assert_eq!(updated.computer.program().into_bytes(), told.bytes);
}

#[tokio::test]
async fn what_the_window_says_is_in_the_way_is_waited_for_and_can_be_given_up() {
    let (updated, _) = wanted().await;
    updated
        .computer
        .with(|program| program.in_the_way = Some(InTheWay::SaleBegun));
    updated.shop.desk.updates.install();
    until_it_waits(&updated, InTheWay::SaleBegun).await;
    updated.shop.desk.updates.not_now();
    updated.computer.with(|program| program.in_the_way = None);
    updated
        .until("what was fetched is gone", |_| {
            updated.downloads().is_empty()
        })
        .await;
    updated.shop.pass(Duration::from_secs(10)).await;
    assert_eq!(updated.view().step, UpdateStep::None);
    assert_eq!(updated.computer.program(), OLD, "not now is not now");
    assert!(!updated.computer.has_ended());
    updated.sell_and_go().await;

    updated.shop.desk.updates.install();
    updated.until_ended().await;
}

#[tokio::test]
async fn what_was_changed_while_it_waited_is_not_installed() {
    let (updated, _) = wanted().await;
    updated
        .computer
        .with(|program| program.in_the_way = Some(InTheWay::SaleBegun));
    updated.shop.desk.updates.install();
    until_it_waits(&updated, InTheWay::SaleBegun).await;
    let files = updated.downloads();
    assert_eq!(files.len(), 1, "the file alone: {files:?}");
    fs::write(&files[0], "somebody else's").expect("it is this person's");
    updated.computer.with(|program| program.in_the_way = None);
    let why = UpdateTrouble::NotGenuine;
    assert_eq!(updated.until_failed().await, UpdateStep::Failed { why });
    assert_eq!(updated.computer.program(), OLD);
}

#[tokio::test]
async fn an_installer_that_does_not_start_leaves_the_old_program_which_sells_on() {
    let (updated, _) = wanted().await;
    let place = updated
        .computer
        .with(|program| std::mem::take(&mut program.path));
    updated.shop.desk.updates.install();
    let why = UpdateTrouble::Installer;
    assert_eq!(updated.until_failed().await, UpdateStep::Failed { why });
    updated.computer.with(|program| program.path = place);
    assert_eq!(updated.computer.program(), OLD);
    assert!(!updated.computer.has_ended());
    let begun = SettingsFile::open(updated.shop.folder.path())
        .current()
        .update_begun;
    assert_eq!(begun, None, "nothing has begun");
    updated.sell_and_go().await;

    updated.shop.desk.updates.install();
    updated.until_ended().await;
}

#[tokio::test]
async fn a_failure_can_be_tried_again_or_put_off() {
    let (updated, told) = wanted().await;
    updated.host.has(&told.file, Given::Status(503));
    updated.shop.desk.updates.install();
    updated.until_failed().await;
    updated.shop.desk.updates.not_now();
    let view = updated.view();
    assert!(view.step == UpdateStep::None && view.put_off, "{view:?}");
    updated.host.has(&told.file, Given::File(told.bytes));
    updated.shop.desk.updates.install();
    updated.until_ended().await;
}

#[tokio::test]
async fn the_next_start_says_whether_what_was_begun_has_arrived() {
    for (arrived, begun) in [(false, "0.2.0"), (true, "0.1.0")] {
        let mut updated = Updated::open().await;
        there(&updated).await;
        updated.shop.desk.updates.install();
        updated.until_ended().await;
        let downloads = updated.downloads();
        assert_eq!(
            downloads.len(),
            1,
            "the installer runs from there: {downloads:?}"
        );

        updated.shop.close().await;
        let settings = SettingsFile::open(updated.shop.folder.path());
        assert_eq!(settings.current().update_begun.as_deref(), Some("0.2.0"));
        // The program of these tests is 0.1.0 for good: it stands for the one that was begun, or for the one before.
        let written = settings.change(|settings| settings.update_begun = Some(begun.to_owned()));
        written.expect("it is ours");
        updated.shop.restart().await;
        updated.begin(InstalledBy::Program);
        let told = updated.view().not_installed;
        assert_eq!(told.is_none(), arrived, "{told:?}");
        updated
            .until("what it left is gone", |_| updated.downloads().is_empty())
            .await;
        updated.shop.desk.updates.not_now();
        assert_eq!(updated.view().not_installed, None, "somebody has read it");
        let kept = SettingsFile::open(updated.shop.folder.path()).current();
        assert_eq!(kept.update_begun, None, "it is told once");
    }
}

#[tokio::test]
async fn an_order_of_the_old_program_goes_on_in_the_new_one() {
    let mut updated = Updated::open().await;
    there(&updated).await;
    let status = "FULFILLING".to_owned();
    let unfinished = Fault::next(Step::Status, Mishap::Unfinished { status });
    updated
        .shop
        .control()
        .cause(unfinished.times(10_000).after_work());
    let key = updated.shop.sell().await;
    updated.shop.desk.updates.install();
    until_it_waits(&updated, InTheWay::CustomerWaits).await;
    // Nobody stands at the counter for so long.
    updated.shop.pass(Duration::from_secs(6 * 60)).await;
    updated.until_ended().await;
    updated.shop.restart().await;
    updated.shop.control().calm();
    let order = updated.shop.until_state(key, OrderState::Ready).await;
    assert_eq!(order.key, key);
    assert_eq!(updated.shop.posts(), 1, "it was bought once");
}
