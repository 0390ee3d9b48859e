//! `/staff/cases/`: what waits for the officer, then for their office and role, the most urgent first.

use askama::Template;
use axum::extract::{Query, State};
use cases_domain::Case;
use futures::future::try_join_all;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use web::{Failure, Outcome, Page, Posted, Visitor};

use super::shared::{Left, Tag, applicant_in_queue, left, next_case, remark, status};
use crate::{
    service::{Desk, Span, Trouble},
    store::{LAST_DAY, Listed, Part, QueueMark, QueuePlace, Queued},
    trouble::failure,
};

const ROWS: usize = 25;

#[derive(Template)]
#[template(path = "cases/staff/queue.html")]
struct QueuePage {
    p: Page,
    counts: Vec<Count>,
    tasks: Vec<TaskRow>,
    cases: Vec<CaseRow>,
    is_office: bool,
    next_due: Option<String>,
    next: Option<String>,
    updated: Timestamp,
}

struct Count {
    href: &'static str,
    number: u64,
    label: String,
    is_late: bool,
    is_current: bool,
}

struct TaskRow {
    href: String,
    reference: String,
    service: String,
    step: String,
    applicant: String,
    /// Whose task it is.
    officer: String,
    left: Left,
    due: Date,
    received: Date,
}

struct CaseRow {
    href: String,
    reference: String,
    service: String,
    status: Tag,
    received: Date,
    promised: Option<Date>,
}

/// Which part of the queue.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    view: String,
    /// The place of the last row of the page before.
    #[serde(default)]
    after: String,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    done: String,
    #[serde(default)]
    of: String,
}

/// The queue.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    if !asked.reference.trim().is_empty() {
        let found = desk.look_up(&visitor.actor, &asked.reference).await;
        let reference = found.map_err(|it| failure(&visitor, it))?;
        return Ok(visitor.go(format!("/staff/cases/{reference}")));
    }
    let notice = remark(&visitor, &asked.done, &asked.of);
    let mut page = QueuePage {
        p: visitor.page(visitor.t("cases-staff-queue-title")).with_notice(notice),
        counts: counts(&desk, &visitor, &asked.view).await?,
        tasks: Vec::new(),
        cases: Vec::new(),
        is_office: asked.view == "office",
        next_due: None,
        next: None,
        updated: desk.ledger.clock().now(),
    };
    if page.is_office {
        office(&desk, &visitor, &asked, &mut page).await?;
    } else {
        tasks(&desk, &visitor, &asked, &mut page).await?;
    }
    visitor.html(&page)
}

/// Takes the most urgent case.
pub(super) async fn next(State(desk): State<Desk>, visitor: Visitor, _: Posted) -> Outcome {
    Ok(visitor.go(next_case(&desk, &visitor).await?))
}

async fn counts(desk: &Desk, visitor: &Visitor, view: &str) -> Result<Vec<Count>, Failure> {
    let today = desk.ledger.clock().today();
    let yesterday = today.yesterday().unwrap_or(today).to_string();
    let until = |day: String| async move {
        let size = desk.queue_size(&visitor.actor, &day).await;
        size.map_err(|it| failure(visitor, it))
    };
    let late = until(yesterday).await?;
    let to_today = until(today.to_string()).await?;
    let all = until(LAST_DAY.to_owned()).await?;
    let count = |view_of: &str, href, number, key: &str| Count {
        href,
        number,
        label: visitor.t(key).to_owned(),
        is_late: view_of == "late" && number > 0,
        is_current: view == view_of,
    };
    let today = to_today.saturating_sub(late);
    Ok(vec![
        count("late", "/staff/cases/?view=late", late, "cases-staff-count-late"),
        count("today", "/staff/cases/?view=today", today, "cases-staff-count-today"),
        count("", "/staff/cases/", all, "cases-staff-count-all"),
    ])
}

