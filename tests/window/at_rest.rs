//! Data at rest: after a day at the counter, what anybody finds who has the computer's files, or looks into the memory of
//! the processes that draw the page.

use std::fs;
use std::path::Path;

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, Step};
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::search::Wanted;
use crate::driver::search::files_below;
use crate::driver::service::{SECRET, Wire, service};
use crate::driver::window::{Window, until_free};

const EMAIL: &str = "Canary.Bird+7731@hotel-canary.example";
const OTHER_EMAIL: &str = "second.canary.4402@hotel-canary.example";
const FIRST_NAME: &str = "Canarina-7731";
const LAST_NAME: &str = "Vögelchen-Łuczak";
const EID: &str = "89034011560010000000000000000121";
/// What the service says about a customer.
const WORDS: &str = "The person Canarina-7731 cannot be served";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_day_at_the_counter_no_file_tells_who_bought_what_or_opens_anything() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let computer = Computer::start();
    let temporary = computer.home().join("tmp");
    fs::create_dir(&temporary).expect("the home is ours");
    let (computer, saved) = computer
        .with("TMPDIR", temporary.display().to_string())
        .with("ESIM_DESK_LOG", "warn,esim_desk_lib=trace")
        .saving_as("saved");

    let window = computer.open(&[]).await;
    window.connect_account(&wire.base(), SECRET).await;
    sell_by_hand(&window).await;
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=copy-picture]").await;
    window.hear("Picture copied").await;
    window.press("[data-testid=save-picture]").await;
    window.hear("saved").await;
    window.press("[data-testid=done]").await;
    fail_in_many_ways(&service, &window).await;
    look_for_the_customer(&window).await;
    let bundle = window.invoke("save_support_bundle", json!({})).await;
    bundle.expect("it is saved");
    let bundle = fs::read_to_string(&saved).expect("where it was to be saved");
    let posts = service.control().ledger().seen.posts;
    let mut references = posts.iter().filter_map(|post| post.correlation_id.as_ref());
    assert!(
        references.any(|reference| bundle.contains(reference)),
        "the bundle tells of orders by what support asks for"
    );
    let saved_bundle = computer.home().join("bundle.txt");
    fs::rename(&saved, saved_bundle).expect("the next file has the same name");
    let table = json!({
        "day": null, "withCustomers": false, "words": {},
    });
    let table = window.invoke("save_day_table", json!({ "table": table }));
    table.await.expect("it is saved");
    let out = window.invoke("sign_out", json!({})).await;
    out.expect("the keychain answers");
    window.connect_account(&wire.base(), SECRET).await;

    let ledger = service.control().ledger();
    let codes: Vec<String> = ledger
        .orders
        .iter()
        .filter_map(|view| view.order.matching_id.clone())
        .collect();
    assert!(codes.len() >= 3, "several were bought");
    let tokens = wire.tokens();
    assert!(tokens.len() >= 2, "tokens were in use");
    let mut values = vec![
        ("an e-mail address", EMAIL),
        ("another e-mail address", OTHER_EMAIL),
        ("a first name", FIRST_NAME),
        ("a last name", LAST_NAME),
        ("an EID", EID),
        ("the service's words", WORDS),
        ("the client secret", SECRET),
    ];
    values.extend(codes.iter().map(|code| ("a matching id", code.as_str())));
    values.extend(tokens.iter().map(|token| ("a token", token.as_str())));
    let wanted = Wanted::of(values);

    nothing_in_any_file(&computer, &wanted, "while it runs");
    computer.kill_app();
    until_free(&computer.data()).await;
    drop(window);
    nothing_in_any_file(&computer, &wanted, "as a crash left it");
    // The next start makes the backup again, of the book as it now is.
    fs::remove_file(computer.data().join("orders.backup.db")).expect("the first start made one");
    let window = computer.open(&[]).await;
    window.see("[data-testid=plan-row]").await;
    crate::bus::until("the backup", || {
        computer.data().join("orders.backup.db").exists()
    });
    window.close(&computer).await;
    nothing_in_any_file(&computer, &wanted, "after it was closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_an_account_stored_before_no_web_process_holds_its_secret_or_a_token() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&wire.base(), SECRET).await;
    window.close(&computer).await;

    let window = computer.open(&[]).await;
    window.see("[data-testid=plan-row]").await;
    sell_by_hand(&window).await;
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-settings]").await;
    window.see("[data-testid=settings-signout]").await;
    window.press("[data-testid=nav-sell]").await;
    let planted = "canary-that-was-typed-5520";
    window.fill("[data-testid=search]", planted).await;
    window.hear("No plan found").await;

    let tokens = wire.tokens();
    assert!(tokens.len() >= 2, "each run asked for a token");
    let wanted = Wanted::of(
        [("the client secret", SECRET)]
            .into_iter()
            .chain(tokens.iter().map(|token| ("a token", token.as_str()))),
    );
    let planted = Wanted::of([("what was typed", planted)]);
    let processes = computer.web_processes();
    assert!(!processes.is_empty(), "the page is drawn by somebody");
    assert!(
        processes
            .iter()
            .any(|process| planted.in_memory_of(*process).is_some()),
        "what was typed is found, so looking works"
    );
    for process in processes {
        assert_eq!(
            wanted.in_memory_of(process),
            None,
            "the web process {process} holds it"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_file_and_folder_of_ours_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let computer = Computer::start();
    // As an older program, or a copy, left them.
    fs::create_dir_all(computer.data().join("webview")).expect("the home is ours");
    fs::write(computer.data().join("settings.last.json"), "{}").expect("the home is ours");
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;

    let mut folders = vec![computer.data()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let found = fs::symlink_metadata(&path).expect("it is there");
            let mode = found.permissions().mode();
            assert_eq!(mode & 0o077, 0, "{} is open to others", path.display());
            seen += 1;
            // What the web view writes is its own matter, behind that door.
            if found.is_dir() && !path.ends_with("webview") {
                folders.push(path);
            }
        }
    }
    assert!(
        seen > 12,
        "live and demo, each with book, log, lock and socket: {seen}"
    );
}

