//! Drafts that were thrown away, and bringing one back.

use askama::Template;
use axum::extract::{Path, State};
use web::{Outcome, Page, Posted, Visitor};

use super::{hub, id};
use crate::{problem::Problem, service::Forms};

#[derive(Template)]
#[template(path = "forms/removed.html")]
struct RemovedPage {
    p: Page,
    rows: Vec<Row>,
    days: i64,
}

struct Row {
    name: String,
    at: String,
    until: String,
    action: String,
    key: String,
}

/// `GET /my/removed`
pub(super) async fn get(State(forms): State<Forms>, visitor: Visitor) -> Outcome {
    let removed = forms.removed(&visitor.actor).await;
    let removed = removed.map_err(|problem| problem.failure(&visitor))?;
    let p = visitor.page(visitor.t("forms-removed-title")).crumb("/my/", visitor.t("web-my"));
    let row = |it: &crate::service::Removed| Row {
        name: it.name.get(visitor.lang).to_owned(),
        at: p.instant(&it.at),
        until: p.instant(&it.until),
        action: visitor.path_to(&format!("/applications/{}/restore", it.id)),
        key: visitor.new_key().to_string(),
    };
    let days = forms.restore_within().as_hours() / 24;
    let rows = removed.iter().map(row).collect();
    visitor.html(&RemovedPage { rows, days, p })
}

/// `POST /applications/{id}/restore`
pub(super) async fn restore(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(text): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let id = id(&text)?;
    forms.restore(&visitor.actor, posted.key, id).await.map_err(failed)?;
    Ok(visitor.go(visitor.path_to(&hub(id))))
}
