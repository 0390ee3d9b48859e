//! `/{l}/privacy`: what is kept about people, why and how long, for everybody to read.

use askama::Template;
use axum::extract::{Query, State};
use module::Holding;
use privacy_domain::Schedule;
use serde::Deserialize;
use web::{Outcome, Page, Visitor};

use super::retention::term_text;
use crate::service::Privacy;

#[derive(Template)]
#[template(path = "privacy/notice.html")]
struct NoticePage {
    p: Page,
    kinds: Vec<Kind>,
    keepers: Vec<&'static str>,
}

struct Kind {
    title: String,
    fields: Vec<FieldRow>,
    purpose: String,
    law: String,
    term: String,
    basis: String,
}

struct FieldRow {
    word: &'static str,
    source: &'static str,
    is_sealed: bool,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// Shows the notice; what is kept follows from the code, how long from the schedule in force.
pub async fn show(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(done): Query<Done>,
) -> Outcome {
    let schedule = privacy.schedule().await?;
    let kinds = privacy.holdings.iter().map(|it| kind(&visitor, &schedule, it.as_ref())).collect();
    let keepers = vec!["privacy-notice-sealed", "privacy-notice-logged", "privacy-notice-masked"];
    let notice = (done.done == "closed").then(|| visitor.t("privacy-closed").to_owned());
    let p = visitor.page(visitor.t("privacy-notice-title")).with_notice(notice);
    visitor.html(&NoticePage { p, kinds, keepers })
}

/// What one subject holds, and how long.
fn kind(visitor: &Visitor, schedule: &Schedule, holding: &dyn Holding) -> Kind {
    let index = kernel::Lang::ALL.iter().position(|it| *it == visitor.lang).unwrap_or_default();
    let fields = holding.fields().iter().map(|field| FieldRow {
        word: field.words.get(index).copied().unwrap_or_default(),
        source: field.source,
        is_sealed: field.is_sealed,
    });
    let term = holding.kinds().last().and_then(|kind| schedule.term(kind));
    let first = holding.fields().first();
    let purpose = first.and_then(|it| it.purpose.get(index).copied());
    Kind {
        title: visitor.t(holding.title()).to_owned(),
        fields: fields.collect(),
        purpose: purpose.unwrap_or_default().to_owned(),
        law: first.map(|it| it.basis.to_owned()).unwrap_or_default(),
        term: term.map(|it| term_text(visitor, it.start, it.months)).unwrap_or_default(),
        basis: term.map(|it| it.basis.get(visitor.lang).to_owned()).unwrap_or_default(),
    }
}