/// A sale with everything that can be typed about a customer, up to the code on the screen.
async fn sell_by_hand(window: &Window) {
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", EMAIL).await;
    window.fill("[name=first_name]", FIRST_NAME).await;
    window.fill("[name=last_name]", LAST_NAME).await;
    window.press_button("iPhone").await;
    window.press("[data-testid=about-phone] summary").await;
    window.fill("[name=eid]", EID).await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
}

async fn fail_in_many_ways(service: &esim_desk_lib::sandbox::Sandbox, window: &Window) {
    let control = service.control();
    let refusal = Mishap::refuse(422, "UNPROCESSABLE", WORDS);
    control.cause(Fault::next(Step::Order, refusal));
    window.choose_plan("Europe 10 GB").await;
    window.fill("[name=email]", OTHER_EMAIL).await;
    window.press("[data-testid=buy]").await;
    window.see_order_state("refused").await;
    window.hear(WORDS).await;

    control.next_order(Fate::LpaDisagrees);
    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 10 GB", OTHER_EMAIL).await;
    window.see_order_state("withheld").await;

    for mishap in [Mishap::Garbage, Mishap::Truncated, Mishap::Broken] {
        control.cause(Fault::next(Step::Status, mishap));
    }
    control.cause(Fault::next(Step::Order, Mishap::Drop).after_work());
    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 3 GB", OTHER_EMAIL).await;
    window.see_order_state("unconfirmed").await;
}

async fn look_for_the_customer(window: &Window) {
    window.press("[data-testid=nav-orders]").await;
    window.fill("[data-testid=orders-search]", EMAIL).await;
    window.press("[data-testid=order-row]").await;
    window.press_button("Hand over").await;
    window.see_code().await;
    window.press("[data-testid=done]").await;
}

/// The whole home with the data folder, the page's own files, the log and the folder for temporary files; also what was
/// saved, since it was asked for without customers.
fn nothing_in_any_file(computer: &Computer, wanted: &Wanted, when: &str) {
    let clear = Wanted::of([("a plan's name", "Europe 5 GB")]);
    let mut seen_clear = false;
    let files = files_below(computer.home());
    assert!(
        files.iter().any(|file| holds_log(file)) && files.len() > 5,
        "log, book and settings are there"
    );
    for file in files {
        // One may be gone meanwhile.
        let Ok(bytes) = fs::read(&file) else {
            continue;
        };
        seen_clear |= clear.within(&bytes).is_some();
        assert_eq!(
            wanted.within(&bytes),
            None,
            "{when}, {} holds it",
            file.display()
        );
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        assert_eq!(
            wanted.within(name.as_bytes()),
            None,
            "{when}, the name of a file tells it"
        );
    }
    assert!(seen_clear, "a clear field is found, so looking works");
}

fn holds_log(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "log")
        && file.metadata().is_ok_and(|found| found.len() > 100)
}
