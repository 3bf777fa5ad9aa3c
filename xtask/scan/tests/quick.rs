//! The benchmark with a handful of shots, so that it still works on the day somebody needs it.

use std::process::Command;

#[test]
fn a_few_shots_are_read_by_all_readers_and_worse_cameras_read_less() {
    let output = Command::new(env!("CARGO_BIN_EXE_scan"))
        .args(["--shots", "6"])
        .output()
        .expect("it starts");
    let printed = String::from_utf8(output.stdout).expect("it prints text");
    assert!(
        output.status.success(),
        "a few shots judge nothing:\n{printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let rate = |grade: &str| -> f32 {
        let row = printed
            .lines()
            .find_map(|line| line.strip_prefix(&format!("| {grade} | **")));
        let rate = row.and_then(|row| row.split("**").next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("no row for {grade} in:\n{printed}"))
    };
    let (calm, worst) = (rate("1"), rate("5"));
    assert!(calm > 90.0, "a calm camera reads nearly all, not {calm} %");
    assert!(worst < calm, "the worst camera reads fewer, not {worst} %");
    for other in ["at H", "qrencode", "segno", "fast_qr"] {
        assert!(printed.contains(other), "{other} took part");
    }
    for reader in ["zbar", "ZXing-C++", "rqrr"] {
        let row = printed
            .lines()
            .find(|line| line.starts_with(&format!("| {reader}")));
        let row = row.unwrap_or_else(|| panic!("no row for {reader} in:\n{printed}"));
        assert!(!row.contains("| 0.0 |"), "{reader} reads something: {row}");
    }
}
