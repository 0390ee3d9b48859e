//! What officers do with a case. Each act names the version that the officer saw, so that nobody
//! decides about something else.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    response::IntoResponse,
};
use cases_domain::{CorrectionItem, Opinion, Returned, Ruling};
use kernel::id::CaseId;
use serde::Deserialize;
use web::{Api, Failure, Outcome, Visitor};

use super::view::{CaseBody, changed, id_of, sent};
use crate::{
    service::{Desk, Order, Trouble},
    trouble::failure,
};

type Body<T> = Result<Json<T>, JsonRejection>;

/// An act that needs nothing but the version.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlainBody {
    /// The version that was seen.
    version: u64,
}

/// One complete list of what is missing or wrong.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnBody {
    items: Vec<ItemBody>,
    /// Why there is a second list, where there is one.
    #[serde(default)]
    second_reason: String,
    /// The version that was seen.
    version: u64,
}

/// One thing that is missing or wrong.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemBody {
    /// `field` or `material`.
    kind: Kind,
    /// The field's or material's id in the service.
    id: String,
    /// Why, for the applicant to read.
    reason: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Field,
    Material,
}

/// A refusal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulingBody {
    /// Code of the reason in the service.
    code: String,
    /// The reason in words.
    text: String,
    /// The version that was seen.
    version: u64,
}

/// A non-acceptance.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotAcceptBody {
    /// `not_required` or `not_competent`.
    code: String,
    /// The reason in words.
    text: String,
    /// The authority that is competent instead.
    #[serde(default)]
    competent: Option<String>,
    /// The version that was seen.
    version: u64,
}

/// An opinion.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewBody {
    in_favour: bool,
    text: String,
    /// The version that was seen.
    version: u64,
}

/// A special procedure, in which the clock stands still.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspendBody {
    /// The procedure's id in the service.
    procedure: String,
    reason: String,
    /// How many working days it is expected to take.
    days: u32,
    /// The version that was seen.
    version: u64,
}

/// The end of a special procedure.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResumeBody {
    /// What came of it.
    result: String,
    /// The version that was seen.
    version: u64,
}

/// A grant.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantBody {
    #[serde(default)]
    text: String,
    /// The version that was seen.
    version: u64,
}

/// Why somebody takes over a colleague's task.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeOverBody {
    /// For the supervisors to read; nothing goes without.
    #[serde(default)]
    reason: String,
    /// The version that was seen.
    version: u64,
}

/// One act: the case, and who sent it under which key.
struct Act {
    desk: Desk,
    api: Api,
    id: CaseId,
}

impl Act {
    async fn of(desk: Desk, api: Api, reference: &str) -> Result<Self, Failure> {
        let id = id_of(&desk, &api.visitor, reference).await?;
        Ok(Self { desk, api, id })
    }

    fn order(&self, version: u64) -> Order<'_> {
        let (key, by) = (self.api.key, &self.api.visitor.actor);
        Order { key, by, seen: Some(version), power: accounts_domain::Power::OWN }
    }

    fn visitor(&self) -> &Visitor {
        &self.api.visitor
    }

    async fn answer<T>(&self, done: Result<T, Trouble>) -> Outcome {
        done.map_err(|trouble| failure(self.visitor(), trouble))?;
        Ok(changed(&self.desk, self.id).await?.into_response())
    }
}

/// Accepts.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/accept",
    request_body = PlainBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn accept(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<PlainBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let done = act.desk.accept(&act.order(body.version), act.id).await;
    act.answer(done).await
}

/// Returns a case with one complete list.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/return",
    request_body = ReturnBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn return_for_correction(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<ReturnBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let item = |it: ItemBody| {
        let what = match it.kind {
            Kind::Field => Returned::Field(it.id),
            Kind::Material => Returned::Material(it.id),
        };
        CorrectionItem { what, reason: it.reason.into() }
    };
    let items = body.items.into_iter().map(item).collect();
    let order = act.order(body.version);
    let done = act.desk.return_for_correction(&order, act.id, items, body.second_reason).await;
    act.answer(done).await
}

/// Does not accept.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/not-accept",
    request_body = NotAcceptBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn not_accept(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<NotAcceptBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let ruling = Ruling { code: body.code, text: body.text };
    let order = act.order(body.version);
    let done = act.desk.not_accept(&order, act.id, ruling, body.competent).await;
    act.answer(done).await
}

/// Gives an opinion on the waiting step.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/review",
    request_body = ReviewBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn review(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<ReviewBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let opinion = Opinion { in_favour: body.in_favour, text: body.text.into() };
    let done = act.desk.review(&act.order(body.version), act.id, opinion).await;
    act.answer(done).await
}

/// Stops the clock for a special procedure.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/suspend",
    request_body = SuspendBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn suspend(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<SuspendBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let order = act.order(body.version);
    let done = act.desk.suspend(&order, act.id, body.procedure, body.reason, body.days).await;
    act.answer(done).await
}

/// Lets the clock run again.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/resume",
    request_body = ResumeBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn resume(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<ResumeBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let done = act.desk.resume(&act.order(body.version), act.id, body.result).await;
    act.answer(done).await
}

/// Grants.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/grant",
    request_body = GrantBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn grant(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<GrantBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let done = act.desk.grant(&act.order(body.version), act.id, body.text).await;
    act.answer(done).await
}

/// Refuses, with a coded reason.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/refuse",
    request_body = RulingBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn refuse(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<RulingBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let ruling = Ruling { code: body.code, text: body.text };
    let done = act.desk.refuse(&act.order(body.version), act.id, ruling).await;
    act.answer(done).await
}

/// Undoes the asker's own decision as long as it has not left.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/undo",
    request_body = PlainBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses(
        (status = 200, body = CaseBody),
        (status = 409, description = "Changed meanwhile"),
        (status = 422, description = "It has left: `case.decision_gone`; or it is another's")
    )
)]
pub(super) async fn undo(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<PlainBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let done = act.desk.undo_decision(&act.order(body.version), act.id).await;
    act.answer(done).await
}

/// Takes over the task of a colleague: until then what one does on it is refused with
/// `case.anothers_task`.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/take-over",
    request_body = TakeOverBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses(
        (status = 200, body = CaseBody),
        (status = 409, description = "Changed meanwhile"),
        (status = 422, description = "No reason: `case.no_take_over_reason`")
    )
)]
pub(super) async fn take_over(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Body<TakeOverBody>,
) -> Outcome {
    let body = sent(body)?;
    let act = Act::of(desk, api, &reference).await?;
    let done = act.desk.take_over(&act.order(body.version), act.id, &body.reason).await;
    act.answer(done).await
}
