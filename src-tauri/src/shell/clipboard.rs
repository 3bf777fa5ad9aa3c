//! The clipboard: what is put there for a customer is a credential.
//!
//! Texts of a code are written as secrets, which clipboard histories leave out where the system knows such a thing, and
//! "copied" is said only after they were read back. What we put there is taken away again, after a minute or when the
//! customer has gone, but only while it is still there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tauri::image::Image;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::book::OrderKey;
use crate::desk::{CodeText, Desk, Failure, LinkKind, wait};

/// How long a copied text may stay.
const STAY: Duration = Duration::from_secs(60);

/// What of a hand-over can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CopyWhat {
    InstallCode,
    Smdp,
    MatchingId,
    IphoneLink,
    AndroidLink,
    WindowsLink,
    Picture,
}

/// What was last put into the clipboard for a customer.
#[derive(Default)]
pub struct Left(Mutex<Place>);

#[derive(Default)]
struct Place {
    there: Option<LeftThere>,
    /// Counts the copies, so that the end of one's minute does not take a later one away.
    copies: u64,
}

enum LeftThere {
    Text(SecretString),
    Picture,
}

/// Copies a text or the picture of an order's proved code.
pub async fn copy(
    app: &AppHandle,
    desk: &Desk,
    order: OrderKey,
    what: CopyWhat,
) -> Result<(), Failure> {
    let text = match what {
        CopyWhat::InstallCode => CodeText::InstallCode,
        CopyWhat::Smdp => CodeText::Smdp,
        CopyWhat::MatchingId => CodeText::MatchingId,
        CopyWhat::IphoneLink => CodeText::Link(LinkKind::Iphone),
        CopyWhat::AndroidLink => CodeText::Link(LinkKind::Android),
        CopyWhat::WindowsLink => CodeText::Link(LinkKind::Windows),
        CopyWhat::Picture => return copy_picture(app, desk, order).await,
    };
    let text = desk.code_text(order, text).await?;
    let clipboard = app.clipboard();
    clipboard
        .write_secret(text.expose_secret())
        .map_err(|_| Failure::Clipboard)?;
    let there = clipboard.read_text().map_err(|_| Failure::Clipboard)?;
    if there != text.expose_secret() {
        return Err(Failure::Clipboard);
    }
    let copy = remember(app, LeftThere::Text(text));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait(STAY)).await;
        if is_the_last(&app, copy) {
            forget(&app);
        }
    });
    Ok(())
}

/// Copies what support asks for. It is no secret and stays.
pub fn copy_reference(app: &AppHandle, text: &str) -> Result<(), Failure> {
    app.clipboard()
        .write_text(text)
        .map_err(|_| Failure::Clipboard)
}

/// Clears the clipboard, if it still holds what was put there for the customer.
pub fn forget(app: &AppHandle) {
    let Some(left) = with_place(app, |place| place.there.take()) else {
        return;
    };
    let clipboard = app.clipboard();
    let still_there = match &left {
        LeftThere::Text(text) => clipboard
            .read_text()
            .is_ok_and(|there| there == text.expose_secret()),
        // A picture cannot be compared cheaply; where a text has taken its place, it is not ours any more.
        LeftThere::Picture => clipboard.read_text().is_err(),
    };
    if !still_there {
        tracing::info!("the clipboard holds something else by now, which stays");
    } else if clipboard.clear().is_err() {
        tracing::warn!("the clipboard could not be cleared");
    } else {
        tracing::info!("the clipboard was cleared");
    }
}

async fn copy_picture(app: &AppHandle, desk: &Desk, order: OrderKey) -> Result<(), Failure> {
    let picture = desk.picture_rgba(order).await?;
    let image = Image::new(&picture.bytes, picture.width, picture.height);
    app.clipboard()
        .write_image(&image)
        .map_err(|_| Failure::Clipboard)?;
    remember(app, LeftThere::Picture);
    Ok(())
}

/// Gives the number of this copy.
fn remember(app: &AppHandle, there: LeftThere) -> u64 {
    with_place(app, |place| {
        place.there = Some(there);
        place.copies += 1;
        place.copies
    })
}

fn is_the_last(app: &AppHandle, copy: u64) -> bool {
    with_place(app, |place| place.copies == copy)
}

fn with_place<T>(app: &AppHandle, work: impl FnOnce(&mut Place) -> T) -> T {
    let left = app.state::<Left>();
    let mut place = left.0.lock().unwrap_or_else(PoisonError::into_inner);
    work(&mut place)
}
