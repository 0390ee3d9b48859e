//! What can be done with cases. Pages and their API twins call the same functions.

mod duty;
mod elevation;
mod examine;
mod hands;
mod impact;
mod intake;
mod interest;
mod look;
mod opened;
mod pace;
mod proof;
mod rehearsal;
mod rights;
mod second_look;
mod unmask;
mod uses;

use std::sync::Arc;

use accounts_domain::{Conflicts, NoPower, People, Power, Powerless, Powers, Staff};
use approvals_domain::Approvals;
use authz::Policy;
use cases_domain::{Case, CaseEvent, CaseRefusal, ElevationRefusal, SecondLookRefusal};
use catalogue_domain::{ProposedServices, Published, Services, definition::ServiceDefinition};
use forms_domain::{Applications, Drafts};
use kernel::{
    Actor, Given, IdentityLevel,
    calendar::WorkCalendar,
    code::CaseRef,
    id::{CaseId, CommandId},
};
use ledger::{Command, CommandError, Done, Ledger};
use licences_domain::Licences;
use materials_domain::Materials;
use organisations_domain::Directory;
use record::PublicRecord;
use regions_domain::Calendars;

use crate::store;

pub(crate) use duty::OverrideView;
pub(crate) use elevation::ElevationView;
pub(crate) use look::{Found, Proof, Span, Why};
pub(crate) use pace::{HastyView, PACE_DAYS};
pub(crate) use proof::is_provable;
pub(crate) use rehearsal::{REHEARSE, Rehearsed, Which};
pub(crate) use second_look::{LookView, OverseenLook, SECOND_LOOK};
pub(crate) use unmask::UNMASK;

/// Why something cannot be done, before it is worded for a reader.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// There is no such case, or the asker may not know that there is.
    NotFound,
    /// The policy does not allow it.
    Denied,
    /// It is not their task: they must say why they read it.
    ReasonNeeded,
    /// The rules refuse.
    Refused(CaseRefusal),
    /// The rules of elevations refuse.
    Elevation(ElevationRefusal),
    /// The rules of second looks refuse.
    SecondLook(SecondLookRefusal),
    /// The application is not complete: ids of topics and of requirements.
    Incomplete { topics: Vec<String>, materials: Vec<String> },
    /// More must be proved about who hands it in: this much.
    Identity(IdentityLevel),
    /// The actor may not do this for the one for whom they act.
    Powerless(NoPower),
    /// Somebody else changed it.
    Conflict,
    /// It would have taken too long.
    Overdue,
    /// Somebody else has their turn.
    Busy,
    /// A store failed.
    Down(String),
}

impl From<ledger::StoreError> for Trouble {
    fn from(error: ledger::StoreError) -> Self {
        match error {
            ledger::StoreError::Conflict(_) => Self::Conflict,
            ledger::StoreError::Overdue(_) => Self::Overdue,
            other => Self::Down(other.to_string()),
        }
    }
}

