//! What the shots come to: how often a picture was read, and how sure the difference between two is.

/// How one contestant did in the shots of one severity: for each shot, the share of readers that read it.
#[derive(Clone, Default)]
pub struct Tally {
    shots: Vec<f32>,
}

/// The mean difference between two contestants in the same shots, and half of its 95 % interval.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    pub mean: f32,
    pub half: f32,
}

impl Tally {
    pub fn add(&mut self, read: f32) {
        self.shots.push(read);
    }

    /// The share that was read.
    pub fn rate(&self) -> f32 {
        mean(&self.shots)
    }

    /// How much more was read of this one than of the other.
    pub fn against(&self, other: &Self) -> Difference {
        let pairs = self.shots.iter().zip(&other.shots);
        let differences: Vec<f32> = pairs.map(|(ours, theirs)| ours - theirs).collect();
        let mean = mean(&differences);
        let many = differences.len() as f32;
        let spread: f32 = differences.iter().map(|one| (one - mean).powi(2)).sum();
        let variance = spread / (many - 1.0).max(1.0);
        Difference {
            mean,
            half: 1.96 * (variance / many).sqrt(),
        }
    }
}

impl Difference {
    /// Whether the first one is worse, and surely so.
    pub fn is_below(self) -> bool {
        self.mean + self.half < 0.0
    }
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(shots: &[f32]) -> Tally {
        Tally {
            shots: shots.to_vec(),
        }
    }

    #[test]
    fn equal_shots_are_no_difference_at_all() {
        let one = tally(&[0.0, 1.0, 1.0, 0.0]);
        let same = one.against(&one);
        assert!(same.mean == 0.0 && same.half == 0.0, "{same:?}");
        assert!(!same.is_below(), "equal is not below");
    }

    #[test]
    fn a_sure_difference_is_told_from_a_chance_one() {
        let (good, bad) = (vec![1.0; 100], vec![0.0; 10]);
        let mut worse = good.clone();
        worse[..10].copy_from_slice(&bad);
        assert!(
            tally(&worse).against(&tally(&good)).is_below(),
            "10 of 100 lost, none won"
        );

        let mut other = good;
        other[50..58].copy_from_slice(&bad[..8]);
        let chance = tally(&worse).against(&tally(&other));
        assert!(chance.mean < 0.0, "it is a little below: {chance:?}");
        assert!(!chance.is_below(), "10 lost and 8 won may be chance");
    }

    #[test]
    fn the_interval_is_that_of_the_mean_of_the_pairs() {
        // Differences 1, 0, -1, 0: mean 0, variance 2/3, standard error 0.408.
        let difference = tally(&[1.0, 1.0, 0.0, 0.0]).against(&tally(&[0.0, 1.0, 1.0, 0.0]));
        assert!((difference.half - 0.8).abs() < 0.01, "{difference:?}");
    }
}
