//! The letter before it is sent, exactly as it will be.

use askama::Template;
use axum::http::StatusCode;
use cases_domain::{Case, CaseEvent};
use kernel::{Recorded, id::EventId};
use render::LetterData;
use web::{Outcome, Page, Visitor};

use crate::{
    letters::letter,
    service::{Desk, Found},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/preview.html")]
struct PreviewPage {
    p: Page,
    letter: LetterData,
    action: String,
    version: u64,
    hidden: Vec<(String, String)>,
    confirm: String,
    seal: String,
}

/// What a preview needs besides the event.
pub(super) struct Draft {
    /// Key of the title.
    pub title: &'static str,
    /// Key of the button.
    pub confirm: &'static str,
    /// The last part of the address to which it is sent.
    pub action: &'static str,
    /// The permission of that address.
    pub permission: &'static str,
    /// The page is shown anew, because things have changed since the reader looked.
    pub has_changed: bool,
    /// The fields, posted again.
    pub hidden: Vec<(String, String)>,
}

/// Shows the letter about an event that has not happened yet.
pub(super) async fn preview(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    event: CaseEvent,
    draft: Draft,
) -> Outcome {
    let seal = visitor.seal(draft.permission, &summary(&found.case, found.version, &event));
    let now = desk.ledger.clock().now();
    let event = Recorded {
        id: EventId::new(now, desk.ledger.chance().as_ref()),
        seq: found.version + 1,
        at: now,
        by: visitor.actor.clone(),
        event,
    };
    let letter = letter(desk, found, &event, visitor.lang, None).await;
    let letter = letter.map_err(|it| failure(visitor, it))?;
    let letter = letter.ok_or(web::Failure::NotFound)?;
    let reference = &found.case.reference;
    let href = format!("/cases/{reference}");
    let page = PreviewPage {
        p: visitor
            .page(visitor.t(draft.title))
            .crumb("/cases/", visitor.t("cases-staff-queue-title"))
            .crumb(&href, reference.clone())
            .with_notice(draft.has_changed.then(|| visitor.t("web-shown-changed").to_owned())),
        letter,
        action: format!("/staff{href}/{}", draft.action),
        version: found.version,
        hidden: draft.hidden,
        confirm: visitor.t(draft.confirm).to_owned(),
        seal,
    };
    let status = if draft.has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

/// What a preview shows, as its seal stands for it: the case at a version and what would happen.
pub(super) fn summary<'a>(
    case: &'a Case,
    version: u64,
    event: &'a CaseEvent,
) -> (&'a str, u64, &'a CaseEvent) {
    (&case.reference, version, event)
}
