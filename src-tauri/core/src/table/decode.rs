//! Bytes to text. A mark at the beginning tells the encoding, or the bytes do: UTF-16 has a zero in every other byte of a
//! table, and a text of another encoding is hardly ever sound UTF-8. What is left is a code page of Windows or a Mac, which
//! nothing tells from another one: the western one of Windows, unless a person says otherwise. The code pages of DOS are not
//! among them, which *CSV (MS-DOS)* is in: `encoding_rs` lacks them, and the page says which kind of CSV to save instead.

use encoding_rs::{
    BIG5, EUC_KR, GB18030, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257,
};

use super::values::{Encoding, TableError};

pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) is_guessed: bool,
}

/// So many bytes tell UTF-16 from the rest.
const LOOKED_AT: usize = 512;

/// A zip, which `.xlsx` and `.ods` are, and the container of `.xls`.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

pub(super) fn decode(bytes: &[u8], as_: Option<Encoding>) -> Result<Decoded, TableError> {
    if WORKBOOKS.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(TableError::Workbook);
    }
    let (encoding, is_guessed) = match told(bytes) {
        Some(encoding) => (encoding, false),
        None => (as_.unwrap_or(Encoding::Western), true),
    };
    let (text, _) = table_of(encoding).decode_with_bom_removal(bytes);
    if text.contains('\0') {
        return Err(TableError::NotText);
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding,
        is_guessed,
    })
}

fn told(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |odd: usize| {
        let zeros = head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0);
        zeros.count()
    };
    // Separators and line ends alone are a good part of a table in any script.
    let enough = (head.len() / 16).max(1);
    match (zeros(0), zeros(1)) {
        (0, high) if high >= enough => Some(Encoding::Utf16Le),
        (low, 0) if low >= enough => Some(Encoding::Utf16Be),
        _ => std::str::from_utf8(bytes).ok().map(|_| Encoding::Utf8),
    }
}

fn table_of(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Western => WINDOWS_1252,
        Encoding::Mac => MACINTOSH,
        Encoding::CentralEuropean => WINDOWS_1250,
        Encoding::Baltic => WINDOWS_1257,
        Encoding::Cyrillic => WINDOWS_1251,
        Encoding::Greek => WINDOWS_1253,
        Encoding::Turkish => WINDOWS_1254,
        Encoding::Hebrew => WINDOWS_1255,
        Encoding::Arabic => WINDOWS_1256,
        Encoding::Japanese => SHIFT_JIS,
        Encoding::ChineseSimplified => GB18030,
        Encoding::ChineseTraditional => BIG5,
        Encoding::Korean => EUC_KR,
    }
}
