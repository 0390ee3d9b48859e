//! One service at the desk: its revisions, what is proposed and how it differs, publishing by a
//! second person, withdrawing.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue_domain::RevisionMeta;
use jiff::civil::Date;
use web::{Failure, Field, Outcome, Page, Posted, Visitor};

use crate::service::{Catalogue, Change, Kept, Trouble, diff};

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
    keys: [String; 2],
    refusal: Option<String>,
}

struct Proposed {
    digest: String,
    /// Whether the visitor proposed it, so that somebody else has to publish.
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

pub(super) async fn publish(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome {
    let date = posted.date("effective");
    let effective = match date.as_str() {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some),
    };
    let Ok(effective) = effective else {
        let error = visitor.t("catalogue-effective-wrong").to_owned();
        return again(&catalogue, &visitor, &code, |page| {
            page.effective = page.effective.clone().value(date.clone()).error(Some(error.clone()));
        });
    };
    let digest = posted.get("digest");
    let published = catalogue.publish(&visitor.actor, posted.key, &code, digest, effective).await;
    done(&catalogue, &visitor, &code, published)
}

pub(super) async fn withdraw(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome {
    let reason = posted.get("reason");
    let withdrawn = catalogue.withdraw(&visitor.actor, posted.key, &code, reason).await;
    done(&catalogue, &visitor, &code, withdrawn)
}

fn done(
    catalogue: &Catalogue,
    visitor: &Visitor,
    code: &str,
    outcome: Result<(), Trouble>,
) -> Outcome {
    match outcome {
        Ok(()) => Ok(visitor.go(format!("/staff/admin/services/{code}"))),
        Err(trouble @ Trouble::Service(_)) => match trouble.failure(visitor) {
            Failure::Refused { text, .. } => {
                again(catalogue, visitor, code, |page| page.refusal = Some(text.clone()))
            }
            other => Err(other),
        },
        Err(trouble) => Err(trouble.failure(visitor)),
    }
}

/// The page once more, with what is wrong.
fn again(
    catalogue: &Catalogue,
    visitor: &Visitor,
    code: &str,
    change: impl Fn(&mut ServicePage),
) -> Outcome {
    let kept = catalogue.kept(code).ok_or(Failure::NotFound)?;
    let mut page = page(catalogue, visitor, code, &kept);
    change(&mut page);
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
            is_own: it.by.is_same_person(&visitor.actor),
        }),
        lines: lines.unwrap_or_default(),
        effective: Field::text("effective", visitor.t("catalogue-effective"))
            .kind("date")
            .hint(visitor.t("catalogue-effective-hint"))
            .value(today),
        why: Field::text("reason", visitor.t("catalogue-withdraw-reason")).kind("long_text"),
        keys: [visitor.new_key().to_string(), visitor.new_key().to_string()],
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
