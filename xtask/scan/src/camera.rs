//! A phone's camera in front of a screen, simulated.
//!
//! The light of the screen goes through the lens (pose, blur, shake), meets the reflection of a lamp, and is sampled by
//! the sensor with its noise. The screen's own grid of pixels is far finer than the sensor's and is seen as moire: a wave
//! of the screen's pitch taken at the middle of each of the sensor's pixels.

use std::f32::consts::TAU;

use image::GrayImage;

use crate::chance::Chance;
use crate::grid::Grid;
use crate::severity::{Range, Severity};

/// Points of one pixel of the sensor that are looked up, along each side.
const POINTS: usize = 3;
/// The page around the code.
const GROUND: f32 = 0.93;
/// What a black pixel of the screen still lets through.
const LEAK: f32 = 0.03;
/// Of the sensor: light to values.
const GAMMA: f32 = 1.0 / 2.2;

/// One shot, before it is known of what.
pub struct Camera {
    /// Pixels of the sensor a side.
    width: usize,
    /// For each point of each pixel, where on the screen it looks: in parts of the code's place, from its corner.
    looks_at: Vec<[f32; 2]>,
    /// Screen pixels a side of the code's place.
    place: usize,
    blur: f32,
    shake: [f32; 2],
    exposure: f32,
    moire: f32,
    /// The added light of each pixel.
    reflected: Vec<f32>,
    /// For each pixel, how far it is off, in standard deviations.
    noise: Vec<f32>,
    noisiness: f32,
}

impl Camera {
    /// A shot of this severity.
    pub fn of(severity: &Severity, chance: &mut Chance) -> Self {
        let mut within = |range: Range| chance.between(range.0, range.1);
        let side = within(severity.side);
        let tilt = within(severity.tilt).to_radians();
        let blur = within(severity.blur);
        let shaken = within(severity.shake);
        let noisiness = within(severity.noise);
        let glare = within(severity.glare);
        let spot = within(severity.spot);
        let moire = within(severity.moire);
        let exposure = within((0.7, 1.05));
        let veil = within((0.0, 0.08));
        // The windows and screens that people have.
        let place = within((420.0, 900.0)) as usize;
        let distance = within((2.5, 4.5));
        let turn = chance.about(severity.turn.to_radians());
        let direction = chance.share() * TAU;
        let aside = [chance.about(0.04 * side), chance.about(0.04 * side)];
        let shake = chance.share() * TAU;

        let width = (side * 1.45) as usize;
        let pose = Pose::new(tilt, direction, turn, distance);
        let scale = side * distance;
        let middle = width as f32 / 2.0;
        let look = |x: f32, y: f32| {
            let ray = [
                (x - middle - aside[0]) / scale,
                (y - middle - aside[1]) / scale,
            ];
            pose.meets(ray)
        };
        let step = 1.0 / POINTS as f32;
        let mut looks_at = Vec::with_capacity(width * width * POINTS * POINTS);
        for y in 0..width {
            for x in 0..width {
                for point in 0..POINTS * POINTS {
                    let (dx, dy) = (point % POINTS, point / POINTS);
                    looks_at.push(look(
                        x as f32 + (dx as f32 + 0.5) * step,
                        y as f32 + (dy as f32 + 0.5) * step,
                    ));
                }
            }
        }

        // The lamp is somewhere over the code, and its reflection longer than wide.
        let lamp = [chance.between(0.15, 0.85), chance.between(0.15, 0.85)];
        let longer = chance.between(1.0, 1.8);
        let reflected = middles(&looks_at)
            .map(|[x, y]| {
                let (dx, dy) = ((x - lamp[0]) / longer, y - lamp[1]);
                glare * (-(dx * dx + dy * dy) / (2.0 * spot * spot)).exp() + veil
            })
            .collect();
        let mut noise = Vec::with_capacity(width * width + 1);
        while noise.len() < width * width {
            noise.extend(chance.normals());
        }
        Self {
            width,
            looks_at,
            place,
            blur,
            shake: [shaken * shake.cos(), shaken * shake.sin()],
            exposure,
            moire,
            reflected,
            noise,
            noisiness,
        }
    }

