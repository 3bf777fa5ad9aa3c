//! Text as Windows' calls take it.

use std::ffi::OsStr;
use std::os::windows::ffi::OsStrExt as _;

/// In UTF-16, ended by a nought. What stands behind a nought in it is left out.
pub(in crate::platform) fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    let signs = text.as_ref().encode_wide();
    signs.take_while(|sign| *sign != 0).chain([0]).collect()
}

#[cfg(test)]
mod tests {
    use super::wide;

    #[test]
    fn a_text_ends_where_windows_takes_it_to_end() {
        assert_eq!(wide("aä"), [0x61, 0xe4, 0]);
        assert_eq!(wide("a\0b"), [0x61, 0]);
        assert_eq!(wide(""), [0]);
    }
}
