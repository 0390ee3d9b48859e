//! The counter (一窗受理): look up, take in, hand over.

pub(super) mod check;
mod fields;
pub(super) mod intake;
mod perhaps;
pub(super) mod pickup;
pub(super) mod print;
mod search;
pub(super) mod start;
mod who;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use catalogue_domain::{Published, definition::Channel};
use forms_domain::{Filed, Stage};
use kernel::id::ApplicationId;
use serde::Deserialize;
use std::sync::Arc;
use web::{ErrorLink, Failure, Field, Outcome, Page, Visitor};

use super::shared::remark;
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/counter.html")]
struct CounterPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: Field,
}

/// What was typed into the look-up box.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    reference: Option<String>,
    #[serde(default)]
    done: String,
    #[serde(default)]
    of: String,
}

/// `/staff/counter/`: the look-up box and the ways on.
pub(super) async fn home(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let typed = asked.reference.unwrap_or_default();
    let error = match typed.trim() {
        "" => None,
        text => match desk.look_up(&visitor.actor, text).await {
            Ok(reference) => return Ok(visitor.go(format!("/staff/cases/{reference}"))),
            Err(Trouble::NotFound) => Some(visitor.t("cases-staff-reference-unknown").to_owned()),
            Err(trouble) => return Err(failure(&visitor, trouble)),
        },
    };
    let reference = reference_field(&visitor, &typed, error);
    let errors: Vec<_> = reference.error_link().into_iter().collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let p = visitor
        .page(visitor.t("cases-staff-counter-title"))
        .with_errors(!errors.is_empty())
        .with_notice(remark(&visitor, &asked.done, &asked.of));
    visitor.html_with(status, &CounterPage { p, errors, reference })
}

/// The box for a reference.
fn reference_field(visitor: &Visitor, typed: &str, error: Option<String>) -> Field {
    Field::text("reference", visitor.t("cases-staff-reference"))
        .hint(visitor.t("cases-staff-reference-hint"))
        .value(typed)
        .error(error)
}

/// An application that was begun at the counter, with the definition that it is pinned to.
struct AtCounter {
    id: ApplicationId,
    filed: Filed,
    published: Arc<Published>,
}

/// Opens an application that the counter began; others are not the counter's.
async fn at_counter(desk: &Desk, visitor: &Visitor, id: &str) -> Result<AtCounter, Failure> {
    let id: ApplicationId = id.parse().map_err(|_| Failure::NotFound)?;
    let filed = desk.applications.get(id).await.map_err(|it| failure(visitor, it.into()))?;
    let application = &filed.application;
    let is_ours = matches!(application.channel, Some(Channel::Counter | Channel::Assisted));
    if !is_ours || application.stage == Stage::Discarded {
        return Err(Failure::NotFound);
    }
    let published = desk.services.revision(&application.service, application.revision);
    let published = published.ok_or(Failure::NotFound)?;
    let party = application.party.as_ref().ok_or(Failure::NotFound)?;
    let authority = &published.definition.implementation.authority;
    let held = desk.party_relations(authority, &visitor.actor);
    let allowed = desk.policy.require(&visitor.actor, "cases.intake", &held);
    allowed.map_err(|_| Failure::NotFound)?;
    let is_touched = desk.is_touched(party, &visitor.actor).await;
    if is_touched.map_err(|it| failure(visitor, it))? {
        return Err(Failure::NotFound);
    }
    Ok(AtCounter { id, filed, published })
}

impl AtCounter {
    /// Records that the clerk read the application, which stands under its service's id until it
    /// has a reference.
    async fn note_read(&self, desk: &Desk, visitor: &Visitor) -> Result<(), Failure> {
        let party = self.filed.application.party.as_ref().ok_or(Failure::NotFound)?;
        let read = ledger::Read {
            subject: party.subject,
            by: &visitor.actor,
            action: "cases.intake",
            matter: &self.filed.application.service,
            reason: "",
        };
        Ok(desk.ledger.note_read(read).await?)
    }

    /// The page on which it is filled in.
    fn href(&self) -> String {
        format!("/staff/counter/intake/{}", self.id)
    }

    /// Whether its case was opened.
    async fn is_case(&self, desk: &Desk) -> Result<bool, Failure> {
        let case = desk.ledger.load::<cases_domain::Case>(self.id.case()).await?;
        Ok(case.is_some())
    }
}
