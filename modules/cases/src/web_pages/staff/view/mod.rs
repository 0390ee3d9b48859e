//! What the case page shows about a case, in the reader's words.

mod clocks;
mod history;
mod materials;

use authz::Sight;
use catalogue_domain::{Facts, definition::ServiceDefinition};
use web::{Failure, Visitor};

use super::shared::{Left, Tag, answer, left, may, status};
use crate::{
    letters::channel_key,
    service::{Desk, Found, Trouble, UNMASK},
    trouble::failure,
};

pub(super) use clocks::ClockView;
pub(super) use history::{EventView, OpinionView, step_name};
pub(super) use materials::{MaterialView, state};

/// A case for its page.
pub(super) struct CaseView {
    pub reference: String,
    pub href: String,
    pub version: u64,
    pub service: String,
    pub applicant: String,
    /// The person who acts, where the applicant is a firm.
    pub agent: Option<String>,
    /// Who acts for the applicant, where that is another person.
    pub helper: Option<String>,
    pub status: Tag,
    pub left: Option<Left>,
    pub channel: String,
    pub topics: Vec<TopicView>,
    pub materials: Vec<MaterialView>,
    pub may_judge: bool,
    /// Whether the reader may look at who applies.
    pub may_unmask: bool,
    pub opinions: Vec<OpinionView>,
    pub clocks: Vec<ClockView>,
    pub events: Vec<EventView>,
}

/// Answers under their heading.
pub(super) struct TopicView {
    pub title: String,
    pub rows: Vec<(String, String)>,
}

/// Puts the page's parts together.
pub(super) async fn view(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
) -> Result<CaseView, Failure> {
    build(desk, visitor, found).await.map_err(|it| failure(visitor, it))
}

async fn build(desk: &Desk, visitor: &Visitor, found: &Found) -> Result<CaseView, Trouble> {
    let case = &found.case;
    let published = desk.definition(case)?;
    let (filed, folder) = desk.dossier(found.id).await?;
    let party = found.party()?;
    let shown = |field: &str, value: &str| desk.shown(&visitor.actor, field, &found.held, value);
    let applicant = shown("case.applicant", &desk.applicant_name(party).await?);
    let agent = match party.firm {
        Some(_) => desk.people.person(party.account).await?.map(|it| shown("case.agent", &it.name)),
        None => None,
    };
    let answers = desk.policy.sight(&visitor.actor, "case.answers", &found.held);
    let helpers = desk.helpers(case).await?;
    let helper =
        (!helpers.is_empty()).then(|| shown("case.agent", &helpers.join(visitor.lang.list_mark())));
    let definition = &published.definition;
    Ok(CaseView {
        reference: case.reference.clone(),
        href: format!("/staff/cases/{}", case.reference),
        version: found.version,
        service: case.name.get(visitor.lang).to_owned(),
        status: status(visitor, case.status()),
        left: due(desk, visitor, found),
        channel: case.channel.map(|it| visitor.t(channel_key(it)).to_owned()).unwrap_or_default(),
        topics: match answers {
            Sight::Clear => topics(visitor, definition, &filed.facts),
            Sight::Masked | Sight::Hidden => Vec::new(),
        },
        materials: materials::rows(visitor, found, definition, &filed.facts, &folder),
        may_judge: case.task_of(&visitor.actor).is_some()
            && may(desk, visitor, case, "cases.accept"),
        may_unmask: may(desk, visitor, case, UNMASK),
        opinions: history::opinions(desk, visitor, found, definition).await?,
        clocks: clocks::clocks(desk, visitor, case)?,
        events: history::events(desk, visitor, found, definition).await?,
        applicant,
        agent,
        helper,
    })
}

/// The date of the reader's own task, else of the next one, else of the whole case.
fn due(desk: &Desk, visitor: &Visitor, found: &Found) -> Option<Left> {
    let case = &found.case;
    if case.is_concluded() {
        return None;
    }
    let own = case.task_of(&visitor.actor).map(|task| task.wait.due.on);
    let any = || case.tasks().iter().map(|task| task.wait.due.on).min();
    let whole = || case.promised.map(|due| due.on);
    own.or_else(any).or_else(whole).map(|on| left(desk, visitor, on))
}

/// The situation and the form, with the answers that were given.
pub(super) fn topics(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    facts: &Facts,
) -> Vec<TopicView> {
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let asked = definition.asked_situations(facts).into_iter().filter_map(|it| {
        let value = facts.situation.get(&it.id)?;
        let option = it.options.iter().find(|option| option.value == *value)?;
        Some((local(&it.question), local(&option.label)))
    });
    let situation =
        TopicView { title: visitor.t("cases-staff-situation").to_owned(), rows: asked.collect() };
    let none = visitor.t("cases-staff-no-answer");
    let form = definition.visible_topics(facts).into_iter().map(|it| TopicView {
        title: local(&it.topic.title),
        rows: it
            .fields
            .into_iter()
            .map(|field| {
                let given = facts.answers.get(&field.id).filter(|it| !it.is_empty());
                let text = given.map_or_else(|| none.to_owned(), |it| answer(visitor, field, it));
                (local(&field.label), text)
            })
            .collect(),
    });
    std::iter::once(situation).chain(form).filter(|it| !it.rows.is_empty()).collect()
}
