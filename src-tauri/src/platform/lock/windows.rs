//! Windows tells a window of ours when the session is locked or left for another, and when the computer goes to sleep.
//! <https://learn.microsoft.com/en-us/windows/win32/termserv/wm-wtssession-change>,
//! <https://learn.microsoft.com/en-us/windows/win32/power/wm-powerbroadcast>

#![expect(unsafe_code, reason = "calls of the system")]

use std::io;

use tokio::sync::{mpsc, watch};
use windows_sys::Win32::Foundation::{HWND, WPARAM};
use windows_sys::Win32::System::Power::RegisterSuspendResumeNotification;
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DEVICE_NOTIFY_WINDOW_HANDLE, PBT_APMSUSPEND, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE,
    WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK, WTS_SESSION_LOGOFF,
};

use crate::platform::hidden_window;

/// Calls `locked` whenever this session is locked or left, or the computer goes to sleep. Listening costs nothing, so it is
/// not only done while a code is on screen.
pub async fn call_when_locked(_code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let (tell, mut told) = mpsc::unbounded_channel();
    let listening = hidden_window::listen("locks", begin, move |_, message, what| {
        if is_lock(message, what) {
            // Whoever listened may have ended with the program.
            let _ = tell.send(());
        }
        // The system's own answer lets everything happen.
        None
    });
    if let Err(error) = listening {
        tracing::warn!(%error, "locks of this session are not heard");
    }
    while told.recv().await.is_some() {
        locked();
    }
}

/// Whether nobody of this session looks at its screen any more.
fn is_lock(message: u32, what: WPARAM) -> bool {
    let Ok(what) = u32::try_from(what) else {
        return false;
    };
    match message {
        WM_WTSSESSION_CHANGE => matches!(
            what,
            WTS_SESSION_LOCK | WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT | WTS_SESSION_LOGOFF
        ),
        WM_POWERBROADCAST => what == PBT_APMSUSPEND,
        _ => false,
    }
}

fn begin(window: HWND) -> io::Result<()> {
    // Each without the other is still worth hearing.
    let (sessions, sleep) = (hear_sessions(window), hear_sleep(window));
    if sleep.is_err() {
        tracing::info!("sleep is heard only where the computer tells everybody");
    }
    sessions
}

fn hear_sessions(window: HWND) -> io::Result<()> {
    // SAFETY: the window was just made, by this thread, and lasts as long as the program.
    // <https://learn.microsoft.com/en-us/windows/win32/api/wtsapi32/nf-wtsapi32-wtsregistersessionnotification>
    let heard = unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) };
    match heard {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Computers that doze (Modern Standby) tell only those who asked.
fn hear_sleep(window: HWND) -> io::Result<()> {
    // SAFETY: as above; the registration is never given back.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-registersuspendresumenotification>
    let heard = unsafe { RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE) };
    match heard {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::UI::WindowsAndMessaging::{
        PBT_APMRESUMEAUTOMATIC, WM_CLOSE, WTS_SESSION_UNLOCK,
    };

    use super::*;

    #[test]
    fn a_lock_a_departure_and_sleep_are_heard_and_nothing_else() {
        for (message, what, heard) in [
            (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, true),
            (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT, true),
            (WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT, true),
            (WM_WTSSESSION_CHANGE, WTS_SESSION_LOGOFF, true),
            (WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK, false),
            (WM_POWERBROADCAST, PBT_APMSUSPEND, true),
            (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, false),
            // Its number is that of a lock.
            (WM_CLOSE, WTS_SESSION_LOCK, false),
        ] {
            let what = usize::try_from(what).expect("a small number");
            assert_eq!(is_lock(message, what), heard, "{message} {what}");
        }
        assert!(!is_lock(WM_POWERBROADCAST, usize::MAX));
    }
}
