//! `MessageBoxW`, which needs nothing but the system itself.

#![expect(unsafe_code, reason = "a call of the system")]

use std::ptr::null_mut;

use windows_sys::Win32::UI::WindowsAndMessaging::{
    MB_ICONERROR, MB_OK, MB_SETFOREGROUND, MB_TOPMOST, MessageBoxW,
};

use super::error::MessageError;
use crate::platform::wide::wide;

/// The window system is part of this one.
pub fn window_system() -> Result<(), MessageError> {
    Ok(())
}

/// Shows a message until it is closed.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-messageboxw>
pub fn show(title: &str, text: &str) -> Result<(), MessageError> {
    let said = wide(format!("{title}\n\n{text}"));
    let name = wide("eSIM Desk");
    let kind = MB_OK | MB_ICONERROR | MB_SETFOREGROUND | MB_TOPMOST;
    // SAFETY: both texts end with a nought and live until the call is over; there is no window that it belongs to.
    let pressed = unsafe { MessageBoxW(null_mut(), said.as_ptr(), name.as_ptr(), kind) };
    match pressed {
        // No desktop, or no memory: nobody has seen it.
        0 => Err(MessageError::NoWindowSystem),
        _ => Ok(()),
    }
}