    /// What the sensor gives when this code is on the screen: as large as its place allows with whole pixels of the
    /// screen a module, black on white.
    pub fn shot(&self, grid: &Grid) -> GrayImage {
        let per_module = (self.place / grid.side()).max(1);
        let taken = (per_module * grid.side()) as f32;
        let place = self.place as f32;
        let margin = ((self.place as f32 - taken) / 2.0).floor();
        let shines = |[x, y]: [f32; 2]| {
            let at = |part: f32| (part * place - margin) / per_module as f32;
            let (column, row) = (at(x), at(y));
            let inside = 0.0..grid.side() as f32;
            if !inside.contains(&column) || !inside.contains(&row) {
                return GROUND;
            }
            match grid.is_dark(column as usize, row as usize) {
                true => LEAK,
                false => 1.0,
            }
        };
        let light = self
            .looks_at
            .chunks_exact(POINTS * POINTS)
            .map(|points| points.iter().copied().map(shines).sum::<f32>() / points.len() as f32)
            .collect();
        let light = shaken(
            blurred(light, self.width, self.blur),
            self.width,
            self.shake,
        );

        let values = middles(&self.looks_at)
            .zip(light)
            .zip(&self.reflected)
            .zip(&self.noise)
            .map(|((([x, y], light), reflected), noise)| {
                let wave = (TAU * x * place).cos() + (TAU * y * place).cos();
                let seen = light * (1.0 - self.moire / 2.0 * (1.0 - wave / 2.0)) + reflected;
                let seen = seen * self.exposure;
                // More light is more noise, but not as much more.
                let noise = noise * self.noisiness * (0.3 + seen.max(0.0)).sqrt();
                ((seen + noise).clamp(0.0, 1.0).powf(GAMMA) * 255.0).round() as u8
            })
            .collect();
        let width = u32::try_from(self.width).expect("sensors are small");
        GrayImage::from_raw(width, width, values).expect("there is a value for each pixel")
    }
}

/// Where the middle of each pixel looks.
fn middles(looks_at: &[[f32; 2]]) -> impl Iterator<Item = [f32; 2]> {
    looks_at
        .chunks_exact(POINTS * POINTS)
        .map(|points| points[POINTS * POINTS / 2])
}

/// How the screen stands to the camera. Lengths in sides of the code's place.
struct Pose {
    /// The screen's own two directions and the way to its middle, each as the camera has them.
    across: [f32; 3],
    down: [f32; 3],
    middle: [f32; 3],
}

impl Pose {
    fn new(tilt: f32, direction: f32, turn: f32, distance: f32) -> Self {
        let (sin_turn, cos_turn) = turn.sin_cos();
        // Turned in its own plane, then tilted around an axis in that plane.
        let tilted = |x: f32, y: f32| {
            let (sin, cos) = direction.sin_cos();
            let (along, off) = (x * cos + y * sin, y * cos - x * sin);
            let (off, away) = (off * tilt.cos(), off * tilt.sin());
            [along * cos - off * sin, along * sin + off * cos, away]
        };
        Self {
            across: tilted(cos_turn, sin_turn),
            down: tilted(-sin_turn, cos_turn),
            middle: [0.0, 0.0, distance],
        }
    }

    /// Where a ray meets the screen, in parts of the place's side from its corner. A ray that misses the screen's
    /// plane looks far away from it.
    fn meets(&self, ray: [f32; 2]) -> [f32; 2] {
        let ray = [ray[0], ray[1], 1.0];
        // middle + a across + b down is along the ray: a and b by Cramer's rule.
        let whole = determinant(self.across, self.down, ray);
        if whole.abs() < 1e-6 {
            return [-9.0, -9.0];
        }
        let a = -determinant(self.middle, self.down, ray) / whole;
        let b = -determinant(self.across, self.middle, ray) / whole;
        [a + 0.5, b + 0.5]
    }
}

fn determinant(a: [f32; 3], b: [f32; 3], c: [f32; 3]) -> f32 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
}

/// Blurs a square picture with a Gaussian of this standard deviation, first along the rows, then along the columns.
fn blurred(picture: Vec<f32>, width: usize, deviation: f32) -> Vec<f32> {
    let reach = (3.0 * deviation).ceil() as usize;
    let weights: Vec<f32> = (0..=2 * reach)
        .map(|at| (-(at as f32 - reach as f32).powi(2) / (2.0 * deviation * deviation)).exp())
        .collect();
    let whole: f32 = weights.iter().sum();
    // Twice along the rows, each time with rows and columns exchanged.
    let pass = |picture: Vec<f32>| {
        let mut turned = vec![0.0; picture.len()];
        for (y, row) in picture.chunks_exact(width).enumerate() {
            for x in 0..width {
                let sum: f32 = weights
                    .iter()
                    .enumerate()
                    .map(|(at, weight)| {
                        let from = (x + at).saturating_sub(reach).min(width - 1);
                        weight * row[from]
                    })
                    .sum();
                turned[x * width + y] = sum / whole;
            }
        }
        turned
    };
    pass(pass(picture))
}

