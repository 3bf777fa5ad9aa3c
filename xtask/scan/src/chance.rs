//! Random numbers from a seed: the same on every machine and in every run.

/// SplitMix64: one word of state, and good enough for a camera.
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each pair of numbers.
    pub fn of(series: u64, number: u64) -> Self {
        let mut chance = Self(series.wrapping_mul(0xA076_1D64_78BD_642F) ^ number);
        // Neighbouring seeds are unlike each other after two words.
        chance.word();
        chance.word();
        chance
    }

    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to but not including 1.
    pub fn share(&mut self) -> f32 {
        (self.word() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Anything between the two.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.share()
    }

    /// As much to one side as to the other.
    pub fn about(&mut self, size: f32) -> f32 {
        self.between(-size, size)
    }

    /// One of them.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[(self.word() % all.len() as u64) as usize]
    }

    /// Two independent numbers of the standard normal distribution (Box and Muller).
    pub fn normals(&mut self) -> [f32; 2] {
        let length = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        let angle = self.share() * std::f32::consts::TAU;
        [length * angle.cos(), length * angle.sin()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_gives_others() {
        let numbers = |series, number| {
            let mut chance = Chance::of(series, number);
            [chance.word(), chance.word()]
        };
        assert_eq!(numbers(1, 2), numbers(1, 2), "a run can be repeated");
        assert_ne!(numbers(1, 2), numbers(1, 3), "another shot");
        assert_ne!(numbers(1, 2), numbers(2, 2), "another series");
    }

    #[test]
    fn normals_have_their_mean_and_width() {
        let mut chance = Chance::of(1, 1);
        let many: Vec<f32> = (0..20_000).flat_map(|_| chance.normals()).collect();
        let mean = many.iter().sum::<f32>() / many.len() as f32;
        let width = many.iter().map(|one| one * one).sum::<f32>() / many.len() as f32;
        assert!(mean.abs() < 0.02, "around 0, not {mean}");
        assert!((width - 1.0).abs() < 0.03, "one wide, not {width}");
    }
}
