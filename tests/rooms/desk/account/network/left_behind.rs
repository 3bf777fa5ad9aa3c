//! No secret stays in the keychain that the settings do not name, whatever stops the change of an account.

use std::collections::HashMap;
use std::fs;

use esim_desk_core::desk::SignedOut;
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::Sandbox;
use keyring_core::api::CredentialStoreApi;
use keyring_core::mock;

use super::{
    PROXY, account_item, go_through, kept_for, till, why_signed_out, write_item_of_the_past,
};
use crate::desk::fixture::{Shop, quick};

/// The names of all that a keychain holds, but for the keys of order books.
fn held(store: &mock::Store) -> Vec<String> {
    let all = store.search(&HashMap::new()).expect("it is listed");
    let held = all.into_iter().filter(|entry| entry.get_secret().is_ok());
    let names = held.filter_map(|entry| entry.get_specifiers().map(|(_, name)| name));
    let mut names: Vec<String> = names.filter(|name| !name.contains("book ")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn signing_out_and_changing_the_account_leave_no_secret_behind() {
    let store = mock::Store::new().expect("memory");
    let keychain = {
        let store = store.clone();
        Keychain::start(move || Ok(store.clone()))
    };
    let shop = Shop::unconnected(quick(), keychain).await;
    shop.connect().await.expect("the sandbox knows these");
    let kept = || held(&store);
    assert_eq!(kept().len(), 1, "{:?}", kept());
    shop.connect_until_close().await;
    assert!(kept().is_empty(), "memory only means that: {:?}", kept());

    shop.connect().await.expect("again");
    shop.desk.sign_in.sign_out().await.expect("nothing is open");
    assert!(kept().is_empty(), "{:?}", kept());

    shop.connect().await.expect("again");
    let first = kept();
    let other = Sandbox::start(quick()).await.expect("a free port");
    let form = crate::desk::fixture::form_for(&other);
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("another account");
    let second = kept();
    assert_eq!(second.len(), 1, "one account at a time: {second:?}");
    assert_ne!(first, second, "and that is the other one's");
}

#[tokio::test]
async fn a_secret_that_could_not_be_removed_is_not_used_and_goes_when_it_can() {
    let mut shop = Shop::open().await;
    let item = account_item(&shop);
    let keychain = shop.keychain.clone();
    shop.keychain = Keychain::start(|| Err(keyring_core::Error::NoDefaultStore));
    shop.restart().await;
    shop.connect_until_close().await;
    let left = keychain.read(&item).await.expect("it answers");
    assert!(left.is_some(), "the keychain was not there to be asked");

    shop.keychain = keychain.clone();
    shop.restart().await;
    assert_eq!(
        why_signed_out(&shop),
        Some(SignedOut::SecretMissing),
        "it was to be kept until close"
    );
    let left = keychain.read(&item).await.expect("it answers");
    assert!(left.is_none(), "and it is gone");
}

#[tokio::test]
async fn no_secret_gets_into_the_keychain_that_the_settings_cannot_name() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let file = shop.folder.path().join("settings.json");
    let in_the_way = || {
        drop(fs::remove_file(&file));
        fs::create_dir_all(file.join("x")).expect("a folder takes the file's place");
    };
    in_the_way();
    assert!(shop.connect().await.is_err(), "it would not be remembered");
    let proxy = go_through(&shop, "proxy.example:8080", till()).await;
    assert!(proxy.is_err(), "neither would this");
    let account = shop.keychain.read(&account_item(&shop)).await;
    assert!(account.expect("it answers").is_none(), "nobody knows of it");
    assert_eq!(kept_for(&shop, PROXY).await, None);

    fs::remove_dir_all(&file).expect("it is ours");
    shop.connect().await.expect("the disk is well again");
    let account = shop.keychain.read(&account_item(&shop)).await;
    assert!(account.expect("it answers").is_some(), "kept, and in use");
}

#[tokio::test]
async fn a_secret_written_just_before_a_crash_goes_at_the_next_start() {
    let mut shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    // What stands in both places between the two steps of connecting.
    write_item_of_the_past(&shop).await;
    let left = format!(
        r#"[{{ "kind": "account", "service": "{}", "name": "{}" }}]"#,
        shop.sandbox.base(),
        shop.sandbox.credentials().client_id
    );
    let crashed = format!(r#"{{ "left_in_keychain": {left} }}"#);
    fs::write(shop.folder.path().join("settings.json"), crashed).expect("it is ours");
    shop.restart().await;
    let account = shop.keychain.read(&account_item(&shop)).await;
    assert!(account.expect("it answers").is_none());
    shop.connect().await.expect("and it can be connected");
    shop.restart().await;
    assert_eq!(why_signed_out(&shop), None);
}
