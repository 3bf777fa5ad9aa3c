//! The customer's half: what it knows, whom it follows, and when the code leaves it.

use std::time::Duration;

use esim_desk_core::book::{GuestNames, OrderKey, OrderState};
use esim_desk_core::desk::{
    GuestChoice, GuestLanguage, GuestPhone, HandOverView, SettingsChange, WhyPutAway,
};

use crate::desk::fixture::{EMAIL, Shop};

async fn handed_over(shop: &Shop) -> OrderKey {
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    shop.desk.handover.open(key).await.expect("ready");
    key
}

#[tokio::test]
async fn it_has_the_code_and_the_sign_and_nothing_else_of_the_sale() {
    let shop = Shop::open().await;
    assert!(
        shop.desk.handover.display().code.is_none(),
        "nothing is handed over yet"
    );
    let key = handed_over(&shop).await;
    let screen = shop.desk.handover.display();
    let code = screen.code.as_ref().expect("it is handed over");
    let HandOverView::Code {
        path,
        install_code,
        matching_id,
        ..
    } = shop.desk.handover.open(key).await.expect("ready")
    else {
        panic!("the code is withheld");
    };
    assert_eq!(code.path, path, "the proved picture of the staff's half");
    let order = shop.order(key);
    let number = order.order_id.clone().expect("it has a number");
    assert!(number.ends_with(&code.suffix) && code.suffix.len() == 4);
    assert_eq!(
        code.suffix, order.suffix,
        "which the staff's half shows too"
    );

    let told = serde_json::to_string(&screen).expect("it can be sent");
    let customer = order.customer.expect("it was sold to somebody");
    for secret in [
        EMAIL,
        &number,
        &order.plan.name,
        &order.plan.id,
        &order.reference,
        &install_code,
        &matching_id,
    ] {
        assert!(!told.contains(secret), "{secret} is not for this screen");
    }
    for name in [customer.first_name, customer.last_name] {
        assert!(name.is_empty() || !told.contains(&name), "no name");
    }
}

#[tokio::test]
async fn it_follows_what_the_guest_chose_and_remembers_it_for_the_order() {
    let shop = Shop::open().await;
    let key = handed_over(&shop).await;
    let chosen = || {
        let code = shop
            .desk
            .handover
            .display()
            .code
            .expect("it is handed over");
        (code.language, code.phone)
    };
    assert_eq!(chosen(), (None, GuestPhone::Iphone), "nothing was chosen");
    let choice = GuestChoice {
        language: Some(GuestLanguage::Ar),
        phone: Some(GuestPhone::Samsung),
    };
    shop.desk.handover.choose(key, choice).await;
    assert_eq!(chosen(), (Some(GuestLanguage::Ar), GuestPhone::Samsung));
    shop.desk.handover.done();
    assert!(
        shop.desk.handover.display().code.is_none(),
        "Done clears it"
    );
    shop.desk.handover.open(key).await.expect("ready");
    assert_eq!(
        chosen(),
        (Some(GuestLanguage::Ar), GuestPhone::Samsung),
        "the guest came back"
    );
}

#[tokio::test]
async fn what_a_guest_chose_survives_a_restart_and_the_last_choice_counts() {
    let mut shop = Shop::open().await;
    let key = handed_over(&shop).await;
    assert_eq!(guest(&shop, key).await, GuestChoice::default(), "not yet");
    let choice = GuestChoice {
        language: Some(GuestLanguage::Zh),
        phone: Some(GuestPhone::Windows),
    };
    let earlier = GuestChoice {
        phone: None,
        ..choice
    };
    shop.desk.handover.choose(key, earlier).await;
    shop.desk.handover.choose(key, choice).await;

    shop.restart().await;

    assert_eq!(guest(&shop, key).await, choice, "for the staff's half");
    let code = shop.desk.handover.display().code;
    let code = code.expect("it is handed over");
    assert_eq!(
        (code.language, code.phone),
        (Some(GuestLanguage::Zh), GuestPhone::Windows),
        "and for the customer's"
    );
}

