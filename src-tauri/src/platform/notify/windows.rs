//! Through `notify-rust`, under the program's own name: Windows shows a notification only of a program that it knows by an
//! id. The installer's shortcut carries that id; a program that lies in a folder without one is made known by the registry
//! of this user. <https://learn.microsoft.com/en-us/windows/win32/shell/appids>

#![expect(unsafe_code, reason = "a call of the system")]

use std::io;

use windows_sys::Win32::System::Registry::{HKEY_CURRENT_USER, REG_SZ, RegSetKeyValueW};

use super::error::NotifyError;
use crate::platform::wide::wide;

/// As in `tauri.conf.json`, from where the installer has it.
const ID: &str = "com.esimdesk.app";
const NAME: &str = "eSIM Desk";

/// Shows a notification. It may take a while.
pub fn show(title: &str, body: &str) -> Result<(), NotifyError> {
    if let Err(error) = make_known() {
        tracing::info!(%error, "notifications may not be shown");
    }
    notify_rust::Notification::new()
        .app_id(ID)
        .summary(title)
        .body(body)
        .show()
        .map(drop)
        .map_err(|_| NotifyError::NoService)
}

fn make_known() -> io::Result<()> {
    let key = format!("Software\\Classes\\AppUserModelId\\{ID}");
    set_value(&key, "DisplayName", NAME)
}

/// Makes the key if need be.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winreg/nf-winreg-regsetkeyvaluew>
fn set_value(key: &str, name: &str, text: &str) -> io::Result<()> {
    let (key, name, text) = (wide(key), wide(name), wide(text));
    let bytes = u32::try_from(text.len() * size_of::<u16>()).map_err(io::Error::other)?;
    // SAFETY: the names end with a nought, all three live until the call is over, and the length is that of the text.
    let error = unsafe {
        RegSetKeyValueW(
            HKEY_CURRENT_USER,
            key.as_ptr(),
            name.as_ptr(),
            REG_SZ,
            text.as_ptr().cast(),
            bytes,
        )
    };
    match error {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error.cast_signed())),
    }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::System::Registry::{RRF_RT_REG_SZ, RegDeleteTreeW, RegGetValueW};

    use super::*;

    #[test]
    fn the_program_is_known_by_its_own_name() {
        let key = "Software\\Classes\\AppUserModelId\\com.esimdesk.test";
        for _ in 0..2 {
            set_value(key, "DisplayName", NAME).expect("this user's registry takes it");
        }
        let (place, name) = (wide(key), wide("DisplayName"));
        let mut text = [0_u16; 64];
        let mut bytes = 128_u32;
        // SAFETY: there is room for as many bytes as is said.
        let error = unsafe {
            RegGetValueW(
                HKEY_CURRENT_USER,
                place.as_ptr(),
                name.as_ptr(),
                RRF_RT_REG_SZ,
                std::ptr::null_mut(),
                text.as_mut_ptr().cast(),
                &raw mut bytes,
            )
        };
        assert_eq!(error, 0);
        let signs = bytes as usize / 2 - 1;
        assert_eq!(String::from_utf16_lossy(&text[..signs]), NAME);
        // SAFETY: the name lives until the call is over.
        unsafe { RegDeleteTreeW(HKEY_CURRENT_USER, place.as_ptr()) };
    }
}
