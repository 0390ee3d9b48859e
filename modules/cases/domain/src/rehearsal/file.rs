//! One invented application and its case. Everything that happens to it goes through the commands
//! of [`Case`]; here is only chosen which.

use std::collections::BTreeSet;

use accounts_domain::Party;
use catalogue_domain::{
    Facts,
    definition::{Channel, ProcessStep, ServiceDefinition},
};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor, Aggregate as _, Recorded, Role, Sealed,
    calendar::WorkCalendar,
    id::{AccountId, EventId, LicenceId},
};

use super::{Assumptions, Dice};
use crate::{
    Case, CaseEvent, CaseRefusal, CorrectionItem, Filing, Opinion, Returned, Ruling, Stage,
};

/// What invented officers write.
const SAID: &str = "演练";

/// A role of an authority.
pub(super) type Post = (String, Role);

/// Where and when a rehearsal takes place.
pub(super) struct Ground<'a> {
    pub definition: &'a ServiceDefinition,
    pub calendar: &'a WorkCalendar,
    pub assumptions: &'a Assumptions,
    pub dice: Dice,
    pub today: Date,
    pub now: Timestamp,
}

/// What an officer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Did {
    /// Moved the case on.
    Moved,
    /// Returned it for correction.
    Returned,
    /// Stopped its clock until this day.
    Paused(Date),
    /// Decided it: the refusal's code.
    Decided(Option<String>),
    /// Did what is allowed, and nothing changed.
    Nothing,
}

/// An application with its case.
pub(super) struct File {
    pub case: Case,
    pub facts: Facts,
    pub is_dead: bool,
    citizen: Actor,
    /// What may be returned for correction.
    returnable: Vec<Returned>,
    /// Whether the officers will find a reason against it.
    is_refused: bool,
    was_paused: bool,
    seq: u64,
}

impl File {
    /// An application that nobody has handed in yet.
    pub fn new(ground: &Ground<'_>, facts: Facts, returnable: Vec<Returned>) -> Self {
        let account = AccountId::new(ground.now, &ground.dice);
        Self {
            case: Case::default(),
            facts,
            is_dead: false,
            citizen: Actor::citizen(account),
            returnable,
            is_refused: ground.dice.happens(ground.assumptions.refused_percent),
            was_paused: false,
            seq: 0,
        }
    }

    /// Whether something is still to happen.
    pub fn is_open(&self) -> bool {
        !self.is_dead && !self.case.is_concluded()
    }

    /// Whether the case waits for this post at this step.
    pub fn waits_for(&self, step: &str, post: &Post) -> bool {
        let (Stage::Submitted { next } | Stage::InReview { next }) = &self.case.stage else {
            return false;
        };
        let is_there = next.waits.iter().any(|it| it.unit == post.0 && it.role == post.1);
        !self.is_dead && next.step == step && is_there
    }

    /// Whether it is with the authority and waits for nobody.
    pub fn waits_for_nobody(&self) -> bool {
        match &self.case.stage {
            Stage::Submitted { next } | Stage::InReview { next } => next.waits.is_empty(),
            _ => false,
        }
    }

    fn happens(&mut self, ground: &Ground<'_>, by: &Actor, events: Vec<CaseEvent>) {
        for event in events {
            self.seq += 1;
            let id = EventId::new(ground.now, &ground.dice);
            let by = by.clone();
            self.case.apply(&Recorded { id, seq: self.seq, at: ground.now, by, event });
        }
    }

    /// The citizen hands it in.
    pub fn submit(&mut self, ground: &Ground<'_>) -> Result<(), CaseRefusal> {
        let definition = ground.definition;
        let account = AccountId::new(ground.now, &ground.dice);
        let account = self.citizen.account.unwrap_or(account);
        let party = Party::own(account);
        let filing = Filing {
            reference: String::new(),
            number: String::new(),
            code: String::new(),
            sealed_code: Sealed::of(party.subject, String::new()),
            service: definition.id.clone(),
            revision: 0,
            name: definition.name().clone(),
            authority: definition.implementation.authority.clone(),
            party,
            channel: channel(definition),
            paper: None,
        };
        let events = self.case.submit(definition, filing, ground.today, ground.calendar)?;
        let citizen = self.citizen.clone();
        self.happens(ground, &citizen, events);
        Ok(())
    }

