//! The service behind pages, API and port.

use std::sync::Arc;

use accounts_domain::{People, Staff};
use alarms_domain::{Alarm, AlarmKind, AlarmRefusal, Alarms, AlarmsDown, Outcome};
use authz::Policy;
use jiff::Timestamp;
use kernel::{
    Actor, Role,
    id::{AccountId, AlarmId, CommandId},
};
use ledger::{Command, CommandError, Ledger, StoreError, derived_command};
use module::House;
use organisations_domain::Directory;
use web::Failure;

use crate::{
    policy,
    store::{self, Listed},
    telling::Telling,
};

/// So many stand on a page.
pub const ON_PAGE: usize = 25;
/// Within so many seconds the same thing at the same place is one alarm, though many processes see
/// it and somebody has looked at it meanwhile.
const SAME: i64 = 600;
/// So many officers at most are told of one alarm.
const TOLD: usize = 50;

/// Alarms. Cheap to clone.
#[derive(Clone)]
pub struct AlarmService {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    policy: Arc<Policy>,
    people: Arc<dyn People>,
    staff: Arc<dyn Staff>,
    directory: Arc<dyn Directory>,
    duty: Vec<(String, Role)>,
    telling: Telling,
}

/// A place in the list.
pub type Place = (Timestamp, AlarmId);

impl AlarmService {
    /// In a house.
    ///
    /// # Errors
    /// When an earlier subject does not provide its port, or a post on duty is no post.
    pub fn of(house: &House) -> anyhow::Result<Self> {
        let inner = Inner {
            ledger: house.ledger.clone(),
            policy: house.policy.clone(),
            people: house.ask()?,
            staff: house.ask()?,
            directory: house.ask()?,
            duty: house.duty.iter().map(|it| post(it)).collect::<anyhow::Result<_>>()?,
            telling: Telling::read()?,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// What is said about alarms in all languages.
    pub(crate) fn telling(&self) -> &Telling {
        &self.inner.telling
    }

    /// One alarm as it stands.
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub async fn find(&self, actor: &Actor, id: AlarmId) -> Result<Alarm, Failure> {
        self.inner.policy.require(actor, policy::READ, &[])?;
        let found = self.ledger().load::<Alarm>(id).await?;
        found.map(|(alarm, _)| alarm).ok_or(Failure::NotFound)
    }

    /// A page of alarms, newest first: those that nobody has looked at, or the others; and behind
    /// which the next page begins.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn list(
        &self,
        actor: &Actor,
        is_open: bool,
        after: Option<Place>,
    ) -> Result<(Vec<Listed>, Option<Place>), Failure> {
        self.inner.policy.require(actor, policy::READ, &[])?;
        let (at, id) = match after {
            Some((at, id)) => (at, id.to_string()),
            None => (Timestamp::MAX, String::new()),
        };
        let args = [is_open.into(), at.into(), id.into(), (ON_PAGE + 1).into()];
        let rows = self.ledger().rows(&store::LIST, &args).await?;
        let mut found: Vec<_> = rows.iter().map(Listed::read).collect::<Result<_, _>>()?;
        let has_more = found.len() > ON_PAGE;
        found.truncate(ON_PAGE);
        let next = found.last().filter(|_| has_more).map(|it| (it.raised_at, it.id));
        Ok((found, next))
    }

    /// How many nobody has looked at.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(&self) -> Result<u64, StoreError> {
        let rows = self.ledger().rows(&store::COUNT_OPEN, &[]).await?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }

    /// Notes that somebody has looked at one.
    ///
    /// # Errors
    /// The refusal, or [`Failure`].
    pub async fn acknowledge(
        &self,
        key: CommandId,
        actor: &Actor,
        id: AlarmId,
        outcome: Outcome,
    ) -> Result<(), Result<AlarmRefusal, Failure>> {
        let allowed = self.inner.policy.require(actor, policy::ACKNOWLEDGE, &[]);
        allowed.map_err(|it| Err(it.into()))?;
        let by = actor.clone();
        let command = Command::new::<Alarm>(key, actor.clone(), id, &outcome);
        let decide = move |state: &Alarm, _: &kernel::Given| state.acknowledge(&by, outcome);
        match self.ledger().execute(command, decide).await {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(AlarmRefusal::Unknown)) => Err(Err(Failure::NotFound)),
            Err(CommandError::Refused(refusal)) => Err(Ok(refusal)),
            Err(error) => Err(Err(Failure::from_command(error, |it: AlarmRefusal| {
                Failure::refused(it.code(), String::new())
            }))),
        }
    }

    /// What an officer is called.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn name(&self, officer: AccountId) -> Result<Option<String>, Failure> {
        self.inner.people.staff_name(officer).await.map_err(Failure::internal)
    }

    /// The officers on duty: of the posts that are set; where none is, all administrators.
    ///
    /// # Errors
    /// In words, when the register does not answer.
    pub async fn on_duty(&self) -> Result<Vec<AccountId>, String> {
        let mut posts = self.inner.duty.clone();
        if posts.is_empty() {
            let all = self.inner.directory.authorities();
            posts = all.iter().map(|it| (it.id.clone(), Role::Administrator)).collect();
        }
        let mut found = Vec::new();
        for (authority, role) in &posts {
            let officers = self.inner.staff.staff_of(authority, *role).await;
            found.extend(officers.map_err(|error| error.to_string())?);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(TOLD);
        Ok(found)
    }

    async fn raised(&self, kind: AlarmKind, place: &str) -> Result<bool, CommandError<()>> {
        let at = [kind.word().into(), place.into()];
        if !self.ledger().rows(&store::OPEN_AT, &at).await?.is_empty() {
            return Ok(false);
        }
        let since = self.ledger().clock().now().as_second().div_euclid(SAME);
        let id = derived_command("alarm", format!("{} {since} {place}", kind.word()));
        let command = Command::new::<Alarm>(id, Actor::SYSTEM, id, &(kind, place));
        let place = place.to_owned();
        let decide = move |state: &Alarm, _: &kernel::Given| Ok(state.raise(kind, &place));
        Ok(!self.ledger().execute(command, decide).await?.events.is_empty())
    }
}

#[async_trait::async_trait]
impl Alarms for AlarmService {
    async fn raise(&self, kind: AlarmKind, place: &str) -> Result<bool, AlarmsDown> {
        self.raised(kind, place).await.map_err(|error| AlarmsDown(error.to_string()))
    }
}

/// A post on duty: `authority/role`.
fn post(text: &str) -> anyhow::Result<(String, Role)> {
    let parts = text.split_once('/').and_then(|(authority, role)| {
        let role = Role::parse(role).filter(|it| it.is_staff())?;
        Some((authority.to_owned(), role))
    });
    parts.ok_or_else(|| {
        anyhow::anyhow!(
            "duty: `{text}` is no post. Write authority/role, as in data-bureau/administrator"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_an_authority_and_a_role_of_staff() {
        assert_eq!(post("a/supervisor").unwrap(), ("a".to_owned(), Role::Supervisor));
        for wrong in ["a", "a/", "a/citizen", "/", "a/administrators"] {
            assert!(post(wrong).unwrap_err().to_string().contains("authority/role"), "{wrong}");
        }
    }
}
