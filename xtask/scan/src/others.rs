//! Pictures by other encoders, each asked with nothing but the text: its own level, version, mask and border.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::grid::Grid;

/// How one of them is asked: for many texts at once, since some are programs that take a while to start.
pub type Draw = fn(&[String]) -> Vec<Grid>;

/// Who they are.
pub const OTHERS: [(&str, Draw); 6] = [
    ("qrencode", qrencode),
    ("segno", segno),
    ("python qrcode", python_qrcode),
    ("crate qrcode", crate_qrcode),
    ("crate fast_qr", crate_fast_qr),
    ("crate qrcodegen", crate_qrcodegen),
];

/// The border that the standard asks for, for those crates that leave it to the caller.
const BORDER: usize = 4;

fn qrencode(texts: &[String]) -> Vec<Grid> {
    texts
        .iter()
        .map(|text| {
            let printed = Command::new("qrencode")
                .args(["--type=ASCII", "--output=-", "--", text])
                .output();
            let printed = printed
                .unwrap_or_else(|error| not_there("qrencode", &error))
                .stdout;
            // Two characters a module.
            let rows: Vec<&[u8]> = printed.split(|byte| *byte == b'\n').collect();
            let side = rows[0].len() / 2;
            Grid::new(side, |x, y| rows[y][2 * x] == b'#')
        })
        .collect()
}

fn segno(texts: &[String]) -> Vec<Grid> {
    python(
        "import segno
def rows(text):
    code = segno.make(text)
    return code.matrix_iter(border=code.default_border_size)",
        texts,
    )
}

fn python_qrcode(texts: &[String]) -> Vec<Grid> {
    python(
        "import qrcode
def rows(text):
    code = qrcode.QRCode()
    code.add_data(text)
    return code.get_matrix()",
        texts,
    )
}

fn crate_qrcode(texts: &[String]) -> Vec<Grid> {
    texts
        .iter()
        .map(|text| {
            let code = qrcode::QrCode::new(text).expect("it is short enough");
            Grid::bordered(code.width(), BORDER, |x, y| {
                code[(x, y)] == qrcode::Color::Dark
            })
        })
        .collect()
}

fn crate_fast_qr(texts: &[String]) -> Vec<Grid> {
    texts
        .iter()
        .map(|text| {
            let code = fast_qr::QRBuilder::new(text.as_str())
                .build()
                .expect("it is short enough");
            Grid::bordered(code.size, BORDER, |x, y| code[y][x].value())
        })
        .collect()
}

/// It has no level of its own: the one of its examples, which it raises where that costs nothing.
fn crate_qrcodegen(texts: &[String]) -> Vec<Grid> {
    texts
        .iter()
        .map(|text| {
            let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium)
                .expect("it is short enough");
            let at = |place: usize| i32::try_from(place).expect("it is short");
            let modules = usize::try_from(code.size()).expect("it is positive");
            Grid::bordered(modules, BORDER, |x, y| code.get_module(at(x), at(y)))
        })
        .collect()
}

/// Asks a function `rows` of Python for the rows of each text.
fn python(rows: &str, texts: &[String]) -> Vec<Grid> {
    let script = format!(
        "{rows}
import sys
for line in sys.stdin:
    for row in rows(line.strip()):
        print(''.join('#' if module else '.' for module in row))
    print()"
    );
    // The one that Debian's packages are made for, whatever else is on the search path.
    let mut python = Command::new("/usr/bin/python3")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| not_there("python3", &error));
    let mut input = python.stdin.take().expect("it was piped");
    let lines = texts.join("\n");
    // It prints while it reads.
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = python.wait_with_output().expect("it ends");
    writing
        .join()
        .expect("writing does not panic")
        .unwrap_or_else(|error| not_there("segno or qrcode for python3", &error));
    assert!(output.status.success(), "python3 fails: see above");
    let printed = String::from_utf8(output.stdout).expect("it prints dots");
    let grids: Vec<Grid> = printed
        .split_terminator("\n\n")
        .map(|text| {
            let rows: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
            Grid::new(rows.len(), |x, y| rows[y][x] == b'#')
        })
        .collect();
    assert_eq!(grids.len(), texts.len(), "one picture a text");
    grids
}

fn not_there(what: &str, error: &std::io::Error) -> ! {
    panic!("{what} cannot be used ({error}); `cargo xtask setup` installs it")
}
