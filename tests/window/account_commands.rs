//! The account without a window: `esim-desk account`, as a script of IT runs it, with a real keychain and a real socket.
//!
//! Not in it: how arguments are read (`start/options`), the screen that connects an account (`account`).

use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::driver::computer::{APP, Computer};
use crate::driver::search::files_below;
use crate::driver::service::{CLIENT_ID, SECRET, holds, service};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_connected_tried_listed_and_forgotten_without_a_window() {
    let service = service().await;
    let base = service.base();
    let computer = Computer::start();
    let desk = |words: &[&str], input: &str| account(&computer, words, input);
    assert_eq!(said(&desk(&["list"], "")), (0, String::new()), "nobody yet");
    assert_eq!(desk(&["check"], "").status.code(), Some(2), "nobody to try");

    let import = import(&base);
    let connected = desk(&import, &format!("{SECRET}\n"));
    let line = format!("{CLIENT_ID} is connected with {base}.\n");
    assert_eq!(said(&connected), (0, line), "{connected:?}");
    let listed = format!("{CLIENT_ID}\t{base}\tFront desk\n");
    assert_eq!(said(&desk(&["list"], "")), (0, listed));
    let checked = format!("{CLIENT_ID} is taken by {base}.\n");
    assert_eq!(said(&desk(&["check"], "")), (0, checked));
    let again = desk(&import, SECRET);
    assert_eq!(
        again.status.code(),
        Some(0),
        "a script runs twice: {again:?}"
    );
    for file in files_below(computer.home()) {
        // The keyring's own file is encrypted with the password of its user.
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!holds(&bytes, SECRET.as_bytes()), "{}", file.display());
    }

    let window = computer.open(&[]).await;
    window.see("[data-testid=plan-row]").await;
    let while_open = desk(&["remove"], "");
    assert_eq!(while_open.status.code(), Some(6), "{while_open:?}");
    window.close(&computer).await;

    let forgotten = format!("{CLIENT_ID} is forgotten, of {base}.\n");
    assert_eq!(said(&desk(&["remove"], "")), (0, forgotten));
    assert_eq!(
        said(&desk(&["list"], "")),
        (0, String::new()),
        "nobody again"
    );
    assert_eq!(desk(&["check"], "").status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_connected_is_told_in_a_line_and_leaves_the_account_as_it_was() {
    let service = service().await;
    let base = service.base();
    let computer = Computer::start();
    let connected = account(&computer, &import(&base), SECRET);
    assert_eq!(connected.status.code(), Some(0), "{connected:?}");
    let nobody = import("http://127.0.0.1:1/connect-api");
    let elsewhere = import("http://connect.example/connect-api");
    let long = "x".repeat(20_000);
    let two_lines = format!("{SECRET}\nand more");
    for (words, input, code, told) in [
        (import(&base), "a-wrong-one", 3, "does not take"),
        (nobody, SECRET, 4, "cannot be reached"),
        (elsewhere, SECRET, 1, "--service"),
        (import(&base), "", 1, "standard input"),
        (import(&base), &long, 1, "too long"),
        (import(&base), &two_lines, 1, "one line"),
    ] {
        let output = account(&computer, &words, input);
        let complaint = String::from_utf8(output.stderr).expect("it is text");
        assert_eq!(output.status.code(), Some(code), "{words:?}: {complaint}");
        assert!(complaint.contains(told), "{words:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(!complaint.contains(SECRET), "{complaint}");
        assert!(output.stdout.is_empty(), "{words:?}");
    }
    let checked = account(&computer, &["check"], "");
    assert_eq!(checked.status.code(), Some(0), "as it was: {checked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_counter_has_stays_unless_it_is_said_and_its_secret_goes_nowhere_else() {
    let service = service().await;
    let base = service.base();
    let computer = Computer::start();
    let short = ["import", "--client", CLIENT_ID, "--service", &base];
    let new = account(&computer, &short, SECRET);
    let complaint = String::from_utf8_lossy(&new.stderr).into_owned();
    assert_eq!(new.status.code(), Some(1), "{complaint}");
    assert!(
        complaint.contains("--desk"),
        "a new one is told: {complaint}"
    );
    assert_eq!(
        account(&computer, &import(&base), SECRET).status.code(),
        Some(0)
    );

    let again = account(&computer, &short, SECRET);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    let kept = settings_of(&computer);
    assert_eq!(
        (&kept["desk_name"], &kept["country"]),
        (&json!("Front desk"), &json!("PT"))
    );
    let usual = account(&computer, &short[..3], SECRET);
    let complaint = String::from_utf8_lossy(&usual.stderr).into_owned();
    assert_eq!(usual.status.code(), Some(1), "{complaint}");
    assert!(complaint.contains("--service"), "{complaint}");

    // Somebody at the counter leads its way past another computer.
    let mut led = kept.clone();
    led["proxy"] = json!({ "kind": "manual", "address": "http://127.0.0.1:9" });
    computer.settings(false, &led);
    for words in [&["check"][..], &short] {
        let output = account(&computer, words, SECRET);
        assert_eq!(output.status.code(), Some(8), "{output:?}");
    }
    computer.settings(false, &kept);
    assert_eq!(account(&computer, &["check"], "").status.code(), Some(0));

    let broken = computer.data().join("settings.json");
    std::fs::write(&broken, "{ \"account\": ").expect("the home is ours");
    for words in [&["list"][..], &["check"], &["remove"], &short] {
        let output = account(&computer, words, SECRET);
        assert_eq!(output.status.code(), Some(7), "{words:?}: {output:?}");
    }
    let left = std::fs::read_to_string(&broken).expect("it is there");
    assert_eq!(
        left, "{ \"account\": ",
        "a window tells what is lost with it"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_whose_secret_the_keychain_does_not_have_is_none_that_works() {
    let service = service().await;
    let computer = Computer::start();
    let connected = account(&computer, &import(&service.base()), SECRET);
    assert_eq!(connected.status.code(), Some(0), "{connected:?}");
    let mut settings = settings_of(&computer);
    settings["account"]["name"] = json!("somebody-else");
    computer.settings(false, &settings);
    let output = account(&computer, &["check"], "");
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let slip = account(&computer, &["check", "--secret", SECRET], "");
    let complaint = String::from_utf8_lossy(&slip.stderr).into_owned();
    assert_eq!(slip.status.code(), Some(1), "{complaint}");
    assert!(!complaint.contains(SECRET), "{complaint}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_keychain_nothing_is_kept() {
    let service = service().await;
    let computer = Computer::without_keyring();
    let output = account(&computer, &import(&service.base()), SECRET);
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let listed = account(&computer, &["list"], "");
    assert_eq!(
        said(&listed),
        (0, String::new()),
        "nothing is half connected"
    );
}

fn import(base: &str) -> Vec<&str> {
    let of = ["import", "--client", CLIENT_ID, "--desk", "Front desk"];
    let at = [
        "--country",
        "PT",
        "--several-desks",
        "no",
        "--service",
        base,
    ];
    [&of[..], &at].concat()
}

/// Runs `esim-desk account` to its end where no window could be made.
fn account(computer: &Computer, words: &[&str], input: &str) -> Output {
    let mut command = computer.command("timeout");
    let command = command
        .args(["60", APP, "account"])
        .args(words)
        .arg("--data-dir")
        .arg(computer.data())
        .env_remove("DISPLAY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = command.spawn().expect("the app can be started");
    let mut pipe = running.stdin.take().expect("it is a pipe");
    // One that reads nothing has ended by then.
    drop(pipe.write_all(input.as_bytes()));
    drop(pipe);
    running.wait_with_output().expect("it ends")
}

fn settings_of(computer: &Computer) -> Value {
    let text = std::fs::read_to_string(computer.data().join("settings.json"));
    serde_json::from_str(&text.expect("it is there")).expect("it is JSON")
}

fn said(output: &Output) -> (i32, String) {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap_or(-1), text)
}
