//! From what was seen to what is said about it.

use jiff::civil::Date;

use super::{
    Bar, Code, Days, DeadEnd, Finding, Outcomes, PostLoad, Report, StepLoad,
    station::Station,
    world::{World, length},
};
use crate::{Conclusion, Stage};

/// So many bars has a drawing at most.
const BARS: u32 = 12;
/// So many answers without a material are named at most.
const MOST_BARE: usize = 20;

pub(super) fn report(world: &World<'_>, from: Date, is_too_long: bool) -> Report {
    let late = |is_late: fn(&crate::Case, Date) -> bool| {
        length(world.still_open().filter(|it| is_late(&it.case, world.ground.today)).count())
    };
    let promise_broken = world.seen.promise_broken + late(is_beyond_promise);
    let statute_broken = world.seen.statute_broken + late(is_beyond_statute);
    let mut report = Report {
        service: world.ground.definition.id.clone(),
        assumptions: world.ground.assumptions.clone(),
        from,
        to: world.ground.today,
        outcomes: outcomes(world),
        days: days(world),
        promise_broken,
        statute_broken,
        steps: steps(world),
        posts: world.stations.iter().map(|((unit, role), it)| post(unit, *role, it)).collect(),
        dead_ends: dead_ends(world),
        findings: Vec::new(),
    };
    report.findings = if is_too_long {
        vec![finding(Code::LimitTooLong, "limits", 0)]
    } else {
        findings(world, &report)
    };
    report
}

/// A paused case has no date that could have passed.
fn is_beyond_promise(case: &crate::Case, today: Date) -> bool {
    !matches!(case.stage, Stage::Paused { .. })
        && case.promised.is_some_and(|it| it.has_passed(today))
}

fn is_beyond_statute(case: &crate::Case, today: Date) -> bool {
    !matches!(case.stage, Stage::Paused { .. })
        && case.statutory.is_some_and(|it| it.has_passed(today))
}

fn outcomes(world: &World<'_>) -> Outcomes {
    Outcomes {
        arrived: world.seen.arrived,
        not_filed: world.seen.not_filed,
        granted: world.seen.granted,
        refused: world.seen.refused,
        not_accepted: world.ended(Conclusion::NotAccepted),
        withdrawn: world.ended(Conclusion::Withdrawn),
        dead: length(world.files.iter().filter(|it| it.is_dead).count()),
        open: length(world.still_open().count()),
    }
}

fn days(world: &World<'_>) -> Days {
    let mut all = world.seen.days.clone();
    all.sort_unstable();
    let most = all.last().copied().unwrap_or_default();
    let at = |percent: usize| {
        let place = (all.len() * percent).div_ceil(100).saturating_sub(1);
        all.get(place).copied().unwrap_or_default()
    };
    let width = (most + 1).div_ceil(BARS).max(1);
    let bar = |from: u32| {
        let to = from + width - 1;
        let count = all.iter().filter(|it| (from..=to).contains(it)).count();
        Bar { from, to, count: length(count) }
    };
    let starts = (0..BARS).map(|it| it * width).filter(|it| *it <= most && !all.is_empty());
    Days {
        unit: world.ground.definition.promised().unit,
        count: length(all.len()),
        p50: at(50),
        p90: at(90),
        most,
        bars: starts.map(bar).collect(),
    }
}

fn steps(world: &World<'_>) -> Vec<StepLoad> {
    let loads = world.seen.fared.iter().map(|((step, (unit, role)), it)| {
        let mean = (it.waited * 100).checked_div(u64::from(it.done)).unwrap_or_default();
        StepLoad {
            step: step.clone(),
            unit: unit.clone(),
            role: *role,
            done: it.done,
            mean_wait: u32::try_from(mean).unwrap_or(u32::MAX),
            longest_queue: it.longest,
            longest_on: it.longest_on,
        }
    });
    let mut all: Vec<StepLoad> = loads.collect();
    let place = |id: &str| world.ground.definition.process.iter().position(|it| it.id() == id);
    all.sort_by_key(|it| place(&it.step));
    all
}

