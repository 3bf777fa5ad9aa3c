//! Certificates of the house: copied when they are chosen, and read from the copy alone.

use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_core::desk::{
    Failure, ProxyLoginChange, ServiceChoice, SignedOut, WhyExtraCa, WhyNotSent,
};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::Sandbox;
use esim_desk_core::settings::SettingsFile;
use tokio::net::{TcpListener, TcpStream};

use super::{PROXY, company, go_through, json_with, trust, why_signed_out, write_item_of_the_past};
use crate::connect::stub::acceptor;
use crate::desk::fixture::{Shop, quick};

#[tokio::test]
async fn a_certificate_file_chosen_in_the_settings_is_used_at_once() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.service = ServiceChoice::Other {
        address: behind_tls(&shop.sandbox).await,
    };
    trust(&shop, Some(company()))
        .await
        .expect("without an account there is nothing to change");
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("it is trusted");

    trust(&shop, None).await.expect("it can be taken away");
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

    trust(&shop, Some(company()))
        .await
        .expect("it is a certificate");
    shop.desk.plans.read().await.expect("it is trusted again");

    let missing = trust(&shop, Some("/nowhere/company.pem".into())).await;
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

#[tokio::test]
async fn certificates_are_copied_and_their_file_is_not_read_again() {
    let mut shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let stick = tempfile::tempdir().expect("a temporary folder");
    let file = stick.path().join("company.pem");
    fs::copy(company(), &file).expect("a file");
    trust(&shop, Some(file.clone()))
        .await
        .expect("it is stored");
    let shown = shop.desk.snapshot().settings.extra_certificates;
    assert_eq!(shown.len(), 1);
    assert!(shown[0].subject.is_some(), "{shown:?}");
    let mut form = shop.form();
    form.service = ServiceChoice::Other {
        address: behind_tls(&shop.sandbox).await,
    };
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("it is trusted");

    fs::write(&file, "somebody else's").expect("it is ours");
    drop(stick);
    shop.restart().await;
    shop.desk.plans.read().await.expect("it is still trusted");

    // Whoever writes into the copy is no authority.
    let copy = copies(shop.folder.path());
    assert_eq!(copy.len(), 1, "{copy:?}");
    let text = fs::read_to_string(&copy[0]).expect("it is ours");
    fs::write(&copy[0], format!("{text}{text}")).expect("it is ours");
    shop.restart().await;
    assert!(shop.desk.plans.read().await.is_err(), "not what was chosen");

    trust(&shop, None).await.expect("it is stored");
    assert!(copies(shop.folder.path()).is_empty(), "nothing is left");
}

#[tokio::test]
async fn the_certificates_of_settings_of_the_past_are_taken_over_once() {
    let mut shop = Shop::open().await;
    let path = serde_json::to_string(&company()).expect("a path");
    let past = json_with(shop.folder.path(), "extra_ca_file", &path);
    fs::write(shop.folder.path().join("settings.json"), past).expect("it is ours");
    write_item_of_the_past(&shop).await;

    shop.restart().await;
    shop.desk.plans.read().await.expect("it sells as before");
    let settings = SettingsFile::open(shop.folder.path()).current();
    assert_eq!(settings.extra_ca_file, None, "never read again");
    assert!(settings.extra_ca.is_some());

    // From now on the way is known.
    trust(&shop, None).await.expect("fewer on the way");
    let change = go_through(&shop, PROXY, ProxyLoginChange::Keep).await;
    change.expect("it is stored");
    assert_eq!(why_signed_out(&shop), Some(SignedOut::NetworkChanged));
}

#[tokio::test]
async fn what_is_no_file_of_certificates_is_told() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let large = folder.path().join("large.pem");
    let mut text = fs::read(company()).expect("the fixture");
    text.resize(2_000_000, b'\n');
    fs::write(&large, text).expect("a file");
    let text = folder.path().join("text.pem");
    fs::write(&text, "-----BEGIN CERTIFICATE-----").expect("a file");
    let mut cases = vec![
        (
            PathBuf::from(r"\\files\it\company.pem"),
            WhyExtraCa::OnTheNetwork,
        ),
        (
            PathBuf::from("//files/it/company.pem"),
            WhyExtraCa::OnTheNetwork,
        ),
        // Windows takes these for the same.
        (
            PathBuf::from(r"\/files\it\company.pem"),
            WhyExtraCa::OnTheNetwork,
        ),
        (
            PathBuf::from(r"/\files\it\company.pem"),
            WhyExtraCa::OnTheNetwork,
        ),
        (folder.path().to_owned(), WhyExtraCa::Missing),
        (large, WhyExtraCa::TooLarge),
        (text, WhyExtraCa::NotACertificate),
    ];
    if cfg!(unix) {
        cases.push(("/dev/zero".into(), WhyExtraCa::Missing));
    }
    for (file, why) in cases {
        let told = trust(&shop, Some(file.clone())).await;
        assert_eq!(told, Err(Failure::ExtraCa { why }), "{}", file.display());
    }
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is there");
    entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "pem"))
        .collect()
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
