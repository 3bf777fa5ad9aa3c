//! A keychain in a folder, for a program that is killed and has to find its secrets again. They are nobody's.

use std::any::Any;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use esim_desk_core::keychain::Keychain;
use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring_core::{Entry, Error, Result};

pub fn keychain_in(folder: &Path) -> Keychain {
    let store = Arc::new(Store(folder.to_owned()));
    Keychain::start(move || Ok(store.clone()))
}

#[derive(Debug)]
struct Store(PathBuf);

#[derive(Debug)]
struct Item {
    file: PathBuf,
    whose: (String, String),
}

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "a folder".to_owned()
    }

    fn id(&self) -> String {
        self.0.display().to_string()
    }

    fn build(
        &self,
        service: &str,
        user: &str,
        _modifiers: Option<&HashMap<&str, &str>>,
    ) -> Result<Entry> {
        let mut name = String::new();
        for byte in user.bytes() {
            // No longer than it must be: a name has its limit.
            let _ = match byte.is_ascii_alphanumeric() {
                true => write!(name, "{}", char::from(byte)),
                false => write!(name, "_{byte:02x}"),
            };
        }
        Ok(Entry::new_with_credential(Arc::new(Item {
            file: self.0.join(name),
            whose: (service.to_owned(), user.to_owned()),
        })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for Item {
    /// Whole or not at all, as a keychain keeps it.
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let half = self.file.with_extension("half");
        let kept = fs::write(&half, secret).and_then(|()| fs::rename(&half, &self.file));
        kept.map_err(|error| Error::PlatformFailure(error.into()))
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        fs::read(&self.file).map_err(failure)
    }

    fn delete_credential(&self) -> Result<()> {
        fs::remove_file(&self.file).map_err(failure)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        match self.file.exists() {
            true => Ok(None),
            false => Err(Error::NoEntry),
        }
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some(self.whose.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn failure(error: std::io::Error) -> Error {
    match error.kind() == ErrorKind::NotFound {
        true => Error::NoEntry,
        false => Error::PlatformFailure(error.into()),
    }
}
