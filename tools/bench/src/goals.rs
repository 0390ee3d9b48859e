//! The goals, each as a comparison of figures of the same run.

use crate::figures::{Figures, median, ratio, shown};

/// Whether a goal is a floor or a ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    AtLeast,
    AtMost,
}

/// A goal and what was measured.
#[derive(Debug)]
pub struct Goal {
    /// Its number.
    pub id: &'static str,
    /// What is compared.
    pub text: String,
    sense: Sense,
    bound: f64,
    unit: &'static str,
    values: Vec<f64>,
}

impl Goal {
    /// The goal in words: `≥ 0.8 ×`.
    pub fn wanted(&self) -> String {
        let sign = if self.sense == Sense::AtLeast { "≥" } else { "≤" };
        format!("{sign} {} {}", self.bound, self.unit)
    }

    /// What was measured, in words.
    pub fn measured(&self) -> String {
        shown(&self.values)
    }

    /// Whether it is met; `None` where nothing was measured.
    pub fn is_met(&self) -> Option<bool> {
        let middle = median(&self.values)?;
        Some(match self.sense {
            Sense::AtLeast => middle >= self.bound,
            Sense::AtMost => middle <= self.bound,
        })
    }

    /// `met`, `missed` or `–`.
    pub fn verdict(&self) -> &'static str {
        match self.is_met() {
            Some(true) => "met",
            Some(false) => "**missed**",
            None => "–",
        }
    }
}

/// The goals of which something was measured.
pub fn goals(figures: &Figures) -> Vec<Goal> {
    let mut goals = cases(figures);
    goals.extend(answers(figures));
    goals.extend(pages(figures));
    goals.extend(process(figures));
    goals.extend(record(figures));
    goals.retain(|it| !it.values.is_empty());
    goals
}

fn at_least(id: &'static str, text: &str, bound: f64, values: Vec<f64>) -> Goal {
    Goal { id, text: text.to_owned(), sense: Sense::AtLeast, bound, unit: "×", values }
}

fn at_most(id: &'static str, text: &str, bound: f64, unit: &'static str, values: Vec<f64>) -> Goal {
    Goal { id, text: text.to_owned(), sense: Sense::AtMost, bound, unit, values }
}

fn cases(figures: &Figures) -> Vec<Goal> {
    let get = |group: &str, name: &str| figures.values(group, name);
    let mut goals = Vec::new();
    for clients in [8, 64] {
        let own = get(&format!("SQLite, {clients} clients"), "issued");
        let bare = get(&format!("reference server, {clients} clients"), "issued");
        let text = format!("cases issued beside the bare reference server, {clients} clients");
        goals.push(at_least("A1", &text, 0.8, ratio(&own, &bare)));
    }
    let own = get("SQLite, 64 clients", "server CPU");
    let hello = get("hello, 32 connections", "CPU");
    let without: Vec<f64> = own.iter().zip(&hello).map(|(own, it)| own - 8.0 * it).collect();
    let bare = get("SQLite, bare", "100 steps a commit: CPU");
    let text = "CPU of a case, less eight times hello, 64 clients";
    goals.push(at_most("A2", text, 0.08, "ms", without.clone()));
    let text = "bare SQLite's CPU of a case beside it (100 steps a commit)";
    goals.push(at_least("A2", text, 0.6, ratio(&bare, &without)));
    let script = |clients: u32| {
        get(&format!("PostgreSQL, bare, {clients} clients"), "a transaction a step: cases")
    };
    let own = |clients: u32| get(&format!("PostgreSQL, {clients} clients"), "issued");
    let text = "PostgreSQL: cases issued beside plain SQL, 8 clients";
    goals.push(at_least("A3", text, 0.9, ratio(&own(8), &script(8))));
    let text = "PostgreSQL: cases issued with 64 clients beside plain SQL with 8";
    goals.push(at_least("A3", text, 4.0, ratio(&own(64), &script(8))));
    goals
}

