//! Orders as they are stored, what is sealed still closed, and their opening with the keys. Where the bytes come from and
//! go to: `sqlite`. How one value is sealed: `seal`.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use zeroize::Zeroizing;

use super::error::BookError;
use super::keys::{BookKeys, Month};
use super::order::{Customer, CustomerRecord, Order, OrderKey};
use super::seal::{self, Field, Sealed};

/// The rows of one order as a whole. The body of its request, its code and its voucher are left out: they are read one by
/// one, when somebody asks for them.
pub(super) struct StoredOrder {
    pub(super) month: Month,
    /// Without customer and words, which are closed.
    pub(super) clear: Order,
    pub(super) customer: Option<Vec<u8>>,
    pub(super) words: Option<Vec<u8>>,
    pub(super) is_forgotten: bool,
}

impl StoredOrder {
    /// The order, as far as `keys` open it.
    pub(super) fn open(self, keys: Option<&BookKeys>) -> Order {
        let seals = Seals {
            key: self.clear.key,
            month: self.month,
            reference: &self.clear.reference,
            keys,
        };
        let customer = match seals.customer(self.customer.as_deref()) {
            Some(customer) => CustomerRecord::Known(customer),
            None if self.is_forgotten => CustomerRecord::Forgotten,
            None if self.customer.is_none() => CustomerRecord::NotStored,
            None => CustomerRecord::Closed,
        };
        let words = seals
            .open(Field::Words, self.words.as_deref())
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .unwrap_or_default();
        Order {
            customer,
            words,
            ..self.clear
        }
    }
}

/// One sealed field of an order.
pub(super) struct StoredField {
    pub(super) key: OrderKey,
    pub(super) month: Month,
    pub(super) reference: String,
    pub(super) field: Field,
    pub(super) value: Option<Vec<u8>>,
}

impl StoredField {
    /// Its text. `None` where it was never stored, or does not open.
    pub(super) fn open(self, keys: Option<&BookKeys>) -> Option<SecretString> {
        let seals = Seals {
            key: self.key,
            month: self.month,
            reference: &self.reference,
            keys,
        };
        seals.text(self.field, self.value.as_deref())
    }
}

/// What is needed to open and to close the sealed fields of one order.
pub(super) struct Seals<'k> {
    pub(super) key: OrderKey,
    pub(super) month: Month,
    pub(super) reference: &'k str,
    pub(super) keys: Option<&'k BookKeys>,
}

impl<'k> Seals<'k> {
    /// Those of an order placed at that time, with that reference.
    pub(super) fn of(
        key: OrderKey,
        placed_at: Timestamp,
        reference: &'k str,
        keys: Option<&'k BookKeys>,
    ) -> Self {
        Self {
            key,
            month: Month::of(placed_at),
            reference,
            keys,
        }
    }

    /// `None` without a key for the month: then the field is not stored (rulings 16).
    pub(super) fn seal(&self, field: Field, plain: &[u8]) -> Result<Option<Vec<u8>>, BookError> {
        self.keys
            .and_then(|keys| keys.key(self.month))
            .map(|key| seal::seal(key, self.sealed(), field, plain))
            .transpose()
    }

    /// The customer, where one is stored and opens.
    pub(super) fn customer(&self, value: Option<&[u8]>) -> Option<Customer> {
        self.open(Field::Customer, value)
            .and_then(|plain| serde_json::from_slice(&plain).ok())
    }

    fn sealed(&self) -> Sealed<'k> {
        Sealed {
            order: self.key,
            reference: self.reference,
        }
    }

    /// A field that is one text, where it is stored and opens.
    pub(super) fn text(&self, field: Field, value: Option<&[u8]>) -> Option<SecretString> {
        let plain = self.open(field, value)?;
        std::str::from_utf8(&plain).ok().map(SecretString::from)
    }

    fn open(&self, field: Field, value: Option<&[u8]>) -> Option<Zeroizing<Vec<u8>>> {
        seal::open(self.keys?.key(self.month)?, self.sealed(), field, value?)
    }
}

/// How a value of several parts is stored.
pub(super) fn json(value: &impl Serialize) -> Result<String, BookError> {
    serde_json::to_string(value).map_err(|_| BookError::Other("not writable as JSON".to_owned()))
}
