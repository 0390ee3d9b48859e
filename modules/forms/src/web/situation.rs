//! The situations of an application: answering those that appeared, and changing one's mind.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use catalogue_domain::Facts;
use forms_domain::{Application, Stop, check_situations, next_stop, shown_situations};
use web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::{address, back_to, fields, id, page};
use crate::{
    problem::Problem,
    service::{Forms, Opened, merged},
};

#[derive(Template)]
#[template(path = "forms/situation.html")]
struct SituationPage {
    p: Page,
    heading: String,
    /// Whether the answers may be changed now.
    is_open: bool,
    questions: Vec<Field>,
    /// The answers, where they may not be changed.
    answers: Vec<(String, String)>,
    errors: Vec<ErrorLink>,
    key: String,
    /// Where to return to: `check`, or empty for the next screen.
    back_to: &'static str,
    hub: String,
}

/// `GET /applications/{id}/situation`
pub(super) async fn get(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Outcome {
    let opened = forms.own(&visitor.actor, "forms.read", id(&text)?).await;
    let opened = opened.map_err(|problem| problem.failure(&visitor))?;
    let back_to = back_to(query.as_deref() == Some("back=check"));
    visitor.html(&build(&visitor, &opened, &opened.facts, false, back_to))
}

/// `POST /applications/{id}/situation`
pub(super) async fn post(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(text): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let opened = forms.own(&visitor.actor, "forms.answer", id(&text)?).await.map_err(failed)?;
    let definition = opened.definition();
    let shown = shown_situations(definition, &opened.facts);
    let mut typed = Facts::default();
    for situation in &shown {
        let answer = posted.get(&fields::situation_name(situation));
        typed.situation.insert(situation.id.clone(), answer.to_owned());
    }
    let facts = merged(definition, &opened.facts, &typed);
    let missing = check_situations(definition, &facts);
    let back = back_to(posted.get("back") == "check");
    let is_shown = |field: &str| shown.iter().any(|it| field == format!("situation.{}", it.id));
    if missing.iter().any(|it| is_shown(&it.field)) {
        let page = build(&visitor, &opened, &facts, true, back);
        return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let topics = BTreeSet::from([Application::SITUATION.to_owned()]);
    let was_saved = opened.application.saved.contains(Application::SITUATION);
    let saving = opened.saving(posted.key, &visitor.actor);
    let saved = forms.save(saving, &topics, &typed, None).await;
    saved.map_err(failed)?;
    let here = Application::SITUATION;
    let stop = match next_stop(definition, &opened.application, &facts, here, was_saved) {
        Stop::Hub if back == "check" => Stop::Check,
        stop => stop,
    };
    Ok(visitor.go(address(&visitor, opened.id, stop)))
}

fn build(
    visitor: &Visitor,
    opened: &Opened,
    facts: &Facts,
    is_again: bool,
    back_to: &'static str,
) -> SituationPage {
    let definition = opened.definition();
    let is_open = opened.application.may_change(Application::SITUATION);
    let shown = if is_again {
        shown_situations(definition, &opened.facts)
    } else {
        shown_situations(definition, facts)
    };
    let answer = |id: &str| facts.situation.get(id).map_or("", String::as_str);
    let question = |it: &&catalogue_domain::definition::Situation| {
        let answer = answer(&it.id);
        fields::radios(visitor, it, answer, is_again && answer.is_empty())
    };
    let questions: Vec<Field> = shown.iter().map(question).collect();
    let answers = questions.iter().map(|it| {
        let chosen = it.options.iter().find(|option| option.checked);
        (it.label.clone(), chosen.map_or_else(String::new, |option| option.label.clone()))
    });
    let answers = answers.collect();
    let errors = fields::links(&questions);
    let heading = visitor.t("forms-situation-heading").to_owned();
    let p = page(visitor, opened, &heading).with_errors(!errors.is_empty());
    let hub = address(visitor, opened.id, Stop::Hub);
    SituationPage { heading, is_open, questions, answers, errors, key: p.key(), back_to, hub, p }
}
