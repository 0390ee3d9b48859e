//! A report as it is read: figures, drawings, tables, and what to do about each finding.

use cases_domain::rehearsal::{Code, DeadEnd, Finding, Gravity, PostLoad, Report, StepLoad};
use kernel::calendar::DayUnit;
use web::Visitor;

use super::super::shared::Tag;
use crate::service::{Desk, Which};

/// So many bars has a drawing of a queue at most.
const BARS: usize = 120;
/// The width and the height of a drawing, in its own units.
const WIDTH: usize = 720;
const HEIGHT: u32 = 120;

/// What came of a rehearsal.
pub(super) struct ReportView {
    pub lead: String,
    pub figures: Vec<Figure>,
    pub days: String,
    pub bars: Vec<(String, u32)>,
    pub findings: Vec<FindingView>,
    pub dead_ends: Vec<DeadEndView>,
    pub steps: Vec<StepView>,
    pub drawings: Vec<Drawing>,
}

/// A figure; `is_bad` paints it red.
pub(super) struct Figure {
    pub label: String,
    pub count: u32,
    pub is_bad: bool,
}

pub(super) struct FindingView {
    pub tag: Tag,
    pub element: String,
    pub what: String,
    pub todo: String,
}

pub(super) struct DeadEndView {
    pub step: String,
    pub why: String,
    pub count: u32,
    pub path: Vec<String>,
}

pub(super) struct StepView {
    pub step: String,
    pub office: String,
    pub done: u32,
    pub wait: String,
    pub longest: String,
}

/// The queue of an office by day.
pub(super) struct Drawing {
    pub office: String,
    pub officers: u32,
    pub load: u32,
    /// The same in words.
    pub words: String,
    pub bars: Vec<Rect>,
}

pub(super) struct Rect {
    pub x: usize,
    pub y: u32,
    pub width: usize,
    pub height: u32,
}

/// A report in the visitor's language.
pub(super) fn view(desk: &Desk, visitor: &Visitor, which: Which, report: &Report) -> ReportView {
    let word = which.word().replace('_', "-");
    let key = format!("cases-rehearsal-of-{word}");
    let span: [(&str, &dyn std::fmt::Display); 2] = [("from", &report.from), ("to", &report.to)];
    let unit = match report.days.unit {
        DayUnit::Working => "cases-rehearsal-days-working",
        DayUnit::Calendar => "cases-rehearsal-days-calendar",
    };
    let days: [(&str, &dyn std::fmt::Display); 3] =
        [("half", &report.days.p50), ("nine", &report.days.p90), ("most", &report.days.most)];
    let bars = report.days.bars.iter();
    ReportView {
        lead: format!("{} {}", visitor.t(&key), visitor.tr("cases-rehearsal-span", &span)),
        figures: figures(visitor, report),
        days: visitor.tr(unit, &days),
        bars: bars.map(|it| (day_count(it.from, it.to), it.count)).collect(),
        findings: report.findings.iter().map(|it| finding(visitor, it)).collect(),
        dead_ends: report.dead_ends.iter().map(dead_end).collect(),
        steps: report.steps.iter().map(|it| step(desk, visitor, it)).collect(),
        drawings: report.posts.iter().map(|it| drawing(desk, visitor, report, it)).collect(),
    }
}

fn figures(visitor: &Visitor, report: &Report) -> Vec<Figure> {
    let outcomes = &report.outcomes;
    let all = [
        ("cases-rehearsal-arrived", outcomes.arrived, false),
        ("cases-rehearsal-granted", outcomes.granted, false),
        ("cases-rehearsal-were-refused", outcomes.refused, false),
        ("cases-rehearsal-not-accepted", outcomes.not_accepted, false),
        ("cases-rehearsal-withdrawn", outcomes.withdrawn, false),
        ("cases-rehearsal-not-filed", outcomes.not_filed, outcomes.not_filed > 0),
        ("cases-rehearsal-dead", outcomes.dead, outcomes.dead > 0),
        ("cases-rehearsal-open", outcomes.open, outcomes.open > 0),
        ("cases-rehearsal-late", report.promise_broken, report.promise_broken > 0),
        ("cases-rehearsal-unlawful", report.statute_broken, report.statute_broken > 0),
    ];
    all.into_iter()
        .map(|(key, count, is_bad)| Figure { label: visitor.t(key).to_owned(), count, is_bad })
        .collect()
}

