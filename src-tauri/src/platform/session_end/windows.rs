//! Windows asks every window whether the session may end, shows the person why it does not, and goes on as soon as the answer
//! is yes. <https://learn.microsoft.com/en-us/windows/win32/shutdown/shutting-down>

#![expect(unsafe_code, reason = "calls of the system")]

use windows_sys::Win32::Foundation::{HWND, LRESULT};
use windows_sys::Win32::System::Shutdown::{ShutdownBlockReasonCreate, ShutdownBlockReasonDestroy};
use windows_sys::Win32::UI::WindowsAndMessaging::WM_QUERYENDSESSION;

use crate::platform::hidden_window;
use crate::platform::wide::wide;

const YES: LRESULT = 1;

/// Where the session is about to end and `busy` says so, `wait` is called and `why` shown until it returns.
pub fn wait_before(
    wait: impl Fn() + Send + 'static,
    busy: impl Fn() -> bool + Send + 'static,
    why: String,
) {
    let listening = hidden_window::listen(
        "session-end",
        |_| Ok(()),
        move |window, message, _| {
            (message == WM_QUERYENDSESSION).then(|| {
                if busy() {
                    show(window, &why);
                    wait();
                    take_away(window);
                }
                YES
            })
        },
    );
    if let Err(error) = listening {
        tracing::info!(%error, "the end of the session will wait for nothing");
    }
}

/// Without it Windows says of the program only that it does not answer.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-shutdownblockreasoncreate>
fn show(window: HWND, why: &str) {
    let why = wide(why);
    // SAFETY: the window is the one that is being asked, on its own thread; the text lives until the call has copied it.
    unsafe { ShutdownBlockReasonCreate(window, why.as_ptr()) };
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-shutdownblockreasondestroy>
fn take_away(window: HWND) {
    // SAFETY: as above.
    unsafe { ShutdownBlockReasonDestroy(window) };
}
