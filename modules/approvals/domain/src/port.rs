//! How subjects ask for a second person, and how their acts are carried out.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, LocalText, Role,
    id::{AccountId, ApprovalId, CommandId},
};
use serde_json::Value;

use crate::{Approval, Effect, Plan};

/// Why an act is not shown or not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The rules of the subject refuse, with this stable code. It is not tried again.
    #[error("refused: {0}")]
    Refused(String),
    /// Something does not answer. It is tried again.
    #[error("down: {0}")]
    Down(String),
}

/// By whose will an act is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorised {
    /// The approval.
    pub approval: ApprovalId,
    /// Who wished it.
    pub requester: Actor,
    /// Who approved it.
    pub approver: Actor,
}

/// One kind of act, as its subject carries it out.
#[async_trait::async_trait]
pub trait PowerAct: Send + Sync {
    /// What the order would do now: what will happen, to whom, how many. It is asked when the act
    /// is proposed, when it is approved and before it is carried out; a different answer means
    /// that the world has changed.
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError>;

    /// Whether this person may approve it, beyond the permission and being another than the
    /// requester: not who had a hand in what it is about. Asked when they approve.
    async fn approvable_by(&self, _order: &Value, _approver: &Actor) -> Result<(), ActError> {
        Ok(())
    }

    /// Whether it destroys something for ever. Then the second person too types what the effect wants
    /// typed, and says why.
    fn is_final(&self) -> bool {
        false
    }

    /// Carries it out under the command id `key`: asked twice, it happens once.
    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError>;
}

/// A kind of act that needs a second person.
#[derive(Clone)]
pub struct Kind {
    /// Its word: `subject.verb`.
    pub word: &'static str,
    /// What it is called.
    pub title: LocalText,
    /// The permission that an approver needs: `Any`, or `Authority` for the authority that the
    /// proposal names.
    pub approves: &'static str,
    /// How long it still waits after it was approved, so that it can be taken back.
    pub delay: SignedDuration,
    /// What does it.
    pub act: Arc<dyn PowerAct>,
}

/// The store of approvals failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store of approvals failed: {0}")]
pub struct ApprovalsDown(pub String);

/// Why an act is not proposed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProposeError {
    /// What was shown is not what would happen now.
    #[error("the world has changed since it was shown")]
    Changed(Box<Effect>),
    /// The value that has to be typed was typed wrongly.
    #[error("what was typed is not {0}")]
    Typed(String),
    /// The same act on the same matter waits already.
    #[error("it is proposed already")]
    Open(ApprovalId),
    /// The subject's own rules refuse.
    #[error("refused: {0}")]
    Refused(String),
    /// The store failed.
    #[error(transparent)]
    Down(#[from] ApprovalsDown),
}

/// Who works here: told by the subject that keeps accounts.
#[async_trait::async_trait]
pub trait Colleagues: Send + Sync {
    /// What a staff member is called.
    async fn name(&self, account: AccountId) -> Result<Option<String>, ApprovalsDown>;

    /// Those who act in this role, for this authority or for any.
    async fn in_role(
        &self,
        role: Role,
        authority: Option<&str>,
    ) -> Result<Vec<Actor>, ApprovalsDown>;
}

/// What other subjects ask.
#[async_trait::async_trait]
pub trait Approvals: Send + Sync {
    /// A subject brings a kind of act, when it starts.
    fn register(&self, kind: Kind);

    /// The subject that keeps accounts says who works here.
    fn introduce(&self, colleagues: Arc<dyn Colleagues>);

    /// What would be proposed: the act's effect and the digest of it, for the page that asks.
    async fn plan(
        &self,
        kind: &'static str,
        order: &Value,
        by: &Actor,
    ) -> Result<(Plan, String), ActError>;

    /// Proposes an act under the command id `key`. `digest` is what the page carried; `typed` what
    /// was typed where the effect wants something typed. Whether `by` may wish it is the asking
    /// subject's own permission, checked before.
    async fn propose(
        &self,
        key: CommandId,
        by: &Actor,
        asked: Asked<'_>,
    ) -> Result<ApprovalId, ProposeError>;

    /// One proposal.
    async fn find(&self, id: ApprovalId) -> Result<Option<Approval>, ApprovalsDown>;

    /// The proposal of this kind on this matter that waits for approval or for its time.
    async fn open_on(
        &self,
        kind: &'static str,
        matter: &str,
    ) -> Result<Option<ApprovalId>, ApprovalsDown>;

    /// What was proposed on a matter lately and what became of it, oldest first.
    async fn steps_on(&self, matter: &str) -> Result<Vec<ProposalStep>, ApprovalsDown>;

    /// Takes a proposal back that waits for approval or for its time. Whether `by`, who is neither
    /// requester nor approver, may is the asking subject's own permission, checked before.
    async fn stop(
        &self,
        key: CommandId,
        by: &Actor,
        id: ApprovalId,
        reason: &str,
    ) -> Result<(), StopError>;
}

/// One step in the life of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalStep {
    /// The proposal.
    pub id: ApprovalId,
    /// Its kind's word.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What happened, such as `proposed`, `approved`, `withdrawn`.
    pub word: &'static str,
    /// Why, where somebody said it.
    pub reason: Option<String>,
    /// Of an approval: when it is carried out.
    pub due_at: Option<Timestamp>,
}

/// Why a proposal is not stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StopError {
    /// Nothing can happen to it any more.
    #[error("it is over")]
    Over,
    /// The store failed.
    #[error(transparent)]
    Down(#[from] ApprovalsDown),
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The kind's word.
    pub kind: &'static str,
    /// Whose act it is: the authority's id.
    pub authority: &'a str,
    /// The thing that is touched, such as `calendar/national`; no personal data.
    pub matter: &'a str,
    /// What is to be done, in the words of the subject.
    pub order: &'a Value,
    /// The digest of what was shown.
    pub digest: &'a str,
    /// What was typed.
    pub typed: &'a str,
}
