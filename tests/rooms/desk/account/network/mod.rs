//! Another way out of the house, chosen in the settings: used from the next request on, where the account's secret was typed
//! under it; otherwise the secret goes nowhere until it is typed again. A proxy's password is the keychain's.

mod certificates;
mod left_behind;
mod proxy_login;
mod ways;

use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_core::desk::{
    AccountState, Failure, NetworkChange, ProxyChange, ProxyLoginChange, SignedOut,
};
use esim_desk_core::keychain::Item;

use crate::desk::fixture::Shop;

const PASSWORD: &str = "p4:ss%41 @/wörd";
/// The same in an address.
const ENCODED: &str = "till:p4%3Ass%2541%20%40%2Fw%C3%B6rd";
const PROXY: &str = "http://proxy.example:8080";

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
