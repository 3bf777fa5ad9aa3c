//! A canary: a token that was typed in is looked for in the log at its loudest, in the data folder, and in everything the
//! page is ever told.

use esim_desk_lib::sandbox::{Fault, Mishap, Step};
use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::search::files_below;
use crate::driver::service::{CLIENT_ID, SECRET, Wire, holds, service};
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_in_no_log_no_file_and_no_answer() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let token = token_of(&wire).await;
    let computer = Computer::start().with("ESIM_DESK_LOG", "trace");
    let window = computer.open(&[]).await;
    keep_all_answers(&window).await;
    window.press("[data-testid=welcome-connect]").await;
    window.choose_service(&wire.base()).await;
    window.press_button("Access token").await;
    window.fill("[name=token_name]", "night shift").await;
    window.paste("[name=token]", &token).await;
    window.fill("[name=desk_name]", "Front desk").await;
    window.press("label:has([value=no])").await;
    window.press("[data-testid=account-check]").await;
    window.see("[data-testid=plan-row]").await;

    for mishap in [Mishap::Broken, Mishap::Garbage, Mishap::Drop] {
        service.control().cause(Fault::next(Step::Status, mishap));
    }
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    window.press("[data-testid=done]").await;
    let refused = Mishap::refuse(401, "UNAUTHORIZED", "The token is not good");
    service
        .control()
        .cause(Fault::next(Step::Product, refused).times(9));
    window.choose_plan("Europe 10 GB").await;
    window
        .fill("[data-testid=email]", "other@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    window.hear("Sign in again").await;

    let answers = window.script("return window.answers", Vec::new()).await;
    let answers = answers.as_array().expect("they were kept").clone();
    assert!(answers.len() > 5, "answers were kept");
    let all = Value::Array(answers).to_string();
    assert!(all.contains("night shift"), "they are the program's");
    assert!(!all.contains(&token), "no answer holds the token");
    window.close(&computer).await;

    assert!(wire.carried(&token), "the token was in use");
    let files = files_below(&computer.data());
    let logs = files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "log"));
    let logged: u64 = logs
        .map(|log| log.metadata().map_or(0, |found| found.len()))
        .sum();
    assert!(logged > 10_000, "the log is at its loudest");
    for file in files {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(
            !holds(&bytes, token.as_bytes()),
            "{} holds the token",
            file.display()
        );
    }
}

/// A token of the service, asked for as any client does.
async fn token_of(wire: &Wire) -> String {
    // Another test may have set it; that it is set is all that matters.
    drop(rustls::crypto::ring::default_provider().install_default());
    let origin = wire.base().replace("/connect-api", "");
    let answer: String = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client needs nothing")
        .post(format!(
            "{origin}/auth/realms/tru-staff/protocol/openid-connect/token"
        ))
        .form(&[
            ("grant_type", "client_credentials"),
            ("client_id", CLIENT_ID),
            ("client_secret", SECRET),
        ])
        .send()
        .await
        .expect("the service answers")
        .text()
        .await
        .expect("with text");
    let answer: Value = serde_json::from_str(&answer).expect("which is JSON");
    answer["access_token"]
        .as_str()
        .expect("with a token")
        .to_owned()
}

/// From now on the page keeps all that comes to it: the answers to its commands, and each snapshot as it is told.
async fn keep_all_answers(window: &Window) {
    window
        .script(
            "window.answers = []; \
             const json = Response.prototype.json; \
             Response.prototype.json = async function () { \
               const answer = await json.call(this); \
               window.answers.push(JSON.stringify(answer)); \
               return answer \
             }; \
             const inside = window.__TAURI_INTERNALS__; \
             inside.invoke('plugin:event|listen', { \
               event: 'snapshot-changed', target: { kind: 'Any' }, \
               handler: inside.transformCallback((told) => window.answers.push(JSON.stringify(told))), \
             })",
            Vec::new(),
        )
        .await;
}
