//! Beginning, reading, answering and throwing away applications. Pages and API call the same
//! functions; the port for later subjects stands in [`port`].

mod facts;
mod known;
mod port;
mod removed;
mod uses;

use std::{collections::BTreeSet, sync::Arc};

use accounts_domain::{Act, Assured, Party, People, Power, Powers};
use authz::{Policy, Relation};
use catalogue_domain::{
    Facts, Published, Services,
    definition::{Channel, FormField, ServiceDefinition},
};
use forms_domain::{Application, ApplicationEvent, DraftSummary, Stage, StartOrder};
use jiff::{SignedDuration, ToSpan, civil::Date};
use kernel::{
    Actor, IdentityLevel,
    id::{AccountId, ApplicationId, CommandId, SubjectId},
};
use ledger::{Command, CommandError, Ledger, VaultError, derived_command};

use crate::{
    problem::{FOR_FIRMS, FOR_PEOPLE, NOT_ONLINE, Problem, TOO_MANY},
    store,
};

pub(crate) use facts::{changes, merged};
pub(crate) use known::Known;
pub(crate) use removed::Removed;

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
    powers: Arc<dyn Powers>,
    policy: Arc<Policy>,
    /// Nobody has more drafts than this open.
    drafts_limit: usize,
    /// So long a draft that was thrown away can be brought back.
    restore: SignedDuration,
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
    /// In which right the actor came to it.
    pub power: Power,
}

/// Which application is saved, by whom and in which right.
pub(crate) struct Saving<'a> {
    pub key: CommandId,
    pub id: ApplicationId,
    pub by: &'a Actor,
    pub power: &'a Power,
}

