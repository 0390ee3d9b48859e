//! `/{l}/applications/{id}/submitted`: the receipt. Asked again, it is the same receipt.

use accounts_domain::Power;
use askama::Template;
use axum::extract::{Path, State};
use cases_domain::{Case, CaseEvent};
use kernel::{
    calendar::{DayUnit, TimeLimit},
    id::CaseId,
};
use record::Receipt;
use web::{Outcome, Page, Visitor};

use super::{
    own_application,
    words::{date, day_of, local, unit_name},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/citizen/submitted.html")]
struct ReceiptPage {
    p: Page,
    service: String,
    reference: String,
    /// For the one whose matter it is only.
    code: Option<String>,
    helper: Option<String>,
    received_on: String,
    authority: String,
    phone: Option<String>,
    notice_on: String,
    decision: String,
    pdf: String,
    proof: String,
    /// What is to be said where the proof is not there yet.
    proof_note: Option<&'static str>,
    track: String,
}

/// Shows the receipt.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let (id, _, power) = own_application(&desk, &visitor, &id).await?;
    let Some((case, _)) = desk.ledger.load::<Case>(id.case()).await? else {
        return Ok(visitor.go(visitor.path_to(&format!("/applications/{id}"))));
    };
    let page = page(&desk, &visitor, id.case(), &case, &power).await;
    let page = page.map_err(|trouble| failure(&visitor, trouble))?;
    Ok(super::uncached(visitor.html(&page)?))
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    id: CaseId,
    case: &Case,
    power: &Power,
) -> Result<ReceiptPage, Trouble> {
    let history = desk.history(id).await?;
    let first = history.iter().find_map(|it| match &it.event {
        CaseEvent::Submitted { notice, .. } => Some((it, notice.on)),
        _ => None,
    });
    let (event, notice_on) = first.ok_or(Trouble::NotFound)?;
    let code = match *power == Power::OWN {
        true => Some(desk.query_code(case).await?.as_str().to_owned()),
        false => None,
    };
    let track = visitor.path_to(&format!("/track/{}", case.reference));
    Ok(ReceiptPage {
        p: visitor.page(visitor.t("cases-submitted-title")).crumb("/my/", visitor.t("web-my")),
        service: local(visitor, &case.name),
        reference: case.reference.clone(),
        code,
        helper: super::helped_by(visitor, &desk.helpers(case).await?),
        received_on: day_of(desk, visitor, event.at),
        authority: unit_name(desk, visitor, &case.authority),
        phone: desk.directory.authority(&case.authority).map(|it| it.phone.consult.clone()),
        notice_on: date(visitor, notice_on),
        decision: decision(visitor, desk.definition(case)?.definition.promised()),
        pdf: format!("{track}/documents/{}", event.seq),
        proof: format!("{track}/proofs/{}", event.seq),
        proof_note: proof_note(&desk.proof(id, event.seq).await?),
        track,
    })
}

/// What is to be said where the proof is not there yet.
const fn proof_note(receipt: &Receipt) -> Option<&'static str> {
    match receipt {
        Receipt::Proven(_) => None,
        Receipt::Pending => Some("cases-proof-pending-text"),
        Receipt::Missing => Some("cases-proof-missing-text"),
        Receipt::Unkept => Some("cases-proof-unkept-text"),
    }
}

/// How long a decision takes once the application is accepted.
fn decision(visitor: &Visitor, promised: TimeLimit) -> String {
    let key = match (promised.days, promised.unit) {
        (0, _) => return visitor.t("cases-submitted-next-3-today").to_owned(),
        (_, DayUnit::Working) => "cases-submitted-next-3",
        (_, DayUnit::Calendar) => "cases-submitted-next-3-calendar",
    };
    visitor.tr(key, &[("days", &promised.days)])
}
