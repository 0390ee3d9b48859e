//! The life of an application: draft, submitted, perhaps opened again for correction; thrown away,
//! and for a while brought back.

use std::collections::BTreeSet;

use accounts_domain::Party;
use catalogue_domain::definition::Channel;
use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Aggregate, Recorded, Sealed};
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Not started.
    #[default]
    None,
    /// Being filled in.
    Draft,
    /// Handed in: answers are fixed.
    Submitted,
    /// Returned: the named fields may be changed, and nothing else.
    Reopened {
        /// Ids of the fields.
        fields: BTreeSet<String>,
    },
    /// Thrown away by the applicant.
    Discarded,
}

/// What happens to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ApplicationEvent {
    /// Begun.
    Started {
        /// The service's id.
        service: String,
        /// The revision it is pinned to.
        revision: u32,
        /// Whose matter it is and who acts.
        party: Party,
        /// Through which channel.
        channel: Channel,
        /// Sealed `Facts`.
        facts: Sealed,
        /// Until when the draft is kept.
        kept_until: Date,
    },
    /// Answers were saved.
    Saved {
        /// The topics that are complete with it, `situation` for the questions before the form;
        /// empty when a screen was left half filled.
        topics: BTreeSet<String>,
        /// Sealed `Facts`, all of them.
        facts: Sealed,
    },
    /// Its case was opened.
    Submitted,
    /// Returned for correction.
    Reopened {
        /// Ids of the fields that may be changed.
        fields: BTreeSet<String>,
    },
    /// Thrown away.
    Discarded,
    /// Brought back while that was possible.
    Restored {
        /// Until when the draft is kept from now on.
        kept_until: Date,
    },
}

/// Why something cannot be done with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationRefusal {
    /// It was begun already.
    #[error("the application was begun already")]
    Exists,
    /// There is no such application.
    #[error("there is no such application")]
    Unknown,
    /// It was handed in: answers are fixed.
    #[error("the application was handed in")]
    Fixed,
    /// This answer was not returned for correction.
    #[error("this answer was not returned for correction")]
    NotReturned,
    /// It was thrown away too long ago.
    #[error("it was thrown away too long ago")]
    TooLate,
}

impl ApplicationRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "application.exists",
            Self::Unknown => "application.unknown",
            Self::Fixed => "application.fixed",
            Self::NotReturned => "application.not_returned",
            Self::TooLate => "application.too_late",
        }
    }
}

/// Which answers differ from the stored ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Fields that were answered otherwise before, and `situation` if one of those was.
    pub changed: BTreeSet<String>,
    /// Required fields that had no answer. When an application is handed in there are none, so
    /// afterwards such a field was raised by a correction and may be answered with it.
    pub raised: BTreeSet<String>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.raised.is_empty()
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Application {
    /// Where it stands.
    pub stage: Stage,
    /// The service's id.
    pub service: String,
    /// The revision it is pinned to.
    pub revision: u32,
    /// Whose matter it is and who acts.
    pub party: Option<Party>,
    /// Through which channel it was begun.
    pub channel: Option<Channel>,
    /// Sealed `Facts`.
    pub facts: Option<Sealed>,
    /// The topics whose answers were saved.
    pub saved: BTreeSet<String>,
    /// The topics that were saved since the application was last returned for correction.
    #[serde(default)]
    pub corrected: BTreeSet<String>,
    /// Until when the draft is kept.
    pub kept_until: Option<Date>,
    /// When it was thrown away; none where it was not, or was brought back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded_at: Option<Timestamp>,
}

impl Application {
    /// How many days a draft is kept after it was begun.
    pub const KEPT_DAYS: i64 = 90;

    /// The name under which a changed situation stands among changed fields and topics.
    pub const SITUATION: &'static str = "situation";

    /// Whether the answer to this field may be changed now.
    pub fn may_change(&self, field: &str) -> bool {
        match &self.stage {
            Stage::Draft => true,
            Stage::Reopened { fields } => fields.contains(field),
            Stage::None | Stage::Submitted | Stage::Discarded => false,
        }
    }

