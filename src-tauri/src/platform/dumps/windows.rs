//! By the error mode, in which Windows ends a program that has crashed without calling its error reporting, and by a flag for
//! that reporting, which hears of aborts all the same: no heap in what it keeps.
//!
//! Not here: dumps that an administrator sets up for every program (`LocalDumps` in the registry). Leaving this program out of
//! error reporting for good (`WerAddExcludedApplication`) would be written into the user's registry and stay there.

#![expect(unsafe_code, reason = "calls of the system")]

use windows_sys::Win32::System::Diagnostics::Debug::{
    SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SetErrorMode,
};
use windows_sys::Win32::System::ErrorReporting::{WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags};

/// For this program, and the mode for all that it starts. Without success the program works all the same.
pub fn turn_off() {
    report_no_crash();
    keep_no_heap();
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/errhandlingapi/nf-errhandlingapi-seterrormode>
fn report_no_crash() {
    // SAFETY: a number goes in, and the mode that was comes out.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX) };
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/werapi/nf-werapi-wersetflags>
fn keep_no_heap() {
    // SAFETY: a number goes in.
    unsafe { WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP) };
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::System::Diagnostics::Debug::GetErrorMode;

    use super::*;

    #[test]
    fn a_crash_is_not_reported() {
        turn_off();
        // SAFETY: the mode comes out.
        let mode = unsafe { GetErrorMode() };
        assert_eq!(mode & SEM_NOGPFAULTERRORBOX, SEM_NOGPFAULTERRORBOX);
    }
}