impl Opened {
    /// Saving by the one who came to it.
    pub fn saving<'a>(&'a self, key: CommandId, by: &'a Actor) -> Saving<'a> {
        Saving { key, id: self.id, by, power: &self.power }
    }

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
        powers: Arc<dyn Powers>,
        policy: Arc<Policy>,
        (drafts_limit, restore): (usize, SignedDuration),
    ) -> Self {
        let inner = Inner { ledger, services, people, powers, policy, drafts_limit, restore };
        Self { inner: Arc::new(inner) }
    }

    /// The one way to write.
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// An application that is the actor's own.
    pub async fn own(
        &self,
        actor: &Actor,
        action: &str,
        id: ApplicationId,
    ) -> Result<Opened, Problem> {
        let mut opened = self.open(id).await?;
        // Whose it is not may not learn that it exists.
        let own = [Relation::Own];
        self.inner.policy.require(actor, action, &own).map_err(|_| Problem::Unknown)?;
        let (act, service) = (act(action, &opened.application.stage), &opened.application.service);
        let powers = &self.inner.powers;
        opened.power = powers.power(actor, opened.party.subject, act, Some(service)).await?;
        Ok(opened)
    }

    /// An application with its answers, whoever asks; what was thrown away is not known.
    async fn open(&self, id: ApplicationId) -> Result<Opened, Problem> {
        let opened = self.open_any(id).await?;
        if opened.application.stage == Stage::Discarded {
            Err(Problem::Unknown)
        } else {
            Ok(opened)
        }
    }

    async fn open_any(&self, id: ApplicationId) -> Result<Opened, Problem> {
        let found = self.inner.ledger.load::<Application>(id).await?;
        let Some((application, version)) = found else { return Err(Problem::Unknown) };
        let (Some(party), Some(sealed)) = (application.party.clone(), &application.facts) else {
            return Err(Problem::Unknown);
        };
        let facts = match self.inner.ledger.vault().open(sealed).await {
            // What was answered is gone; that something was filed is not.
            Err(VaultError::Erased) => Facts::default(),
            other => other?,
        };
        let pinned = self.inner.services.revision(&application.service, application.revision);
        let published = pinned.ok_or(Problem::Withdrawn)?;
        let power = Power::OWN;
        Ok(Opened { id, application, version, party, facts, published, power })
    }

    /// The service that can be applied for now.
    pub fn published(&self, service: &str) -> Result<Arc<Published>, Problem> {
        let was_there = || self.inner.services.revision(service, 1).is_some();
        self.inner
            .services
            .current(service)
            .ok_or_else(|| if was_there() { Problem::Withdrawn } else { Problem::Unknown })
    }

    /// Whether a party can apply for this service here.
    pub fn check_open_to(
        &self,
        party: &Party,
        definition: &ServiceDefinition,
    ) -> Result<(), Problem> {
        if !definition.implementation.channels.contains(&Channel::Online) {
            return Err(NOT_ONLINE);
        }
        match party.firm {
            Some(_) if !definition.serves_organisations() => Err(FOR_PEOPLE),
            None if !definition.serves_people() => Err(FOR_FIRMS),
            _ => Ok(()),
        }
    }

    /// Whether enough is proved about who applies: by the person so far, and by this session.
    pub async fn check_identity(
        &self,
        actor: &Actor,
        session: IdentityLevel,
        definition: &ServiceDefinition,
    ) -> Result<(), Problem> {
        let account = actor.account.ok_or(Problem::Unknown)?;
        let person =
            self.inner.people.level(account).await.map_err(|error| {
                Problem::Store(ledger::StoreError::Unavailable(error.to_string()))
            })?;
        let needed = definition.assurance();
        let has = Assured { person, session }.level();
        if has < needed { Err(Problem::Identity(needed)) } else { Ok(()) }
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
        session: IdentityLevel,
        key: CommandId,
        service: &str,
        facts: Facts,
    ) -> Result<ApplicationId, Problem> {
        let holds = [Relation::Own];
        self.inner.policy.require(actor, "forms.begin", &holds).map_err(|_| Problem::Unknown)?;
        let (party, power) = self.party(actor, service).await?;
        let published = self.published(service)?;
        self.check_open_to(&party, &published.definition)?;
        self.check_identity(actor, session, &published.definition).await?;
        let id = application_id(actor, key);
        let is_new = self.inner.ledger.load::<Application>(id).await?.is_none();
        if is_new && self.drafts(party.account).await?.len() >= self.inner.drafts_limit {
            return Err(TOO_MANY);
        }
        let order = StartOrder {
            service: service.to_owned(),
            party,
            channel: Channel::Online,
            facts,
            power,
        };
        self.start(key, order, actor).await
    }

    /// For whom the actor applies for a service, and in which right: a firm or a person only as
    /// long as they may act for them.
    pub async fn party(&self, actor: &Actor, service: &str) -> Result<(Party, Power), Problem> {
        let account = actor.account.ok_or(Problem::Unknown)?;
        let subject = actor.acting_for.unwrap_or(account.subject());
        let power = self.inner.powers.power(actor, subject, Act::Apply, Some(service)).await?;
        let firm = power.firm.as_ref().map(|it| it.firm);
        Ok((Party { subject, account, firm }, power))
    }

    /// Whether the actor may see what is stored about the one for whom they act.
    async fn may_see(&self, actor: &Actor, subject: SubjectId, service: &str) -> bool {
        // A helper sees and uses it only where the principal said so; a clerk asks for it at the
        // counter, in the presence of whoever it is about or acts for them.
        let is_citizen = actor.role == kernel::Role::Citizen;
        let powers = &self.inner.powers;
        !is_citizen || powers.power(actor, subject, Act::SeeData, Some(service)).await.is_ok()
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
        let known = self.known(&order.party, &order.service, by).await;
        let facts =
            merged(&published.definition, &known.facts(&published.definition), &order.facts);
        let vault = self.inner.ledger.vault();
        let sealed = vault.seal_in(order.party.subject, &id.record(), &facts).await?;
        let command = Command::new::<Application>(key, by.clone(), id, &content)
            .under(order.power.firm.clone())
            .under(order.power.mandate.clone());
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
        saving: Saving<'_>,
        topics: &BTreeSet<String>,
        facts: &Facts,
        expected: Option<u64>,
    ) -> Result<u64, Problem> {
        let Saving { key, id, by, power } = saving;
        let content = self.fingerprint(&(topics, facts));
        for _ in 0..TRIES {
            let opened = self.open(id).await?;
            let merged = merged(opened.definition(), &opened.facts, facts);
            let changes = changes(opened.definition(), &opened.facts, &merged);
            let vault = self.inner.ledger.vault();
            let sealed = vault.seal_in(opened.party.subject, &id.record(), &merged).await?;
            let topics = topics.clone();
            let command = Command::new::<Application>(key, by.clone(), id, &content)
                .expecting(Some(expected.unwrap_or(opened.version)))
                .under(power.firm.clone())
                .under(power.mandate.clone());
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
        power: &Power,
    ) -> Result<(), Problem> {
        let command = Command::new::<Application>(key, actor.clone(), id, &"discard")
            .under(power.firm.clone())
            .under(power.mandate.clone());
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
            // A draft that was brought back may be swept another time.
            let key = derived_command("forms.sweep", format!("{id}/{today}"));
            match self.discard(&Actor::SYSTEM, key, id, &Power::OWN).await {
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

/// What is done with an application that stands there.
fn act(action: &str, stage: &Stage) -> Act {
    match stage {
        Stage::Reopened { .. } => Act::Correct,
        Stage::Submitted if action == "forms.read" => Act::Track,
        _ => Act::Apply,
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
