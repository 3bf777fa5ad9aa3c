//! Another way out of the house, chosen in the settings: used from the next request on, without signing in again.

use std::path::PathBuf;

use esim_desk_core::desk::{Failure, ServiceChoice, SettingsChange, WhyExtraCa, WhyNotSent};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::Sandbox;
use tokio::net::{TcpListener, TcpStream};

use crate::connect::stub::acceptor;
use crate::desk::fixture::{Shop, quick};

#[tokio::test]
async fn a_certificate_file_chosen_in_the_settings_is_used_at_once() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.service = ServiceChoice::Other {
        address: behind_tls(&shop.sandbox).await,
    };
    trust(&shop, Some(company())).expect("without an account there is nothing to change");
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("it is trusted");

    trust(&shop, None).expect("it can be taken away");
    let refused = shop.desk.plans.read().await.map(drop);
    assert!(
        matches!(
            refused,
            Err(Failure::NotSent {
                why: WhyNotSent::Tls,
                ..
            })
        ),
        "nobody vouches for the service any more: {refused:?}"
    );

    trust(&shop, Some(company())).expect("it is a certificate");
    shop.desk.plans.read().await.expect("it is trusted again");

    let missing = trust(&shop, Some("/nowhere/company.pem".into()));
    assert_eq!(
        missing,
        Err(Failure::ExtraCa {
            why: WhyExtraCa::Missing
        }),
        "it is told"
    );
    shop.desk
        .plans
        .read()
        .await
        .expect("and the way that worked is kept");
}

fn company() -> PathBuf {
    crate::project().join("tests/fixtures/connect/tls/ca.pem")
}

fn trust(shop: &Shop, file: Option<PathBuf>) -> Result<(), Failure> {
    let value = file.map(|path| path.display().to_string());
    shop.desk
        .settings
        .change(SettingsChange::ExtraCaFile { value })
}

/// The sandbox under https, with the certificate of the fixtures.
async fn behind_tls(sandbox: &Sandbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let (tls, service) = (acceptor(&[b"http/1.1"]), sandbox.address());
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let tls = tls.clone();
            tokio::spawn(async move {
                let (Ok(mut near), Ok(mut far)) =
                    tokio::join!(tls.accept(near), TcpStream::connect(service))
                else {
                    return;
                };
                // Either side may hang up at any time.
                drop(tokio::io::copy_bidirectional(&mut near, &mut far).await);
            });
        }
    });
    format!("https://localhost:{port}/connect-api")
}
