//! Prints how often our picture of a code is read off a screen by a simulated camera, beside our picture at the other
//! levels and other encoders' defaults. Fails where ours is below another by more than the 95 % interval.
//!
//! `cargo xtask bench scan` runs it.

#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    reason = "a command-line tool talks to its user there"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use esim_desk_core::activation::QrPicture;
use esim_desk_core::activation::qr::Level;
use scan::grid::Grid;
use scan::others::OTHERS;
use scan::severity::{ALONE, GRADES, Severity};
use scan::trial::{self, Contestant, Results};

/// Rulings 28. Fewer are not judged.
const SHOTS: usize = 500;
/// Each trouble alone is only told: a fifth of the shots must do.
const FEWER: usize = 5;
const THREADS: usize = 2;

fn main() -> ExitCode {
    let mut shots = SHOTS;
    let mut keep = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--shots", Some(number)) => shots = number.parse().expect("a number of shots"),
            ("--keep", Some(folder)) => keep = Some(PathBuf::from(folder)),
            (other, _) => panic!("{other} is unknown, or lacks its value"),
        }
    }
    scan::readers::hush();
    let texts = trial::texts(shots);
    let contestants = contestants(&texts);
    let look = |(series, severity): (u64, &Severity), shots: usize| -> Results {
        let begun = Instant::now();
        let texts = &texts[..shots];
        let results = trial::run(
            severity,
            series,
            texts,
            &contestants,
            THREADS,
            keep.as_deref(),
        );
        println!("{}: {} s", severity.name, begun.elapsed().as_secs());
        results
    };
    let grades: Vec<Results> = (1..)
        .zip(&GRADES)
        .map(|severity| look(severity, shots))
        .collect();
    let alone: Vec<Results> = (101..)
        .zip(&ALONE)
        .map(|severity| look(severity, shots.div_ceil(FEWER)))
        .collect();

    println!("\nAll troubles at once, {shots} shots a severity:\n");
    println!("{}", trial::table(&contestants, &grades));
    println!("By reader, in these shots:\n");
    println!("{}", trial::by_reader(&contestants, &grades, shots));
    println!(
        "One trouble alone and hard, {} shots each:\n",
        shots.div_ceil(FEWER)
    );
    println!("{}", trial::table(&contestants, &alone));
    let misread: usize = grades.iter().chain(&alone).map(|one| one.misread).sum();
    println!("Texts that were read and never drawn: {misread}.");

    if shots < SHOTS {
        println!("Too few shots to judge.");
        return ExitCode::SUCCESS;
    }
    let lost = trial::lost(&contestants, &grades);
    match lost.is_empty() {
        true => println!("Ours is not below any other by more than the interval, at no severity."),
        false => println!("Ours is below: {}.", lost.join(", ")),
    }
    match lost.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// The picture that the window shows, then what it might have been, then the others.
fn contestants(texts: &[String]) -> Vec<Contestant> {
    let ours = |name: &str, draw: &dyn Fn(&str) -> Grid| Contestant {
        name: name.to_owned(),
        grids: texts.iter().map(|text| draw(text)).collect(),
    };
    let mut all = vec![ours("eSIM Desk", &|text| {
        modules_of(&QrPicture::draw_text(text).expect("a valid code is drawn"))
    })];
    for level in [Level::L, Level::M, Level::Q, Level::H] {
        all.push(ours(&format!("at {level:?}"), &|text| {
            modules_of(&QrPicture::draw_text_at(text, level).expect("a valid code is drawn"))
        }));
    }
    all.extend(OTHERS.iter().map(|(name, draw)| Contestant {
        name: (*name).to_owned(),
        grids: draw(texts),
    }));
    all
}

/// As they are in the path that is set on the screen: closed runs of dark modules, `Mx yhNv1h-Nz`.
fn modules_of(picture: &QrPicture) -> Grid {
    let side = picture.side() as usize;
    let mut dark = vec![false; side * side];
    for run in picture.svg_path().split('M').skip(1) {
        let numbers: Vec<usize> = run
            .split(['h', ' ', 'v', '-', 'z'])
            .filter_map(|number| number.parse().ok())
            .collect();
        let [x, y, length, 1, again] = numbers[..] else {
            panic!("the path is not made of runs: {run}");
        };
        assert_eq!(length, again, "a run goes back as far as it came");
        dark[y * side + x..][..length].fill(true);
    }
    Grid::new(side, |x, y| dark[y * side + x])
}
