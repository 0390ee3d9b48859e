//! Alarms that nobody has looked at, and those that somebody has.

use ::web::{Failure, Page, Posted, Visitor};
use alarms_domain::Outcome;
use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::id::AlarmId;
use serde::Deserialize;

use crate::{
    policy,
    service::{AlarmService, Place},
    store::Listed,
    telling,
};

#[derive(Template)]
#[template(path = "alarms/list.html")]
struct ListPage {
    p: Page,
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
    let (found, next) = service.list(&visitor.actor, true, place(&after)).await?;
    let p = visitor.page(visitor.t("alarms-title"));
    let alarms = views(&service, &visitor, &p, &found).await?;
    let word = |it: Outcome| visitor.t(&format!("alarms-outcome-{}", it.word())).to_owned();
    let outcomes = Outcome::ALL.into_iter().map(|it| (it.word(), word(it))).collect();
    let may_acknowledge = visitor.may(policy::ACKNOWLEDGE);
    let (previous, next) = around("/staff/alarms", &after, next);
    visitor.html(&ListPage { p, alarms, outcomes, may_acknowledge, previous, next })
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

/// `POST /staff/alarms/{id}/acknowledge`
pub async fn acknowledge(
    State(service): State<AlarmService>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> ::web::Outcome {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let outcome = Outcome::parse(posted.get("outcome"));
    let outcome = outcome.ok_or_else(|| Failure::Malformed("outcome".to_owned()))?;
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
            title: telling::title(it.kind).get(visitor.lang).to_owned(),
            advice: telling::advice(it.kind).get(visitor.lang).to_owned(),
            place: it.place.clone(),
            at: p.instant(&it.raised_at),
            by: String::new(),
            looked_at: String::new(),
            outcome: String::new(),
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
