//! Power requests, which `powercfg /requests` lists with their reason and which end with the program.
//! <https://learn.microsoft.com/en-us/windows/win32/power/system-sleep-criteria>

#![expect(unsafe_code, reason = "calls of the system")]

use std::future::ready;
use std::io;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};

use tokio::sync::watch;
use windows_sys::Win32::Foundation::INVALID_HANDLE_VALUE;
use windows_sys::Win32::System::Power::{
    POWER_REQUEST_TYPE, PowerClearRequest, PowerCreateRequest, PowerRequestDisplayRequired,
    PowerRequestSystemRequired, PowerSetRequest,
};
use windows_sys::Win32::System::SystemServices::POWER_REQUEST_CONTEXT_VERSION;
use windows_sys::Win32::System::Threading::{
    POWER_REQUEST_CONTEXT_SIMPLE_STRING, REASON_CONTEXT, REASON_CONTEXT_0,
};

use super::hold::hold_while;
use crate::platform::wide::wide;

/// Keeps the computer awake and its screen on while `wanted` says so. Ends when nobody can want it any more.
pub async fn keep_awake_while(wanted: watch::Receiver<bool>) {
    hold_while(wanted, Held::begin).await;
}

/// Windows lets a program in the background do its little.
pub fn keep_going_while(_wanted: watch::Receiver<bool>) -> impl Future<Output = ()> + Send {
    ready(())
}

/// The computer's own sleep does not follow from its screen's, so both are asked for.
const BOTH: [POWER_REQUEST_TYPE; 2] = [PowerRequestDisplayRequired, PowerRequestSystemRequired];

/// The wish to stay awake.
struct Held(OwnedHandle);

impl Held {
    fn begin() -> io::Result<Held> {
        let held = Held(request("a code is being handed over")?);
        for kind in BOTH {
            set(&held.0, kind)?;
        }
        Ok(held)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for kind in BOTH {
            clear(&self.0, kind);
        }
    }
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-powercreaterequest>
fn request(why: &str) -> io::Result<OwnedHandle> {
    let mut why = wide(why);
    let context = REASON_CONTEXT {
        Version: POWER_REQUEST_CONTEXT_VERSION,
        Flags: POWER_REQUEST_CONTEXT_SIMPLE_STRING,
        Reason: REASON_CONTEXT_0 {
            SimpleReasonString: why.as_mut_ptr(),
        },
    };
    // SAFETY: the context says that it holds a text, which ends with a nought and lives until the call has copied it.
    let handle = unsafe { PowerCreateRequest(&raw const context) };
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle is new, and nobody else's.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-powersetrequest>
fn set(request: &OwnedHandle, kind: POWER_REQUEST_TYPE) -> io::Result<()> {
    // SAFETY: the handle is open and of a power request.
    match unsafe { PowerSetRequest(request.as_raw_handle(), kind) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// What was not set cannot be cleared, and goes with the handle all the same.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winbase/nf-winbase-powerclearrequest>
fn clear(request: &OwnedHandle, kind: POWER_REQUEST_TYPE) {
    // SAFETY: the handle is open and of a power request.
    unsafe { PowerClearRequest(request.as_raw_handle(), kind) };
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn the_system_takes_the_wish_and_its_end_as_often_as_there_is_one() {
        for _ in 0..3 {
            drop(Held::begin().expect("the system takes it"));
        }
    }
}
