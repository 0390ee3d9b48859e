//! `/staff/oversight/reads`: questions about reads, for supervisors.

use ::web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::id::EventId;

use super::{
    desk::{ROWS, Typed, Verdict, Wanted},
    view::{action_text, fields_text, role_text, told},
};
use crate::{
    policy,
    service::{OpenInquiry, Privacy},
};

const VERDICT: Verdict = Verdict {
    title: "privacy-verdict",
    yes: ("right", "privacy-verdict-right"),
    no: ("wrong", "privacy-verdict-wrong"),
};

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
    seal: String,
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

/// What the page shows of a question: about which read, what is asked, and what was answered.
type Shown = (String, String, Option<bool>);

/// `GET /staff/oversight/reads?after=`
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let mut found = privacy.open_inquiries(&visitor.actor, wanted.place(), ROWS).await?;
    let place = |it: &OpenInquiry| (it.asked_at, it.access.to_string());
    let (previous, next) = wanted.cut(&mut found, "/staff/oversight/reads", place);
    let notice = wanted.is_done("answered").then(|| visitor.t("privacy-answered").to_owned());
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
    page(&privacy, &visitor, &access, &Typed::default(), false).await
}

/// `POST /staff/oversight/reads/{access}`: answers what was shown.
pub async fn answer(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(access): Path<String>,
    bound: Bound,
) -> Outcome {
    let (is_justified, text) = match VERDICT.read(bound.typed()) {
        Ok(judged) => judged,
        Err(typed) => return page(&privacy, &visitor, &access, &typed, false).await,
    };
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let now = shown(&privacy.as_shown(&visitor.actor, id).await?);
    let Ok(posted) = bound.open(&now) else {
        return page(&privacy, &visitor, &access, &Typed::default(), true).await;
    };
    let done = privacy.answer(posted.key, &visitor.actor, id, is_justified, &text).await;
    done.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/oversight/reads?done=answered"))
}

fn shown(found: &OpenInquiry) -> Shown {
    let opened = found.opened.as_ref();
    let text = opened.and_then(|it| it.text.clone()).unwrap_or_default();
    let answered = opened.and_then(|it| it.answer.as_ref()).map(|(is_justified, ..)| *is_justified);
    (found.access.to_string(), text, answered)
}

async fn page(
    privacy: &Privacy,
    visitor: &Visitor,
    access: &str,
    typed: &Typed,
    has_changed: bool,
) -> Outcome {
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let found = privacy.open_one(&visitor.actor, id).await?;
    let seal = visitor.seal(policy::ANSWER, &shown(&found));
    let (verdict, answer, errors) = VERDICT.fields(visitor, typed);
    let p = visitor
        .page(visitor.t("privacy-inquiry-title"))
        .crumb("/oversight/reads", visitor.t("privacy-inquiries-title"))
        .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
        .with_errors(!errors.is_empty());
    let erased = || visitor.t("privacy-erased").to_owned();
    let row = row(visitor, &p, &found);
    let opened = found.opened.ok_or(Failure::NotFound)?;
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
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
        seal,
    };
    visitor.html_with(status, &page)
}
