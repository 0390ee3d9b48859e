//! From acceptance to delivery: opinions, special procedures, decision, result.

use catalogue_domain::definition::{
    Channel, JointReview, Merge, ProcessStep, ServiceDefinition, Silence,
};
use jiff::civil::Date;
use kernel::{
    Actor, Words,
    calendar::{DayUnit, Period, TimeLimit, WorkCalendar},
    id::LicenceId,
};

use crate::{
    Case, CaseEvent, CaseRefusal, DELIVERY_DAYS, Due, Next, Opinion, Review, Ruling, Stage, Task,
    event::Waiting, refusal::readable,
};

impl Case {
    /// Gives an opinion on the waiting step, for the actor's authority and role.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn review(
        &self,
        definition: &ServiceDefinition,
        opinion: Opinion,
        by: &Actor,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let Stage::InReview { next } = &self.stage else { return Err(self.wrong_stage()) };
        if opinion.text.as_str().trim().is_empty() {
            return Err(CaseRefusal::NoOpinion);
        }
        readable(opinion.text.as_str())?;
        if matches!(definition.step(&next.step), Some(ProcessStep::Decide(_))) {
            return Err(CaseRefusal::NotYourTask);
        }
        let task = self.task_of(by).ok_or(CaseRefusal::NotYourTask)?;
        Ok(vec![self.reviewed(definition, task, opinion, false, today, calendar)])
    }

    /// Lets silence consent for one member whose limit has passed, where the process says so. One
    /// at a time: the next one sees the step as this one leaves it.
    pub fn consent_by_silence(
        &self,
        definition: &ServiceDefinition,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Vec<CaseEvent> {
        if !matches!(self.stage, Stage::InReview { .. }) {
            return Vec::new();
        }
        let is_silent = |task: &Task| task.wait.may_be_silent && task.wait.due.has_passed(today);
        let opinion = Opinion { in_favour: true, text: Words::from("") };
        let task = self.tasks().into_iter().find(is_silent);
        task.map(|task| self.reviewed(definition, task, opinion, true, today, calendar))
            .into_iter()
            .collect()
    }

    fn reviewed(
        &self,
        definition: &ServiceDefinition,
        task: Task,
        opinion: Opinion,
        silent: bool,
        today: Date,
        calendar: &WorkCalendar,
    ) -> CaseEvent {
        let ends = self.ends_step(definition, &task, &opinion);
        let following = ends.then(|| next_step(definition, &task.step)).flatten();
        let next = following.map(|step| next(step, today, calendar));
        CaseEvent::Reviewed { step: task.step, member: task.wait.member, opinion, silent, next }
    }

    /// A joint review ends when all members have spoken, or one favourable word is enough, or the
    /// lead has spoken.
    fn ends_step(&self, definition: &ServiceDefinition, task: &Task, opinion: &Opinion) -> bool {
        let Some(ProcessStep::JointReview(review)) = definition.step(&task.step) else {
            return true;
        };
        let is_last = self.tasks().len() <= 1;
        match review.merge {
            Merge::All => is_last,
            Merge::Any => is_last || opinion.in_favour,
            Merge::Lead => is_last || review.lead == task.wait.member,
        }
    }

    /// Whether the joint reviews allow a grant.
    fn reviews_allow(&self, definition: &ServiceDefinition) -> bool {
        definition.process.iter().all(|step| match step {
            ProcessStep::JointReview(review) => self.joint_outcome(review),
            ProcessStep::Review(spec) => {
                self.of_step(&spec.id).all(|review| review.opinion.in_favour)
            }
            _ => true,
        })
    }

    fn joint_outcome(&self, review: &JointReview) -> bool {
        let mut given = self.of_step(&review.id);
        match review.merge {
            Merge::All => given.all(|it| it.opinion.in_favour),
            Merge::Any => given.any(|it| it.opinion.in_favour),
            Merge::Lead => {
                given.find(|it| it.member == review.lead).is_some_and(|it| it.opinion.in_favour)
            }
        }
    }

    fn of_step<'a>(&'a self, step: &'a str) -> impl Iterator<Item = &'a Review> {
        self.reviews.iter().filter(move |it| it.step == step)
    }

    /// Stops the clock for a special procedure of the service (art. 45).
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn suspend(
        &self,
        definition: &ServiceDefinition,
        procedure: &str,
        reason: &str,
        days: u32,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let Stage::InReview { .. } = self.stage else { return Err(self.wrong_stage()) };
        if self.pending.is_some() {
            return Err(self.wrong_stage());
        }
        let known = definition.special_procedures.iter().find(|it| it.id == procedure);
        let known = known.ok_or(CaseRefusal::NoSuchProcedure)?;
        if reason.trim().is_empty() {
            return Err(CaseRefusal::NoReason);
        }
        readable(reason)?;
        if days == 0 || days > known.max_days {
            return Err(CaseRefusal::TooLong(known.max_days));
        }
        let limit = TimeLimit { days, unit: DayUnit::Working };
        let expected = Due::new(today, limit, &[], calendar).on;
        Ok(vec![CaseEvent::Suspended {
            procedure: procedure.to_owned(),
            reason: reason.trim().into(),
            from: today,
            expected,
        }])
    }

    /// Lets the clock run again: today counts as running.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn resume(
        &self,
        result: &str,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        let Stage::Paused { from, next, .. } = &self.stage else {
            return Err(self.wrong_stage());
        };
        let from = *from;
        if result.trim().is_empty() {
            return Err(CaseRefusal::NoReason);
        }
        readable(result)?;
        let (Some(statutory), Some(promised)) = (self.statutory, self.promised) else {
            return Err(self.wrong_stage());
        };
        let mut suspensions = self.suspensions.clone();
        suspensions.push(Period { from, until: today.max(from) });
        Ok(vec![CaseEvent::Resumed {
            on: today,
            result: result.trim().into(),
            statutory: statutory.again(&suspensions, calendar),
            promised: promised.again(&suspensions, calendar),
            next: later(next, &suspensions, calendar),
        }])
    }

    /// Grants. Who handled the case before does not decide it.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn grant(
        &self,
        definition: &ServiceDefinition,
        text: &str,
        by: &Actor,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.check_decision(definition, by)?;
        if !self.reviews_allow(definition) {
            return Err(CaseRefusal::ReviewAgainst);
        }
        readable(text)?;
        Ok(vec![decided(true, None, text, today, calendar)])
    }

    /// Refuses, with a coded reason of the service.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn refuse(
        &self,
        definition: &ServiceDefinition,
        ruling: &Ruling,
        by: &Actor,
        today: Date,
        calendar: &WorkCalendar,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        self.check_decision(definition, by)?;
        if definition.refusal(&ruling.code).is_none() || ruling.text.trim().is_empty() {
            return Err(CaseRefusal::NoReason);
        }
        readable(&ruling.text)?;
        Ok(vec![decided(false, Some(ruling.code.clone()), &ruling.text, today, calendar)])
    }

    fn check_decision(
        &self,
        definition: &ServiceDefinition,
        by: &Actor,
    ) -> Result<(), CaseRefusal> {
        let Stage::InReview { next } = &self.stage else { return Err(self.wrong_stage()) };
        if !matches!(definition.step(&next.step), Some(ProcessStep::Decide(_))) {
            return Err(self.wrong_stage());
        }
        self.task_of(by).ok_or(CaseRefusal::NotYourTask)?;
        if self.was_handled_by(by) {
            return Err(CaseRefusal::SamePerson);
        }
        Ok(())
    }

    /// Notes the result that was made.
    ///
    /// # Errors
    /// [`CaseRefusal::WrongStage`].
    pub fn record_result(
        &self,
        licence: LicenceId,
        number: &str,
        identifier: &str,
    ) -> Result<Vec<CaseEvent>, CaseRefusal> {
        match self.stage {
            Stage::Approved => Ok(vec![CaseEvent::Issued {
                licence,
                number: number.to_owned(),
                identifier: identifier.to_owned(),
            }]),
            Stage::Concluded { .. } if self.licence == Some(licence) => Ok(Vec::new()),
            _ => Err(self.wrong_stage()),
        }
    }

    /// Notes that the result reached the person; a second time changes nothing.
    ///
    /// # Errors
    /// [`CaseRefusal::WrongStage`].
    pub fn deliver(&self, channel: Channel) -> Result<Vec<CaseEvent>, CaseRefusal> {
        match self.stage {
            Stage::Concluded { .. } if self.delivered_at.is_some() => Ok(Vec::new()),
            Stage::Concluded { .. } if self.decision.is_some() => {
                Ok(vec![CaseEvent::Delivered { channel }])
            }
            _ => Err(self.wrong_stage()),
        }
    }
}

