//! The schedule of retention: what is due, what a hold keeps back, and the purge that two people
//! approved.

use approvals_domain::{ActError, Asked, Effect, ProposeError};
use jiff::Timestamp;
use kernel::{
    Actor, Lang,
    id::{CommandId, EventId},
};
use ledger::{Command, derived_command};
use module::{Holding, Over};
use privacy_domain::{PrivacyRefusal, Purge, PurgeItem, Schedule, Start, Term};
use serde_json::{Value, json};
use web::Failure;

use super::Privacy;
use crate::{policy, store};

/// The kind of act that two people approve.
pub const PURGE_KIND: &str = "privacy.purge";
/// So many records go at once, so that a list can be read by those who approve it.
pub const AT_ONCE: usize = 200;
/// The kind that stands for the person: their key.
const ACCOUNT: &str = "accounts.account";
const LISTED: usize = 50;

/// The terms where an installation has set no others.
const DEFAULT: &str = include_str!("../../data/retention.yaml");

/// One row of the schedule.
#[derive(Debug, Clone)]
pub struct TermView {
    /// The term.
    pub term: Term,
    /// The key of the title of its holding.
    pub title: &'static str,
}

/// One record that is due.
#[derive(Debug, Clone)]
pub struct DueView {
    /// The record.
    pub item: PurgeItem,
    /// Whether a hold keeps it back.
    pub is_held: bool,
}

/// A purge in the list.
#[derive(Debug, Clone)]
pub struct PurgeView {
    /// Its id.
    pub id: String,
    /// When the list was made.
    pub proposed_at: Timestamp,
    /// How many records stand in it.
    pub items: u64,
    /// When it was carried out, how many went and how many stayed.
    pub outcome: Option<(Timestamp, u64, u64)>,
}

