//! The issuing keys, and saying that one was stolen.

use approvals_domain::ProposeError;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jiff::{Timestamp, civil::DateTime};
use web::{Bound, Changed, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::proposed;
use crate::{
    many::{CHANGE_KEYS, KeyOrder},
    service::{KeyLine, Licensing},
};

#[derive(Template)]
#[template(path = "licences/keys.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    suite: String,
    since: String,
    tag: &'static str,
    state: String,
    licences: u64,
}

#[derive(Template)]
#[template(path = "licences/key.html")]
struct KeyPage {
    p: Page,
    errors: Vec<ErrorLink>,
    row: Row,
    /// Whether the form says that it was stolen, or that it was not.
    is_trusted: bool,
    may_change: bool,
    date: Field,
    time: Field,
    reason: Field,
    typed: Field,
    seal: String,
}

/// What is wrong with the form.
#[derive(Default)]
struct Wrong {
    date: Option<&'static str>,
    time: Option<&'static str>,
    reason: Option<&'static str>,
    typed: Option<&'static str>,
}

/// `GET /staff/licences/keys`
pub async fn list(State(service): State<Licensing>, visitor: Visitor) -> Outcome {
    let lines = service.key_lines(&visitor.actor).await?;
    let p = visitor.page(visitor.t("licences-keys-title"));
    let rows = lines.iter().map(|it| row(&visitor, &p, it)).collect();
    visitor.html(&ListPage { p, rows })
}

/// `GET /staff/licences/keys/{key}`
pub async fn show(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Outcome {
    let line = line(&service, &visitor, &key).await?;
    page(&visitor, &line, StatusCode::OK, None, &Wrong::default())
}

/// `POST /staff/licences/keys/{key}`: proposes that it was stolen, or that it was not.
pub async fn declare(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(key): Path<String>,
    bound: Bound,
) -> Outcome {
    let line = line(&service, &visitor, &key).await?;
    let posted = match bound.open(&summary(&line)) {
        Ok(posted) => posted,
        Err(Changed(posted)) => {
            return page(&visitor, &line, StatusCode::CONFLICT, Some(&posted), &Wrong::default());
        }
    };
    let order = match order(&service, &line, &posted) {
        Ok(order) => order,
        Err(wrong) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&visitor, &line, status, Some(&posted), &wrong);
        }
    };
    let typed = posted.get("typed");
    match service.propose_key(posted.key, &visitor.actor, &order, typed).await {
        Err(ProposeError::Typed(_)) => {
            let wrong = Wrong { typed: Some("licences-key-typed-wrong"), ..Wrong::default() };
            page(&visitor, &line, StatusCode::UNPROCESSABLE_ENTITY, Some(&posted), &wrong)
        }
        other => proposed(&visitor, other),
    }
}

async fn line(service: &Licensing, visitor: &Visitor, key: &str) -> Result<KeyLine, Failure> {
    let lines = service.key_lines(&visitor.actor).await?;
    lines.into_iter().find(|it| it.key.noted.id == key).ok_or(Failure::NotFound)
}

/// What the page shows of a key. How many licences stand under it may change while it is read.
fn summary(line: &KeyLine) -> (String, Option<Timestamp>, bool) {
    let key = &line.key;
    (key.noted.id.clone(), key.distrust.map(|it| it.from), line.is_current)
}

fn order(service: &Licensing, line: &KeyLine, posted: &Posted) -> Result<KeyOrder, Wrong> {
    let mut wrong = Wrong::default();
    let reason = posted.get("reason").to_owned();
    if reason.is_empty() {
        wrong.reason = Some("licences-refused-no-reason");
    }
    let mut from = None;
    if line.key.distrust.is_none() {
        from = instant(service, posted, &mut wrong);
    }
    if wrong.date.is_some() || wrong.time.is_some() || wrong.reason.is_some() {
        return Err(wrong);
    }
    Ok(KeyOrder { key: line.key.noted.id.clone(), from, reason })
}

/// Date and time of the form, where the law applies; not later than now.
fn instant(service: &Licensing, posted: &Posted, wrong: &mut Wrong) -> Option<Timestamp> {
    let (date, time) = (posted.date("from"), posted.get("time"));
    let time = if time.is_empty() { "00:00" } else { time };
    let Ok(day) = date.parse::<jiff::civil::Date>() else {
        wrong.date = Some("licences-key-date-wrong");
        return None;
    };
    let Ok(local) = format!("{day}T{time}").parse::<DateTime>() else {
        wrong.time = Some("licences-key-time-wrong");
        return None;
    };
    let clock = service.ledger().clock();
    let at = clock.zone().to_timestamp(local).ok().filter(|at| *at <= clock.now());
    if at.is_none() {
        wrong.date = Some("licences-key-future");
    }
    at
}

fn row(visitor: &Visitor, p: &Page, line: &KeyLine) -> Row {
    let (tag, state) = match (line.key.distrust, line.is_current) {
        (Some(it), _) => {
            ("error", visitor.tr("licences-key-stolen", &[("from", &p.instant(&it.from))]))
        }
        (None, true) => ("good", visitor.t("licences-key-current").to_owned()),
        (None, false) => ("plain", visitor.t("licences-key-former").to_owned()),
    };
    Row {
        id: line.key.noted.id.clone(),
        suite: line.key.noted.suite.clone(),
        since: p.instant(&line.key.since),
        tag,
        state,
        licences: line.licences,
    }
}

fn page(
    visitor: &Visitor,
    line: &KeyLine,
    status: StatusCode,
    posted: Option<&Posted>,
    wrong: &Wrong,
) -> Outcome {
    let say = |key: &str| visitor.t(key).to_owned();
    let was = |name: &str| posted.map(|it| it.get(name).to_owned()).unwrap_or_default();
    let error = |key: Option<&'static str>| key.map(say);
    let date = posted.map(|it| it.date("from")).unwrap_or_default();
    let date = Field::text("from", say("licences-key-from"))
        .kind("date")
        .hint(say("licences-key-from-hint"))
        .value(date)
        .error(error(wrong.date));
    let time = Field::text("time", say("licences-key-time"))
        .hint(say("licences-key-time-hint"))
        .value(was("time"))
        .error(error(wrong.time))
        .optional();
    let reason = Field::text("reason", say("licences-key-reason"))
        .kind("long_text")
        .hint(say("licences-key-reason-hint"))
        .value(was("reason"))
        .error(error(wrong.reason));
    let id = &line.key.noted.id;
    let typed = Field::text("typed", visitor.tr("licences-typed", &[("number", id)]))
        .error(error(wrong.typed));
    let fields = [&date, &time, &reason, &typed];
    let errors: Vec<_> = fields.into_iter().filter_map(Field::error_link).collect();
    let notice = (status == StatusCode::CONFLICT).then(|| say("web-shown-changed"));
    let p = visitor
        .page(visitor.tr("licences-key-title", &[("key", id)]))
        .crumb("/licences/keys", visitor.t("licences-keys-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice);
    let page = KeyPage {
        errors,
        row: row(visitor, &p, line),
        is_trusted: line.key.distrust.is_none(),
        may_change: visitor.may(CHANGE_KEYS),
        date,
        time,
        reason,
        typed,
        seal: visitor.seal(CHANGE_KEYS, &summary(line)),
        p,
    };
    visitor.html_with(status, &page)
}
