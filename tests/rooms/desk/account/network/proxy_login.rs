//! A proxy's password: in the keychain and nowhere else, also one that settings of the past have.

use std::fs;

use esim_desk_core::desk::{ProxyLoginChange, ProxyView};
use esim_desk_core::keychain::Keychain;

use super::{
    ENCODED, PASSWORD, PROXY, go_through, json_with, kept_for, settings_text, till, why_signed_out,
    write_item_of_the_past,
};
use crate::desk::fixture::{Shop, quick};

/// The password's beginning, as it was typed and as an address has it. Fewer signs of it would be found by chance, in the name
/// of a temporary folder.
fn has_password(text: &str) -> bool {
    ["p4:ss", "p4%3A", "p4%3a"]
        .iter()
        .any(|beginning| text.contains(beginning))
}

#[tokio::test]
async fn a_proxys_password_is_in_the_keychain_and_nowhere_else() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    go_through(&shop, "proxy.example:8080", till())
        .await
        .expect("the keychain takes it");
    assert_eq!(kept_for(&shop, PROXY).await.as_deref(), Some(ENCODED));
    let view = |shop: &Shop| shop.desk.snapshot().settings.proxy;
    let manual = |address: &str, login_kept| ProxyView::Manual {
        address: address.to_owned(),
        login_kept,
    };
    assert_eq!(view(&shop), manual(PROXY, true));

    let pasted = "http://other:pasted-secret@proxy.example:8080";
    go_through(&shop, pasted, ProxyLoginChange::Keep)
        .await
        .expect("the keychain takes it");
    assert_eq!(
        kept_for(&shop, PROXY).await.as_deref(),
        Some("other:pasted-secret"),
        "typed with the address it is a password all the same"
    );
    assert!(
        has_password(ENCODED) && has_password(PASSWORD),
        "it would be seen"
    );
    let bundle = shop.desk.support.bundle(&[]).await;
    let snapshots = serde_json::to_string(&shop.window.shown()).expect("they are JSON");
    for text in [settings_text(shop.folder.path()), bundle, snapshots] {
        assert!(
            !text.contains("pasted-secret") && !has_password(&text),
            "{text}"
        );
    }

    let elsewhere = "http://proxy.attacker.example";
    go_through(&shop, elsewhere, ProxyLoginChange::Keep)
        .await
        .expect("it is stored");
    assert_eq!(
        view(&shop),
        manual(elsewhere, false),
        "not to another proxy"
    );
    assert_eq!(kept_for(&shop, PROXY).await, None, "and it is gone");

    go_through(&shop, elsewhere, till()).await.expect("kept");
    go_through(&shop, elsewhere, ProxyLoginChange::Remove)
        .await
        .expect("it is stored");
    assert_eq!(view(&shop), manual(elsewhere, false));
    assert_eq!(kept_for(&shop, elsewhere).await, None);
}

#[tokio::test]
async fn a_password_in_settings_of_the_past_moves_to_the_keychain() {
    let mut shop = Shop::open().await;
    let past = json_with(
        shop.folder.path(),
        "proxy",
        r#"{ "kind": "manual", "address": "http://till:old-secret@proxy.example:8080" }"#,
    );
    fs::write(shop.folder.path().join("settings.json"), past).expect("it is ours");
    write_item_of_the_past(&shop).await;
    let keychain = shop.keychain.clone();

    shop.keychain = Keychain::start(|| Err(keyring_core::Error::NoDefaultStore));
    shop.restart().await;
    assert!(
        settings_text(shop.folder.path()).contains("old-secret"),
        "without a keychain it is not lost"
    );
    let shown = serde_json::to_string(&shop.window.shown()).expect("they are JSON");
    assert!(!shown.contains("old-secret"), "and not shown");

    shop.keychain = keychain;
    shop.restart().await;
    assert!(!settings_text(shop.folder.path()).contains("old-secret"));
    assert_eq!(
        kept_for(&shop, PROXY).await.as_deref(),
        Some("till:old-secret")
    );
    let view = shop.desk.snapshot().settings.proxy;
    assert!(
        matches!(
            view,
            ProxyView::Manual {
                login_kept: true,
                ..
            }
        ),
        "{view:?}"
    );
    assert_eq!(why_signed_out(&shop), None, "it is the way of the past");
}

#[tokio::test]
async fn a_password_of_the_past_leaves_the_settings_file_that_was_set_aside_too() {
    let mut shop = Shop::open().await;
    let folder = shop.folder.path().to_owned();
    let past = json_with(
        &folder,
        "proxy",
        r#"{ "kind": "manual", "address": "http://till:old-secret@proxy.example:8080" }"#,
    );
    // A value that makes no sense: the file is read in part, and kept as it was.
    let past = past.replacen(
        r#""put_away_after_minutes":10"#,
        r#""put_away_after_minutes":"ten""#,
        1,
    );
    fs::write(folder.join("settings.json"), past).expect("it is ours");
    write_item_of_the_past(&shop).await;
    shop.restart().await;
    let aside = fs::read_to_string(folder.join("settings.unreadable.json"));
    let aside = aside.expect("it was kept");
    assert!(aside.contains("\"ten\""), "what is wrong can be looked at");
    for entry in fs::read_dir(&folder).expect("it is there") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).unwrap_or_default();
        let found = bytes.windows(10).any(|part| part == b"old-secret");
        assert!(!found, "{} has it", path.display());
    }
    assert_eq!(
        kept_for(&shop, PROXY).await.as_deref(),
        Some("till:old-secret")
    );
}
