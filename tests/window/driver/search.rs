//! Looking for values wherever somebody could find them, in files and in the memory of other programs, and in all forms in
//! which programs write text.
//!
//! Not in it: which values must not be found (`at_rest`), and what is compressed or encrypted on purpose.

use std::fs::{self, File};
use std::io::Write as _;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// Memory is read in such pieces, and passed over in such blocks.
const PIECE: u64 = 1 << 20;
const BLOCK: u64 = 1 << 28;
const PAGE: u64 = 4096;
/// So much of the end of a form is looked for: of a token, nobody else has those bytes, and a torn copy is one as well.
const LONGEST: usize = 64;

/// Values to look for.
pub struct Wanted {
    forms: AhoCorasick,
    /// What each form is and how it is written, for the message; never the value itself.
    names: Vec<String>,
}

impl Wanted {
    /// Takes names and values. Values are at least six bytes long, so that none is found by chance.
    pub fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut names, mut patterns) = (Vec::new(), Vec::new());
        for (name, value) in values {
            assert!(value.len() >= 6, "{name} would be found by chance");
            for (how, bytes) in forms(value) {
                names.push(format!("{name}, {how}"));
                patterns.push(bytes[bytes.len().saturating_sub(LONGEST)..].to_vec());
            }
        }
        let forms = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(patterns)
            .expect("a few hundred short texts");
        Self { forms, names }
    }

    /// The name of a value that these bytes hold, and of its form.
    pub fn within(&self, bytes: &[u8]) -> Option<&str> {
        let found = self.forms.find(bytes)?;
        Some(&self.names[found.pattern()])
    }

    /// The name of a value that a running process has in its memory. Program code and other files that are mapped to be
    /// read only are passed over: what is in them is in a file.
    pub fn in_memory_of(&self, process: u32) -> Option<&str> {
        let maps = fs::read_to_string(format!("/proc/{process}/maps")).ok()?;
        let memory = File::open(format!("/proc/{process}/mem"))
            .expect("a program that was started here may be read");
        let pages = File::open(format!("/proc/{process}/pagemap")).expect("the same");
        for line in maps.lines() {
            let mut words = line.split_whitespace();
            let (Some(range), Some(rights)) = (words.next(), words.next()) else {
                continue;
            };
            let Some((begin, end)) = range.split_once('-') else {
                continue;
            };
            let address = |text| u64::from_str_radix(text, 16).expect("addresses are hexadecimal");
            if rights.starts_with("rw")
                && let Some(found) = self.in_region(&memory, &pages, address(begin)..address(end))
            {
                return Some(found);
            }
        }
        None
    }

    fn in_region(&self, memory: &File, pages: &File, region: Range<u64>) -> Option<&str> {
        let mut bytes = Vec::new();
        for used in in_use(pages, region) {
            for piece in pieces(used.clone(), PIECE) {
                // A little more, for what lies across two pieces.
                let length = (used.end - piece.start).min(PIECE + LONGEST as u64);
                bytes.resize(usize::try_from(length).expect("a piece"), 0);
                // It may have been given back meanwhile.
                let read = memory.read_at(&mut bytes, piece.start).unwrap_or(0);
                if let Some(found) = self.within(&bytes[..read]) {
                    return Some(found);
                }
            }
        }
        None
    }
}

fn pieces(all: Range<u64>, length: u64) -> impl Iterator<Item = Range<u64>> {
    let count = (all.end - all.start).div_ceil(length);
    (0..count).map(move |one| all.start + one * length..all.end.min(all.start + (one + 1) * length))
}

/// Where there is anything behind these addresses. Most of a web process's memory is only reserved, and what is read there
/// comes to be: nothing outside may be touched.
fn in_use(pages: &File, region: Range<u64>) -> Vec<Range<u64>> {
    let mut used: Vec<Range<u64>> = Vec::new();
    for block in pieces(region, BLOCK) {
        let count = (block.end - block.start) / PAGE;
        let mut entries = vec![0; usize::try_from(count * 8).expect("a block")];
        if pages
            .read_exact_at(&mut entries, block.start / PAGE * 8)
            .is_err()
        {
            continue;
        }
        let all_the_same = entries[8..] == entries[..entries.len() - 8];
        if all_the_same && !is_in_use(&entries[..8]) {
            continue;
        }
        for (page, entry) in (block.start..)
            .step_by(PAGE as usize)
            .zip(entries.chunks(8))
        {
            if !is_in_use(entry) {
                continue;
            }
            match used.last_mut() {
                Some(last) if last.end == page => last.end += PAGE,
                Some(_) | None => used.push(page..page + PAGE),
            }
        }
    }
    used
}

