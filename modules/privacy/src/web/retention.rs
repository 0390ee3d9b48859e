//! `/staff/data/retention`: how long records are kept, what is due, holds, and the purge that two
//! people approve.

use approvals_domain::ProposeError;
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use kernel::id::EventId;
use privacy_domain::Start;
use serde::Deserialize;
use web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::told;
use crate::{
    policy,
    service::{DueView, Privacy, TEXT_LIMIT, months},
};

#[derive(Template)]
#[template(path = "privacy/retention.html")]
struct RetentionPage {
    p: Page,
    errors: Vec<ErrorLink>,
    terms: Vec<TermRow>,
    due: Vec<DueRow>,
    purges: Vec<PurgeRow>,
    holds: Vec<HoldRow>,
    may_hold: bool,
    reference: Field,
    reason: Field,
    until: Field,
}

struct TermRow {
    title: String,
    kind: String,
    term: String,
    basis: String,
}

struct DueRow {
    kind: String,
    id: String,
    concluded_on: String,
    is_held: bool,
}

struct PurgeRow {
    id: String,
    proposed_at: String,
    items: u64,
    outcome: Option<String>,
}

struct HoldRow {
    id: String,
    placed_at: String,
    until: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "privacy/purge.html")]
struct PurgePage {
    p: Page,
    errors: Vec<ErrorLink>,
    id: String,
    rows: Vec<DueRow>,
    sentence: String,
    digest: Option<String>,
    typed: Field,
}

/// What was just done.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    done: String,
}

/// `GET /staff/data/retention`
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let notice = match wanted.done.as_str() {
        "submitted" => Some("privacy-purge-submitted"),
        "held" => Some("privacy-hold-placed"),
        "lifted" => Some("privacy-hold-lifted"),
        _ => None,
    };
    overview(&privacy, &visitor, notice, ["", "", ""], [None; 3]).await
}

