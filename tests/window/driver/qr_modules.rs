//! A code in a picture of the screen, measured pixel by pixel: where it is, how many pixels a module has, and whether each
//! of them is exactly black or white. And read by programs that share no code, as it is, shrunk and turned.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use image::{Rgb, RgbImage};

use super::pictures::read_codes;

const BLACK: Rgb<u8> = Rgb([0; 3]);
const WHITE: Rgb<u8> = Rgb([255; 3]);

/// What the standard asks for around a code.
const QUIET_ZONE: u32 = 4;
/// Modules along the outer edge of a corner's eye.
const EYE: u32 = 7;
/// No version of the standard has fewer or more modules a side, and each has four more than the one before.
const SIDES: std::ops::RangeInclusive<u32> = 21..=177;

/// A code of whole modules in exact black and white, with its quiet zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The first pixel of the code itself.
    pub left: u32,
    pub top: u32,
    /// Modules a side, without the quiet zone.
    pub modules: u32,
    /// Pixels a module.
    pub pixels: u32,
}

impl Measured {
    /// Pixels a side, with the quiet zone.
    pub fn side(&self) -> u32 {
        (self.modules + 2 * QUIET_ZONE) * self.pixels
    }

    /// Pixels of the quiet zone, on each side.
    pub fn quiet(&self) -> u32 {
        QUIET_ZONE * self.pixels
    }

    /// Itself, if it takes at least 60 % of the window's shorter side.
    pub fn large_enough(self, shorter: u32) -> Result<Self, String> {
        match 5 * self.side() >= 3 * shorter {
            true => Ok(self),
            false => Err(format!("{self:?} takes less than 60 % of {shorter}")),
        }
    }
}

/// Measures the one code in a picture that is also in a file. Tells what is wrong with it.
pub fn measure(picture: &RgbImage, file: &Path) -> Result<Measured, String> {
    let [first, second, third] = corners(file)?;
    let is_black = |x: u32, y: u32| picture.get_pixel_checked(x, y) == Some(&BLACK);
    // The reader's corners may be a pixel or two off: from there inwards to the edge of the eye.
    let (x, y) = (0..12)
        .map(|in_by| (first.0 + in_by, first.1 + in_by))
        .find(|&(x, y)| is_black(x, y) && is_black(x + 1, y + 1))
        .ok_or("there is nothing black in the code's corner")?;
    let left = (0..=x).rev().take_while(|&x| is_black(x, y)).last();
    let left = left.ok_or("no left edge")?;
    let top = (0..=y).rev().take_while(|&y| is_black(left + 1, y)).last();
    let top = top.ok_or("no upper edge")?;

    let eye = run(|at| is_black(left + at, top));
    let eye_down = run(|at| is_black(left, top + at));
    let pixels = eye / EYE;
    if pixels == 0 || eye != pixels * EYE || eye_down != eye {
        return Err(format!(
            "an eye of {EYE} modules takes {eye} by {eye_down} pixels"
        ));
    }
    let near = |modules: u32, far: u32, from: u32| (from + modules * pixels).abs_diff(far) < pixels;
    let modules = SIDES
        .step_by(4)
        .find(|&modules| near(modules, second.0, left) && near(modules, third.1, top))
        .ok_or_else(|| format!("{pixels} pixels a module fit no version: {second:?} {third:?}"))?;
    let measured = Measured {
        left,
        top,
        modules,
        pixels,
    };
    exact(picture, &measured)?;
    Ok(measured)
}

/// Whether every module is one colour, black or white, and the quiet zone white: nothing is on it or over it.
fn exact(picture: &RgbImage, code: &Measured) -> Result<(), String> {
    let quiet = code.quiet();
    let (Some(left), Some(top)) = (code.left.checked_sub(quiet), code.top.checked_sub(quiet))
    else {
        return Err("the quiet zone leaves the screen".to_owned());
    };
    if left + code.side() > picture.width() || top + code.side() > picture.height() {
        return Err("the quiet zone leaves the screen".to_owned());
    }
    let inside = QUIET_ZONE..QUIET_ZONE + code.modules;
    for row in 0..code.modules + 2 * QUIET_ZONE {
        for column in 0..code.modules + 2 * QUIET_ZONE {
            let (x, y) = (left + column * code.pixels, top + row * code.pixels);
            let color = *picture.get_pixel(x, y);
            let light_only = !inside.contains(&row) || !inside.contains(&column);
            let allowed = color == WHITE || (color == BLACK && !light_only);
            let all_alike = (0..code.pixels)
                .all(|dy| (0..code.pixels).all(|dx| *picture.get_pixel(x + dx, y + dy) == color));
            if !allowed || !all_alike {
                return Err(format!(
                    "module {column}, {row} of {} pixels at {x}, {y} is not pure: {color:?}",
                    code.pixels
                ));
            }
        }
    }
    Ok(())
}

fn run(is_black: impl Fn(u32) -> bool) -> u32 {
    (0..)
        .take_while(|&at| is_black(at))
        .last()
        .map_or(0, |last| last + 1)
}

