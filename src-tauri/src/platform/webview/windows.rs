//! No switches of Windows' web view yet: they take `unsafe`. Only its own print dialog, which is opened as the shell says.

/// The web view of a page.
pub struct View(Box<dyn Fn() -> bool>);

impl View {
    /// With the way to its print dialog, which says whether it opened.
    pub fn with_print_dialog(open: impl Fn() -> bool + 'static) -> View {
        View(Box::new(open))
    }

    pub(in crate::platform) fn open_print_dialog(&self) -> bool {
        (self.0)()
    }
}

/// Does nothing yet.
pub fn be_no_browser(_: &View) {}

/// Not known yet.
pub fn pixels_to_a_metre(_: &View) -> Option<f64> {
    None
}
