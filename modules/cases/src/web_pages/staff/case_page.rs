//! `/staff/cases/{case}`: everything about a case on one page, with the decision at its end.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use web::{ErrorLink, Failure, Field, LookUp, Outcome, Page, Posted, Visitor};

use super::{
    form::{DecisionBox, Typed, decision_box},
    shared::{open, remark, standing, wrong},
    view::{CaseView, view},
};
use crate::{
    service::{Desk, Found, Trouble, Why},
    trouble::{failure, refusal_text},
};

#[derive(Template)]
#[template(path = "cases/staff/case.html")]
struct CasePage {
    p: Page,
    errors: Vec<ErrorLink>,
    v: CaseView,
    d: DecisionBox,
}

#[derive(Template)]
#[template(path = "cases/staff/reason.html")]
struct ReasonPage {
    p: Page,
    errors: Vec<ErrorLink>,
    action: String,
    field: Field,
}

/// A reason is no letter.
pub(super) const REASON_LIMIT: usize = 500;

/// What was just done.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    of: String,
}

/// The case.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome {
    visitor.looks_up(LookUp::File, &reference)?;
    let found = match desk.open_file(&visitor.actor, &reference, Why::Known).await {
        Err(Trouble::ReasonNeeded) => return ask_why(&visitor, &reference, false),
        found => found.map_err(|it| failure(&visitor, it))?,
    };
    let notice = remark(&visitor, &asked.done, &asked.of);
    let page = page(&desk, &visitor, &found, &Typed::default(), Vec::new()).await?;
    let p = page.p.with_notice(notice);
    visitor.html(&CasePage { p, ..page })
}

/// Opens a case for a reason, which is written and not part of an address: it may name people.
pub(super) async fn say_why(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    posted: Posted,
) -> Outcome {
    visitor.looks_up(LookUp::File, &reference)?;
    standing(&desk, &visitor, &reference, "cases.read", None).await?;
    let reason = posted.get("reason");
    if reason.is_empty() || reason.chars().count() > REASON_LIMIT {
        return ask_why(&visitor, &reference, true);
    }
    let found = desk.open_file(&visitor.actor, &reference, Why::Said(reason)).await;
    let found = found.map_err(|it| failure(&visitor, it))?;
    Ok(visitor.go(format!("/staff/cases/{}", found.case.reference)))
}

/// The preview of a decision has no address of its own: back to the case.
pub(super) async fn back(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    standing(&desk, &visitor, &reference, "cases.read", None).await?;
    let reference = kernel::code::CaseRef::parse(&reference).map_err(|_| Failure::NotFound)?;
    Ok(visitor.go(format!("/staff/cases/{reference}")))
}

fn ask_why(visitor: &Visitor, reference: &str, was_asked: bool) -> Outcome {
    let error = was_asked.then(|| wrong(visitor, "reason", "cases-staff-why-needed"));
    let field = Field::text("reason", visitor.t("cases-staff-why"))
        .hint(visitor.t("cases-staff-why-hint"))
        .error(error.as_ref().map(|it| it.text.clone()));
    let status = if was_asked { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ReasonPage {
        p: visitor
            .page(visitor.tr("cases-staff-why-title", &[("reference", &reference)]))
            .with_errors(was_asked),
        errors: error.into_iter().collect(),
        action: format!("/staff/cases/{reference}/why"),
        field,
    };
    visitor.html_with(status, &page)
}

/// The page again, with what was typed and what is wrong with it.
pub(super) async fn again(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
    errors: Vec<ErrorLink>,
) -> Outcome {
    let found = open(desk, visitor, reference).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page(desk, visitor, &found, typed, errors).await?;
    visitor.html_with(status, &page)
}

/// The page anew, because the case has changed since the reader looked; what was typed stays.
pub(super) async fn changed(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
) -> Outcome {
    let found = open(desk, visitor, reference).await?;
    let page = page(desk, visitor, &found, typed, Vec::new()).await?;
    let notice = Some(visitor.t("web-shown-changed").to_owned());
    let p = page.p.with_notice(notice);
    visitor.html_with(StatusCode::CONFLICT, &CasePage { p, ..page })
}

/// The page again where the rules refuse; other troubles are failures.
pub(super) async fn refused(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
    trouble: Trouble,
) -> Outcome {
    match trouble {
        Trouble::Refused(refusal) => {
            let text = refusal_text(visitor, &refusal);
            let errors = vec![ErrorLink { href: "#decision".to_owned(), text }];
            again(desk, visitor, reference, typed, errors).await
        }
        trouble => Err(failure(visitor, trouble)),
    }
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    typed: &Typed,
    errors: Vec<ErrorLink>,
) -> Result<CasePage, Failure> {
    let published = desk.definition(&found.case).map_err(|it| failure(visitor, it))?;
    let holder = holder(desk, visitor, found).await.map_err(|it| failure(visitor, it))?;
    let mut v = view(desk, visitor, found).await?;
    v.may_judge &= holder.is_none();
    let title = visitor.tr("cases-staff-case-title", &[("service", &v.service)]);
    let p = visitor.page(title).crumb("/cases/", visitor.t("cases-staff-queue-title"));
    let d = decision_box(desk, visitor, &found.case, &published.definition, typed, &errors);
    Ok(CasePage { p: p.with_errors(!errors.is_empty()), d: d.held_by(holder), errors, v })
}

/// The name of the colleague whose task it is that waits for the reader's post.
async fn holder(desk: &Desk, visitor: &Visitor, found: &Found) -> Result<Option<String>, Trouble> {
    let another = desk.another_on_duty(&found.case, found.id, &visitor.actor).await?;
    let Some(officer) = another else { return Ok(None) };
    let name = desk.people.staff_name(officer).await?;
    Ok(Some(name.unwrap_or_else(|| visitor.t("cases-staff-somebody").to_owned())))
}
