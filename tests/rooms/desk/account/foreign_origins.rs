//! No other service ever gets the secret or a token, whatever is configured, answered or redirected.

use std::sync::{Arc, Mutex, PoisonError};

use esim_desk_core::desk::{AccountState, Desk, Failure, Opening};
use esim_desk_core::sandbox::{Fault, Mishap, Sandbox, Step};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::desk::fixture::{Shop, Window, live, quick};

#[tokio::test]
async fn a_second_service_under_the_option_asks_for_its_own_secret() {
    let shop = Shop::open().await;
    let second = Sandbox::start(quick()).await.expect("a free port");
    let opening = live(&shop.folder, &shop.keychain, &Window::default());
    let desk = Desk::open(Opening {
        service: Some(second.base()),
        ..opening
    })
    .await;
    desk.sign_in.open().await;

    assert_eq!(
        desk.snapshot().account,
        AccountState::None,
        "another service is another account"
    );
    assert!(
        matches!(desk.plans.read().await, Err(Failure::NoAccount)),
        "nothing is asked of it"
    );
    let seen = second.control().ledger().seen;
    assert_eq!(
        (seen.requests.len(), seen.unauthorised),
        (0, 0),
        "it received nothing at all"
    );
}

#[tokio::test]
async fn the_option_naming_the_stored_service_is_the_stored_account() {
    let shop = Shop::open().await;
    let opening = live(&shop.folder, &shop.keychain, &Window::default());
    let slash = format!("{}/", shop.sandbox.base());
    let desk = Desk::open(Opening {
        service: Some(slash),
        ..opening
    })
    .await;
    desk.sign_in.open().await;

    assert_eq!(
        desk.snapshot().account,
        shop.desk.snapshot().account,
        "the same base address"
    );
}

#[tokio::test]
async fn redirects_and_links_lead_nowhere() {
    let shop = Shop::open().await;
    let listener = Listener::start().await;
    let to = format!("{}/steal", listener.base);
    for step in Step::ALL {
        shop.control()
            .cause(Fault::next(step, Mishap::Redirect { to: to.clone() }));
    }
    let plan = shop.moving(async {
        loop {
            if let Ok(catalogue) = shop.desk.plans.read().await {
                return catalogue.plans.into_iter().next().expect("plans");
            }
        }
    });
    let plan = plan.await;
    let mut draft = crate::desk::fixture::draft(plan);
    draft.again = true;
    for _ in 0..4 {
        draft.idempotency_key.push('x');
        drop(shop.moving(shop.desk.sale.place(draft.clone())).await);
    }
    for _ in 0..40 {
        shop.pass(std::time::Duration::from_millis(500)).await;
    }

    assert_eq!(
        listener.heard(),
        "",
        "no request went there, with or without a token"
    );
    assert_eq!(
        shop.control().ledger().elsewhere,
        0,
        "and no link of an answer was followed"
    );
}

/// Hears everything that is said to it, and answers nothing.
struct Listener {
    base: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Listener {
    async fn start() -> Listener {
        let socket = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", socket.local_addr().expect("it is bound"));
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let noted = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = socket.accept().await {
                let mut bytes = vec![0; 4096];
                let read = stream.read(&mut bytes).await.unwrap_or(0);
                let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
                noted.extend_from_slice(b"connected: ");
                noted.extend_from_slice(&bytes[..read]);
            }
        });
        Listener { base, heard }
    }

    fn heard(&self) -> String {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&heard).into_owned()
    }
}
