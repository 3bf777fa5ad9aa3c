//! Whose word something is, and for which file and version: minisign signatures, as the Tauri CLI makes them. Their trusted
//! comment, which is signed too, says `file:NAME` and `version:1.2.3`.
//!
//! Not here: what is signed.

use std::io::{self, Read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign_verify::{PublicKey, Signature};

/// A file is read in such pieces.
const PIECE: usize = 64 * 1024;

/// Whose word counts.
#[derive(Clone, Debug)]
pub struct PublisherKey(PublicKey);

/// What a signature must be for.
pub(super) struct Subject<'a> {
    pub(super) file: &'a str,
    /// As it stands in the comment; `None` where only its being there is asked for, and it is given back.
    pub(super) version: Option<&'a str>,
}

/// Why something is not the publisher's word.
#[derive(Debug, thiserror::Error)]
pub(super) enum Forged {
    #[error("there is no signature that could be read")]
    Unreadable,
    #[error("it is signed with another key, or was changed after it was signed")]
    Signature,
    #[error("it is signed, but not as this file in this version")]
    OtherFile,
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl PublisherKey {
    /// Reads a public key: the two lines of minisign, in base64.
    pub fn parse(text: &str) -> Option<PublisherKey> {
        PublicKey::decode(&unpacked(text)?).ok().map(PublisherKey)
    }

    /// Whether `signature` is this key's of what `read` gives, and for what is wanted. Gives the version that is signed.
    pub(super) fn check(
        &self,
        mut read: impl Read,
        signature: &str,
        wanted: &Subject<'_>,
    ) -> Result<String, Forged> {
        let text = unpacked(signature).ok_or(Forged::Unreadable)?;
        // The crate takes the comment apart by bytes.
        let signature = Some(text)
            .filter(|text| text.lines().nth(2).is_some_and(str::is_ascii))
            .and_then(|text| Signature::decode(&text).ok())
            .ok_or(Forged::Unreadable)?;
        let verifier = self.0.verify_stream(&signature);
        let mut verifier = verifier.map_err(|_| Forged::Signature)?;
        let mut piece = vec![0; PIECE];
        loop {
            match read.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => verifier.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        verifier.finalize().map_err(|_| Forged::Signature)?;
        // Only from here on is the comment the publisher's word, too.
        let said = |name: &str| {
            let mut fields = signature.trusted_comment().split('\t');
            fields.find_map(|field| field.strip_prefix(name)?.strip_prefix(':'))
        };
        let version = said("version").ok_or(Forged::OtherFile)?;
        let same = wanted.version.is_none_or(|wanted| wanted == version);
        if said("file") != Some(wanted.file) || !same {
            return Err(Forged::OtherFile);
        }
        Ok(version.to_owned())
    }
}

/// The Tauri CLI packs minisign's lines into base64 once more.
fn unpacked(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    String::from_utf8(bytes).ok()
}
