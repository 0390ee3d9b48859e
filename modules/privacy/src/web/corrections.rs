//! `/staff/data/corrections`: wishes to put facts right, for clerks.

use ::web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::EventId;

use super::{
    desk::{ROWS, Typed, Verdict, Wanted},
    view::{field_text, fields_text, told},
};
use crate::{
    policy,
    service::{OpenCorrection, Privacy, fact},
};

const VERDICT: Verdict = Verdict {
    title: "privacy-decision",
    yes: ("grant", "privacy-decision-grant"),
    no: ("refuse", "privacy-decision-refuse"),
};

#[derive(Template)]
#[template(path = "privacy/corrections.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

struct Row {
    id: String,
    asked_at: String,
    fields: String,
}

#[derive(Template)]
#[template(path = "privacy/correction.html")]
struct ShowPage {
    p: Page,
    errors: Vec<ErrorLink>,
    id: String,
    changes: Vec<(String, String, String)>,
    reason: String,
    verdict: Field,
    text: Field,
    seal: String,
}

/// What the page shows: the fields as they are and as they are wished, and why.
type Shown = (Vec<(String, String, String)>, String);

/// `GET /staff/data/corrections?after=`
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let mut found = privacy.open_corrections(&visitor.actor, wanted.place(), ROWS).await?;
    let place = |it: &OpenCorrection| (it.asked_at, it.id.clone());
    let (previous, next) = wanted.cut(&mut found, "/staff/data/corrections", place);
    let notice = wanted.is_done("decided").then(|| visitor.t("privacy-decided").to_owned());
    let p = visitor.page(visitor.t("privacy-corrections-title")).with_notice(notice);
    let row = |it: &OpenCorrection| Row {
        id: it.id.clone(),
        asked_at: p.instant(&it.asked_at),
        fields: fields_text(&visitor, &it.fields),
    };
    let rows = found.iter().map(row).collect();
    visitor.html(&ListPage { p, rows, previous, next })
}

/// `GET /staff/data/corrections/{correction}`
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(correction): Path<String>,
) -> Outcome {
    page(&privacy, &visitor, &correction, &Typed::default(), false).await
}

/// `POST /staff/data/corrections/{correction}`: decides on what was shown.
pub async fn decide(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(correction): Path<String>,
    bound: Bound,
) -> Outcome {
    let (is_granted, text) = match VERDICT.read(bound.typed()) {
        Ok(judged) => judged,
        Err(typed) => return page(&privacy, &visitor, &correction, &typed, false).await,
    };
    let id = read_id(&correction)?;
    // What was decided meanwhile is shown no more, and the rules say so.
    let now = match privacy.correction_as_shown(&visitor.actor, id).await {
        Ok(found) => Some(shown(&visitor, &found)?),
        Err(Failure::NotFound) => None,
        Err(failure) => return Err(failure),
    };
    let is_gone = now.is_none();
    let Ok(posted) = bound.open(&now) else {
        if is_gone {
            return Err(Failure::Conflict("shown.changed"));
        }
        return page(&privacy, &visitor, &correction, &Typed::default(), true).await;
    };
    let done = privacy.decide_correction(posted.key, &visitor.actor, id, is_granted, &text).await;
    done.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/data/corrections?done=decided"))
}

fn read_id(text: &str) -> Result<EventId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

fn shown(visitor: &Visitor, found: &OpenCorrection) -> Result<Shown, Failure> {
    let (facts, wish) = found.opened.as_ref().ok_or(Failure::NotFound)?;
    let change = |(name, value): (&String, &String)| {
        let before = fact(facts, name).cloned().unwrap_or_default();
        (field_text(visitor, name), before, value.clone())
    };
    Ok((wish.facts.iter().map(change).collect(), wish.reason.clone()))
}

async fn page(
    privacy: &Privacy,
    visitor: &Visitor,
    correction: &str,
    typed: &Typed,
    has_changed: bool,
) -> Outcome {
    let found = privacy.open_correction(&visitor.actor, read_id(correction)?).await?;
    let shown = shown(visitor, &found)?;
    let seal = visitor.seal(policy::CORRECT, &Some(&shown));
    let (verdict, text, errors) = VERDICT.fields(visitor, typed);
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let (changes, reason) = shown;
    let page = ShowPage {
        p: visitor
            .page(visitor.t("privacy-correction-title"))
            .crumb("/data/corrections", visitor.t("privacy-corrections-title"))
            .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
            .with_errors(!errors.is_empty()),
        id: found.id,
        changes,
        reason,
        errors,
        verdict,
        text,
        seal,
    };
    visitor.html_with(status, &page)
}
