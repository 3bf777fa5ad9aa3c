//! How long it takes from the values of a completed order to a drawn code that was read back.
//!
//! Prints the median in milliseconds and nothing else; `cargo xtask bench` judges it.

#![expect(
    clippy::print_stdout,
    reason = "the figure on standard output is what this program is for"
)]

use std::hint::black_box;
use std::time::Instant;

use esim_desk_lib::activation::{Parts, QrPicture, settle};

/// Odd, so that the median is one of the runs.
const RUNS: usize = 201;

fn main() {
    let mut milliseconds: Vec<f64> = (0..RUNS).map(prove_one).collect();
    milliseconds.sort_by(f64::total_cmp);
    println!("{:.3}", milliseconds[RUNS / 2]);
}

/// Each run has a code of its own: some pictures are harder to read back than others.
fn prove_one(run: usize) -> f64 {
    let matching_id = format!("6C-{run:06}-K86D");
    let lpa = format!("1$rsp.sandbox.example${matching_id}");
    let begin = Instant::now();
    let code = settle(black_box(Parts {
        matching_id: Some(&matching_id),
        smdp: Some("rsp.sandbox.example"),
        lpa: Some(&lpa),
    }))
    .expect("all three values say the same");
    let picture = QrPicture::draw(&code).expect("the picture of a valid code is read back");
    black_box(picture.svg_path());
    begin.elapsed().as_secs_f64() * 1000.0
}
