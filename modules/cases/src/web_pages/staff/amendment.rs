//! `/staff/cases/{case}/amendment`: what a decision that has left should say instead, seen as the
//! letter that the applicant gets, and proposed to a second person.

use approvals_domain::{ActError, ProposeError};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::{CaseEvent, Decision};
use kernel::{Recorded, id::EventId};
use render::LetterData;
use web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::{
    form::refusal_codes,
    shared::{open, standing, wrong},
};
use crate::{
    amend::AmendOrder,
    letters::letter,
    service::{Desk, Found},
    trouble::failure,
};

const ACTION: &str = "cases.amend";

#[derive(Template)]
#[template(path = "cases/staff/amendment.html")]
struct AmendmentPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    version: u64,
    sent: String,
    code: Option<Field>,
    text: Field,
    reason: Field,
}

#[derive(Template)]
#[template(path = "cases/staff/amendment-look.html")]
struct LookPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    lines: Vec<(String, String)>,
    letter: LetterData,
    hidden: [(&'static str, String); 3],
    typed: Field,
    seal: String,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    code: String,
    text: String,
    reason: String,
}

impl Typed {
    fn read(posted: &Posted) -> Self {
        let get = |name: &str| posted.get(name).to_owned();
        Self { code: get("code"), text: get("text"), reason: get("reason") }
    }

    /// What the decision says now.
    fn of(decision: &Decision) -> Self {
        let code = decision.code.clone().unwrap_or_default();
        Self { code, text: decision.text.to_string(), reason: String::new() }
    }

    fn order(&self, found: &Found) -> AmendOrder {
        let code = (!self.code.is_empty()).then(|| self.code.clone());
        let (text, reason) = (self.text.clone(), self.reason.clone());
        AmendOrder { case: found.id, code, text, reason }
    }

    fn errors(&self, visitor: &Visitor, decision: &Decision) -> Vec<ErrorLink> {
        let mut errors = Vec::new();
        if !decision.granted && self.text.is_empty() {
            errors.push(wrong(visitor, "text", "cases-staff-text-needed"));
        }
        if self.reason.is_empty() {
            errors.push(wrong(visitor, "reason", "cases-amend-reason-needed"));
        }
        errors
    }
}

/// The form, with what the decision says now.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    let (found, decision) = sent(&desk, &visitor, &reference).await?;
    form(&desk, &visitor, &found, &Typed::of(&decision), Vec::new())
}

/// First as the letter will be, then proposed.
pub(super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let (found, decision) = sent(&desk, &visitor, &reference).await?;
    let typed = Typed::read(bound.typed());
    let errors = typed.errors(&visitor, &decision);
    let step = bound.typed().get("step").to_owned();
    if !errors.is_empty() || step == "edit" {
        return form(&desk, &visitor, &found, &typed, errors);
    }
    if step != "send" {
        return look(&desk, &visitor, &found, &typed, Again::First).await;
    }
    send(&desk, &visitor, &found, &typed, bound).await
}

async fn send(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    typed: &Typed,
    bound: Bound,
) -> Outcome {
    let order = typed.order(found);
    let planned = desk.plan_amendment(&visitor.actor, &order).await;
    // What cannot be planned any more is not what was shown.
    let digest = planned.map_or_else(|_| String::new(), |(_, digest)| digest);
    let Ok(posted) = bound.open(&digest) else {
        return look(desk, visitor, found, typed, Again::Changed).await;
    };
    let what = (&found.case, &order);
    let shown = (digest.as_str(), posted.get("typed"));
    match desk.propose_amendment(posted.key, &visitor.actor, what, shown).await {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Typed(_)) => look(desk, visitor, found, typed, Again::Mistyped).await,
        Err(ProposeError::Changed(_)) => look(desk, visitor, found, typed, Again::Changed).await,
        Err(ProposeError::Refused(code)) => refused(desk, visitor, found, typed, &code),
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
    }
}

/// Why the letter is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    First,
    Changed,
    Mistyped,
}

