//! The region of the control panel, with what this user changed there by hand: Excel goes by the same.

#![expect(unsafe_code, reason = "a call of the system")]

use std::ptr;

use windows_sys::Win32::Globalization::{GetLocaleInfoEx, LOCALE_SDECIMAL, LOCALE_SLIST};

pub fn decimal() -> Option<char> {
    of_user(LOCALE_SDECIMAL)
}

pub fn list() -> Option<char> {
    of_user(LOCALE_SLIST)
}

/// The first sign of a text of this user's region.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winnls/nf-winnls-getlocaleinfoex>
fn of_user(kind: u32) -> Option<char> {
    // Neither is longer than four signs, counting the nought at its end.
    // <https://learn.microsoft.com/en-us/windows/win32/intl/locale-slist>
    let mut text = [0_u16; 8];
    let room = i32::try_from(text.len()).ok()?;
    // SAFETY: no name stands for this user's region, and the text has the room that is told.
    let written = unsafe { GetLocaleInfoEx(ptr::null(), kind, text.as_mut_ptr(), room) };
    let written = usize::try_from(written)
        .ok()
        .filter(|written| *written > 0)?;
    char::decode_utf16(text[..written].iter().copied())
        .next()?
        .ok()
        .filter(|sign| *sign != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_both_signs_and_they_differ() {
        assert!(decimal().is_some() && list().is_some());
        assert_ne!(decimal(), list());
    }
}
