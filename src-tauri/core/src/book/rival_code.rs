//! Whether a code that is proved for one order is another one's: one profile is never two eSIMs.

use std::collections::BTreeSet;

use secrecy::{ExposeSecret, SecretString};

use super::error::BookError;
use super::handle::Book;
use super::keys::BookKeys;
use super::order::{AccountId, OrderKey};
use super::profiles::profile;
use super::seal::Field;
use super::stored::Seals;
use crate::book::sqlite::{Tx, read};

impl Book {
    /// Another order of the account whose code has the same profile. Almost always memory knows that there is none; otherwise the
    /// sealed codes are opened.
    pub(super) fn rival_of_code(
        &self,
        tx: &Tx<'_>,
        keys: Option<&BookKeys>,
        account: &AccountId,
        key: OrderKey,
        code: &str,
    ) -> Result<Option<OrderKey>, BookError> {
        let (unsealed, may_be_known) = {
            let profiles = &self.index().profiles;
            (profiles.unsealed(account, code), profiles.may_have(code))
        };
        if let Some(owner) = unsealed {
            return Ok(Some(owner).filter(|owner| *owner != key));
        }
        if !may_be_known {
            return Ok(None);
        }
        let is_same = |opened: Option<SecretString>| {
            opened.is_some_and(|opened| profile(opened.expose_secret()) == profile(code))
        };
        // What was noted of this one is no news, whoever has the same.
        if is_same(read::sealed(tx, key, Field::Code)?.and_then(|stored| stored.open(keys))) {
            return Ok(None);
        }
        let mut same = BTreeSet::new();
        read::each_sealed(tx, Field::Code, |other, month, reference, value| {
            let seals = Seals {
                key: other,
                month,
                reference,
                keys,
            };
            if is_same(seals.text(Field::Code, value)) {
                same.insert(other);
            }
        })?;
        for other in same {
            if read::known(tx, other)?.clear.account == *account {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }
}
