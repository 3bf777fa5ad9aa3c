//! The region of *System Settings*. It has no sign for lists: spreadsheets of a Mac take semicolons where the decimal sign is a
//! comma.

use objc2_foundation::NSLocale;

/// <https://developer.apple.com/documentation/foundation/nslocale/decimalseparator>
pub fn decimal() -> Option<char> {
    let sign = NSLocale::currentLocale().decimalSeparator().to_string();
    sign.chars().next()
}

pub fn list() -> Option<char> {
    None
}
