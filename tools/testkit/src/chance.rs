//! Chance that repeats itself, so that a test that failed once fails again.

use std::sync::{Arc, Mutex};

use kernel::Chance;

/// SplitMix64 from a seed: the same seed gives the same bytes.
pub struct TestChance(Mutex<u64>);

impl TestChance {
    /// A source that starts at `seed`.
    pub fn seeded(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(seed)))
    }
}

impl Chance for TestChance {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().expect("no test panics while it draws");
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_no_two_draws_are_equal() {
        let draw = |chance: &TestChance| {
            let mut bytes = [0u8; 20];
            chance.fill(&mut bytes);
            bytes
        };
        let (one, same, other) =
            (TestChance::seeded(1), TestChance::seeded(1), TestChance::seeded(2));
        let first = draw(&one);
        assert_eq!(first, draw(&same));
        assert_ne!(first, draw(&other));
        assert_ne!(first, draw(&one));
    }
}
