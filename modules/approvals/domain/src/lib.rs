//! Acts that need a second person: the pure part.
//!
//! An **act of power** (publish a calendar, revoke a licence, grant a role …) is not done by the
//! one who wishes it. They **propose** it; another person **approves** it; then it is carried out.
//! The approval is bound to the digest of exactly what was shown, so that what was seen is what is
//! done: when the world has changed in between, it is not carried out.
//!
//! This subject knows no act. Each subject brings its own as a [`Kind`] and keeps doing its own
//! work ([`PowerAct`]). It stands first in `modules/ORDER`, so that every subject can ask it; who
//! works here it is told by the subject that knows ([`Colleagues`]).

mod approval;
mod effect;
mod port;

pub use approval::{
    Approval, ApprovalEvent, ApprovalRefusal, ApprovalState, Assent, Content, Proposal,
};
pub use effect::{Effect, EffectLine, Plan, REVIEW_LIMIT, Review, Reviewed};
pub use port::{
    ActError, Approvals, ApprovalsDown, Asked, Authorised, Colleagues, Kind, PowerAct,
    ProposalStep, ProposeError, StopError,
};

use jiff::SignedDuration;

/// A proposal that nobody has approved by then is over.
pub const EXPIRES_AFTER: SignedDuration = SignedDuration::from_hours(24);
