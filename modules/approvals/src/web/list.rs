//! The lists.

use ::web::{Outcome, Page, Visitor};
use approvals_domain::ApprovalState;
use askama::Template;
use axum::extract::{Query, State};
use kernel::id::ApprovalId;
use serde::Deserialize;

use crate::{service::SecondPerson, store::Listed};

#[derive(Template)]
#[template(path = "approvals/list.html")]
struct ListPage {
    p: Page,
    waiting: Vec<RowView>,
    own: Vec<RowView>,
}

#[derive(Template)]
#[template(path = "approvals/history.html")]
struct HistoryPage {
    p: Page,
    rows: Vec<RowView>,
    previous: Option<String>,
    next: Option<String>,
}

struct RowView {
    id: ApprovalId,
    title: String,
    by: String,
    at: String,
    until: String,
    tag: &'static str,
    state: String,
}

/// After which row the page begins: `microseconds,id`.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /staff/approvals`
pub async fn show(State(service): State<SecondPerson>, visitor: Visitor) -> Outcome {
    let waiting = service.waiting(&visitor.actor).await?;
    let own = service.own(&visitor.actor).await?;
    let p = visitor.page(visitor.t("approvals-title"));
    let waiting = rows(&service, &visitor, &p, &waiting).await?;
    let own = rows(&service, &visitor, &p, &own).await?;
    visitor.html(&ListPage { p, waiting, own })
}

/// `GET /staff/approvals/history?after=`
pub async fn history(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Query(After { after }): Query<After>,
) -> Outcome {
    let (found, next) = service.history(&visitor.actor, place(&after)).await?;
    let p = visitor
        .page(visitor.t("approvals-history"))
        .crumb("/approvals", visitor.t("approvals-title"));
    let address = "/staff/approvals/history";
    let next = next.map(|(at, id)| format!("{address}?after={},{id}", at.as_microsecond()));
    let previous = (!after.is_empty()).then(|| address.to_owned());
    let rows = rows(&service, &visitor, &p, &found).await?;
    visitor.html(&HistoryPage { p, rows, previous, next })
}

/// A place in the history, as it stands in an address.
pub fn place(text: &str) -> Option<(jiff::Timestamp, ApprovalId)> {
    let (at, id) = text.split_once(',')?;
    let at = jiff::Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, id.parse().ok()?))
}

async fn rows(
    service: &SecondPerson,
    visitor: &Visitor,
    p: &Page,
    found: &[Listed],
) -> Result<Vec<RowView>, ::web::Failure> {
    let mut rows = Vec::with_capacity(found.len());
    for it in found {
        let by = service.name(it.requester).await?;
        rows.push(RowView {
            id: it.id,
            title: service.title(&it.kind).get(visitor.lang).to_owned(),
            by: by.unwrap_or_else(|| visitor.t("approvals-somebody").to_owned()),
            at: p.instant(&it.proposed_at),
            until: p.instant(&it.due_at.unwrap_or(it.expires_at)),
            tag: tag(it.state),
            state: visitor.t(&format!("approvals-state-{}", it.state.word())).to_owned(),
        });
    }
    Ok(rows)
}

/// The colour of a state; its word says the same.
pub fn tag(state: ApprovalState) -> &'static str {
    match state {
        ApprovalState::Waiting => "info",
        ApprovalState::Approved => "plain",
        ApprovalState::Executed => "good",
        ApprovalState::Refused | ApprovalState::Overtaken => "error",
        ApprovalState::Withdrawn | ApprovalState::Expired => "plain",
    }
}
