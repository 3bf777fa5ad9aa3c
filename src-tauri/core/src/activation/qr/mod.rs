//! QR codes, drawn once and read back before anybody sees them (ruling 20).
//!
//! ```text
//! picture ──► path, mark   a proved picture: as SVG path, PNG, pixels; the word under a demo's
//! path, mark ──► grid      dark and light modules, the one source of all pictures
//! error                    why a text has none
//! ```
//!
//! One module grid feeds all: the SVG path for the screen and for print, PNG files, and the clipboard. A
//! [`QrPicture`] exists only after its path was filled again, found equal to the grid and decoded, by another
//! program than drew it, to exactly the text asked for. Each bitmap goes through the same when it is made. So there
//! is no picture that says something else.
//!
//! Not here: colours, sizes on screen, `<svg>` markup. The UI sets the path on pure white in every theme, at a whole
//! number of pixels a module.

mod error;
mod grid;
mod mark;
mod path;
mod picture;

pub use error::DrawError;
pub use grid::{LEVEL, Level, QUIET_ZONE};
pub use picture::{MIN_SIDE_PX, Mark, QrPicture, Rgba};
