//! What Windows has of a web view.

use webview2_com::Microsoft::Web::WebView2::Win32::ICoreWebView2Controller;

/// The web view of a page, and the way to its print dialog, which says whether it opened.
pub struct View {
    pub(super) controller: ICoreWebView2Controller,
    open_print_dialog: Box<dyn Fn() -> bool>,
}

impl View {
    pub fn of(
        controller: ICoreWebView2Controller,
        open_print_dialog: impl Fn() -> bool + 'static,
    ) -> View {
        View {
            controller,
            open_print_dialog: Box::new(open_print_dialog),
        }
    }

    pub(in crate::platform) fn open_print_dialog(&self) -> bool {
        (self.open_print_dialog)()
    }
}
