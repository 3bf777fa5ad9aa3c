//! By the hint that password managers give, `x-kde-passwordManagerHint`.

use arboard::{Clipboard, Error, ImageData, SetExtLinux as _};

/// Copies a text that histories leave out.
pub fn put_text(system: &mut Clipboard, text: &str) -> Result<(), Error> {
    system.set().exclude_from_history().text(text)
}

/// Copies a picture that histories leave out.
pub fn put_picture(system: &mut Clipboard, picture: ImageData<'_>) -> Result<(), Error> {
    system.set().exclude_from_history().image(picture)
}
