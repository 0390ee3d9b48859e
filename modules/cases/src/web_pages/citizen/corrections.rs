//! `/{l}/track/{reference}/corrections`: what was returned, and nothing else.

use accounts_domain::Power;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::{CaseRefusal, CorrectionItem, Returned, Stage};
use catalogue_domain::definition::ServiceDefinition;
use web::{Bound, ErrorLink, Failure, Outcome, Page, Visitor};

use super::{
    own_case, uncached,
    words::{local, unit_name},
};
use crate::{
    service::{Desk, Found, Order, Trouble},
    trouble::{failure, refusal_text},
    web_pages::handed_in,
};

#[derive(Template)]
#[template(path = "cases/citizen/corrections.html")]
struct CorrectionsPage {
    p: Page,
    errors: Vec<ErrorLink>,
    service: String,
    reference: String,
    authority: String,
    phone: Option<String>,
    items: Vec<ItemRow>,
    left: usize,
    action: String,
    track: String,
    key: String,
    seal: String,
}

struct ItemRow {
    id: String,
    href: String,
    title: String,
    reason: String,
    is_done: bool,
}

/// Shows the list; where nothing is open, the progress.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    let found = own_case(&desk, &visitor, &reference).await?;
    page(&desk, &visitor, &found, Why::Asked).await
}

/// Hands the corrections in.
pub(super) async fn send(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let found = own_case(&desk, &visitor, &reference).await?;
    let Ok(posted) = bound.open(&summary(&desk, &visitor, &found).await?) else {
        return page(&desk, &visitor, &found, Why::Changed).await;
    };
    let order = Order { key: posted.key, by: &visitor.actor, seen: None, power: Power::OWN };
    match desk.correct(&order, found.id).await {
        Ok(case) => {
            let path = format!("/track/{}?done=corrected", case.reference);
            Ok(visitor.go(visitor.path_to(&path)))
        }
        Err(Trouble::Refused(CaseRefusal::StillMissing)) => {
            page(&desk, &visitor, &found, Why::StillMissing).await
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// Why the page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Somebody opened it.
    Asked,
    /// Something returned has not been corrected.
    StillMissing,
    /// What would be handed in has changed since they looked.
    Changed,
}

/// What the page shows, as its seal stands for it: the case, its list, and the answers and
/// materials as they are now.
async fn summary(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
) -> Result<serde_json::Value, Failure> {
    let (filed, folder) = desk.dossier(found.id).await.map_err(|it| failure(visitor, it))?;
    let shown = handed_in(&filed, &folder)?;
    Ok(serde_json::json!([found.version, shown]))
}

async fn page(desk: &Desk, visitor: &Visitor, found: &Found, why: Why) -> Outcome {
    let case = &found.case;
    let track = visitor.path_to(&format!("/track/{}", case.reference));
    let Stage::Returned { items } = &case.stage else { return Ok(visitor.go(track)) };
    let rows = rows(desk, visitor, found, items).await;
    let items = rows.map_err(|trouble| failure(visitor, trouble))?;
    let errors = if why == Why::StillMissing { errors(visitor, &items) } else { Vec::new() };
    let status = match why {
        Why::Asked => StatusCode::OK,
        Why::StillMissing => StatusCode::UNPROCESSABLE_ENTITY,
        Why::Changed => StatusCode::CONFLICT,
    };
    let notice = (why == Why::Changed).then(|| visitor.t("web-shown-changed").to_owned());
    let p = visitor
        .page(visitor.t("cases-corrections-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb(&format!("/track/{}", case.reference), visitor.t("cases-track-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice);
    let page = CorrectionsPage {
        seal: visitor.seal("cases.correct", &summary(desk, visitor, found).await?),
        key: p.key(),
        p,
        errors,
        service: local(visitor, &case.name),
        reference: case.reference.clone(),
        authority: unit_name(desk, visitor, &case.authority),
        phone: desk.directory.authority(&case.authority).map(|it| it.phone.consult.clone()),
        left: items.iter().filter(|item| !item.is_done).count(),
        items,
        action: format!("{track}/corrections"),
        track,
    };
    Ok(uncached(visitor.html_with(status, &page)?))
}

/// The list, each with the page where it is corrected.
async fn rows(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    items: &[CorrectionItem],
) -> Result<Vec<ItemRow>, Trouble> {
    let published = desk.definition(&found.case)?;
    let corrected = desk.corrected(&found.case, found.id).await?;
    let base = visitor.path_to(&format!("/applications/{}", found.id.application()));
    let row = |(index, item): (usize, &CorrectionItem)| {
        let is_done = corrected.contains(&item.what);
        item_row(visitor, &base, &published.definition, index, item, is_done)
    };
    Ok(items.iter().enumerate().map(row).collect())
}

fn errors(visitor: &Visitor, items: &[ItemRow]) -> Vec<ErrorLink> {
    let text = refusal_text(visitor, &CaseRefusal::StillMissing);
    let error = |item: &ItemRow| {
        let args: [(&str, &dyn std::fmt::Display); 2] = [("item", &item.title), ("what", &text)];
        ErrorLink { href: format!("#{}", item.id), text: visitor.tr("cases-item-error", &args) }
    };
    items.iter().filter(|item| !item.is_done).map(error).collect()
}

fn item_row(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    index: usize,
    item: &CorrectionItem,
    is_done: bool,
) -> ItemRow {
    let (title, page) = match &item.what {
        Returned::Field(id) => {
            let has = |topic: &&catalogue_domain::definition::FormTopic| {
                topic.fields.iter().any(|field| field.id == *id)
            };
            let topic = definition.form.iter().find(has).map_or("", |topic| topic.id.as_str());
            let label = definition.field(id).map(|field| local(visitor, &field.label));
            (label.unwrap_or_else(|| id.clone()), topic.to_owned())
        }
        Returned::Material(id) => {
            let name = definition.material(id).map(|it| local(visitor, &it.name));
            (name.unwrap_or_else(|| id.clone()), "documents".to_owned())
        }
    };
    ItemRow {
        id: format!("item-{}", index + 1),
        href: format!("{base}/{page}"),
        title,
        reason: item.reason.to_string(),
        is_done,
    }
}