    /// Begins the application; `started` is the event with its facts.
    ///
    /// # Errors
    /// [`ApplicationRefusal::Exists`].
    pub fn start(
        &self,
        started: ApplicationEvent,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::None => Ok(vec![started]),
            _ => Err(ApplicationRefusal::Exists),
        }
    }

    /// Saves answers and notes the `topics` that are complete with them.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn save(
        &self,
        topics: &BTreeSet<String>,
        facts: Sealed,
        changes: &Changes,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match &self.stage {
            Stage::None | Stage::Discarded => return Err(ApplicationRefusal::Unknown),
            Stage::Submitted => return Err(ApplicationRefusal::Fixed),
            Stage::Reopened { fields } if !changes.changed.is_subset(fields) => {
                return Err(ApplicationRefusal::NotReturned);
            }
            Stage::Draft | Stage::Reopened { .. } => {}
        }
        // What was returned counts as corrected once it is saved again, even as it was.
        let is_returned = matches!(self.stage, Stage::Reopened { .. });
        let known = if is_returned { &self.corrected } else { &self.saved };
        if changes.is_empty() && topics.is_subset(known) {
            return Ok(Vec::new());
        }
        Ok(vec![ApplicationEvent::Saved { topics: topics.clone(), facts }])
    }

    /// Notes that its case was opened, or that its corrections were handed in.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn submit(&self) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::None | Stage::Discarded => Err(ApplicationRefusal::Unknown),
            Stage::Submitted => Ok(Vec::new()),
            Stage::Draft | Stage::Reopened { .. } => Ok(vec![ApplicationEvent::Submitted]),
        }
    }

    /// Opens fields again for correction.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn reopen(
        &self,
        fields: BTreeSet<String>,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::Submitted | Stage::Reopened { .. } => {
                Ok(vec![ApplicationEvent::Reopened { fields }])
            }
            _ => Err(ApplicationRefusal::Unknown),
        }
    }

    /// Throws the draft away.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn discard(&self) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::Draft => Ok(vec![ApplicationEvent::Discarded]),
            Stage::Submitted | Stage::Reopened { .. } => Err(ApplicationRefusal::Fixed),
            Stage::None | Stage::Discarded => Err(ApplicationRefusal::Unknown),
        }
    }
}

impl Application {
    /// Brings a draft back that was thrown away less than `within` ago; asked twice, it happens
    /// once.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn restore(
        &self,
        now: Timestamp,
        within: SignedDuration,
        kept_until: Date,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match (&self.stage, self.discarded_at) {
            (Stage::Discarded, Some(at)) if now < at + within => {
                let kept_until = self.kept_until.map_or(kept_until, |it| it.max(kept_until));
                Ok(vec![ApplicationEvent::Restored { kept_until }])
            }
            (Stage::Discarded, _) => Err(ApplicationRefusal::TooLate),
            (Stage::Draft, _) => Ok(Vec::new()),
            (Stage::None, _) => Err(ApplicationRefusal::Unknown),
            (Stage::Submitted | Stage::Reopened { .. }, _) => Err(ApplicationRefusal::Fixed),
        }
    }
}

impl Stage {
    /// The stage's word in tables and in the API.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Reopened { .. } => "reopened",
            Self::Discarded => "discarded",
        }
    }
}

impl Aggregate for Application {
    type Event = ApplicationEvent;
    const KIND: &'static str = "application";

