//! An application as the API shows it, and the checks that its acts share.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use catalogue_domain::{Facts, definition::ServiceDefinition};
use forms_domain::{Application, check_all, check_field, check_situations, check_topic, tidy};
use serde::Serialize;
use web::{Failure, FieldError, Visitor};

use crate::{service::Opened, web::error_text};

/// An application in the making.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ApplicationView {
    /// Its id.
    id: String,
    /// Its version, also in the `ETag`.
    version: u64,
    /// The service's id.
    service: String,
    /// The revision of the service that it is pinned to.
    revision: u32,
    /// `draft`, `submitted` or `reopened`.
    stage: &'static str,
    /// Until when the draft is kept, inclusive.
    kept_until: Option<String>,
    /// Answers to the situations, by id.
    situation: BTreeMap<String, String>,
    /// Answers to the form, by field id.
    answers: BTreeMap<String, String>,
    /// What is missing or wrong before it can be handed in; empty when it could be.
    missing: Vec<FieldError>,
}

impl ApplicationView {
    pub fn of(visitor: &Visitor, opened: &Opened) -> Self {
        let definition = opened.definition();
        let facts = definition.settled(&opened.facts);
        Self {
            id: opened.id.to_string(),
            version: opened.version,
            service: opened.application.service.clone(),
            revision: opened.application.revision,
            stage: opened.application.stage.word(),
            kept_until: opened.application.kept_until.map(|it| it.to_string()),
            missing: missing(visitor, definition, &facts),
            situation: facts.situation,
            answers: facts.answers,
        }
    }

    /// The answer, with its version as `ETag`.
    pub fn answer(self, status: StatusCode) -> Response {
        let etag = HeaderValue::from_str(&format!("\"{}\"", self.version));
        let mut response = (status, Json(self)).into_response();
        if let Ok(etag) = etag {
            response.headers_mut().insert(header::ETAG, etag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

fn missing(visitor: &Visitor, definition: &ServiceDefinition, facts: &Facts) -> Vec<FieldError> {
    let errors = check_all(definition, facts).into_iter();
    errors
        .map(|error| FieldError {
            message: match definition.field(&error.field) {
                Some(field) => error_text(visitor, field, &error),
                None => visitor.t("forms-error-situation").to_owned(),
            },
            field: error.field,
            code: error.code.to_owned(),
        })
        .collect()
}

/// Refuses answers to questions that do not exist and answers that are not what the question asks
/// for. Gaps are no mistake: they can be filled later.
pub(super) fn check(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    given: &Facts,
) -> Result<(), Failure> {
    let mut errors = Vec::new();
    let mut note = |field: String, code: &str, message: String| {
        errors.push(FieldError { field, code: code.to_owned(), message });
    };
    for (id, answer) in &given.situation {
        let situation = definition.situations.iter().find(|it| it.id == *id);
        let field = format!("situation.{id}");
        match situation {
            None => note(field, "unknown", visitor.t("forms-error-unknown").to_owned()),
            Some(it) if answer.is_empty() || it.options.iter().any(|o| o.value == *answer) => {}
            Some(_) => note(field, "choice", visitor.t("forms-error-situation").to_owned()),
        }
    }
    for (id, answer) in &given.answers {
        let Some(field) = definition.field(id) else {
            note(id.clone(), "unknown", visitor.t("forms-error-unknown").to_owned());
            continue;
        };
        let wrong = check_field(field, &tidy(field.kind, answer));
        if let Some(error) = wrong.filter(|it| it.code != "required") {
            note(id.clone(), error.code, error_text(visitor, field, &error));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Failure::Invalid(errors)) }
}

/// The topics that are complete with these answers, among them `situation`.
pub(super) fn complete(definition: &ServiceDefinition, facts: &Facts) -> BTreeSet<String> {
    let topics = definition.visible_topics(facts).into_iter();
    let mut complete: BTreeSet<String> = topics
        .filter(|it| check_topic(definition, it.topic, facts).is_empty())
        .map(|it| it.topic.id.clone())
        .collect();
    if check_situations(definition, facts).is_empty() {
        complete.insert(Application::SITUATION.to_owned());
    }
    complete
}

/// A JSON body, or why it is none.
pub(super) fn body<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, Failure> {
    body.map(|Json(it)| it).map_err(Failure::from)
}

/// The version of `If-Match`, if the header is there.
pub(super) fn expected(headers: &HeaderMap) -> Result<Option<u64>, Failure> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim_matches('"');
    let version = text.parse();
    version
        .map(Some)
        .map_err(|_| Failure::Malformed("If-Match must be a version in quotes".to_owned()))
}
