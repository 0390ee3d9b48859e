//! `/staff/counter/intake/{id}/print`: the receipt, to be printed and handed over.

use askama::Template;
use axum::extract::{Path, State};
use render::LetterData;
use web::{Failure, Outcome, Page, Visitor};

use super::{super::shared::open, at_counter};
use crate::{letters, service::Desk, trouble::failure};

#[derive(Template)]
#[template(path = "cases/staff/print.html")]
struct PrintPage {
    p: Page,
    reference: String,
    /// None where somebody came for another person, who looks for it themselves.
    query_code: Option<String>,
    answer_by: String,
    letter: LetterData,
    pdf: String,
}

/// The receipt.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let fail = |trouble| failure(&visitor, trouble);
    let at = at_counter(&desk, &visitor, &id).await?;
    let case = desk.ledger.load::<cases_domain::Case>(at.id.case()).await?;
    let Some((case, _)) = case else { return Ok(visitor.go(at.href())) };
    let found = open(&desk, &visitor, &case.reference).await?;
    let code = match found.party().map_err(fail)?.helper() {
        Some(_) => None,
        None => Some(desk.query_code(&case).await.map_err(fail)?),
    };
    let history = desk.history(found.id).await.map_err(fail)?;
    let first = history.first().ok_or(Failure::NotFound)?;
    let shown = code.as_ref().map(|it| it.as_str());
    let letter = letters::letter(&desk, &found, first, visitor.lang, shown).await;
    let letter = letter.map_err(fail)?.ok_or(Failure::NotFound)?;
    let due = case.notice.or(case.promised);
    let page = PrintPage {
        p: visitor
            .page(visitor.t("cases-staff-print-title"))
            .crumb("/counter/", visitor.t("cases-staff-counter-title")),
        query_code: code.map(|it| it.to_string()),
        answer_by: due.map(|it| web::date_text(visitor.lang, it.on)).unwrap_or_default(),
        letter,
        pdf: format!("/staff/cases/{}/documents/{}", case.reference, first.seq),
        reference: case.reference,
    };
    visitor.html(&page)
}
