//! Who the person is whose program this is, as Windows writes it in what may be done with a file or a pipe.

#![expect(unsafe_code, reason = "calls of the system")]

use std::io;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::ptr::null_mut;

use widestring::U16CString;
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::ConvertSidToStringSidW;
use windows_sys::Win32::Security::{GetTokenInformation, PSID, TOKEN_QUERY, TOKEN_USER, TokenUser};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// The security identifier, such as `S-1-5-21-…-1001`.
pub(in crate::platform) fn sid() -> io::Result<String> {
    let token = token()?;
    let user = user_of(&token)?;
    // SAFETY: the system has written a `TOKEN_USER` at the beginning, and `user` is aligned for it and has not moved.
    let about = unsafe { &*user.as_ptr().cast::<TOKEN_USER>() };
    text_of(about.User.Sid)
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-openprocesstoken>
fn token() -> io::Result<OwnedHandle> {
    let mut token = null_mut();
    // SAFETY: the handle of the own process is a constant; there is room for the one of the token.
    let opened = unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) };
    if opened == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle is new, and nobody else's.
    Ok(unsafe { OwnedHandle::from_raw_handle(token) })
}

/// A `TOKEN_USER`, and behind it what it points to: it must stay where it was written. In words that are aligned for pointers.
/// <https://learn.microsoft.com/en-us/windows/win32/api/securitybaseapi/nf-securitybaseapi-gettokeninformation>
fn user_of(token: &OwnedHandle) -> io::Result<Box<[u64; 32]>> {
    let mut user = Box::new([0_u64; 32]);
    let room = u32::try_from(size_of_val(&*user)).map_err(io::Error::other)?;
    let mut used = 0;
    // SAFETY: the token is open, and there is as much room as is said.
    let got = unsafe {
        GetTokenInformation(
            token.as_raw_handle(),
            TokenUser,
            user.as_mut_ptr().cast(),
            room,
            &raw mut used,
        )
    };
    match got {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(user),
    }
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/sddl/nf-sddl-convertsidtostringsidw>
fn text_of(sid: PSID) -> io::Result<String> {
    let mut text = null_mut();
    // SAFETY: the identifier is the one that the system has just given; there is room for the way to its text.
    if unsafe { ConvertSidToStringSidW(sid, &raw mut text) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the system made a text that ends with a nought.
    let copy = unsafe { U16CString::from_ptr_str(text) };
    // SAFETY: the text is the system's to free, and ours to say when. Nobody looks at it any more.
    unsafe { LocalFree(text.cast()) };
    copy.to_string().map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_person_is_known() {
        let sid = super::sid().expect("the system says it");
        assert!(sid.starts_with("S-1-5-"), "{sid}");
        let parts: Vec<&str> = sid.split('-').skip(1).collect();
        assert!(parts.len() >= 4, "{sid}");
        assert!(
            parts.iter().all(|part| part.parse::<u64>().is_ok()),
            "{sid}"
        );
    }
}
