//! How long it takes from the values of a completed order to a drawn code that was read back.
//!
//! The activation room, in the profile of a release. Prints the median of its work in milliseconds and nothing else;
//! `cargo xtask bench` judges it.

#![expect(
    clippy::print_stdout,
    reason = "the figure on standard output is what this program is for"
)]

use std::hint::black_box;

use esim_desk_core::activation::{Parts, QrPicture, verify};

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
    let begin = worked_ns();
    let code = verify(black_box(Parts {
        matching_id: Some(&matching_id),
        smdp: Some("rsp.sandbox.example"),
        lpa: Some(&lpa),
    }))
    .expect("all three values say the same");
    let picture = QrPicture::draw(&code).expect("the picture of a valid code is read back");
    black_box(picture.svg_path());
    (worked_ns() - begin) as f64 / 1e6
}

/// Nanoseconds that this thread has worked, not counting those in which others had the processor: the limit is one of
/// work, and other programs run beside a till.
fn worked_ns() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says it");
    let first = stat
        .split_whitespace()
        .next()
        .expect("the first figure is the time on a processor");
    first.parse().expect("it is a number")
}