fn post(unit: &str, role: kernel::Role, station: &Station) -> PostLoad {
    let load = (station.came * 100).checked_div(station.could).unwrap_or_default();
    PostLoad {
        unit: unit.to_owned(),
        role,
        officers: length(station.officers.len()),
        load_percent: u32::try_from(load).unwrap_or(u32::MAX),
        queue_by_day: station.by_day.clone(),
    }
}

fn dead_ends(world: &World<'_>) -> Vec<DeadEnd> {
    let all = world.seen.dead.iter();
    all.map(|((step, why), (count, path))| DeadEnd {
        step: step.clone(),
        why: (*why).to_owned(),
        count: *count,
        path: path.clone(),
    })
    .collect()
}

fn finding(code: Code, element: impl Into<String>, count: u32) -> Finding {
    Finding { code, gravity: code.gravity(), element: element.into(), count }
}

fn findings(world: &World<'_>, report: &Report) -> Vec<Finding> {
    let mut all = Vec::new();
    troubles(world, report, &mut all);
    loads(world, report, &mut all);
    unreached(world, &mut all);
    all.sort_by(|a, b| (a.gravity, a.code, &a.element).cmp(&(b.gravity, b.code, &b.element)));
    all
}

fn troubles(world: &World<'_>, report: &Report, all: &mut Vec<Finding>) {
    let ends = report.dead_ends.iter();
    all.extend(ends.map(|it| finding(Code::DeadEnd, format!("process.{}", it.step), it.count)));
    for (field, count) in &world.seen.not_taken {
        let is_situation = field.starts_with("situation.");
        let element = if is_situation { field.clone() } else { format!("answers.{field}") };
        all.push(finding(Code::CannotFillIn, element, *count));
    }
    let outcomes = &report.outcomes;
    if outcomes.granted == 0 && outcomes.refused > 0 {
        all.push(finding(Code::NeverGranted, "process", outcomes.refused));
    }
    let counted = [
        (Code::StatuteBroken, "limits.statutory", report.statute_broken),
        (Code::PromiseBroken, "limits.promised", report.promise_broken),
        (Code::StaysOpen, "process", outcomes.open),
        (Code::AcceptedBySilence, "process", world.seen.accepted_by_silence),
    ];
    let met = counted.into_iter().filter(|(_, _, count)| *count > 0);
    all.extend(met.map(|(code, element, count)| finding(code, element, count)));
}

fn loads(world: &World<'_>, report: &Report, all: &mut Vec<Finding>) {
    for post in report.posts.iter().filter(|it| it.load_percent > 100) {
        let longest = post.queue_by_day.iter().copied().max().unwrap_or_default();
        let element = format!("{}/{}", post.unit, post.role.word());
        all.push(finding(Code::TooFewOfficers, element, longest));
    }
    for (step, count) in &world.seen.consented {
        all.push(finding(Code::ConsentedBySilence, format!("process.{step}"), *count));
    }
}

fn unreached(world: &World<'_>, all: &mut Vec<Finding>) {
    let (definition, seen) = (world.ground.definition, &world.seen);
    let mut never = |code: Code, kind: &str, id: &str| {
        all.push(finding(code, format!("{kind}.{id}"), 0));
    };
    for it in definition.situations.iter().filter(|it| !seen.situations.contains(&it.id)) {
        never(Code::NeverAsked, "situation", &it.id);
    }
    for it in definition.fields().filter(|it| !seen.fields.contains(&it.id)) {
        never(Code::NeverAsked, "answers", &it.id);
    }
    for it in definition.materials.iter().filter(|it| !seen.materials.contains(&it.id)) {
        never(Code::NeverNeeded, "materials", &it.id);
    }
    for it in definition.process.iter().filter(|it| !seen.steps.contains(it.id())) {
        never(Code::NeverEntered, "process", it.id());
    }
    // Where nobody was refused, no reason could be used.
    let is_unused = |code: &str| seen.refused > 0 && !seen.refusals.contains(code);
    for it in definition.refusals.iter().filter(|it| is_unused(&it.code)) {
        never(Code::NeverUsed, "refusals", &it.code);
    }
    let bare = seen.bare.iter().take(MOST_BARE);
    all.extend(bare.map(|(answers, count)| finding(Code::NoMaterials, answers.clone(), *count)));
}
