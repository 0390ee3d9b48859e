//! Beginning, reading, answering and throwing away applications. Pages and API call the same
//! functions; the port for later subjects stands in [`port`].

mod facts;
mod known;
mod port;

use std::{collections::BTreeSet, sync::Arc};

use accounts_domain::{Party, People};
use authz::{Policy, Relation};
use catalogue_domain::{
    Facts, Published, Services,
    definition::{Channel, FormField, ServiceDefinition},
};
use forms_domain::{Application, ApplicationEvent, DraftSummary, Stage, StartOrder};
use jiff::{ToSpan, civil::Date};
use kernel::{
    Actor,
    id::{AccountId, ApplicationId, CommandId, FirmId},
};
use ledger::{Command, CommandError, Ledger, derived_command};

use crate::{
    policy::relations,
    problem::{FOR_FIRMS, FOR_PEOPLE, NO_AGENT, NOT_ONLINE, Problem, TOO_MANY},
    store,
};

pub(crate) use facts::{changes, merged};
pub(crate) use known::Known;

/// Nobody has more drafts than this open.
const DRAFTS_LIMIT: usize = 20;
/// How often saving is tried again when two devices save at the same moment.
const TRIES: usize = 5;

/// The service of this subject. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Forms {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    services: Arc<dyn Services>,
    people: Arc<dyn People>,
    policy: Arc<Policy>,
}

/// An application with everything that its screens need.
#[derive(Clone)]
pub(crate) struct Opened {
    pub id: ApplicationId,
    pub application: Application,
    pub version: u64,
    pub party: Party,
    pub facts: Facts,
    pub published: Arc<Published>,
}

impl Opened {
    /// The definition that the application is pinned to.
    pub fn definition(&self) -> &ServiceDefinition {
        &self.published.definition
    }

    /// Whether the answer to a question may be given now: in a draft, where it was returned, and
    /// where it was raised by a correction.
    pub fn may_change(&self, field: &FormField) -> bool {
        let is_raised = matches!(self.application.stage, Stage::Reopened { .. })
            && field.required
            && !self.facts.answers.contains_key(&field.id);
        is_raised || self.application.may_change(&field.id)
    }
}

impl Forms {
    pub fn new(
        ledger: Ledger,
        services: Arc<dyn Services>,
        people: Arc<dyn People>,
        policy: Arc<Policy>,
    ) -> Self {
        Self { inner: Arc::new(Inner { ledger, services, people, policy }) }
    }

    /// An application that is the actor's own.
    pub async fn own(
        &self,
        actor: &Actor,
        action: &str,
        id: ApplicationId,
    ) -> Result<Opened, Problem> {
        let opened = self.open(id).await?;
        // Whose it is not may not learn that it exists.
        let holds = relations(actor, &opened.party);
        self.inner.policy.require(actor, action, &holds).map_err(|_| Problem::Unknown)?;
        Ok(opened)
    }

    /// An application with its answers, whoever asks.
    async fn open(&self, id: ApplicationId) -> Result<Opened, Problem> {
        let found = self.inner.ledger.load::<Application>(id).await?;
        let Some((application, version)) = found else { return Err(Problem::Unknown) };
        let (Some(party), Some(sealed)) = (application.party.clone(), &application.facts) else {
            return Err(Problem::Unknown);
        };
        let facts = self.inner.ledger.vault().open(sealed).await?;
        let pinned = self.inner.services.revision(&application.service, application.revision);
        let published = pinned.ok_or(Problem::Withdrawn)?;
        Ok(Opened { id, application, version, party, facts, published })
    }

    /// The service that can be applied for now.
    pub fn published(&self, service: &str) -> Result<Arc<Published>, Problem> {
        let was_there = || self.inner.services.revision(service, 1).is_some();
        self.inner
            .services
            .current(service)
            .ok_or_else(|| if was_there() { Problem::Withdrawn } else { Problem::Unknown })
    }

    /// Whether the actor can apply for this service here.
    pub fn check_open_to(
        &self,
        actor: &Actor,
        definition: &ServiceDefinition,
    ) -> Result<(), Problem> {
        if !definition.implementation.channels.contains(&Channel::Online) {
            return Err(NOT_ONLINE);
        }
        match actor.acting_for {
            Some(_) if !definition.serves_organisations() => Err(FOR_PEOPLE),
            None if !definition.serves_people() => Err(FOR_FIRMS),
            _ => Ok(()),
        }
    }

    /// Until when a draft begun now is kept.
    pub fn kept_until(&self) -> Date {
        kept_until(self.inner.ledger.clock().today())
    }

    /// The open drafts of the actor for a service, for the one they act for now.
    pub async fn drafts_for(
        &self,
        actor: &Actor,
        service: &str,
    ) -> Result<Vec<DraftSummary>, Problem> {
        let account = actor.account.ok_or(Problem::Unknown)?;
        let subject = actor.acting_for.unwrap_or(account.subject());
        let mut drafts = self.drafts(account).await?;
        drafts.retain(|it| it.service == service && it.subject == subject);
        Ok(drafts)
    }

    /// All open drafts of an account whose time is not over, newest first.
    async fn drafts(&self, account: AccountId) -> Result<Vec<DraftSummary>, Problem> {
        let today = self.inner.ledger.clock().today();
        let rows = self.inner.ledger.rows(&store::DRAFTS, &[account.to_string().into()]).await?;
        let drafts = rows.iter().map(store::draft).collect::<Result<Vec<_>, _>>()?;
        Ok(drafts.into_iter().filter(|it| it.kept_until >= today).collect())
    }

