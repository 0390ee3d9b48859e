//! The question before a licence is changed: exactly what will happen, to whom, and why. It is
//! confirmed by typing the licence's number.

use approvals_domain::ActError;
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use licences_domain::{Because, LicenceAct};
use serde::Serialize;
use web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::staff::{self, Draft};
use crate::{
    approve::to_type,
    reasons::{self, text},
    service::{Licensing, StaffView},
};

#[derive(Template)]
#[template(path = "licences/staff_confirm.html")]
struct ConfirmPage {
    p: Page,
    errors: Vec<ErrorLink>,
    identifier: String,
    act: &'static str,
    act_text: String,
    sentence: String,
    lines: Vec<(String, String)>,
    code: String,
    reason: String,
    needs_second: bool,
    typed: Field,
    submit: String,
    seal: String,
}

/// What the page shows, as the seal stands for it.
#[derive(Debug, Serialize)]
pub struct Summary {
    act: LicenceAct,
    identifier: String,
    holder: String,
    status: &'static str,
    code: String,
    reason: String,
    /// For what needs a second person: the digest of the plan.
    pub digest: Option<String>,
}

/// `POST /staff/licences/{no}/confirm`: checks the form and asks once more.
pub async fn confirm(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Outcome {
    let view = service.staff_view(&visitor.actor, &no).await?;
    ask(&service, &visitor, &view, &posted, Again::default()).await
}

/// What the page says when it is shown once more.
#[derive(Debug, Default, Clone, Copy)]
pub struct Again {
    /// Things have changed since the reader looked.
    pub has_changed: bool,
    /// The number was typed wrongly.
    pub is_mistyped: bool,
}

/// The page, or the form before it with what is wrong.
pub async fn ask(
    service: &Licensing,
    visitor: &Visitor,
    view: &StaffView,
    posted: &Posted,
    again: Again,
) -> Outcome {
    let act = LicenceAct::parse(posted.get("act")).filter(|act| view.acts.contains(act));
    let because = Because { code: posted.get("code"), text: posted.get("reason") };
    let reason = because.text;
    let code = act.and_then(|act| reasons::reason(act, because.code));
    let (Some(act), Some(_), false) = (act, code, reason.is_empty()) else {
        let draft = Draft {
            act: posted.get("act").to_owned(),
            code: because.code.to_owned(),
            reason: reason.to_owned(),
            act_error: act.is_none().then_some("licences-change-act-missing"),
            code_error: code.is_none().then_some("licences-refused-no-code"),
            reason_error: reason.is_empty().then_some("licences-refused-no-reason"),
        };
        return staff::page(service, visitor, view, StatusCode::UNPROCESSABLE_ENTITY, &draft);
    };
    let summary = summary(service, visitor, view, act, because).await?;
    let status = match again {
        Again { has_changed: true, .. } => StatusCode::CONFLICT,
        Again { is_mistyped: true, .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Again { .. } => StatusCode::OK,
    };
    visitor.html_with(status, &page(visitor, view, act, because, &summary, again))
}

/// What would be shown for this act now.
pub async fn summary(
    service: &Licensing,
    visitor: &Visitor,
    view: &StaffView,
    act: LicenceAct,
    because: Because<'_>,
) -> Result<Summary, Failure> {
    let record = &view.record;
    let digest = if act.needs_second_person() {
        let planned = service.plan(&visitor.actor, record, act, because).await;
        let (_, digest) = planned.map_err(|error| match error {
            ActError::Refused(_) => Failure::Conflict("shown.changed"),
            ActError::Down(cause) => Failure::internal(cause),
        })?;
        Some(digest)
    } else {
        None
    };
    Ok(Summary {
        act,
        identifier: record.identifier.clone(),
        holder: view.facts.as_ref().map(|it| it.holder_name.clone()).unwrap_or_default(),
        status: record.status.word(),
        code: because.code.to_owned(),
        reason: because.text.to_owned(),
        digest,
    })
}

fn page(
    visitor: &Visitor,
    view: &StaffView,
    act: LicenceAct,
    because: Because<'_>,
    summary: &Summary,
    again: Again,
) -> ConfirmPage {
    let record = &view.record;
    let word = act.word();
    let say = |key: &str| visitor.t(key).to_owned();
    let mistyped = again.is_mistyped.then(|| say("licences-typed-wrong"));
    let typed = Field::text("typed", visitor.tr("licences-typed", &[("number", &to_type(record))]))
        .error(mistyped);
    let errors: Vec<_> = typed.error_link().into_iter().collect();
    let notice = again.has_changed.then(|| say("web-shown-changed"));
    ConfirmPage {
        p: visitor
            .page(visitor.t("licences-confirm-title"))
            .crumb("/licences", visitor.t("licences-staff-title"))
            .crumb(&format!("/licences/{}", record.identifier), record.name.get(visitor.lang))
            .with_errors(!errors.is_empty())
            .with_notice(notice),
        errors,
        identifier: record.identifier.clone(),
        act: word,
        act_text: say(&format!("licences-act-{word}")),
        sentence: say(&format!("licences-act-{word}-effect")),
        lines: vec![
            (say("licences-name"), record.name.get(visitor.lang).to_owned()),
            (say("licences-number"), record.number.clone()),
            (say("licences-holder"), summary.holder.clone()),
            (say("licences-status"), say(&super::view::status_key(record.status))),
            (say("licences-change-code"), text(because.code).get(visitor.lang).to_owned()),
            (say("licences-change-reason"), because.text.to_owned()),
        ],
        code: because.code.to_owned(),
        reason: because.text.to_owned(),
        needs_second: act.needs_second_person(),
        typed,
        submit: say(&format!("licences-confirm-{word}")),
        seal: visitor.seal("licences.change", summary),
    }
}
