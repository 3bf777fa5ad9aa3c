//! The word SAMPLE under a demo's picture, so that no printed or saved demo is taken for a real code (ruling 25).
//!
//! It stands on a strip of its own below the quiet zone: nothing is ever drawn on the code.

use image::{GenericImage, GrayImage};

use super::grid::{BLACK, WHITE};

/// S A M P L E, five dots wide and seven high, one dot between letters.
const SAMPLE: [&str; 7] = [
    ".###...###..#...#.####..#.....#####",
    "#...#.#...#.##.##.#...#.#.....#....",
    "#.....#...#.#.#.#.#...#.#.....#....",
    ".###..#####.#.#.#.####..#.....####.",
    "....#.#...#.#...#.#.....#.....#....",
    "#...#.#...#.#...#.#.....#.....#....",
    ".###..#...#.#...#.#.....#####.#####",
];

const WIDTH: u32 = SAMPLE[0].len() as u32;
const HEIGHT: u32 = SAMPLE.len() as u32;
/// Blank dots below the word.
const MARGIN: u32 = 4;

/// The square picture with the strip below it. The word takes about half of the width.
pub(super) fn with_sample(picture: &GrayImage) -> GrayImage {
    let side = picture.width();
    let dot = (side / (2 * WIDTH)).max(1);
    let strip = (HEIGHT + MARGIN) * dot;
    let left = side.saturating_sub(WIDTH * dot) / 2;

    let mut marked = GrayImage::from_pixel(side, picture.height() + strip, WHITE);
    // The copy fits: the new picture is as wide and higher.
    let _ = marked.copy_from(picture, 0, 0);
    for (row, dots) in (0..).zip(SAMPLE) {
        for (column, _) in (0..).zip(dots.bytes()).filter(|&(_, byte)| byte == b'#') {
            for (dx, dy) in (0..dot).flat_map(|dy| (0..dot).map(move |dx| (dx, dy))) {
                let (x, y) = (left + column * dot + dx, picture.height() + row * dot + dy);
                if x < side {
                    marked.put_pixel(x, y, BLACK);
                }
            }
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_stands_below_the_picture_and_never_on_it() {
        let picture = GrayImage::from_pixel(1025, 1025, WHITE);
        let marked = with_sample(&picture);
        let black = |y: u32| (0..1025).any(|x| *marked.get_pixel(x, y) == BLACK);
        assert!(!(0..1025).any(black), "the picture is untouched");
        assert!((1025..marked.height()).any(black), "the word is there");
        assert!(!black(marked.height() - 1), "with a margin below");
    }

    #[test]
    fn letters_are_seven_rows_of_equal_width() {
        assert!(SAMPLE.iter().all(|row| row.len() as u32 == WIDTH));
        assert_eq!(WIDTH, 6 * 5 + 5, "six letters and five gaps");
    }

    #[test]
    fn a_picture_too_small_for_the_word_is_no_panic() {
        let tiny = GrayImage::from_pixel(10, 10, WHITE);
        assert!(with_sample(&tiny).height() > 10);
    }
}
