//! The service behind pages, API and port.

mod act;
mod carry;
mod look;
mod port;
mod propose;

pub use act::{Agreed, FOR_EVER, Problem};
pub use look::Seen;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use approvals_domain::{Approval, ApprovalsDown, Colleagues, Content, Kind, Plan};
use authz::{Policy, Relation};
use kernel::{
    Actor,
    id::{AccountId, ApprovalId},
};
use ledger::{Ledger, StoreError, VaultError};
use web::Failure;

/// Proposals and the second persons who decide on them. Cheap to clone.
#[derive(Clone)]
pub struct SecondPerson {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    policy: Arc<Policy>,
    kinds: RwLock<BTreeMap<String, Kind>>,
    colleagues: RwLock<Option<Arc<dyn Colleagues>>>,
}

impl SecondPerson {
    /// A service that knows no kinds yet.
    pub fn new(ledger: Ledger, policy: Arc<Policy>) -> Self {
        let (kinds, colleagues) = (RwLock::default(), RwLock::default());
        Self { inner: Arc::new(Inner { ledger, policy, kinds, colleagues }) }
    }

    fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// A kind of act that a subject has brought.
    pub fn kind(&self, word: &str) -> Option<Kind> {
        let kinds = self.inner.kinds.read().unwrap_or_else(PoisonError::into_inner);
        kinds.get(word).cloned()
    }

    fn colleagues(&self) -> Option<Arc<dyn Colleagues>> {
        self.inner.colleagues.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a staff member is called; none where nobody says so.
    ///
    /// # Errors
    /// [`Failure`] when the register does not answer.
    pub async fn name(&self, account: AccountId) -> Result<Option<String>, Failure> {
        match self.colleagues() {
            Some(colleagues) => colleagues.name(account).await.map_err(Failure::internal),
            None => Ok(None),
        }
    }

    async fn load(&self, id: ApprovalId) -> Result<Option<Approval>, StoreError> {
        Ok(self.ledger().load::<Approval>(id).await?.map(|(approval, _)| approval))
    }

    /// What was shown and is to be done; none where the person it is about was erased.
    async fn opened(&self, content: &Content) -> Result<Option<Plan>, VaultError> {
        match content {
            Content::Open(plan) => Ok(Some(plan.as_ref().clone())),
            Content::Sealed(sealed) => match self.ledger().vault().open(sealed).await {
                Err(VaultError::Erased) => Ok(None),
                other => other.map(Some),
            },
        }
    }

    /// Whether somebody's role may approve this kind for this authority. That it is another person
    /// than the requester is the domain's own rule.
    fn may_approve(&self, actor: &Actor, kind: &str, authority: &str) -> bool {
        let Some(kind) = self.kind(kind) else { return false };
        let is_theirs = actor.authority.as_deref() == Some(authority);
        let holds: &[Relation] = if is_theirs { &[Relation::Authority] } else { &[] };
        self.policy().may(actor, kind.approves, holds)
    }
}

fn down(error: impl std::fmt::Display) -> ApprovalsDown {
    ApprovalsDown(error.to_string())
}
