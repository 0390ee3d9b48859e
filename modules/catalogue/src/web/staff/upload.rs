//! A definition as a file or as pasted text: checked first, then proposed.

use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue_domain::{Finding, source};
use web::{Choice, Failure, Field, Outcome, Page, Posted, Upload, Visitor};

use super::super::rows::many;
use crate::service::{Catalogue, Checked, Trouble};

#[derive(Template)]
#[template(path = "catalogue/staff-upload.html")]
struct UploadPage {
    p: Page,
    key: String,
    file: Field,
    source: Field,
    /// Whether a text was checked.
    is_checked: bool,
    /// Whether it may be proposed.
    is_fine: bool,
    verdict: String,
    verdict_kind: &'static str,
    findings: Vec<Finding>,
    refusal: Option<String>,
}

pub(super) async fn form(visitor: Visitor) -> Outcome {
    visitor.html(&page(&visitor, "", None))
}

pub(super) async fn send(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    upload: Upload,
) -> Outcome {
    let (name, bytes) = match upload.files.iter().find(|file| file.field == "file") {
        Some(file) => (file.name.clone(), file.bytes.to_vec()),
        None => ("service.yaml".to_owned(), upload.posted.get("source").as_bytes().to_vec()),
    };
    if bytes.len() > source::MAX_BYTES {
        return Err(Failure::TooLarge(1));
    }
    let context = catalogue.lint_context(&catalogue.lists());
    let (text, checked) = match source::decode(&name, &bytes) {
        Ok(text) => (text.replace("\r\n", "\n"), None),
        Err(findings) => (String::new(), Some(Checked { definition: None, findings })),
    };
    let checked = checked.unwrap_or_else(|| catalogue.check(&name, &text, &context));
    if upload.posted.get("act") == "propose" && checked.publishable().is_some() {
        return propose(&catalogue, &visitor, &upload.posted, text, checked).await;
    }
    let status = match checked.publishable() {
        Some(_) => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    visitor.html_with(status, &page(&visitor, &text, Some(checked)))
}

async fn propose(
    catalogue: &Catalogue,
    visitor: &Visitor,
    posted: &Posted,
    text: String,
    checked: Checked,
) -> Outcome {
    let Some(definition) = checked.publishable() else { return Err(Failure::NotFound) };
    let to = format!("/staff/admin/services/{}", definition.id);
    match catalogue.propose(&visitor.actor, posted.key, definition, text.clone()).await {
        Ok(()) => Ok(visitor.go(to)),
        Err(trouble @ Trouble::Service(_)) => {
            let mut page = page(visitor, &text, Some(checked));
            match trouble.failure(visitor) {
                Failure::Refused { text, .. } => page.refusal = Some(text),
                other => return Err(other),
            }
            visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(trouble) => Err(trouble.failure(visitor)),
    }
}

fn page(visitor: &Visitor, text: &str, checked: Option<Checked>) -> UploadPage {
    let is_fine = checked.as_ref().is_some_and(|it| it.publishable().is_some());
    let is_checked = checked.is_some();
    let findings = checked.map(|it| it.findings).unwrap_or_default();
    let errors = findings.iter().filter(|it| it.is_error()).count();
    let verdict = match (is_checked, errors) {
        (true, 0) => visitor.t("catalogue-upload-fine").to_owned(),
        (true, errors) => many(visitor, "catalogue-upload-errors", errors),
        (false, _) => String::new(),
    };
    UploadPage {
        p: visitor
            .page(visitor.t("catalogue-upload-title"))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .with_errors(is_checked && !is_fine),
        key: visitor.new_key().to_string(),
        file: Field::text("file", visitor.t("catalogue-upload-file")).kind("file").optional(),
        source: Field {
            options: Vec::<Choice>::new(),
            ..Field::text("source", visitor.t("catalogue-upload-source"))
                .kind("long_text")
                .hint(visitor.t("catalogue-upload-hint"))
                .value(text)
                .optional()
        },
        is_checked,
        is_fine,
        verdict,
        verdict_kind: if is_fine { "good" } else { "error" },
        findings,
        refusal: None,
    }
}
