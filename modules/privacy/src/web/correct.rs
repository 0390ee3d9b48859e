//! `/{l}/my/data/correct`: asking that facts be put right.

use std::collections::BTreeMap;

use accounts_domain::PersonFacts;
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use privacy_domain::{FACTS, PrivacyRefusal};
use serde::Deserialize;
use web::{Bound, ErrorLink, Field, Outcome, Page, Visitor};

use super::view::{fields_text, told};
use crate::{
    policy,
    service::{CorrectionView, Privacy, Problem, TEXT_LIMIT, Wish, fact},
};

/// No fact is longer than this, in characters.
const FACT_LIMIT: usize = 200;

#[derive(Template)]
#[template(path = "privacy/correct.html")]
struct CorrectPage {
    p: Page,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
    reason: Field,
    seal: String,
    /// What is kept now, where it is not what the form began with.
    now: Vec<(String, String)>,
    asked: Vec<Asked>,
}

struct Asked {
    at: String,
    fields: String,
    outcome: Option<bool>,
    text: String,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /my/data/correct`
pub async fn form(
    State(privacy): State<Privacy>,
    visitor: Visitor,
    Query(done): Query<Done>,
) -> Outcome {
    let notice = (done.done == "asked").then_some("privacy-correct-asked");
    show(&privacy, &visitor, None, Said { notice, ..Said::default() }).await
}

/// What the page says beside what was typed.
#[derive(Default)]
struct Said {
    wrong: BTreeMap<&'static str, &'static str>,
    notice: Option<&'static str>,
    has_changed: bool,
}

/// What is shown of the facts before somebody asks that they be put right.
fn shown(facts: &PersonFacts) -> Vec<&str> {
    FACTS.iter().map(|name| fact(facts, name).map_or("", String::as_str)).collect()
}

/// `POST /my/data/correct`: asks that what was shown be put right.
pub async fn ask(State(privacy): State<Privacy>, visitor: Visitor, bound: Bound) -> Outcome {
    let posted = bound.typed().clone();
    let mut wish = Wish { facts: BTreeMap::new(), reason: posted.get("reason").to_owned() };
    let mut errors = BTreeMap::new();
    for name in FACTS {
        let value = posted.get(name);
        if value.is_empty() {
            errors.insert(name, "privacy-correct-empty");
        } else if value.chars().count() > FACT_LIMIT {
            errors.insert(name, "privacy-text-too-long");
        }
        wish.facts.insert(name.to_owned(), value.to_owned());
    }
    if wish.reason.is_empty() {
        errors.insert("reason", "privacy-correct-reason-missing");
    } else if wish.reason.chars().count() > TEXT_LIMIT {
        errors.insert("reason", "privacy-text-too-long");
    }
    if !errors.is_empty() {
        let said = Said { wrong: errors, ..Said::default() };
        return show(&privacy, &visitor, Some(&wish), said).await;
    }
    if bound.open(&shown(&privacy.facts(&visitor.actor).await?)).is_err() {
        let said = Said { notice: Some("web-shown-changed"), has_changed: true, ..Said::default() };
        return show(&privacy, &visitor, Some(&wish), said).await;
    }
    match privacy.ask_correction(posted.key, &visitor.actor, wish.clone()).await {
        Ok(()) => Ok(visitor.go(visitor.path_to("/my/data/correct?done=asked"))),
        Err(Problem::Refused(PrivacyRefusal::Unknown)) => {
            let wrong = BTreeMap::from([("name", "privacy-correct-nothing")]);
            show(&privacy, &visitor, Some(&wish), Said { wrong, ..Said::default() }).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

async fn show(privacy: &Privacy, visitor: &Visitor, typed: Option<&Wish>, said: Said) -> Outcome {
    let Said { wrong, notice, has_changed } = said;
    let facts = privacy.facts(&visitor.actor).await?;
    let error = |name: &str| wrong.get(name).map(|key| visitor.t(key).to_owned());
    let field = |name: &str| {
        let before = fact(&facts, name).cloned().unwrap_or_default();
        let value = typed.and_then(|it| it.facts.get(name).cloned()).unwrap_or(before);
        let label = super::view::field_text(visitor, name);
        Field::text(name, label).value(value).error(error(name))
    };
    let fields: Vec<Field> = FACTS.iter().map(|name| field(name)).collect();
    let reason = Field::text("reason", visitor.t("privacy-correct-reason"))
        .kind("long_text")
        .hint(visitor.t("privacy-correct-reason-hint"))
        .value(typed.map(|it| it.reason.clone()).unwrap_or_default())
        .error(error("reason"));
    let links = fields.iter().filter_map(Field::error_link).chain(reason.error_link());
    let errors: Vec<_> = links.collect();
    let status = match (has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let now = FACTS.iter().filter(|_| has_changed).map(|name| {
        let value = fact(&facts, name).cloned().unwrap_or_default();
        (super::view::field_text(visitor, name), value)
    });
    let now = now.collect();
    let seal = visitor.seal(policy::ASK, &shown(&facts));
    let p = visitor
        .page(visitor.t("privacy-correct-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/data", visitor.t("privacy-data-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice.map(|key| visitor.t(key).to_owned()));
    let found = privacy.corrections(&visitor.actor).await?;
    let asked = found.iter().map(|it| asked(visitor, &p, it)).collect();
    visitor.html_with(status, &CorrectPage { p, errors, fields, reason, seal, now, asked })
}

fn asked(visitor: &Visitor, p: &Page, it: &CorrectionView) -> Asked {
    let text = match &it.verdict {
        Some((_, text, _)) => {
            text.clone().unwrap_or_else(|| visitor.t("privacy-erased").to_owned())
        }
        None => String::new(),
    };
    Asked {
        at: p.instant(&it.asked_at),
        fields: fields_text(visitor, &it.fields),
        outcome: it.verdict.as_ref().map(|(is_granted, ..)| *is_granted),
        text,
    }
}
