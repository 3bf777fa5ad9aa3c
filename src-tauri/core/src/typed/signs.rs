//! Which signs are invisible, which are dangerous, and which are another way to write a plain one.

/// Signs that take no room and say nothing: they come along from portals, phones, editors and chats. Marks of the
/// direction of writing are among them, but for those that overturn it ([`overturns`]).
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Overrides make a text read otherwise than it is stored.
pub(super) fn overturns(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

pub(super) fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Signs of which nobody can say what a person would see.
pub(super) fn is_unreadable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffd}'..='\u{ffff}'
            | '\u{f0000}'..='\u{10ffff}')
        || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff)
}

/// A space, however wide, and the empty Braille cell, which looks like one.
pub(super) fn is_space(c: char) -> bool {
    (c.is_whitespace() && !c.is_control() && !breaks_line(c)) || c == '\u{2800}'
}

/// The plain letter or digit of a wide one. Other wide signs may be meant in a name or a note.
pub(super) fn narrow_letter(c: char) -> char {
    let narrow = narrow(c);
    if narrow.is_ascii_alphanumeric() {
        narrow
    } else {
        c
    }
}

/// The plain sign of a wide or small one, where an address is meant.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3002}' | '\u{ff61}' | '\u{fe52}' => '.',
        '\u{fe6b}' => '@',
        '\u{fe63}' | '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    }
}

/// Letters that only look like the usual ones: of formulas, in circles, single dots that are no points.
pub(super) fn is_styled(c: char) -> bool {
    matches!(c,
        '\u{2024}' | '\u{2100}'..='\u{214f}' | '\u{2460}'..='\u{24ff}' | '\u{2070}'..='\u{209f}'
        | '\u{fb00}'..='\u{fb06}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// The alphabets whose letters are taken for each other's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Other,
}

pub(super) fn alphabet(c: char) -> Option<Alphabet> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{aa}'..='\u{2af}'
        | '\u{1d00}'..='\u{1d25}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a720}'..='\u{a7ff}'
        | '\u{ab30}'..='\u{ab64}' => Alphabet::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Alphabet::Greek,
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => Alphabet::Cyrillic,
        // Their small letters pass for Latin ones.
        '\u{530}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => {
            Alphabet::Other
        }
        _ => return None,
    })
}

/// What stands around a quoted text, in the ways of several languages and of spreadsheets.
pub(super) const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201e}', '\u{201c}'),
    ('\u{201e}', '\u{201d}'),
    ('\u{201d}', '\u{201d}'),
    ('\u{ab}', '\u{bb}'),
    ('\u{bb}', '\u{ab}'),
    ('\u{300c}', '\u{300d}'),
    ('\u{ff02}', '\u{ff02}'),
];

/// Single quotes, which may be part of a name and are taken away from addresses only.
pub(super) const SINGLE_QUOTES: &[(char, char)] = &[
    ('\'', '\''),
    ('\u{2018}', '\u{2019}'),
    ('\u{201a}', '\u{2018}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{203a}', '\u{2039}'),
    ('`', '`'),
];
