//! `/staff/admin/services/{code}/rehearsal`: thousands of invented applications through a
//! definition, before anybody publishes it. Nothing of it is kept.

mod asked;
mod shown;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::rehearsal::Assumptions;
use catalogue_domain::Finding;
use web::{ErrorLink, Failure, Field, Outcome, Page, Upload, Visitor};

use crate::{
    service::{Desk, Rehearsed, Which},
    trouble::failure,
};
use asked::Asked;
use shown::ReportView;

/// The longest text, in bytes.
const MOST_BYTES: usize = 256 * 1024;

#[derive(Template)]
#[template(path = "cases/staff/rehearsal.html")]
struct RehearsalPage {
    p: Page,
    action: String,
    errors: Vec<ErrorLink>,
    numbers: Vec<Field>,
    offices: Field,
    steps: Field,
    source: Field,
    /// Why the text is no definition.
    unreadable: Vec<Finding>,
    report: Option<ReportView>,
}

/// The form, with what is usual.
pub(super) async fn form(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    let which = desk.rehearsable(&code).ok_or(Failure::NotFound)?;
    let asked = Asked::usual();
    visitor.html(&page(&visitor, &code, which, &asked))
}

/// The form once more, with what came of it.
pub(super) async fn run(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(code): Path<String>,
    upload: Upload,
) -> Outcome {
    let which = desk.rehearsable(&code).ok_or(Failure::NotFound)?;
    let asked = Asked::of(&upload.posted);
    if asked.source.len() > MOST_BYTES {
        return Err(Failure::TooLarge(1));
    }
    let Some(assumptions) = asked.read() else {
        let page = page(&visitor, &code, which, &asked);
        return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    rehearsed(&desk, &visitor, &code, &asked, assumptions).await
}

async fn rehearsed(
    desk: &Desk,
    visitor: &Visitor,
    code: &str,
    asked: &Asked,
    assumptions: Assumptions,
) -> Outcome {
    let done = desk.rehearse(code, &asked.source, assumptions).await;
    match done.map_err(|it| failure(visitor, it))? {
        Rehearsed::Done(which, report) => {
            let mut page = page(visitor, code, which, asked);
            page.report = Some(shown::view(desk, visitor, which, &report));
            visitor.html(&page)
        }
        Rehearsed::Unreadable(findings) => {
            let mut page = page(visitor, code, Which::Sent, asked);
            page.unreadable = findings;
            visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn page(visitor: &Visitor, code: &str, which: Which, asked: &Asked) -> RehearsalPage {
    let (numbers, offices, steps) = asked.fields(visitor);
    let fields = numbers.iter().chain([&offices, &steps]);
    let errors: Vec<ErrorLink> = fields.filter_map(Field::error_link).collect();
    let hint = match which {
        Which::Proposed => "cases-rehearsal-source-proposed",
        Which::Sent | Which::InForce => "cases-rehearsal-source-in-force",
    };
    let source = Field::text("source", visitor.t("cases-rehearsal-source"));
    RehearsalPage {
        p: visitor
            .page(visitor.tr("cases-rehearsal-title", &[("service", &code)]))
            .crumb(&format!("/admin/services/{code}"), code)
            .with_errors(!errors.is_empty()),
        action: format!("/staff/admin/services/{code}/rehearsal"),
        errors,
        numbers,
        offices,
        steps,
        source: source.kind("long_text").hint(visitor.t(hint)).value(&asked.source).optional(),
        unreadable: Vec::new(),
        report: None,
    }
}
