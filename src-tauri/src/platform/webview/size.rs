//! What a monitor may say of its size.

/// Monitors that say something else do not know how large they are.
const PIXELS_TO_A_METRE: std::ops::RangeInclusive<f64> = 1_000.0..=30_000.0;

/// The number, where it can be one of pixels to a metre.
pub(super) fn likely(pixels_to_a_metre: f64) -> Option<f64> {
    PIXELS_TO_A_METRE
        .contains(&pixels_to_a_metre)
        .then_some(pixels_to_a_metre)
}

#[cfg(test)]
mod tests {
    use super::likely;

    #[test]
    fn a_monitor_that_does_not_know_its_size_is_not_believed() {
        // A desk's monitor, a till's, a telephone's; a wall of one that says nought, and one that says a millimetre.
        for found in [3_780.0, 4_400.0, 18_000.0] {
            assert_eq!(likely(found), Some(found));
        }
        for found in [f64::INFINITY, f64::NAN, 0.0, 1_920_000.0] {
            assert_eq!(likely(found), None, "{found}");
        }
    }
}
