//! The day and the month in the real window: what was sold is there at once, and the saved table is read by programs that we
//! did not write. Gnumeric opens the table with decimal points as Excel and LibreOffice do, and is asked what it took each
//! cell for; it splits at semicolons only when a person tells it to, so one with decimal commas is read by Python.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::window::Window;

/// A name that is a formula, beside one that is none.
const SELLER: &str = "=1+1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_are_one_press_from_the_orders_and_their_table_opens_in_a_spreadsheet() {
    let (computer, target) = Computer::start().saving_as("sums.csv");
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=days]").await;
    shows(&window, "days-sold", "1").await;
    shows(&window, "days-unknown", "0").await;
    window.press("[data-testid=compare]").await;
    window.see("[data-testid=compared]").await;
    let differences = "return document.querySelectorAll('[data-testid=difference]').length";
    assert_eq!(
        window.script(differences, Vec::new()).await,
        0,
        "the demo's service has the same"
    );
    let counts = "return [...document.querySelectorAll('[data-testid=compared] dd')].map((count) => count.innerText.trim())";
    assert_eq!(
        window.script(counts, Vec::new()).await,
        json!(["1", "1", "1"]),
        "the eSIM provider lists, our orders, and both have"
    );

    window.press("[data-testid=days-save]").await;
    window.hear("sums.csv").await;
    until("the table", || target.exists());
    let opened = in_gnumeric(&computer, &target);
    let price = price_in(&target);
    assert_eq!(
        opened[0][0],
        Cell::Text("Day".to_owned()),
        "no sign of a byte order mark"
    );
    let Cell::Date(_) = opened[1][0] else {
        panic!("a day is a date: {:?}", opened[1][0])
    };
    assert_eq!(opened[1][1], Cell::Number("1".to_owned()), "one was sold");
    assert_eq!(
        opened[1][6],
        Cell::Number(price.clone()),
        "an amount is a number that can be added"
    );

    // The table of the orders is made by the same hand.
    let table = json!({ "day": null, "withCustomers": false, "decimalComma": false, "words": {} });
    let saved = window
        .invoke("save_day_table", json!({ "table": table }))
        .await;
    saved.expect("it is saved");
    let opened = in_gnumeric(&computer, &target);
    let column = |name: &str| {
        let mut headings = opened[0].iter();
        let place = headings.position(|heading| *heading == Cell::Text(name.to_owned()));
        opened[1][place.expect("the column is there")].clone()
    };
    assert_eq!(column("price"), Cell::Number(price.clone()));
    let Cell::Date(_) = column("date") else {
        panic!("a day is a date: {:?}", column("date"))
    };
    let Cell::Text(iccid) = column("iccid") else {
        panic!("every digit of an ICCID counts: {:?}", column("iccid"))
    };
    let digits = iccid.trim_start_matches('\'');
    assert!(
        digits.len() >= 19 && digits.bytes().all(|digit| digit.is_ascii_digit()),
        "not one is lost: {iccid}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_written_as_the_region_has_it_whatever_the_language() {
    let computer = Computer::start();
    let locales = in_germany(&computer);
    let computer = computer
        .with("LOCPATH", locales)
        .with("LC_NUMERIC", "de_DE.UTF-8");
    let (computer, target) = computer.saving_as("sums.csv");
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    let today = window
        .script("return new Date().toLocaleDateString('sv')", Vec::new())
        .await;
    let table = json!({
        "query": { "from": today, "to": today, "by": "staff" },
        "words": { "staff": "Sold by", "no_staff": SELLER },
    });
    let saved = window
        .invoke("save_sums_table", json!({ "table": table }))
        .await;
    saved.expect("it is saved");
    let read = in_python(&computer, &target);
    assert_eq!(read[0][0], "Sold by");
    assert_eq!(read[1][0], "'=1+1", "a formula is a text");
    let price = &read[1][6];
    assert!(
        price.contains(',') && !price.contains('.'),
        "with the region's decimal sign: {price}"
    );
}

/// The folder of a region with decimal commas, made for this computer alone.
fn in_germany(computer: &Computer) -> String {
    let folder = computer.home().join("locales");
    fs::create_dir(&folder).expect("the home is ours");
    let done = Command::new("localedef")
        .args(["-i", "de_DE", "-f", "UTF-8"])
        .arg(folder.join("de_DE.UTF-8"))
        .status();
    let done = done.expect("`cargo xtask setup` installs the regions");
    assert!(done.success(), "Debian's region is sound");
    folder.to_string_lossy().into_owned()
}

async fn shows(window: &Window, testid: &str, text: &str) {
    window
        .until_with(
            testid,
            "return document.querySelector(`[data-testid=${arguments[0]}]`)?.textContent.trim() === arguments[1]",
            vec![testid.into(), text.into()],
        )
        .await;
}

/// What a spreadsheet took a cell for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Empty,
    Number(String),
    Date(String),
    Text(String),
}

/// The table as Gnumeric opens it.
fn in_gnumeric(computer: &Computer, table: &Path) -> Vec<Vec<Cell>> {
    let sheet = computer.home().join("sheet.gnumeric");
    let done = Command::new("ssconvert")
        .env("HOME", computer.home())
        .args(["-T", "Gnumeric_XmlIO:sax:0"])
        .args([table, &sheet])
        .output()
        .expect("`cargo xtask setup` installs Gnumeric");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let xml = fs::read_to_string(&sheet).expect("it was written");
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for cell in xml.split("<gnm:Cell ").skip(1) {
        let (attributes, rest) = cell.split_once('>').expect("a tag ends");
        let (text, _) = rest.split_once("</gnm:Cell>").expect("it holds something");
        let attribute = |name: &str| {
            let (_, value) = attributes.split_once(&format!("{name}=\""))?;
            Some(value.split_once('"')?.0.to_owned())
        };
        let place = |name: &str| attribute(name).and_then(|at| at.parse::<usize>().ok());
        let (row, column) = (
            place("Row").expect("a row"),
            place("Col").expect("a column"),
        );
        let found = match (attribute("ValueType").as_deref(), attribute("ValueFormat")) {
            (Some("30" | "40"), None) => Cell::Number(text.to_owned()),
            (Some("30" | "40"), Some(_)) => Cell::Date(text.to_owned()),
            (Some("60"), _) => Cell::Text(text.to_owned()),
            other => panic!("{other:?} in {cell}"),
        };
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        let cells = &mut rows[row];
        cells.resize(cells.len().max(column + 1), Cell::Empty);
        cells[column] = found;
    }
    rows
}

/// The table as Python's `csv` reads it, told what a spreadsheet of such a country expects.
fn in_python(computer: &Computer, table: &Path) -> Vec<Vec<String>> {
    let read = "import csv, json, sys\n\
                with open(sys.argv[1], encoding='utf-8-sig', newline='') as table:\n    \
                print(json.dumps(list(csv.reader(table, delimiter=';', strict=True))))";
    let done = Command::new("python3")
        .env("HOME", computer.home())
        .args(["-c", read])
        .arg(table)
        .output()
        .expect("the packages for other codes bring Python");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let rows: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    serde_json::from_value(rows).expect("rows of texts")
}

/// The amount that the file says was charged, without what a decimal need not have.
fn price_in(table: &Path) -> String {
    let text = fs::read_to_string(table).expect("it is there");
    let line = text.lines().nth(1).expect("a line below the headings");
    let cells: Vec<&str> = line.split("\",\"").collect();
    let price = cells[6].trim_matches('"');
    assert!(price.contains('.'), "a demo's price has cents: {line}");
    price.trim_end_matches('0').trim_end_matches('.').to_owned()
}
