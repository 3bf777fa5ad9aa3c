//! What lies in the store: how many entries, what in them, and what is left when one goes wrong.

use keyring_core::{Error, mock};
use proptest::prelude::*;

use super::{fail_next, item, now, on_entry, over, read, store, write};
use crate::keychain::entries::ENTRY_LIMIT;
use crate::keychain::{KeychainError, KeychainState};

/// A value that fills more than `entries` entries, different for each `seed`.
fn long(seed: u8, entries: usize) -> Vec<u8> {
    (0..entries * ENTRY_LIMIT)
        .map(|at| (at as u8) ^ seed)
        .collect()
}

fn put(store: &mock::Store, user: &str, content: Option<&[u8]>) {
    on_entry(store, user, |cred| {
        let mut data = cred
            .inner
            .lock()
            .expect("no test panics while it holds this");
        data.get_mut().secret = content.map(<[u8]>::to_vec);
    });
}

/// What lies in the store: user name and content of each entry.
fn contents(store: &mock::Store) -> Vec<(String, Vec<u8>)> {
    let mut creds = store
        .inner
        .lock()
        .expect("no test panics while it holds this");
    let mut found = Vec::new();
    for cred in creds.get_mut().iter() {
        let mut data = cred
            .inner
            .lock()
            .expect("no test panics while it holds this");
        if let Some(content) = &data.get_mut().secret {
            found.push((cred.specifiers.1.clone(), content.clone()));
        }
    }
    found
}

#[tokio::test(start_paused = true)]
async fn a_short_value_is_one_entry() {
    let store = store();
    write(&over(&store), b"short")
        .await
        .expect("the mock takes it");
    assert_eq!(
        contents(&store),
        [("book main".to_owned(), b"whole:c2hvcnQ=".to_vec())],
        "each entry may be a prompt, so there is one"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_values_in_a_row_leave_the_last_in_small_text_entries_and_nothing_else(
        lengths in prop::collection::vec(prop_oneof![0_usize..20, 1_780_usize..1_810, 3_590_usize..3_610, 0_usize..12_000], 1..5),
    ) {
        let store = store();
        let keychain = over(&store);
        for (seed, length) in (0_u8..).zip(&lengths) {
            let value: Vec<u8> = long(seed, 6).into_iter().take(*length).collect();
            prop_assert_eq!(now(write(&keychain, &value)), Ok(()));
            prop_assert_eq!(now(read(&keychain)), Ok(Some(value)));
            let text = length.div_ceil(3) * 4;
            let entries = if text + 6 <= ENTRY_LIMIT { 1 } else { 1 + text.div_ceil(ENTRY_LIMIT) };
            let contents = contents(&store);
            prop_assert_eq!(contents.len(), entries, "stale entries are swept");
            for (_, content) in contents {
                prop_assert!(content.len() <= ENTRY_LIMIT && content.is_ascii(), "Windows and KWallet must take it");
            }
        }
        prop_assert_eq!(now(keychain.delete(&item())), Ok(()));
        prop_assert_eq!(contents(&store), Vec::new(), "no piece of a secret stays behind");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_breaks_off_leaves_the_old_value() {
    let store = store();
    let keychain = over(&store);
    let old = long(1, 2);
    for broken_at in ["part b2 of book main", "part b3 of book main"] {
        write(&keychain, &old).await.expect("the mock takes it");
        fail_next(&store, broken_at, Error::NoStorageAccess("denied".into()));
        assert_eq!(
            write(&keychain, &long(2, 3)).await,
            Err(KeychainError::Refused),
            "{broken_at} fails"
        );
        assert_eq!(
            read(&keychain).await,
            Ok(Some(old.clone())),
            "{broken_at}: the old value is whole"
        );
        keychain.delete(&item()).await.expect("the mock deletes it");
        assert_eq!(
            contents(&store),
            [],
            "{broken_at}: what the broken write left is swept too"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_damaged_entry_is_told_and_can_be_replaced() {
    let value = long(3, 2);
    type Break = fn(&mock::Store);
    let breaks: [(&str, Break); 8] = [
        ("foreign text", |store| {
            put(store, "book main", Some(b"hello"))
        }),
        ("no text", |store| {
            put(store, "book main", Some(b"\xff\xfe"))
        }),
        ("no base64", |store| {
            put(store, "book main", Some(b"whole:%"))
        }),
        ("unknown slot", |store| {
            put(store, "book main", Some(b"parts:c:6400"));
        }),
        ("absurd length", |store| {
            put(store, "book main", Some(b"parts:a:99999999999"));
        }),
        ("other length", |store| {
            put(store, "book main", Some(b"parts:a:6397"))
        }),
        ("missing part", |store| {
            put(store, "part a2 of book main", None)
        }),
        ("short part", |store| {
            put(store, "part a2 of book main", Some(b"YWJj"));
        }),
    ];
    for (what, break_it) in breaks {
        let store = store();
        let keychain = over(&store);
        write(&keychain, &value).await.expect("the mock takes it");
        break_it(&store);
        assert_eq!(
            read(&keychain).await,
            Err(KeychainError::Damaged),
            "{what} is not a value"
        );
        assert_eq!(
            *keychain.state().borrow(),
            KeychainState::Ready,
            "{what}: the keychain itself works"
        );
        write(&keychain, b"new").await.expect("the mock takes it");
        assert_eq!(
            read(&keychain).await,
            Ok(Some(b"new".to_vec())),
            "{what}: writing mends it"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_beyond_all_sense_is_refused() {
    let store = store();
    assert_eq!(
        write(&over(&store), &long(0, 400)).await,
        Err(KeychainError::Refused),
        "no token has a megabyte"
    );
    assert_eq!(contents(&store), [], "nothing of it was stored");
}
