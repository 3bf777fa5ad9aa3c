//! Pictures of a code and of its links, drawn and read back off the async threads.

use crate::activation::{Doubt, InstallCode, QrPicture, link};
use crate::desk::model::Failure;

/// The side of saved and copied pictures, in pixels, at least.
pub(super) const SIDE: u32 = 1024;

/// A text of the hand-over that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeText {
    InstallCode,
    Smdp,
    MatchingId,
    Link(LinkKind),
}

/// An install link, by the device that it is for (rulings 21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Iphone,
    Android,
    /// The URI that Windows knows.
    Windows,
}

/// A link and its own picture, drawn and read back like the code's. Nothing here opens it.
#[derive(Clone, serde::Serialize, specta::Type)]
pub struct InstallLink {
    pub text: String,
    /// A side in modules, quiet zone included.
    pub modules: u32,
    /// An SVG path in module units.
    pub path: String,
}

/// The picture of a code.
pub(super) async fn of_code(code: InstallCode) -> Result<QrPicture, Doubt> {
    tokio::task::spawn_blocking(move || QrPicture::draw(&code))
        .await
        .map_err(|_| Doubt::PictureWrong)?
        .map_err(Doubt::from)
}

/// A link to a code, with its picture.
pub(super) async fn of_link(kind: LinkKind, code: InstallCode) -> Result<InstallLink, Failure> {
    off_thread(move || {
        let text = link_text(kind, &code);
        QrPicture::draw_text(&text).map(|picture| InstallLink {
            modules: picture.side(),
            path: picture.svg_path().to_owned(),
            text,
        })
    })
    .await
}

pub(super) async fn off_thread<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Failure::NoCode)?
        .map_err(|_| Failure::NoCode)
}

pub(super) fn link_text(kind: LinkKind, code: &InstallCode) -> String {
    match kind {
        LinkKind::Iphone => link::iphone(code),
        LinkKind::Android => link::android(code),
        LinkKind::Windows => link::uri(code),
    }
}
