//! A window that nobody sees, on a thread of its own: Windows tells what happens to a session by messages to windows, and
//! the thread of ours has pages to draw. What a message means is known where it is heard.

#![expect(
    unsafe_code,
    reason = "calls of the system, and the function that it calls back"
)]

use std::io;
use std::ptr::{null, null_mut};
use std::sync::mpsc;
use std::thread;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DispatchMessageW, GWLP_USERDATA, GetMessageW,
    GetWindowLongPtrW, MSG, RegisterClassW, SetWindowLongPtrW, WNDCLASSW, WS_EX_TOOLWINDOW,
    WS_POPUP,
};

use super::wide::wide;

/// What is done with a message: its number and first value in, the answer out, or none where it is the system's to answer.
type Hear = Box<dyn Fn(HWND, u32, WPARAM) -> Option<LRESULT>>;

/// Makes a window, begins with `begin` and hands `hear` its messages, for as long as the program runs. Each `name` once.
///
/// # Errors
/// Where there is no window, as in a session without a desktop, or nothing to begin with.
pub(in crate::platform) fn listen(
    name: &'static str,
    begin: impl FnOnce(HWND) -> io::Result<()> + Send + 'static,
    hear: impl Fn(HWND, u32, WPARAM) -> Option<LRESULT> + Send + 'static,
) -> io::Result<()> {
    let (made, was_made) = mpsc::channel();
    thread::Builder::new().name(name.into()).spawn(move || {
        let begun = make(name).and_then(|window| {
            begin(window)?;
            give(window, Box::new(hear));
            Ok(())
        });
        let goes_on = begun.is_ok();
        // Whoever asked waits for it.
        drop(made.send(begun));
        if goes_on {
            pass_messages_on();
        }
    })?;
    let gone = |_| Err(io::ErrorKind::BrokenPipe.into());
    was_made.recv().unwrap_or_else(gone)
}

/// A window of the top, because only those are told of the end of a session; without a place in the task bar, never shown.
fn make(name: &str) -> io::Result<HWND> {
    let class = wide(format!("com.esimdesk.app.{name}"));
    let program = this_program();
    let description = WNDCLASSW {
        style: 0,
        lpfnWndProc: Some(answer),
        cbClsExtra: 0,
        cbWndExtra: 0,
        hInstance: program,
        hIcon: null_mut(),
        hCursor: null_mut(),
        hbrBackground: null_mut(),
        lpszMenuName: null(),
        lpszClassName: class.as_ptr(),
    };
    // SAFETY: the description and the name in it live until the call is over; `answer` is a function of the whole run.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-registerclassw>
    if unsafe { RegisterClassW(&raw const description) } == 0 {
        return Err(io::Error::last_os_error());
    }
    let title = wide("eSIM Desk");
    let (nobody, no_menu) = (null_mut(), null_mut());
    // SAFETY: both texts live until the call is over, and the class is registered; nothing is handed to the new window.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-createwindowexw>
    let window = unsafe {
        CreateWindowExW(
            WS_EX_TOOLWINDOW,
            class.as_ptr(),
            title.as_ptr(),
            WS_POPUP,
            0,
            0,
            0,
            0,
            nobody,
            no_menu,
            program,
            null(),
        )
    };
    match window.is_null() {
        true => Err(io::Error::last_os_error()),
        false => Ok(window),
    }
}

fn this_program() -> *mut std::ffi::c_void {
    // SAFETY: no name means this program, which is not unloaded while it runs.
    // <https://learn.microsoft.com/en-us/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulehandlew>
    unsafe { GetModuleHandleW(null()) }
}

/// From here on it hears. What hears is never taken back: the window lasts as long as the program.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-setwindowlongptrw>
fn give(window: HWND, hear: Hear) {
    let hear: &'static Hear = Box::leak(Box::new(hear));
    let place = std::ptr::from_ref(hear).expose_provenance().cast_signed();
    // SAFETY: the window is this thread's, and its place for a number of ours was not used before.
    unsafe { SetWindowLongPtrW(window, GWLP_USERDATA, place) };
}

/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-getwindowlongptrw>
fn given(window: HWND) -> Option<&'static Hear> {
    // SAFETY: the window is the one that is being told something, on its own thread.
    let place = unsafe { GetWindowLongPtrW(window, GWLP_USERDATA) };
    let hear = std::ptr::with_exposed_provenance::<Hear>(place.cast_unsigned());
    // SAFETY: it is nothing, or what `give` has left there for good.
    unsafe { hear.as_ref() }
}

/// What Windows calls with each message, on the thread that made the window.
/// <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nc-winuser-wndproc>
extern "system" fn answer(window: HWND, message: u32, first: WPARAM, second: LPARAM) -> LRESULT {
    let ours = given(window).and_then(|hear| hear(window, message, first));
    // SAFETY: the message is handed on as it came.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-defwindowprocw>
    ours.unwrap_or_else(|| unsafe { DefWindowProcW(window, message, first, second) })
}

fn pass_messages_on() {
    let mut message = MSG::default();
    // No more messages, and an error, both end it: there is no other window here.
    while next(&mut message) > 0 {
        // SAFETY: the message is the one that was just written.
        // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-dispatchmessagew>
        unsafe { DispatchMessageW(&raw const message) };
    }
}

fn next(message: &mut MSG) -> i32 {
    // SAFETY: there is room for the message; no window means all of this thread.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-getmessagew>
    unsafe { GetMessageW(message, null_mut(), 0, 0) }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use windows_sys::Win32::UI::WindowsAndMessaging::{PostMessageW, WM_APP};

    use super::listen;

    #[test]
    fn what_is_sent_to_the_window_is_heard() {
        let (tell, told) = mpsc::channel();
        let begun = listen(
            "test",
            |window| {
                // SAFETY: the window was just made.
                let posted = unsafe { PostMessageW(window, WM_APP, 7, 0) };
                assert_ne!(posted, 0, "the window takes messages");
                Ok(())
            },
            move |_, message, first| {
                (message == WM_APP).then(|| {
                    tell.send(first).expect("somebody waits");
                    0
                })
            },
        );
        // A session without a desktop, such as Wine's without a display, has no windows.
        if begun.is_ok() {
            let first = told.recv_timeout(Duration::from_secs(10));
            assert_eq!(first.expect("it is heard"), 7);
        }
    }
}