    /// Begins an application online, for the actor or the one they act for.
    pub async fn begin(
        &self,
        actor: &Actor,
        key: CommandId,
        service: &str,
        facts: Facts,
    ) -> Result<ApplicationId, Problem> {
        let holds = [Relation::Own];
        self.inner.policy.require(actor, "forms.begin", &holds).map_err(|_| Problem::Unknown)?;
        let party = self.party(actor).await?;
        let published = self.published(service)?;
        self.check_open_to(actor, &published.definition)?;
        let id = application_id(actor, key);
        let is_new = self.inner.ledger.load::<Application>(id).await?.is_none();
        if is_new && self.drafts(party.account).await?.len() >= DRAFTS_LIMIT {
            return Err(TOO_MANY);
        }
        let order =
            StartOrder { service: service.to_owned(), party, channel: Channel::Online, facts };
        self.start(key, order, actor).await
    }

    /// For whom the actor applies. A firm only as long as they may act for it.
    async fn party(&self, actor: &Actor) -> Result<Party, Problem> {
        let account = actor.account.ok_or(Problem::Unknown)?;
        let Some(subject) = actor.acting_for else {
            return Ok(Party { subject: account.subject(), account, firm: None });
        };
        let firms = self.inner.people.firms_of(account).await.map_err(register_down)?;
        let firm = firms.into_iter().find(|firm: &FirmId| firm.subject() == subject);
        let firm = firm.ok_or(NO_AGENT)?;
        Ok(Party { subject, account, firm: Some(firm) })
    }

    /// Begins an application with what a register knows already.
    async fn start(
        &self,
        key: CommandId,
        order: StartOrder,
        by: &Actor,
    ) -> Result<ApplicationId, Problem> {
        let published = self.published(&order.service)?;
        let id = application_id(by, key);
        let content = self.fingerprint(&(&order.service, &order.party, &order.facts));
        let known = self.known(&order.party).await;
        let facts =
            merged(&published.definition, &known.facts(&published.definition), &order.facts);
        let sealed = self.inner.ledger.vault().seal(order.party.subject, &facts).await?;
        let command = Command::new::<Application>(key, by.clone(), id, &content);
        let revision = published.revision;
        self.inner
            .ledger
            .execute(command, move |state: &Application, given| {
                state.start(ApplicationEvent::Started {
                    service: order.service.clone(),
                    revision,
                    party: order.party.clone(),
                    channel: order.channel,
                    facts: sealed.clone(),
                    kept_until: kept_until(given.today),
                })
            })
            .await?;
        Ok(id)
    }

    /// Saves answers over the stored ones; `topics` are complete with them. Answers the version
    /// reached. With `expected`, somebody else's change in between is refused; without, both are
    /// kept.
    pub async fn save(
        &self,
        key: CommandId,
        id: ApplicationId,
        topics: &BTreeSet<String>,
        facts: &Facts,
        by: &Actor,
        expected: Option<u64>,
    ) -> Result<u64, Problem> {
        let content = self.fingerprint(&(topics, facts));
        for _ in 0..TRIES {
            let opened = self.open(id).await?;
            let merged = merged(opened.definition(), &opened.facts, facts);
            let changes = changes(opened.definition(), &opened.facts, &merged);
            let sealed = self.inner.ledger.vault().seal(opened.party.subject, &merged).await?;
            let topics = topics.clone();
            let command = Command::new::<Application>(key, by.clone(), id, &content)
                .expecting(Some(expected.unwrap_or(opened.version)));
            let decide = move |state: &Application, _: &kernel::Given| {
                state.save(&topics, sealed.clone(), &changes)
            };
            match self.inner.ledger.execute(command, decide).await {
                Err(CommandError::Stale(_)) if expected.is_none() => {}
                outcome => return Ok(outcome?.version),
            }
        }
        Err(Problem::Stale)
    }

    /// Throws a draft away.
    pub async fn discard(
        &self,
        actor: &Actor,
        key: CommandId,
        id: ApplicationId,
    ) -> Result<(), Problem> {
        let command = Command::new::<Application>(key, actor.clone(), id, &"discard");
        self.inner.ledger.execute(command, |state: &Application, _| state.discard()).await?;
        Ok(())
    }

    /// Throws away the drafts whose time is over; answers how many.
    pub async fn sweep(&self) -> Result<u64, Problem> {
        const AT_ONCE: i64 = 500;
        let today = self.inner.ledger.clock().today();
        let args = [today.into(), AT_ONCE.into()];
        let rows = self.inner.ledger.rows(&store::TO_SWEEP, &args).await?;
        let mut swept = 0;
        for row in rows {
            let id: ApplicationId = row.parsed(0)?;
            let key = derived_command("forms.sweep", id);
            match self.discard(&Actor::SYSTEM, key, id).await {
                Ok(()) => swept += 1,
                // Handed in or thrown away at this very moment.
                Err(Problem::Domain(_) | Problem::Unknown) => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(swept)
    }

    /// Stands for the content of a command. Keyed, because answers are personal and a plain digest
    /// of a short answer could be guessed.
    fn fingerprint(&self, content: &impl serde::Serialize) -> String {
        let text = serde_json::to_string(content).unwrap_or_default();
        self.inner.ledger.vault().blind("forms.command", &text)
    }
}

/// The same sender's same command begins the same application.
fn application_id(by: &Actor, key: CommandId) -> ApplicationId {
    let sender = by.account.map_or_else(|| by.role.word().to_owned(), |it| it.to_string());
    ApplicationId::from_uuid(derived_command("forms.application", format!("{sender}/{key}")).uuid())
}

fn kept_until(today: Date) -> Date {
    today.saturating_add(Application::KEPT_DAYS.days())
}

fn register_down(error: accounts_domain::RegisterDown) -> Problem {
    Problem::Store(ledger::StoreError::Unavailable(error.to_string()))
}
