//! SIM numbers (ICCIDs) with and without the padding of their stored form. How long one is, is `activation`'s question.

/// The number by which a SIM is compared. A card keeps two digits in each byte, so one with an odd number of digits has
/// an `F` behind them, which some services send along: `8944476500008878576F` is `8944476500008878576`.
pub fn sim_number(text: &str) -> &str {
    let text = text.trim();
    match text.strip_suffix(['F', 'f']) {
        Some(number) if is_number(number) && number.len() % 2 == 1 => number,
        _ => text,
    }
}

/// Whether both are one SIM's.
pub fn same_sim(one: &str, other: &str) -> bool {
    sim_number(one).eq_ignore_ascii_case(sim_number(other))
}

fn is_number(text: &str) -> bool {
    (17..=21).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_padding_makes_no_other_sim() {
        for other in [
            "8944476500008878576",
            "8944476500008878576F",
            "8944476500008878576f",
            " 8944476500008878576F ",
        ] {
            assert!(same_sim("8944476500008878576", other), "{other}");
            assert!(same_sim(other, "8944476500008878576F"), "{other}");
        }
        for other in [
            "8944476500008878577",
            "89444765000088785760",
            "8944476500008878576FF",
            "",
        ] {
            assert!(!same_sim("8944476500008878576", other), "{other}");
        }
        assert_eq!(
            sim_number("order-f"),
            "order-f",
            "nothing else is shortened"
        );
    }
}
