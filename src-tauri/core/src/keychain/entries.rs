//! How a value lies in the keychain: as base64 text, because KWallet keeps text only, and in entries small enough for
//! Windows, which keeps 2,560 bytes in one.
//!
//! The item's main entry says `whole:<base64>`, or `parts:<slot>:<length>` when the base64 text of that many bytes lies in
//! entries of its own, numbered from 1. There are two slots of such entries and each write takes the other one: the main
//! entry changes over once all parts are there, and only then are the old ones removed. A write that breaks off leaves the
//! old value. Entries of a slot are added from the front and removed from the back, so those left over have no gap.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use keyring_core::{CredentialStore, Entry, Error, Result};
use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use super::item::{Item, SERVICE};

/// A stored value: any bytes, wiped from memory when dropped, `[REDACTED]` in `Debug`.
pub type SecretBytes = SecretSlice<u8>;

/// Bytes of text in one entry.
pub(super) const ENTRY_LIMIT: usize = 2_400;

/// Bytes of base64 text in one value: far above any token, and a bound on what a damaged length can make us do.
const TEXT_LIMIT: usize = 1 << 20;

const WHOLE: &[u8] = b"whole:";

/// An open store, and what its entries are built with.
pub(super) struct Entries<'a> {
    store: &'a CredentialStore,
    modifiers: &'a HashMap<&'a str, &'a str>,
}

/// What the main entry of an item says.
enum MainEntry<'a> {
    Whole { text: &'a [u8] },
    Parts { slot: Slot, length: usize },
}

#[derive(Clone, Copy)]
enum Slot {
    A,
    B,
}

impl<'a> Entries<'a> {
    pub(super) fn new(
        store: &'a CredentialStore,
        modifiers: &'a HashMap<&'a str, &'a str>,
    ) -> Self {
        Self { store, modifiers }
    }

    /// The item's value. [`Error::BadStoreFormat`] when its entries are not as a finished write leaves them.
    pub(super) fn read(&self, item: &Item) -> Result<Option<SecretBytes>> {
        let Some(main) = self.content(item.user())? else {
            return Ok(None);
        };
        match MainEntry::parse(&main) {
            Some(MainEntry::Whole { text }) => decoded(text).map(Some),
            Some(MainEntry::Parts { slot, length }) => {
                decoded(&self.joined(item, slot, length)?).map(Some)
            }
            None => Err(damaged("main entry")),
        }
    }

    /// Replaces the item's value.
    pub(super) fn write(&self, item: &Item, value: &SecretBytes) -> Result<()> {
        let text = Zeroizing::new(BASE64.encode(value.expose_secret()));
        if text.len() > TEXT_LIMIT {
            return Err(Error::TooLong("value".to_owned(), TEXT_LIMIT as u32));
        }
        if WHOLE.len() + text.len() <= ENTRY_LIMIT {
            let mut main = Zeroizing::new(Vec::with_capacity(ENTRY_LIMIT));
            main.extend_from_slice(WHOLE);
            main.extend_from_slice(text.as_bytes());
            self.entry(item.user())?.set_secret(&main)?;
            self.sweep(item, Slot::A, 1)?;
            return self.sweep(item, Slot::B, 1);
        }
        let slot = self.free_slot(item)?;
        let parts = text.as_bytes().chunks(ENTRY_LIMIT);
        let beyond = parts.len() + 1;
        for (number, part) in (1..).zip(parts) {
            self.entry(&item.part(slot.letter(), number))?
                .set_secret(part)?;
        }
        let main = format!("parts:{}:{}", slot.letter(), text.len());
        self.entry(item.user())?.set_secret(main.as_bytes())?;
        self.sweep(item, slot, beyond)?;
        self.sweep(item, slot.other(), 1)
    }

    /// Removes all entries of the item, the main one first.
    pub(super) fn delete(&self, item: &Item) -> Result<()> {
        self.remove(item.user())?;
        self.sweep(item, Slot::A, 1)?;
        self.sweep(item, Slot::B, 1)
    }

    fn joined(&self, item: &Item, slot: Slot, length: usize) -> Result<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(Vec::with_capacity(length));
        for number in 1..=length.div_ceil(ENTRY_LIMIT) {
            let part = self.content(&item.part(slot.letter(), number))?;
            let part = part.ok_or_else(|| damaged("missing part"))?;
            if text.len() + part.len() > length {
                return Err(damaged("long part"));
            }
            text.extend_from_slice(&part);
        }
        if text.len() < length {
            return Err(damaged("short part"));
        }
        Ok(text)
    }

    /// The slot that the item's present value does not lie in.
    fn free_slot(&self, item: &Item) -> Result<Slot> {
        let main = self.content(item.user())?;
        match main.as_deref().and_then(|main| MainEntry::parse(main)) {
            Some(MainEntry::Parts { slot, .. }) => Ok(slot.other()),
            Some(MainEntry::Whole { .. }) | None => Ok(Slot::A),
        }
    }

    /// Removes the parts of a slot from the given number on.
    fn sweep(&self, item: &Item, slot: Slot, from: usize) -> Result<()> {
        let mut end = from;
        while self.exists(&item.part(slot.letter(), end))? {
            end += 1;
        }
        (from..end)
            .rev()
            .try_for_each(|number| self.remove(&item.part(slot.letter(), number)))
    }

    fn entry(&self, user: &str) -> Result<Entry> {
        self.store.build(SERVICE, user, Some(self.modifiers))
    }

    fn content(&self, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        match self.entry(user)?.get_secret() {
            Ok(content) => Ok(Some(Zeroizing::new(content))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn exists(&self, user: &str) -> Result<bool> {
        match self.entry(user)?.get_credential() {
            Ok(_) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, user: &str) -> Result<()> {
        match self.entry(user)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl<'a> MainEntry<'a> {
    fn parse(main: &'a [u8]) -> Option<Self> {
        if let Some(text) = main.strip_prefix(WHOLE) {
            return Some(Self::Whole { text });
        }
        let header = std::str::from_utf8(main).ok()?.strip_prefix("parts:")?;
        let (slot, length) = header.split_once(':')?;
        let slot = match slot {
            "a" => Slot::A,
            "b" => Slot::B,
            _ => return None,
        };
        let length = length.parse().ok().filter(|length| *length <= TEXT_LIMIT)?;
        Some(Self::Parts { slot, length })
    }
}

impl Slot {
    fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }

    fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

fn decoded(text: &[u8]) -> Result<SecretBytes> {
    let bytes = BASE64.decode(text).map_err(|_| damaged("no base64"))?;
    // Copied to its exact size, because shrinking would leave an unwiped copy behind.
    Ok(SecretBytes::from(Zeroizing::new(bytes).to_vec()))
}

fn damaged(what: &str) -> Error {
    Error::BadStoreFormat(what.to_owned())
}
