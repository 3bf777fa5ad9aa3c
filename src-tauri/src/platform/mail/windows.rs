//! The system is asked to open the address with whatever this user has for it, and its answer is told. No command line of a
//! program in between cuts the draft.

#![expect(unsafe_code, reason = "calls of the system")]

use std::ptr::{null, null_mut};
use std::thread;

use windows_sys::Win32::System::Com::{
    COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE, CoInitializeEx, CoUninitialize,
};
use windows_sys::Win32::UI::Shell::{SE_ERR_ASSOCINCOMPLETE, SE_ERR_NOASSOC, ShellExecuteW};
use windows_sys::Win32::UI::WindowsAndMessaging::SW_SHOWNORMAL;

use super::error::MailError;
use crate::platform::wide::wide;

/// What is more than this is no error.
const LAST_ERROR: usize = 32;

/// Opens the draft, and says if there is no program for it. It may take a while.
pub fn open(address: &str) -> Result<(), MailError> {
    let address = wide(address);
    // A thread of its own, because what the system calls there may be programs in this process that ask for a kind of thread.
    let opened = thread::spawn(move || in_apartment(|| answer_of(execute(&address))));
    opened.join().unwrap_or(Err(MailError::NotStarted))
}

fn answer_of(code: usize) -> Result<(), MailError> {
    const NO_PROGRAM: [u32; 2] = [SE_ERR_NOASSOC, SE_ERR_ASSOCINCOMPLETE];
    if code > LAST_ERROR {
        return Ok(());
    }
    match NO_PROGRAM.iter().any(|none| *none as usize == code) {
        true => Err(MailError::NoProgram),
        false => Err(MailError::NotStarted),
    }
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-shellexecutew>
fn execute(address: &[u16]) -> usize {
    let verb = wide("open");
    let (nobody, nothing) = (null_mut(), null());
    // SAFETY: both texts end with a nought and live until the call is over; there is no window, parameter or folder.
    let answer = unsafe {
        ShellExecuteW(
            nobody,
            verb.as_ptr(),
            address.as_ptr(),
            nothing,
            nothing,
            SW_SHOWNORMAL,
        )
    };
    // A number in the place of a handle.
    answer as usize
}

/// Without it the system still opens what needs none of its components.
/// <https://learn.microsoft.com/en-us/windows/win32/api/combaseapi/nf-combaseapi-coinitializeex>
fn in_apartment<T>(work: impl FnOnce() -> T) -> T {
    let kind = (COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE).cast_unsigned();
    // SAFETY: this thread is new, and nobody else has said what kind it is.
    let begun = unsafe { CoInitializeEx(null(), kind) };
    let done = work();
    if begun >= 0 {
        // SAFETY: it follows the one that succeeded, on the same thread.
        unsafe { CoUninitialize() };
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_program_a_failure_and_success_are_told_apart() {
        assert!(matches!(answer_of(31), Err(MailError::NoProgram)));
        assert!(matches!(answer_of(27), Err(MailError::NoProgram)));
        for failure in [0, 2, 5, 8, 26, 28, 32] {
            let told = answer_of(failure);
            assert!(matches!(told, Err(MailError::NotStarted)), "{failure}");
        }
        assert!(answer_of(42).is_ok());
    }

    #[test]
    fn an_address_that_nothing_opens_is_told() {
        assert!(open("esim-desk-test-of-nothing:a").is_err());
    }
}
