//! The clipboard as other programs see it: secrets say that they are, and go after a minute, but never what somebody else
//! has put there since.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bus::until;
use crate::driver::computer::{Computer, processes};
use crate::driver::pictures::{code_on_page, kept, read_codes, shoot};
use crate::driver::search::files_below;
use crate::driver::service::{SECRET, holds, newest_code, service};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::{PATIENCE, Window};

/// How a secret is marked for whoever keeps a history of the clipboard.
const HINT: &str = "x-kde-passwordManagerHint";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clipboard_history_is_asked_to_leave_out_the_code_and_its_picture() {
    let (computer, window) = handing_over(Computer::start().unhurried()).await;
    copy_code(&window).await;
    assert!(targets(&computer).contains(HINT), "{}", targets(&computer));
    assert_eq!(
        computer.clipboard_text(),
        Some(code_in_demo_ledger(&computer)),
        "what another program pastes"
    );
    copy_picture(&window).await;
    let targets = targets(&computer);
    assert!(
        targets.contains("image/png") && targets.contains(HINT),
        "{targets}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_code_is_gone_after_its_minute() {
    let (computer, window) = handing_over(Computer::start().hurried_a_little()).await;
    copy_code(&window).await;
    until("the minute to end", || {
        logged(&computer).contains("the clipboard was cleared")
    });
    assert_eq!(computer.clipboard_text(), None);
    assert_eq!(
        code_on_page(&computer, &window).await,
        code_in_demo_ledger(&computer),
        "the code itself is still on screen"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_else_has_copied_since_stays() {
    let (computer, window) = handing_over(Computer::start().hurried_a_little()).await;
    copy_code(&window).await;
    put(&computer, "the bill of room 12");
    until("the minute to end", || {
        logged(&computer).contains("holds something else by now")
    });
    let left = computer.clipboard_text();
    assert_eq!(left.as_deref(), Some("the bill of room 12"));
    assert!(!logged(&computer).contains("the bill"), "nor is it logged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_picture_is_gone_after_its_minute() {
    let (computer, window) = handing_over(Computer::start().hurried_a_little()).await;
    copy_picture(&window).await;
    until("the minute to end", || {
        logged(&computer).contains("the clipboard was cleared")
    });
    assert!(computer.clipboard_picture().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_somebody_else_has_copied_since_stays_after_done() {
    let (computer, window) = handing_over(Computer::start().unhurried()).await;
    copy_picture(&window).await;
    let ours = computer.clipboard_picture();
    // A screenshot, as large as ours.
    let mut picture = image::load_from_memory(&ours)
        .expect("it is a PNG")
        .to_rgba8();
    for point in picture.pixels_mut().take(50) {
        point.0 = [0, 0, 0, 255];
    }
    let file = computer.home().join("screenshot.png");
    picture.save(&file).expect("the home is ours");
    let screenshot = fs::read(&file).expect("it was written");
    put_as(&computer, Some("image/png"), &screenshot);
    assert!(computer.clipboard_picture() == screenshot, "it is there");
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    until("the clipboard to be looked at", || {
        logged(&computer).contains("holds something else by now")
    });
    assert!(computer.clipboard_picture() == screenshot, "it stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_whose_owner_does_not_answer_is_told_and_taken_back_when_it_can_be() {
    let (computer, window) = handing_over(Computer::start().unhurried()).await;
    copy_code(&window).await;
    // Somebody else has the clipboard, and says nothing of what is in it.
    put(&computer, "the bill of room 12");
    signal_xclip(&computer, "-STOP");
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    window.hear("may still be in the clipboard").await;
    signal_xclip(&computer, "-CONT");
    until("the clipboard to be looked at", || {
        logged(&computer).contains("holds something else by now")
    });
    assert!(
        !logged(&computer).contains("the clipboard was cleared"),
        "what somebody else has put there stays"
    );
    // xclip ends by itself where it answers somebody who has given up and is gone.
    if !xclips(&computer).is_empty() {
        let left = computer.clipboard_text();
        assert_eq!(left.as_deref(), Some("the bill of room 12"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_copied_to_the_byte_and_their_codes_read_the_same() {
    let (computer, window) = handing_over(Computer::start().unhurried()).await;
    let code = code_in_demo_ledger(&computer);
    let page = "esim_qrcode_provisioning?carddata=";
    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=offer-android]").await;
    for (kind, name, text) in [
        (
            "iphone",
            "iPhone",
            format!("https://esimsetup.apple.com/{page}{code}"),
        ),
        ("windows", "Windows", code.replacen("LPA:", "lpa:", 1)),
        (
            "android",
            "Android",
            format!("https://esimsetup.android.com/{page}{code}"),
        ),
    ] {
        window
            .press(&format!("[data-testid=copy-link-{kind}]"))
            .await;
        window.hear(&format!("{name} link copied")).await;
        assert_eq!(computer.clipboard_text().as_deref(), Some(text.as_str()));
        window
            .press(&format!("[data-testid=show-link-{kind}]"))
            .await;
        window.see("[data-testid=link-code]").await;
        window
            .hear(&format!(
                "Install link, for {}",
                if kind == "iphone" { "an iPhone" } else { name }
            ))
            .await;
        window
            .script(
                "document.querySelector('[data-testid=link-code]').scrollIntoView({ block: 'center' })",
                Vec::new(),
            )
            .await;
        let mut both = vec![code.clone(), text];
        both.sort();
        let begun = Instant::now();
        loop {
            // The page has its code a moment before it is painted.
            let picture = kept(&computer, "both.png", &window.picture().await);
            let mut read = read_codes(&picture);
            read.sort();
            if read == both {
                break;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "the large code and the small one, not {read:?}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        shoot(&window, &format!("link-{kind}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_done_no_code_is_in_the_clipboard_the_log_or_a_file() {
    let service = service().await;
    let (computer, saved) = Computer::start()
        .with("ESIM_DESK_LOG", "trace")
        .unhurried()
        .saving_as("slip.pdf");
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=show-link-iphone]").await;
    window.see("[data-testid=link-code]").await;
    window.press("[data-testid=copy-link-iphone]").await;
    window.hear("iPhone link copied").await;
    window.press("[data-testid=slip]").await;
    window.see("[data-testid=save-slip]").await;
    window.press("[data-testid=save-slip]").await;
    until("the slip", || saved.exists());
    window.hear("Saved as").await;
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    until("the clipboard to forget", || {
        computer.clipboard_text().is_none()
    });
    let matching_id = newest_code(&service);
    let matching_id = matching_id.rsplit('$').next().expect("its last part");
    window.close(&computer).await;

    assert!(!computer.data().join("tmp").exists(), "no slip is left");
    for file in files_below(&computer.data()) {
        let bytes = fs::read(&file).unwrap_or_default();
        let found = holds(&bytes, matching_id.as_bytes());
        assert!(!found, "{} holds the code", file.display());
    }
}

async fn handing_over(computer: Computer) -> (Computer, Window) {
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    (computer, window)
}

async fn copy_code(window: &Window) {
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
}

async fn copy_picture(window: &Window) {
    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=copy-picture]").await;
    window.hear("Picture copied").await;
}

fn targets(computer: &Computer) -> String {
    let words = ["-selection", "clipboard", "-target", "TARGETS", "-out"];
    String::from_utf8_lossy(&computer.run("xclip", &words).stdout).into_owned()
}

/// Stops or continues the program that has this computer's clipboard.
fn signal_xclip(computer: &Computer, signal: &str) {
    let found = xclips(computer);
    assert!(!found.is_empty(), "it has the clipboard");
    for number in found {
        let done = std::process::Command::new("kill")
            .args([signal, &number])
            .status();
        assert!(done.expect("kill starts").success(), "it is ours");
    }
}

/// The process numbers of those that run on this computer.
fn xclips(computer: &Computer) -> Vec<String> {
    let display = format!("DISPLAY={}", computer.display());
    let ours = processes().filter(|process| {
        let name = fs::read_to_string(process.join("comm")).unwrap_or_default();
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        let mut variables = environment.split(|byte| *byte == 0);
        name.trim() == "xclip" && variables.any(|variable| variable == display.as_bytes())
    });
    ours.map(|process| {
        let number = process.file_name().expect("a number");
        number.to_string_lossy().into_owned()
    })
    .collect()
}

fn put(computer: &Computer, text: &str) {
    put_as(computer, None, text.as_bytes());
}

fn put_as(computer: &Computer, kind: Option<&str>, bytes: &[u8]) {
    let mut program = computer.command("xclip");
    let mut child = program
        .args(["-selection", "clipboard", "-in"])
        .args(kind.map(|kind| ["-target", kind]).into_iter().flatten())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("xclip starts");
    let mut into = child.stdin.take().expect("it is piped");
    into.write_all(bytes).expect("xclip reads");
    drop(into);
    // It goes on by itself in the background, as the owner of the selection.
    child.wait().expect("xclip is ours");
}

fn logged(computer: &Computer) -> String {
    files_below(&computer.data())
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "log"))
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect()
}
