//! By the formats that Windows' own history, its cloud and other programs look for:
//! `ExcludeClipboardContentFromMonitorProcessing`, `CanUploadToCloudClipboard` and `CanIncludeInClipboardHistory`.
//! <https://learn.microsoft.com/en-us/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats>
//!
//! The clipboard crate adds them to texts only, so a picture is written here: both while nobody else can look.

mod picture;

use std::io::Cursor;

use arboard::{Clipboard, Error, ImageData, SetExtWindows as _};
use clipboard_win::{formats, raw, register_format};
use image::{ImageFormat, RgbaImage};

/// How often a clipboard that another program has open is tried.
const TRIES: usize = 10;

/// Nobody may process, upload or keep it. What stands in them does not matter but for the nought of the last two.
const MARKS: [&str; 3] = [
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanUploadToCloudClipboard",
    "CanIncludeInClipboardHistory",
];
const NO: [u8; 4] = [0; 4];

/// Copies a text that histories leave out, and that stays on this computer.
pub fn put_text(system: &mut Clipboard, text: &str) -> Result<(), Error> {
    let secret = system.set().exclude_from_monitoring();
    secret
        .exclude_from_cloud()
        .exclude_from_history()
        .text(text)
}

/// Copies a picture that histories leave out, and that stays on this computer.
pub fn put_picture(_: &mut Clipboard, picture: ImageData<'_>) -> Result<(), Error> {
    let pixels = pixels_of(picture).ok_or(Error::ConversionFailure)?;
    let mut png = Cursor::new(Vec::new());
    let encoded = pixels.write_to(&mut png, ImageFormat::Png);
    encoded.map_err(|_| Error::ConversionFailure)?;
    let bitmap = picture::bitmap(&pixels).ok_or(Error::ConversionFailure)?;
    let open = clipboard_win::Clipboard::new_attempts(TRIES);
    let _open = open.map_err(|_| Error::ClipboardOccupied)?;
    raw::empty().map_err(refused)?;
    put("PNG", png.get_ref())?;
    raw::set_without_clear(formats::CF_DIB, &bitmap).map_err(refused)?;
    MARKS.iter().try_for_each(|mark| put(mark, &NO))
}

fn put(format: &str, bytes: &[u8]) -> Result<(), Error> {
    let Some(number) = register_format(format) else {
        return Err(Error::ClipboardNotSupported);
    };
    raw::set_without_clear(number.get(), bytes).map_err(refused)
}

fn refused(code: clipboard_win::ErrorCode) -> Error {
    Error::Unknown {
        description: format!("the clipboard does not take it: {code}"),
    }
}

fn pixels_of(picture: ImageData<'_>) -> Option<RgbaImage> {
    let width = u32::try_from(picture.width).ok()?;
    let height = u32::try_from(picture.height).ok()?;
    RgbaImage::from_raw(width, height, picture.bytes.into_owned())
}

#[cfg(test)]
mod tests {
    #![expect(unsafe_code, reason = "asking the system what was copied")]

    use std::borrow::Cow;

    use arboard::{Clipboard, ImageData};
    use windows_sys::Win32::System::DataExchange::{
        IsClipboardFormatAvailable, RegisterClipboardFormatW,
    };

    use crate::platform::clipboard::{put_picture, put_text};
    use crate::platform::wide::wide;

    fn is_there(format: &str) -> bool {
        let name = wide(format);
        // SAFETY: the name lives until the call is over.
        let number = unsafe { RegisterClipboardFormatW(name.as_ptr()) };
        // SAFETY: a number goes in.
        unsafe { IsClipboardFormatAvailable(number) != 0 }
    }

    /// One test, because there is one clipboard.
    #[test]
    fn texts_and_pictures_are_marked_for_every_history() {
        let mut system = Clipboard::new().expect("there is one");
        let marks = [
            "ExcludeClipboardContentFromMonitorProcessing",
            "CanUploadToCloudClipboard",
            "CanIncludeInClipboardHistory",
        ];
        system.set_text("a bill").expect("it is put there");
        assert!(!marks.iter().any(|mark| is_there(mark)), "no secret");
        put_text(&mut system, "LPA:1$a.example$1").expect("it is put there");
        assert!(marks.iter().all(|mark| is_there(mark)), "a text");
        system.set_text("a bill").expect("it is put there");
        let bytes = Cow::Owned([0, 0, 0, 255].repeat(4));
        let (width, height) = (2, 2);
        let picture = ImageData {
            width,
            height,
            bytes,
        };
        put_picture(&mut system, picture).expect("it is put there");
        assert!(marks.iter().all(|mark| is_there(mark)), "a picture");
        let read = system.get_image().expect("it can be read as one");
        assert_eq!((read.width, read.height), (2, 2));
        assert!(read.bytes.chunks(4).all(|point| point[..3] == [0, 0, 0]));
        system.clear().expect("it is ours");
    }
}
