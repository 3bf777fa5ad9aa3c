//! The C library's locale, by the variables of the environment. It has no sign for lists.

#![expect(unsafe_code, reason = "calls of the C library")]

use std::ffi::CStr;
use std::ptr;

/// `None` where that locale is not installed.
/// <https://man7.org/linux/man-pages/man3/newlocale.3.html>, <https://man7.org/linux/man-pages/man3/nl_langinfo.3.html>
pub fn decimal() -> Option<char> {
    // SAFETY: the name ends with a nought, and there is no locale to begin with.
    let locale = unsafe { libc::newlocale(libc::LC_NUMERIC_MASK, c"".as_ptr(), ptr::null_mut()) };
    if locale.is_null() {
        return None;
    }
    // SAFETY: the locale is there until it is freed below. The answer is a text that ends with a nought, and lives as long.
    let sign = unsafe { CStr::from_ptr(libc::nl_langinfo_l(libc::RADIXCHAR, locale)) };
    let sign = sign.to_str().ok().and_then(|sign| sign.chars().next());
    // SAFETY: it is ours, and nobody uses it any more.
    unsafe { libc::freelocale(locale) };
    sign
}

pub fn list() -> Option<char> {
    None
}