    /// What silence does today: acceptance, or the consent of members, whose ids are answered
    /// as `step` or `step/member`.
    pub fn silence(&mut self, ground: &Ground<'_>) -> Vec<String> {
        let mut done = Vec::new();
        // A look at the dates first: the commands copy the case's tasks.
        while self.is_silent(ground.today) {
            let (today, calendar) = (ground.today, ground.calendar);
            let events = match self.case.stage {
                Stage::Submitted { .. } => self
                    .case
                    .accept_by_silence(ground.definition, today, calendar)
                    .unwrap_or_default(),
                _ => self.case.consent_by_silence(ground.definition, today, calendar),
            };
            let Some(word) = events.first().map(silent_word) else { break };
            let step = self.case.step().unwrap_or_default().to_owned();
            self.happens(ground, &Actor::SYSTEM, events);
            done.push(word.map_or_else(|| step.clone(), |member| format!("{step}/{member}")));
            if matches!(self.case.stage, Stage::Submitted { .. }) {
                break;
            }
        }
        done
    }

    fn is_silent(&self, today: Date) -> bool {
        match &self.case.stage {
            Stage::Submitted { .. } => self.case.notice.is_some_and(|it| it.has_passed(today)),
            Stage::InReview { next } => {
                next.waits.iter().any(|it| it.may_be_silent && it.due.has_passed(today))
            }
            _ => false,
        }
    }

    /// The citizen corrects everything, or withdraws.
    pub fn answer(&mut self, ground: &Ground<'_>) -> Result<(), CaseRefusal> {
        let Stage::Returned { items } = &self.case.stage else {
            return Err(self.case.wrong_stage());
        };
        let corrected: BTreeSet<Returned> = items.iter().map(|it| it.what.clone()).collect();
        let events = if ground.dice.happens(ground.assumptions.withdrawn_percent) {
            self.case.withdraw("")?
        } else {
            self.case.correct(ground.definition, &corrected, ground.today, ground.calendar)?
        };
        let citizen = self.citizen.clone();
        self.happens(ground, &citizen, events);
        Ok(())
    }

    /// The special procedure is over.
    pub fn resume(&mut self, ground: &Ground<'_>) -> Result<(), CaseRefusal> {
        let events = self.case.resume(SAID, ground.today, ground.calendar)?;
        self.happens(ground, &Actor::SYSTEM, events);
        Ok(())
    }

    /// An officer does what waits for them.
    pub fn act(&mut self, ground: &Ground<'_>, by: &Actor) -> Result<Did, CaseRefusal> {
        let before = self.case.stage.clone();
        let did = match &self.case.stage {
            Stage::Submitted { .. } => self.take_in(ground, by)?,
            Stage::InReview { next } => match ground.definition.step(&next.step) {
                Some(ProcessStep::Decide(_)) => self.decide(ground, by)?,
                _ => self.review(ground, by)?,
            },
            _ => return Err(self.case.wrong_stage()),
        };
        Ok(if self.case.stage == before { Did::Nothing } else { did })
    }

    fn take_in(&mut self, ground: &Ground<'_>, by: &Actor) -> Result<Did, CaseRefusal> {
        let (definition, assumed) = (ground.definition, ground.assumptions);
        let is_first = self.case.corrections == 0;
        if is_first && ground.dice.happens(assumed.not_accepted_percent) {
            let ruling = Ruling { code: "not_required".to_owned(), text: SAID.to_owned() };
            let events = self.case.not_accept(ruling, None)?;
            self.happens(ground, by, events);
            return Ok(Did::Moved);
        }
        if is_first && !self.returnable.is_empty() && ground.dice.happens(assumed.returned_percent)
        {
            let items = self.wrong(ground);
            let events = self.case.return_for_correction(definition, items, "")?;
            self.happens(ground, by, events);
            return Ok(Did::Returned);
        }
        let none = BTreeSet::new();
        let events = self.case.accept(definition, none, ground.today, ground.calendar)?;
        self.happens(ground, by, events);
        Ok(Did::Moved)
    }