impl From<CommandError<CaseRefusal>> for Trouble {
    fn from(error: CommandError<CaseRefusal>) -> Self {
        match error {
            CommandError::Refused(refusal) => Self::Refused(refusal),
            CommandError::Reused | CommandError::Stale(_) | CommandError::Taken(_) => {
                Self::Conflict
            }
            CommandError::Withheld(code) if code == CaseRefusal::AnothersTask.code() => {
                Self::Refused(CaseRefusal::AnothersTask)
            }
            CommandError::Withheld(code) => {
                NoPower::parse(code).map_or(Self::Denied, Self::Powerless)
            }
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<Powerless> for Trouble {
    fn from(error: Powerless) -> Self {
        match error {
            Powerless::NotTheirs => Self::Denied,
            Powerless::Refused(why) => Self::Powerless(why),
            Powerless::Down(cause) => Self::Down(cause.to_string()),
        }
    }
}

impl From<authz::Denied> for Trouble {
    fn from(_: authz::Denied) -> Self {
        Self::Denied
    }
}

macro_rules! down {
    ($($error:ty),*) => {$(
        impl From<$error> for Trouble {
            fn from(error: $error) -> Self { Self::Down(error.to_string()) }
        }
    )*};
}
down!(
    record::RecordError,
    ledger::VaultError,
    accounts_domain::RegisterDown,
    licences_domain::LicencesDown
);

impl From<forms_domain::ApplicationError> for Trouble {
    fn from(error: forms_domain::ApplicationError) -> Self {
        match error {
            forms_domain::ApplicationError::Unknown => Self::NotFound,
            forms_domain::ApplicationError::Powerless(why) => Self::Powerless(why),
            other => Self::Down(other.to_string()),
        }
    }
}

impl From<materials_domain::MaterialError> for Trouble {
    fn from(error: materials_domain::MaterialError) -> Self {
        match error {
            materials_domain::MaterialError::Unknown => Self::NotFound,
            materials_domain::MaterialError::Powerless(why) => Self::Powerless(why),
            other => Self::Down(other.to_string()),
        }
    }
}

/// A command on a case, by whom and under which key.
#[derive(Debug, Clone)]
pub(crate) struct Order<'a> {
    pub key: CommandId,
    pub by: &'a Actor,
    /// The version that the actor saw, where the page carried one.
    pub seen: Option<u64>,
    /// In which right; asked again in the moment of the deed.
    pub power: Power,
}

/// The service of cases. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    inner: Arc<Parts>,
}

/// What the service is made of.
pub(crate) struct Parts {
    pub ledger: Ledger,
    pub policy: Arc<Policy>,
    pub services: Arc<dyn Services>,
    pub proposed: Arc<dyn ProposedServices>,
    pub calendars: Arc<dyn Calendars>,
    pub directory: Arc<dyn Directory>,
    pub people: Arc<dyn People>,
    pub staff: Arc<dyn Staff>,
    pub conflicts: Arc<dyn Conflicts>,
    pub powers: Arc<dyn Powers>,
    pub applications: Arc<dyn Applications>,
    pub drafts: Arc<dyn Drafts>,
    pub materials: Arc<dyn Materials>,
    pub licences: Arc<dyn Licences>,
    pub approvals: Arc<dyn Approvals>,
    pub record: Arc<dyn PublicRecord>,
    pub renderer: render::Renderer,
    pub public_url: String,
    /// How long a decision waits before it leaves.
    pub notice_wait: jiff::SignedDuration,
    /// How decisions are watched.
    pub decisions: module::Decisions,
    /// When nothing could be entered.
    pub outages: Option<Arc<dyn module::Outages>>,
    /// Whose turn it is to rehearse: each takes a whole core for a while.
    pub rehearsals: Arc<tokio::sync::Semaphore>,
}

impl std::ops::Deref for Desk {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.inner
    }
}

impl Desk {
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// The definition that a case is pinned to.
    pub fn definition(&self, case: &Case) -> Result<Arc<Published>, Trouble> {
        let found = self.services.revision(&case.service, case.revision);
        found.ok_or_else(|| {
            Trouble::Down(format!("no revision {} of {}", case.revision, case.service))
        })
    }

    /// Runs a rule on a case with its definition and the calendar in force. What an officer does
    /// on a task is done while the task is theirs or the office's.
    pub async fn act<F>(
        &self,
        order: &Order<'_>,
        id: CaseId,
        verb: &'static str,
        content: &(impl serde::Serialize + Sync),
        rule: F,
    ) -> Result<Done<Case>, Trouble>
    where
        F: Fn(
                &Case,
                &ServiceDefinition,
                &Given,
                &WorkCalendar,
            ) -> Result<Vec<CaseEvent>, CaseRefusal>
            + Send
            + Sync
            + 'static,
    {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let published = self.definition(&case)?;
        let calendar = self.calendars.current();
        let task = case.task_of(order.by);
        let own = task.as_ref().and_then(|it| Self::own_task(it, id, order.by));
        let ahead = match &task {
            Some(task) => self.ahead(task, id, order.by).await?,
            None => 0,
        };
        let command = Command::new::<Case>(order.key, order.by.clone(), id, &(verb, content))
            .expecting(order.seen)
            .about(case.party.as_ref().ok_or(Trouble::NotFound)?.subject, Some(id.record()))
            .under(order.power.firm.clone())
            .under(order.power.mandate.clone())
            .under(own.clone());
        let done = self
            .ledger
            .execute(command, move |case: &Case, given| {
                rule(case, &published.definition, given, &calendar)
            })
            .await?;
        if let Some(own) = own.filter(|_| ahead > 0 && !done.events.is_empty()) {
            self.note_out_of_turn(order, own, ahead).await;
        }
        Ok(done)
    }

    /// The case of a reference as somebody typed it.
    pub async fn listed(&self, reference: &str) -> Result<store::Listed, Trouble> {
        let text = reference.trim();
        let clean = CaseRef::parse(text).map_or_else(|_| text.to_uppercase(), |it| it.to_string());
        store::find(&self.ledger, &clean).await?.ok_or(Trouble::NotFound)
    }
}
