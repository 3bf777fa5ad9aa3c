//! What time it is for a sale. By that its row is dated, which decides what is looked for and when its customer is forgotten:
//! so this computer's clock is not believed alone (rulings 40). Not here: the ten minutes of *really again?*, which are
//! counted by a clock that nobody sets too (`LiveOrder::was_placed_within`), and by the service's (`checks::strangers`).

use jiff::{SignedDuration, Timestamp};

use crate::clock;
use crate::connect::Client;

/// A search begins a day before its sale, and nobody is forgotten for a day: what is off by less does no harm, and a day's
/// sums go by the clock that the staff see.
const OFF: SignedDuration = SignedDuration::from_hours(24);

/// This computer's time, or the service's where they are days apart.
pub(super) fn now(client: &Client) -> Timestamp {
    believed(clock::now(), client.service_now())
}

fn believed(here: Timestamp, there: Timestamp) -> Timestamp {
    match here.duration_since(there).abs() <= OFF {
        true => here,
        false => there,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_not_believed_in_either_direction() {
        let there = clock::now();
        for (seconds, is_believed) in [
            (0, true),
            (5 * 3_600, true),
            (-5 * 3_600, true),
            (25 * 3_600, false),
            (-25 * 3_600, false),
            (90 * 86_400, false),
            (-90 * 86_400, false),
        ] {
            let here = there + SignedDuration::from_secs(seconds);
            let expected = if is_believed { here } else { there };
            assert_eq!(believed(here, there), expected, "{seconds} s");
        }
    }
}