    /// One to three things that are wrong.
    fn wrong(&self, ground: &Ground<'_>) -> Vec<CorrectionItem> {
        let count = ground.dice.between(1, 3);
        let picked = (0..count).filter_map(|_| ground.dice.pick(&self.returnable));
        let picked: BTreeSet<&Returned> = picked.collect();
        let item = |what: &Returned| CorrectionItem { what: what.clone(), reason: SAID.into() };
        picked.into_iter().map(item).collect()
    }

    fn review(&mut self, ground: &Ground<'_>, by: &Actor) -> Result<Did, CaseRefusal> {
        let (definition, today) = (ground.definition, ground.today);
        let wants_pause = !self.was_paused
            && !definition.special_procedures.is_empty()
            && ground.dice.happens(ground.assumptions.special_percent);
        if let Some(procedure) = ground.dice.pick(&definition.special_procedures)
            && wants_pause
            && procedure.max_days > 0
        {
            let days = ground.dice.between(1, procedure.max_days);
            let calendar = ground.calendar;
            let events =
                self.case.suspend(definition, &procedure.id, SAID, days, today, calendar)?;
            self.happens(ground, by, events);
            self.was_paused = true;
            if let Stage::Paused { expected, .. } = self.case.stage {
                return Ok(Did::Paused(expected));
            }
        }
        let in_favour = !(self.is_refused && ground.dice.happens(50));
        let opinion = Opinion { in_favour, text: SAID.into() };
        let events = self.case.review(definition, opinion, by, today, ground.calendar)?;
        self.happens(ground, by, events);
        Ok(Did::Moved)
    }

    fn decide(&mut self, ground: &Ground<'_>, by: &Actor) -> Result<Did, CaseRefusal> {
        let (definition, today) = (ground.definition, ground.today);
        let reason = ground.dice.pick(&definition.refusals);
        if !self.is_refused || reason.is_none() {
            match self.case.grant(definition, SAID, by, today, ground.calendar) {
                Ok(events) => {
                    self.happens(ground, by, events);
                    self.conclude(ground)?;
                    return Ok(Did::Decided(None));
                }
                Err(CaseRefusal::ReviewAgainst) if reason.is_some() => {}
                Err(refusal) => return Err(refusal),
            }
        }
        let code = reason.map(|it| it.code.clone()).ok_or(CaseRefusal::NoReason)?;
        let ruling = Ruling { code: code.clone(), text: SAID.to_owned() };
        let events = self.case.refuse(definition, &ruling, by, today, ground.calendar)?;
        self.happens(ground, by, events);
        self.deliver(ground)?;
        Ok(Did::Decided(Some(code)))
    }

    /// The result is made and delivered, which follows by itself.
    fn conclude(&mut self, ground: &Ground<'_>) -> Result<(), CaseRefusal> {
        let licence = LicenceId::new(ground.now, &ground.dice);
        let events = self.case.record_result(licence, "", "")?;
        self.happens(ground, &Actor::SYSTEM, events);
        self.deliver(ground)
    }

    fn deliver(&mut self, ground: &Ground<'_>) -> Result<(), CaseRefusal> {
        let events = self.case.deliver(channel(ground.definition))?;
        self.happens(ground, &Actor::SYSTEM, events);
        Ok(())
    }

    /// Lets go of what nobody asks for any more.
    pub fn shed(&mut self) {
        self.facts = Facts::default();
        self.returnable = Vec::new();
        self.case.acts = Vec::new();
        self.case.reviews = Vec::new();
    }
}

fn channel(definition: &ServiceDefinition) -> Channel {
    definition.implementation.channels.first().copied().unwrap_or(Channel::Online)
}

/// The member for whom silence spoke, if it was one.
fn silent_word(event: &CaseEvent) -> Option<String> {
    match event {
        CaseEvent::Reviewed { member, .. } => member.clone(),
        _ => None,
    }
}