/// The amendment as the applicant will get it, and what a second person will see.
async fn look(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    typed: &Typed,
    again: Again,
) -> Outcome {
    let (plan, digest) = match desk.plan_amendment(&visitor.actor, &typed.order(found)).await {
        Ok(planned) => planned,
        Err(ActError::Refused(code)) => return refused(desk, visitor, found, typed, &code),
        Err(ActError::Down(cause)) => return Err(Failure::internal(cause)),
    };
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let reference = found.case.reference.clone();
    let error = (again == Again::Mistyped).then(|| visitor.t("cases-amend-typed-wrong").to_owned());
    let field = Field::text("typed", visitor.tr("cases-amend-typed", &[("reference", &reference)]));
    let field = field.error(error);
    let notice = (again == Again::Changed).then(|| visitor.t("web-shown-changed").to_owned());
    let page = LookPage {
        p: page(visitor, &reference).with_notice(notice).with_errors(field.error.is_some()),
        errors: field.error_link().into_iter().collect(),
        reference,
        lines: plan.effect.lines.iter().map(|it| (local(&it.label), local(&it.value))).collect(),
        letter: draft(desk, visitor, found, typed).await?,
        hidden: [
            ("code", typed.code.clone()),
            ("text", typed.text.clone()),
            ("reason", typed.reason.clone()),
        ],
        typed: field,
        seal: visitor.seal(ACTION, &digest),
    };
    let status = match again {
        Again::First => StatusCode::OK,
        Again::Changed => StatusCode::CONFLICT,
        Again::Mistyped => StatusCode::UNPROCESSABLE_ENTITY,
    };
    visitor.html_with(status, &page)
}

/// The letter of an amendment that has not happened yet.
async fn draft(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    typed: &Typed,
) -> Result<LetterData, Failure> {
    let order = typed.order(found);
    let now = desk.ledger.clock().now();
    let event = Recorded {
        id: EventId::new(now, desk.ledger.chance().as_ref()),
        seq: found.version + 1,
        at: now,
        by: visitor.actor.clone(),
        event: CaseEvent::DecisionAmended {
            code: order.code,
            text: order.text.into(),
            reason: order.reason.into(),
            approver: visitor.actor.clone(),
        },
    };
    let made = letter(desk, found, &event, visitor.lang, None).await;
    made.map_err(|it| failure(visitor, it))?.ok_or(Failure::NotFound)
}

/// The case and its decision, which has left.
async fn sent(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
) -> Result<(Found, Decision), Failure> {
    standing(desk, visitor, reference, ACTION, None).await?;
    let found = open(desk, visitor, reference).await?;
    let decision = found.case.decision.clone();
    Ok((found, decision.ok_or(Failure::Conflict("case.wrong_stage"))?))
}

fn page(visitor: &Visitor, reference: &str) -> Page {
    visitor
        .page(visitor.t("cases-amend-title"))
        .crumb("/cases/", visitor.t("cases-staff-queue-title"))
        .crumb(&format!("/cases/{reference}"), reference)
}

/// The form again, with what the rules say.
fn refused(desk: &Desk, visitor: &Visitor, found: &Found, typed: &Typed, code: &str) -> Outcome {
    let key = match code {
        "forbidden" => return Err(Failure::Forbidden),
        "case.nothing_to_amend" => "cases-refusal-nothing-to-amend",
        "case.no_reason" => "cases-refusal-no-reason",
        _ => "cases-refusal-wrong-stage",
    };
    form(desk, visitor, found, typed, vec![wrong(visitor, "text", key)])
}

fn form(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    typed: &Typed,
    errors: Vec<ErrorLink>,
) -> Outcome {
    let decision = found.case.decision.as_ref().ok_or(Failure::NotFound)?;
    let published = desk.definition(&found.case).map_err(|it| failure(visitor, it))?;
    let error = |id: &str| {
        let href = format!("#{id}");
        errors.iter().find(|it| it.href == href).map(|it| it.text.clone())
    };
    let is_coded =
        decision.code.as_ref().is_some_and(|it| published.definition.refusal(it).is_some());
    let code = is_coded.then(|| {
        let mut field = Field::text("code", visitor.t("cases-staff-code")).kind("choice");
        let choice = |(value, label): (String, String)| web::Choice {
            checked: value == typed.code,
            value,
            label,
        };
        let codes = refusal_codes(visitor, &published.definition);
        field.options = codes.into_iter().map(choice).collect();
        field.error(error("code"))
    });
    let text = Field::text("text", visitor.t("cases-amend-text-after")).kind("long_text");
    let text = if decision.granted { text.optional() } else { text };
    let reason = Field::text("reason", visitor.t("cases-amend-reason"))
        .hint(visitor.t("cases-amend-reason-hint"));
    let reference = found.case.reference.clone();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (text_error, reason_error) = (error("text"), error("reason"));
    visitor.html_with(
        status,
        &AmendmentPage {
            p: page(visitor, &reference).with_errors(!errors.is_empty()),
            errors,
            reference,
            version: found.version,
            sent: decision.text.to_string(),
            code,
            text: text.value(&typed.text).error(text_error),
            reason: reason.value(&typed.reason).error(reason_error),
        },
    )
}
