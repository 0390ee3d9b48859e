//! Administration of staff: posts proposed and granted by two administrators, withdrawn by one.

use ::web::{Doubt, Failure};
use accounts_domain::{
    Account, LaterPost, PersonFacts, PostStage, PostTerms, Staffing, StaffingEvent, StaffingRefusal,
};
use jiff::civil::Date;
use kernel::{
    Actor, Role,
    id::{AccountId, CommandId},
};
use ledger::{Command, CommandError, Delivery, Handler, derived_command};
use module::Job;
use organisations_domain::Standing;

use super::{Accounts, RegisterError};
use crate::{policy, store};

/// A member of staff as administrators see them.
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// The posts that count today, with their numbers.
    pub posts: Vec<(u32, PostTerms)>,
    /// What waits for a second administrator.
    pub proposed: Vec<LaterPost>,
    /// Whether the account is suspended.
    pub is_suspended: bool,
}

/// Why staff was not changed.
#[derive(Debug)]
pub enum StaffingProblem {
    /// The rules refuse.
    Refused(StaffingRefusal),
    /// The name of whom it hits was not typed, or no reason was chosen.
    Doubt(Doubt),
    /// Anything else.
    Failure(Failure),
}

impl<E: Into<Failure>> From<E> for StaffingProblem {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

impl Accounts {
    /// The posts of an account that count today.
    pub(super) async fn active_posts(
        &self,
        id: AccountId,
        account: &Account,
    ) -> Result<Vec<(u32, PostTerms)>, RegisterError> {
        let found = self.ledger().load::<Staffing>(id).await?;
        let staffing = found.map(|(staffing, _)| staffing).unwrap_or_default();
        Ok(staffing.on(account.post.as_ref(), self.ledger().clock().today()))
    }

    /// Somebody in a post.
    pub(super) fn in_post(id: AccountId, terms: PostTerms) -> Actor {
        let post = terms.post;
        Actor::staff(post.role, id, post.authority).within(post.region).in_line(terms.line)
    }

    /// The posts among which the actor may choose.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn own_posts(&self, actor: &Actor) -> Result<Vec<(u32, PostTerms)>, RegisterError> {
        self.policy().require(actor, policy::READ_POST, &[authz::Relation::Own])?;
        let id = super::act_for::own(actor)?;
        match self.ledger().load::<Account>(id).await? {
            Some((account, _)) => self.working_posts(id, &account).await,
            None => Ok(Vec::new()),
        }
    }

    /// The actor in another of their posts, with their name.
    ///
    /// # Errors
    /// [`RegisterError`]; `post.none` where they do not hold it today.
    pub async fn choose_post(
        &self,
        actor: &Actor,
        number: u32,
    ) -> Result<(Actor, String), RegisterError> {
        let posts = self.own_posts(actor).await?;
        let id = super::act_for::own(actor)?;
        let chosen = posts.into_iter().find(|(it, _)| *it == number);
        let (_, terms) = chosen.ok_or(RegisterError::Refused(StaffingRefusal::NoPost.code()))?;
        Ok((Self::in_post(id, terms), self.own_name(actor).await?))
    }

    /// Whether the administrator's post reaches an office in a division.
    pub(super) fn reaches(&self, by: &Actor, action: &str, authority: &str) -> bool {
        let it = Standing::of(self.directory(), by, authority);
        let held = authz::post_relations(it.is_own, it.is_in_division, it.is_in_line);
        self.policy().may(by, action, &held)
    }

    /// The offices that the administrator's post reaches.
    pub fn offices_in_reach(
        &self,
        by: &Actor,
    ) -> Vec<std::sync::Arc<organisations_domain::Authority>> {
        let mut all = self.directory().authorities();
        all.retain(|it| self.reaches(by, policy::READ_STAFF, &it.id));
        all
    }

    /// The staff of an office.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where it is out of reach.
    pub async fn members(&self, by: &Actor, authority: &str) -> Result<Vec<Member>, Failure> {
        if !self.reaches(by, policy::READ_STAFF, authority) {
            authz::log_refusal(by, policy::READ_STAFF);
            return Err(Failure::NotFound);
        }
        let rows = self.ledger().rows(&store::MEMBERS, &[authority.into()]).await?;
        let mut members = Vec::new();
        for row in &rows {
            if let Some(member) = self.look(row.parsed(0)?).await? {
                members.push(member);
            }
        }
        Ok(members)
    }

    /// One member of staff whom the administrator's post reaches.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for all others.
    pub async fn member(&self, by: &Actor, id: AccountId) -> Result<Member, Failure> {
        self.reached(by, policy::READ_STAFF, id).await?;
        self.look(id).await?.ok_or(Failure::NotFound)
    }

