//! Seeing proposals: what waits for me, what is mine, what was decided, and one of them whole.

use approvals_domain::{ActError, Approval, ApprovalState, Content, Plan};
use jiff::Timestamp;
use kernel::{Actor, LocalText, id::ApprovalId};
use ledger::Read;
use web::Failure;

use super::SecondPerson;
use crate::{
    policy,
    store::{self, Listed},
};

/// No list of open proposals is longer; they are over within a day.
const OPEN_LIMIT: i64 = 500;
/// So many of one's own are shown.
const OWN_LIMIT: i64 = 50;
/// So many stand on a page of the history.
pub const ON_PAGE: usize = 25;

/// A proposal as somebody may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its id.
    pub id: ApprovalId,
    /// The proposal.
    pub approval: Approval,
    /// What its kind is called.
    pub title: LocalText,
    /// What was shown and is to be done; none where it was erased.
    pub plan: Option<Plan>,
    /// How the reader stands to it.
    pub sight: Sight,
}

/// How a reader stands to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// They may approve or refuse it now.
    pub may_decide: bool,
    /// They may take it back now.
    pub may_withdraw: bool,
    /// What it would do now differs from what was shown; none where it is not known.
    pub has_changed: bool,
}

impl SecondPerson {
    /// What waits for this person's approval, oldest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn waiting(&self, actor: &Actor) -> Result<Vec<Listed>, Failure> {
        self.policy().require(actor, policy::READ, &[])?;
        let now = self.ledger().clock().now();
        let mut found = self.open().await?;
        found.retain(|it| {
            it.state == ApprovalState::Waiting
                && it.expires_at > now
                && Some(it.requester) != actor.account
                && self.may_approve(actor, &it.kind, &it.authority)
        });
        Ok(found)
    }

    /// What this person proposed, newest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn own(&self, actor: &Actor) -> Result<Vec<Listed>, Failure> {
        self.policy().require(actor, policy::READ, &[])?;
        let account = actor.account.ok_or(Failure::SignIn)?;
        let args = [account.to_string().into(), OWN_LIMIT.into()];
        let rows = self.ledger().rows(&store::OF_REQUESTER, &args).await?;
        Ok(rows.iter().map(Listed::read).collect::<Result<_, _>>()?)
    }

    /// A page of what is over and this person may see, newest first; and whether older ones may
    /// follow, after which.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn history(
        &self,
        actor: &Actor,
        after: Option<(Timestamp, ApprovalId)>,
    ) -> Result<(Vec<Listed>, Option<(Timestamp, ApprovalId)>), Failure> {
        self.policy().require(actor, policy::READ, &[])?;
        let (at, id) = match after {
            Some((at, id)) => (at, id.to_string()),
            None => (Timestamp::MAX, String::new()),
        };
        let args = [at.into(), id.into(), (ON_PAGE + 1).into()];
        let rows = self.ledger().rows(&store::OVER, &args).await?;
        let mut found: Vec<_> = rows.iter().map(Listed::read).collect::<Result<_, _>>()?;
        let has_more = found.len() > ON_PAGE;
        found.truncate(ON_PAGE);
        let next = found.last().filter(|_| has_more).map(|it| (it.proposed_at, it.id));
        found.retain(|it| {
            let is_own = Some(it.requester) == actor.account || it.decider == actor.account;
            is_own || self.may_approve(actor, &it.kind, &it.authority)
        });
        Ok((found, next))
    }

    pub(crate) async fn open(&self) -> Result<Vec<Listed>, ledger::StoreError> {
        let rows = self.ledger().rows(&store::OPEN, &[OPEN_LIMIT.into()]).await?;
        rows.iter().map(Listed::read).collect()
    }

    /// One proposal whole. Where it says something about a person, the look is recorded.
    ///
    /// # Errors
    /// [`Failure::NotFound`], also for those who may not see it.
    pub async fn seen(&self, actor: &Actor, id: ApprovalId) -> Result<Seen, Failure> {
        self.policy().require(actor, policy::READ, &[])?;
        let approval = self.load(id).await?.ok_or(Failure::NotFound)?;
        let proposal = approval.proposal.as_ref().ok_or(Failure::NotFound)?;
        let is_same =
            |other: &Option<Actor>| other.as_ref().is_some_and(|it| it.is_same_person(actor));
        let is_requester = is_same(&approval.requester);
        let may_approve = self.may_approve(actor, &proposal.kind, &proposal.authority);
        if !(is_requester || may_approve || is_same(&approval.decider)) {
            return Err(Failure::NotFound);
        }
        if let Content::Sealed(sealed) = &proposal.content {
            let matter = &proposal.matter;
            let read = Read {
                subject: sealed.subject,
                by: actor,
                action: policy::READ,
                matter,
                reason: "",
            };
            self.ledger().note_read(read).await?;
        }
        let plan = self.opened(&proposal.content).await?;
        let now = self.ledger().clock().now();
        let is_waiting = approval.state == ApprovalState::Waiting
            && approval.expires_at.is_some_and(|end| end > now);
        let may_decide = may_approve && !is_requester && is_waiting;
        let sight = Sight {
            may_decide: may_decide && self.is_free(actor, &proposal.kind, plan.as_ref()).await?,
            may_withdraw: !approval.state.is_over() && approval.is_of(actor),
            has_changed: is_waiting && self.has_changed(&approval).await?,
        };
        let title = self.title(&proposal.kind);
        Ok(Seen { id, title, plan, sight, approval })
    }

    /// Whether the subject lets this person approve what is planned: not who had a hand in what it
    /// is about. What was erased is nobody's to approve.
    pub(super) async fn is_free(
        &self,
        actor: &Actor,
        kind: &str,
        plan: Option<&Plan>,
    ) -> Result<bool, Failure> {
        let (Some(kind), Some(plan)) = (self.kind(kind), plan) else { return Ok(false) };
        match kind.act.approvable_by(&plan.order, actor).await {
            Ok(()) => Ok(true),
            Err(ActError::Refused(_)) => Ok(false),
            Err(ActError::Down(cause)) => Err(Failure::internal(cause)),
        }
    }

    /// What a kind is called; its word where no subject brings it any more.
    pub fn title(&self, kind: &str) -> LocalText {
        self.kind(kind).map_or_else(|| LocalText::same(kind), |it| it.title)
    }

    /// Whether carrying it out now would do something else than what was shown.
    pub(super) async fn has_changed(&self, approval: &Approval) -> Result<bool, Failure> {
        let (Some(proposal), Some(requester)) = (&approval.proposal, &approval.requester) else {
            return Ok(true);
        };
        let Some(plan) = self.opened(&proposal.content).await? else { return Ok(true) };
        match self.planned(&proposal.kind, &plan.order, requester).await {
            Ok((_, digest)) => Ok(digest != proposal.digest),
            Err(ActError::Refused(_)) => Ok(true),
            Err(ActError::Down(cause)) => Err(Failure::internal(cause)),
        }
    }
}

