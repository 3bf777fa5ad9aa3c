//! What a desk with very many orders does, in figures. `cargo xtask bench` starts it and judges them.
//!
//! The program's core, in the profile of a release. Prints lines of a name and a number.

#![expect(
    clippy::print_stdout,
    reason = "the figures on standard output are what this program is for"
)]

mod beside;
mod counted;
mod large_book;
mod polling;
mod till;

use std::path::Path;
use std::process::ExitCode;

const HELP: &str =
    "busy fill FOLDER ORDERS | search FOLDER | poll | hour | house | days COUNT | beside ORDERS";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["fill", folder, orders] => {
            large_book::fill(Path::new(folder), orders.parse().expect("a number"));
        }
        ["search", folder] => large_book::search(Path::new(folder)),
        ["poll"] => polling::to_the_end(),
        ["hour"] => polling::for_an_hour(),
        ["house"] => till::house(),
        ["beside", orders] => beside::sales(orders.parse().expect("a number")),
        ["days", days] => till::days(days.parse().expect("a number")),
        _ => {
            println!("{HELP}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
