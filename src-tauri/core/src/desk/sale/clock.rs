//! What time it is for a sale. By that its row is dated, which decides what is looked for, what is asked about within ten
//! minutes, and when its customer is forgotten: so this computer's clock is not believed alone (rulings 40).

use jiff::{SignedDuration, Timestamp};

use crate::connect::Client;

/// Clocks that are set by hand are off by as much, and the staff read the time of their own.
const OFF: SignedDuration = SignedDuration::from_mins(5);

/// This computer's time, or the service's where they are apart.
pub(super) fn now(client: &Client) -> Timestamp {
    believed(Timestamp::now(), client.service_now())
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
        let there = Timestamp::now();
        for (seconds, is_believed) in [
            (0, true),
            (299, true),
            (-299, true),
            (3_600, false),
            (-3_600, false),
            (90 * 86_400, false),
            (-90 * 86_400, false),
        ] {
            let here = there + SignedDuration::from_secs(seconds);
            let expected = if is_believed { here } else { there };
            assert_eq!(believed(here, there), expected, "{seconds} s");
        }
    }
}
