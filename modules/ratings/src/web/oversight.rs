//! Bad ratings that have to be put right, for supervisors.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use web::{Outcome, Page, Visitor};

use super::view::{grade_text, tag_text};
use crate::{
    service::{FOLLOW_UPS_ON_PAGE, RatingService},
    store::OpenFollowUp,
};

#[derive(Template)]
#[template(path = "ratings/oversight.html")]
struct ListPage {
    p: Page,
    rows: Vec<FollowUpRow>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "ratings/follow_up.html")]
struct ShowPage {
    p: Page,
    row: FollowUpRow,
    comment: Option<String>,
}

struct FollowUpRow {
    reference: String,
    service: String,
    grade: String,
    tags: String,
    has_comment: bool,
    channel: String,
    raised_at: String,
    due_on: String,
    left: String,
    is_late: bool,
    is_soon: bool,
    is_provisional: bool,
}

/// After which row the page begins: `due date,key`.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /staff/oversight/ratings?after=`
pub async fn list(
    State(service): State<RatingService>,
    visitor: Visitor,
    Query(After { after }): Query<After>,
) -> Outcome {
    let start = after.split_once(',').unwrap_or(("", ""));
    let mut found = service.follow_ups(&visitor.actor, start).await?;
    let has_more = found.len() > FOLLOW_UPS_ON_PAGE;
    found.truncate(FOLLOW_UPS_ON_PAGE);
    let address = "/staff/oversight/ratings";
    let last = found.last().filter(|_| has_more);
    let next = last.map(|it| format!("{address}?after={},{}", it.due_on, it.rating));
    let previous = (!after.is_empty()).then(|| address.to_owned());
    let p = visitor.page(visitor.t("ratings-oversight-title"));
    let rows = found.iter().map(|it| row(&service, &visitor, &p, it)).collect();
    visitor.html(&ListPage { p, rows, previous, next })
}

/// `GET /staff/oversight/ratings/{reference}`
pub async fn show(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    let (follow_up, comment) = service.follow_up(&visitor.actor, &reference).await?;
    let p = visitor
        .page(visitor.tr("ratings-follow-up-title", &[("reference", &follow_up.reference)]))
        .crumb("/oversight/ratings", visitor.t("ratings-oversight-title"));
    let row = row(&service, &visitor, &p, &follow_up);
    visitor.html(&ShowPage { p, row, comment })
}

fn row(service: &RatingService, visitor: &Visitor, p: &Page, it: &OpenFollowUp) -> FollowUpRow {
    let left = service.days_left(it.due_on);
    let comma = visitor.t("ratings-comma");
    let tags: Vec<_> = it.tags.iter().map(|tag| tag_text(visitor, *tag)).collect();
    let days = left.unsigned_abs();
    FollowUpRow {
        reference: it.reference.clone(),
        service: service.service_name(&it.service).get(visitor.lang).to_owned(),
        grade: grade_text(visitor, it.grade),
        tags: tags.join(comma),
        has_comment: it.has_comment,
        channel: visitor.t(&format!("ratings-channel-{}", it.channel.word())).to_owned(),
        raised_at: p.instant(&it.raised_at),
        due_on: p.date(&it.due_on),
        left: match left {
            0 => visitor.t("ratings-due-today").to_owned(),
            1.. => visitor.tr("ratings-days-left", &[("days", &days)]),
            _ => visitor.tr("ratings-days-late", &[("days", &days)]),
        },
        is_late: left < 0,
        is_soon: (0..=1).contains(&left),
        is_provisional: it.is_provisional,
    }
}