async fn tasks(
    desk: &Desk,
    visitor: &Visitor,
    asked: &Asked,
    page: &mut QueuePage,
) -> Result<(), Failure> {
    let span = span(desk, &asked.view);
    let after = QueueMark::parse(&asked.after);
    let found = desk.queue(&visitor.actor, &span, after.as_ref(), ROWS + 1).await;
    let found = found.map_err(|it| failure(visitor, it))?;
    if found.is_empty() {
        let next = desk.queue(&visitor.actor, &Span::whole(), None, 1).await;
        let next = next.map_err(|it| failure(visitor, it))?;
        page.next_due = next.first().map(|it| page.p.date(&it.due_on));
    }
    let is_more = found.len() > ROWS;
    page.next = found
        .get(ROWS - 1)
        .filter(|_| is_more)
        .map(|last| format!("/staff/cases/?view={}&after={}", view_word(&asked.view), last.mark()));
    let rows = found.iter().take(ROWS).map(|task| task_row(desk, visitor, task));
    page.tasks = try_join_all(rows).await.map_err(|it| failure(visitor, it))?;
    Ok(())
}

/// The days of a part of the queue.
fn span(desk: &Desk, view: &str) -> Span {
    let today = desk.ledger.clock().today();
    match view {
        "late" => {
            let yesterday = today.yesterday().unwrap_or(today);
            Span { until: yesterday.to_string(), ..Span::whole() }
        }
        "today" => Span { from: QueuePlace::on(today), until: today.to_string() },
        _ => Span::whole(),
    }
}

fn view_word(view: &str) -> &'static str {
    match view {
        "late" => "late",
        "today" => "today",
        _ => "",
    }
}

async fn task_row(desk: &Desk, visitor: &Visitor, task: &Queued) -> Result<TaskRow, Trouble> {
    let (case, _) = desk.ledger.load::<Case>(task.case).await?.ok_or(Trouble::NotFound)?;
    let published = desk.definition(&case)?;
    let step = published.definition.step(&task.step);
    let party = case.party.as_ref().ok_or(Trouble::NotFound)?;
    Ok(TaskRow {
        href: format!("/staff/cases/{}", task.reference),
        reference: task.reference.clone(),
        service: task.name.get(visitor.lang).to_owned(),
        step: step.map_or(task.step.as_str(), |it| it.name().get(visitor.lang)).to_owned(),
        applicant: applicant_in_queue(desk, visitor, party).await?,
        officer: officer(desk, visitor, task).await?,
        left: left(desk, visitor, task.due_on),
        due: task.due_on,
        received: desk.ledger.clock().zone().to_datetime(task.submitted_at).date(),
    })
}

/// Whose a task is, as its queue says it.
async fn officer(desk: &Desk, visitor: &Visitor, task: &Queued) -> Result<String, Trouble> {
    let name = match (task.part, task.officer) {
        (Part::Own, _) => return Ok(visitor.t("cases-staff-officer-own").to_owned()),
        (_, None) => return Ok(visitor.t("cases-staff-officer-office").to_owned()),
        (_, Some(officer)) => desk.people.staff_name(officer).await?,
    };
    Ok(name.unwrap_or_else(|| visitor.t("cases-staff-somebody").to_owned()))
}

/// The newest cases of the officer's authority, also those that wait for nobody here.
async fn office(
    desk: &Desk,
    visitor: &Visitor,
    asked: &Asked,
    page: &mut QueuePage,
) -> Result<(), Failure> {
    let before = asked.after.parse::<Timestamp>().unwrap_or(Timestamp::MAX);
    let limit = u32::try_from(ROWS + 1).unwrap_or(u32::MAX);
    let found = desk.of_office(&visitor.actor, before, limit).await;
    let found = found.map_err(|it| failure(visitor, it))?;
    let is_more = found.len() > ROWS;
    page.next = found
        .get(ROWS - 1)
        .filter(|_| is_more)
        .map(|last| format!("/staff/cases/?view=office&after={}", last.submitted_at));
    page.cases = found.iter().take(ROWS).map(|it| case_row(desk, visitor, it)).collect();
    Ok(())
}

fn case_row(desk: &Desk, visitor: &Visitor, listed: &Listed) -> CaseRow {
    CaseRow {
        href: format!("/staff/cases/{}", listed.reference),
        reference: listed.reference.clone(),
        service: listed.name.get(visitor.lang).to_owned(),
        status: status(visitor, &listed.stage),
        received: desk.ledger.clock().zone().to_datetime(listed.submitted_at).date(),
        promised: listed.promised_on.filter(|_| listed.is_open),
    }
}
