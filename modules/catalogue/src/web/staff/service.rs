//! One service at the desk: its revisions, what is proposed and how it differs, and the forms that
//! ask for its publication or its withdrawal.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue_domain::RevisionMeta;
use web::{Failure, Field, Outcome, Page, Visitor};

use crate::service::{Catalogue, Change, Kept, diff};

#[derive(Template)]
#[template(path = "catalogue/staff-service.html")]
struct ServicePage {
    p: Page,
    id: String,
    publish_path: String,
    withdraw_path: String,
    is_withdrawn: bool,
    reason: String,
    revisions: Vec<RevisionMeta>,
    proposal: Option<Proposed>,
    lines: Vec<Line>,
    effective: Field,
    why: Field,
    refusal: Option<String>,
}

struct Proposed {
    digest: String,
    /// Whether the visitor had a hand in it, so that somebody else has to approve.
    is_own: bool,
}

/// A line of the difference: `+`, `-` or a blank, the number, the text.
struct Line {
    sign: &'static str,
    number: usize,
    text: String,
}

pub(super) async fn service(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    let kept = catalogue.kept(&code).ok_or(Failure::NotFound)?;
    visitor.html(&page(&catalogue, &visitor, &code, &kept))
}

/// What is wrong with what was typed.
pub(super) enum Wrong {
    /// The day, as it was typed.
    Effective(String),
    /// The rules of the service refuse, with this code.
    Refused(String),
}

/// The page once more, with what is wrong.
pub(super) fn again(
    catalogue: &Catalogue,
    visitor: &Visitor,
    code: &str,
    wrong: &Wrong,
) -> Outcome {
    let kept = catalogue.kept(code).ok_or(Failure::NotFound)?;
    let mut page = page(catalogue, visitor, code, &kept);
    match wrong {
        Wrong::Effective(typed) => {
            let error = visitor.t("catalogue-effective-wrong").to_owned();
            page.effective = page.effective.value(typed).error(Some(error));
        }
        Wrong::Refused(code) => {
            let key = format!("catalogue-refusal-{}", code.replace(['.', '_'], "-"));
            page.refusal = Some(visitor.t(&key).to_owned());
        }
    }
    visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(catalogue: &Catalogue, visitor: &Visitor, code: &str, kept: &Arc<Kept>) -> ServicePage {
    let newest = kept.item.newest();
    let name = kept.revision(newest).map(|it| it.definition.name().get(visitor.lang).to_owned());
    let proposal = kept.item.proposed.as_ref();
    let lines = proposal.map(|it| lines(kept.source(newest).unwrap_or_default(), &it.source));
    let today = catalogue.today().to_string();
    ServicePage {
        p: visitor
            .page(name.unwrap_or_else(|| code.to_owned()))
            .crumb("/content/", visitor.t("catalogue-content-title")),
        id: code.to_owned(),
        publish_path: format!("/staff/admin/services/{code}/publish"),
        withdraw_path: format!("/staff/admin/services/{code}/withdraw"),
        is_withdrawn: kept.item.withdrawn.is_some(),
        reason: kept.item.withdrawn.clone().unwrap_or_default(),
        revisions: kept.item.revisions.iter().rev().cloned().collect(),
        proposal: proposal.map(|it| Proposed {
            digest: it.digest.clone(),
            is_own: kept.item.approvable_by(&visitor.actor).is_err(),
        }),
        lines: lines.unwrap_or_default(),
        effective: Field::text("effective", visitor.t("catalogue-effective"))
            .kind("date")
            .hint(visitor.t("catalogue-effective-hint"))
            .value(today),
        why: Field::text("reason", visitor.t("catalogue-withdraw-reason")).kind("long_text"),
        refusal: None,
    }
}

fn lines(old: &str, new: &str) -> Vec<Line> {
    let line = |change: Change<'_>| {
        let (sign, number, text) = match change {
            Change::Same(number, text) => (" ", number, text),
            Change::Removed(number, text) => ("-", number, text),
            Change::Added(number, text) => ("+", number, text),
        };
        Line { sign, number, text: text.to_owned() }
    };
    diff(old, new).into_iter().map(line).collect()
}
