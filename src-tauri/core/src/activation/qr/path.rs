//! The grid as an SVG path, and back.
//!
//! The way back reads the finished string, not the grid, with a fill routine that knows nothing of runs or
//! modules. It understands only the commands that are written here.

use std::fmt::Write;

use image::GrayImage;

use super::grid::{BLACK, Grid, WHITE};

/// One closed rectangle for each horizontal run of dark modules, in module units.
pub(super) fn write(grid: &Grid) -> String {
    let mut path = String::new();
    for y in 0..grid.side() {
        let mut x = 0;
        while x < grid.side() {
            let run = (x..grid.side()).take_while(|&x| grid.is_dark(x, y)).count();
            if run > 0 {
                // Writing to a `String` cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run as u32 + 1;
        }
    }
    path
}

/// Fills the path at `px` pixels a unit on a white square of `side` units. `None` if it has a command that is not
/// written here, or leaves the square.
pub(super) fn rasterise(path: &str, side: u32, px: u32) -> Option<GrayImage> {
    let width = side * px;
    // A pixel is inside if the number of upright edges to its left is odd (the even-odd rule), so each edge only
    // marks the pixels to its right, and one sweep along the row does the rest.
    let mut crossed = vec![false; (width * width) as usize];
    for edge in upright_edges(path)? {
        if edge.x > side || edge.bottom > side {
            return None;
        }
        // The right border of the square has no pixel to its right.
        if edge.x < side {
            for row in edge.top * px..edge.bottom * px {
                crossed[(row * width + edge.x * px) as usize] ^= true;
            }
        }
    }
    let mut picture = GrayImage::from_pixel(width, width, WHITE);
    for y in 0..width {
        let mut inside = false;
        for x in 0..width {
            inside ^= crossed[(y * width + x) as usize];
            if inside {
                picture.put_pixel(x, y, BLACK);
            }
        }
    }
    Some(picture)
}

/// An upright edge at `x`, in path units.
struct Edge {
    x: u32,
    top: u32,
    bottom: u32,
}

/// Walks the path with its pen and collects the upright edges. Closing a subpath draws one if it leads straight up
/// or down.
fn upright_edges(path: &str) -> Option<Vec<Edge>> {
    let mut edges = Vec::new();
    let mut start = (0, 0);
    let mut pen = (0, 0);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        let after = &rest[command.len_utf8()..];
        let end = after
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let arguments = &after[..end];
        rest = &after[end..];

        let next = match command {
            'M' => {
                let (x, y) = arguments.split_once(' ')?;
                start = (x.parse().ok()?, y.parse().ok()?);
                pen = start;
                continue;
            }
            'h' => (moved(pen.0, arguments)?, pen.1),
            'v' => (pen.0, moved(pen.1, arguments)?),
            'z' if arguments.is_empty() => start,
            _ => return None,
        };
        if next.0 == pen.0 && next.1 != pen.1 {
            edges.push(Edge {
                x: pen.0,
                top: pen.1.min(next.1),
                bottom: pen.1.max(next.1),
            });
        } else if next.1 != pen.1 {
            return None; // slanted
        }
        pen = next;
    }
    Some(edges)
}

fn moved(from: u32, by: &str) -> Option<u32> {
    from.checked_add_signed(by.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::qr::grid::LEVEL;

    fn dark_pixels(path: &str, side: u32, px: u32) -> Vec<(u32, u32)> {
        let picture = rasterise(path, side, px).expect(path);
        picture
            .enumerate_pixels()
            .filter(|(_, _, pixel)| **pixel == BLACK)
            .map(|(x, y, _)| (x, y))
            .collect()
    }

    #[test]
    fn a_path_comes_back_as_the_very_grid_it_was_written_from() {
        let grid = Grid::encode("LPA:1$rsp.truphone.com$6C-DA326D-K86D", LEVEL).expect("fits");
        let path = write(&grid);
        assert!(
            path.starts_with("M4 4h7v1h-7z"),
            "a finder pattern begins in the corner"
        );
        for px in [1, 4] {
            let back = rasterise(&path, grid.side(), px).expect("own commands");
            assert!(back == grid.bitmap(px), "at {px} pixels a module");
        }
    }

    #[test]
    fn filling_follows_the_path_and_not_the_grid() {
        assert_eq!(dark_pixels("M1 1h1v1h-1z", 3, 1), [(1, 1)]);
        assert_eq!(
            dark_pixels("M0 0h2v1h-2zM1 2h1v1h-1z", 3, 1),
            [(0, 0), (1, 0), (1, 2)]
        );
        assert_eq!(
            dark_pixels("M0 0h1v1h-1z", 2, 2),
            [(0, 0), (1, 0), (0, 1), (1, 1)],
            "scaled"
        );
        assert_eq!(
            dark_pixels("M0 0h3v3h-3zM1 1h1v1h-1z", 3, 1).len(),
            8,
            "a rectangle within another is a hole"
        );
        assert_eq!(
            dark_pixels("M2 2v1h1v-1z", 3, 1),
            [(2, 2)],
            "up to the right and lower border"
        );
        assert_eq!(dark_pixels("", 2, 1), []);
    }

    #[test]
    fn a_path_that_it_cannot_fill_exactly_is_refused() {
        for path in [
            "M0 0l1 1h1z",
            "M0 0h1v1z",
            "M0 0h9v1h-9z",
            "M0 0h1v9h-1z",
            "M0 0h-1v1h1z",
            "M0h1v1h-1z",
            "M0 0h1.5v1h-1.5z",
            "M0 0h99999999999v1z",
            "M4000000000 0v1h1z",
            "M0 4000000000h1v1h-1z",
            "M0 0hüv1z",
            "ü",
            "h1 z 1",
        ] {
            assert!(rasterise(path, 4, 2).is_none(), "{path}");
        }
    }
}
