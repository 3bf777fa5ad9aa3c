//! What is in a file of certificate authorities: who they are, and a copy of them without anything else that the file holds.
//!
//! Not here: trusting them (`transport`), and where the copy is kept (the desk). Nothing is verified: an authority is
//! trusted because a person says so, who is shown its name and fingerprint.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::error::ClientError;
use crate::typed;

/// The certificates of a file, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificates {
    pem: String,
    /// One for each.
    pub list: Vec<Certificate>,
}

/// What a person can compare with what their IT says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its common name, or its organisation where it has none.
    pub subject: Option<String>,
    /// SHA-256 of the certificate, as `AB:CD:…`.
    pub fingerprint: String,
}

impl Certificates {
    /// Reads a PEM file in any way in which an editor saves it, or one certificate in its binary form (DER). What else it
    /// holds, perhaps a private key, is passed over.
    ///
    /// # Errors
    /// [`ClientError::ExtraCa`] where there is no certificate, or one that cannot be read.
    pub fn read(file: &[u8]) -> Result<Self, ClientError> {
        let mut store = RootCertStore::empty();
        let mut read = Self {
            pem: String::new(),
            list: Vec::new(),
        };
        for der in certificates_in(file)? {
            read.pem.push_str(&encoded(&der));
            let fingerprint = fingerprint(&der).ok_or(ClientError::ExtraCa)?;
            store.add(der).map_err(|_| ClientError::ExtraCa)?;
            let anchor = store.roots.last().ok_or(ClientError::ExtraCa)?;
            read.list.push(Certificate {
                subject: name_in(&anchor.subject),
                fingerprint,
            });
        }
        if read.list.is_empty() {
            return Err(ClientError::ExtraCa);
        }
        Ok(read)
    }

    /// The certificates alone, to be kept.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// One name for all of them together: another set of certificates has another one.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.pem.as_bytes()).unwrap_or_default()
    }
}

