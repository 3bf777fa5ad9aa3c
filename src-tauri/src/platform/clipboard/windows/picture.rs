//! A picture as every program of Windows can read it: a bitmap without a file's head, whose lines run upwards.
//! <https://learn.microsoft.com/en-us/windows/win32/api/wingdi/ns-wingdi-bitmapinfoheader>

use image::RgbaImage;

/// The bitmap; nothing of it is see-through.
pub(super) fn bitmap(pixels: &RgbaImage) -> Option<Vec<u8>> {
    const HEAD: u32 = 40;
    const PLANES: u16 = 1;
    const BITS: u16 = 24;
    let (width, height) = pixels.dimensions();
    // A line is a whole number of four bytes.
    let line = width.checked_mul(3)?.checked_next_multiple_of(4)?;
    let size = line.checked_mul(height)?;
    let mut bytes = Vec::with_capacity((HEAD + size) as usize);
    bytes.extend(HEAD.to_le_bytes());
    bytes.extend(i32::try_from(width).ok()?.to_le_bytes());
    bytes.extend(i32::try_from(height).ok()?.to_le_bytes());
    bytes.extend(PLANES.to_le_bytes());
    bytes.extend(BITS.to_le_bytes());
    // Not compressed.
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    // Of no size on paper, and of all colours.
    bytes.extend([0; 16]);
    for row in pixels.rows().rev() {
        let begins = bytes.len();
        for point in row {
            let [red, green, blue, _] = point.0;
            bytes.extend([blue, green, red]);
        }
        bytes.resize(begins + line as usize, 0);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_upwards_and_fill_four_bytes() {
        let points = [[1, 2, 3, 255], [4, 5, 6, 255]].concat();
        let pixels = RgbaImage::from_raw(1, 2, points).expect("two points");
        let bytes = bitmap(&pixels).expect("it is small");
        assert_eq!(bytes.len(), 40 + 8);
        assert_eq!(bytes[..12], [40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
        assert_eq!(bytes[40..], [6, 5, 4, 0, 3, 2, 1, 0]);
    }
}
