//! A service that answers wrongly: whatever it says, no code is shown that was not proved to be this order's.

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, Sandbox, Step};

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_screen, of_screen, read_codes, shoot};
use crate::driver::service::{SECRET, newest_code, newest_order, service};
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_missing_or_in_doubt_is_withheld() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    let fates = [
        (Fate::LpaDisagrees, "disagrees", "disagree"),
        (Fate::EmptyMatchingId, "empty", "incomplete"),
        (Fate::NoCode, "missing", "incomplete"),
        (Fate::BrokenMatchingId, "broken", "invalid"),
    ];
    for (fate, name, doubt) in fates {
        service.control().next_order(fate);
        window.press("[data-testid=nav-sell]").await;
        window
            .buy("Europe 5 GB", &format!("{name}@example.com"))
            .await;
        window.see_order_state("withheld").await;
        window.hear("Don’t give this to the customer yet").await;
        shoot(&window, &format!("withheld-{name}")).await;

        assert_no_code(&computer, &window).await;
        let snapshot = window.snapshot().await;
        let key = &snapshot["orders"][0]["key"];
        let shown = window
            .invoke(
                "hand_over",
                serde_json::json!({ "order": key, "anyway": false }),
            )
            .await
            .expect("there is something to say");
        assert_eq!(shown["kind"], "withheld", "{name}");
        assert_eq!(shown["doubt"]["kind"], doubt, "{name}: why");
        assert!(shown["path"].is_null(), "{name}: no picture");
        for what in ["install_code", "picture"] {
            let answer = window
                .invoke("copy", serde_json::json!({ "order": key, "what": what }))
                .await;
            assert!(answer.is_err(), "{name}: nothing is given out by {what}");
        }
    }
    assert!(
        computer.clipboard_text().is_none(),
        "no code came into the clipboard"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_about_another_order_never_gives_its_code() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    spoil(&service, Mishap::OtherOrder);
    window.buy("Europe 5 GB", "guest@example.com").await;
    window
        .see("[data-testid=failure][data-kind=other_order]")
        .await;
    shoot(&window, "order-of-another").await;
    assert_no_code(&computer, &window).await;

    service.control().calm();
    window.see_code().await;
    assert_eq!(
        code_on_screen(&computer),
        newest_code(&service),
        "the order's own code, once the service speaks of it"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_while_following_only_delays_the_code() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    let nonsense = [
        (Mishap::Garbage, "garbage"),
        (Mishap::Truncated, "truncated"),
        (Mishap::Broken, "broken"),
        (Mishap::BadGateway, "gateway"),
        (
            Mishap::Unfinished {
                status: "PONDERING".to_owned(),
            },
            "status",
        ),
    ];
    for (mishap, name) in nonsense {
        window.press("[data-testid=nav-sell]").await;
        spoil(&service, mishap);
        let before = service.control().ledger().seen.at(Step::Status);
        window
            .buy("Europe 5 GB", &format!("{name}@example.com"))
            .await;
        crate::bus::until("a few spoilt looks", || {
            service.control().ledger().seen.at(Step::Status) >= before + 3
        });
        assert_no_code(&computer, &window).await;
        service.control().calm();
        window.see_code().await;
        assert_eq!(code_on_screen(&computer), newest_code(&service), "{name}");
        window.press("[data-testid=done]").await;
    }
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        5,
        "each was ordered once"
    );
    drop(newest_order(&service));
}

fn spoil(service: &Sandbox, mishap: Mishap) {
    service
        .control()
        .cause(Fault::next(Step::Status, mishap).times(1_000).after_work());
}

async fn assert_no_code(computer: &Computer, window: &Window) {
    let drawn = window
        .script(
            "return document.querySelector('[data-testid=qr]') !== null",
            Vec::new(),
        )
        .await;
    assert_eq!(drawn, false, "nothing is drawn");
    let read = read_codes(&of_screen(computer));
    assert!(read.is_empty(), "no reader finds a code on the screen");
}