/// What the subject's own reactions ask.
impl SecondPerson {
    /// The ledger whose events they take.
    pub(crate) fn told_by(&self) -> &ledger::Ledger {
        self.ledger()
    }

    /// A proposal, for the system.
    pub(crate) async fn whole(&self, id: ApprovalId) -> Result<Option<Approval>, String> {
        self.load(id).await.map_err(|error| error.to_string())
    }

    /// Those in a role who may approve it, the requester apart.
    pub(crate) async fn approvers(
        &self,
        approval: &Approval,
        role: kernel::Role,
    ) -> Result<Vec<Actor>, String> {
        let (Some(proposal), Some(colleagues)) = (&approval.proposal, self.colleagues()) else {
            return Ok(Vec::new());
        };
        let may_ever =
            self.kind(&proposal.kind).is_some_and(|it| self.policy().may_ever(role, it.approves));
        if !may_ever {
            return Ok(Vec::new());
        }
        // Where their own authority suffices to find them, the others are not asked for.
        let near = Actor { role, authority: Some(proposal.authority.clone()), ..Actor::ANONYMOUS };
        let far = Actor { role, ..Actor::ANONYMOUS };
        let authority = match self.may_approve(&far, &proposal.kind, &proposal.authority) {
            true => None,
            false if self.may_approve(&near, &proposal.kind, &proposal.authority) => {
                Some(proposal.authority.as_str())
            }
            false => return Ok(Vec::new()),
        };
        let found = colleagues.in_role(role, authority).await.map_err(|it| it.to_string())?;
        let is_requester = |it: &Actor| {
            approval.requester.as_ref().is_some_and(|requester| requester.is_same_person(it))
        };
        Ok(found.into_iter().filter(|it| !is_requester(it)).collect())
    }
}
