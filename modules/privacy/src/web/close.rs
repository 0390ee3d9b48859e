//! `/{l}/my/data/close`: closing one's account, with what that means.

use askama::Template;
use axum::{extract::State, http::StatusCode};
use web::{Bound, ErrorLink, Field, Outcome, Page, Visitor};

use super::view::told;
use crate::{
    policy,
    service::{ClosingView, Privacy},
};

#[derive(Template)]
#[template(path = "privacy/close.html")]
struct ClosePage {
    p: Page,
    errors: Vec<ErrorLink>,
    view: ClosingView,
    kept: Vec<Row>,
    confirm: Field,
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
    show(&privacy, &visitor, None).await
}

/// `POST /my/data/close`: closes what was shown. What has to be typed is the word that the page
/// shows.
pub async fn close(State(privacy): State<Privacy>, visitor: Visitor, bound: Bound) -> Outcome {
    if bound.typed().get("confirm") != visitor.t("privacy-close-word") {
        return show(&privacy, &visitor, Some("privacy-close-wrong-word")).await;
    }
    let now = shown(&privacy.closing(&visitor.actor).await?);
    let posted = bound.open(&now)?;
    let closed = privacy.close(posted.key, &visitor.actor).await;
    closed.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go(visitor.path_to("/privacy?done=closed")))
}

/// What is shown, as its seal stands for it: what goes, what stays, what is still open.
fn shown(view: &ClosingView) -> (u64, u64, Vec<(&'static str, u64)>) {
    let kept = view.kept.iter().map(|it| (it.title, it.count)).collect();
    (view.open_cases, view.goes, kept)
}

async fn show(privacy: &Privacy, visitor: &Visitor, error: Option<&'static str>) -> Outcome {
    let view = privacy.closing(&visitor.actor).await?;
    let word = visitor.t("privacy-close-word");
    let confirm = Field::text("confirm", visitor.tr("privacy-close-confirm", &[("word", &word)]))
        .error(error.map(|key| visitor.tr(key, &[("word", &word)])));
    let errors: Vec<_> = confirm.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("privacy-close-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/data", visitor.t("privacy-data-title"))
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
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let seal = visitor.seal(policy::ASK, &shown(&view));
    visitor.html_with(status, &ClosePage { p, errors, view, kept, confirm, seal })
}
