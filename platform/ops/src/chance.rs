//! Randomness from the operating system.

use kernel::Chance;

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    /// # Panics
    /// When the system gives no randomness: whatever went on would be guessable.
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one place where randomness comes in")]
        let filled = getrandom::fill(bytes);
        if let Err(error) = filled {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_draws_differ() {
        let mut draws = [[0u8; 32]; 2];
        for draw in &mut draws {
            SystemChance.fill(draw);
        }
        assert_ne!(draws[0], draws[1]);
    }
}
