//! WebView2: no menu, no keys of a browser, nothing that fills in forms, nothing dropped into it, and a page whose process
//! died is loaded anew. What Tauri's builder has a word for is said there (`shell/windows`).
//! <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2settings>

#![expect(unsafe_code, reason = "calls of the system's components")]

mod core;
mod monitor;
mod view;
mod zoom;

use webview2_com::Microsoft::Web::WebView2::Win32::{
    COREWEBVIEW2_PROCESS_FAILED_KIND, COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
    ICoreWebView2, ICoreWebView2Controller, ICoreWebView2Controller4,
    ICoreWebView2ProcessFailedEventArgs, ICoreWebView2Settings, ICoreWebView2Settings3,
    ICoreWebView2Settings4,
};
use webview2_com::ProcessFailedEventHandler;
use windows_core::{Interface as _, Result};

use self::core::{core_of, settings_of};
pub use self::monitor::pixels_to_a_metre;
pub use self::view::View;

/// To be called on the thread of the window. A web view that lacks a switch is left as it is.
pub fn be_no_browser(view: &View) {
    let done = [
        core_of(&view.controller).and_then(|page| settings_of(&page).and_then(|its| no_menu(&its))),
        core_of(&view.controller).and_then(|page| settings_of(&page).and_then(|its| no_keys(&its))),
        core_of(&view.controller)
            .and_then(|page| settings_of(&page).and_then(|its| no_forms(&its))),
        core_of(&view.controller).and_then(|page| come_back(&page)),
        nothing_dropped(&view.controller),
        zoom::by_keys(&view.controller),
    ];
    for failed in done.into_iter().filter_map(Result::err) {
        tracing::warn!(%failed, "the web view keeps something of a browser");
    }
}

fn no_menu(settings: &ICoreWebView2Settings) -> Result<()> {
    // SAFETY: as above.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2settings>
    unsafe { settings.SetAreDefaultContextMenusEnabled(false) }
}

/// Print, find, reload, the tools of developers, and zooming, which `zoom` gives back.
fn no_keys(settings: &ICoreWebView2Settings) -> Result<()> {
    let settings: ICoreWebView2Settings3 = settings.cast()?;
    // SAFETY: as above.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2settings3>
    unsafe { settings.SetAreBrowserAcceleratorKeysEnabled(false) }
}

/// Tauri's word for the rest of what fills in forms is the builder's.
fn no_forms(settings: &ICoreWebView2Settings) -> Result<()> {
    let settings: ICoreWebView2Settings4 = settings.cast()?;
    // SAFETY: as above.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2settings4>
    unsafe { settings.SetIsPasswordAutosaveEnabled(false) }
}

fn nothing_dropped(controller: &ICoreWebView2Controller) -> Result<()> {
    let controller: ICoreWebView2Controller4 = controller.cast()?;
    // SAFETY: as above.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller4>
    unsafe { controller.SetAllowExternalDrop(false) }
}

/// A page whose process has ended is loaded anew. Of other processes the web view starts new ones itself; without its own it
/// cannot go on.
fn come_back(page: &ICoreWebView2) -> Result<()> {
    let hear = ProcessFailedEventHandler::create(Box::new(|page, failed| {
        let Some(kind) = failed.as_ref().map(kind_of).transpose()? else {
            return Ok(());
        };
        tracing::warn!(kind = kind.0, "a process of the web view has ended");
        match page {
            Some(page) if kind == COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED => {
                reload(&page)
            }
            _ => Ok(()),
        }
    }));
    let mut never_ended = 0;
    // SAFETY: the handler is counted by whoever holds it; there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2>
    unsafe { page.add_ProcessFailed(&hear, &raw mut never_ended) }
}

fn kind_of(
    failed: &ICoreWebView2ProcessFailedEventArgs,
) -> Result<COREWEBVIEW2_PROCESS_FAILED_KIND> {
    let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
    // SAFETY: there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2processfailedeventargs>
    unsafe { failed.ProcessFailedKind(&raw mut kind) }?;
    Ok(kind)
}

fn reload(page: &ICoreWebView2) -> Result<()> {
    // SAFETY: the page is the one that the web view has just named, on the thread of its window.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2>
    unsafe { page.Reload() }
}
