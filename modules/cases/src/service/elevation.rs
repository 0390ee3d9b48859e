//! Breaking the glass: beginning, ending, telling supervisors, and the review afterwards.

use std::collections::BTreeSet;

use authz::Relation;
use cases_domain::{CaseRefusal, Elevation, ElevationRefusal, Glass, REVIEW_LIMIT, TEXT_LIMIT};
use jiff::Timestamp;
use kernel::{
    Actor, Role,
    id::{AccountId, CommandId},
};
use ledger::{Command, CommandError, Write};

use super::{Desk, Trouble};
use crate::store::{self, ElevationRow};

/// Nobody breaks the glass with fewer words.
pub(crate) const REASON_LETTERS: usize = 8;

/// Whether a text is one that somebody will read.
fn readable(text: &str) -> Result<(), Trouble> {
    let is_short = text.chars().count() <= TEXT_LIMIT;
    if is_short { Ok(()) } else { Err(Trouble::Refused(CaseRefusal::TextTooLong)) }
}

/// An elevation as its reviewer sees it.
#[derive(Debug, Clone)]
pub(crate) struct ElevationView {
    pub row: ElevationRow,
    /// The officer's name.
    pub name: String,
    /// Why, in their words.
    pub reason: String,
    /// What was read: when, and which case.
    pub reads: Vec<(Timestamp, String)>,
    /// Whether it still counts.
    pub is_running: bool,
    /// Whether its review is late.
    pub is_late: bool,
}

impl Desk {
    /// The officer's elevation that counts now.
    pub async fn elevation(&self, by: &Actor) -> Result<Option<Elevation>, Trouble> {
        let Some(account) = by.account.filter(|_| by.role.is_staff()) else { return Ok(None) };
        let glass = self.ledger.load::<Glass>(account).await?;
        let now = self.ledger.clock().now();
        let running = glass.and_then(|(glass, _)| glass.running(now).cloned());
        // Another post of the same person broke no glass.
        Ok(running.filter(|it| it.by == *by))
    }

    /// Breaks the glass.
    pub async fn break_glass(
        &self,
        by: &Actor,
        key: CommandId,
        reason: &str,
    ) -> Result<(), Trouble> {
        self.policy.require(by, "cases.break_glass", &[Relation::Own])?;
        let account = by.account.ok_or(Trouble::Denied)?;
        if reason.trim().chars().count() < REASON_LETTERS {
            return Err(Trouble::ReasonNeeded);
        }
        readable(reason)?;
        let sealed = self.ledger.vault().seal(account.subject(), &reason.trim()).await?;
        let command = Command::new::<Glass>(key, by.clone(), account, &reason);
        let done =
            self.ledger.execute::<Glass, ElevationRefusal, _>(command, move |glass, given| {
                glass.break_it(sealed.clone(), given.now)
            });
        done.await?;
        tracing::warn!(%account, role = by.role.word(), "an officer broke the glass");
        Ok(())
    }

    /// Ends the officer's own elevation before its time.
    pub async fn end_elevation(&self, by: &Actor, key: CommandId) -> Result<(), Trouble> {
        self.policy.require(by, "cases.break_glass", &[Relation::Own])?;
        let account = by.account.ok_or(Trouble::Denied)?;
        let command = Command::new::<Glass>(key, by.clone(), account, &"end");
        let done = self.ledger.execute::<Glass, ElevationRefusal, _>(command, |glass, given| {
            Ok(glass.end(given.now))
        });
        done.await?;
        Ok(())
    }

    /// Notes a read under the elevation.
    pub(super) async fn note_elevated(
        &self,
        elevation: &Elevation,
        reference: &str,
    ) -> Result<(), Trouble> {
        let Some(account) = elevation.by.account else { return Ok(()) };
        let now = self.ledger.clock().now();
        let id = CommandId::new(now, self.ledger.chance().as_ref());
        let args = vec![
            account.to_string().into(),
            elevation.from.into(),
            id.to_string().into(),
            now.into(),
            reference.into(),
        ];
        Ok(self.ledger.housekeep(vec![Write::new(&store::ELEVATED_READ, args)]).await?)
    }