fn finding(visitor: &Visitor, it: &Finding) -> FindingView {
    let (kind, key) = match it.gravity {
        Gravity::Error => ("error", "cases-rehearsal-error"),
        Gravity::Warning => ("warn", "cases-rehearsal-warning"),
        Gravity::Note => ("info", "cases-rehearsal-note"),
    };
    let word = it.code.word().replace('_', "-");
    let what = visitor.t(&format!("cases-rehearsal-finding-{word}")).to_owned();
    // Where nobody was met, there is nothing to count.
    let is_counted = it.count > 0 && it.code != Code::TooFewOfficers;
    let met = visitor.tr("cases-rehearsal-met", &[("count", &it.count)]);
    FindingView {
        tag: Tag { kind, text: visitor.t(key).to_owned() },
        element: it.element.clone(),
        what: if is_counted { format!("{what} {met}") } else { what },
        todo: visitor.t(&format!("cases-rehearsal-do-{word}")).to_owned(),
    }
}

fn dead_end(it: &DeadEnd) -> DeadEndView {
    DeadEndView {
        step: it.step.clone(),
        why: it.why.clone(),
        count: it.count,
        path: it.path.iter().map(|(question, answer)| format!("{question} = {answer}")).collect(),
    }
}

fn step(desk: &Desk, visitor: &Visitor, it: &StepLoad) -> StepView {
    let longest = match it.longest_on {
        Some(day) => format!("{} ({day})", it.longest_queue),
        None => it.longest_queue.to_string(),
    };
    StepView {
        step: it.step.clone(),
        office: office(desk, visitor, &it.unit, it.role),
        done: it.done,
        wait: format!("{}.{:02}", it.mean_wait / 100, it.mean_wait % 100),
        longest,
    }
}

fn drawing(desk: &Desk, visitor: &Visitor, report: &Report, post: &PostLoad) -> Drawing {
    let size = post.queue_by_day.len().div_ceil(BARS).max(1);
    let chunks = post.queue_by_day.chunks(size);
    let days: Vec<u32> = chunks.map(|it| it.iter().copied().max().unwrap_or_default()).collect();
    let most = days.iter().copied().max().unwrap_or_default();
    let step = WIDTH / days.len().max(1);
    let bar = |(place, length): (usize, &u32)| {
        let height = (u64::from(*length) * u64::from(HEIGHT)).checked_div(u64::from(most));
        let height = u32::try_from(height.unwrap_or_default()).unwrap_or(HEIGHT);
        let width = step.saturating_sub(1).max(1);
        Rect { x: place * step, y: HEIGHT.saturating_sub(height), width, height }
    };
    let last = post.queue_by_day.last().copied().unwrap_or_default();
    let said: [(&str, &dyn std::fmt::Display); 4] =
        [("from", &report.from), ("to", &report.to), ("most", &most), ("last", &last)];
    Drawing {
        office: office(desk, visitor, &post.unit, post.role),
        officers: post.officers,
        load: post.load_percent,
        words: visitor.tr("cases-rehearsal-queue-words", &said),
        bars: days.iter().enumerate().map(bar).collect(),
    }
}

fn office(desk: &Desk, visitor: &Visitor, unit: &str, role: kernel::Role) -> String {
    let known = desk.directory.authority(unit);
    let name = known.map_or_else(|| unit.to_owned(), |it| it.short.get(visitor.lang).to_owned());
    format!("{name} ({unit}/{})", role.word())
}

/// From so many days to so many; one number where they are the same.
fn day_count(from: u32, to: u32) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}
