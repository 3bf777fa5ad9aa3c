//! The way from the controller of a web view to its page and its settings.

use webview2_com::Microsoft::Web::WebView2::Win32::{
    ICoreWebView2, ICoreWebView2Controller, ICoreWebView2Settings,
};
use windows_core::Result;

pub(super) fn core_of(controller: &ICoreWebView2Controller) -> Result<ICoreWebView2> {
    // SAFETY: the controller is the window's, on the window's thread.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller>
    unsafe { controller.CoreWebView2() }
}

pub(super) fn settings_of(page: &ICoreWebView2) -> Result<ICoreWebView2Settings> {
    // SAFETY: the page is the window's, on the window's thread.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2>
    unsafe { page.Settings() }
}
