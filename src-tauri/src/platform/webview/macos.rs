//! WKWebView: no gestures of a browser and no previews of links. It has no keys of a browser, its menu is the page's to
//! take away (`ui/src/lib/no-browser.ts`), and a page whose process died is loaded anew by the shell.
//! <https://developer.apple.com/documentation/webkit/wkwebview>

#![expect(unsafe_code, reason = "calls of the system, and a pointer of Tauri's")]

use std::ffi::c_void;

use objc2::rc::Retained;
use objc2_app_kit::{NSStatusWindowLevel, NSWindowCollectionBehavior};
use objc2_core_graphics::CGDisplayScreenSize;
use objc2_foundation::{NSNumber, NSString};
use objc2_web_kit::WKWebView;

use super::size::likely;

/// The web view of a page, and the way to its print dialog, which says whether it opened.
pub struct View {
    webview: Option<Retained<WKWebView>>,
    open_print_dialog: Box<dyn Fn() -> bool>,
}

impl View {
    /// Of what Tauri has of it, on the thread of the window.
    pub fn of(webview: *mut c_void, open_print_dialog: impl Fn() -> bool + 'static) -> View {
        // SAFETY: Tauri says that it is the web view of a window, and keeps it for as long as the window stands; from here on
        // it is counted.
        let webview = unsafe { Retained::retain(webview.cast::<WKWebView>()) };
        View {
            webview,
            open_print_dialog: Box::new(open_print_dialog),
        }
    }

    pub(in crate::platform) fn open_print_dialog(&self) -> bool {
        (self.open_print_dialog)()
    }
}

/// To be called on the thread of the window.
pub fn be_no_browser(view: &View) {
    let Some(webview) = &view.webview else {
        return;
    };
    no_swiping(webview);
    no_pinching(webview);
    no_previews(webview);
}

/// Fills the monitor that the window stands on, over the menu bar, on every space, and stays when another program comes to
/// the front. To be called on the thread of the window.
pub fn cover_monitor(view: &View) {
    let window = view.webview.as_ref().and_then(|webview| webview.window());
    let Some(window) = window else {
        return;
    };
    // <https://developer.apple.com/documentation/appkit/nswindow/level-swift.property>
    window.setLevel(NSStatusWindowLevel);
    // <https://developer.apple.com/documentation/appkit/nswindow/collectionbehavior-swift.property>
    window.setCollectionBehavior(
        NSWindowCollectionBehavior::CanJoinAllSpaces
            | NSWindowCollectionBehavior::Stationary
            | NSWindowCollectionBehavior::IgnoresCycle
            | NSWindowCollectionBehavior::FullScreenAuxiliary,
    );
    if let Some(screen) = window.screen() {
        // <https://developer.apple.com/documentation/appkit/nswindow/setframe(_:display:)>
        window.setFrame_display(screen.frame(), true);
    }
}

/// Of the monitor that the page stands on, where it says how large it is. To be called on the thread of the window.
pub fn pixels_to_a_metre(view: &View) -> Option<f64> {
    let screen = view.webview.as_ref()?.window()?.screen()?;
    // <https://developer.apple.com/documentation/appkit/nsscreen/devicedescription>
    let description = screen.deviceDescription();
    let number = description.objectForKey(&NSString::from_str("NSScreenNumber"))?;
    let display = number.downcast_ref::<NSNumber>()?.unsignedIntValue();
    // <https://developer.apple.com/documentation/coregraphics/cgdisplayscreensize(_:)>
    let metres = CGDisplayScreenSize(display).width / 1_000.0;
    // As many as the page draws on: a display may show them larger or smaller than its own.
    likely(screen.frame().size.width * screen.backingScaleFactor() / metres)
}

/// <https://developer.apple.com/documentation/webkit/wkwebview/allowsbackforwardnavigationgestures>
fn no_swiping(webview: &WKWebView) {
    // SAFETY: on the thread of the window; a flag goes in.
    unsafe { webview.setAllowsBackForwardNavigationGestures(false) };
}

/// <https://developer.apple.com/documentation/webkit/wkwebview/allowsmagnification>
fn no_pinching(webview: &WKWebView) {
    // SAFETY: as above.
    unsafe { webview.setAllowsMagnification(false) };
}

/// <https://developer.apple.com/documentation/webkit/wkwebview/allowslinkpreview>
fn no_previews(webview: &WKWebView) {
    // SAFETY: as above.
    unsafe { webview.setAllowsLinkPreview(false) };
}
