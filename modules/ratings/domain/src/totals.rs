//! Public counts of a service.

use serde::{Deserialize, Serialize};

use crate::Grade;

/// With fewer ratings no average is told, because it would say little and could be guessed back
/// to one person.
pub const FEWEST_FOR_AVERAGE: u64 = 10;

/// How often each grade was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    counts: [u64; 5],
}

impl Totals {
    /// Adds ratings of a grade.
    pub fn add(&mut self, grade: Grade, count: u64) {
        let place = usize::from(grade.number() - 1);
        if let Some(own) = self.counts.get_mut(place) {
            *own = own.saturating_add(count);
        }
    }

    /// How often a grade was given.
    pub fn of(&self, grade: Grade) -> u64 {
        self.counts.get(usize::from(grade.number() - 1)).copied().unwrap_or(0)
    }

    /// How many ratings there are.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The average in tenths of a star, 10 to 50; none with fewer than [`FEWEST_FOR_AVERAGE`].
    pub fn average_tenths(&self) -> Option<u64> {
        let total = self.total();
        let stars: u64 = Grade::ALL.iter().map(|it| u64::from(it.stars()) * self.of(*it)).sum();
        (total >= FEWEST_FOR_AVERAGE).then(|| (stars * 20 + total) / (total * 2))
    }

    /// The share of the three good grades in percent (满意率), rounded down so that 100 means all;
    /// none with fewer than [`FEWEST_FOR_AVERAGE`].
    pub fn satisfied_percent(&self) -> Option<u64> {
        let total = self.total();
        let good: u64 = Grade::ALL.iter().filter(|it| !it.is_bad()).map(|it| self.of(*it)).sum();
        (total >= FEWEST_FOR_AVERAGE).then(|| good * 100 / total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(counts: [u64; 5]) -> Totals {
        let mut totals = Totals::default();
        for (grade, count) in Grade::ALL.into_iter().zip(counts) {
            totals.add(grade, count);
        }
        totals
    }

    #[test]
    fn fewer_than_ten_have_no_average() {
        let nine = totals([9, 0, 0, 0, 0]);
        assert_eq!((nine.average_tenths(), nine.satisfied_percent()), (None, None));
        assert_eq!(nine.total(), 9);
        assert_eq!(Totals::default().average_tenths(), None);
    }

    #[test]
    fn averages_are_stars_and_rounded() {
        assert_eq!(totals([10, 0, 0, 0, 0]).average_tenths(), Some(50));
        assert_eq!(totals([0, 0, 0, 0, 10]).average_tenths(), Some(10));
        // (9 × 5 + 1 × 1) ÷ 10 = 4.6
        assert_eq!(totals([9, 0, 0, 0, 1]).average_tenths(), Some(46));
        // (5 × 5 + 6 × 4) ÷ 11 = 4.4545…
        assert_eq!(totals([5, 6, 0, 0, 0]).average_tenths(), Some(45));
        assert_eq!(totals([300, 0, 0, 0, 1]).satisfied_percent(), Some(99));
    }
}
