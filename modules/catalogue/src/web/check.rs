//! The guide for one's own case: a few questions, then what to bring. Without signing in; the
//! answers stand in the address, so the result can be sent to a relative.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use catalogue_domain::{
    Definition, Facts, Published,
    definition::{Channel, Situation},
};
use web::{Choice, ErrorLink, Field, Outcome, Page, Visitor};

use super::{
    materials::{MaterialRow, Rows},
    offered,
    rows::{cost_text, limit_text, many, visits_text},
    with_query,
};
use crate::service::Catalogue;

/// At most so many questions stand on one page.
const QUESTIONS: usize = 5;
/// The parameter that lists the questions that stood on the page before.
const SEEN: &str = "_seen";

type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "catalogue/check.html")]
struct QuestionsPage {
    p: Page,
    heading: String,
    path: String,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
    /// What was answered before, to be sent along.
    kept: Pairs,
    seen: String,
}

#[derive(Template)]
#[template(path = "catalogue/checked.html")]
struct ResultPage {
    p: Page,
    heading: String,
    d: Arc<Published>,
    path: String,
    answers: Vec<Answer>,
    bring: String,
    materials: Vec<MaterialRow>,
    time: String,
    due: String,
    cost: String,
    visits: String,
    start: Option<String>,
}

struct Answer {
    question: String,
    answer: String,
    change: String,
}

pub(super) async fn check(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Outcome {
    let service = offered(&catalogue, &code)?;
    let definition = &service.definition;
    let facts = facts(definition, &pairs);
    let asked = definition.asked_situations(&facts);
    let open: Vec<&Situation> = asked
        .into_iter()
        .filter(|it| !facts.situation.contains_key(&it.id))
        .take(QUESTIONS)
        .collect();
    if open.is_empty() {
        return visitor.html(&result(&catalogue, &visitor, &service, &facts));
    }
    let page = questions(&visitor, &service, &facts, &open, &pairs);
    let status =
        if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visitor.html_with(status, &page)
}

/// The answers of an address, without those to questions that are not asked.
fn facts(definition: &Definition, pairs: &Pairs) -> Facts {
    let mut facts = Facts::default();
    facts.situation.extend(pairs.iter().cloned());
    definition.settled(&facts)
}

fn heading(visitor: &Visitor, service: &Published) -> String {
    let name = service.definition.name().get(visitor.lang);
    visitor.tr("catalogue-check-title", &[("name", &name)])
}

fn frame(visitor: &Visitor, service: &Published) -> Page {
    let definition = &service.definition;
    let name = definition.name().get(visitor.lang);
    visitor
        .page(heading(visitor, service))
        .crumb("/", visitor.t("web-home"))
        .crumb(&format!("/services/{}", definition.id), name)
}

fn questions(
    visitor: &Visitor,
    service: &Arc<Published>,
    facts: &Facts,
    open: &[&Situation],
    pairs: &Pairs,
) -> QuestionsPage {
    let seen = pairs.iter().find(|(name, _)| name == SEEN).map_or("", |(_, value)| value.as_str());
    let seen: BTreeSet<&str> = seen.split('.').collect();
    let fields: Vec<Field> =
        open.iter().map(|it| field(visitor, it, seen.contains(it.id.as_str()))).collect();
    let errors: Vec<ErrorLink> = fields.iter().filter_map(Field::error_link).collect();
    QuestionsPage {
        p: frame(visitor, service).with_errors(!errors.is_empty()),
        heading: heading(visitor, service),
        path: visitor.path_to(&format!("/services/{}", service.definition.id)),
        fields,
        errors,
        kept: facts.situation.clone().into_iter().collect(),
        seen: open.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join("."),
    }
}

fn field(visitor: &Visitor, situation: &Situation, was_missed: bool) -> Field {
    let option = |choice: &catalogue_domain::definition::Choice| Choice {
        value: choice.value.clone(),
        label: choice.label.get(visitor.lang).to_owned(),
        checked: false,
    };
    let error = was_missed.then(|| visitor.t("catalogue-check-choose").to_owned());
    let field = Field::text(&situation.id, situation.question.get(visitor.lang));
    let options = situation.options.iter().map(option).collect();
    Field { options, ..field.kind("choice").error(error) }
}

fn result(
    catalogue: &Catalogue,
    visitor: &Visitor,
    service: &Arc<Published>,
    facts: &Facts,
) -> ResultPage {
    let definition = &service.definition;
    let directory = catalogue.directory().as_ref();
    let rows = Rows { visitor, directory, definition, is_personal: true };
    let needed = definition.required_materials(facts);
    let own = needed.iter().filter(|it| it.is_uploaded()).count();
    let (mine, others): (Vec<_>, Vec<_>) = needed.into_iter().partition(|it| it.is_uploaded());
    let is_online = definition.implementation.channels.contains(&Channel::Online);
    ResultPage {
        p: frame(visitor, service),
        heading: heading(visitor, service),
        path: visitor.path_to(&format!("/services/{}", definition.id)),
        answers: answers(visitor, definition, facts),
        bring: match own {
            0 => visitor.t("catalogue-bring-none").to_owned(),
            own => many(visitor, "catalogue-bring", own),
        },
        materials: mine.into_iter().chain(others).map(|it| rows.row(it)).collect(),
        time: limit_text(visitor, definition.promised()),
        due: web::date_text(visitor.lang, catalogue.due_if_filed_today(service).due),
        cost: cost_text(visitor, &definition.fees),
        visits: visits_text(visitor, definition),
        start: is_online.then(|| start(visitor, definition, facts)),
        d: service.clone(),
    }
}

fn answers(visitor: &Visitor, definition: &Definition, facts: &Facts) -> Vec<Answer> {
    let path = visitor.path_to(&format!("/services/{}/check", definition.id));
    let answer = |situation: &Situation| {
        let value = facts.situation.get(&situation.id)?;
        let option = situation.options.iter().find(|option| option.value == *value)?;
        let others = facts.situation.iter().filter(|(id, _)| **id != situation.id);
        Some(Answer {
            question: situation.question.get(visitor.lang).to_owned(),
            answer: option.label.get(visitor.lang).to_owned(),
            change: with_query(&path, others.map(|(id, value)| (id.as_str(), value.as_str()))),
        })
    };
    definition.situations.iter().filter_map(answer).collect()
}

/// The start of an application that knows the answers already, under the names of its own form.
/// Who has not signed in does so first; the answers go along.
fn start(visitor: &Visitor, definition: &Definition, facts: &Facts) -> String {
    let named: Pairs = facts
        .situation
        .iter()
        .map(|(id, value)| (format!("situation-{id}"), value.clone()))
        .collect();
    let path = visitor.path_to(&format!("/apply/{}", definition.id));
    let named = named.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let start = with_query(&path, named);
    if visitor.session().is_some() {
        return start;
    }
    with_query(&visitor.path_to("/sign-in"), [("back", start.as_str())])
}
