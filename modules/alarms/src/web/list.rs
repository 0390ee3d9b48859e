//! Alarms that nobody has looked at, and those that somebody has.

use ::web::{Bound, ErrorLink, Failure, Page, Visitor};
use alarms_domain::{AlarmKind, Outcome};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::AlarmId;
use serde::Deserialize;

use crate::{
    policy,
    service::{AlarmService, Place},
    store::Listed,
    telling::{advice_key, title_key},
};

#[derive(Template)]
#[template(path = "alarms/list.html")]
struct ListPage {
    p: Page,
    errors: Vec<ErrorLink>,
    alarms: Vec<View>,
    outcomes: Vec<(&'static str, String)>,
    may_acknowledge: bool,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "alarms/history.html")]
struct HistoryPage {
    p: Page,
    alarms: Vec<View>,
    previous: Option<String>,
    next: Option<String>,
}

struct View {
    id: AlarmId,
    title: String,
    advice: String,
    place: String,
    at: String,
    by: String,
    looked_at: String,
    outcome: String,
    seal: String,
}

/// What is shown of an alarm, as its seal stands for it: which, and that nobody has looked at it.
fn shown(id: AlarmId, kind: AlarmKind, place: &str, is_open: bool) -> Shown<'_> {
    (id, kind, place, is_open)
}

type Shown<'a> = (AlarmId, AlarmKind, &'a str, bool);

/// What the page says beside what is so.
enum Said {
    Nothing,
    /// It is not as it was shown.
    Changed,
    /// No outcome was chosen for this one.
    NoOutcome(AlarmId),
}

/// After which row the page begins: `microseconds,id`.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /staff/alarms?after=`
pub async fn show(
    State(service): State<AlarmService>,
    visitor: Visitor,
    Query(After { after }): Query<After>,
) -> ::web::Outcome {
    page(&service, &visitor, &after, &Said::Nothing).await
}

async fn page(
    service: &AlarmService,
    visitor: &Visitor,
    after: &str,
    said: &Said,
) -> ::web::Outcome {
    let (found, next) = service.list(&visitor.actor, true, place(after)).await?;
    let (errors, status) = match said {
        Said::Nothing => (Vec::new(), StatusCode::OK),
        Said::Changed => (Vec::new(), StatusCode::CONFLICT),
        Said::NoOutcome(id) => {
            let text = visitor.t("alarms-outcome-needed").to_owned();
            let error = ErrorLink { href: format!("#alarm-{id}"), text };
            (vec![error], StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let changed = matches!(said, Said::Changed);
    let p = visitor
        .page(visitor.t("alarms-title"))
        .with_notice(changed.then(|| visitor.t("web-shown-changed").to_owned()))
        .with_errors(!errors.is_empty());
    let alarms = views(service, visitor, &p, &found).await?;
    let word = |it: Outcome| visitor.t(&format!("alarms-outcome-{}", it.word())).to_owned();
    let outcomes = Outcome::ALL.into_iter().map(|it| (it.word(), word(it))).collect();
    let may_acknowledge = visitor.may(policy::ACKNOWLEDGE);
    let (previous, next) = around("/staff/alarms", after, next);
    let page = ListPage { p, errors, alarms, outcomes, may_acknowledge, previous, next };
    visitor.html_with(status, &page)
}

/// `GET /staff/alarms/history?after=`
pub async fn history(
    State(service): State<AlarmService>,
    visitor: Visitor,
    Query(After { after }): Query<After>,
) -> ::web::Outcome {
    let (found, next) = service.list(&visitor.actor, false, place(&after)).await?;
    let p = visitor.page(visitor.t("alarms-history")).crumb("/alarms", visitor.t("alarms-title"));
    let alarms = views(&service, &visitor, &p, &found).await?;
    let (previous, next) = around("/staff/alarms/history", &after, next);
    visitor.html(&HistoryPage { p, alarms, previous, next })
}

/// `POST /staff/alarms/{id}/acknowledge`: closes the alarm that was shown.
pub async fn acknowledge(
    State(service): State<AlarmService>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> ::web::Outcome {
    let id: AlarmId = id.parse().map_err(|_| Failure::NotFound)?;
    let alarm = service.find(&visitor.actor, id).await?;
    let kind = alarm.kind.ok_or(Failure::NotFound)?;
    let is_open = alarm.acknowledged.is_none();
    let Some(outcome) = Outcome::parse(bound.typed().get("outcome")) else {
        return page(&service, &visitor, "", &Said::NoOutcome(id)).await;
    };
    let Ok(posted) = bound.open(&shown(id, kind, &alarm.place, is_open)) else {
        return page(&service, &visitor, "", &Said::Changed).await;
    };
    let done = service.acknowledge(posted.key, &visitor.actor, id, outcome).await;
    done.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/alarms"))
}

/// A problem in the reader's words.
pub fn told(visitor: &Visitor, problem: Result<alarms_domain::AlarmRefusal, Failure>) -> Failure {
    match problem {
        Ok(refusal) => Failure::refused(refusal.code(), visitor.t("alarms-refused-over")),
        Err(failure) => failure,
    }
}

/// A place in the list, as it stands in an address.
pub fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once(',')?;
    let at = jiff::Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, id.parse().ok()?))
}

/// The addresses of the first and of the next page.
fn around(address: &str, after: &str, next: Option<Place>) -> (Option<String>, Option<String>) {
    let previous = (!after.is_empty()).then(|| address.to_owned());
    let next = next.map(|(at, id)| format!("{address}?after={},{id}", at.as_microsecond()));
    (previous, next)
}

async fn views(
    service: &AlarmService,
    visitor: &Visitor,
    p: &Page,
    found: &[Listed],
) -> Result<Vec<View>, Failure> {
    let mut views = Vec::with_capacity(found.len());
    for it in found {
        let mut view = View {
            id: it.id,
            title: visitor.t(&title_key(it.kind)).to_owned(),
            advice: visitor.t(&advice_key(it.kind)).to_owned(),
            place: it.place.clone(),
            at: p.instant(&it.raised_at),
            by: String::new(),
            looked_at: String::new(),
            outcome: String::new(),
            seal: visitor
                .seal(policy::ACKNOWLEDGE, &shown(it.id, it.kind, &it.place, it.looked.is_none())),
        };
        if let Some((officer, at, outcome)) = &it.looked {
            let name = service.name(*officer).await?;
            view.by = name.unwrap_or_else(|| visitor.t("alarms-somebody").to_owned());
            view.looked_at = p.instant(at);
            let key = format!("alarms-outcome-{}", outcome.word());
            visitor.t(&key).clone_into(&mut view.outcome);
        }
        views.push(view);
    }
    Ok(views)
}
