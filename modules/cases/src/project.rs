//! The read tables of cases, from their events.

use cases_domain::{Case, CaseEvent, Task};
use kernel::Recorded;
use ledger::{Projection, Value, Write};

use crate::store::{DROP_TASK, PUT_CASE, PUT_TASK};

/// Fills `cases_case` and `cases_task`.
pub(crate) struct CaseRows;

impl Projection<Case> for CaseRows {
    fn tables(&self) -> &'static [&'static str] {
        &["cases_case", "cases_task"]
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
        let (old, new) = (before.tasks(), after.tasks());
        let is_gone = |task: &&Task| !new.iter().any(|it| same(it, task));
        writes.extend(old.iter().filter(is_gone).map(|task| {
            let args: Vec<Value> = vec![id.into(), (&task.step).into(), member(task).into()];
            Write::new(&DROP_TASK, args)
        }));
        let is_news = |task: &&Task| !old.contains(task);
        writes.extend(new.iter().filter(is_news).map(|task| task_row(id, task)));
        writes
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
