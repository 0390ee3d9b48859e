//! `POST /api/v1/ratings`

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use ratings_domain::{Channel, Grade, Tag};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, FieldError, Outcome};

use crate::{
    service::{Opinion, Proof, RatingService},
    web::told,
};

/// A rating as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// The case's reference.
    reference: String,
    /// The query code of the receipt; not needed for the applicant's own session.
    #[serde(default)]
    code: Option<String>,
    /// 1 非常满意 to 5 非常不满意. There is no default.
    #[schema(minimum = 1, maximum = 5)]
    grade: u8,
    /// Words such as `fast` or `slow`; praise goes with grades 1 and 2, problems with the others.
    #[serde(default)]
    tags: Vec<String>,
    /// In the rater's own words, at most 500 characters.
    #[serde(default)]
    comment: Option<String>,
    /// `pc`, `mobile`, `qr`, `hall_tablet`, `hall_terminal`, `phone`, `sms`, `mini_program`,
    /// `kiosk` or `paper`.
    channel: String,
}

/// A rating that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    /// The case's reference.
    reference: String,
    /// The grade.
    grade: u8,
    /// By when it will be put right, ISO date; null for good ratings.
    due_on: Option<String>,
}

/// Rates a concluded case, once.
#[utoipa::path(
    post,
    path = "/api/v1/ratings",
    operation_id = "ratings_rate",
    tag = "ratings",
    request_body = NewRating,
    responses(
        (status = 201, description = "It was taken", body = Taken),
        (status = 404, description = "No such case, or the code does not fit"),
        (status = 422, description = "Rated already, not concluded, or a field is wrong"),
    )
)]
pub async fn rate(
    State(service): State<RatingService>,
    api: Api,
    sent: Result<Json<NewRating>, JsonRejection>,
) -> Outcome {
    let Json(body) = sent.map_err(|rejection| unread(&api, &rejection))?;
    let opinion = opinion(&api, &body)?;
    let grade = opinion.grade.number();
    let actor = &api.visitor.actor;
    let code = body.code.unwrap_or_default();
    let rateable = service.rateable(actor, &body.reference, Proof::Code(&code)).await?;
    let rateable = rateable.ok_or(Failure::NotFound)?;
    service
        .rate(api.key, actor, rateable.clone(), opinion)
        .await
        .map_err(|problem| told(&api.visitor, problem))?;
    let given = service.given(&rateable).await?;
    let due_on = given.and_then(|it| it.due_on).map(|it| it.to_string());
    let taken = Taken { reference: rateable.case.reference, grade, due_on };
    Ok((StatusCode::CREATED, Json(taken)).into_response())
}

/// Why a body is not read: which member is missing, or that it cannot be read at all.
fn unread(api: &Api, rejection: &JsonRejection) -> Failure {
    let text = rejection.body_text();
    let missing = text.split_once("missing field `").and_then(|(_, rest)| rest.split_once('`'));
    let Some((field, _)) = missing else { return Failure::Malformed(text) };
    let key = match field {
        "grade" => "ratings-grade-missing",
        "channel" => "ratings-channel-wrong",
        _ => "ratings-member-missing",
    };
    Failure::Invalid(vec![FieldError {
        field: field.to_owned(),
        code: "required".to_owned(),
        message: api.visitor.t(key).to_owned(),
    }])
}

fn opinion(api: &Api, body: &NewRating) -> Result<Opinion, Failure> {
    let mut wrong = Vec::new();
    let mut note = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            code: "unknown".to_owned(),
            message: api.visitor.t(key).to_owned(),
        });
    };
    let grade = Grade::from_number(body.grade);
    if grade.is_none() {
        note("grade", "ratings-grade-missing");
    }
    let channel = Channel::parse(&body.channel);
    if channel.is_none() {
        note("channel", "ratings-channel-wrong");
    }
    let tags: Vec<_> = body.tags.iter().filter_map(|it| Tag::parse(it)).collect();
    if tags.len() != body.tags.len() {
        note("tags", "ratings-refused-wrong-tag");
    }
    let (Some(grade), Some(channel), true) = (grade, channel, wrong.is_empty()) else {
        return Err(Failure::Invalid(wrong));
    };
    let comment = body.comment.clone().unwrap_or_default();
    Ok(Opinion { grade, tags, comment, channel })
}
