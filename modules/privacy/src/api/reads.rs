//! `GET /api/v1/me/reads`, `POST /api/v1/me/reads/{access}/question`

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, FieldError, Outcome, Visitor};

use crate::{
    service::{Period, Place, Privacy, ReadLine, TEXT_LIMIT},
    web::told,
};

const ROWS: usize = 50;

/// One look at somebody's data.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadView {
    /// Its id.
    id: String,
    /// When, RFC 3339.
    at: String,
    /// The reader's role.
    role: &'static str,
    /// The reader's office, in the asked language.
    office: Option<String>,
    /// The reader: a number that stands for the member of staff, or their name where this
    /// installation shows names.
    reader: String,
    /// The permission used.
    action: String,
    /// In which matter.
    matter: String,
    /// The fields that were shown in clear, if only some were.
    fields: Vec<String>,
    /// Why; null where it was erased.
    reason: Option<String>,
    /// What was asked about it.
    question: Option<String>,
    /// The answer.
    answer: Option<String>,
    /// Whether the look was justified, once that is answered.
    is_justified: Option<bool>,
}

/// A page of looks, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reads {
    /// The looks.
    items: Vec<ReadView>,
    /// What to ask for as `after` for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Which days, and after which look.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    from: Option<jiff::civil::Date>,
    to: Option<jiff::civil::Date>,
    after: String,
}

/// Who looked at one's own data.
#[utoipa::path(
    get,
    path = "/api/v1/me/reads",
    operation_id = "privacy_reads",
    tag = "privacy",
    params(
        ("from" = Option<String>, Query, format = Date, description = "From this day on"),
        ("to" = Option<String>, Query, format = Date, description = "To this day, inclusive"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, description = "The looks, newest first", body = Reads))
)]
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let window = Period { from: wanted.from, to: wanted.to };
    let after = Place::parse(&wanted.after);
    let mut found = privacy.reads(&visitor.actor, window, after, ROWS).await?;
    let has_more = found.len() > ROWS;
    found.truncate(ROWS);
    let next = found.last().filter(|_| has_more).map(|it| it.place().to_string());
    let items = found.into_iter().map(|it| view(&visitor, it)).collect();
    Ok(Json(Reads { items, next }).into_response())
}

fn view(visitor: &Visitor, it: ReadLine) -> ReadView {
    let answer = it.inquiry.as_ref().and_then(|it| it.answer.clone());
    ReadView {
        id: it.id.to_string(),
        at: it.at.to_string(),
        role: it.role.word(),
        office: it.office.map(|office| office.get(visitor.lang).to_owned()),
        reader: it.reader,
        action: it.action,
        matter: it.matter,
        fields: it.fields,
        reason: it.reason,
        question: it.inquiry.and_then(|it| it.text),
        is_justified: answer.as_ref().map(|it| it.0),
        answer: answer.and_then(|it| it.1),
    }
}

/// A question about a look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// In the person's own words, at most 500 characters.
    text: String,
}

/// Questions a look at one's own data, once. A supervisor answers.
#[utoipa::path(
    post,
    path = "/api/v1/me/reads/{access}/question",
    operation_id = "privacy_question",
    tag = "privacy",
    params(("access" = String, Path, description = "The id of the look")),
    request_body = NewQuestion,
    responses(
        (status = 201, description = "It was asked"),
        (status = 404, description = "No such look at one's own data"),
        (status = 422, description = "It was asked already, or the text is missing or too long"),
    )
)]
pub async fn question(
    State(privacy): State<Privacy>,
    api: Api,
    Path(access): Path<String>,
    Json(body): Json<NewQuestion>,
) -> Outcome {
    let text = body.text.trim();
    let key = match text.chars().count() {
        0 => Some("privacy-question-missing"),
        1..=TEXT_LIMIT => None,
        _ => Some("privacy-text-too-long"),
    };
    if let Some(key) = key {
        let message = api.visitor.t(key).to_owned();
        let (field, code) = ("text".to_owned(), "length".to_owned());
        return Err(Failure::Invalid(vec![FieldError { field, code, message }]));
    }
    let id = access.parse().map_err(|_| Failure::NotFound)?;
    let asked = privacy.question(api.key, &api.visitor.actor, id, text).await;
    asked.map_err(|problem| told(&api.visitor, problem))?;
    Ok(StatusCode::CREATED.into_response())
}
