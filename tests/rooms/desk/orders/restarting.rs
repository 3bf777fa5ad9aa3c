//! What is still there when the program starts again, and what another account may not touch.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{AccountState, SignedOut};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Options, Sandbox, Step};

use crate::desk::fixture::{EMAIL, Shop, form_for, quick};

#[tokio::test]
async fn settings_and_keychain_give_the_account_back() {
    let mut shop = Shop::open().await;
    let before = shop.desk.snapshot().account;

    shop.restart().await;

    assert_eq!(
        shop.desk.snapshot().account,
        before,
        "signed in, and nobody typed anything"
    );
    shop.desk
        .plans
        .read()
        .await
        .expect("the secret of the keychain is the right one");
}

#[tokio::test]
async fn a_secret_kept_until_close_is_gone_after_it() {
    let mut shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    shop.connect_until_close().await;

    shop.restart().await;

    let account = shop.desk.snapshot().account;
    assert!(
        matches!(
            account,
            AccountState::SignedOut {
                why: SignedOut::SecretMissing,
                ..
            }
        ),
        "it asks for the secret again: {account:?}"
    );
}

#[tokio::test]
async fn an_open_order_goes_on_after_a_restart() {
    let mut shop = Shop::open_with(Options::default()).await;
    let key = shop.sell().await;
    shop.until_order(key, "taken", |order| order.order_id.is_some())
        .await;
    assert_eq!(shop.desk.lists.open_orders(), 1, "closing would ask");

    shop.restart().await;

    let order = shop.order(key);
    let customer = order.customer.expect("the book gave the customer back");
    assert_eq!(customer.email, EMAIL, "and it is the same");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "with its own code"
    );
    assert_eq!(shop.posts(), 1, "sent once, in the first run");
    assert_eq!(shop.desk.lists.open_orders(), 0, "nothing is open any more");
}

#[tokio::test]
async fn a_ready_code_comes_back_from_the_book_without_a_request() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    let asked = shop.control().ledger().seen.at(Step::Status);

    shop.restart().await;

    assert_eq!(shop.handed_over(key).await, code, "from the sealed field");
    assert_eq!(
        shop.control().ledger().seen.at(Step::Status),
        asked,
        "nobody was asked"
    );
}

#[tokio::test]
async fn what_was_being_sent_at_a_crash_is_unconfirmed_and_not_sent_again() {
    let mut shop = Shop::open().await;
    let book = shop.book();
    let mut new_order = shop.new_order();
    new_order.plan.product_id = shop.plan().await.id;
    let key = book.begin(&new_order).expect("a row");

    shop.restart().await;

    assert_eq!(
        shop.order(key).state,
        OrderState::Unconfirmed,
        "its answer is lost"
    );
    shop.pass(std::time::Duration::from_secs(30)).await;
    assert_eq!(shop.posts(), 0, "and nothing is sent without a person");
}

#[tokio::test]
async fn orders_of_another_account_are_counted_and_left_alone() {
    let shop = Shop::open_with(Options::default()).await;
    let key = shop.sell().await;
    shop.until_order(key, "taken", |order| order.order_id.is_some())
        .await;
    let other = Sandbox::start(quick()).await.expect("a free port");

    shop.desk
        .sign_in
        .connect(form_for(&other))
        .await
        .expect("another account");

    let here = shop.desk.snapshot();
    assert_eq!(
        (here.orders, here.orders_of_other_accounts),
        (vec![], 1),
        "sold with the other account"
    );
    for _ in 0..20 {
        shop.pass(std::time::Duration::from_secs(1)).await;
    }
    let seen = other.control().ledger().seen;
    assert_eq!(
        seen.at(Step::Status),
        0,
        "this account's service is not asked for that order"
    );

    shop.connect().await.expect("back again");
    assert_eq!(
        shop.desk.snapshot().orders_of_other_accounts,
        0,
        "it is here again"
    );
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "and goes on"
    );
}

#[tokio::test]
async fn signing_out_forgets_the_secret_and_keeps_the_book() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);

    shop.desk
        .sign_in
        .sign_out()
        .await
        .expect("the keychain answers");

    assert_eq!(
        shop.desk.snapshot().account,
        AccountState::None,
        "no account"
    );
    shop.restart().await;
    assert_eq!(
        shop.desk.snapshot().account,
        AccountState::None,
        "and none after a restart"
    );
    let book = shop.book();
    assert_eq!(
        book.order(key).expect("its row").state,
        OrderState::Ready,
        "the order stays"
    );
    shop.connect().await.expect("the same account again");
    assert_eq!(
        shop.handed_over(key).await,
        code,
        "with a code that still opens"
    );
}

#[tokio::test]
async fn the_sim_of_another_accounts_order_is_never_asked_of_the_service_in_use() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    let other = Sandbox::start(quick()).await.expect("a free port");
    let connected = shop.desk.sign_in.connect(form_for(&other)).await;
    connected.expect("another account");

    assert_eq!(shop.handed_over(key).await, code, "the book gives the code");
    shop.desk
        .handover
        .open_unless_used(key, false)
        .await
        .expect("once more");
    let asked = shop.desk.handover.sim(key).await;
    for _ in 0..10 {
        shop.pass(std::time::Duration::from_secs(3)).await;
    }

    assert!(
        matches!(asked, Err(esim_desk_core::desk::Failure::OtherAccount)),
        "that account is not signed in: {asked:?}"
    );
    assert_eq!(
        other.control().ledger().seen.at(Step::Sim),
        0,
        "its SIMs are nothing to this service"
    );
}

#[tokio::test]
async fn what_was_half_written_when_the_program_was_killed_is_gone_after_the_next_start() {
    let mut shop = Shop::open().await;
    let half = shop
        .folder
        .path()
        .join(".0f3c1e52-6f0d-4a3e-9d55-2f6f0b7f8a11.part");
    std::fs::write(&half, "settings or certificates").expect("the folder takes a file");
    shop.restart().await;
    assert!(!half.exists(), "nobody else would ever remove it");
}