/// Smears a square picture along a way.
fn shaken(picture: Vec<f32>, width: usize, way: [f32; 2]) -> Vec<f32> {
    let length = way[0].hypot(way[1]);
    if length < 0.05 {
        return picture;
    }
    let steps = length.ceil() as usize + 2;
    let last = (width - 1) as f32;
    let at = |x: f32, y: f32| {
        let (x, y) = (x.clamp(0.0, last), y.clamp(0.0, last));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(width - 1));
        let (dx, dy) = (x - left as f32, y - top as f32);
        let row =
            |y: usize| picture[y * width + left] * (1.0 - dx) + picture[y * width + right] * dx;
        row(top) * (1.0 - dy) + row(bottom) * dy
    };
    (0..width * width)
        .map(|pixel| {
            let (x, y) = ((pixel % width) as f32, (pixel / width) as f32);
            let sum: f32 = (0..steps)
                .map(|step| {
                    let part = step as f32 / (steps - 1) as f32 - 0.5;
                    at(x + part * way[0], y + part * way[1])
                })
                .sum();
            sum / steps as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::severity::GRADES;

    /// A camera straight in front, without any trouble.
    const CALM: Severity = Severity {
        name: "calm",
        side: (200.0, 200.0),
        tilt: (0.0, 0.0),
        turn: 0.0,
        blur: (0.2, 0.2),
        shake: (0.0, 0.0),
        noise: (0.0, 0.0),
        glare: (0.0, 0.0),
        spot: (0.1, 0.1),
        moire: (0.0, 0.0),
    };

    fn left_half(side: usize) -> Grid {
        Grid::new(side, |x, _| x < side / 2)
    }

    fn shot(severity: &Severity, number: u64) -> GrayImage {
        Camera::of(severity, &mut Chance::of(9, number)).shot(&left_half(20))
    }

    /// How unlike two pictures of the same size are, in values a pixel.
    fn unlike(a: &GrayImage, b: &GrayImage) -> f32 {
        let differences = a.as_raw().iter().zip(b.as_raw());
        let sum: u32 = differences.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        sum as f32 / a.as_raw().len() as f32
    }

    #[test]
    fn a_calm_camera_sees_what_is_on_the_screen_at_its_place() {
        let seen = shot(&CALM, 1);
        let at = |x: f32| {
            let place = |part: f32| (part * 200.0 + seen.width() as f32 / 2.0) as u32;
            seen.get_pixel(place(x), place(0.0)).0[0]
        };
        assert!(at(-0.3) < 110, "the dark half is dark: {}", at(-0.3));
        assert!(at(0.3) > 200, "the light half is light: {}", at(0.3));
        assert!(
            at(-0.3) < at(-0.6),
            "the page beside the dark half is light"
        );
    }

    #[test]
    fn the_same_shot_is_the_same_for_everybody() {
        assert_eq!(shot(&GRADES[2], 4), shot(&GRADES[2], 4), "paired shots");
    }

    #[test]
    fn each_trouble_changes_the_picture() {
        let calm = shot(&CALM, 3);
        for trouble in [
            Severity {
                tilt: (40.0, 40.0),
                ..CALM
            },
            Severity { turn: 45.0, ..CALM },
            Severity {
                blur: (3.0, 3.0),
                ..CALM
            },
            Severity {
                shake: (6.0, 6.0),
                ..CALM
            },
            Severity {
                noise: (0.1, 0.1),
                ..CALM
            },
            Severity {
                glare: (1.0, 1.0),
                ..CALM
            },
            Severity {
                moire: (0.5, 0.5),
                ..CALM
            },
        ] {
            let troubled = shot(&trouble, 3);
            let change = unlike(&calm, &troubled);
            assert!(change > 0.7, "{trouble:?} changes only {change}");
        }
    }

    #[test]
    fn blur_and_shake_keep_the_light() {
        let dot: Vec<f32> = (0..41 * 41)
            .map(|at| f32::from(u8::from(at == 20 * 41 + 20)))
            .collect();
        for changed in [blurred(dot.clone(), 41, 2.0), shaken(dot, 41, [4.0, 3.0])] {
            let sum: f32 = changed.iter().sum();
            assert!(
                (sum - 1.0).abs() < 0.01,
                "as much light as before, not {sum}"
            );
            assert!(changed[20 * 41 + 20] < 0.5, "but spread");
        }
    }
}
