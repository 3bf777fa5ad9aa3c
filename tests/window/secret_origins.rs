//! Whose secret goes where: an account's secret and tokens go to its own service only, whatever the command line, the
//! settings or the service itself say.

use esim_desk_lib::sandbox::{Fault, Mishap, Step};
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, Wire, newest_order, service, service_with};
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_service_on_the_command_line_gets_neither_secret_nor_token() {
    let (first, second) = (service().await, service_with("another-secret", 20).await);
    let (to_first, to_second) = (Wire::to(&first).await, Wire::to(&second).await);
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&to_first.base(), SECRET).await;
    window.close(&computer).await;
    let before = first.control().ledger().seen;

    let window = computer.open(&["--service", &to_second.base()]).await;
    window.see("[data-testid=welcome-connect]").await;
    assert_eq!(
        to_second.connections(),
        0,
        "nothing is asked before it has an account of its own"
    );
    window
        .connect_account(&to_second.base(), "another-secret")
        .await;

    assert!(
        to_second.carried("another-secret"),
        "the witness would have seen a secret"
    );
    assert!(
        !to_second.carried(SECRET),
        "the first account's secret stays"
    );
    for token in to_first.tokens() {
        assert!(
            !to_second.carried(&token),
            "the first account's tokens stay"
        );
    }
    assert_eq!(second.control().ledger().seen.unauthorised, 0);
    assert_eq!(
        first.control().ledger().seen,
        before,
        "and the first service hears of nothing"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_redirects_leads_nobody_to_another_address() {
    let (service, witness) = (service().await, Wire::witness().await);
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.fill_account(&service.base(), SECRET).await;
    redirect(&service, Step::Token, &witness);
    window.press("[data-testid=account-check]").await;
    window.see("[data-testid=failure]").await;
    shoot(&window, "connect-redirected").await;
    service.control().calm();
    window.press("[data-testid=account-check]").await;
    window.see("[data-testid=plan-row]").await;

    redirect(&service, Step::Order, &witness);
    window.buy("Europe 5 GB", "one@example.com").await;
    window.see_order_state("unconfirmed").await;
    service.control().calm();
    again(&window).await;
    redirect(&service, Step::Status, &witness);
    window.buy("Europe 5 GB", "two@example.com").await;
    window
        .see("[data-testid=failure][data-kind=redirected]")
        .await;
    shoot(&window, "order-held-up").await;
    service.control().calm();
    window.see_code().await;

    assert_eq!(witness.connections(), 0, "no redirect was followed");
    assert_eq!(
        service.control().ledger().elsewhere,
        0,
        "no link of an answer was followed either"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_sees_nothing_of_a_service_on_this_computer() {
    let (service, proxy) = (service().await, Wire::witness().await);
    let computer = Computer::start();
    let address = proxy.base().replace("/connect-api", "");
    computer.settings(
        false,
        &json!({ "proxy": { "kind": "manual", "address": address } }),
    );
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;

    assert!(
        newest_order(&service).order.matching_id.is_some(),
        "the sale went to the service"
    );
    assert_eq!(proxy.connections(), 0, "and past the proxy");
}

fn redirect(service: &esim_desk_lib::sandbox::Sandbox, step: Step, to: &Wire) {
    let to = format!("{}/v2/elsewhere", to.base());
    service
        .control()
        .cause(Fault::next(step, Mishap::Redirect { to }).times(50));
}

async fn again(window: &Window) {
    window.press("[data-testid=nav-sell]").await;
}
