//! `onewindow rehearse`: a definition gone through by invented applications, for authors.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use cases_domain::rehearsal::{Assumptions, Report, rehearse};
use catalogue_domain::{Definition, Finding};
use clap::Args;
use jiff::{civil::Date, tz::TimeZone};
use kernel::{Clock as _, calendar::WorkCalendar};
use ops::SystemClock;

use crate::commands::say;

/// Send invented applications through a service definition, in simulated time
#[derive(Debug, Args)]
pub struct Rehearse {
    /// The definition: a service.yaml
    file: PathBuf,
    /// How many applications
    #[arg(long, value_name = "N")]
    applications: Option<u32>,
    /// What chance follows from: the same seed and first day give the same report
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// The first day, such as 2026-03-02; today where it is left out
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// All assumptions, as a JSON file; what it leaves out is as usual
    #[arg(long, value_name = "FILE")]
    assumptions: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Rehearses; the exit code is 1 where something grave is found. Only weekends are days off.
///
/// # Errors
/// When a file cannot be read.
pub fn run(wish: &Rehearse) -> anyhow::Result<ExitCode> {
    let name = wish.file.display().to_string();
    let text =
        std::fs::read_to_string(&wish.file).with_context(|| format!("{name} cannot be read"))?;
    let definition = match Definition::read(&name, &text) {
        Ok((definition, _)) => definition,
        Err(findings) => return tell_unreadable(&findings, wish.json),
    };
    let today = || SystemClock::new(TimeZone::UTC).today();
    let from = wish.from.unwrap_or_else(today);
    let report = rehearse(&definition, &WorkCalendar::default(), from, assumptions(wish)?);
    if wish.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        say(&told(&report));
    }
    Ok(if report.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell_unreadable(findings: &[Finding], as_json: bool) -> anyhow::Result<ExitCode> {
    if as_json {
        say(&serde_json::to_string_pretty(findings)?);
    } else {
        for finding in findings {
            say(&finding.to_string());
        }
    }
    Ok(ExitCode::FAILURE)
}

fn assumptions(wish: &Rehearse) -> anyhow::Result<Assumptions> {
    let mut read = match &wish.assumptions {
        None => Assumptions::default(),
        Some(path) => {
            let name = path.display();
            let text =
                std::fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
            serde_json::from_str(&text).with_context(|| format!("{name} holds no assumptions"))?
        }
    };
    read.applications = wish.applications.unwrap_or(read.applications);
    read.seed = wish.seed.unwrap_or(read.seed);
    Ok(read)
}

/// A report as lines.
fn told(report: &Report) -> String {
    let (it, days) = (&report.outcomes, &report.days);
    let mut lines = vec![
        format!(
            "{}: {} applications, {} to {}",
            report.service, it.arrived, report.from, report.to
        ),
        format!(
            "granted {}, refused {}, not accepted {}, withdrawn {}, not filed {}, dead ends {}, open {}",
            it.granted, it.refused, it.not_accepted, it.withdrawn, it.not_filed, it.dead, it.open
        ),
        format!(
            "days to a decision: half {}, nine of ten {}, at most {}",
            days.p50, days.p90, days.most
        ),
        format!(
            "later than promised {}, later than the law allows {}",
            report.promise_broken, report.statute_broken
        ),
    ];
    for post in &report.posts {
        let most = post.queue_by_day.iter().copied().max().unwrap_or_default();
        let role = post.role.word();
        lines.push(format!(
            "{}/{role}: {} officers, load {}%, longest queue {most}",
            post.unit, post.officers, post.load_percent
        ));
    }
    for end in &report.dead_ends {
        let way: Vec<String> = end.path.iter().map(|(id, said)| format!("{id}={said}")).collect();
        lines.push(format!("dead end at {}: {} ({})", end.step, end.why, way.join(", ")));
    }
    for finding in &report.findings {
        lines.push(format!("{}: {} ({})", finding.code.word(), finding.element, finding.count));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_in_lines_names_what_was_found() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../services/food-business-licence/service.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        let mut definition = Definition::read("service.yaml", &text).unwrap().0;
        definition.process.retain(|it| it.id() != "decide");
        let from: Date = "2026-03-02".parse().unwrap();
        let few = Assumptions { applications: 60, ..Assumptions::default() };
        let told = told(&rehearse(&definition, &WorkCalendar::default(), from, few));
        assert!(told.starts_with("food-business-licence: 60 applications, 2026-03-02"), "{told}");
        assert!(told.contains("market-regulation/examiner: 3 officers"), "{told}");
        assert!(told.contains("dead_end: process."), "{told}");
    }
}
