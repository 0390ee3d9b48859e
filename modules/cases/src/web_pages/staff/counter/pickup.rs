//! `/staff/counter/pickup`: handing over the result (统一出件).

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use catalogue_domain::definition::Channel;
use serde::Deserialize;
use web::{Bound, Choice, ErrorLink, Failure, Field, LookUp, Outcome, Page, Visitor};

use super::{
    super::shared::{Tag, open, order, standing, status},
    reference_field,
};
use crate::{
    service::{Desk, Found, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/pickup.html")]
struct PickupPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: Field,
    result: Option<ResultView>,
}

/// What there is to hand over.
struct ResultView {
    reference: String,
    version: u64,
    service: String,
    applicant: String,
    id_number: String,
    status: Tag,
    number: String,
    delivered: Option<jiff::Timestamp>,
    /// The tick of the identity check, where there is something to hand over.
    tick: Option<Field>,
}

/// The reference that was typed or scanned.
#[derive(Deserialize, Default)]
pub(in super::super) struct Asked {
    #[serde(default)]
    reference: String,
}

/// The look-up, and what was found.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    if asked.reference.trim().is_empty() {
        return page(&visitor, "", None, None);
    }
    visitor.looks_up(LookUp::Person, asked.reference.trim())?;
    match desk.listed(&asked.reference).await {
        Ok(listed) => {
            let found = match open(&desk, &visitor, &listed.reference).await {
                Err(Failure::NotFound) => return unknown(&visitor, &asked.reference),
                found => found?,
            };
            let result = result(&desk, &visitor, &found, None).await?;
            page(&visitor, &listed.reference, None, Some(result))
        }
        Err(Trouble::NotFound) => unknown(&visitor, &asked.reference),
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// There is no such case, or none of this centre.
fn unknown(visitor: &Visitor, typed: &str) -> Outcome {
    let error = visitor.t("cases-staff-reference-unknown").to_owned();
    page(visitor, typed, Some(error), None)
}

/// Notes that it was handed over, after the identity was checked.
pub(in super::super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    bound: Bound,
) -> Outcome {
    let reference = bound.typed().get("reference").to_owned();
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.deliver", Some(&bound)).await?;
    if bound.typed().get("identity") != "1" {
        let found = open(&desk, &visitor, &reference).await?;
        let error = visitor.t("cases-staff-identity-needed").to_owned();
        let result = result(&desk, &visitor, &found, Some(error)).await?;
        return page(&visitor, &reference, None, Some(result));
    }
    let posted = bound.open_at(&case.reference, version)?;
    let delivered = desk.deliver(&order(&visitor, &posted)?, id, Channel::Counter).await;
    let case = delivered.map_err(|it| failure(&visitor, it))?;
    Ok(visitor.go(format!("/staff/counter/?done=delivered&of={}", case.reference)))
}

async fn result(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    error: Option<String>,
) -> Result<ResultView, Failure> {
    let fail = |trouble: Trouble| failure(visitor, trouble);
    let case = &found.case;
    let party = found.party().map_err(fail)?;
    let person = desk.people.person(party.person()).await.map_err(|it| fail(it.into()))?;
    let shown = |field: &str, value: &str| desk.shown(&visitor.actor, field, &found.held, value);
    let number = person.map(|it| shown("person.id_number", &it.id_number));
    let is_ready = case.is_concluded() && case.decision.is_some() && case.delivered_at.is_none();
    Ok(ResultView {
        reference: case.reference.clone(),
        version: found.version,
        service: case.name.get(visitor.lang).to_owned(),
        applicant: shown("case.applicant", &desk.applicant_name(party).await.map_err(fail)?),
        id_number: number.unwrap_or_default(),
        status: status(visitor, case.status()),
        number: case.licence_number.clone().unwrap_or_default(),
        delivered: case.delivered_at,
        tick: is_ready.then(|| tick(visitor, error)),
    })
}

fn tick(visitor: &Visitor, error: Option<String>) -> Field {
    let label = visitor.t("cases-staff-identity-seen").to_owned();
    let mut field =
        Field::text("identity", visitor.t("cases-staff-identity")).kind("choices").error(error);
    field.options = vec![Choice { value: "1".to_owned(), label, checked: false }];
    field
}

fn page(
    visitor: &Visitor,
    typed: &str,
    error: Option<String>,
    result: Option<ResultView>,
) -> Outcome {
    let reference = reference_field(visitor, typed, error);
    let tick = result.as_ref().and_then(|it| it.tick.as_ref());
    let errors: Vec<_> =
        [Some(&reference), tick].into_iter().flatten().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PickupPage {
        p: visitor
            .page(visitor.t("cases-staff-pickup-title"))
            .with_errors(!errors.is_empty())
            .crumb("/counter/", visitor.t("cases-staff-counter-title")),
        errors,
        reference,
        result,
    };
    visitor.html_with(status, &page)
}
