//! `/{l}/my/data/reads`: who looked at somebody's data, and a question about one look.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use kernel::id::EventId;
use serde::Deserialize;
use web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Visitor};

use super::view::{action_text, fields_text, role_text, told};
use crate::{
    policy,
    service::{Period, Place, Privacy, ReadLine, TEXT_LIMIT},
};

const ROWS: usize = 25;

#[derive(Template)]
#[template(path = "privacy/reads.html")]
struct ListPage {
    p: Page,
    from: Field,
    to: Field,
    rows: Vec<Row>,
    is_filtered: bool,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "privacy/question.html")]
struct QuestionPage {
    p: Page,
    errors: Vec<ErrorLink>,
    row: Row,
    text: Field,
    seal: String,
}

/// A read in the reader's words.
struct Row {
    id: String,
    at: String,
    iso: String,
    who: String,
    reader: String,
    what: String,
    matter: String,
    fields: String,
    reason: String,
    asked: Option<Asked>,
}

struct Asked {
    text: String,
    answer: Option<(bool, String, String)>,
}

/// Which days, and after which row.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    from: String,
    to: String,
    after: String,
    done: String,
}

/// `GET /my/data/reads?from=&to=&after=`
pub async fn list(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let day = |text: &str| text.parse::<Date>().ok();
    let window = Period { from: day(&wanted.from), to: day(&wanted.to) };
    let after = Place::parse(&wanted.after);
    let mut found = privacy.reads(&visitor.actor, window, after, ROWS).await?;
    let has_more = found.len() > ROWS;
    found.truncate(ROWS);
    let shown = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
    let (from, to) = (shown(window.from), shown(window.to));
    let address = visitor.path_to(&format!("/my/data/reads?from={from}&to={to}"));
    let next =
        found.last().filter(|_| has_more).map(|it| format!("{address}&after={}", it.place()));
    let notice = (wanted.done == "asked").then(|| visitor.t("privacy-question-asked").to_owned());
    let p = visitor
        .page(visitor.t("privacy-reads-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/data", visitor.t("privacy-data-title"))
        .with_notice(notice);
    let box_of = |id: &str, key: &str, value: &str| {
        Field::text(id, visitor.t(key)).hint(visitor.t("privacy-day-hint")).value(value).optional()
    };
    let page = ListPage {
        from: box_of("from", "privacy-reads-from", &from),
        to: box_of("to", "privacy-reads-to", &to),
        rows: found.iter().map(|it| row(&visitor, &p, it)).collect(),
        is_filtered: window.from.is_some() || window.to.is_some(),
        previous: after.is_some().then_some(address),
        next,
        p,
    };
    visitor.html(&page)
}

fn row(visitor: &Visitor, p: &Page, it: &ReadLine) -> Row {
    let role = role_text(visitor, it.role);
    let who = match &it.office {
        Some(office) => {
            let office = office.get(visitor.lang);
            visitor.tr("privacy-who", &[("office", &office), ("role", &role)])
        }
        None => role,
    };
    let erased = || visitor.t("privacy-erased").to_owned();
    Row {
        id: it.id.to_string(),
        at: p.instant(&it.at),
        iso: it.at.to_string(),
        who,
        reader: it.reader.clone(),
        what: action_text(visitor, &it.action),
        matter: it.matter.clone(),
        fields: fields_text(visitor, &it.fields),
        reason: it.reason.clone().unwrap_or_else(erased),
        asked: it.inquiry.as_ref().map(|inquiry| Asked {
            text: inquiry.text.clone().unwrap_or_else(erased),
            answer: inquiry.answer.as_ref().map(|(is_justified, text, at)| {
                (*is_justified, text.clone().unwrap_or_else(erased), p.instant(at))
            }),
        }),
    }
}

/// `GET /my/data/reads/{access}`
pub async fn form(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(access): Path<String>,
) -> Outcome {
    show(&privacy, &visitor, &access, "", Ok(())).await
}

/// What is wrong with a question.
enum Wrong {
    /// Its text: the key of what to do.
    Text(&'static str),
    /// It is not as it was shown.
    Changed,
}

/// What is shown of a read before one asks about it: which, when, and whether one has asked.
fn shown(it: &ReadLine) -> (String, jiff::Timestamp, &str, bool) {
    (it.id.to_string(), it.at, &it.matter, it.inquiry.is_some())
}

/// `POST /my/data/reads/{access}`
pub async fn question(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(access): Path<String>,
    bound: Bound,
) -> Outcome {
    let posted = bound.typed().clone();
    let text = posted.get("text");
    let error = match text.chars().count() {
        0 => Some("privacy-question-missing"),
        1..=TEXT_LIMIT => None,
        _ => Some("privacy-text-too-long"),
    };
    if let Some(key) = error {
        return show(&privacy, &visitor, &access, text, Err(Wrong::Text(key))).await;
    }
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let read = privacy.read(&visitor.actor, id).await?;
    if bound.open(&shown(&read)).is_err() {
        return show(&privacy, &visitor, &access, text, Err(Wrong::Changed)).await;
    }
    let asked = privacy.question(posted.key, &visitor.actor, id, text).await;
    asked.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go(visitor.path_to("/my/data/reads?done=asked")))
}

async fn show(
    privacy: &Privacy,
    visitor: &Visitor,
    access: &str,
    typed: &str,
    checked: Result<(), Wrong>,
) -> Outcome {
    let (error, status) = match checked {
        Ok(()) => (None, StatusCode::OK),
        Err(Wrong::Text(key)) => (Some(key), StatusCode::UNPROCESSABLE_ENTITY),
        Err(Wrong::Changed) => (None, StatusCode::CONFLICT),
    };
    let has_changed = status == StatusCode::CONFLICT;
    let id: EventId = access.parse().map_err(|_| Failure::NotFound)?;
    let read = privacy.read(&visitor.actor, id).await?;
    let text = Field::text("text", visitor.t("privacy-question"))
        .hint(visitor.t("privacy-question-hint"))
        .value(typed)
        .error(error.map(|key| visitor.t(key).to_owned()));
    let errors: Vec<_> = text.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("privacy-question-title"))
        .crumb("/my/data/reads", visitor.t("privacy-reads-title"))
        .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
        .with_errors(!errors.is_empty());
    let seal = visitor.seal(policy::ASK, &shown(&read));
    let row = row(visitor, &p, &read);
    visitor.html_with(status, &QuestionPage { p, errors, row, text, seal })
}
