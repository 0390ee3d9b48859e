//! One proposal: exactly what will happen, to whom, how many, and what the reader may do.

use ::web::{Doubt, ErrorLink, Failure, Field, GraveView, Meant, Outcome, Page, Posted, Visitor};
use approvals_domain::{ApprovalState, REVIEW_LIMIT};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{Actor, id::ApprovalId};

use super::list::tag;
use crate::{
    policy,
    service::{FOR_EVER, SecondPerson, Seen},
};

#[derive(Template)]
#[template(path = "approvals/show.html")]
struct ShowPage {
    p: Page,
    errors: Vec<ErrorLink>,
    id: ApprovalId,
    title: String,
    sentence: Option<String>,
    lines: Vec<(String, String)>,
    reviews: Vec<Field>,
    touched: u64,
    digest: String,
    seal: String,
    facts: Vec<(String, String)>,
    tag: &'static str,
    state: String,
    may_decide: bool,
    may_withdraw: bool,
    is_approved: bool,
    has_changed: bool,
    reason: Field,
    /// What has to be typed before it is approved.
    grave: Option<GraveView>,
}

/// `GET /staff/approvals/{id}`
pub async fn show(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let id = read_id(&id)?;
    page(&service, &visitor, id, StatusCode::OK, Wrong::Nothing).await
}

/// The id in an address.
pub fn read_id(text: &str) -> Result<ApprovalId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// What is wrong with what was typed.
#[derive(Clone, Copy)]
pub enum Wrong<'a> {
    /// Nothing.
    Nothing,
    /// The reason of a refusal is missing.
    Reason,
    /// What has to be typed before it is approved, and what is missing of it.
    Meant(&'a Posted, &'a Doubt),
    /// A finding has no reason; what was typed.
    Reviews(&'a Posted),
}

/// What the names of the fields for the reasons of reviews begin with.
pub const REVIEW: &str = "review-";

/// The page of a proposal, with what is wrong with what was typed.
pub async fn page(
    service: &SecondPerson,
    visitor: &Visitor,
    id: ApprovalId,
    status: StatusCode,
    wrong: Wrong<'_>,
) -> Outcome {
    let seen = service.seen(&visitor.actor, id).await?;
    let (typed, doubt) = match wrong {
        Wrong::Nothing | Wrong::Reason => (None, None),
        Wrong::Meant(posted, doubt) => (Some(posted), Some(doubt)),
        Wrong::Reviews(posted) => (Some(posted), None),
    };
    let meant = typed.map(Meant::read);
    let sent = meant.as_ref().map(|it| (it, doubt));
    let missing = matches!(wrong, Wrong::Reason).then(|| visitor.t("approvals-refused-no-reason"));
    let kind = seen.approval.proposal.as_ref().map_or("", |it| it.kind.as_str());
    let to_type = service.to_type(kind, seen.plan.as_ref());
    let grave = to_type.map(|it| FOR_EVER.view(visitor, "approve", &it, sent));
    let reason = Field::text("reason", visitor.t("approvals-refusal-reason"))
        .kind("long_text")
        .hint(visitor.t("approvals-refusal-reason-hint"))
        .error(missing.map(str::to_owned));
    let reviews = reviews(visitor, &seen, typed);
    let has_errors =
        doubt.is_some() || reviews.iter().chain([&reason]).any(|it| it.error.is_some());
    let p = visitor
        .page(seen.title.get(visitor.lang))
        .crumb("/approvals", visitor.t("approvals-title"))
        .with_errors(has_errors);
    let facts = facts(service, visitor, &p, &seen).await?;
    visitor.html_with(status, &view(visitor, p, &seen, facts, (reviews, reason, grave)))
}

