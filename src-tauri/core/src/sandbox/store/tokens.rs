//! Tokens given out, and until when they are good.
//!
//! Not in it: who gets one (`api::token`), and who must show one (`api::gate`).

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;

use super::{clock::later, invent};

/// All tokens that may still be good.
#[derive(Default)]
pub(in crate::sandbox) struct Tokens {
    access: HashMap<String, Timestamp>,
    refresh: HashMap<String, Timestamp>,
}

impl Tokens {
    /// Whether an access token is good.
    pub(in crate::sandbox) fn accepts(&self, token: &str, now: Timestamp) -> bool {
        self.access.get(token).is_some_and(|until| now < *until)
    }

    /// Whether a refresh token is good.
    pub(in crate::sandbox) fn refreshes(&self, token: &str, now: Timestamp) -> bool {
        self.refresh.get(token).is_some_and(|until| now < *until)
    }

    /// A new access token that is good for so long.
    pub(in crate::sandbox) fn new_access(&mut self, now: Timestamp, life: Duration) -> String {
        self.forget_expired(now);
        let token = invent::token();
        self.access.insert(token.clone(), later(now, life));
        token
    }

    /// A new refresh token that is good for so long.
    pub(in crate::sandbox) fn new_refresh(&mut self, now: Timestamp, life: Duration) -> String {
        self.forget_expired(now);
        let token = invent::token();
        self.refresh.insert(token.clone(), later(now, life));
        token
    }

    fn forget_expired(&mut self, now: Timestamp) {
        self.access.retain(|_, until| now < *until);
        self.refresh.retain(|_, until| now < *until);
    }
}
