//! `GET /api/v1/data-dictionary`

use axum::{Json, extract::State, response::IntoResponse};
use kernel::Lang;
use module::{DataField, Holding};
use privacy_domain::Schedule;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Outcome, Visitor};

use crate::service::Privacy;

/// A text in every language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Worded {
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    zh_hans: String,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant")]
    zh_hant: String,
    /// English.
    en: String,
}

/// A field of personal data.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldEntry {
    /// Its name in the copy that people take of their data.
    name: &'static str,
    /// What it is called.
    words: Worded,
    /// The standard or law that says what it looks like; null where there is none.
    standard: Option<&'static str>,
    /// What it is kept for.
    purpose: Worded,
    /// The law that allows it.
    basis: &'static str,
    /// Whether it is stored under the person's own key.
    is_sealed: bool,
}

/// A kind of record about people or firms.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordKind {
    /// Its name, such as `cases.case`.
    name: &'static str,
    /// What it is called in the asked language.
    title: String,
    /// For so many months it is kept after its end; null where its end decides.
    months: Option<u32>,
    /// The rule that says so, in the asked language.
    term_basis: Option<String>,
    /// What it holds.
    fields: Vec<FieldEntry>,
}

/// Everything that is kept about people and firms.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dictionary {
    /// The kinds of records.
    records: Vec<RecordKind>,
}

/// The data dictionary: each field that is kept about people and firms, with its standard.
#[utoipa::path(
    get,
    path = "/api/v1/data-dictionary",
    operation_id = "privacy_dictionary",
    tag = "privacy",
    responses((status = 200, description = "Every kind of record and its fields", body = Dictionary))
)]
pub async fn show(State(privacy): State<Privacy>, visitor: Visitor) -> Outcome {
    let schedule = privacy.schedule().await?;
    let records = privacy.holdings.iter().map(|it| kind(&visitor, &schedule, it.as_ref()));
    Ok(Json(Dictionary { records: records.collect() }).into_response())
}

fn kind(visitor: &Visitor, schedule: &Schedule, holding: &dyn Holding) -> RecordKind {
    let term = holding.kinds().last().and_then(|kind| schedule.term(kind));
    RecordKind {
        name: holding.name(),
        title: visitor.t(holding.title()).to_owned(),
        months: term.map(|it| it.months),
        term_basis: term.map(|it| it.basis.get(visitor.lang).to_owned()),
        fields: holding.fields().iter().map(entry).collect(),
    }
}

fn entry(field: &DataField) -> FieldEntry {
    FieldEntry {
        name: field.name,
        words: worded(&field.words),
        standard: Some(field.source).filter(|it| *it != "–"),
        purpose: worded(&field.purpose),
        basis: field.basis,
        is_sealed: field.is_sealed,
    }
}

fn worded(texts: &[&'static str; 3]) -> Worded {
    let text = |lang: Lang| {
        let place = Lang::ALL.iter().position(|it| *it == lang);
        place.and_then(|it| texts.get(it)).copied().unwrap_or_default().to_owned()
    };
    Worded { zh_hans: text(Lang::ZhHans), zh_hant: text(Lang::ZhHant), en: text(Lang::En) }
}
