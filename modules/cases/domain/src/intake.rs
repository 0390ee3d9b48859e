//! From receipt to acceptance: submit, return, correct, accept, not accept, withdraw.

use std::collections::BTreeSet;

use accounts_domain::Party;
use catalogue_domain::definition::{
    Channel, MaterialRequirement, MaterialSource, ProcessStep, ServiceDefinition,
};
use jiff::civil::Date;
use kernel::{
    LocalText, Role, Sealed,
    calendar::{TimeLimit, WorkCalendar},
};
use materials_domain::is_looked_up;

use crate::{
    Case, CaseEvent, CaseRefusal, CorrectionItem, Due, NOTICE_DAYS, Next, Paper, Returned, Stage,
    event::Waiting,
    refusal::readable,
    review::{next, step_after_acceptance},
};

/// What opens a case.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Short reference.
    pub reference: String,
    /// Case number.
    pub number: String,
    /// Fingerprint of the query code.
    pub code: String,
    /// Sealed query code.
    pub sealed_code: Sealed,
    /// The service's id.
    pub service: String,
    /// The revision it is pinned to.
    pub revision: u32,
    /// The service's name.
    pub name: LocalText,
    /// The competent authority.
    pub authority: String,
    /// Whose matter it is and who acts.
    pub party: Party,
    /// Through which channel.
    pub channel: Channel,
    /// When and why on paper, if it was handed in while nothing could be entered.
    pub paper: Option<OnPaper>,
}

/// That an application was handed in on paper while nothing could be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPaper {
    /// The day on which the window received it.
    pub on: Date,
    /// What the clerk says about it.
    pub reason: String,
    /// The days, first and last, on which nothing could be entered.
    pub outages: Vec<(Date, Date)>,
}

impl OnPaper {
    /// No other day than one of an outage counts, and none to come.
    fn check(&self, today: Date) -> Result<Paper, CaseRefusal> {
        let is_of = |(from, until): &(Date, Date)| *from <= self.on && self.on <= *until;
        if self.on > today || !self.outages.iter().any(is_of) {
            return Err(CaseRefusal::PaperDay);
        }
        if self.reason.trim().is_empty() {
            return Err(CaseRefusal::NoPaperReason);
        }
        readable(&self.reason)?;
        Ok(Paper { on: self.on, reason: self.reason.trim().into() })
    }
}

/// A negative decision: coded, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Code of the reason.
    pub code: String,
    /// The reason in words.
    pub text: String,
}

impl Case {
    /// Opens the case. The notice clock starts on the day of receipt, whatever day it is; on paper,
    /// on the day on which the window received it.
    ///
    /// # Errors
    /// [`CaseRefusal::Exists`], [`CaseRefusal::PaperDay`], [`CaseRefusal::NoPaperReason`].
    pub fn submit(
        &self,
        definition: &ServiceDefinition,
        filing: Filing,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        if self.stage != Stage::None {
            return Err(CaseRefusal::Exists);
        }
        let paper = filing.paper.as_ref().map(|it| it.check(today)).transpose()?;
        let notice = notice(paper.as_ref().map_or(today, |it| it.on), calendar);
        let next = acceptance(definition, notice);
        Ok(vec![CaseEvent::Submitted {
            next,
            paper,
            reference: filing.reference,
            number: filing.number,
            code: filing.code,
            sealed_code: filing.sealed_code,
            service: filing.service,
            revision: filing.revision,
            name: filing.name,
            authority: filing.authority,
            party: filing.party,
            channel: filing.channel,
            notice,
        }])
    }

    /// Tells once and completely what is missing or wrong (art. 32).
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn return_for_correction(
        &self,
        definition: &ServiceDefinition,
        items: Vec<CorrectionItem>,
        second_reason: &str,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.at_submitted()?;
        if items.is_empty() {
            return Err(CaseRefusal::NothingToCorrect);
        }
        for item in &items {
            let (known, id) = match &item.what {
                Returned::Field(id) => (definition.field(id).is_some(), id),
                Returned::Material(id) => (definition.material(id).is_some_and(may_return), id),
            };
            if !known {
                return Err(CaseRefusal::NotAsked(id.clone()));
            }
            if item.reason.as_str().trim().is_empty() {
                return Err(CaseRefusal::NoReason);
            }
            readable(item.reason.as_str())?;
        }
        readable(second_reason)?;
        let second = second_reason.trim();
        if self.corrections > 0 && second.is_empty() {
            return Err(CaseRefusal::SecondCorrection);
        }
        let second_reason = (self.corrections > 0).then(|| second.into());
        Ok(vec![CaseEvent::Returned { items, second_reason }])
    }

