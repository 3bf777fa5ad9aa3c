//! The picture of a code, and its proof: what was drawn is read back before anybody gets it.
//!
//! Not here: how modules are placed (`grid`), how they become a path and a bitmap again (`path`).

use std::fmt;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, ImageFormat};

use super::error::DrawError;
use super::grid::{Grid, LEVEL, Level};
use super::mark;
use super::path;
use crate::activation::code::InstallCode;

/// No bitmap is smaller, for a printer or a chat program will scale it.
pub const MIN_SIDE_PX: u32 = 1024;

/// No bitmap is asked to be larger, whatever the caller says: 64 MB of pixels are enough.
const MAX_SIDE_PX: u32 = 4096;

/// What the path is read back at: about the least that a picture on screen has.
const PROOF_PX: u32 = 4;

/// A QR code that says exactly the text it was made for. `Debug` does not show it: the path is the code.
pub struct QrPicture {
    text: String,
    grid: Grid,
    svg_path: String,
}

/// Whether a bitmap carries a word outside the quiet zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The code alone, square.
    None,
    /// SAMPLE on a strip below: the demo's pictures.
    Sample,
}

/// A bitmap for the clipboard: four bytes a pixel, rows from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Rgba {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

impl QrPicture {
    /// Draws and proves a complete install code.
    pub fn draw(code: &InstallCode) -> Result<Self, DrawError> {
        if !code.is_complete() {
            return Err(DrawError::Incomplete);
        }
        Self::draw_text(&code.qr_text())
    }

    /// The same for any text, such as an install link.
    pub fn draw_text(text: &str) -> Result<Self, DrawError> {
        Self::prove_grid(text, Grid::encode_from(text, LEVEL)?)
    }

    /// The same at exactly this level, for measuring which one is read best.
    pub fn draw_text_at(text: &str, level: Level) -> Result<Self, DrawError> {
        Self::prove_grid(text, Grid::encode(text, level)?)
    }

    fn prove_grid(text: &str, grid: Grid) -> Result<Self, DrawError> {
        let svg_path = path::write(&grid);
        let drawn = path::rasterise(&svg_path, grid.side(), PROOF_PX).ok_or(DrawError::Differs)?;
        // Decoding forgives wrong modules, and a damaged picture would only be read worse: so first, all must be right.
        if drawn != grid.bitmap(PROOF_PX) || !decodes_to(&drawn, text) {
            return Err(DrawError::Differs);
        }
        Ok(Self {
            text: text.to_owned(),
            grid,
            svg_path,
        })
    }

    /// Modules along one side, without the quiet zone.
    pub fn modules(&self) -> u32 {
        self.grid.modules()
    }

    /// Modules along one side with the quiet zone: the side of the SVG's view box.
    pub fn side(&self) -> u32 {
        self.grid.side()
    }

    /// One path for all dark modules, in module units from the corner of the quiet zone. To be filled black on white.
    pub fn svg_path(&self) -> &str {
        &self.svg_path
    }

    /// A greyscale PNG in pure black and white with whole pixels a module, the code at least `min_side_px` wide
    /// (held between 1024 and 4096). Decoded again before it is returned.
    pub fn png(&self, min_side_px: u32, mark: Mark) -> Result<Vec<u8>, DrawError> {
        let picture = self.bitmap(min_side_px, mark);
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(
                picture.as_raw(),
                picture.width(),
                picture.height(),
                ExtendedColorType::L8,
            )
            .map_err(|_| DrawError::Png)?;
        let written = image::load_from_memory_with_format(&png, ImageFormat::Png)
            .map_err(|_| DrawError::Png)?;
        self.prove(&picture, written)?;
        Ok(png)
    }

    /// The same picture for the clipboard, opaque. Decoded again before it is returned.
    pub fn rgba(&self, min_side_px: u32, mark: Mark) -> Result<Rgba, DrawError> {
        let picture = self.bitmap(min_side_px, mark);
        let coloured = DynamicImage::from(picture.clone()).into_rgba8();
        let rgba = Rgba {
            width: coloured.width(),
            height: coloured.height(),
            bytes: coloured.as_raw().clone(),
        };
        self.prove(&picture, coloured.into())?;
        Ok(rgba)
    }

    fn bitmap(&self, min_side_px: u32, mark: Mark) -> GrayImage {
        let min_side_px = min_side_px.clamp(MIN_SIDE_PX, MAX_SIDE_PX);
        let picture = self.grid.bitmap(min_side_px.div_ceil(self.side()));
        match mark {
            Mark::None => picture,
            Mark::Sample => mark::with_sample(&picture),
        }
    }

    fn prove(&self, meant: &GrayImage, made: DynamicImage) -> Result<(), DrawError> {
        let made = made.into_luma8();
        match made == *meant && decodes_to(&made, &self.text) {
            true => Ok(()),
            false => Err(DrawError::Differs),
        }
    }
}

impl fmt::Debug for QrPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrPicture([redacted])")
    }
}

impl fmt::Debug for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rgba({}x{}, [redacted])", self.width, self.height)
    }
}

/// Whether a reader finds `text` in the picture and no other text.
fn decodes_to(picture: &GrayImage, text: &str) -> bool {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    // A pattern that only looks like a code decodes to an error, and does not count.
    let mut read = prepared
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok())
        .peekable();
    read.peek().is_some() && read.all(|(_, said)| said == text)
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
