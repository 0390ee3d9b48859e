//! `/{l}/my/data`: what is held about somebody, and a copy of it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use privacy_domain::Start;
use serde::Deserialize;
use web::{Failure, Outcome, Page, Posted, Visitor};

use super::view::told;
use crate::service::{ExportView, HeldKind, HeldLine, Privacy, months};

#[derive(Template)]
#[template(path = "privacy/data.html")]
struct DataPage {
    p: Page,
    kinds: Vec<Kind>,
    exports: Vec<Copy>,
    is_waiting: bool,
    is_self: bool,
}

struct Kind {
    title: String,
    count: usize,
    kept: String,
    records: Vec<HeldLine>,
}

struct Copy {
    id: String,
    stage: &'static str,
    asked_at: String,
    text: String,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /my/data`
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let held = privacy.held(&visitor.actor, visitor.lang).await?;
    let notice = match asked.done.as_str() {
        "export" => Some(visitor.t("privacy-export-asked").to_owned()),
        _ => None,
    };
    let p = visitor
        .page(visitor.t("privacy-data-title"))
        .crumb("/my/", visitor.t("web-my"))
        .with_notice(notice);
    let exports = privacy.exports(&visitor.actor).await?;
    let page = DataPage {
        kinds: held.into_iter().map(|it| kind(&visitor, it)).collect(),
        is_waiting: exports.iter().any(|it| it.stage == "asked"),
        exports: exports.into_iter().map(|it| copy(&visitor, &p, it)).collect(),
        is_self: visitor.actor.acting_for.is_none(),
        p,
    };
    visitor.html(&page)
}

fn kind(visitor: &Visitor, held: HeldKind) -> Kind {
    let kept = held.term.map(|term| {
        let long = months(visitor.lang, term.months);
        let key = match term.start {
            Start::Closing => "privacy-term-closing",
            Start::Conclusion | Start::Parent => "privacy-term-conclusion",
        };
        visitor.tr(key, &[("months", &long)])
    });
    Kind {
        title: visitor.t(held.title).to_owned(),
        count: held.records.len(),
        kept: kept.unwrap_or_else(|| visitor.t("privacy-term-parent").to_owned()),
        records: held.records,
    }
}

fn copy(visitor: &Visitor, p: &Page, it: ExportView) -> Copy {
    let (stage, text) = match (it.stage.as_str(), it.until, it.progress) {
        ("ready", Some(until), _) => {
            ("ready", visitor.tr("privacy-export-ready", &[("until", &p.instant(&until))]))
        }
        ("asked", _, Some((done, total))) => {
            ("asked", visitor.tr("privacy-export-progress", &[("done", &done), ("total", &total)]))
        }
        ("asked", ..) => ("asked", visitor.t("privacy-export-waiting").to_owned()),
        _ => ("over", visitor.t("privacy-export-over").to_owned()),
    };
    Copy { id: it.id, stage, asked_at: p.instant(&it.asked_at), text }
}

/// `POST /my/data/export`
pub async fn ask(State(privacy): State<Privacy>, visitor: Visitor, posted: Posted) -> Outcome {
    let asked = privacy.ask_export(posted.key, &visitor.actor).await;
    asked.map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go(visitor.path_to("/my/data?done=export")))
}

/// `POST /my/data/export/{export}`: the archive itself.
pub async fn fetch(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Path(export): Path<String>,
    posted: Posted,
) -> Outcome {
    let id = export.parse().map_err(|_| Failure::NotFound)?;
    let bytes = privacy.fetch_export(posted.key, &visitor.actor, id).await;
    Ok(archive(bytes.map_err(|problem| told(&visitor, problem))?))
}

/// An archive to be saved.
pub fn archive(bytes: Vec<u8>) -> axum::response::Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"my-data.zip\""),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
