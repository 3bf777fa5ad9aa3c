//! The service's identifiers, each its own type so that none can stand in for another.
//!
//! They are opaque: no length or alphabet is checked, because the documentation's own examples differ.
//! Whether an ICCID looks right on paper is `activation`'s question.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use uuid::Uuid;

use super::lenient;
use crate::typed::{self, same_sim};

/// Why a text cannot be an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// Nothing, or only spaces.
    #[error("the identifier is empty")]
    Empty,
    /// A control character, or one of the names `.` and `..`, which would change the path they are put into.
    #[error("the identifier cannot be part of an address")]
    Unusable,
}

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        opaque_id!(
            $(#[$doc])*
            #[derive(PartialEq, PartialOrd, Ord, Hash)]
            $name: checked
        );
    };
    ($(#[$doc:meta])* $name:ident: $checked:ident, $same:ident) => {
        opaque_id!($(#[$doc])* $name: $checked);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $same(&self.0, &other.0)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident: $checked:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as the service wrote it, without spaces around it.
            ///
            /// # Errors
            /// [`BadId`] when it is empty or could not be put into a path as one segment.
            pub fn new(text: &str) -> Result<Self, BadId> {
                $checked(text).map(Self)
            }

            /// The text as the service wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = lenient::text(from)?.unwrap_or_default();
                Self::new(&text).map_err(D::Error::custom)
            }
        }
    };
}

opaque_id!(
    /// An order, as given by the answer to its POST (a UUID in every example).
    OrderId
);
opaque_id!(
    /// A plan in the catalogue. Changes between the service's releases, so it is no lasting name.
    ProductId
);
opaque_id!(
    /// A plan on a SIM.
    SubscriptionId
);
opaque_id!(
    /// A SIM's number as the service writes it, taken without checks but for what separates its digits on paper. Requests name
    /// it so; two are the same SIM's with and without the padding of the stored form.
    Iccid: in_one_piece, same_sim
);

/// The `X-Correlation-ID` of one request: what both sides quote when something went wrong. A UUID v4.
///
/// It is for tracing only: nothing says that a repeated one keeps the service from booking an order twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CorrelationId(Uuid);

impl CorrelationId {
    /// A new one, never used before.
    pub fn fresh() -> Self {
        Self(Uuid::new_v4())
    }

    /// Reads back what [`Display`](fmt::Display) wrote; `None` for anything that is no UUID.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text.trim()).ok().map(Self)
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

fn in_one_piece(text: &str) -> Result<String, BadId> {
    checked(&typed::without_separators(text))
}

fn checked(text: &str) -> Result<String, BadId> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text == "." || text == ".." || text.chars().any(char::is_control) {
        return Err(BadId::Unusable);
    }
    Ok(text.to_owned())
}
