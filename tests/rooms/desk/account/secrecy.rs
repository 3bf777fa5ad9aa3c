//! Canaries: what nobody may read is in no `Debug` output, no snapshot, no log and no file.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, Phone};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Credentials, Fate, Fault, Mishap, Options, Step};
use secrecy::ExposeSecret as _;
use tracing_subscriber::filter::LevelFilter;

use crate::desk::fixture::{Shop, quick};

const SECRET: &str = "canary-client-secret-4711";
const EMAIL: &str = "canary.guest@example.com";
const NAME: &str = "Canarina";
const PHONE_MODEL: &str = "Canary Phone 15";
const IMEI: &str = "490154203237518";
const EID: &str = "89034011560010000000000000000123";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// In a process of its own: what a thread listens to at TRACE depends on who else traces in the same program.
#[test]
fn no_canary_is_where_somebody_could_read_it() {
    let (_, room) = module_path!()
        .split_once("::")
        .expect("this file is a module of a test program");
    let output = std::process::Command::new(std::env::current_exe().expect("it has a path"))
        .args([
            "--exact",
            &format!("{room}::a_day_with_canaries"),
            "--ignored",
        ])
        .output()
        .expect("this program can be started again");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "no such test: {said}");
}

#[tokio::test]
#[ignore = "run by the test above, alone"]
async fn a_day_with_canaries() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _listening = tracing::subscriber::set_default(subscriber);

    let credentials = Credentials {
        client_id: "desk-7".to_owned(),
        secret: SECRET.into(),
    };
    let options = Options {
        credentials,
        ..quick()
    };
    let mut shop = Shop::unconnected(options, Keychain::in_memory()).await;
    shop.connect()
        .await
        .expect("the sandbox knows these credentials");
    let mut canaries = vec![
        SECRET.to_owned(),
        EMAIL.to_owned(),
        NAME.to_owned(),
        EID.to_owned(),
        PHONE_MODEL.to_owned(),
        IMEI.to_owned(),
    ];
    let mut printed = String::new();

    for fate in [Fate::Completes, Fate::LpaDisagrees, Fate::Fails] {
        shop.control().next_order(fate);
        let mine = Draft {
            email: EMAIL.to_owned(),
            first_name: NAME.to_owned(),
            phone: Some(Phone::Iphone),
            eid: EID.to_owned(),
            eid_anyway: true,
            phone_model: PHONE_MODEL.to_owned(),
            imei: IMEI.to_owned(),
            again: true,
            ..shop.draft().await
        };
        printed.push_str(&format!("{mine:?}"));
        let key = shop
            .desk
            .sale
            .place(mine)
            .await
            .expect("nothing speaks against it");
        shop.until_order(key, "its end", |order| {
            matches!(
                order.state,
                OrderState::Ready | OrderState::Withheld | OrderState::Failed
            )
        })
        .await;
        let booked = shop.booked(key);
        canaries.extend(booked.matching_id);
        canaries.push(booked.other_matching_id);
        drop(shop.desk.handover.open(key).await);
    }
    let refusal = Mishap::refuse(422, "NO", &format!("{EMAIL} is not welcome"));
    shop.control().cause(Fault::next(Step::Order, refusal));
    let refused = Draft {
        email: EMAIL.to_owned(),
        again: true,
        ..shop.draft().await
    };
    let key = shop
        .desk
        .sale
        .place(refused)
        .await
        .expect("the service decides");
    shop.until_state(key, OrderState::Refused).await;
    let mut bundle = shop.desk.support.bundle(&[]).await;
    shop.restart().await;
    shop.settle().await;
    bundle.push_str(&shop.desk.support.bundle(&[]).await);

    for snapshot in shop.window.shown().iter().chain([&shop.desk.snapshot()]) {
        printed.push_str(&format!("{snapshot:?}"));
        let json = serde_json::to_string(snapshot).expect("it goes to the window as JSON");
        assert!(
            !json.contains(SECRET),
            "a snapshot holds the secret: {json}"
        );
        assert!(
            !json.contains("eyJ") && !json.contains("Bearer"),
            "a snapshot holds a token: {json}"
        );
    }
    assert!(
        bundle.contains("correlation id") && bundle.contains("422"),
        "the bundle tells the last faults: {bundle}"
    );
    let logged =
        String::from_utf8_lossy(&log.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    assert!(logged.contains("422"), "the log was listened to");
    // hyper's own lines show bytes at TRACE; the program never lets them through (`shell::log`).
    let logged: String = logged
        .lines()
        .filter(|line| line.contains("esim_desk"))
        .collect();
    for canary in &canaries {
        assert!(!printed.contains(canary.as_str()), "`Debug` shows {canary}");
        assert!(!logged.contains(canary.as_str()), "the log shows {canary}");
        assert!(
            !bundle.contains(canary.as_str()),
            "the bundle shows {canary}"
        );
        nowhere_in(shop.folder.path(), canary);
    }
    assert!(
        shop.sandbox.credentials().secret.expose_secret() == SECRET,
        "the canary was in use"
    );
}

fn nowhere_in(folder: &Path, canary: &str) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            nowhere_in(&path, canary);
            continue;
        }
        let bytes = fs::read(&path).expect("it can be read");
        let found = bytes
            .windows(canary.len())
            .any(|window| window.eq_ignore_ascii_case(canary.as_bytes()));
        assert!(!found, "{} holds {canary}", path.display());
    }
}
