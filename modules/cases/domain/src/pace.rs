//! How fast somebody decides: what supervisors look at where cases may have been waved through.

use jiff::{SignedDuration, Timestamp};

/// The median of fewer decisions says nothing.
pub const FEWEST: usize = 5;

/// One decision, as far as its pace goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paced {
    /// When who decided first opened the file as it then stood.
    pub opened_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// Whether it was granted.
    pub granted: bool,
}

/// What is faster than it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceLimits {
    /// More decisions than this in an hour.
    pub most_in_hour: usize,
    /// A median from opening to deciding below this.
    pub least: SignedDuration,
}

/// The pace of one officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many decisions.
    pub decisions: usize,
    /// How many of them were grants.
    pub granted: usize,
    /// The most within any sixty minutes.
    pub most_in_hour: usize,
    /// The median from opening to deciding; none where too few are known.
    pub median: Option<SignedDuration>,
}

impl Pace {
    /// The pace of these decisions, which are one officer's.
    pub fn of(decisions: &[Paced]) -> Self {
        Self {
            decisions: decisions.len(),
            granted: decisions.iter().filter(|it| it.granted).count(),
            most_in_hour: most_in_hour(decisions),
            median: median(decisions),
        }
    }

    /// Whether there are too many in an hour.
    pub const fn is_crowded(&self, limits: &PaceLimits) -> bool {
        self.most_in_hour > limits.most_in_hour
    }

    /// Whether too little time lies between opening and deciding.
    pub fn is_short(&self, limits: &PaceLimits) -> bool {
        self.median.is_some_and(|it| it < limits.least)
    }

    /// How many of a hundred decisions were grants, rounded down: 100 says that all were.
    pub fn granted_percent(&self) -> usize {
        (self.granted * 100).checked_div(self.decisions).unwrap_or_default()
    }
}

fn most_in_hour(decisions: &[Paced]) -> usize {
    let hour = SignedDuration::from_hours(1);
    let mut at: Vec<Timestamp> = decisions.iter().map(|it| it.decided_at).collect();
    at.sort_unstable();
    let (mut first, mut most) = (0, 0);
    for (last, end) in at.iter().enumerate() {
        while end.duration_since(at[first]) >= hour {
            first += 1;
        }
        most = most.max(last - first + 1);
    }
    most
}

fn median(decisions: &[Paced]) -> Option<SignedDuration> {
    let took = |it: &Paced| it.opened_at.map(|opened| it.decided_at.duration_since(opened));
    let mut all: Vec<SignedDuration> = decisions.iter().filter_map(took).collect();
    all.sort_unstable();
    // Of an even number the lower of the two in the middle.
    let middle = all.len().saturating_sub(1) / 2;
    all.get(middle).copied().filter(|_| all.len() >= FEWEST)
}
