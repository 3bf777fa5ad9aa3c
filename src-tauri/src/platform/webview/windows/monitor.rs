//! How large the pixels are of the monitor that a page stands on: as the monitor itself tells the system.

use webview2_com::Microsoft::Web::WebView2::Win32::ICoreWebView2Controller;
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::Graphics::Gdi::{HMONITOR, MONITOR_DEFAULTTONEAREST, MonitorFromWindow};
use windows_sys::Win32::UI::HiDpi::{GetDpiForMonitor, MDT_RAW_DPI};

use super::view::View;
use crate::platform::webview::size::likely;

const METRES_TO_AN_INCH: f64 = 0.0254;

/// Of the monitor that the page stands on, where it says how large it is. To be called on the thread of the window.
pub fn pixels_to_a_metre(view: &View) -> Option<f64> {
    let window = window_of(&view.controller)?;
    let to_an_inch = pixels_to_an_inch(monitor_of(window))?;
    likely(f64::from(to_an_inch) / METRES_TO_AN_INCH)
}

fn window_of(controller: &ICoreWebView2Controller) -> Option<HWND> {
    let mut window = Default::default();
    // SAFETY: the controller is the window's, on the window's thread; there is room for the answer.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller>
    unsafe { controller.ParentWindow(&raw mut window) }.ok()?;
    Some(window.0)
}

fn monitor_of(window: HWND) -> HMONITOR {
    // SAFETY: whatever window it is, a monitor is the answer.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-monitorfromwindow>
    unsafe { MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST) }
}

/// Of the glass, not of the scale that the person has chosen.
fn pixels_to_an_inch(monitor: HMONITOR) -> Option<u32> {
    let (mut across, mut down) = (0, 0);
    // SAFETY: the monitor was just asked for; there is room for both numbers.
    // <https://learn.microsoft.com/en-us/windows/win32/api/shellscalingapi/nf-shellscalingapi-getdpiformonitor>
    let told = unsafe { GetDpiForMonitor(monitor, MDT_RAW_DPI, &raw mut across, &raw mut down) };
    (told == 0).then_some(across)
}
