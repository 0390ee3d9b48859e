//! `/{l}/my/data/correct`: asking that facts be put right.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use privacy_domain::{FACTS, PrivacyRefusal};
use serde::Deserialize;
use web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::view::{fields_text, told};
use crate::service::{CorrectionView, Privacy, Problem, TEXT_LIMIT, Wish, fact};

/// No fact is longer than this, in characters.
const FACT_LIMIT: usize = 200;

#[derive(Template)]
#[template(path = "privacy/correct.html")]
struct CorrectPage {
    p: Page,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
    reason: Field,
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
    let notice = (done.done == "asked").then(|| visitor.t("privacy-correct-asked").to_owned());
    show(&privacy, &visitor, None, BTreeMap::new(), notice).await
}

/// `POST /my/data/correct`
pub async fn ask(State(privacy): State<Privacy>, visitor: Visitor, posted: Posted) -> Outcome {
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
        return show(&privacy, &visitor, Some(&wish), errors, None).await;
    }
    match privacy.ask_correction(posted.key, &visitor.actor, wish.clone()).await {
        Ok(()) => Ok(visitor.go(visitor.path_to("/my/data/correct?done=asked"))),
        Err(Problem::Refused(PrivacyRefusal::Unknown)) => {
            let errors = BTreeMap::from([("name", "privacy-correct-nothing")]);
            show(&privacy, &visitor, Some(&wish), errors, None).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

async fn show(
    privacy: &Privacy,
    visitor: &Visitor,
    typed: Option<&Wish>,
    wrong: BTreeMap<&'static str, &'static str>,
    notice: Option<String>,
) -> Outcome {
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
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let p = visitor
        .page(visitor.t("privacy-correct-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/data", visitor.t("privacy-data-title"))
        .with_errors(!errors.is_empty())
        .with_notice(notice);
    let found = privacy.corrections(&visitor.actor).await?;
    let asked = found.iter().map(|it| asked(visitor, &p, it)).collect();
    visitor.html_with(status, &CorrectPage { p, errors, fields, reason, asked })
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
