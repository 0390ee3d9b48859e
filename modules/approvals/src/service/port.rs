//! What other subjects ask.

use std::sync::{Arc, PoisonError};

use approvals_domain::{
    ActError, Approval, ApprovalEvent, Approvals, ApprovalsDown, Asked, Colleagues, Kind, Plan,
    ProposalStep, ProposeError, StopError,
};
use kernel::{
    Actor, Aggregate as _, Recorded,
    id::{ApprovalId, CommandId},
};
use serde_json::Value;

use super::{Problem, SecondPerson, down};
use crate::store;

/// So many proposals of one matter are looked through.
const STEPPED: i64 = 20;

#[async_trait::async_trait]
impl Approvals for SecondPerson {
    fn register(&self, kind: Kind) {
        let mut kinds = self.inner.kinds.write().unwrap_or_else(PoisonError::into_inner);
        kinds.insert(kind.word.to_owned(), kind);
    }

    fn introduce(&self, colleagues: Arc<dyn Colleagues>) {
        let mut known = self.inner.colleagues.write().unwrap_or_else(PoisonError::into_inner);
        *known = Some(colleagues);
    }

    async fn plan(
        &self,
        kind: &'static str,
        order: &Value,
        by: &Actor,
    ) -> Result<(Plan, String), ActError> {
        self.planned(kind, order, by).await
    }

    async fn propose(
        &self,
        key: CommandId,
        by: &Actor,
        asked: Asked<'_>,
    ) -> Result<ApprovalId, ProposeError> {
        self.proposed(key, by, asked).await
    }

    async fn find(&self, id: ApprovalId) -> Result<Option<Approval>, ApprovalsDown> {
        self.load(id).await.map_err(down)
    }

    async fn open_on(
        &self,
        kind: &'static str,
        matter: &str,
    ) -> Result<Option<ApprovalId>, ApprovalsDown> {
        self.opened_on(kind, matter).await.map_err(down)
    }

    async fn steps_on(&self, matter: &str) -> Result<Vec<ProposalStep>, ApprovalsDown> {
        let args = [matter.into(), STEPPED.into()];
        let rows = self.ledger().rows(&store::OF_MATTER, &args).await.map_err(down)?;
        let mut steps = Vec::new();
        for row in rows.iter().rev() {
            let id: ApprovalId = row.parsed(0).map_err(down)?;
            let history = self.ledger().history::<Approval>(id).await.map_err(down)?;
            let kind = history.iter().find_map(|it| match &it.event {
                ApprovalEvent::Proposed { proposal, .. } => Some(proposal.kind.clone()),
                _ => None,
            });
            let kind = kind.unwrap_or_default();
            steps.extend(history.into_iter().map(|it| step(id, &kind, it)));
        }
        Ok(steps)
    }

    async fn stop(
        &self,
        key: CommandId,
        by: &Actor,
        id: ApprovalId,
        reason: &str,
    ) -> Result<(), StopError> {
        let why = reason.to_owned();
        let content = ("stop", reason);
        let done = self.run(key, by, id, &content, move |approval, _| approval.stop(&why)).await;
        done.map_err(|problem| match problem {
            Problem::Refused(_) => StopError::Over,
            Problem::WorldChanged => down("the world has changed").into(),
            Problem::Doubt(_) => down("nothing has to be typed to stop it").into(),
            Problem::Failure(failure) => down(failure.code()).into(),
        })
    }
}

fn step(id: ApprovalId, kind: &str, event: Recorded<ApprovalEvent>) -> ProposalStep {
    let word = Approval::word(&event.event);
    let (reason, due_at) = match event.event {
        ApprovalEvent::Approved { due_at, .. } => (None, Some(due_at)),
        ApprovalEvent::Refused { reason } | ApprovalEvent::Withdrawn { reason } => {
            (Some(reason.to_string()).filter(|it| !it.is_empty()), None)
        }
        _ => (None, None),
    };
    let word = word.rsplit('.').next().unwrap_or(word);
    ProposalStep { id, kind: kind.to_owned(), at: event.at, by: event.by, word, reason, due_at }
}