fn certificates_in(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, ClientError> {
    // A sequence whose length takes more than one byte, as that of every certificate does.
    if let [0x30, 0x81..=0x84, ..] = file {
        return Ok(vec![CertificateDer::from(file.to_vec())]);
    }
    // A mark before the first line would hide the first certificate.
    let text = typed::saved_text(file);
    CertificateDer::pem_slice_iter(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| ClientError::ExtraCa)
}

fn encoded(der: &[u8]) -> String {
    let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
    let text = STANDARD.encode(der);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// The TLS library has the hash already.
fn fingerprint(bytes: &[u8]) -> Option<String> {
    let hash = TLS13_AES_128_GCM_SHA256.tls13()?.common.hash_provider;
    let hex: Vec<String> = hash
        .hash(bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    Some(hex.join(":"))
}

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0A];
/// Longer is no name that anybody compares.
const NAME_LIMIT: usize = 80;

/// The name in a distinguished name: sets of sequences of an object identifier and a text.
fn name_in(subject: &[u8]) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = subject;
    while let Some((0x31, set, after)) = element(rest) {
        rest = after;
        let mut pairs = set;
        while let Some((0x30, pair, after)) = element(pairs) {
            pairs = after;
            if let Some((0x06, id, value)) = element(pair)
                && let Some((kind, text, _)) = element(value)
            {
                parts.push((id, kind, text));
            }
        }
    }
    [COMMON_NAME, ORGANISATION].into_iter().find_map(|wanted| {
        let (_, kind, text) = parts.iter().find(|(id, _, _)| *id == wanted)?;
        let text = text_of(*kind, text)?;
        // It is shown: nothing in it may turn or hide what stands beside it.
        let clean: String = text
            .chars()
            .filter(|c| c.is_alphanumeric() || c.is_ascii_graphic() || *c == ' ')
            .take(NAME_LIMIT)
            .collect();
        (!clean.trim().is_empty()).then(|| clean.trim().to_owned())
    })
}

fn text_of(kind: u8, bytes: &[u8]) -> Option<String> {
    match kind {
        // UTF-8, printable, IA5.
        0x0C | 0x13 | 0x16 => String::from_utf8(bytes.to_vec()).ok(),
        // Teletex, which everybody fills with Latin-1.
        0x14 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        // BMP.
        0x1E => {
            let (pairs, _) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

/// The first element: its tag, what it holds, and what comes after it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(first), rest),
        0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            let length = bytes
                .iter()
                .fold(0, |length, byte| length << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return None,
    };
    let (inside, after) = rest.split_at_checked(length)?;
    Some((tag, inside, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CA: &[u8] = include_bytes!("../../../../tests/fixtures/connect/tls/ca.pem");

    #[test]
    fn an_authority_is_told_by_name_and_fingerprint() {
        let read = Certificates::read(CA).expect("it holds one");
        assert_eq!(read.list.len(), 1);
        let one = &read.list[0];
        assert!(one.subject.is_some(), "{one:?}");
        assert_eq!(one.fingerprint.len(), 32 * 3 - 1, "{one:?}");
    }

    #[test]
    fn the_copy_is_the_same_certificates_and_nothing_else() {
        let mut file = b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n".to_vec();
        file.extend_from_slice(CA);
        file.extend_from_slice(b"Subject: somebody@example.com\n");
        let read = Certificates::read(&file).expect("it holds one");
        assert!(!read.pem().contains("PRIVATE") && !read.pem().contains("somebody"));
        let again = Certificates::read(read.pem().as_bytes()).expect("the copy is a PEM file");
        assert_eq!(again, read, "the copy says the same");
        assert_eq!(again.fingerprint(), read.fingerprint());
    }

    #[test]
    fn a_file_is_read_as_editors_and_systems_save_it() {
        let read = Certificates::read(CA).expect("it holds one");
        let text = std::str::from_utf8(CA).expect("PEM is text");
        let two = format!("{text}{text}");
        let marked = [b"\xef\xbb\xbf", two.as_bytes()].concat();
        assert_eq!(
            Certificates::read(&marked).map(|read| read.list.len()),
            Ok(2),
            "the mark hides none"
        );
        let wide = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
            let mut bytes = mark.to_vec();
            bytes.extend(text.encode_utf16().flat_map(unit));
            bytes
        };
        let der = CertificateDer::pem_slice_iter(CA).next();
        let der = der.expect("one").expect("it is whole").to_vec();
        for file in [
            wide(b"\xff\xfe", u16::to_le_bytes),
            wide(b"\xfe\xff", u16::to_be_bytes),
            wide(b"", u16::to_le_bytes),
            text.replace('\n', "\r\n").into_bytes(),
            der,
        ] {
            assert_eq!(Certificates::read(&file).as_ref(), Ok(&read));
        }
    }

    #[test]
    fn what_only_looks_like_a_certificate_is_none() {
        for file in [
            "",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            let read = Certificates::read(file.as_bytes());
            assert_eq!(read, Err(ClientError::ExtraCa), "{file:?}");
        }
    }

    #[test]
    fn a_name_is_found_in_each_way_of_writing_it() {
        let subject = |kind: u8, text: &[u8]| {
            let length = |rest: usize| u8::try_from(rest + text.len()).expect("a short name");
            let head = [
                0x31,
                length(9),
                0x30,
                length(7),
                0x06,
                3,
                0x55,
                4,
                3,
                kind,
                length(0),
            ];
            [&head[..], text].concat()
        };
        for (kind, text) in [
            (0x0C, "Müller IT".as_bytes()),
            (0x14, b"M\xfcller IT"),
            (0x1E, b"\0M\0\xfc\0l\0l\0e\0r\0 \0I\0T"),
            (0x0C, "\u{202e}Müller\u{200b} IT\n".as_bytes()),
        ] {
            assert_eq!(name_in(&subject(kind, text)).as_deref(), Some("Müller IT"));
        }
        assert_eq!(name_in(&subject(0x0C, b"\n")), None);
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_name_it_is_read_to_its_end(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            drop(name_in(&bytes));
        }
    }
}