    /// Hands in the corrections. `corrected` says what was changed; the notice clock runs anew
    /// from today.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn correct(
        &self,
        definition: &ServiceDefinition,
        corrected: &BTreeSet<Returned>,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let Stage::Returned { items } = &self.stage else {
            return Err(self.wrong_stage());
        };
        if items.iter().any(|item| !corrected.contains(&item.what)) {
            return Err(CaseRefusal::StillMissing);
        }
        let notice = notice(today, calendar);
        Ok(vec![CaseEvent::Corrected { notice, next: acceptance(definition, notice) }])
    }

    /// Accepts: the handling clocks start today.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn accept(
        &self,
        definition: &ServiceDefinition,
        to_follow: BTreeSet<String>,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.at_submitted()?;
        Ok(vec![self.accepted(definition, to_follow, today, today, false, calendar)])
    }

    /// Accepts by silence: nobody said within the limit what is missing, so the case is accepted
    /// from the day of receipt (art. 32).
    ///
    /// # Errors
    /// [`CaseRefusal::NotYet`] before the limit has passed.
    pub fn accept_by_silence(
        &self,
        definition: &ServiceDefinition,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.at_submitted()?;
        let notice = self.notice.ok_or(CaseRefusal::NotYet)?;
        if !notice.has_passed(today) {
            return Err(CaseRefusal::NotYet);
        }
        let none = BTreeSet::new();
        Ok(vec![self.accepted(definition, none, notice.start, today, true, calendar)])
    }

    fn accepted(
        &self,
        definition: &ServiceDefinition,
        to_follow: BTreeSet<String>,
        on: Date,
        today: Date,
        deemed: bool,
        calendar: &WorkCalendar,
    ) -> CaseEvent {
        let first = step_after_acceptance(definition);
        CaseEvent::Accepted {
            on,
            deemed,
            to_follow,
            statutory: Due::new(on, definition.statutory(), &[], calendar),
            promised: Due::new(on, definition.promised(), &[], calendar),
            next: first.map(|step| next(step, today, calendar)),
        }
    }

    /// Does not accept, with a coded reason of the law: out of competence, or not required.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn not_accept(
        &self,
        ruling: Ruling,
        competent: Option<String>,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.at_submitted()?;
        let is_competent_named = competent.as_ref().is_some_and(|it| !it.trim().is_empty());
        // Whoever is not competent says who is (art. 32).
        let is_known = match ruling.code.as_str() {
            "not_required" => true,
            "not_competent" => is_competent_named,
            _ => false,
        };
        if !is_known || ruling.text.trim().is_empty() {
            return Err(CaseRefusal::NoReason);
        }
        readable(&ruling.text)?;
        readable(competent.as_deref().unwrap_or_default())?;
        Ok(vec![CaseEvent::NotAccepted { code: ruling.code, text: ruling.text.into(), competent }])
    }

    /// Withdraws, at any time before the decision.
    ///
    /// # Errors
    /// [`CaseRefusal::WrongStage`].
    pub fn withdraw(&self, reason: &str) -> Result<Vec<CaseEvent>, CaseRefusal> {
        readable(reason)?;
        match self.stage {
            Stage::Submitted { .. }
            | Stage::Returned { .. }
            | Stage::InReview { .. }
            | Stage::Paused { .. } => {
                Ok(vec![CaseEvent::Withdrawn { reason: reason.trim().into() }])
            }
            Stage::None => Err(CaseRefusal::Unknown),
            Stage::Approved | Stage::Concluded { .. } => Err(self.wrong_stage()),
        }
    }

    /// Computes running dates again under a changed calendar. No event when none moves.
    pub fn recompute(&self, calendar: &WorkCalendar, reason: &str, today: Date) -> Vec<CaseEvent> {
        if self.is_concluded() && self.delivered_at.is_some() {
            return Vec::new();
        }
        let suspensions = self.suspensions_on(today);
        let again = |due: Option<Due>| due.map(|due| due.again(&suspensions, calendar));
        let plain = |due: Option<Due>| due.map(|due| due.again(&[], calendar));
        let handling =
            if self.decision.is_none() { (self.statutory, self.promised) } else { (None, None) };
        let event =
            (plain(self.notice), again(handling.0), again(handling.1), plain(self.delivery));
        let moved = |old: Option<Due>, new: Option<Due>| old.map(|it| it.on) != new.map(|it| it.on);
        let (notice, statutory, promised, delivery) = event;
        let any = moved(self.notice, notice)
            || moved(handling.0, statutory)
            || moved(handling.1, promised)
            || moved(self.delivery, delivery);
        if !any {
            return Vec::new();
        }
        let reason = reason.to_owned();
        vec![CaseEvent::Recomputed { reason, notice, statutory, promised, delivery }]
    }

    pub(crate) fn at_submitted(&self) -> Result<(), CaseRefusal> {
        match self.stage {
            Stage::Submitted { .. } => Ok(()),
            Stage::None => Err(CaseRefusal::Unknown),
            _ => Err(self.wrong_stage()),
        }
    }

    pub(crate) const fn wrong_stage(&self) -> CaseRefusal {
        CaseRefusal::WrongStage(self.stage_word())
    }
}

/// Whether a material can be returned: only what the applicant can hand in again. What is made from
/// the form is corrected in the form, and a register's word is not the applicant's.
pub fn may_return(requirement: &MaterialRequirement) -> bool {
    requirement.source != MaterialSource::Generated && !is_looked_up(requirement)
}

fn notice(today: Date, calendar: &WorkCalendar) -> Due {
    Due::new(today, TimeLimit::working(NOTICE_DAYS), &[], calendar)
}

/// Who has to accept: the officer of the process's acceptance step.
fn acceptance(definition: &ServiceDefinition, due: Due) -> Next {
    let spec = definition.process.iter().find_map(|step| match step {
        ProcessStep::Accept(spec) => Some(spec),
        _ => None,
    });
    let authority = || (definition.implementation.authority.clone(), Role::Examiner);
    let (unit, role) = spec.map_or_else(authority, |it| (it.unit.clone(), it.role));
    let step = spec.map_or("accept", |it| &it.id).to_owned();
    Next { step, waits: vec![Waiting { member: None, unit, role, due, may_be_silent: false }] }
}