impl Privacy {
    /// The terms in force.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn schedule(&self) -> Result<Schedule, Failure> {
        match self.ledger.load::<Schedule>(Schedule::KEY).await? {
            Some((schedule, _)) if !schedule.terms.is_empty() => Ok(schedule),
            _ => default_schedule().map_err(Failure::internal),
        }
    }

    /// Sets the terms of a city's data.
    ///
    /// # Errors
    /// When a kind of record has no term, or the store fails.
    pub async fn set_schedule(&self, text: &str) -> anyhow::Result<()> {
        let terms: Vec<Term> = module::yaml::read(text)?;
        self.check(&Schedule { terms: terms.clone() })?;
        let content = serde_json::to_string(&terms)?;
        let key = derived_command("privacy.schedule", &content);
        let command = Command::new::<Schedule>(key, Actor::SYSTEM, Schedule::KEY, &content);
        let decide = move |state: &Schedule, _: &kernel::Given| {
            Ok::<_, PrivacyRefusal>(state.set(terms.clone()))
        };
        self.ledger.execute(command, decide).await?;
        Ok(())
    }

    /// Sets the terms that are shipped.
    ///
    /// # Errors
    /// As [`Privacy::set_schedule`].
    pub async fn set_default_schedule(&self) -> anyhow::Result<()> {
        self.set_schedule(DEFAULT).await
    }

    /// Refuses a schedule that forgets a kind of record.
    ///
    /// # Errors
    /// When a kind has no term.
    pub fn check(&self, schedule: &Schedule) -> anyhow::Result<()> {
        for kind in self.holdings.iter().flat_map(|it| it.kinds()) {
            anyhow::ensure!(schedule.term(kind).is_some(), "{kind} has no term of retention");
        }
        Ok(())
    }

    fn holding(&self, kind: &str) -> Option<&dyn Holding> {
        self.holdings.iter().find(|it| it.kinds().contains(&kind)).map(AsRef::as_ref)
    }

    /// The schedule for its page.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn terms(&self, actor: &Actor) -> Result<Vec<TermView>, Failure> {
        self.policy.require(actor, policy::RETENTION, &[])?;
        let terms = self.schedule().await?.terms.into_iter();
        let row =
            |term: Term| self.holding(&term.kind).map(|it| TermView { title: it.title(), term });
        Ok(terms.filter_map(row).collect())
    }

    /// What is due today, without changing anything (a dry run); at most [`AT_ONCE`] records.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn due(&self, actor: &Actor) -> Result<Vec<DueView>, Failure> {
        self.policy.require(actor, policy::RETENTION, &[])?;
        let mut shown = Vec::new();
        for item in self.find_due(AT_ONCE).await.map_err(Failure::internal)? {
            let is_held = self.is_held(item.subject).await?;
            shown.push(DueView { item, is_held });
        }
        Ok(shown)
    }

    /// What is due, the kinds in the order of the schedule.
    async fn find_due(&self, limit: usize) -> anyhow::Result<Vec<PurgeItem>> {
        let schedule = self.schedule().await.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        let mut found = Vec::new();
        for term in schedule.terms.iter().filter(|it| it.start != Start::Parent) {
            self.due_of(term, limit, &mut found).await?;
        }
        Ok(found)
    }

    async fn due_of(
        &self,
        term: &Term,
        limit: usize,
        found: &mut Vec<PurgeItem>,
    ) -> anyhow::Result<()> {
        const PAGE: usize = 100;
        let Some(holding) = self.holding(&term.kind) else { return Ok(()) };
        let today = self.today();
        let mut after = String::new();
        while found.len() < limit {
            let page = holding.over(&term.kind, term.horizon(today), &after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            for over in page {
                if found.len() < limit && self.may_go(term, &over).await? {
                    let Over { subject, id, concluded_on } = over;
                    let kind = term.kind.clone();
                    found.push(PurgeItem { kind, id, subject, concluded_on });
                }
            }
        }
        Ok(())
    }

    /// Whether the term of a record is over. A person goes when nothing else of them is kept.
    async fn may_go(&self, term: &Term, over: &Over) -> anyhow::Result<bool> {
        if !term.is_due(over.concluded_on, self.today()) {
            return Ok(false);
        }
        if term.start != Start::Closing {
            return Ok(true);
        }
        let schedule = self.schedule().await.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        for holding in &self.holdings {
            let records = holding.about(over.subject).await?;
            let has_term =
                |kind: &str| schedule.term(kind).is_some_and(|it| it.start == Start::Conclusion);
            if records.iter().any(|it| has_term(it.kind)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes the list of what is due, unless one waits already; answers how many records stand in
    /// it. Nothing goes by this.
    ///
    /// # Errors
    /// When a holding or the store fails.
    pub async fn propose_due(&self) -> anyhow::Result<u64> {
        let today = self.today();
        let waiting =
            self.last_purges().await.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        if waiting.iter().any(|it| it.outcome.is_none()) {
            return Ok(0);
        }
        let mut items = Vec::new();
        for item in self.find_due(AT_ONCE).await? {
            let is_held = self.is_held(item.subject).await;
            if !is_held.map_err(|it| anyhow::anyhow!(it.code().to_owned()))? {
                items.push(item);
            }
        }
        if items.is_empty() {
            return Ok(0);
        }
        let count = items.len() as u64;
        let done = waiting.len();
        let key = derived_command("privacy.propose", format!("{today}/{done}"));
        let id = EventId::from_uuid(key.uuid());
        let command = Command::new::<Purge>(key, Actor::SYSTEM, id, &today);
        let decide = move |state: &Purge, _: &kernel::Given| state.propose(items.clone());
        self.ledger.execute(command, decide).await?;
        Ok(count)
    }

    async fn last_purges(&self) -> Result<Vec<PurgeView>, Failure> {
        let rows = self.ledger.rows(&store::PURGES, &[LISTED.into()]).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let outcome = match row.int_or_null(3)? {
                Some(at) => {
                    let at = Timestamp::from_microsecond(at).map_err(Failure::internal)?;
                    Some((at, row.count(4)?, row.count(5)?))
                }
                None => None,
            };
            let (id, proposed_at) = (row.text(0)?.to_owned(), row.instant(1)?);
            found.push(PurgeView { id, proposed_at, items: row.count(2)?, outcome });
        }
        Ok(found)
    }

    /// The last purges, newest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn purges(&self, actor: &Actor) -> Result<Vec<PurgeView>, Failure> {
        self.policy.require(actor, policy::RETENTION, &[])?;
        self.last_purges().await
    }

    /// What the page of a purge shows before it is submitted: its items, whether they are held,
    /// and the digest of the effect.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn purge_plan(
        &self,
        actor: &Actor,
        id: EventId,
    ) -> Result<(Vec<DueView>, Option<(Effect, String)>), Failure> {
        self.policy.require(actor, policy::RETENTION, &[])?;
        let (purge, _) = self.ledger.load::<Purge>(id).await?.ok_or(Failure::NotFound)?;
        let mut items = Vec::new();
        for item in &purge.items {
            let is_held = self.is_held(item.subject).await?;
            items.push(DueView { item: item.clone(), is_held });
        }
        if purge.outcome.is_some() || self.policy.require(actor, policy::PURGE, &[]).is_err() {
            return Ok((items, None));
        }
        match self.approvals.plan(PURGE_KIND, &order(id), actor).await {
            Ok((plan, digest)) => Ok((items, Some((plan.effect, digest)))),
            Err(ActError::Refused(_)) => Ok((items, None)),
            Err(error) => Err(Failure::internal(error)),
        }
    }

    /// Submits a purge to a second person.
    ///
    /// # Errors
    /// [`Failure`] or [`ProposeError`] in its words.
    pub async fn submit_purge(
        &self,
        key: CommandId,
        actor: &Actor,
        id: EventId,
        digest: &str,
        typed: &str,
    ) -> Result<Result<(), ProposeError>, Failure> {
        self.policy.require(actor, policy::PURGE, &[])?;
        let matter = format!("purge/{id}");
        let order = order(id);
        let asked = Asked {
            kind: PURGE_KIND,
            authority: actor.authority.as_deref().unwrap_or_default(),
            matter: &matter,
            order: &order,
            digest,
            typed,
        };
        Ok(self.approvals.propose(key, actor, asked).await.map(|_| ()))
    }

    /// Carries out a purge: each record that is still due and not held.
    pub(super) async fn purge(
        &self,
        key: CommandId,
        id: EventId,
        by: &Actor,
    ) -> anyhow::Result<()> {
        let Some((purge, _)) = self.ledger.load::<Purge>(id).await? else { return Ok(()) };
        if purge.outcome.is_some() {
            return Ok(());
        }
        let schedule = self.schedule().await.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        let (mut purged, mut kept) = (0, 0);
        for item in &purge.items {
            if self.purge_one(&schedule, item).await? {
                purged += 1;
            } else {
                kept += 1;
            }
        }
        let command = Command::new::<Purge>(key, by.clone(), id, &"done");
        let decide = move |state: &Purge, _: &kernel::Given| {
            Ok::<_, PrivacyRefusal>(state.done(purged, kept))
        };
        self.ledger.execute(command, decide).await?;
        Ok(())
    }

    async fn purge_one(&self, schedule: &Schedule, item: &PurgeItem) -> anyhow::Result<bool> {
        let (Some(term), Some(holding)) = (schedule.term(&item.kind), self.holding(&item.kind))
        else {
            return Ok(false);
        };
        let PurgeItem { subject, id, concluded_on, .. } = item.clone();
        let over = Over { subject, id, concluded_on };
        let is_held = self.is_held(subject).await;
        let is_held = is_held.map_err(|it| anyhow::anyhow!(it.code().to_owned()))?;
        if is_held || !self.may_go(term, &over).await? {
            return Ok(false);
        }
        holding.purge(&item.kind, subject, &item.id).await?;
        if item.kind == ACCOUNT {
            self.note_erased(item.id.parse()?).await?;
        }
        Ok(true)
    }
}

fn default_schedule() -> anyhow::Result<Schedule> {
    Ok(Schedule { terms: module::yaml::read(DEFAULT)? })
}

fn order(id: EventId) -> Value {
    json!({ "purge": id })
}

/// The word of a language's own form of a number of months.
pub fn months(lang: Lang, months: u32) -> String {
    match (lang, months % 12) {
        (Lang::En, 0) if months > 0 => format!("{} years", months / 12),
        (Lang::En, _) => format!("{months} months"),
        (_, 0) if months > 0 => format!("{} 年", months / 12),
        (Lang::ZhHans, _) => format!("{months} 个月"),
        (Lang::ZhHant, _) => format!("{months} 個月"),
    }
}
