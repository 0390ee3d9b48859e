//! `/staff/cases/{case}/applicant`: who applies, with numbers masked; in clear for a reason.

use accounts_domain::PersonFacts;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use web::{ErrorLink, Field, LookUp, Outcome, Page, Posted, Visitor};

use super::{
    case_page::REASON_LIMIT,
    shared::{open, standing, wrong},
};
use crate::{
    service::{Desk, Found, UNMASK},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/applicant.html")]
struct ApplicantPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    facts: PersonFacts,
    /// None once everything is shown.
    reason: Option<Field>,
}

/// The masked facts, with the question why they are needed.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    standing(&desk, &visitor, &reference, UNMASK, None).await?;
    let found = open(&desk, &visitor, &reference).await?;
    asks(&desk, &visitor, &found, Vec::new()).await
}

/// Everything, once: the page is kept by nobody.
pub(super) async fn unmask(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    posted: Posted,
) -> Outcome {
    standing(&desk, &visitor, &reference, UNMASK, None).await?;
    visitor.looks_up(LookUp::Person, &reference)?;
    let found = open(&desk, &visitor, &reference).await?;
    let reason = posted.get("reason");
    if reason.is_empty() || reason.chars().count() > REASON_LIMIT {
        let errors = vec![wrong(&visitor, "reason", "cases-staff-unmask-needed")];
        return asks(&desk, &visitor, &found, errors).await;
    }
    let facts = desk.unmask(&visitor.actor, &found, reason).await;
    let facts = facts.map_err(|it| failure(&visitor, it))?;
    visitor.html(&page(&visitor, &found, facts, Vec::new(), None))
}

async fn asks(desk: &Desk, visitor: &Visitor, found: &Found, errors: Vec<ErrorLink>) -> Outcome {
    let facts = desk.masked(&visitor.actor, found).await;
    let facts = facts.map_err(|it| failure(visitor, it))?;
    let reason = Field::text("reason", visitor.t("cases-staff-why"))
        .hint(visitor.t("cases-staff-unmask-hint"))
        .error(errors.first().map(|it| it.text.clone()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visitor.html_with(status, &page(visitor, found, facts, errors, Some(reason)))
}

fn page(
    visitor: &Visitor,
    found: &Found,
    facts: PersonFacts,
    errors: Vec<ErrorLink>,
    reason: Option<Field>,
) -> ApplicantPage {
    let p = visitor.page(visitor.t("cases-staff-applicant-title"));
    ApplicantPage {
        p: p.with_errors(!errors.is_empty()).crumb("/cases/", visitor.t("cases-staff-queue-title")),
        errors,
        reference: found.case.reference.clone(),
        facts,
        reason,
    }
}
