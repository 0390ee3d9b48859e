//! The steps of a case, and on whose desk it lies.

use cases_domain::{Case, Conclusion, Stage, Waiting};
use catalogue_domain::definition::{ProcessStep, ServiceDefinition};
use jiff::Timestamp;
use kernel::Role;
use web::Visitor;

use super::words::{date, day_of, local, unit_name};
use crate::service::Desk;

/// One step.
pub(super) struct StepRow {
    /// `done`, `now` or `todo`.
    pub state: &'static str,
    pub title: String,
    pub when: String,
    pub lines: Vec<String>,
}

/// The steps that are done, the one that waits, and those to come.
pub(super) fn steps(
    desk: &Desk,
    visitor: &Visitor,
    definition: &ServiceDefinition,
    case: &Case,
) -> Vec<StepRow> {
    let (now, end) = place(definition, case);
    let row = |(index, step): (usize, &ProcessStep)| {
        let at = done_at(case, step);
        let state = match now {
            Some(now) if index == now => "now",
            Some(now) if index > now => "todo",
            _ => "done",
        };
        // Who withdraws leaves steps behind that were never taken.
        if now.is_none() && at.is_none() {
            return None;
        }
        let when = match (state, at) {
            ("done", Some(at)) => day_of(desk, visitor, at),
            _ => String::new(),
        };
        let lines = lines(desk, visitor, case, step, state);
        Some(StepRow { state, title: local(visitor, step.name()), when, lines })
    };
    definition.process.iter().take(end).enumerate().filter_map(row).collect()
}

/// Which step waits, and after how many the case ends.
fn place(definition: &ServiceDefinition, case: &Case) -> (Option<usize>, usize) {
    let process = &definition.process;
    let all = process.len();
    let first = |is_it: fn(&ProcessStep) -> bool| process.iter().position(is_it);
    let accept = first(|step| matches!(step, ProcessStep::Accept(_))).unwrap_or(0);
    let decide = first(|step| matches!(step, ProcessStep::Decide(_))).unwrap_or(all);
    match &case.stage {
        Stage::None => (Some(0), all),
        Stage::Submitted { .. } | Stage::Returned { .. } => (Some(accept), all),
        Stage::InReview { next } | Stage::Paused { next, .. } => {
            (process.iter().position(|step| step.id() == next.step).or(Some(accept)), all)
        }
        Stage::Approved => (Some(decide + 1), all),
        Stage::Concluded { how } => match how {
            Conclusion::Issued if case.delivered_at.is_none() => {
                (first(|step| matches!(step, ProcessStep::Deliver(_))), all)
            }
            Conclusion::Issued | Conclusion::Withdrawn => (None, all),
            Conclusion::Refused => (None, (decide + 1).min(all)),
            Conclusion::NotAccepted => (None, accept + 1),
        },
    }
}

fn done_at(case: &Case, step: &ProcessStep) -> Option<Timestamp> {
    let act = |words: &[&str]| {
        let acts = case.acts.iter().rev();
        acts.clone().find(|act| words.contains(&act.word.as_str())).map(|act| act.at)
    };
    match step {
        ProcessStep::Receive(_) => case.submitted_at,
        ProcessStep::Accept(_) => act(&["case.accepted", "case.not_accepted"]),
        ProcessStep::Review(_) | ProcessStep::JointReview(_) => {
            let of_step = case.reviews.iter().rev().find(|it| it.step == step.id());
            of_step.map(|it| it.at)
        }
        ProcessStep::Decide(_) => act(&["case.decided"]),
        ProcessStep::Issue(_) => act(&["case.issued"]),
        ProcessStep::Deliver(_) => case.delivered_at,
    }
}

fn lines(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    step: &ProcessStep,
    state: &str,
) -> Vec<String> {
    let mut lines = Vec::new();
    if matches!(step, ProcessStep::Accept(_)) && is_deemed(case) {
        lines.push(visitor.t("cases-step-deemed").to_owned());
    }
    if state != "now" {
        return lines;
    }
    if matches!(case.stage, Stage::Returned { .. }) {
        lines.push(visitor.t("cases-step-returned").to_owned());
        return lines;
    }
    for member in step.members() {
        let who = local(visitor, &member.name);
        if case.opinion_of(step.id(), &member.id).is_some() {
            lines.push(visitor.tr("cases-step-spoken", &[("who", &who)]));
        }
    }
    let waits = waits(case).iter();
    lines.extend(waits.map(|wait| waiting(desk, visitor, step, wait)));
    lines
}

fn waiting(desk: &Desk, visitor: &Visitor, step: &ProcessStep, wait: &Waiting) -> String {
    let unit = unit_name(desk, visitor, &wait.unit);
    let member = step.members().iter().find(|it| Some(&it.id) == wait.member.as_ref());
    let who = match member {
        Some(member) => {
            let name = local(visitor, &member.name);
            let args: [(&str, &dyn std::fmt::Display); 2] = [("name", &name), ("unit", &unit)];
            visitor.tr("cases-step-member", &args)
        }
        None => unit,
    };
    let due = date(visitor, wait.due.on);
    let key = if wait.may_be_silent { "cases-step-waits-silent" } else { "cases-step-waits" };
    visitor.tr(key, &[("who", &who), ("due", &due)])
}

/// Accepted by law, because nobody said in time what was missing.
fn is_deemed(case: &Case) -> bool {
    case.acts.iter().any(|act| act.word == "case.accepted" && act.by.role == Role::System)
}

fn waits(case: &Case) -> &[Waiting] {
    match &case.stage {
        Stage::Submitted { next } | Stage::InReview { next } | Stage::Paused { next, .. } => {
            &next.waits
        }
        _ => &[],
    }
}

/// On whose desk it lies, in one sentence; none where it is over.
pub(super) fn whose_desk(desk: &Desk, visitor: &Visitor, case: &Case) -> Option<String> {
    match &case.stage {
        Stage::None | Stage::Concluded { .. } => None,
        Stage::Returned { .. } => Some(visitor.t("cases-desk-you").to_owned()),
        Stage::Approved => {
            let unit = unit_name(desk, visitor, &case.authority);
            Some(visitor.tr("cases-desk", &[("unit", &unit)]))
        }
        Stage::Submitted { .. } | Stage::InReview { .. } | Stage::Paused { .. } => {
            let mut units: Vec<String> = Vec::new();
            for wait in waits(case) {
                let name = unit_name(desk, visitor, &wait.unit);
                if !units.contains(&name) {
                    units.push(name);
                }
            }
            let units = units.join(visitor.t("cases-list-comma"));
            Some(visitor.tr("cases-desk", &[("unit", &units)]))
        }
    }
}
