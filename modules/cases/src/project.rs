//! The read tables of cases, from their events.

use cases_domain::{
    Case, CaseEvent, Duty, DutyEvent, Elevation, ElevationEvent, Glass, Task, TaskKey,
};
use kernel::{Aggregate, Recorded};
use ledger::{Projection, Value, Write};

use crate::store::{
    DECIDER, DROP_LEAVING, DROP_TASK, HAND, NEW_ELEVATION, PUT_CASE, PUT_LEAVING, PUT_TASK,
    SET_ELEVATION, UNDECIDE,
    duty::{DROP_DUTY, NEW_OVERRIDE, PUT_DUTY},
};

/// Fills `cases_case`, `cases_task`, `cases_hand` and `cases_leaving`.
pub(crate) struct CaseRows;

impl Projection<Case> for CaseRows {
    fn tables(&self) -> &'static [&'static str] {
        &["cases_case", "cases_task", "cases_hand", "cases_leaving"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Case,
        after: &Case,
        events: &[Recorded<CaseEvent>],
    ) -> Vec<Write> {
        let Some(last) = events.last() else { return Vec::new() };
        let id = stream.split_once('/').map_or("", |(_, key)| key);
        let mut writes = vec![case_row(id, after, last)];
        writes.extend(leaving(id, before, after));
        let (old, new) = (before.tasks(), after.tasks());
        let is_gone = |task: &&Task| !new.iter().any(|it| same(it, task));
        writes.extend(old.iter().filter(is_gone).map(|task| {
            let args: Vec<Value> = vec![id.into(), (&task.step).into(), member(task).into()];
            Write::new(&DROP_TASK, args)
        }));
        let is_news = |task: &&Task| !old.contains(task);
        writes.extend(new.iter().filter(is_news).map(|task| task_row(id, task)));
        writes.extend(events.iter().filter_map(|event| hand_row(id, event)));
        writes
    }
}

/// Who did it. The database refuses a decision by somebody who stands there already. Who undid
/// their decision may decide anew.
fn hand_row(id: &str, event: &Recorded<CaseEvent>) -> Option<Write> {
    let account = event.by.account?.to_string();
    if matches!(event.event, CaseEvent::DecisionUndone) {
        return Some(Write::new(&UNDECIDE, vec![id.into(), account.into()]));
    }
    let decides = matches!(event.event, CaseEvent::Decided { .. });
    let statement = if decides { &DECIDER } else { &HAND };
    Some(Write::new(statement, vec![id.into(), account.into(), decides.into()]))
}

/// When a decision leaves that waits.
fn leaving(id: &str, before: &Case, after: &Case) -> Option<Write> {
    match (&before.pending, &after.pending) {
        (_, Some(pending)) if before.pending != after.pending => {
            Some(Write::new(&PUT_LEAVING, vec![id.into(), pending.leaves_at.into()]))
        }
        (Some(_), None) => Some(Write::new(&DROP_LEAVING, vec![id.into()])),
        _ => None,
    }
}

fn case_row(id: &str, case: &Case, last: &Recorded<CaseEvent>) -> Write {
    let party = case.party.as_ref();
    let name = serde_json::to_string(&case.name).unwrap_or_default();
    let channel = case.channel.and_then(|it| serde_json::to_value(it).ok());
    let channel = channel.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
    let args: Vec<Value> = vec![
        id.into(),
        (&case.reference).into(),
        (&case.number).into(),
        (&case.service).into(),
        name.into(),
        (&case.authority).into(),
        party.map(|it| it.subject.to_string()).unwrap_or_default().into(),
        party.map(|it| it.account.to_string()).unwrap_or_default().into(),
        channel.into(),
        case.status().into(),
        case.submitted_at.unwrap_or(last.at).into(),
        last.at.into(),
        case.notice.map(|due| due.on).into(),
        case.promised.map(|due| due.on).into(),
        case.statutory.map(|due| due.on).into(),
        (!case.is_concluded()).into(),
        case.revision.into(),
    ];
    Write::new(&PUT_CASE, args)
}

