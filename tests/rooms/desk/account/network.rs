//! Another way out of the house, chosen in the settings: used from the next request on, where the account's secret was typed
//! under it; otherwise the secret goes nowhere until it is typed again. A proxy's password is the keychain's.

use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_core::desk::{
    AccountState, Failure, NetworkChange, ProxyChange, ProxyLoginChange, ProxyView, ServiceChoice,
    SignedOut, WhyExtraCa, WhyNotSent,
};
use esim_desk_core::keychain::{Item, Keychain};
use esim_desk_core::sandbox::Sandbox;
use esim_desk_core::settings::SettingsFile;
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

fn company() -> PathBuf {
    crate::project().join("tests/fixtures/connect/tls/ca.pem")
}

async fn trust(shop: &Shop, file: Option<PathBuf>) -> Result<(), Failure> {
    let file = file.map(|path| path.display().to_string());
    let change = NetworkChange::Certificates { file };
    shop.desk.network.change(change).await
}

async fn go_through(shop: &Shop, address: &str, login: ProxyLoginChange) -> Result<(), Failure> {
    let value = ProxyChange::Manual {
        address: address.to_owned(),
        login,
    };
    let change = NetworkChange::Proxy { value };
    shop.desk.network.change(change).await
}

fn till() -> ProxyLoginChange {
    ProxyLoginChange::Set {
        user: "till".to_owned(),
        password: PASSWORD.into(),
    }
}

const PASSWORD: &str = "p4:ss%41 @/wörd";
/// The same in an address.
const ENCODED: &str = "till:p4%3Ass%2541%20%40%2Fw%C3%B6rd";
const PROXY: &str = "http://proxy.example:8080";

async fn kept_for(shop: &Shop, address: &str) -> Option<String> {
    use secrecy::ExposeSecret as _;
    let item = Item::proxy(address);
    let kept = shop.keychain.read(&item).await.expect("it answers")?;
    Some(String::from_utf8_lossy(kept.expose_secret()).into_owned())
}

fn settings_text(folder: &Path) -> String {
    fs::read_to_string(folder.join("settings.json")).expect("they were written")
}

fn why_signed_out(shop: &Shop) -> Option<SignedOut> {
    match shop.desk.snapshot().account {
        AccountState::SignedOut { why, .. } => Some(why),
        AccountState::Opening
        | AccountState::None
        | AccountState::Locked { .. }
        | AccountState::SignedIn { .. } => None,
    }
}

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
    let bundle = shop.desk.support.bundle(&[]).await;
    let snapshots = serde_json::to_string(&shop.window.shown()).expect("they are JSON");
    for text in [settings_text(shop.folder.path()), bundle, snapshots] {
        assert!(
            !text.contains("pasted-secret") && !text.contains("p4"),
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

#[tokio::test]
async fn signing_out_and_changing_the_account_leave_no_secret_behind() {
    let shop = Shop::open().await;
    let item = account_item(&shop);
    let kept = || async {
        shop.keychain
            .read(&item)
            .await
            .expect("it answers")
            .is_some()
    };
    assert!(kept().await);
    shop.connect_until_close().await;
    assert!(!kept().await, "memory only means that");

    shop.connect().await.expect("again");
    shop.desk.sign_in.sign_out().await.expect("nothing is open");
    assert!(!kept().await);

    shop.connect().await.expect("again");
    let other = Sandbox::start(quick()).await.expect("a free port");
    let form = crate::desk::fixture::form_for(&other);
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("another account");
    assert!(!kept().await, "one account at a time");
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

/// An item that does not say which way its secret was typed under.
async fn write_item_of_the_past(shop: &Shop) {
    use secrecy::ExposeSecret as _;
    let secret = shop.sandbox.credentials().secret;
    let item = serde_json::json!({ "kind": "client_secret", "secret": secret.expose_secret() });
    let bytes = item.to_string().into_bytes().into();
    let written = shop.keychain.write(&account_item(shop), bytes).await;
    written.expect("it takes it");
}

fn account_item(shop: &Shop) -> Item {
    let service = shop.sandbox.base().parse().expect("an address");
    Item::account(&service, &shop.sandbox.credentials().client_id)
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is there");
    entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "pem"))
        .collect()
}

/// The settings with another value for one name, and without what only newer versions know.
fn json_with(folder: &Path, name: &str, value: &str) -> String {
    let mut json: serde_json::Value =
        serde_json::from_str(&settings_text(folder)).expect("it is JSON");
    let fields = json.as_object_mut().expect("an object");
    for newer in ["proxy_login_kept", "extra_ca", "left_in_keychain"] {
        fields.remove(newer);
    }
    fields.insert(
        name.to_owned(),
        serde_json::from_str(value).expect("it is JSON"),
    );
    json.to_string()
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