/// The upper two bits of a page's entry: in memory, or swapped out.
fn is_in_use(entry: &[u8]) -> bool {
    entry[7] & 0b1100_0000 != 0
}

/// Every way in which a program might have written it.
fn forms(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| value.encode_utf16().flat_map(to_bytes).collect();
    let mut forms = vec![
        ("plain", value.as_bytes().to_vec()),
        ("in small letters", value.to_lowercase().into_bytes()),
        ("UTF-16 LE", utf16(u16::to_le_bytes)),
        ("UTF-16 BE", utf16(u16::to_be_bytes)),
        ("percent", percent(value, false)),
        ("small percent", percent(value, true)),
        ("JSON", json(value)),
        ("hexadecimal", hexadecimal(value)),
    ];
    if value.chars().all(|one| u32::from(one) < 256) {
        let latin = value
            .chars()
            .filter_map(|one| u8::try_from(u32::from(one)).ok());
        forms.push(("Latin 1", latin.collect()));
    }
    for before in 0..3 {
        for (how, engine) in [("base64", STANDARD), ("base64 for addresses", URL_SAFE)] {
            forms.push((how, inside_base64(value, before, &engine)));
        }
    }
    forms
}

fn percent(value: &str, small: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    for byte in value.bytes() {
        let written = if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            bytes.write_all(&[byte])
        } else if small {
            write!(bytes, "%{byte:02x}")
        } else {
            write!(bytes, "%{byte:02X}")
        };
        written.expect("memory takes it");
    }
    bytes
}

fn json(value: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for unit in value.encode_utf16() {
        let written = match u8::try_from(unit) {
            Ok(byte @ b' '..=b'~') => bytes.write_all(&[byte]),
            _ => write!(bytes, "\\u{unit:04x}"),
        };
        written.expect("memory takes it");
    }
    bytes
}

fn hexadecimal(value: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for byte in value.bytes() {
        write!(bytes, "{byte:02x}").expect("memory takes it");
    }
    bytes
}

/// The part of a base64 text that does not depend on what stands around the value, which begins `before` bytes into a
/// group of three.
fn inside_base64(value: &str, before: usize, engine: &impl base64::Engine) -> Vec<u8> {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(value.as_bytes());
    let whole = bytes.len() * 8 / 6;
    let text = engine.encode(&bytes);
    let begin = (before * 8).div_ceil(6);
    text.as_bytes()[begin..whole].to_vec()
}

/// Every plain file below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is ours").flatten() {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            files.extend(files_below(&entry.path()));
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    files
}

#[test]
fn every_form_of_a_value_is_found() {
    let value = "Vögel & Söhne@example.com";
    let wanted = Wanted::of([("the canary", value)]);
    let around = |text: &str| format!("{{\"a\":\"{text}\"}}");
    let utf16 = value.encode_utf16();
    for (how, bytes) in [
        ("plain", around(value).into_bytes()),
        (
            "UTF-16",
            utf16.flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ),
        ("Latin 1", b"..V\xf6gel & S\xf6hne@example.com".to_vec()),
        (
            "an address",
            b"?q=V%C3%B6gel%20%26%20S%C3%B6hne%40example.com".to_vec(),
        ),
        (
            "JSON",
            around("V\\u00f6gel & S\\u00f6hne@example.com").into_bytes(),
        ),
        ("base64", STANDARD.encode(around(value)).into_bytes()),
        (
            "base64, later",
            STANDARD.encode(around(&format!("x{value}"))).into_bytes(),
        ),
        (
            "base64, latest",
            URL_SAFE.encode(around(&format!("xy{value}"))).into_bytes(),
        ),
    ] {
        assert!(wanted.within(&bytes).is_some(), "{how}");
    }
    let other = around("Vogel & Sohne@example.com");
    assert_eq!(wanted.within(other.as_bytes()), None, "and nothing else");
}
