//! How large a page is on its screen. The page itself does not know: what enlarges it besides the screen's own factor is
//! hidden from it.

use tauri::WebviewWindow;

/// The size of a page in pixels of the screen.
#[derive(Clone, Copy, serde::Serialize, specta::Type)]
pub struct PagePixels {
    width: u32,
    height: u32,
}

pub fn page_pixels(window: &WebviewWindow) -> Option<PagePixels> {
    let size = window.inner_size().ok()?;
    Some(PagePixels {
        width: size.width,
        height: size.height,
    })
}