    async fn look(&self, id: AccountId) -> Result<Option<Member>, Failure> {
        let Some((account, _)) = self.ledger().load::<Account>(id).await? else { return Ok(None) };
        let Some(sealed) = &account.facts else { return Ok(None) };
        let facts: PersonFacts = self.ledger().vault().open(sealed).await?;
        let found = self.ledger().load::<Staffing>(id).await?;
        let staffing = found.map(|(staffing, _)| staffing).unwrap_or_default();
        let today = self.ledger().clock().today();
        let mut held = staffing.clone();
        held.is_suspended = false;
        let is_proposed = |it: &&LaterPost| it.stage == PostStage::Proposed;
        Ok(Some(Member {
            account: id,
            name: facts.name,
            posts: held.on(account.post.as_ref(), today),
            proposed: staffing.posts.iter().filter(is_proposed).cloned().collect(),
            is_suspended: staffing.is_suspended,
        }))
    }

    /// An account in the administrator's reach: of staff if one of its posts is, of a citizen if
    /// every office is. A citizen belongs to no office.
    pub(super) async fn reached(
        &self,
        by: &Actor,
        action: &'static str,
        id: AccountId,
    ) -> Result<Account, Failure> {
        let found = self.ledger().load::<Account>(id).await?;
        let account = found.map(|(account, _)| account).ok_or(Failure::NotFound)?;
        let Some(first) = &account.post else {
            return self.reached_citizen(by, action, account);
        };
        let found = self.ledger().load::<Staffing>(id).await?;
        let later = found.map(|(staffing, _)| staffing.posts).unwrap_or_default();
        let offices = later.iter().map(|it| &it.terms.post.authority);
        let mut offices = std::iter::once(&first.authority).chain(offices);
        if offices.any(|office| self.reaches(by, action, office)) {
            return Ok(account);
        }
        authz::log_refusal(by, action);
        Err(Failure::NotFound)
    }

    fn reached_citizen(
        &self,
        by: &Actor,
        action: &'static str,
        account: Account,
    ) -> Result<Account, Failure> {
        let is_about_people = policy::ON_PEOPLE.contains(&action);
        let offices = self.directory().authorities();
        if is_about_people && offices.iter().all(|it| self.reaches(by, action, &it.id)) {
            return Ok(account);
        }
        authz::log_refusal(by, action);
        Err(Failure::NotFound)
    }

    /// Nobody gives what their own post does not reach: the office, the division and the line.
    pub(super) fn check_reach(
        &self,
        by: &Actor,
        action: &str,
        terms: &PostTerms,
    ) -> Result<(), StaffingProblem> {
        let is_in_reach = self.reaches(by, action, &terms.post.authority)
            && by.covers(&terms.post.region)
            && (by.line.is_none() || by.line == terms.line);
        if is_in_reach {
            return Ok(());
        }
        authz::log_refusal(by, action);
        Err(StaffingProblem::Refused(StaffingRefusal::OutOfReach))
    }

    /// Proposes a post; another administrator has to grant it.
    ///
    /// # Errors
    /// [`StaffingProblem`].
    pub async fn propose_post(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        terms: PostTerms,
    ) -> Result<(), StaffingProblem> {
        self.reached(by, policy::READ_STAFF, whose).await?;
        self.check_reach(by, policy::PROPOSE_POST, &terms)?;
        let actor = by.clone();
        self.staffing(by, key, whose, &terms.clone(), move |staffing| {
            staffing.propose(whose, terms.clone(), &actor)
        })
        .await
    }

    /// Grants or declines what another administrator proposed.
    ///
    /// # Errors
    /// [`StaffingProblem`].
    pub async fn answer_post(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        number: u32,
        is_granted: bool,
    ) -> Result<(), StaffingProblem> {
        self.reached(by, policy::READ_STAFF, whose).await?;
        let found = self.ledger().load::<Staffing>(whose).await?;
        let posts = found.map(|(staffing, _)| staffing.posts).unwrap_or_default();
        let post = posts.into_iter().find(|it| it.number == number);
        let post = post.ok_or(StaffingProblem::Refused(StaffingRefusal::NoPost))?;
        self.check_reach(by, policy::GRANT_POST, &post.terms)?;
        let actor = by.clone();
        self.staffing(by, key, whose, &(number, is_granted), move |staffing| {
            staffing.answer(whose, number, is_granted, &actor)
        })
        .await
    }

    /// Withdraws a post; all sessions of the account end.
    ///
    /// # Errors
    /// [`StaffingProblem`].
    pub async fn withdraw_post(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        number: u32,
        reason: &str,
    ) -> Result<(), StaffingProblem> {
        let account = self.reached(by, policy::WITHDRAW_POST, whose).await?;
        let posts = self.active_posts(whose, &account).await?;
        let is_administrator =
            |it: &(u32, PostTerms)| it.0 == number && it.1.post.role == Role::Administrator;
        if posts.iter().any(is_administrator) {
            self.check_not_last(whose).await?;
        }
        let (actor, text) = (by.clone(), reason.to_owned());
        self.staffing(by, key, whose, &(number, reason), move |staffing| {
            staffing.withdraw(whose, number, &text, &actor)
        })
        .await?;
        Ok(self.end_sessions(whose).await?)
    }

