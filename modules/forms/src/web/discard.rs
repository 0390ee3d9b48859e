//! Throwing a draft away, after a question.

use askama::Template;
use axum::extract::{Path, State};
use forms_domain::{Stage, Stop};
use web::{Outcome, Page, Posted, Visitor};

use super::{address, id, page};
use crate::{
    problem::Problem,
    service::{Forms, Opened},
};

#[derive(Template)]
#[template(path = "forms/discard.html")]
struct Discard {
    p: Page,
    heading: String,
    service: String,
    hub: String,
    key: String,
}

/// `GET /applications/{id}/discard`
pub(super) async fn get(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(text): Path<String>,
) -> Outcome {
    let opened = draft(&forms, &visitor, &text).await;
    let opened = opened.map_err(|problem| problem.failure(&visitor))?;
    let heading = visitor.t("forms-discard-heading").to_owned();
    let p = page(&visitor, &opened, &heading);
    visitor.html(&Discard {
        heading,
        service: opened.definition().name().get(visitor.lang).to_owned(),
        hub: address(&visitor, opened.id, Stop::Hub),
        key: p.key(),
        p,
    })
}

/// `POST /applications/{id}/discard`
pub(super) async fn post(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(text): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let opened = match draft(&forms, &visitor, &text).await {
        // Pressed twice: it is gone already.
        Err(Problem::Unknown) => return Ok(visitor.go(gone(&visitor))),
        opened => opened.map_err(failed)?,
    };
    let discarded = forms.discard(&visitor.actor, posted.key, opened.id, &opened.power).await;
    discarded.map_err(failed)?;
    Ok(visitor.go(gone(&visitor)))
}

/// The own space, which says that the draft is gone.
fn gone(visitor: &Visitor) -> String {
    visitor.path_to("/my/?done=discarded")
}

async fn draft(forms: &Forms, visitor: &Visitor, text: &str) -> Result<Opened, Problem> {
    let id = id(text).map_err(|_| Problem::Unknown)?;
    let opened = forms.own(&visitor.actor, "forms.discard", id).await?;
    match opened.application.stage {
        Stage::Draft => Ok(opened),
        _ => Err(Problem::Domain(forms_domain::ApplicationRefusal::Fixed)),
    }
}
