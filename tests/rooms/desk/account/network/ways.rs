//! The secret goes no way that it was not typed under.

use esim_desk_core::desk::{Failure, NetworkChange, ProxyChange, ProxyLoginChange, SignedOut};
use esim_desk_core::keychain::Keychain;

use super::{company, trust, why_signed_out};
use crate::desk::fixture::{Shop, quick};

#[tokio::test]
async fn a_way_that_the_secret_was_not_typed_under_gets_nothing_even_after_a_restart() {
    let mut shop = Shop::open().await;
    shop.desk.plans.read().await.expect("it sells");
    let before = shop.desk.snapshot().settings;

    for change in [
        NetworkChange::Proxy {
            value: ProxyChange::Manual {
                address: "http://till:anything@attacker.example".to_owned(),
                login: ProxyLoginChange::Keep,
            },
        },
        NetworkChange::Certificates {
            file: Some(company().display().to_string()),
        },
    ] {
        shop.desk
            .network
            .change(change)
            .await
            .expect("it is stored");
        for round in ["at once", "after a restart"] {
            assert_eq!(
                why_signed_out(&shop),
                Some(SignedOut::NetworkChanged),
                "{round}"
            );
            let asked = shop.desk.plans.read().await.map(drop);
            assert_eq!(asked, Err(Failure::NoAccount), "nothing is asked, {round}");
            shop.restart().await;
        }
        // Undone.
        let system = NetworkChange::Proxy {
            value: ProxyChange::System,
        };
        shop.desk
            .network
            .change(system)
            .await
            .expect("it is stored");
        trust(&shop, None).await.expect("it is stored");
        assert_eq!(shop.desk.snapshot().settings, before);
        shop.desk.plans.read().await.expect("it sells again");
    }
}

#[tokio::test]
async fn a_secret_that_only_memory_has_waits_for_the_change_to_be_undone_too() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    shop.connect_until_close().await;
    trust(&shop, Some(company())).await.expect("it is stored");
    assert_eq!(why_signed_out(&shop), Some(SignedOut::NetworkChanged));
    let refused = trust(&shop, Some("/nowhere/company.pem".into())).await;
    assert!(refused.is_err(), "nothing has changed by it");
    assert_eq!(why_signed_out(&shop), Some(SignedOut::NetworkChanged));
    trust(&shop, None).await.expect("it is stored");
    shop.desk.plans.read().await.expect("it sells again");
}

#[tokio::test]
async fn the_secret_typed_again_makes_the_new_way_the_trusted_one() {
    let mut shop = Shop::open().await;
    trust(&shop, Some(company())).await.expect("it is stored");
    shop.connect().await.expect("the secret is the right one");
    shop.restart().await;
    shop.desk.plans.read().await.expect("it sells");
    trust(&shop, None).await.expect("it is stored");
    shop.desk.plans.read().await.expect("fewer are on the way");
}