fn task_row(id: &str, task: &Task) -> Write {
    let silent = task.wait.may_be_silent.then_some(task.wait.due.on);
    let args: Vec<Value> = vec![
        id.into(),
        (&task.step).into(),
        member(task).into(),
        (&task.wait.unit).into(),
        task.wait.role.word().into(),
        task.wait.due.on.into(),
        silent.into(),
    ];
    Write::new(&PUT_TASK, args)
}

fn member(task: &Task) -> &str {
    task.wait.member.as_deref().unwrap_or_default()
}

fn same(one: &Task, other: &Task) -> bool {
    one.step == other.step && one.wait.member == other.wait.member
}

/// Fills `cases_elevation`.
pub(crate) struct Elevations;

impl Projection<Glass> for Elevations {
    fn tables(&self) -> &'static [&'static str] {
        &["cases_elevation"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Glass,
        after: &Glass,
        _: &[Recorded<ElevationEvent>],
    ) -> Vec<Write> {
        let account = stream.split_once('/').map_or("", |(_, key)| key);
        let mut writes = Vec::new();
        if let Some(last) = after.last.as_ref().filter(|_| after.count > before.count) {
            let args: Vec<Value> = vec![
                account.into(),
                last.from.into(),
                last.until.into(),
                last.by.authority.as_deref().unwrap_or_default().into(),
                last.by.role.word().into(),
            ];
            writes.push(Write::new(&NEW_ELEVATION, args));
        } else if let Some(last) = &after.last {
            writes.push(elevation_row(account, last));
        }
        writes
    }
}

fn elevation_row(account: &str, it: &Elevation) -> Write {
    let is_reviewed = it.in_order.is_some();
    let args: Vec<Value> =
        vec![account.into(), it.from.into(), it.until.into(), is_reviewed.into()];
    Write::new(&SET_ELEVATION, args)
}

/// Fills `cases_duty` and `cases_override`.
pub(crate) struct Duties;

impl Projection<Duty> for Duties {
    fn tables(&self) -> &'static [&'static str] {
        &["cases_duty", "cases_override"]
    }

    fn project(
        &self,
        stream: &str,
        _: &Duty,
        _: &Duty,
        events: &[Recorded<DutyEvent>],
    ) -> Vec<Write> {
        let id = stream.split_once('/').map_or("", |(_, key)| key);
        events.iter().flat_map(|event| duty_rows(id, event)).collect()
    }
}

fn duty_rows(id: &str, event: &Recorded<DutyEvent>) -> Vec<Write> {
    let by = event.by.account.map(|it| it.to_string()).unwrap_or_default();
    let key = |task: &TaskKey| -> Vec<Value> {
        let member = task.member.as_deref().unwrap_or_default();
        vec![id.into(), (&task.step).into(), member.into()]
    };
    let put = |task: &TaskKey, officer: String| {
        let mut args = key(task);
        args.push(officer.into());
        Write::new(&PUT_DUTY, args)
    };
    let noted = |was: String, ahead: u64| {
        let args: Vec<Value> = vec![
            id.into(),
            event.seq.into(),
            event.at.into(),
            <Duty as Aggregate>::word(&event.event).into(),
            event.by.authority.as_deref().unwrap_or_default().into(),
            (&by).into(),
            was.into(),
            ahead.into(),
        ];
        Write::new(&NEW_OVERRIDE, args)
    };
    match &event.event {
        DutyEvent::Assigned { task, officer, .. } => vec![put(task, officer.to_string())],
        DutyEvent::Freed { task } => vec![Write::new(&DROP_DUTY, key(task))],
        DutyEvent::TakenOver { task, from, .. } => {
            vec![put(task, by.clone()), noted(from.to_string(), 0)]
        }
        DutyEvent::OutOfTurn { ahead, .. } => vec![noted(String::new(), *ahead)],
    }
}