    /// Why the officer broke the glass, in their words.
    pub(super) async fn elevation_reason(&self, it: &Elevation) -> Result<String, Trouble> {
        Ok(self.ledger.vault().open(&it.reason).await?)
    }

    /// The elevations in the supervisor's division or line that nobody has reviewed, oldest first.
    pub async fn elevations(&self, by: &Actor) -> Result<Vec<ElevationView>, Trouble> {
        let mut views = Vec::new();
        for row in store::unreviewed(&self.ledger).await? {
            if self.may_oversee_office(by, &row.authority, "cases.oversee") {
                views.push(self.elevation_view(row).await?);
            }
        }
        Ok(views)
    }

    /// One of them.
    pub async fn unreviewed(
        &self,
        by: &Actor,
        account: AccountId,
    ) -> Result<ElevationView, Trouble> {
        let found = store::unreviewed_of(&self.ledger, account).await?.ok_or(Trouble::NotFound)?;
        if !self.may_oversee_office(by, &found.authority, "cases.oversee") {
            return Err(Trouble::NotFound);
        }
        self.elevation_view(found).await
    }

    pub(super) fn may_oversee_office(&self, by: &Actor, authority: &str, action: &str) -> bool {
        let it = self.standing(by, authority);
        let held = authz::post_relations(it.is_own, it.is_in_division, it.is_in_line);
        self.policy.may(by, action, &held)
    }

    async fn elevation_view(&self, row: ElevationRow) -> Result<ElevationView, Trouble> {
        let glass = self.ledger.load::<Glass>(row.account).await?;
        let last = glass.and_then(|(glass, _)| glass.last).ok_or(Trouble::NotFound)?;
        let now = self.ledger.clock().now();
        let name = self.people.staff_name(row.account).await?.unwrap_or_default();
        Ok(ElevationView {
            reason: self.elevation_reason(&last).await?,
            reads: store::elevated_reads(&self.ledger, row.account, row.from).await?,
            is_running: now < row.until,
            is_late: now > row.until + REVIEW_LIMIT,
            name,
            row,
        })
    }

    /// Notes what a supervisor found about an elevation.
    pub async fn review_elevation(
        &self,
        by: &Actor,
        key: CommandId,
        account: AccountId,
        in_order: bool,
        remark: &str,
    ) -> Result<(), Trouble> {
        let row = store::unreviewed_of(&self.ledger, account).await?.ok_or(Trouble::NotFound)?;
        if !self.may_oversee_office(by, &row.authority, "cases.review_elevation") {
            authz::log_refusal(by, "cases.review_elevation");
            return Err(Trouble::NotFound);
        }
        let reviewer = by.account.ok_or(Trouble::Denied)?;
        readable(remark)?;
        let sealed = self.ledger.vault().seal(account.subject(), &remark.trim()).await?;
        let command = Command::new::<Glass>(key, by.clone(), account, &(in_order, remark));
        let done =
            self.ledger.execute::<Glass, ElevationRefusal, _>(command, move |glass, given| {
                glass.review(in_order, sealed.clone(), reviewer, given.now)
            });
        done.await?;
        Ok(())
    }

    /// The supervisors whose division or line an office is in, without the officer.
    pub async fn supervisors_of(
        &self,
        authority: &str,
        but: AccountId,
    ) -> Result<BTreeSet<AccountId>, Trouble> {
        let mut found = BTreeSet::new();
        for office in self.directory.authorities() {
            for account in self.staff.staff_of(&office.id, Role::Supervisor).await? {
                let Some(post) = self.staff.post(account).await? else { continue };
                let actor = Actor::staff(post.role, account, post.authority).within(post.region);
                if account != but && self.may_oversee_office(&actor, authority, "cases.oversee") {
                    found.insert(account);
                }
            }
        }
        Ok(found)
    }
}

impl From<CommandError<ElevationRefusal>> for Trouble {
    fn from(error: CommandError<ElevationRefusal>) -> Self {
        match error {
            CommandError::Refused(refusal) => Self::Elevation(refusal),
            CommandError::Store(error) => error.into(),
            _ => Self::Conflict,
        }
    }
}
