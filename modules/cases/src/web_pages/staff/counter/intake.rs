//! `/staff/counter/intake/{id}`: everything that is missing, on one page.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue_domain::{
    Facts,
    definition::{MaterialRequirement, MaterialSource},
};
use forms_domain::{check_all, check_topic};
use ledger::derived_command;
use materials_domain::{Folder, How, is_looked_up, missing};
use web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::{
    super::{
        shared::{Tag, wrong},
        view::state,
    },
    AtCounter, at_counter,
    fields::{Group, input_name, questions},
    perhaps::{When, perhaps},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/intake.html")]
struct IntakePage {
    p: Page,
    errors: Vec<ErrorLink>,
    applicant: String,
    id_number: String,
    service: String,
    action: String,
    asked: Vec<Group>,
    known: Vec<Group>,
    materials: Vec<Material>,
}

/// A line of the checklist.
pub(super) struct Material {
    pub id: String,
    pub name: String,
    pub basis: String,
    pub checks: Vec<String>,
    pub state: Tag,
    /// Whether the clerk can tick that the paper was seen.
    pub is_open: bool,
    /// The answer on the same page after which it is needed.
    pub when: Option<When>,
}

/// The page.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    if at.is_case(&desk).await? {
        return Ok(visitor.go(format!("{}/print", at.href())));
    }
    at.note_read(&desk, &visitor).await?;
    page(&desk, &visitor, &at, &[], Vec::new()).await
}

/// Saves answers and ticks; goes on when nothing is missing.
pub(in super::super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    if at.is_case(&desk).await? {
        return Ok(visitor.go(format!("{}/print", at.href())));
    }
    save(&desk, &visitor, &at, &posted).await?;
    see(&desk, &visitor, &at, &posted).await?;
    let at = at_counter(&desk, &visitor, &id).await?;
    let folder = folder(&desk, &visitor, &at).await?;
    if is_complete(&at, &folder) {
        return Ok(visitor.go(format!("{}/check", at.href())));
    }
    at.note_read(&desk, &visitor).await?;
    let shown = posted.all("shown");
    let missing = missing_materials(&visitor, &at, &folder);
    page(&desk, &visitor, &at, &shown, missing).await
}

/// Whether it could be handed in.
pub(super) fn is_complete(at: &AtCounter, folder: &Folder) -> bool {
    let definition = &at.published.definition;
    let required = definition.required_materials(&at.filed.facts);
    check_all(definition, &at.filed.facts).is_empty()
        && missing(folder, &required, false).is_empty()
}

fn missing_materials(visitor: &Visitor, at: &AtCounter, folder: &Folder) -> Vec<ErrorLink> {
    let required = at.published.definition.required_materials(&at.filed.facts);
    let missing = missing(folder, &required, false).into_iter();
    missing
        .map(|it| {
            let mut link = wrong(visitor, &format!("seen-{}", it.id), "");
            let name = it.name.get(visitor.lang);
            link.text = visitor.tr("cases-staff-material-needed", &[("name", &name)]);
            link
        })
        .collect()
}

/// Saves the answers topic by topic; a topic that is complete is noted as such.
async fn save(
    desk: &Desk,
    visitor: &Visitor,
    at: &AtCounter,
    posted: &Posted,
) -> Result<(), Failure> {
    let definition = &at.published.definition;
    let mut whole = at.filed.facts.clone();
    let mut saves: Vec<(String, Facts)> = Vec::new();
    let situation = typed(posted, definition.situations.iter().map(|it| &it.id), "situation.");
    whole.situation.extend(situation.clone());
    saves.push(("situation".to_owned(), Facts { situation, ..Facts::default() }));
    for topic in &definition.form {
        let answers = typed(posted, topic.fields.iter().map(|it| &it.id), "");
        whole.answers.extend(answers.clone());
        let is_done = check_topic(definition, topic, &whole).is_empty();
        let name = if is_done { topic.id.clone() } else { String::new() };
        saves.push((name, Facts { answers, ..Facts::default() }));
    }
    for (place, (topic, facts)) in saves.into_iter().enumerate() {
        if facts == Facts::default() {
            continue;
        }
        let key = derived_command("cases.intake.save", format!("{}/{place}", posted.key));
        let saved = desk.applications.save(key, at.id, &topic, facts, &visitor.actor).await;
        saved.map_err(|it| failure(visitor, it.into()))?;
    }
    Ok(())
}