/// A field for the reason of each review.
fn reviews(visitor: &Visitor, seen: &Seen, typed: Option<&Posted>) -> Vec<Field> {
    let effect = seen.plan.as_ref().map(|it| &it.effect);
    let all = effect.into_iter().flat_map(|it| &it.reviews);
    all.map(|it| {
        let id = format!("{REVIEW}{}", it.id);
        let typed = typed.map(|posted| posted.get(&id).to_owned());
        let is_missing =
            typed.as_ref().is_some_and(|it| it.is_empty() || it.chars().count() > REVIEW_LIMIT);
        let error = is_missing.then(|| visitor.t("approvals-review-missing").to_owned());
        Field::text(id, it.label.get(visitor.lang))
            .hint(it.value.get(visitor.lang))
            .value(typed.unwrap_or_default())
            .error(error)
    })
    .collect()
}

/// What the page shows: the effect, what became of it, and what the reader may do.
fn view(
    visitor: &Visitor,
    p: Page,
    seen: &Seen,
    facts: Vec<(String, String)>,
    (reviews, reason, grave): (Vec<Field>, Field, Option<GraveView>),
) -> ShowPage {
    let state = seen.approval.state;
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let effect = seen.plan.as_ref().map(|it| &it.effect);
    let lines = effect.into_iter().flat_map(|it| &it.lines);
    let proposal = seen.approval.proposal.as_ref();
    let digest = proposal.map(|it| it.digest.clone()).unwrap_or_default();
    ShowPage {
        errors: (grave.iter().flat_map(GraveView::error_links))
            .chain(reviews.iter().chain([&reason]).filter_map(Field::error_link))
            .collect(),
        reviews,
        id: seen.id,
        title: local(&seen.title),
        sentence: effect.map(|it| local(&it.sentence)),
        lines: lines.map(|it| (local(&it.label), local(&it.value))).collect(),
        touched: effect.map_or(0, |it| it.touched),
        seal: visitor.seal(policy::DECIDE, &digest),
        digest,
        facts,
        tag: tag(state),
        state: visitor.t(&format!("approvals-state-{}", state.word())).to_owned(),
        may_decide: seen.sight.may_decide,
        may_withdraw: seen.sight.may_withdraw,
        is_approved: state == ApprovalState::Approved,
        has_changed: seen.sight.has_changed,
        reason,
        grave,
        p,
    }
}

/// Who and when, in the order in which it happened.
async fn facts(
    service: &SecondPerson,
    visitor: &Visitor,
    p: &Page,
    seen: &Seen,
) -> Result<Vec<(String, String)>, Failure> {
    let approval = &seen.approval;
    let mut facts = Vec::new();
    let mut say = |key: &str, value: String| facts.push((visitor.t(key).to_owned(), value));
    say("approvals-by", name(service, visitor, approval.requester.as_ref()).await?);
    if let Some(at) = &approval.proposed_at {
        say("approvals-at", p.instant(at));
    }
    if let (ApprovalState::Waiting, Some(end)) = (approval.state, &approval.expires_at) {
        say("approvals-until", p.instant(end));
    }
    if approval.decider.is_some() {
        say("approvals-decider", name(service, visitor, approval.decider.as_ref()).await?);
    }
    if let (ApprovalState::Approved, Some(due)) = (approval.state, &approval.due_at) {
        say("approvals-due", p.instant(due));
    }
    let effect = seen.plan.as_ref().map(|it| &it.effect);
    for review in effect.into_iter().flat_map(|it| &it.reviews) {
        let said = approval.reviews.iter().find(|it| it.id == review.id);
        if let Some(said) = said {
            let what = review.label.get(visitor.lang);
            let text =
                visitor.tr("approvals-reviewed-text", &[("what", &what), ("why", &said.reason)]);
            say("approvals-reviewed", text);
        }
    }
    if let Some(reason) = &approval.reason {
        say("approvals-reason", reason.to_string());
    }
    Ok(facts)
}

async fn name(
    service: &SecondPerson,
    visitor: &Visitor,
    actor: Option<&Actor>,
) -> Result<String, Failure> {
    let known = match actor.and_then(|it| it.account) {
        Some(account) => service.name(account).await?,
        None => None,
    };
    Ok(known.unwrap_or_else(|| visitor.t("approvals-somebody").to_owned()))
}
