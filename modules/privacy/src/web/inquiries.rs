//! `/staff/oversight/reads`: questions about reads, for supervisors.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::EventId;
use serde::Deserialize;
use web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::{action_text, fields_text, role_text, told};
use crate::service::{OpenInquiry, Privacy, TEXT_LIMIT};

const ROWS: usize = 25;

#[derive(Template)]
#[template(path = "privacy/inquiries.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "privacy/inquiry.html")]
struct ShowPage {
    p: Page,
    errors: Vec<ErrorLink>,
    row: Row,
    text: String,
    reason: String,
    fields: String,
    answered: Option<(bool, String)>,
    verdict: Field,
    answer: Field,
}

struct Row {
    id: String,
    asked_at: String,
    read_at: String,
    who: String,
    what: String,
    matter: String,
    is_own_read: bool,
}

/// After which row, and what was just done.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    after: String,
    done: String,
}

/// `GET /staff/oversight/reads?after=`
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let (at, id) = wanted.after.split_once('.').unwrap_or(("", ""));
    let after = (at.parse().unwrap_or(i64::MIN), id);
    let mut found = privacy.open_inquiries(&visitor.actor, after, ROWS).await?;
    let has_more = found.len() > ROWS;
    found.truncate(ROWS);
    let address = "/staff/oversight/reads";
    let last = found.last().filter(|_| has_more);
    let next =
        last.map(|it| format!("{address}?after={}.{}", it.asked_at.as_microsecond(), it.access));
    let previous = (!wanted.after.is_empty()).then(|| address.to_owned());
    let notice = (wanted.done == "answered").then(|| visitor.t("privacy-answered").to_owned());
    let p = visitor.page(visitor.t("privacy-inquiries-title")).with_notice(notice);
    let rows = found.iter().map(|it| row(&visitor, &p, it)).collect();
    visitor.html(&ListPage { p, rows, previous, next })
}

fn row(visitor: &Visitor, p: &Page, it: &OpenInquiry) -> Row {
    let role = role_text(visitor, it.reader.role);
    let who = visitor.tr("privacy-who-named", &[("name", &it.reader_name), ("role", &role)]);
    Row {
        id: it.access.to_string(),
        asked_at: p.instant(&it.asked_at),
        read_at: p.instant(&it.read_at),
        who,
        what: action_text(visitor, &it.action),
        matter: it.matter.clone(),
        is_own_read: it.is_own_read,
    }
}

/// `GET /staff/oversight/reads/{access}`
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(access): Path<String>,
) -> Outcome {
    page(&privacy, &visitor, &access, ("", ""), [None, None]).await
}

/// `POST /staff/oversight/reads/{access}`
pub async fn answer(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(access): Path<String>,
    posted: Posted,
) -> Outcome {
    let (verdict, text) = (posted.get("verdict"), posted.get("text"));
    let is_justified = match verdict {
        "right" => Some(true),
        "wrong" => Some(false),
        _ => None,
    };
    let wrong_text = match text.chars().count() {
        0 => Some("privacy-answer-missing"),
        1..=TEXT_LIMIT => None,
        _ => Some("privacy-text-too-long"),
    };
    let (Some(is_justified), None) = (is_justified, wrong_text) else {
        let wrong = is_justified.is_none().then_some("privacy-verdict-missing");
        return page(&privacy, &visitor, &access, (verdict, text), [wrong, wrong_text]).await;
    };
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let done = privacy.answer(posted.key, &visitor.actor, id, is_justified, text).await;
    done.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/oversight/reads?done=answered"))
}

async fn page(
    privacy: &Privacy,
    visitor: &Visitor,
    access: &str,
    typed: (&str, &str),
    wrong: [Option<&'static str>; 2],
) -> Outcome {
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let found = privacy.open_one(&visitor.actor, id).await?;
    let error = |key: Option<&'static str>| key.map(|key| visitor.t(key).to_owned());
    let mut verdict =
        Field::text("verdict", visitor.t("privacy-verdict")).kind("choice").error(error(wrong[0]));
    verdict.options = [("right", "privacy-verdict-right"), ("wrong", "privacy-verdict-wrong")]
        .map(|(value, key)| Choice {
            value: value.to_owned(),
            label: visitor.t(key).to_owned(),
            checked: typed.0 == value,
        })
        .into();
    let answer = Field::text("text", visitor.t("privacy-answer"))
        .kind("long_text")
        .hint(visitor.t("privacy-answer-hint"))
        .value(typed.1)
        .error(error(wrong[1]));
    let errors: Vec<_> = verdict.error_link().into_iter().chain(answer.error_link()).collect();
    let p = visitor
        .page(visitor.t("privacy-inquiry-title"))
        .crumb("/oversight/reads", visitor.t("privacy-inquiries-title"))
        .with_errors(!errors.is_empty());
    let erased = || visitor.t("privacy-erased").to_owned();
    let row = row(visitor, &p, &found);
    let opened = found.opened.ok_or(Failure::NotFound)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ShowPage {
        row,
        text: opened.text.unwrap_or_else(erased),
        reason: opened.reason.unwrap_or_else(erased),
        fields: fields_text(visitor, &opened.fields),
        answered: opened
            .answer
            .map(|(is_justified, text, _)| (is_justified, text.unwrap_or_else(erased))),
        p,
        errors,
        verdict,
        answer,
    };
    visitor.html_with(status, &page)
}
