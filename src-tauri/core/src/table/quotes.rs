//! Which cells are quoted, as spreadsheets take it.
//!
//! A cell that begins with a quote ends with the next one that is not doubled. Where there is none, or where that one closes no
//! cell and line ends and separators lie between, the first is a letter like any other (`19" screen`): otherwise it would
//! swallow the rows up to there. Not here: the cells themselves (`separate`).

use std::borrow::Cow;

const QUOTE: u8 = b'"';

/// A cell as it stands in a text.
pub(super) struct CellAt {
    /// Where the separator or the line end behind it is.
    pub(super) end: usize,
    /// It is a quoted one as a whole, or no quoted one.
    pub(super) is_sound: bool,
    /// Its first quote is a letter.
    is_letter: bool,
}

/// The cell that begins there.
pub(super) fn cell_at(text: &[u8], begin: usize, separator: u8) -> CellAt {
    let ends = |byte: u8| byte == separator || is_line_end(byte);
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let plain = |at: usize| {
        let length = rest(at).iter().position(|byte| ends(*byte));
        length.map_or(text.len(), |length| at + length)
    };
    if text.get(begin) != Some(&QUOTE) || separator == QUOTE {
        return CellAt {
            end: plain(begin),
            is_sound: true,
            is_letter: false,
        };
    }
    let inside = begin + 1;
    let closed = closing(text, inside).filter(|close| {
        let between = rest(inside).get(..close - inside).unwrap_or_default();
        let swallows =
            between.contains(&separator) && between.iter().any(|byte| is_line_end(*byte));
        !swallows || text.get(close + 1).is_none_or(|byte| ends(*byte))
    });
    // What follows a quoted part belongs to its cell.
    let end = plain(closed.map_or(begin, |close| close + 1));
    CellAt {
        end,
        is_sound: closed.is_some_and(|close| close + 1 == end),
        is_letter: closed.is_none(),
    }
}

/// The next quote that is not doubled.
fn closing(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.iter().position(|byte| *byte == QUOTE)?;
        if text.get(at + 1) != Some(&QUOTE) {
            return Some(at);
        }
        at += 2;
    }
}

/// The text in which every cell that begins with a quote is a quoted one.
pub(super) fn as_meant(text: &str, separator: u8) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut meant = String::new();
    // All before it is in `meant`.
    let mut taken = 0;
    let mut at = 0;
    loop {
        let cell = cell_at(bytes, at, separator);
        if cell.is_letter {
            // Whatever ends a cell is a sign of its own, never a part of a letter.
            let (before, letters) = (text.get(taken..at), text.get(at..cell.end));
            meant.push_str(before.unwrap_or_default());
            meant.push('"');
            meant.push_str(&letters.unwrap_or_default().replace('"', "\"\""));
            meant.push('"');
            taken = cell.end;
        }
        if cell.end >= bytes.len() {
            break;
        }
        at = cell.end + 1;
    }
    if taken == 0 {
        return Cow::Borrowed(text);
    }
    meant.push_str(text.get(taken..).unwrap_or_default());
    Cow::Owned(meant)
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}
