//! Several at once, with a spreadsheet's own file: fifty guests, bad lines among them, the program killed in the middle, the
//! limit of the account a while later. Then every code on paper and in an archive, read back by other programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_lib::sandbox::{Fault, Mishap, Sandbox, Step};
use serde_json::json;

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::dialogs::print_into_file;
use crate::driver::pictures::{read_code, shoot};
use crate::driver::service::{SECRET, service_with};
use crate::driver::tables::western;
use crate::driver::window::{Window, until_free};

const GUESTS: usize = 50;
/// Dots to the inch: what a fax had.
const DPI: &str = "150";

/// What a cell would be that a spreadsheet works out, and what it would make of a telephone number.
const FORMULAS: [&str; 3] = [
    "=SUMME(A1:A9)",
    "=HYPERLINK(\"https://evil.example\")",
    "+49 30 901820",
];

/// As a spreadsheet has it, `|` between its cells: a comma in a name, a line break in a cell; with a line that has no address,
/// one with a plan that nobody sells, one with a day that could be two, a guest who is there twice, and formulas.
pub fn rows() -> String {
    let mut text = "Gast|E-Mail|Tarif|Beginn|Zimmer|Sprache\r\n".to_owned();
    for guest in 1..=GUESTS {
        let name = match guest {
            1 => "\"Müller-Lüdenscheidt, Jürgen\"".to_owned(),
            2 => FORMULAS[0].to_owned(),
            5 => format!("\"{}\"", FORMULAS[1].replace('"', "\"\"")),
            _ => format!("Gäst {guest}"),
        };
        let note = match guest {
            3 => "\"Zimmer 3\r\nspäte Anreise\"".to_owned(),
            6 => FORMULAS[2].to_owned(),
            _ => guest.to_string(),
        };
        let language = ["deutsch", "English", "", "français"][guest % 4];
        text.push_str(&format!(
            "{name}|guest{guest}@hotel.example|Europe 5 GB|sofort|{note}|{language}\r\n"
        ));
    }
    text.push_str("Ohne Adresse|siehe oben|Europe 5 GB|||\r\n");
    text.push_str("Ohne Tarif|x@hotel.example|Mondreise|||\r\n");
    text.push_str("Unklarer Tag|y@hotel.example|Europe 5 GB|31/31/2027||\r\n");
    text.push_str("Gäst 4|guest4@hotel.example|Europe 5 GB|||\r\n");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_guests_are_bought_once_each_through_a_kill_and_a_limit_and_every_code_is_on_paper() {
    let service = service_with(SECRET, 20).await;
    let (computer, saved) = Computer::start().saving_as("group.out");
    let file = computer.home().join("Gruppe.csv");
    // Nobody spools here, whatever the machine of the test has.
    let computer = computer
        .with("ESIM_DESK_OPEN", file.display().to_string())
        .with("CUPS_SERVER", "127.0.0.1:9");
    fs::write(&file, western(&rows())).expect("the file is written");
    computer.settings(false, &json!({ "requests_per_second": 12 }));
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;

    window.press("[data-testid=several]").await;
    shoot(&window, "several-empty").await;
    window.press("[data-testid=group-open]").await;
    window.see("[data-testid=group-encoding]").await;
    window.hear("Buy 50 eSIMs for").await;
    window.hear("4 lines have a problem").await;
    window.hear("Jürgen").await;
    window.press("[data-testid=only-bad]").await;
    for words in ["52", "53", "54", "55", "The same as line 5"] {
        window.hear(words).await;
    }
    shoot(&window, "several-checked").await;
    assert_eq!(posts(&service), 0, "nothing is bought by looking");
    window.press("[data-testid=group-buy]").await;

    until("some of it", || posts(&service) >= 12);
    computer.kill_app();
    drop(window);
    until_free(&computer.data()).await;
    let before = posts(&service);
    let window = computer.open(&[]).await;
    window.see("[data-testid=plan-row]").await;
    window.press("[data-testid=several]").await;
    window.press("[data-testid=earlier-group]").await;
    window.see("[data-testid=group-go-on]").await;
    window.hear("Nothing is being bought for this group").await;
    // What follows the orders that were bought has asked about each of them.
    let followed = "return document.querySelectorAll('[data-order=ready]').length";
    window
        .until_with(
            "what was bought before",
            &format!("{followed} >= arguments[0]"),
            vec![bought(&service).len().into()],
        )
        .await;
    assert_eq!(posts(&service), before, "a restart buys nothing by itself");

    // Thirty are bought, and the limit is reached with the next one.
    let more = u32::try_from(30 - before).expect("fewer than thirty so far");
    let fine = Mishap::Slow { millis: 0 };
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    service
        .control()
        .cause(Fault::next(Step::Order, fine).times(more));
    service.control().cause(Fault::next(Step::Order, cap));
    window.press("[data-testid=group-go-on]").await;
    window.hear("The group has stopped").await;
    window.hear("Monthly limit of eSIMs reached").await;
    let mut first: Vec<usize> = bought(&service)
        .into_values()
        .map(|order| order.guest)
        .collect();
    first.sort_unstable();
    assert_eq!(
        first,
        (1..=30).collect::<Vec<_>>(),
        "exactly those before it, once each"
    );
    assert_eq!(posts(&service), 31, "and nobody was asked for after it");
    shoot(&window, "group-stopped").await;
    let stopped = posts(&service);
    window.press("[data-testid=group-go-on]").await;
    window.hear("50 of 54 bought").await;
    until("the rest", || bought(&service).len() == GUESTS);
    assert!(stopped < posts(&service), "the rest was asked for");
    let guests: BTreeSet<String> = bought(&service)
        .into_values()
        .map(|order| order.email)
        .collect();
    assert_eq!(guests.len(), GUESTS, "each guest once");
    let ready = "return document.querySelectorAll('[data-order=ready]').length === 50";
    window.until("every code", ready).await;
    shoot(&window, "group-done").await;

    pages(&computer, &window, &service, &saved).await;
    archive(&computer, &window, &service, &saved).await;
    named(&computer, &window, &saved).await;

    window.press("[data-testid=next-guest]").await;
    window.see_code().await;
    window.press("[data-testid=done]").await;
    window.see("[data-testid=next-guest]").await;
    window.hear("1 of 50 handed over").await;
}

/// All pages in one file, saved and printed.
async fn pages(computer: &Computer, window: &Window, service: &Sandbox, saved: &Path) {
    window.press("[data-testid=papers] summary").await;
    shoot(window, "group-papers").await;
    window.press("[data-testid=save-all]").await;
    // Fifty codes are proved anew, without optimisation.
    window.hear("Saved").await;
    until("the pages", || saved.exists());
    read_pages(computer, service, saved);
    fs::remove_file(saved).expect("it is ours");

    window.press("[data-testid=print-all]").await;
    let all = "return document.querySelectorAll('[data-testid=slip-sheet]').length === 50";
    window.until("every page", all).await;
    let printed = print_into_file(computer);
    window.hear("Sent to the printer").await;
    read_pages(computer, service, &printed);
}

/// Each page has one guest's code, in that guest's language.
fn read_pages(computer: &Computer, service: &Sandbox, saved: &Path) {
    let facts = said(computer, "pdfinfo", &[saved]);
    assert!(facts.contains("Pages:           50\n"), "{facts}");
    let bought = bought(service);
    let mut read = BTreeSet::new();
    for page in 1..=GUESTS {
        let number = page.to_string();
        let picture = computer.home().join("page");
        let arguments = [
            "-r",
            DPI,
            "-png",
            "-singlefile",
            "-f",
            &number,
            "-l",
            &number,
        ];
        let paths = [saved, &picture].map(|path| path.to_str().expect("UTF-8"));
        let drawn = computer.run("pdftoppm", &[&arguments[..], &paths[..]].concat());
        assert!(drawn.status.success(), "pdftoppm draws page {page}");
        let code = read_code(&picture.with_extension("png"));
        let order = bought.get(&code).expect("a code of this group");
        let arguments = ["-f", &number, "-l", &number];
        let paths = [saved, Path::new("-")].map(|path| path.to_str().expect("UTF-8"));
        let text = computer.run("pdftotext", &[&arguments[..], &paths[..]].concat());
        let text = String::from_utf8_lossy(&text.stdout).into_owned();
        let numbered = order.suffixes.iter().any(|suffix| text.contains(suffix));
        assert!(numbered, "page {page} has its own order's number: {text}");
        assert!(!text.contains("hotel"), "page {page} names nobody");
        let german = order.guest.is_multiple_of(4);
        let french = order.guest % 4 == 3;
        assert_eq!(text.contains("Bestellung"), german, "page {page}: {text}");
        assert_eq!(text.contains("Commande"), french, "page {page}: {text}");
        assert_eq!(
            text.contains("Order"),
            !german && !french,
            "page {page}: {text}"
        );
        // The headings are the first row.
        let row = format!("№{}\n", order.guest + 1);
        let has_row = text.replace("№ ", "№").contains(&row);
        assert!(has_row, "page {page} has {row}: {text}");
        assert!(read.insert(code), "page {page} is another guest's");
    }
}

/// All pictures in one file, with a table that names no code.
async fn archive(computer: &Computer, window: &Window, service: &Sandbox, saved: &Path) {
    window.press("[data-testid=save-pictures]").await;
    until_written(saved).await;
    let folder = computer.home().join("unpacked");
    let paths = [saved, &folder].map(|path| path.to_str().expect("UTF-8"));
    let unpacked = computer.run(
        "python3",
        &[&["-m", "zipfile", "-e"][..], &paths[..]].concat(),
    );
    assert!(unpacked.status.success(), "another program unpacks it");
    let files = fs::read_dir(&folder).expect("unpacked").flatten();
    let pictures: Vec<PathBuf> = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "png"))
        .collect();
    let codes: BTreeSet<String> = pictures.iter().map(|picture| read_code(picture)).collect();
    assert_eq!(
        codes,
        bought(service).into_keys().collect(),
        "every code once"
    );
    let table = fs::read_to_string(folder.join("eSIM.csv")).expect("the table");
    for picture in &pictures {
        let name = picture.file_name().expect("it has one").to_string_lossy();
        let rows = table.lines().filter(|row| row.contains(&*name)).count();
        assert_eq!(rows, 1, "{name} is one line's");
    }
    assert_eq!(pictures.len(), GUESTS, "none lies over another");
    assert_eq!(table.lines().count(), GUESTS + 1);
    assert!(
        !table.contains("LPA:") && !table.contains("guest1@"),
        "no code, and nobody named"
    );
}