async fn overview(
    privacy: &Privacy,
    visitor: &Visitor,
    notice: Option<&'static str>,
    typed: [&str; 3],
    wrong: [Option<&'static str>; 3],
) -> Outcome {
    let actor = &visitor.actor;
    let error = |key: Option<&'static str>| key.map(|key| visitor.t(key).to_owned());
    let field = |id: &str, key: &str, index: usize| {
        let value = typed.get(index).copied().unwrap_or_default();
        let wrong = wrong.get(index).copied().flatten();
        Field::text(id, visitor.t(key)).value(value).error(error(wrong))
    };
    let reference = field("reference", "privacy-hold-reference", 0);
    let reason = field("reason", "privacy-hold-reason", 1);
    let until =
        field("until", "privacy-hold-until", 2).hint(visitor.t("privacy-day-hint")).optional();
    let links = [&reference, &reason, &until].into_iter().filter_map(Field::error_link);
    let errors: Vec<_> = links.collect();
    let p = visitor
        .page(visitor.t("privacy-retention-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice.map(|key| visitor.t(key).to_owned()));
    let terms = privacy.terms(actor).await?.into_iter().map(|it| TermRow {
        title: visitor.t(it.title).to_owned(),
        term: term_text(visitor, it.term.start, it.term.months),
        basis: it.term.basis.get(visitor.lang).to_owned(),
        kind: it.term.kind,
    });
    let purges = privacy.purges(actor).await?.into_iter().map(|it| PurgeRow {
        outcome: it.outcome.map(|(_, purged, kept)| {
            visitor.tr("privacy-purge-outcome", &[("purged", &purged), ("kept", &kept)])
        }),
        id: it.id,
        proposed_at: p.instant(&it.proposed_at),
        items: it.items,
    });
    let holds = privacy.holds(actor).await?.into_iter().map(|it| HoldRow {
        id: it.id,
        placed_at: p.instant(&it.placed_at),
        until: match it.until {
            Some(day) => p.date(&day),
            None => visitor.t("privacy-hold-open").to_owned(),
        },
        reason: it.reason.unwrap_or_else(|| visitor.t("privacy-erased").to_owned()),
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RetentionPage {
        terms: terms.collect(),
        due: privacy.due(actor).await?.iter().map(|it| due_row(&p, it)).collect(),
        purges: purges.collect(),
        holds: holds.collect(),
        may_hold: visitor.may(policy::HOLD),
        p,
        errors,
        reference,
        reason,
        until,
    };
    visitor.html_with(status, &page)
}

fn term_text(visitor: &Visitor, start: Start, count: u32) -> String {
    let long = months(visitor.lang, count);
    match start {
        Start::Conclusion => visitor.tr("privacy-term-conclusion", &[("months", &long)]),
        Start::Parent => visitor.t("privacy-term-parent").to_owned(),
        Start::Closing => visitor.tr("privacy-term-closing", &[("months", &long)]),
    }
}

fn due_row(p: &Page, it: &DueView) -> DueRow {
    DueRow {
        kind: it.item.kind.clone(),
        id: it.item.id.clone(),
        concluded_on: p.date(&it.item.concluded_on),
        is_held: it.is_held,
    }
}

/// `GET /staff/data/retention/{purge}`
pub async fn purge(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(purge): Path<String>,
) -> Outcome {
    show_purge(&privacy, &visitor, &purge, None).await
}

/// `POST /staff/data/retention/{purge}`
pub async fn submit(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(purge): Path<String>,
    posted: Posted,
) -> Outcome {
    let id: EventId = purge.parse().map_err(|_| Failure::NotFound)?;
    let (digest, typed) = (posted.get("digest"), posted.get("typed"));
    let done = privacy.submit_purge(posted.key, &visitor.actor, id, digest, typed).await?;
    let wrong = match done {
        Ok(()) => return Ok(visitor.go("/staff/data/retention?done=submitted")),
        Err(ProposeError::Changed(_)) => "privacy-purge-changed",
        Err(ProposeError::Typed(_)) => "privacy-purge-typed",
        Err(ProposeError::Open(_)) => "privacy-purge-open",
        Err(ProposeError::Refused(_)) => "privacy-refused-decided",
        Err(ProposeError::Down(error)) => return Err(Failure::internal(error)),
    };
    show_purge(&privacy, &visitor, &purge, Some(wrong)).await
}

async fn show_purge(
    privacy: &Privacy,
    visitor: &Visitor,
    purge: &str,
    wrong: Option<&'static str>,
) -> Outcome {
    let id: EventId = purge.parse().map_err(|_| Failure::NotFound)?;
    let (items, plan) = privacy.purge_plan(&visitor.actor, id).await?;
    let count = items.len();
    let typed = Field::text("typed", visitor.tr("privacy-purge-type", &[("count", &count)]))
        .error(wrong.map(|key| visitor.t(key).to_owned()));
    let errors: Vec<_> = typed.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("privacy-purge-title"))
        .crumb("/data/retention", visitor.t("privacy-retention-title"))
        .with_errors(!errors.is_empty());
    let (sentence, digest) = match plan {
        Some((effect, digest)) => (effect.sentence.get(visitor.lang).to_owned(), Some(digest)),
        None => (String::new(), None),
    };
    let rows = items.iter().map(|it| due_row(&p, it)).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PurgePage { p, errors, id: purge.to_owned(), rows, sentence, digest, typed };
    visitor.html_with(status, &page)
}

/// `POST /staff/data/holds`
pub async fn place(State(privacy): State<Privacy>, visitor: Visitor, posted: Posted) -> Outcome {
    let (reference, reason) = (posted.get("reference"), posted.get("reason"));
    let until = posted.get("until");
    let day = match until {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some),
    };
    let mut wrong = [None; 3];
    if reference.is_empty() {
        wrong[0] = Some("privacy-hold-reference-missing");
    }
    if reason.is_empty() || reason.chars().count() > TEXT_LIMIT {
        wrong[1] = Some("privacy-hold-reason-missing");
    }
    let day = match day {
        Ok(day) => day,
        Err(_) => {
            wrong[2] = Some("privacy-day-wrong");
            None
        }
    };
    let typed = [reference, reason, until];
    if wrong.iter().any(Option::is_some) {
        return overview(&privacy, &visitor, None, typed, wrong).await;
    }
    match privacy.place_hold(posted.key, &visitor.actor, reference, reason, day).await {
        Ok(()) => Ok(visitor.go("/staff/data/retention?done=held")),
        Err(crate::service::Problem::Failure(Failure::NotFound)) => {
            let wrong = [Some("privacy-hold-reference-missing"), None, None];
            overview(&privacy, &visitor, None, typed, wrong).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// `POST /staff/data/holds/{hold}/lift`
pub async fn lift(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(hold): Path<String>,
    posted: Posted,
) -> Outcome {
    let id: EventId = hold.parse().map_err(|_| Failure::NotFound)?;
    let lifted = privacy.lift_hold(posted.key, &visitor.actor, id).await;
    lifted.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go("/staff/data/retention?done=lifted"))
}
