//! The slip: printed by the real web view, looked at as paper. Its picture is read by a reader of codes, its text by a
//! reader of PDF files.

use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_lib::sandbox::Quirks;

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::dialogs::{in_dialog, print_into_file};
use crate::driver::pictures::{code_on_page, read_code, shoot};
use crate::driver::service::{SECRET, newest_code, newest_order, service};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::Window;

/// Dots to the inch: what a fax had. A code that is read at this is read from any paper.
const DPI: u32 = 150;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_is_one_page_on_each_paper_and_reads_back_as_the_code() {
    let (computer, window, saved) = handing_over().await;
    let code = code_in_demo_ledger(&computer);
    window.press("[data-testid=slip]").await;
    shoot(&window, "slip-panel").await;
    for (language, paper, told) in [
        ("en", "a4", "Enter Details Manually"),
        ("en", "a5", "Enter Details Manually"),
        ("en", "roll", "Enter Details Manually"),
        ("ar", "a4", "SM-DP+"),
        ("ar", "a5", "SM-DP+"),
        ("ar", "roll", "SM-DP+"),
        ("ja", "a4", "カメラ"),
        ("ja", "a5", "カメラ"),
        ("ja", "roll", "カメラ"),
    ] {
        let name = format!("{paper} in {language}");
        let text = saved_slip(&computer, &window, &saved, language, paper).await;
        // Where a line ends is the paper's business.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(told), "{name}: the phone's own words: {text}");
        assert!(text.contains("rsp.sandbox.example"), "{name}: the server");
        assert!(text.contains("SAMPLE"), "{name}: a demo says so");
        assert!(
            !text.contains("guest@example.com"),
            "{name}: nobody is named"
        );
        assert!(!text.contains('€'), "{name}: no price");

        let page = rasterised(&computer, &saved);
        assert_eq!(read_code(&page), code, "{name}");
        let edge = margin(&computer, &page);
        assert!(
            edge >= DPI / 10,
            "{name}: nothing is cut, {edge} dots are free"
        );
        keep(&page, &format!("slip-{paper}-{language}"));
    }
    let left = fs::read_dir(computer.data().join("demo/tmp")).map(Iterator::count);
    assert_eq!(left.unwrap_or(0), 0, "temporary files are removed at once");
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    until("the folder to go", || {
        !computer.data().join("demo/tmp").exists()
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voucher_is_on_the_slip_which_stays_one_page_on_each_paper() {
    let service = service().await;
    service.control().set_quirks(Quirks {
        voucher_codes: true,
        ..Quirks::default()
    });
    let (computer, saved) = Computer::start().saving_as("slip.pdf");
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    let voucher = newest_order(&service).order.voucher;
    let voucher = voucher.expect("the service gives one");
    window.press("[data-testid=slip]").await;
    for (language, paper) in [("en", "a4"), ("pl", "a5"), ("ar", "roll")] {
        let name = format!("{paper} in {language}");
        let text = saved_slip(&computer, &window, &saved, language, paper).await;
        assert!(text.contains(&voucher), "{name}: the voucher: {text}");
        let page = rasterised(&computer, &saved);
        assert_eq!(
            read_code(&page),
            newest_code(&service),
            "{name}: beside the code"
        );
        keep(&page, &format!("slip-voucher-{paper}-{language}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_has_the_same_size_when_the_staff_have_made_the_text_larger() {
    let (computer, window, saved) = handing_over().await;
    window
        .script(
            "document.documentElement.style.fontSize = '200%'",
            Vec::new(),
        )
        .await;
    window.press("[data-testid=slip]").await;
    window.press("[data-testid=save-slip]").await;
    until("the slip", || saved.exists());
    let facts = printed(&computer, "pdfinfo", &[&saved]);
    assert!(facts.contains("Pages:           1\n"), "{facts}");
    assert_eq!(
        read_code(&rasterised(&computer, &saved)),
        code_in_demo_ledger(&computer)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_that_cannot_be_written_says_why_and_the_code_stays() {
    let computer = Computer::start().with("ESIM_DESK_SAVE_AS", "/proc/nowhere/slip.pdf");
    let window = hand_over(&computer).await;
    window.press("[data-testid=slip]").await;
    window.press("[data-testid=save-slip]").await;
    window.hear("The file was not saved").await;
    assert_eq!(
        code_on_page(&computer, &window).await,
        code_in_demo_ledger(&computer)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_printer_the_dialog_can_be_left_or_prints_into_a_file() {
    // Nobody spools here, whatever the machine of the test has.
    let computer = Computer::start().with("CUPS_SERVER", "127.0.0.1:9");
    let window = hand_over(&computer).await;
    window.press("[data-testid=slip]").await;
    window.press("[data-testid=print-slip]").await;
    in_dialog(&computer, "Print", &["key", "Escape"]);
    window
        .hear("Not printed. Without a printer, save the slip as PDF")
        .await;
    assert_eq!(
        code_on_page(&computer, &window).await,
        code_in_demo_ledger(&computer),
        "nothing is lost"
    );

    window.press("[data-testid=print-slip]").await;
    let printed = print_into_file(&computer);
    window.hear("Sent to the printer").await;
    assert_eq!(
        read_code(&rasterised(&computer, &printed)),
        code_in_demo_ledger(&computer),
        "the dialog prints the slip"
    );
}

impl Window {
    /// Chooses the paper of the slip, and waits until it is laid out in this language.
    async fn choose_paper(&self, language: &str, paper: &str) {
        self.press(&format!("label:has(input[value={paper}])"))
            .await;
        let laid_out = "const sheet = document.querySelector('[data-testid=slip-sheet]'); \
                        return sheet?.lang.startsWith(arguments[0]) && sheet.classList.contains(arguments[1])";
        self.until_with("the sheet", laid_out, vec![language.into(), paper.into()])
            .await;
    }
}

/// Saves the slip on a paper in a language, sees that it is one page, and gives its words.
async fn saved_slip(
    computer: &Computer,
    window: &Window,
    saved: &Path,
    language: &str,
    paper: &str,
) -> String {
    window.choose_guest_language(language).await;
    window.choose_paper(language, paper).await;
    drop(fs::remove_file(saved));
    window.press("[data-testid=save-slip]").await;
    until("the slip", || saved.exists());
    // What is said of it takes a line: whoever presses before that may press beside what was meant.
    window.hear("Saved as").await;
    let facts = printed(computer, "pdfinfo", &[saved]);
    assert!(
        facts.contains("Pages:           1\n"),
        "{paper} in {language}: {facts}"
    );
    printed(computer, "pdftotext", &[saved, Path::new("-")])
}

async fn handing_over() -> (Computer, Window, PathBuf) {
    let (computer, saved) = Computer::start().saving_as("slip.pdf");
    let window = hand_over(&computer).await;
    (computer, window, saved)
}

async fn hand_over(computer: &Computer) -> Window {
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    window
}

fn printed(computer: &Computer, program: &str, arguments: &[&Path]) -> String {
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|path| path.to_str().expect("paths of the test are UTF-8"))
        .collect();
    let output = computer.run(program, &arguments);
    assert!(output.status.success(), "{program} reads the file");
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

/// The first page as a picture.
fn rasterised(computer: &Computer, pdf: &Path) -> PathBuf {
    let page = computer.home().join("page");
    let resolution = DPI.to_string();
    let arguments = ["-r", &resolution, "-png", "-singlefile"];
    let paths = [pdf, &page].map(|path| path.to_str().expect("paths of the test are UTF-8"));
    let output = computer.run("pdftoppm", &[&arguments[..], &paths[..]].concat());
    assert!(output.status.success(), "pdftoppm draws the page");
    page.with_extension("png")
}

/// How far what is printed stays from each edge, at least, in dots.
fn margin(computer: &Computer, page: &Path) -> u32 {
    let path = page.to_str().expect("paths of the test are UTF-8");
    let output = computer.run("convert", &[path, "-format", "%w %h %@", "info:"]);
    let told = String::from_utf8(output.stdout).expect("it speaks ASCII");
    // 1240 1754 1062x1100+89+90
    let numbers: Vec<u32> = told
        .split([' ', 'x', '+'])
        .map(|number| number.trim().parse().expect("numbers only"))
        .collect();
    let [width, height, inner_width, inner_height, left, top] = numbers[..] else {
        panic!("six numbers, not {told:?}");
    };
    let right = width - inner_width - left;
    let bottom = height - inner_height - top;
    left.min(top).min(right).min(bottom)
}

/// Keeps a picture of a page, if somebody wants to look at them.
fn keep(page: &Path, name: &str) {
    if let Some(folder) = std::env::var_os("ESIM_DESK_SHOTS") {
        fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        fs::copy(page, Path::new(&folder).join(format!("{name}.png")))
            .expect("the folder for pictures is writable");
    }
}
