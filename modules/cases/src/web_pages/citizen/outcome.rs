//! How a case ended: the result, or the reasons of a refusal and what can be done against it.

use cases_domain::{Case, CaseEvent, Conclusion, Stage};
use catalogue_domain::definition::ServiceDefinition;
use kernel::Recorded;
use licences_domain::Held;
use organisations_domain::ReviewBody;
use web::Visitor;

use super::words::{date, day_of, local, unit_name};
use crate::{
    letters,
    service::{Desk, Found, Trouble},
};

/// Days within which a review can be asked for (Administrative Reconsideration Law, art. 20).
const REVIEW_DAYS: u32 = 60;
/// Months within which a suit can be brought (Administrative Litigation Law, art. 46).
const SUIT_MONTHS: u32 = 6;

/// The result.
pub(super) struct ResultView {
    pub name: String,
    pub number: String,
    pub valid: String,
    pub status_kind: &'static str,
    pub status: String,
    pub download: String,
    /// What the button to fetch it stands for.
    pub seal: String,
    pub verify: String,
    pub rate: String,
}

/// A refusal or non-acceptance.
pub(super) struct RefusalView {
    pub title: String,
    pub on: String,
    pub text: String,
    /// The coded reason of the service and its legal basis.
    pub reason: Option<(String, String)>,
    /// Who is competent instead.
    pub competent: Option<String>,
    pub review: Option<BodyView>,
    pub court: Option<BodyView>,
    pub consult: Option<String>,
    pub complaint: Option<String>,
    pub review_days: u32,
    pub suit_months: u32,
}

/// Where a decision can be challenged.
pub(super) struct BodyView {
    pub name: String,
    pub address: String,
    pub phone: Option<String>,
}

/// The result of an issued case; none while it is being made.
pub(super) async fn result(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
) -> Result<Option<ResultView>, Trouble> {
    if found.case.licence.is_none() {
        return Ok(None);
    }
    let held = desk.licences.of_case(found.id).await?;
    let reference = &found.case.reference;
    Ok(held.map(|held| ResultView {
        name: local(visitor, &held.name),
        valid: valid(visitor, &held),
        status_kind: if held.status.word() == "valid" { "good" } else { "warn" },
        status: visitor.t(validity_key(held.status.word())).to_owned(),
        seal: visitor.seal("cases.fetch", &(reference, &held.number)),
        download: visitor.path_to(&format!("/results/{reference}")),
        verify: visitor.path_to(&format!("/verify/{}", held.number)),
        rate: visitor.path_to(&format!("/rate/{reference}")),
        number: held.number,
    }))
}

fn valid(visitor: &Visitor, held: &Held) -> String {
    match held.valid_to {
        Some(end) => visitor.tr("cases-result-valid-to", &[("date", &date(visitor, end))]),
        None => visitor.t("cases-result-no-end").to_owned(),
    }
}

fn validity_key(word: &str) -> &'static str {
    match word {
        "valid" => "cases-validity-valid",
        "expired" => "cases-validity-expired",
        "suspended" => "cases-validity-suspended",
        "revoked" => "cases-validity-revoked",
        _ => "cases-validity-cancelled",
    }
}

/// Why it was refused and what can be done; none for other ends.
pub(super) fn refusal(
    desk: &Desk,
    visitor: &Visitor,
    definition: &ServiceDefinition,
    case: &Case,
    history: &[Recorded<CaseEvent>],
) -> Option<RefusalView> {
    let key = match case.stage {
        Stage::Concluded { how: Conclusion::Refused } => "cases-refused-title",
        Stage::Concluded { how: Conclusion::NotAccepted } => "cases-not-accepted-title",
        _ => return None,
    };
    let decision = case.decision.as_ref()?;
    let authority = desk.directory.authority(&case.authority);
    let body = |body: &ReviewBody| BodyView {
        name: local(visitor, &body.name),
        address: local(visitor, &body.address),
        phone: body.phone.clone(),
    };
    Some(RefusalView {
        title: visitor.t(key).to_owned(),
        on: day_of(desk, visitor, decision.on),
        text: decision.text.to_string(),
        reason: decision.code.as_deref().and_then(|code| coded(visitor, definition, code)),
        competent: competent(history).map(|id| unit_name(desk, visitor, id)),
        review: authority.as_ref().map(|it| body(&it.review)),
        court: authority.as_ref().map(|it| body(&it.court)),
        consult: authority.as_ref().map(|it| it.phone.consult.clone()),
        complaint: authority.as_ref().map(|it| it.phone.complaint.clone()),
        review_days: REVIEW_DAYS,
        suit_months: SUIT_MONTHS,
    })
}

/// The words of a coded reason and its basis: one of the service, or one of the law.
fn coded(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    code: &str,
) -> Option<(String, String)> {
    if let Some(reason) = definition.refusal(code) {
        return Some((local(visitor, &reason.text), local(visitor, &reason.basis)));
    }
    let (_, key) = letters::NOT_ACCEPTED.iter().find(|(known, _)| *known == code)?;
    Some((visitor.t(key).to_owned(), visitor.t("cases-not-accepted-basis").to_owned()))
}

fn competent(history: &[Recorded<CaseEvent>]) -> Option<&str> {
    history.iter().rev().find_map(|it| match &it.event {
        CaseEvent::NotAccepted { competent, .. } => competent.as_deref(),
        _ => None,
    })
}