#[tokio::test]
async fn a_choice_that_this_program_does_not_know_is_no_choice() {
    let mut shop = Shop::open().await;
    let key = handed_over(&shop).await;
    shop.close().await;
    let book = shop.book();
    let names = GuestNames {
        language: Some("tlh".to_owned()),
        phone: Some("samsung".to_owned()),
    };
    book.guest_chose(key, &names).expect("it is written");
    drop(book);

    shop.restart().await;

    let choice = GuestChoice {
        language: None,
        phone: Some(GuestPhone::Samsung),
    };
    assert_eq!(
        guest(&shop, key).await,
        choice,
        "the code is shown, and what is known counts"
    );
}

#[tokio::test]
async fn a_book_that_cannot_take_a_choice_stands_in_nobodys_way() {
    let shop = Shop::open().await;
    let key = handed_over(&shop).await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db")).expect("a file");
    file.execute_batch(
        "CREATE TRIGGER no BEFORE UPDATE OF guest_language ON orders BEGIN SELECT raise(ABORT, 'no'); END",
    )
    .expect("it is SQL");
    let choice = GuestChoice {
        language: Some(GuestLanguage::Ja),
        phone: None,
    };
    shop.desk.handover.choose(key, choice).await;
    assert_eq!(shop.desk.snapshot().book, None, "the staff need not know");
    assert_eq!(
        guest(&shop, key).await,
        choice,
        "remembered as long as the program runs"
    );
}

/// Hands the order over, and tells what its guest chose before.
async fn guest(shop: &Shop, key: OrderKey) -> GuestChoice {
    let shown = shop.desk.handover.open(key).await.expect("ready");
    let HandOverView::Code { guest, .. } = shown else {
        panic!("the code is withheld");
    };
    guest
}

#[tokio::test]
async fn the_managers_time_puts_the_code_away_and_not_a_moment_sooner() {
    let shop = Shop::open().await;
    shop.desk
        .settings
        .change(SettingsChange::PutAwayAfterMinutes { value: 4 })
        .expect("the folder is ours");
    let key = handed_over(&shop).await;
    shop.pass(Duration::from_secs(200)).await;
    assert_eq!(
        shop.desk.handover.on_screen(),
        Some(key),
        "the time is not over"
    );
    shop.until("it is put away", |snapshot| snapshot.put_away.is_some())
        .await;
    assert!(shop.desk.handover.display().code.is_none());
    let told = shop.desk.snapshot();
    assert!(told.on_screen.is_none(), "nobody looks at the SIM any more");
    let away = told.put_away.expect("the staff are told");
    assert_eq!((away.order, away.why), (key, WhyPutAway::TimedOut));
}

#[tokio::test]
async fn the_time_of_one_hand_over_does_not_end_the_next() {
    let shop = Shop::open().await;
    let key = handed_over(&shop).await;
    shop.pass(Duration::from_secs(9 * 60)).await;
    shop.desk.handover.done();
    shop.desk.handover.open(key).await.expect("ready");
    shop.pass(Duration::from_secs(2 * 60)).await;
    assert_eq!(
        shop.desk.handover.on_screen(),
        Some(key),
        "ten minutes begin again with the second look"
    );
    assert_eq!(shop.desk.snapshot().put_away, None);
}

#[tokio::test]
async fn a_lock_puts_the_code_away_and_a_new_look_shows_it_again() {
    let shop = Shop::open().await;
    shop.desk.handover.put_away(WhyPutAway::Locked);
    assert_eq!(
        shop.desk.snapshot().put_away,
        None,
        "nothing was on screen, so there is nothing to tell"
    );
    let key = handed_over(&shop).await;
    shop.desk.handover.put_away(WhyPutAway::Locked);
    assert!(shop.desk.handover.display().code.is_none());
    let away = shop.desk.snapshot().put_away.expect("the staff are told");
    assert_eq!((away.order, away.why), (key, WhyPutAway::Locked));
    shop.desk.handover.open(key).await.expect("ready");
    assert!(shop.desk.handover.display().code.is_some());
    assert_eq!(shop.desk.snapshot().put_away, None);
}
