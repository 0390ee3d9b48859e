//! `/staff/counter/intake/{id}/check`: what will be handed in, read together with the applicant.

use askama::Template;
use axum::extract::{Path, State};
use catalogue_domain::definition::Channel;
use kernel::IdentityLevel;
use web::{Bound, Outcome, Page, Visitor};

use super::{
    super::view::{TopicView, topics},
    at_counter,
    intake::{Material, applicant, checklist, folder, is_complete},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
    web_pages::handed_in,
};

#[derive(Template)]
#[template(path = "cases/staff/check.html")]
struct CheckPage {
    p: Page,
    applicant: String,
    id_number: String,
    service: String,
    action: String,
    seal: String,
    topics: Vec<TopicView>,
    materials: Vec<Material>,
}

/// The check.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    if at.is_case(&desk).await? {
        return Ok(visitor.go(format!("{}/print", at.href())));
    }
    let folder = folder(&desk, &visitor, &at).await?;
    if !is_complete(&at, &folder) {
        return Ok(visitor.go(at.href()));
    }
    at.note_read(&desk, &visitor).await?;
    let (applicant, id_number) = applicant(&desk, &visitor, &at).await?;
    let definition = &at.published.definition;
    let intake = format!("/counter/intake/{}", at.id);
    let page = CheckPage {
        p: visitor
            .page(visitor.t("cases-staff-check-title"))
            .crumb("/counter/", visitor.t("cases-staff-counter-title"))
            .crumb(&intake, visitor.t("cases-staff-intake-title")),
        applicant,
        id_number,
        service: definition.name().get(visitor.lang).to_owned(),
        action: format!("/staff{intake}"),
        seal: visitor.seal("cases.take_in", &handed_in(&at.filed, &folder)?),
        topics: topics(&visitor, definition, &at.filed.facts),
        materials: checklist(&visitor, &at, &folder),
    };
    visitor.html(&page)
}

/// Hands it in.
pub(in super::super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    // Pressed twice, there is one receipt.
    if !at.is_case(&desk).await? {
        let folder = folder(&desk, &visitor, &at).await?;
        bound.open(&handed_in(&at.filed, &folder)?)?;
    }
    match desk.submit(&visitor.actor, IdentityLevel::L0, at.id, Channel::Counter).await {
        Ok(_) => Ok(visitor.go(format!("{}/print", at.href()))),
        Err(Trouble::Incomplete { .. }) => Ok(visitor.go(at.href())),
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}
