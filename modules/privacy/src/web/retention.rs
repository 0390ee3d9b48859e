//! `/staff/data/retention`: how long records are kept, what is due, lists that were made, and holds.

use ::web::{ErrorLink, Field, GraveView, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use privacy_domain::Start;
use serde::Deserialize;

use super::{
    holds::{self, HoldRow, Lift, Typed},
    purge::{DueRow, due_row},
};
use crate::{
    policy,
    service::{Privacy, PurgeView, TermView, months},
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

struct PurgeRow {
    id: String,
    proposed_at: String,
    items: u64,
    outcome: Option<String>,
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
    overview(&privacy, &visitor, notice, &Typed::default(), None).await
}

/// The page, with what was typed for a new hold or to lift one, and what is wrong with it.
pub async fn overview(
    privacy: &Privacy,
    visitor: &Visitor,
    notice: Option<&'static str>,
    typed: &Typed,
    lift: Option<&Lift>,
) -> Outcome {
    let actor = &visitor.actor;
    let has_changed = lift.is_some_and(Lift::has_changed);
    let notice = if has_changed { Some("web-shown-changed") } else { notice };
    let [reference, reason, until] = typed.fields(visitor);
    let p = visitor
        .page(visitor.t("privacy-retention-title"))
        .with_notice(notice.map(|key| visitor.t(key).to_owned()));
    let holds = holds::rows(privacy, visitor, &p, lift).await?;
    let links = [&reference, &reason, &until].into_iter().filter_map(Field::error_link);
    let graves = holds.iter().map(|it| &it.grave).flat_map(GraveView::error_links);
    let errors: Vec<_> = links.chain(graves).collect();
    let p = p.with_errors(!errors.is_empty());
    let terms = privacy.terms(actor).await?;
    let purges = privacy.purges(actor).await?;
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = RetentionPage {
        terms: terms.into_iter().map(|it| term_row(visitor, it)).collect(),
        due: privacy.due(actor).await?.iter().map(|it| due_row(&p, it)).collect(),
        purges: purges.into_iter().map(|it| purge_row(visitor, &p, it)).collect(),
        holds,
        may_hold: visitor.may(policy::HOLD),
        p,
        errors,
        reference,
        reason,
        until,
    };
    visitor.html_with(status, &page)
}

fn term_row(visitor: &Visitor, it: TermView) -> TermRow {
    TermRow {
        title: visitor.t(it.title).to_owned(),
        term: term_text(visitor, it.term.start, it.term.months),
        basis: it.term.basis.get(visitor.lang).to_owned(),
        kind: it.term.kind,
    }
}

fn purge_row(visitor: &Visitor, p: &Page, it: PurgeView) -> PurgeRow {
    PurgeRow {
        outcome: it.outcome.map(|(_, purged, kept)| {
            visitor.tr("privacy-purge-outcome", &[("purged", &purged), ("kept", &kept)])
        }),
        id: it.id,
        proposed_at: p.instant(&it.proposed_at),
        items: it.items,
    }
}

/// How long something is kept, in words.
pub fn term_text(visitor: &Visitor, start: Start, count: u32) -> String {
    let long = months(visitor.lang, count);
    match start {
        Start::Conclusion => visitor.tr("privacy-term-conclusion", &[("months", &long)]),
        Start::Parent => visitor.t("privacy-term-parent").to_owned(),
        Start::Closing => visitor.tr("privacy-term-closing", &[("months", &long)]),
    }
}