    fn word(event: &ApplicationEvent) -> &'static str {
        match event {
            ApplicationEvent::Started { .. } => "application.started",
            ApplicationEvent::Saved { .. } => "application.saved",
            ApplicationEvent::Submitted => "application.submitted",
            ApplicationEvent::Reopened { .. } => "application.reopened",
            ApplicationEvent::Discarded => "application.discarded",
            ApplicationEvent::Restored { .. } => "application.restored",
        }
    }

    fn apply(&mut self, event: &Recorded<ApplicationEvent>) {
        match event.event.clone() {
            ApplicationEvent::Started { service, revision, party, channel, facts, kept_until } => {
                *self = Self {
                    stage: Stage::Draft,
                    service,
                    revision,
                    party: Some(party),
                    channel: Some(channel),
                    facts: Some(facts),
                    saved: BTreeSet::new(),
                    corrected: BTreeSet::new(),
                    kept_until: Some(kept_until),
                    discarded_at: None,
                };
            }
            ApplicationEvent::Saved { topics, facts } => {
                if matches!(self.stage, Stage::Reopened { .. }) {
                    self.corrected.extend(topics.iter().cloned());
                }
                self.saved.extend(topics);
                self.facts = Some(facts);
            }
            ApplicationEvent::Submitted => self.stage = Stage::Submitted,
            ApplicationEvent::Reopened { fields } => {
                self.corrected.clear();
                self.stage = Stage::Reopened { fields };
            }
            ApplicationEvent::Discarded => {
                self.stage = Stage::Discarded;
                self.discarded_at = Some(event.at);
            }
            ApplicationEvent::Restored { kept_until } => {
                self.stage = Stage::Draft;
                self.kept_until = Some(kept_until);
                self.discarded_at = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{
        Actor,
        id::{AccountId, EventId},
    };

    use super::*;

    fn account() -> AccountId {
        "01900000-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn sealed(data: &str) -> Sealed {
        Sealed::of(account().subject(), data.to_owned())
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    fn changed(names: &[&str]) -> Changes {
        Changes { changed: set(names), ..Changes::default() }
    }

    fn then(mut state: Application, events: Vec<ApplicationEvent>) -> Application {
        for event in events {
            state.apply(&Recorded {
                id: EventId::from_uuid(account().uuid()),
                seq: 1,
                at: "2026-03-02T01:00:00Z".parse().unwrap(),
                by: Actor::citizen(account()),
                event,
            });
        }
        state
    }

    fn draft() -> Application {
        let party = Party { subject: account().subject(), account: account(), firm: None };
        let started = ApplicationEvent::Started {
            service: "dog-registration".into(),
            revision: 1,
            party,
            channel: Channel::Online,
            facts: sealed("one"),
            kept_until: jiff::civil::date(2026, 5, 31),
        };
        let events = Application::default().start(started).unwrap();
        then(Application::default(), events)
    }

    #[test]
    fn a_draft_takes_answers_until_it_is_handed_in() {
        let state = draft();
        let saved = state.save(&set(&["dog"]), sealed("two"), &changed(&["name"])).unwrap();
        let state = then(state, saved);
        assert_eq!(state.saved, set(&["dog"]));
        assert_eq!(state.save(&set(&["dog"]), sealed("two"), &changed(&[])), Ok(vec![]));
        let events = state.submit().unwrap();
        let state = then(state, events);
        let late = state.save(&set(&["dog"]), sealed("three"), &changed(&["name"]));
        assert_eq!(late, Err(ApplicationRefusal::Fixed));
        assert_eq!(state.discard(), Err(ApplicationRefusal::Fixed));
        assert_eq!(state.submit(), Ok(vec![]), "asked twice, it happens once");
    }

    #[test]
    fn a_returned_application_takes_only_what_was_returned() {
        let state = draft();
        let events = state.submit().unwrap();
        let state = then(state, events);
        let events = state.reopen(set(&["name"])).unwrap();
        let state = then(state, events);
        assert!(state.may_change("name") && !state.may_change("breed"));
        assert!(state.save(&set(&[]), sealed("two"), &changed(&["name"])).is_ok());
        let other = state.save(&set(&[]), sealed("two"), &changed(&["name", "breed"]));
        assert_eq!(other, Err(ApplicationRefusal::NotReturned));
        let raised = Changes { changed: set(&["name"]), raised: set(&["owner"]) };
        assert!(state.save(&set(&[]), sealed("two"), &raised).is_ok(), "asked for the first time");
    }

    #[test]
    fn what_was_returned_is_corrected_once_it_is_saved_again() {
        let state = draft();
        let events = state.save(&set(&["dog"]), sealed("two"), &changed(&["name"])).unwrap();
        let state = then(state, events);
        let events = state.submit().unwrap();
        let state = then(state, events);
        let events = state.reopen(set(&["name"])).unwrap();
        let state = then(state, events);
        assert!(state.corrected.is_empty(), "what was saved before does not count");
        let events = state.save(&set(&["dog"]), sealed("two"), &changed(&[])).unwrap();
        let state = then(state, events);
        assert_eq!(state.corrected, set(&["dog"]), "nor need an answer change that was right");
        assert_eq!(state.save(&set(&["dog"]), sealed("two"), &changed(&[])), Ok(vec![]));
        let events = state.reopen(set(&["name"])).unwrap();
        let state = then(state, events);
        assert!(state.corrected.is_empty(), "returned again, it is to be corrected again");
    }

    #[test]
    fn a_draft_that_was_thrown_away_is_gone_for_everything_but_bringing_it_back() {
        let state = draft();
        let events = state.discard().unwrap();
        let state = then(state, events);
        assert_eq!(state.discard(), Err(ApplicationRefusal::Unknown));
        assert_eq!(state.submit(), Err(ApplicationRefusal::Unknown));
        let save = state.save(&set(&[]), sealed("two"), &changed(&[]));
        assert_eq!(save, Err(ApplicationRefusal::Unknown));
    }

    #[test]
    fn it_comes_back_as_it_was_until_its_time_is_over_to_the_second() {
        let (before, month) = (draft(), SignedDuration::from_hours(24 * 30));
        let events = before.discard().unwrap();
        let gone = then(before.clone(), events);
        let at = gone.discarded_at.unwrap();
        let kept = jiff::civil::date(2026, 6, 30);
        let late = gone.restore(at + month, month, kept);
        assert_eq!(late, Err(ApplicationRefusal::TooLate));
        let last = at + month - SignedDuration::from_secs(1);
        let events = gone.restore(last, month, kept).unwrap();
        let back = then(gone, events);
        assert_eq!((&back.stage, &back.facts), (&Stage::Draft, &before.facts));
        assert_eq!(back.kept_until, Some(kept), "and is kept long enough to be finished");
        assert_eq!(back.restore(last, month, kept), Ok(vec![]), "pressed twice");
        let events = back.submit().unwrap();
        let handed_in = then(back, events);
        assert_eq!(handed_in.restore(last, month, kept), Err(ApplicationRefusal::Fixed));
        let nothing = Application::default().restore(last, month, kept);
        assert_eq!(nothing, Err(ApplicationRefusal::Unknown));
    }
}
