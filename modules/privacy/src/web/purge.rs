//! `/staff/data/retention/{purge}`: one list of what is due, and submitting it to a second person.

use ::web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Visitor};
use approvals_domain::ProposeError;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::id::EventId;

use crate::{
    policy,
    service::{DueView, Privacy},
};

#[derive(Template)]
#[template(path = "privacy/purge.html")]
struct PurgePage {
    p: Page,
    errors: Vec<ErrorLink>,
    id: String,
    rows: Vec<DueRow>,
    sentence: String,
    /// The digest of what is shown, and its seal; none where it cannot be submitted.
    sealed: Option<(String, String)>,
    typed: Field,
}

/// One record that is due.
pub struct DueRow {
    pub kind: String,
    pub id: String,
    pub concluded_on: String,
    pub is_held: bool,
}

pub fn due_row(p: &Page, it: &DueView) -> DueRow {
    DueRow {
        kind: it.item.kind.clone(),
        id: it.item.id.clone(),
        concluded_on: p.date(&it.item.concluded_on),
        is_held: it.is_held,
    }
}

/// `GET /staff/data/retention/{purge}`
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(purge): Path<String>,
) -> Outcome {
    page(&privacy, &visitor, &purge, None).await
}

/// `POST /staff/data/retention/{purge}`: submits what was shown.
pub async fn submit(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(purge): Path<String>,
    bound: Bound,
) -> Outcome {
    let id: EventId = purge.parse().map_err(|_| Failure::NotFound)?;
    let digest = bound.typed().get("digest").to_owned();
    let posted = bound.open(&digest)?;
    let typed = posted.get("typed");
    let done = privacy.submit_purge(posted.key, &visitor.actor, id, &digest, typed).await?;
    let wrong = match done {
        Ok(()) => return Ok(visitor.go("/staff/data/retention?done=submitted")),
        Err(ProposeError::Changed(_)) => "privacy-purge-changed",
        Err(ProposeError::Typed(_)) => "privacy-purge-typed",
        Err(ProposeError::Open(_)) => "privacy-purge-open",
        Err(ProposeError::Refused(_)) => "privacy-refused-decided",
        Err(ProposeError::Down(error)) => return Err(Failure::internal(error)),
    };
    page(&privacy, &visitor, &purge, Some(wrong)).await
}

async fn page(
    privacy: &Privacy,
    visitor: &Visitor,
    purge: &str,
    wrong: Option<&'static str>,
) -> Outcome {
    let id: EventId = purge.parse().map_err(|_| Failure::NotFound)?;
    let (items, plan) = privacy.purge_plan(&visitor.actor, id).await?;
    let count = items.len();
    let typed = Field::text("typed", visitor.tr("privacy-purge-type", &[("count", &count)]))
        .error(wrong.map(|key| visitor.t(key).to_owned()));
    let errors: Vec<_> = typed.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("privacy-purge-title"))
        .crumb("/data/retention", visitor.t("privacy-retention-title"))
        .with_errors(!errors.is_empty());
    let (sentence, sealed) = match plan {
        Some((effect, digest)) => {
            let seal = visitor.seal(policy::PURGE, &digest);
            (effect.sentence.get(visitor.lang).to_owned(), Some((digest, seal)))
        }
        None => (String::new(), None),
    };
    let rows = items.iter().map(|it| due_row(&p, it)).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PurgePage { p, errors, id: purge.to_owned(), rows, sentence, sealed, typed };
    visitor.html_with(status, &page)
}
