//! The rules of an order as SQL, for statements that choose by them. Each says of a row what the rule of its name says of an
//! order, which is held to it below.

use crate::book::order::Verdict;
use crate::book::state::OrderState;

/// Those states, for a list in brackets.
pub(super) fn names(states: impl Iterator<Item = OrderState>) -> String {
    let names: Vec<String> = states.map(|state| format!("'{}'", state.name())).collect();
    names.join(", ")
}

/// See [`crate::book::order::may_be_charged`].
pub(super) fn may_be_charged() -> String {
    let charged = names(OrderState::ALL.into_iter().filter(|s| s.may_be_charged()));
    let returned: Vec<String> = Verdict::ALL
        .into_iter()
        .filter(|verdict| !verdict.may_be_charged())
        .map(|verdict| format!("'{}'", verdict.name()))
        .collect();
    format!(
        "(state IN ({charged}) AND NOT (state = '{}' AND ifnull(verdict, '') IN ({})))",
        OrderState::Settled.name(),
        returned.join(", ")
    )
}

/// See [`crate::book::order::may_turn_up`].
pub(super) fn may_turn_up() -> String {
    format!(
        "(state = '{}' AND ifnull(verdict, '') = '{}' AND rival IS NULL)",
        OrderState::Settled.name(),
        Verdict::NotBought.name()
    )
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params};

    use super::*;
    use crate::book::order::{self, OrderKey};

    #[test]
    fn a_rule_says_of_a_row_what_it_says_of_an_order() {
        let sql = Connection::open_in_memory().expect("it opens");
        let mut asked = sql
            .prepare(&format!(
                "SELECT {}, {} FROM (SELECT ?1 AS state, ?2 AS verdict, ?3 AS rival)",
                may_be_charged(),
                may_turn_up()
            ))
            .expect("it is SQL");
        for state in OrderState::ALL {
            for verdict in Verdict::ALL.into_iter().map(Some).chain([None]) {
                for rival in [None, Some(OrderKey(3))] {
                    let row = params![
                        state.name(),
                        verdict.map(Verdict::name),
                        rival.map(|key| key.0)
                    ];
                    let said: (bool, bool) = asked
                        .query_row(row, |row| Ok((row.get(0)?, row.get(1)?)))
                        .expect("it is said");
                    let expected = (
                        order::may_be_charged(state, verdict),
                        order::may_turn_up(state, verdict, rival),
                    );
                    assert_eq!(said, expected, "{state:?} {verdict:?} {rival:?}");
                }
            }
        }
    }
}
