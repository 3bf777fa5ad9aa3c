//! The module grid: the one source of every picture of a code.

use image::{GrayImage, Luma};
use qrcode::{Color, QrCode};

use super::error::DrawError;

/// Error correction, from `L` (7 %) to `H` (30 %). A higher one makes smaller modules on the same area.
pub use qrcode::EcLevel as Level;

/// The least level of the pictures that the app shows. It decides how many modules there are; a higher one is used where
/// it takes no more of them.
///
/// Chosen by measurement, see `docs/scanning.md`: a usual code has 29 modules a side at L and M, 33 at Q and 37 at H, and
/// coarser modules beat more correction, while M beats L as soon as the shot is less than calm.
pub const LEVEL: Level = Level::M;

/// Light modules on each side, as ISO/IEC 18004 asks for. Part of every picture.
pub const QUIET_ZONE: u32 = 4;

pub(super) const BLACK: Luma<u8> = Luma([0]);
pub(super) const WHITE: Luma<u8> = Luma([255]);

/// A square of dark and light modules. Places count from the corner of the quiet zone, which is part of it.
pub(super) struct Grid {
    modules: u32,
    dark: Vec<bool>,
}

impl Grid {
    /// With the fewest modules that hold the text at this level.
    pub(super) fn encode(text: &str, level: Level) -> Result<Self, DrawError> {
        let code =
            QrCode::with_error_correction_level(text, level).map_err(|_| DrawError::DoesNotFit)?;
        Self::of(code)
    }

    /// The same, at the highest level that takes no more modules.
    pub(super) fn encode_from(text: &str, level: Level) -> Result<Self, DrawError> {
        let least =
            QrCode::with_error_correction_level(text, level).map_err(|_| DrawError::DoesNotFit)?;
        let raised = [Level::H, Level::Q, Level::M]
            .into_iter()
            .filter(|higher| *higher > level)
            .find_map(|higher| QrCode::with_version(text, least.version(), higher).ok());
        Self::of(raised.unwrap_or(least))
    }

    fn of(code: QrCode) -> Result<Self, DrawError> {
        let modules = u32::try_from(code.width()).map_err(|_| DrawError::DoesNotFit)?;
        let dark = code
            .into_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        Ok(Self { modules, dark })
    }

    /// Modules along one side, without the quiet zone.
    pub(super) fn modules(&self) -> u32 {
        self.modules
    }

    /// Modules along one side, with the quiet zone on both ends.
    pub(super) fn side(&self) -> u32 {
        self.modules + 2 * QUIET_ZONE
    }

    pub(super) fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = QUIET_ZONE..QUIET_ZONE + self.modules;
        inside.contains(&x)
            && inside.contains(&y)
            && self.dark[((y - QUIET_ZONE) * self.modules + (x - QUIET_ZONE)) as usize]
    }

    /// The grid in pure black and white, `px` pixels a module.
    pub(super) fn bitmap(&self, px: u32) -> GrayImage {
        let side = self.side() * px;
        GrayImage::from_fn(side, side, |x, y| match self.is_dark(x / px, y / px) {
            true => BLACK,
            false => WHITE,
        })
    }
}
