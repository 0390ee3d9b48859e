//! The question before a licence is changed: what will happen, and why.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use licences_domain::LicenceAct;
use web::{Outcome, Page, Posted, Visitor};

use super::staff::{self, Draft};
use crate::service::Licensing;

#[derive(Template)]
#[template(path = "licences/staff_confirm.html")]
struct ConfirmPage {
    p: Page,
    name: String,
    number: String,
    identifier: String,
    holder: String,
    act: &'static str,
    act_text: String,
    effect: String,
    reason: String,
}

/// `POST /staff/licences/{no}/confirm`: checks the form and asks once more.
pub async fn confirm(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Outcome {
    let view = service.staff_view(&visitor.actor, &no).await?;
    let act = LicenceAct::parse(posted.get("act")).filter(|act| view.acts.contains(act));
    let reason = posted.get("reason");
    let (Some(act), false) = (act, reason.is_empty()) else {
        let draft = Draft {
            act: posted.get("act").to_owned(),
            reason: reason.to_owned(),
            act_error: act.is_none().then_some("licences-change-act-missing"),
            reason_error: reason.is_empty().then_some("licences-refused-no-reason"),
        };
        return staff::page(&service, &visitor, &view, StatusCode::UNPROCESSABLE_ENTITY, &draft);
    };
    let act_text = visitor.t(&format!("licences-act-{}", act.word())).to_owned();
    let record = &view.record;
    let page = ConfirmPage {
        p: visitor
            .page(visitor.t("licences-confirm-title"))
            .crumb("/licences", visitor.t("licences-staff-title"))
            .crumb(&format!("/licences/{}", record.identifier), record.name.get(visitor.lang)),
        name: record.name.get(visitor.lang).to_owned(),
        number: record.number.clone(),
        identifier: record.identifier.clone(),
        holder: view.facts.map(|it| it.holder_name).unwrap_or_default(),
        act: act.word(),
        act_text,
        effect: visitor.t(&format!("licences-act-{}-effect", act.word())).to_owned(),
        reason: reason.to_owned(),
    };
    visitor.html(&page)
}
