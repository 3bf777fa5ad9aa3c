//! How large a page is on its screen. The page itself does not know: what enlarges it besides the screen's own factor is
//! hidden from it.

use tauri::WebviewWindow;

use super::by_system::with_view;
use crate::platform::webview;

/// The size of a page in pixels of the screen.
#[derive(Clone, Copy, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PagePixels {
    width: u32,
    height: u32,
    /// Of the monitor that it stands on, where that is known.
    pixels_to_a_metre: Option<f64>,
}

pub async fn page_pixels(window: &WebviewWindow) -> Option<PagePixels> {
    let size = window.inner_size().ok()?;
    Some(PagePixels {
        width: size.width,
        height: size.height,
        pixels_to_a_metre: pixels_to_a_metre(window).await,
    })
}

async fn pixels_to_a_metre(window: &WebviewWindow) -> Option<f64> {
    let (answer, answered) = tokio::sync::oneshot::channel();
    with_view(window, move |view| {
        let found = webview::pixels_to_a_metre(&view);
        // Nobody waits any more where the page has gone.
        let _ = answer.send(found);
    })
    .ok()?;
    answered.await.ok()?
}
