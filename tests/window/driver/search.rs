//! Looking for values wherever somebody could find them, in files and in the memory of other programs, and in all forms in
//! which programs write text.
//!
//! Not in it: which values must not be found (`at_rest`), and what is compressed or encrypted on purpose.

use std::fs::{self, File};
use std::io::{BufRead as _, Write as _};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// Memory is read in such pieces, and passed over in such blocks.
const PIECE: u64 = 1 << 20;
const BLOCK: u64 = 1 << 28;
const PAGE: u64 = 4096;
/// No form of a value is longer.
const LONGEST: usize = 16 * 1024;

/// Values to look for.
pub struct Wanted(Vec<Group>);

/// Forms that have a byte in common. That byte is looked for with the standard library's own search, which is fast also in
/// a test program that is not optimised.
struct Group {
    anchor: u8,
    /// Which bytes come after it in a form.
    follows: [bool; 256],
    forms: Vec<Form>,
}

struct Form {
    /// What it is and how it is written, for the message; never the value itself.
    name: String,
    bytes: Vec<u8>,
    /// Where the anchor stands in it.
    at: usize,
}

impl Wanted {
    /// Takes names and values. Values are at least six bytes long, so that none is found by chance.
    pub fn of<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (name, value) in values {
            assert!(value.len() >= 6, "{name} would be found by chance");
            for (how, bytes) in forms(value) {
                assert!(bytes.len() <= LONGEST, "{name} is too long");
                let known = groups
                    .iter()
                    .position(|group| bytes[..bytes.len() - 1].contains(&group.anchor));
                let group = known.unwrap_or_else(|| {
                    groups.push(Group {
                        anchor: rarest(&bytes[..bytes.len() - 1]),
                        follows: [false; 256],
                        forms: Vec::new(),
                    });
                    groups.len() - 1
                });
                let group = &mut groups[group];
                let at = bytes.iter().position(|byte| *byte == group.anchor);
                let at = at.expect("the anchor is one of its bytes");
                group.follows[usize::from(bytes[at + 1])] = true;
                group.forms.push(Form {
                    name: format!("{name}, {how}"),
                    bytes,
                    at,
                });
            }
        }
        Self(groups)
    }

    /// The name of a value that these bytes hold, and of its form.
    pub fn within(&self, bytes: &[u8]) -> Option<&str> {
        self.0.iter().find_map(|group| group.within(bytes))
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
                && let Some(found) = self.in_region(&memory, &pages, address(begin), address(end))
            {
                return Some(found);
            }
        }
        None
    }

    fn in_region(&self, memory: &File, pages: &File, begin: u64, end: u64) -> Option<&str> {
        let mut bytes = Vec::new();
        for block in pieces(begin, end, BLOCK) {
            if !is_in_use(pages, block.clone()) {
                continue;
            }
            for piece in pieces(block.start, block.end, PIECE) {
                if !is_in_use(pages, piece.clone()) {
                    continue;
                }
                // A little more, for what lies across two pieces.
                let length = (end - piece.start).min(PIECE + LONGEST as u64);
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

fn pieces(begin: u64, end: u64, length: u64) -> impl Iterator<Item = Range<u64>> {
    let count = (end - begin).div_ceil(length);
    (0..count).map(move |one| begin + one * length..end.min(begin + (one + 1) * length))
}

impl Group {
    fn within(&self, bytes: &[u8]) -> Option<&str> {
        let mut rest = bytes;
        while let Ok(1..) = rest.skip_until(self.anchor) {
            if rest.is_empty() || !self.follows[usize::from(rest[0])] {
                continue;
            }
            let anchor = bytes.len() - rest.len() - 1;
            let found = self.forms.iter().find(|form| {
                anchor
                    .checked_sub(form.at)
                    .is_some_and(|begin| bytes[begin..].starts_with(&form.bytes))
            });
            if let Some(form) = found {
                return Some(&form.name);
            }
        }
        None
    }
}

/// The byte that is likely to be the rarest in memory and in files.
fn rarest(bytes: &[u8]) -> u8 {
    let common = |byte: &u8| match byte {
        0 => 3,
        b'a'..=b'z' => 2,
        b'0'..=b'9' => 1,
        _ => 0,
    };
    bytes.iter().copied().min_by_key(common).unwrap_or(0)
}

/// Whether there is anything behind these addresses: most of a web process's memory is only reserved.
fn is_in_use(pages: &File, addresses: Range<u64>) -> bool {
    let entries = (addresses.end - addresses.start) / PAGE;
    let mut bytes = vec![0; usize::try_from(entries * 8).expect("a block")];
    if pages
        .read_exact_at(&mut bytes, addresses.start / PAGE * 8)
        .is_err()
    {
        return true;
    }
    // The upper two bits of each entry: in memory, or swapped out.
    let in_use = |entry: &[u8]| entry[7] & 0b1100_0000 != 0;
    let all_the_same = bytes[8..] == bytes[..bytes.len() - 8];
    in_use(&bytes[..8]) || !all_the_same && bytes.chunks(8).any(in_use)
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