    /// Suspends an account, or ends its suspension; all its sessions end.
    ///
    /// # Errors
    /// [`StaffingProblem`].
    pub async fn suspend_staff(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        reason: Option<&str>,
    ) -> Result<(), StaffingProblem> {
        let account = self.reached(by, policy::SUSPEND_STAFF, whose).await?;
        let posts = self.active_posts(whose, &account).await?;
        let is_administrator = posts.iter().any(|it| it.1.post.role == Role::Administrator);
        if reason.is_some() && is_administrator {
            self.check_not_last(whose).await?;
        }
        let (actor, text) = (by.clone(), reason.map(str::to_owned));
        self.staffing(by, key, whose, &reason, move |staffing| match &text {
            Some(reason) => staffing.suspend(whose, reason, &actor),
            None => staffing.reinstate(whose, &actor),
        })
        .await?;
        Ok(self.end_sessions(whose).await?)
    }

    pub(super) async fn check_not_last(&self, whose: AccountId) -> Result<(), StaffingProblem> {
        let today = self.ledger().clock().today();
        let args = [Role::Administrator.word().into(), today.into()];
        let rows = self.ledger().rows(&store::IN_ROLE, &args).await?;
        let others = rows.iter().map(|row| row.parsed::<AccountId>(0));
        let others = others.filter(|it| it.as_ref().is_ok_and(|it| *it != whose)).count();
        if others == 0 {
            return Err(StaffingProblem::Refused(StaffingRefusal::LastAdministrator));
        }
        Ok(())
    }

    pub(super) async fn staffing(
        &self,
        by: &Actor,
        key: CommandId,
        whose: AccountId,
        content: &(impl serde::Serialize + Sync),
        rule: impl Fn(&Staffing) -> Result<Vec<StaffingEvent>, StaffingRefusal> + Send + Sync + 'static,
    ) -> Result<(), StaffingProblem> {
        let command =
            Command::new::<Staffing>(key, by.clone(), whose, content).about(whose.subject(), None);
        let done = self.ledger().execute(command, move |state: &Staffing, _| rule(state)).await;
        done.map(|_| ()).map_err(|error| match error {
            CommandError::Refused(refusal) => StaffingProblem::Refused(refusal),
            other => StaffingProblem::Failure(Failure::from_command(other, Failure::internal)),
        })
    }

    /// Ends all sessions of an account.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn end_sessions(&self, whose: AccountId) -> Result<(), Failure> {
        self.sessions().close_all(whose).await.map(|_| ())
    }

    /// Withdraws the posts whose last day has passed; their sessions end.
    pub(super) async fn lapse_posts(&self) -> anyhow::Result<u64> {
        let today: Date = self.ledger().clock().today();
        let rows = self.ledger().rows(&store::LAPSED_POSTS, &[today.into()]).await?;
        let mut done = 0;
        for row in &rows {
            let (whose, number) = (row.parsed::<AccountId>(0)?, u32::try_from(row.int(1)?)?);
            let key = derived_command("accounts.lapse_post", format!("{whose}/{number}"));
            let command = Command::new::<Staffing>(key, Actor::SYSTEM, whose, &number)
                .about(whose.subject(), None);
            let lapsed = self
                .ledger()
                .execute(command, move |state: &Staffing, _| {
                    Ok::<_, StaffingRefusal>(state.lapse(number))
                })
                .await;
            lapsed.map_err(|error| anyhow::anyhow!("{error}"))?;
            self.end_sessions(whose).await.map_err(|it| anyhow::anyhow!(it.code()))?;
            done += 1;
        }
        Ok(done)
    }
}

/// Ends the sessions of those who leave.
pub const LEAVING: &str = "accounts.leaving";
/// What ends sessions.
pub const LEAVING_WORDS: &[&str] = &["staffing.withdrawn", "staffing.suspended", "account.blocked"];

/// The consumer [`LEAVING`]: also after a crash between the event and the end of the sessions.
pub struct Leaving(pub Accounts);

#[async_trait::async_trait]
impl Handler for Leaving {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let whose = delivery.key.parse().map_err(|error| format!("{error}"))?;
        self.0.end_sessions(whose).await.map_err(|failure| failure.code().to_owned())
    }
}

/// The job `accounts.lapse_posts`.
pub struct LapsePosts(pub Accounts);

#[async_trait::async_trait]
impl Job for LapsePosts {
    fn name(&self) -> &'static str {
        "accounts.lapse_posts"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        self.0.lapse_posts().await
    }
}
