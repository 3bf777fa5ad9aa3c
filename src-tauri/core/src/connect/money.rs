//! An amount with its currency, exact to the last digit.
//!
//! There is no addition: amounts of different currencies must not be summed, and nothing here needs sums.

use std::fmt;

use rust_decimal::Decimal;

use super::lenient;

/// An amount in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// In whole units of the currency (20.50 is twenty and a half).
    pub amount: Decimal,
    /// What it is counted in.
    pub currency: Currency,
}

/// A currency by its ISO 4217 code: three capital letters. Whether the code is in use is not checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(String);

impl Money {
    /// From an amount as people and services write it (`20`, `19.99`, `2e1`) and a currency code.
    ///
    /// `None` when either is not readable, or the amount has more digits than can be held exactly.
    pub fn parse(amount: &str, currency: &str) -> Option<Self> {
        Some(Self {
            amount: lenient::parse_decimal(amount)?,
            currency: Currency::parse(currency)?,
        })
    }
}

impl Currency {
    /// Three letters, in any case.
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.trim();
        let letters = code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
        letters.then(|| Self(code.to_ascii_uppercase()))
    }

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}
