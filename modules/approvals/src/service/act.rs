//! Approving, refusing and taking back.

use std::collections::BTreeMap;

use approvals_domain::{Approval, ApprovalEvent, ApprovalRefusal, Assent, Content, Plan};
use kernel::{
    Actor, Given,
    id::{ApprovalId, CommandId, SubjectId},
};
use ledger::{Command, CommandError, INSTALLATION};
use serde::Serialize;
use web::{Doubt, Failure, Grave, Meant};

use super::SecondPerson;
use crate::policy;

/// Under whose key the words about a proposal are sealed.
fn whom(approval: &Approval) -> SubjectId {
    match approval.proposal.as_ref().map(|it| &it.content) {
        Some(Content::Sealed(sealed)) => sealed.subject,
        _ => INSTALLATION,
    }
}

/// Approving what destroys something for ever.
pub const FOR_EVER: Grave =
    Grave { words: "approvals-grave-", reasons: &["checked", "sampled", "ordered"] };

/// Why nothing was decided.
#[derive(Debug)]
pub enum Problem {
    /// The rules refuse.
    Refused(ApprovalRefusal),
    /// The world has changed since it was proposed: it would do something else now.
    WorldChanged,
    /// There is no way back, and what has to be typed or the reason is missing.
    Doubt(Doubt),
    /// Anything else.
    Failure(Failure),
}

/// To what somebody agrees, and what they say to it.
#[derive(Debug)]
pub struct Agreed {
    /// The digest of what they saw.
    pub digest: String,
    /// What they typed and why, where there is no way back.
    pub meant: Meant,
    /// Why each thing is let pass that needs a reason, by its name.
    pub reviews: BTreeMap<String, String>,
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl SecondPerson {
    /// Approves what was shown.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn approve(
        &self,
        key: CommandId,
        actor: &Actor,
        id: ApprovalId,
        agreed: Agreed,
    ) -> Result<(), Problem> {
        let (approval, delay) = self.decidable(actor, id).await?;
        // A form sent twice is answered by the ledger, whatever the world looks like since.
        let is_first = approval.state == approvals_domain::ApprovalState::Waiting;
        if is_first && self.has_changed(&approval).await? {
            return Err(Problem::WorldChanged);
        }
        let proposal = approval.proposal.as_ref().ok_or(Failure::NotFound)?;
        let plan = self.opened(&proposal.content).await.map_err(Failure::from)?;
        // Who wished it is told so by the domain, whatever else they had to do with it.
        let is_own = approval.requester.as_ref().is_some_and(|it| it.is_same_person(actor));
        if is_first && !is_own && !self.is_free(actor, &proposal.kind, plan.as_ref()).await? {
            return Err(Problem::Refused(ApprovalRefusal::Hand));
        }
        let to_type = self.to_type(&proposal.kind, plan.as_ref()).filter(|_| !is_own);
        let why = match to_type {
            Some(name) => {
                FOR_EVER.check(&name, &agreed.meant).map_err(Problem::Doubt)?;
                agreed.meant.why
            }
            None => String::new(),
        };
        let (who, digest, reviews) = (actor.clone(), agreed.digest, agreed.reviews);
        let content = ("approve", digest.clone(), why.clone(), reviews.clone());
        self.run(key, actor, id, &content, move |approval, given| {
            let assent = Assent { digest: &digest, why: &why, reviews: &reviews };
            approval.approve(&who, &assent, delay, given)
        })
        .await
    }

    /// What the second person types before they approve: nothing where there is a way back.
    pub fn to_type(&self, kind: &str, plan: Option<&Plan>) -> Option<String> {
        let is_final = self.kind(kind).is_some_and(|it| it.act.is_final());
        plan.filter(|_| is_final).map(|it| it.effect.to_type.clone().unwrap_or_default())
    }

    /// Refuses it.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn refuse(
        &self,
        key: CommandId,
        actor: &Actor,
        id: ApprovalId,
        reason: &str,
    ) -> Result<(), Problem> {
        self.decidable(actor, id).await?;
        let (who, reason) = (actor.clone(), reason.to_owned());
        let content = ("refuse", reason.clone());
        self.run(key, actor, id, &content, move |approval, given| {
            approval.refuse(&who, &reason, given)
        })
        .await
    }

    /// Takes it back: the requester while it waits, both while it waits for its time.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn withdraw(
        &self,
        key: CommandId,
        actor: &Actor,
        id: ApprovalId,
        reason: &str,
    ) -> Result<(), Problem> {
        self.policy().require(actor, policy::DECIDE, &[]).map_err(Failure::from)?;
        self.seen(actor, id).await?;
        let (who, reason) = (actor.clone(), reason.to_owned());
        let content = ("withdraw", reason.clone());
        self.run(key, actor, id, &content, move |approval, _| approval.withdraw(&who, &reason))
            .await
    }

    /// A proposal on which the actor's role may decide, and how long its kind waits. The requester
    /// passes here, so that they are told why they may not.
    async fn decidable(
        &self,
        actor: &Actor,
        id: ApprovalId,
    ) -> Result<(Approval, jiff::SignedDuration), Problem> {
        self.policy().require(actor, policy::DECIDE, &[]).map_err(Failure::from)?;
        let approval = self.load(id).await.map_err(Failure::from)?.ok_or(Failure::NotFound)?;
        let proposal = approval.proposal.as_ref().ok_or(Failure::NotFound)?;
        let is_own = approval.requester.as_ref().is_some_and(|it| it.is_same_person(actor));
        if !is_own && !self.may_approve(actor, &proposal.kind, &proposal.authority) {
            return Err(Failure::NotFound.into());
        }
        let kind = self.kind(&proposal.kind).ok_or(Failure::NotFound)?;
        Ok((approval, kind.delay))
    }

    pub(super) async fn run<C, F>(
        &self,
        key: CommandId,
        by: &Actor,
        id: ApprovalId,
        content: &C,
        decide: F,
    ) -> Result<(), Problem>
    where
        C: Serialize,
        F: Fn(&Approval, &Given) -> Result<Vec<ApprovalEvent>, ApprovalRefusal>
            + Send
            + Sync
            + 'static,
    {
        let approval = self.load(id).await.map_err(Failure::from)?;
        let whom = approval.as_ref().map_or(INSTALLATION, whom);
        let command = Command::new::<Approval>(key, by.clone(), id, content).about(whom, None);
        let done = self.ledger().execute::<Approval, ApprovalRefusal, _>(command, decide).await;
        done.map(|_| ()).map_err(|error| match error {
            CommandError::Refused(refusal) => Problem::Refused(refusal),
            other => Problem::Failure(Failure::from_command(other, Failure::internal)),
        })
    }
}
