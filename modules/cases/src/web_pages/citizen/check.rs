//! `/{l}/applications/{id}/check`: all answers once more, and the button that hands them in.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::Case;
use catalogue_domain::definition::{Channel, ServiceDefinition};
use forms_domain::Filed;
use kernel::id::ApplicationId;
use web::{Bound, ErrorLink, Failure, Outcome, Page, Visitor};

use super::{
    answers::{self, Known, Section},
    materials::{self, Line},
    own_application,
    words::{local, unit_name},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
    web_pages::handed_in,
};

#[derive(Template)]
#[template(path = "cases/citizen/check.html")]
struct CheckPage {
    p: Page,
    errors: Vec<ErrorLink>,
    service: String,
    authority: String,
    who: String,
    helper: Option<String>,
    sections: Vec<Section>,
    materials: Vec<Line>,
    documents: String,
    action: String,
    hub: String,
    key: String,
    seal: String,
}

/// Shows everything that will be handed in.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let (id, filed, _) = own_application(&desk, &visitor, &id).await?;
    if desk.ledger.load::<Case>(id.case()).await?.is_some() {
        return Ok(visitor.go(visitor.path_to(&format!("/applications/{id}/submitted"))));
    }
    page(&desk, &visitor, id, &filed, Why::Asked).await
}

/// Hands it in. However often it is sent, there is one case and one receipt.
pub(super) async fn submit(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let (id, filed, _) = own_application(&desk, &visitor, &id).await?;
    // Pressed twice, there is one receipt.
    let is_filed = desk.ledger.load::<Case>(id.case()).await?.is_some();
    let folder = desk.materials.foreseen(id, &visitor.actor).await;
    let folder = folder.map_err(|error| failure(&visitor, error.into()))?;
    if !is_filed && bound.open(&handed_in(&filed, &folder)?).is_err() {
        return page(&desk, &visitor, id, &filed, Why::Changed).await;
    }
    let level = visitor.identity_level();
    match desk.submit(&visitor.actor, level, id, Channel::Online).await {
        Ok(_) => Ok(visitor.go(visitor.path_to(&format!("/applications/{id}/submitted")))),
        Err(Trouble::Incomplete { topics, materials }) => {
            page(&desk, &visitor, id, &filed, Why::Incomplete(topics, materials)).await
        }
        // The draft keeps everything; they come back to this very page.
        Err(Trouble::Identity(needed)) => {
            let back = visitor.path_to(&format!("/applications/{id}/check"));
            let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
            let need = needed.word();
            Ok(visitor.go(visitor.path_to(&format!("/my/identity?need={need}&back={back}"))))
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// Who signs in again after pressing the button comes back here with nothing in hand: the check, or
/// the receipt, shows what holds.
pub(super) async fn again(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let (id, _, _) = own_application(&desk, &visitor, &id).await?;
    Ok(visitor.go(visitor.path_to(&format!("/applications/{id}/check"))))
}

/// Why the page is shown.
enum Why {
    /// Somebody opened it.
    Asked,
    /// What would be handed in has changed since they looked.
    Changed,
    /// Topics and materials are missing.
    Incomplete(Vec<String>, Vec<String>),
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    id: ApplicationId,
    filed: &Filed,
    why: Why,
) -> Outcome {
    let application = &filed.application;
    let party = application.party.as_ref().ok_or(Failure::NotFound)?;
    let published = desk.services.revision(&application.service, application.revision);
    let published = published.ok_or(Failure::Gone(None))?;
    let definition = &published.definition;
    let folder = desk.materials.foreseen(id, &visitor.actor).await;
    let folder = folder.map_err(|error| failure(visitor, error.into()))?;
    let known = Known::of(desk, party).await;
    let base = visitor.path_to(&format!("/applications/{id}"));
    let (status, notice, errors) = said(visitor, &base, definition, &why);
    let p = frame(visitor, id).with_errors(!errors.is_empty()).with_notice(notice);
    let page = CheckPage {
        seal: visitor.seal("cases.submit", &handed_in(filed, &folder)?),
        key: p.key(),
        p,
        errors,
        service: local(visitor, definition.name()),
        authority: unit_name(desk, visitor, &definition.implementation.authority),
        who: desk.applicant_name(party).await.unwrap_or_default(),
        helper: super::hub::helper(desk, filed).await,
        sections: answers::sections(visitor, &base, definition, &filed.facts, &known),
        materials: materials::lines(visitor, definition, &filed.facts, &folder),
        documents: format!("{base}/documents"),
        action: format!("{base}/submit"),
        hub: base,
    };
    Ok(super::uncached(visitor.html_with(status, &page)?))
}

fn frame(visitor: &Visitor, id: ApplicationId) -> Page {
    visitor
        .page(visitor.t("cases-check-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb(&format!("/applications/{id}"), visitor.t("cases-hub-title"))
}

/// What the page says about why it is shown: the status, a notice, and what is missing.
fn said(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    why: &Why,
) -> (StatusCode, Option<String>, Vec<ErrorLink>) {
    match why {
        Why::Asked => (StatusCode::OK, None, Vec::new()),
        Why::Changed => {
            let notice = visitor.t("web-shown-changed").to_owned();
            (StatusCode::CONFLICT, Some(notice), Vec::new())
        }
        Why::Incomplete(topics, materials) => {
            let errors = errors(visitor, base, definition, (topics, materials));
            (StatusCode::UNPROCESSABLE_ENTITY, None, errors)
        }
    }
}

/// What is missing, each with the page where it is put right.
fn errors(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    (topics, materials): (&[String], &[String]),
) -> Vec<ErrorLink> {
    let topic = |id: &String| {
        let found = definition.form.iter().find(|topic| topic.id == *id);
        let title = found.map_or_else(|| id.clone(), |topic| local(visitor, &topic.title));
        let text = visitor.tr("cases-check-topic-left", &[("topic", &title)]);
        ErrorLink { href: format!("{base}/{id}"), text }
    };
    let material = |id: &String| {
        let found = definition.material(id);
        let name = found.map_or_else(|| id.clone(), |it| local(visitor, &it.name));
        let text = visitor.tr("cases-check-material-left", &[("material", &name)]);
        ErrorLink { href: format!("{base}/documents"), text }
    };
    topics.iter().map(topic).chain(materials.iter().map(material)).collect()
}