/// The table with guests, which somebody opens in a spreadsheet: what was typed as a formula is a text there.
async fn named(computer: &Computer, window: &Window, saved: &Path) {
    fs::remove_file(saved).expect("it is ours");
    window.press("[data-testid=papers] .tick").await;
    window.press("[data-testid=save-pictures]").await;
    until_written(saved).await;
    let read = "import csv, io, json, sys, zipfile\n\
                table = zipfile.ZipFile(sys.argv[1]).read('eSIM.csv').decode('utf-8-sig')\n\
                print(json.dumps([cell for row in csv.reader(io.StringIO(table), strict=True) for cell in row]))";
    let done = computer.run("python3", &["-c", read, saved.to_str().expect("UTF-8")]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let cells: Vec<String> = serde_json::from_slice(&done.stdout).expect("cells");
    for formula in FORMULAS {
        let as_text = format!("'{formula}");
        assert!(cells.contains(&as_text), "{as_text} in {cells:?}");
    }
    let live = cells
        .iter()
        .find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
    assert_eq!(live, None, "no cell does anything");
}

/// Fifty pictures are drawn and read back, without optimisation; the file comes to its place whole.
async fn until_written(file: &Path) {
    for _ in 0..600 {
        if file.exists() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("{} is not written", file.display());
}

/// An order as the service has it.
struct Bought {
    email: String,
    /// Which guest of the table.
    guest: usize,
    /// The end of its number, and of its reference where an answer was lost and nobody knows the number.
    suffixes: [String; 2],
}

fn bought(service: &Sandbox) -> BTreeMap<String, Bought> {
    let orders = service.control().ledger().orders.into_iter();
    orders
        .map(|view| {
            let email = view.order.email.clone().expect("each has an address");
            let number = email.trim_start_matches("guest");
            let number = number.split('@').next().unwrap_or_default();
            let ends = |text: &str| text[text.len() - 4..].to_owned();
            let reference = view.order.correlation_id.clone().unwrap_or_default();
            let matching_id = view.order.matching_id.clone().expect("a new eSIM has one");
            let bought = Bought {
                guest: number.parse().expect("a guest of the table"),
                suffixes: [ends(&view.order.id.to_string()), ends(&reference)],
                email,
            };
            (format!("LPA:1$rsp.sandbox.example${matching_id}"), bought)
        })
        .collect()
}

fn posts(service: &Sandbox) -> usize {
    service.control().ledger().seen.posts.len()
}

fn said(computer: &Computer, program: &str, paths: &[&Path]) -> String {
    let paths: Vec<&str> = paths
        .iter()
        .map(|path| path.to_str().expect("UTF-8"))
        .collect();
    let output = computer.run(program, &paths);
    assert!(output.status.success(), "{program} reads the file");
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}