/// What was typed for these questions, as far as they were on the page.
fn typed<'a>(
    posted: &Posted,
    ids: impl Iterator<Item = &'a String>,
    scope: &str,
) -> BTreeMap<String, String> {
    ids.filter_map(|id| {
        let name = input_name(&format!("{scope}{id}"));
        let is_date = posted.has(&format!("{name}-year"));
        let is_there = is_date || posted.has(&name);
        is_there.then(|| (id.clone(), posted.date(&name)))
    })
    .collect()
}

/// Notes the papers that the clerk ticked.
async fn see(
    desk: &Desk,
    visitor: &Visitor,
    at: &AtCounter,
    posted: &Posted,
) -> Result<(), Failure> {
    let folder = folder(desk, visitor, at).await?;
    for requirement in &at.published.definition.materials {
        let id = &requirement.id;
        if posted.get(&format!("seen-{id}")) != "1" || !is_open(requirement, &folder) {
            continue;
        }
        let key = derived_command("cases.intake.seen", format!("{}/{id}", posted.key));
        let seen = desk.materials.seen(key, at.id, id, &visitor.actor).await;
        seen.map_err(|it| failure(visitor, it.into()))?;
    }
    Ok(())
}

/// Whether paper can still be shown for it.
fn is_open(requirement: &MaterialRequirement, folder: &Folder) -> bool {
    let there = folder.of(&requirement.id);
    requirement.source != MaterialSource::Generated
        && !is_looked_up(requirement)
        && there.iter().all(|it| matches!(it.how, How::Later | How::File { .. }))
}

pub(super) async fn folder(
    desk: &Desk,
    visitor: &Visitor,
    at: &AtCounter,
) -> Result<Folder, Failure> {
    let folder = desk.materials.folder(at.id).await;
    folder.map_err(|error| failure(visitor, Trouble::from(error)))
}

/// The checklist of the case, with what is needed after an answer that is still open.
pub(super) fn checklist(visitor: &Visitor, at: &AtCounter, folder: &Folder) -> Vec<Material> {
    let (definition, facts) = (&at.published.definition, &at.filed.facts);
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let required = definition.required_materials(facts);
    let line = |it: &MaterialRequirement| {
        let is_required = required.iter().any(|one| one.id == it.id);
        let condition = it.when.as_ref().filter(|_| !is_required);
        let when = condition.and_then(|it| perhaps(visitor, definition, facts, it));
        (is_required || when.is_some()).then(|| Material {
            id: it.id.clone(),
            name: local(&it.name),
            basis: local(&it.basis),
            checks: it.checks.iter().map(local).collect(),
            state: state(visitor, it, &folder.of(&it.id)),
            is_open: is_open(it, folder),
            when,
        })
    };
    definition.materials.iter().filter_map(line).collect()
}

/// The applicant's name, and the masked number of the person who acts.
pub(super) async fn applicant(
    desk: &Desk,
    visitor: &Visitor,
    at: &AtCounter,
) -> Result<(String, String), Failure> {
    let fail = |trouble: Trouble| failure(visitor, trouble);
    let party = at.filed.application.party.as_ref().ok_or(Failure::NotFound)?;
    let name = desk.applicant_name(party).await.map_err(fail)?;
    let person = desk.people.person(party.account).await.map_err(|it| fail(it.into()))?;
    let authority = &at.published.definition.implementation.authority;
    let held = desk.party_relations(authority, &visitor.actor);
    let shown = |field: &str, value: &str| desk.shown(&visitor.actor, field, &held, value);
    let number = person.map(|it| shown("person.id_number", &it.id_number));
    Ok((shown("case.applicant", &name), number.unwrap_or_default()))
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    at: &AtCounter,
    shown: &[&str],
    missing: Vec<ErrorLink>,
) -> Outcome {
    let definition = &at.published.definition;
    let folder = folder(desk, visitor, at).await?;
    let (applicant, id_number) = applicant(desk, visitor, at).await?;
    let questions = questions(visitor, definition, &at.filed.facts, shown);
    let mut errors: Vec<_> = questions.all().filter_map(Field::error_link).collect();
    errors.extend(missing);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = IntakePage {
        p: visitor
            .page(visitor.t("cases-staff-intake-title"))
            .with_errors(!errors.is_empty())
            .crumb("/counter/", visitor.t("cases-staff-counter-title")),
        errors,
        applicant,
        id_number,
        service: definition.name().get(visitor.lang).to_owned(),
        action: at.href(),
        asked: questions.asked,
        known: questions.known,
        materials: checklist(visitor, at, &folder),
    };
    visitor.html_with(status, &page)
}
