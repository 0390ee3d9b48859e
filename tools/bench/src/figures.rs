//! What was measured: one value for each turn, shown as median and spread.

use std::time::Duration;

/// One figure over all turns.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What was measured, such as `SQLite, 64 clients`.
    pub group: String,
    /// What of it, such as `issued`.
    pub name: String,
    /// The unit.
    pub unit: &'static str,
    /// A value for each turn.
    pub values: Vec<f64>,
}

/// Everything that was measured in one run.
#[derive(Debug, Default)]
pub struct Figures {
    all: Vec<Figure>,
    /// What a reader has to know about this run.
    pub remarks: Vec<String>,
    /// The hottest functions under a load, by its name.
    pub profiles: Vec<(String, String)>,
    is_quiet: bool,
}

impl Figures {
    /// No figures yet; `is_quiet` says nothing while measuring.
    pub fn new(is_quiet: bool) -> Self {
        Self { is_quiet, ..Self::default() }
    }

    /// Notes one turn's value.
    pub fn note(&mut self, group: &str, name: &str, unit: &'static str, value: f64) {
        self.say(&format!("  {group}: {name} {} {unit}", short(value)));
        if let Some(found) = self.all.iter_mut().find(|it| it.group == group && it.name == name) {
            found.values.push(value);
            return;
        }
        let (group, name) = (group.to_owned(), name.to_owned());
        self.all.push(Figure { group, name, unit, values: vec![value] });
    }

    /// Says how far the run is.
    pub fn say(&self, text: &str) {
        if !self.is_quiet {
            eprintln!("{text}");
        }
    }

    /// Says something in the report.
    pub fn remark(&mut self, text: String) {
        self.say(&text);
        self.remarks.push(text);
    }

    /// All figures, in the order in which they were first noted.
    pub fn all(&self) -> &[Figure] {
        &self.all
    }

    /// The values of a figure; empty where it was not measured.
    pub fn values(&self, group: &str, name: &str) -> Vec<f64> {
        let found = self.all.iter().find(|it| it.group == group && it.name == name);
        found.map(|it| it.values.clone()).unwrap_or_default()
    }
}

/// Turn by turn, one divided by the other.
pub fn ratio(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).filter(|(_, below)| **below > 0.0).map(|(a, b)| a / b).collect()
}

/// The middle value.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + upper) / 2.0 } else { upper })
}

/// Median and, where there are several turns, the spread.
pub fn shown(values: &[f64]) -> String {
    let Some(middle) = median(values) else { return "not measured".to_owned() };
    if values.len() < 2 {
        return short(middle);
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{} [{}–{}]", short(middle), short(low), short(high))
}

/// A number with three digits that count.
pub fn short(value: f64) -> String {
    match value.abs() {
        it if it >= 100.0 => format!("{value:.0}"),
        it if it >= 10.0 => format!("{value:.1}"),
        it if it >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A count as a number to divide.
pub fn count(value: usize) -> f64 {
    value as f64
}

/// So many in a time, a second.
pub fn rate(done: u64, took: Duration) -> f64 {
    count(usize::try_from(done).unwrap_or(usize::MAX)) / took.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_become_median_and_spread() {
        let mut figures = Figures::new(true);
        for value in [3.0, 1.0, 2.0] {
            figures.note("a", "b", "ms", value);
        }
        assert_eq!(shown(&figures.values("a", "b")), "2.00 [1.00–3.00]");
        assert_eq!(median(&[1.0, 4.0]), Some(2.5));
        assert_eq!(ratio(&[4.0, 9.0], &[2.0, 3.0]), [2.0, 3.0]);
        assert_eq!(shown(&figures.values("a", "c")), "not measured");
    }
}
