//! Checking a PDF: genuine, changed or unknown.

use askama::Template;
use axum::{extract::State, http::StatusCode};
use web::{ErrorLink, Field, Outcome, Page, Upload, Visitor};

use super::view::Card;
use crate::service::{FileVerdict, Licensing};

#[derive(Template)]
#[template(path = "licences/file.html")]
struct FilePage {
    p: Page,
    errors: Vec<ErrorLink>,
    number: Field,
    file: Field,
    signature: Field,
}

#[derive(Template)]
#[template(path = "licences/file_result.html")]
struct FileResultPage {
    p: Page,
    heading: &'static str,
    explanation: &'static str,
    kind: &'static str,
    card: Option<Card>,
}

/// `GET /verify/file`
pub async fn form(visitor: Visitor) -> Outcome {
    show_form(&visitor, StatusCode::OK, "", None)
}

/// `POST /verify/file`
pub async fn check(State(service): State<Licensing>, visitor: Visitor, upload: Upload) -> Outcome {
    let part = |name: &str| upload.files.iter().find(|it| it.field == name);
    let number = upload.posted.get("number");
    let Some(pdf) = part("file") else {
        let error = Some("licences-file-missing");
        return show_form(&visitor, StatusCode::UNPROCESSABLE_ENTITY, number, error);
    };
    if !pdf.bytes.starts_with(b"%PDF") {
        let error = Some("licences-file-no-pdf");
        return show_form(&visitor, StatusCode::UNPROCESSABLE_ENTITY, number, error);
    }
    let signature = part("signature").map(|it| it.bytes.as_ref());
    let verdict = service.check_file(number, &pdf.bytes, signature).await?;
    show_verdict(&visitor, &verdict)
}

fn show_verdict(visitor: &Visitor, verdict: &FileVerdict) -> Outcome {
    let (heading, explanation, kind, shown) = match verdict {
        FileVerdict::Genuine(it) => {
            ("licences-file-genuine", "licences-file-genuine-meaning", "good", Some(it))
        }
        FileVerdict::Changed(it) => {
            ("licences-file-changed", "licences-file-changed-meaning", "error", Some(it))
        }
        FileVerdict::Exercise(_) => {
            ("licences-file-exercise", "licences-file-exercise-meaning", "error", None)
        }
        FileVerdict::Replaced(it) => {
            ("licences-file-replaced", "licences-file-replaced-meaning", "error", Some(it))
        }
        FileVerdict::StolenKey => {
            ("licences-file-stolen-key", "licences-file-stolen-key-meaning", "error", None)
        }
        FileVerdict::Unknown => {
            ("licences-file-unknown", "licences-file-unknown-meaning", "warn", None)
        }
    };
    let p = visitor
        .page(visitor.t(heading))
        .crumb("/verify", visitor.t("licences-verify-title"))
        .crumb("/verify/file", visitor.t("licences-file-title"));
    let card = shown.map(|it| Card::new(visitor, it));
    visitor.html(&FileResultPage { p, heading, explanation, kind, card })
}

fn show_form(visitor: &Visitor, status: StatusCode, typed: &str, error: Option<&str>) -> Outcome {
    let error = error.map(|key| visitor.t(key).to_owned());
    let file = Field::text("file", visitor.t("licences-file-pdf")).error(error);
    let number = Field::text("number", visitor.t("licences-verify-number"))
        .hint(visitor.t("licences-file-number-hint"))
        .value(typed)
        .optional();
    let signature = Field::text("signature", visitor.t("licences-file-signature"))
        .hint(visitor.t("licences-file-signature-hint"))
        .optional();
    let errors: Vec<_> = file.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("licences-file-title"))
        .crumb("/verify", visitor.t("licences-verify-title"))
        .with_errors(!errors.is_empty());
    visitor.html_with(status, &FilePage { p, errors, number, file, signature })
}
