//! Chance that follows from a number, so that a rehearsal can be repeated.

use std::sync::atomic::{AtomicU64, Ordering};

use kernel::Chance;

/// SplitMix64 (Steele, Lea and Flood 2014): the same seed, the same values on every machine. Good
/// enough for invented applicants, and for nothing that has to be unforeseeable.
#[derive(Debug)]
pub struct Dice(AtomicU64);

const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// Dice that follow from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// The next value.
    pub fn draw(&self) -> u64 {
        let state = self.0.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A value below `bound`; 0 where that is 0.
    pub fn below(&self, bound: u64) -> u64 {
        self.draw().checked_rem(bound).unwrap_or_default()
    }

    /// A value from `low` to `high`, both among them.
    pub fn between(&self, low: u32, high: u32) -> u32 {
        let width = u64::from(high.saturating_sub(low)) + 1;
        low.saturating_add(u32::try_from(self.below(width)).unwrap_or_default())
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub fn happens(&self, percent: u32) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// One of these, each as likely; none where there are none.
    pub fn pick<'a, T>(&self, items: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(items.len()).ok()?;
        items.get(usize::try_from(self.below(count)).ok()?)
    }

    /// About `mean`: as many as twice so many coins show heads.
    pub fn around(&self, mean: u32) -> u32 {
        let mut coins = mean.saturating_mul(2);
        let mut heads = 0;
        while coins > 0 {
            let thrown = coins.min(64);
            let kept = u64::MAX.checked_shr(64 - thrown).unwrap_or_default();
            heads += (self.draw() & kept).count_ones();
            coins -= thrown;
        }
        heads
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            for (to, from) in part.iter_mut().zip(self.draw().to_le_bytes()) {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_are_those_of_the_paper() {
        let dice = Dice::new(1_234_567);
        assert_eq!(dice.draw(), 6_457_827_717_110_365_317);
        assert_eq!(dice.draw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn what_is_about_a_mean_has_it() {
        let dice = Dice::new(1);
        let sum: u32 = (0..1_000).map(|_| dice.around(40)).sum();
        assert!((39_000..41_000).contains(&sum), "{sum}");
        assert_eq!(dice.around(0), 0);
    }
}