/// The first step that somebody has to do once the case is accepted.
pub(crate) fn step_after_acceptance(definition: &ServiceDefinition) -> Option<&ProcessStep> {
    let accept = definition.process.iter().position(|it| matches!(it, ProcessStep::Accept(_)))?;
    definition.process.get(accept + 1)
}

/// A step that begins to wait today.
pub(crate) fn next(step: &ProcessStep, today: Date, calendar: &WorkCalendar) -> Next {
    let due = |days| Due::new(today, TimeLimit::working(days), &[], calendar);
    let waits = match step.spec() {
        Some(spec) => vec![Waiting {
            member: None,
            unit: spec.unit.clone(),
            role: spec.role,
            due: due(spec.days),
            may_be_silent: false,
        }],
        None => step
            .members()
            .iter()
            .map(|member| Waiting {
                member: Some(member.id.clone()),
                unit: member.unit.clone(),
                role: member.role,
                due: due(member.days),
                may_be_silent: member.silence == Silence::Consent,
            })
            .collect(),
    };
    Next { step: step.id().to_owned(), waits }
}

/// The same step with dates that leave out the suspensions.
fn later(next: &Next, suspensions: &[Period], calendar: &WorkCalendar) -> Next {
    let mut next = next.clone();
    for wait in &mut next.waits {
        wait.due = wait.due.again(suspensions, calendar);
    }
    next
}

/// The step after this one that somebody has to do: issue and delivery follow by themselves.
pub(crate) fn next_step<'a>(
    definition: &'a ServiceDefinition,
    step: &str,
) -> Option<&'a ProcessStep> {
    let here = definition.process.iter().position(|it| it.id() == step)?;
    definition.process.get(here + 1)
}

fn decided(
    granted: bool,
    code: Option<String>,
    text: &str,
    today: Date,
    calendar: &WorkCalendar,
) -> CaseEvent {
    let delivery = Due::new(today, TimeLimit::working(DELIVERY_DAYS), &[], calendar);
    let text = text.trim().into();
    CaseEvent::Decided { granted, code, text, delivery, leaves_at: None }
}