/// Where ZXing-C++ sees the one code's upper left, upper right and lower left corner.
fn corners(file: &Path) -> Result<[(u32, u32); 3], String> {
    let printed = zxing(file, &[]);
    let position = printed
        .lines()
        .find_map(|line| line.strip_prefix("Position:"));
    let position = position.ok_or("ZXing-C++ finds no code")?;
    let corners: Vec<(u32, u32)> = position
        .split_whitespace()
        .filter_map(|corner| {
            let (x, y) = corner.split_once('x')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect();
    match corners[..] {
        [first, second, _, fourth] => Ok([first, second, fourth]),
        _ => Err(format!("these are not four corners: {position}")),
    }
}

/// All codes that ZXing-C++ finds in a picture.
pub fn read_by_zxing(file: &Path) -> Vec<String> {
    let printed = zxing(file, &["-1"]);
    // NAME QRCode "TEXT"
    printed
        .lines()
        .filter_map(|line| Some(line.split_once('"')?.1.rsplit_once('"')?.0.to_owned()))
        .collect()
}

fn zxing(file: &Path, arguments: &[&str]) -> String {
    let output = Command::new("ZXingReader")
        .args(["-format", "QRCode"])
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            panic!("ZXingReader does not start ({error}); `cargo xtask setup` installs it")
        });
    String::from_utf8(output.stdout).expect("codes are text")
}

/// Writes a picture where readers find it.
pub fn written(picture: &RgbImage, file: &Path) {
    let size = format!("P6 {} {} 255\n", picture.width(), picture.height());
    fs::write(file, [size.as_bytes(), picture.as_raw()].concat()).expect("the home is ours");
}

/// Fails unless both readers find exactly this code in the picture, and also in the code with what is around it when it is
/// shrunk to 2.5 pixels a module and when it is turned by 30 degrees. When it is both, one of them must.
pub fn assert_read_in_any_way(file: &Path, code: &Measured, text: &str, name: &str) {
    let around = code.side() / 8;
    let quiet = code.quiet();
    let crop = format!(
        "{side}x{side}+{}+{}",
        code.left.saturating_sub(quiet + around),
        code.top.saturating_sub(quiet + around),
        side = code.side() + 2 * around,
    );
    let shrunk = format!("{}%", 250.0 / f64::from(code.pixels));
    let ways: [(&str, usize, &[&str]); 3] = [
        ("shrunk", 2, &["-resize", &shrunk]),
        ("turned", 2, &["-rotate", "30"]),
        (
            "turned and shrunk",
            1,
            &["-rotate", "30", "-resize", &shrunk],
        ),
    ];
    assert_read(file, text, 2, name);
    for (way, by, how) in ways {
        let changed: PathBuf = file.with_extension("changed.pgm");
        let done = Command::new("convert")
            .arg(file)
            .args(["-crop", &crop, "+repage", "-background", "white"])
            .args(how)
            .arg(&changed)
            .status()
            .expect("ImageMagick is there: `cargo xtask setup` installs it");
        assert!(done.success(), "{name}: the picture can be {way}");
        assert_read(&changed, text, by, &format!("{name}, {way}"));
    }
}

/// `by` so many of the readers at least. None may read anything else.
fn assert_read(file: &Path, text: &str, by: usize, name: &str) {
    let found = [read_codes(file), read_by_zxing(file)];
    assert!(
        found.iter().flatten().all(|read| read == text),
        "{name}: {found:?} by zbar and ZXing-C++"
    );
    let readers = found.iter().filter(|read| read.len() == 1).count();
    assert!(
        readers >= by,
        "{name}: read as {found:?} by zbar and ZXing-C++"
    );
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use esim_desk_lib::activation::{Mark, QrPicture};
    use image::RgbImage;

    use super::{BLACK, Measured, WHITE, measure, written};

    const TEXT: &str = "LPA:1$rsp.sandbox.example$6C-DA326D-K86D";

    /// A grey screen with our picture on it, five pixels a module at 40, 60.
    fn screen() -> RgbImage {
        let drawn = QrPicture::draw_text(TEXT).expect("it is valid");
        let png = drawn.png(1024, Mark::None).expect("it can be saved");
        let large = image::load_from_memory(&png)
            .expect("it is a picture")
            .into_rgb8();
        let per_module = large.width() / drawn.side();
        RgbImage::from_fn(400, 400, |x, y| {
            let module = |at: u32, from: u32| Some(at.checked_sub(from)? / 5);
            match (module(x, 40), module(y, 60)) {
                (Some(x), Some(y)) if x < drawn.side() && y < drawn.side() => {
                    *large.get_pixel(x * per_module, y * per_module)
                }
                _ => image::Rgb([200; 3]),
            }
        })
    }

    fn measured(picture: &RgbImage) -> Result<Measured, String> {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let file = folder.path().join("screen.ppm");
        written(picture, Path::new(&file));
        measure(picture, &file)
    }

    #[test]
    fn a_clean_code_is_measured_as_it_was_drawn() {
        let found = measured(&screen()).expect("nothing is wrong with it");
        assert_eq!((found.left, found.top), (40 + 20, 60 + 20), "its corner");
        assert_eq!((found.modules, found.pixels), (29, 5), "its modules");
    }

    #[test]
    fn one_pixel_in_a_module_or_the_quiet_zone_is_noticed() {
        for (x, y) in [(40, 60), (150, 150), (100, 63), (60, 80)] {
            for color in [BLACK, WHITE, image::Rgb([254; 3]), image::Rgb([1; 3])] {
                let mut picture = screen();
                if *picture.get_pixel(x, y) == color {
                    continue;
                }
                picture.put_pixel(x, y, color);
                assert!(measured(&picture).is_err(), "{color:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn modules_of_unequal_size_are_noticed() {
        let clean = screen();
        // The right half one pixel further to the right.
        let stretched = RgbImage::from_fn(400, 400, |x, y| {
            *clean.get_pixel(if x > 150 { x - 1 } else { x }, y)
        });
        assert!(measured(&stretched).is_err(), "a module of six pixels");
    }
}
