//! Waiting times. In debug builds one variable divides them all, so that tests of the real window need not wait as
//! people do; release builds do not know it (rulings 32).

use std::time::Duration;

/// Divides every waiting time of the desk, in debug builds only.
#[cfg(debug_assertions)]
const HURRY_VARIABLE: &str = "ESIM_DESK_HURRY";

/// `patience`, or the part of it that the tests' variable leaves.
pub fn wait(patience: Duration) -> Duration {
    patience / divisor()
}

#[cfg(debug_assertions)]
fn divisor() -> u32 {
    use std::sync::LazyLock;
    static DIVISOR: LazyLock<u32> = LazyLock::new(|| {
        std::env::var(HURRY_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok())
            .filter(|divisor| *divisor > 0)
            .unwrap_or(1)
    });
    *DIVISOR
}

#[cfg(not(debug_assertions))]
fn divisor() -> u32 {
    1
}
