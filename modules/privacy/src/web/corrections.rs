//! `/staff/data/corrections`: wishes to put facts right, for clerks.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::EventId;
use serde::Deserialize;
use web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::{field_text, fields_text, told};
use crate::service::{Privacy, TEXT_LIMIT, fact};

const ROWS: usize = 25;

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
}

/// After which row, and what was just done.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    after: String,
    done: String,
}

/// `GET /staff/data/corrections?after=`
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let (at, id) = wanted.after.split_once('.').unwrap_or(("", ""));
    let after = (at.parse().unwrap_or(i64::MIN), id);
    let mut found = privacy.open_corrections(&visitor.actor, after, ROWS).await?;
    let has_more = found.len() > ROWS;
    found.truncate(ROWS);
    let address = "/staff/data/corrections";
    let last = found.last().filter(|_| has_more);
    let next = last.map(|it| format!("{address}?after={}.{}", it.asked_at.as_microsecond(), it.id));
    let previous = (!wanted.after.is_empty()).then(|| address.to_owned());
    let notice = (wanted.done == "decided").then(|| visitor.t("privacy-decided").to_owned());
    let p = visitor.page(visitor.t("privacy-corrections-title")).with_notice(notice);
    let row = |it: &crate::service::OpenCorrection| Row {
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
    page(&privacy, &visitor, &correction, ("", ""), [None, None]).await
}

/// `POST /staff/data/corrections/{correction}`
pub async fn decide(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(correction): Path<String>,
    posted: Posted,
) -> Outcome {
    let (verdict, text) = (posted.get("verdict"), posted.get("text"));
    let is_granted = match verdict {
        "grant" => Some(true),
        "refuse" => Some(false),
        _ => None,
    };
    let wrong_text = match text.chars().count() {
        0 => Some("privacy-answer-missing"),
        1..=TEXT_LIMIT => None,
        _ => Some("privacy-text-too-long"),
    };
    let (Some(is_granted), None) = (is_granted, wrong_text) else {
        let wrong = is_granted.is_none().then_some("privacy-verdict-missing");
        return page(&privacy, &visitor, &correction, (verdict, text), [wrong, wrong_text]).await;
    };
    let id: EventId = correction.parse().map_err(|_| Failure::NotFound)?;
    let done = privacy.decide_correction(posted.key, &visitor.actor, id, is_granted, text).await;
    done.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/data/corrections?done=decided"))
}

async fn page(
    privacy: &Privacy,
    visitor: &Visitor,
    correction: &str,
    typed: (&str, &str),
    wrong: [Option<&'static str>; 2],
) -> Outcome {
    let id: EventId = correction.parse().map_err(|_| Failure::NotFound)?;
    let found = privacy.open_correction(&visitor.actor, id).await?;
    let (facts, wish) = found.opened.ok_or(Failure::NotFound)?;
    let changes = wish.facts.iter().map(|(name, value)| {
        let before = fact(&facts, name).cloned().unwrap_or_default();
        (field_text(visitor, name), before, value.clone())
    });
    let error = |key: Option<&'static str>| key.map(|key| visitor.t(key).to_owned());
    let mut verdict =
        Field::text("verdict", visitor.t("privacy-decision")).kind("choice").error(error(wrong[0]));
    verdict.options = [("grant", "privacy-decision-grant"), ("refuse", "privacy-decision-refuse")]
        .map(|(value, key)| Choice {
            value: value.to_owned(),
            label: visitor.t(key).to_owned(),
            checked: typed.0 == value,
        })
        .into();
    let text = Field::text("text", visitor.t("privacy-answer"))
        .kind("long_text")
        .hint(visitor.t("privacy-answer-hint"))
        .value(typed.1)
        .error(error(wrong[1]));
    let errors: Vec<_> = verdict.error_link().into_iter().chain(text.error_link()).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ShowPage {
        p: visitor
            .page(visitor.t("privacy-correction-title"))
            .crumb("/data/corrections", visitor.t("privacy-corrections-title"))
            .with_errors(!errors.is_empty()),
        id: found.id,
        changes: changes.collect(),
        reason: wish.reason,
        errors,
        verdict,
        text,
    };
    visitor.html_with(status, &page)
}