fn answers(figures: &Figures) -> Vec<Goal> {
    let get = |group: &str, name: &str| figures.values(group, name);
    let text = |what: &str| format!("a state change on SQLite, {what}");
    let light = ratio(&get("SQLite, 1 clients", "p50"), &get("disk", "fdatasync p50"));
    let max = get("SQLite, 8 clients", "max");
    let grown = ratio(&get("growth", "CPU at ten times"), &get("growth", "CPU at first"));
    vec![
        at_most("A4", &text("p99, 8 clients"), 2.0, "ms", get("SQLite, 8 clients", "p99")),
        at_most("A4", &text("p99, 64 clients"), 5.0, "ms", get("SQLite, 64 clients", "p99")),
        at_most("A4", &text("p50 beside fdatasync's, 1 client"), 10.0, "×", light),
        at_most("A4", &text("longest, 8 clients"), 50.0, "ms", max),
        at_most("A5", "CPU of a state change with ten times the cases", 1.15, "×", grown),
    ]
}

fn pages(figures: &Figures) -> Vec<Goal> {
    let get = |group: &str, name: &str| figures.values(group, name);
    let hello = get("hello, 32 connections", "per CPU second");
    let guide = get("guide, 32 connections", "per CPU second");
    let mut goals = vec![
        at_least("B1", "guide page for a CPU second beside hello", 0.45, ratio(&guide, &hello)),
        at_most("B2", "guide at half of capacity, p99", 1.0, "ms", get("guide, half load", "p99")),
        at_most("B2", "guide at capacity, p99", 3.0, "ms", get("guide, 32 connections", "p99")),
        at_most(
            "B2",
            "guide while the writer is full, p99",
            10.0,
            "ms",
            get("guide, writer full", "p99"),
        ),
    ];
    for page in ["home", "guide", "search"] {
        let html = get(&format!("{page}, bytes"), "HTML, brotli");
        let all = get(&format!("{page}, bytes"), "first view, brotli");
        goals.push(at_most("B3", &format!("HTML of {page}"), 4096.0, "B", html));
        goals.push(at_most("B3", &format!("first view of {page}"), 14_600.0, "B", all));
    }
    goals
}

fn process(figures: &Figures) -> Vec<Goal> {
    let get = |name: &str| figures.values("start", name);
    let loaded = figures.values("SQLite, 64 clients", "memory");
    let lost = get("acknowledged and lost");
    let rest = get("memory at rest");
    vec![
        at_most("F1", "memory of the demonstration at rest (PSS), limit", 80.0, "MB", rest.clone()),
        at_most("F1", "memory of the demonstration at rest (PSS), goal", 60.0, "MB", rest),
        at_most("F1", "memory after A1's load (PSS)", 120.0, "MB", loaded),
        at_most("F2", "start to first page, limit", 1000.0, "ms", get("start to first page")),
        at_most("F2", "start to first page, goal", 150.0, "ms", get("start to first page")),
        at_most("F2", "restart after a crash under load", 1000.0, "ms", get("after a crash")),
        at_most("F2", "acknowledged and lost in the crash", 0.0, "changes", lost),
    ]
}

fn record(figures: &Figures) -> Vec<Goal> {
    let mut goals = Vec::new();
    for engine in ["SQLite", "PostgreSQL"] {
        for clients in [8, 64] {
            let group = format!("{engine}, {clients} clients");
            let with = figures.values(&group, "issued, with its record");
            let without = figures.values(&group, "issued, without");
            let text = format!("{group}: cases issued with the record beside without");
            goals.push(at_least("R1", &text, 0.85, ratio(&with, &without)));
        }
        let text = format!("{engine}: from the submission to the witnessed receipt, p99");
        let times = figures.values(&format!("{engine}, receipt"), "p99");
        goals.push(at_most("R2", &text, 5.0, "s", times));
        let group = format!("{engine}, catching up beside 8 clients");
        let text = format!("{engine}: entries logged while 8 clients write");
        let grown = figures.values(&group, "entries logged");
        goals.push(Goal { unit: "/s", ..at_least("R3", &text, 2000.0, grown) });
    }
    goals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_ratios_of_the_same_turn() {
        let mut figures = Figures::new(true);
        for (own, bare) in [(90.0, 100.0), (50.0, 100.0), (85.0, 100.0)] {
            figures.note("SQLite, 64 clients", "issued", "cases/s", own);
            figures.note("reference server, 64 clients", "issued", "cases/s", bare);
        }
        let goals = goals(&figures);
        assert_eq!(goals.len(), 1);
        assert_eq!(goals[0].is_met(), Some(true));
        assert_eq!(goals[0].measured(), "0.850 [0.500–0.900]");
        assert_eq!(goals[0].wanted(), "≥ 0.8 ×");
    }
}
