//! Who did what and when, and which opinions there are.

use std::collections::HashMap;

use cases_domain::{Case, CaseEvent};
use catalogue_domain::definition::ServiceDefinition;
use jiff::Timestamp;
use kernel::{Actor, Aggregate, Recorded, Role, Words, id::AccountId};
use web::Visitor;

use super::super::shared::Tag;
use crate::{
    letters::is_letter,
    service::{Desk, Found, Trouble},
};

/// An opinion.
pub(in super::super) struct OpinionView {
    pub step: String,
    pub verdict: Tag,
    pub text: String,
    pub who: String,
    pub at: Timestamp,
}

/// A line of the history.
pub(in super::super) struct EventView {
    pub at: Timestamp,
    pub who: String,
    pub what: String,
    pub detail: String,
    /// Number of the event, where there is a letter about it.
    pub letter: Option<u64>,
}

/// The opinions, with the step or the member who gave them.
pub(super) async fn opinions(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    definition: &ServiceDefinition,
) -> Result<Vec<OpinionView>, Trouble> {
    let mut names = Names::default();
    let mut views = Vec::new();
    for review in &found.case.reviews {
        let key = match (review.silent, review.opinion.in_favour) {
            (true, _) => "cases-staff-opinion-silent",
            (false, true) => "cases-staff-opinion-for",
            (false, false) => "cases-staff-opinion-against",
        };
        let kind = if review.opinion.in_favour { "good" } else { "error" };
        views.push(OpinionView {
            step: step_name(visitor, definition, &review.step, review.member.as_deref()),
            verdict: Tag { kind, text: visitor.t(key).to_owned() },
            text: review.opinion.text.to_string(),
            who: names.staff(desk, visitor, &review.by).await?,
            at: review.at,
        });
    }
    Ok(views)
}

/// The name of a step, and of the member of a joint review.
pub(in super::super) fn step_name(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    step: &str,
    member: Option<&str>,
) -> String {
    let Some(known) = definition.step(step) else { return step.to_owned() };
    let member = member.and_then(|id| known.members().iter().find(|it| it.id == id));
    member.map_or_else(|| known.name(), |it| &it.name).get(visitor.lang).to_owned()
}

/// The history, newest first.
pub(super) async fn events(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
    definition: &ServiceDefinition,
) -> Result<Vec<EventView>, Trouble> {
    let applicant = desk.applicant_name(found.party()?).await?;
    let mut names = Names::default();
    let mut views = Vec::new();
    for event in desk.history(found.id).await?.iter().rev() {
        let who = match event.by.role {
            Role::Citizen => names.citizen(desk, visitor, &event.by, &applicant).await?,
            _ => names.staff(desk, visitor, &event.by).await?,
        };
        views.push(EventView {
            at: event.at,
            who,
            what: what(visitor, event),
            detail: detail(visitor, definition, &event.event),
            letter: is_letter(&event.event).then_some(event.seq),
        });
    }
    Ok(views)
}

fn what(visitor: &Visitor, event: &Recorded<CaseEvent>) -> String {
    let word = match &event.event {
        CaseEvent::Accepted { deemed: true, .. } => "deemed",
        CaseEvent::Reviewed { silent: true, .. } => "silent",
        CaseEvent::Decided { granted: false, .. } => "refused",
        other => Case::word(other).trim_start_matches("case."),
    };
    let key = format!("cases-staff-event-{}", word.replace('_', "-"));
    visitor.t(&key).to_owned()
}

/// What the officer or the applicant wrote, or which step it was about.
fn detail(visitor: &Visitor, definition: &ServiceDefinition, event: &CaseEvent) -> String {
    match event {
        CaseEvent::Returned { items, second_reason } => {
            let count = visitor.tr("cases-staff-items", &[("count", &items.len())]);
            let reason = second_reason.as_ref().map(Words::as_str);
            [Some(count.as_str()), reason].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        CaseEvent::Reviewed { step, member, .. } => {
            step_name(visitor, definition, step, member.as_deref())
        }
        CaseEvent::NotAccepted { text, .. } | CaseEvent::Decided { text, .. } => text.to_string(),
        CaseEvent::Suspended { reason, .. }
        | CaseEvent::DecisionAmended { reason, .. }
        | CaseEvent::Withdrawn { reason } => reason.to_string(),
        CaseEvent::Recomputed { reason, .. } => reason.clone(),
        CaseEvent::Resumed { result, .. } => result.to_string(),
        CaseEvent::Issued { number, .. } => number.clone(),
        CaseEvent::Submitted { .. }
        | CaseEvent::DecisionSent { .. }
        | CaseEvent::DecisionUndone
        | CaseEvent::Corrected { .. }
        | CaseEvent::Accepted { .. }
        | CaseEvent::Delivered { .. } => String::new(),
    }
}

/// Names of staff members, each asked for once.
#[derive(Default)]
struct Names {
    known: HashMap<AccountId, String>,
}

impl Names {
    /// The applicant, or who acted for them: never as if it had been the other.
    async fn citizen(
        &mut self,
        desk: &Desk,
        visitor: &Visitor,
        actor: &Actor,
        applicant: &str,
    ) -> Result<String, Trouble> {
        let (Some(account), Some(_)) = (actor.account, actor.acting_for) else {
            return Ok(applicant.to_owned());
        };
        if let Some(text) = self.known.get(&account) {
            return Ok(text.clone());
        }
        let name = desk.people.person(account).await?.map(|it| it.name).unwrap_or_default();
        let text = visitor.tr("cases-staff-for", &[("name", &name), ("applicant", &applicant)]);
        self.known.insert(account, text.clone());
        Ok(text)
    }

    async fn staff(
        &mut self,
        desk: &Desk,
        visitor: &Visitor,
        actor: &Actor,
    ) -> Result<String, Trouble> {
        let Some(account) = actor.account else {
            return Ok(visitor.t("cases-staff-by-law").to_owned());
        };
        if let Some(name) = self.known.get(&account) {
            return Ok(name.clone());
        }
        let name = desk.people.staff_name(account).await?;
        let name = name.unwrap_or_else(|| visitor.t("cases-staff-somebody").to_owned());
        let office = actor.authority.as_deref().and_then(|id| desk.directory.authority(id));
        let text = match office {
            Some(office) => {
                let office = office.short.get(visitor.lang);
                visitor.tr("cases-staff-officer", &[("name", &name), ("office", &office)])
            }
            None => name,
        };
        self.known.insert(account, text.clone());
        Ok(text)
    }
}
