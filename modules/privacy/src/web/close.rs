//! `/{l}/my/data/close`: closing one's account, with what that means.

use askama::Template;
use axum::{extract::State, http::StatusCode};
use web::{Bound, Doubt, ErrorLink, GraveView, Meant, Outcome, Page, Visitor};

use super::view::told;
use crate::{
    policy,
    service::{CLOSING, ClosingView, Privacy, Problem},
};

#[derive(Template)]
#[template(path = "privacy/close.html")]
struct ClosePage {
    p: Page,
    errors: Vec<ErrorLink>,
    view: ClosingView,
    kept: Vec<Row>,
    grave: GraveView,
    seal: String,
}

struct Row {
    title: String,
    count: u64,
    until: String,
    basis: String,
}

/// `GET /my/data/close`
pub async fn form(State(privacy): State<Privacy>, visitor: Visitor) -> Outcome {
    show(&privacy, &visitor, Said::Nothing).await
}

/// What the page says beside what is so.
enum Said {
    Nothing,
    /// The name or the reason is missing.
    Doubt(Meant, Doubt),
    /// It is not as it was shown.
    Changed(Meant),
}

/// `POST /my/data/close`: closes what was shown.
pub async fn close(State(privacy): State<Privacy>, visitor: Visitor, bound: Bound) -> Outcome {
    let now = shown(&privacy.closing(&visitor.actor).await?);
    let posted = match bound.open(&now) {
        Ok(posted) => posted,
        Err(changed) => {
            return show(&privacy, &visitor, Said::Changed(Meant::read(&changed.0))).await;
        }
    };
    let meant = Meant::read(&posted);
    match privacy.close(posted.key, &visitor.actor, &meant).await {
        Ok(()) => Ok(visitor.go(visitor.path_to("/privacy?done=closed"))),
        Err(Problem::Doubt(doubt)) => show(&privacy, &visitor, Said::Doubt(meant, doubt)).await,
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// What is shown, as its seal stands for it: what goes, what stays, what is still open.
fn shown(view: &ClosingView) -> (u64, u64, Vec<(&'static str, u64)>) {
    let kept = view.kept.iter().map(|it| (it.title, it.count)).collect();
    (view.open_cases, view.goes, kept)
}

async fn show(privacy: &Privacy, visitor: &Visitor, said: Said) -> Outcome {
    let view = privacy.closing(&visitor.actor).await?;
    let (sent, status) = match &said {
        Said::Nothing => (None, StatusCode::OK),
        Said::Doubt(meant, doubt) => (Some((meant, Some(doubt))), StatusCode::UNPROCESSABLE_ENTITY),
        Said::Changed(meant) => (Some((meant, None)), StatusCode::CONFLICT),
    };
    let grave = CLOSING.view(visitor, "close", &view.name, sent);
    let errors = grave.error_links();
    let changed = matches!(said, Said::Changed(_));
    let p = visitor
        .page(visitor.t("privacy-close-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/data", visitor.t("privacy-data-title"))
        .with_notice(changed.then(|| visitor.t("web-shown-changed").to_owned()))
        .with_errors(!errors.is_empty());
    let rows = view.kept.iter().map(|it| Row {
        title: visitor.t(it.title).to_owned(),
        count: it.count,
        until: match it.until {
            Some(day) => p.date(&day),
            None => visitor.t("privacy-close-goes-on").to_owned(),
        },
        basis: it.basis.get(visitor.lang).to_owned(),
    });
    let kept = rows.collect();
    let seal = visitor.seal(policy::ASK, &shown(&view));
    visitor.html_with(status, &ClosePage { p, errors, view, kept, grave, seal })
}
