//! The blank form of a service, to be printed.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use catalogue_domain::BlankForms as _;
use kernel::Lang;
use web::{Failure, Outcome, Visitor};

use super::offered;
use crate::service::Catalogue;

pub(super) async fn form(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    offered(&catalogue, &code)?;
    response(&catalogue, &code, visitor.lang).await
}

/// The form as a PDF.
///
/// # Errors
/// [`Failure::NotFound`] when the service is not offered.
pub(crate) async fn response(
    catalogue: &Catalogue,
    code: &str,
    lang: Lang,
) -> Result<Response, Failure> {
    let pdf = catalogue.form(code, lang).await.map_err(Failure::internal)?;
    let pdf = pdf.ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{code}.pdf\"")),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
