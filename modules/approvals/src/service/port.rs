//! What other subjects ask.

use std::sync::{Arc, PoisonError};

use approvals_domain::{
    ActError, Approval, Approvals, ApprovalsDown, Asked, Colleagues, Kind, Plan, ProposeError,
};
use kernel::{
    Actor,
    id::{ApprovalId, CommandId},
};
use serde_json::Value;

use super::{SecondPerson, down};

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
}
