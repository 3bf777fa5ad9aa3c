//! For this computer only, so that it does not go to the person's other devices (Universal Clipboard), and with the type of
//! what is concealed, which programs that keep histories agreed on: <https://nspasteboard.org>.
//!
//! The clipboard crate has no word for the first of these; emptying, reading and taking away stay its own.

#![expect(unsafe_code, reason = "constants of the system")]

use std::io::Cursor;

use arboard::{Clipboard, Error, ImageData};
use image::{ImageFormat, RgbaImage};
use objc2::AnyThread as _;
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2_app_kit::{
    NSImage, NSPasteboard, NSPasteboardContentsOptions, NSPasteboardType, NSPasteboardTypeString,
};
use objc2_foundation::{NSArray, NSData, NSString};

/// Copies a text that histories and other devices leave out.
pub fn put_text(_: &mut Clipboard, text: &str) -> Result<(), Error> {
    let board = emptied();
    // <https://developer.apple.com/documentation/appkit/nspasteboard/setstring(_:fortype:)>
    let put = board.setString_forType(&NSString::from_str(text), string_type());
    conceal(&board);
    taken(put)
}

/// Copies a picture that histories and other devices leave out.
pub fn put_picture(_: &mut Clipboard, picture: ImageData<'_>) -> Result<(), Error> {
    let image = image_of(picture).ok_or(Error::ConversionFailure)?;
    let board = emptied();
    let objects = NSArray::from_retained_slice(&[ProtocolObject::from_retained(image)]);
    // <https://developer.apple.com/documentation/appkit/nspasteboard/writeobjects(_:)>
    let put = board.writeObjects(&objects);
    conceal(&board);
    taken(put)
}

/// <https://developer.apple.com/documentation/appkit/nspasteboard/preparefornewcontents(with:)>
fn emptied() -> Retained<NSPasteboard> {
    let board = NSPasteboard::generalPasteboard();
    board.prepareForNewContentsWithOptions(NSPasteboardContentsOptions::CurrentHostOnly);
    board
}

fn conceal(board: &NSPasteboard) {
    let concealed = NSString::from_str("org.nspasteboard.ConcealedType");
    board.setString_forType(&NSString::new(), &concealed);
}

fn string_type() -> &'static NSPasteboardType {
    // SAFETY: a constant of AppKit, which is loaded as long as the program runs and writes it before that does.
    unsafe { NSPasteboardTypeString }
}

fn image_of(picture: ImageData<'_>) -> Option<Retained<NSImage>> {
    let width = u32::try_from(picture.width).ok()?;
    let height = u32::try_from(picture.height).ok()?;
    let pixels = RgbaImage::from_raw(width, height, picture.bytes.into_owned())?;
    let mut png = Cursor::new(Vec::new());
    pixels.write_to(&mut png, ImageFormat::Png).ok()?;
    // <https://developer.apple.com/documentation/appkit/nsimage/init(data:)>
    NSImage::initWithData(NSImage::alloc(), &NSData::with_bytes(png.get_ref()))
}

fn taken(put: bool) -> Result<(), Error> {
    match put {
        true => Ok(()),
        false => Err(Error::Unknown {
            description: "the pasteboard does not take it".to_owned(),
        }),
    }
}
