//! Which licences an act on many would touch, and proposing it.

use approvals_domain::{Asked, ProposeError};
use jiff::civil::Date;
use kernel::{
    Actor,
    id::{ApprovalId, CommandId, LicenceId},
};
use ledger::content_digest;
use licences_domain::{LicenceAct, Selection};
use serde::{Deserialize, Serialize};
use web::Failure;

use super::Licensing;
use crate::{
    many::{self, KeyOrder},
    store,
};

/// So many licences are done in one act; more are done in several, by period.
const MOST: usize = 2_000;
/// So many of them are named before it is approved.
const SAMPLE: usize = 5;

/// What is to be done with many licences.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ManyOrder {
    /// Which.
    pub selection: Selection,
    /// The code of the reason.
    pub code: String,
    /// Facts and legal basis.
    pub reason: String,
    /// The digest of exactly the licences that were shown.
    pub digest: String,
}

/// What an act on many licences would touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// All of them, by id.
    pub licences: Vec<LicenceId>,
    /// The numbers of the first.
    pub sample: Vec<String>,
    /// Stands for exactly these licences as they are.
    pub digest: String,
}

impl Impact {
    /// How many they are.
    pub fn count(&self) -> u64 {
        self.licences.len() as u64
    }
}

impl Licensing {
    /// Whether the actor may propose acts on many licences.
    pub(crate) fn may_change_many(&self, actor: &Actor) -> bool {
        self.inner.policy.may(actor, many::CHANGE, &[])
    }

    /// Whether the actor may say that a key was stolen.
    pub(crate) fn may_change_keys(&self, actor: &Actor) -> bool {
        self.inner.policy.may(actor, many::CHANGE_KEYS, &[])
    }

    /// The licences that count and are selected, or the stable code of why it cannot be done.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn impact(
        &self,
        selection: &Selection,
        act: LicenceAct,
    ) -> Result<Result<Impact, &'static str>, Failure> {
        if !matches!(act, LicenceAct::Revoke | LicenceAct::Reissue) {
            return Ok(Err("batch.act"));
        }
        let Selection { key, service, from, to } = selection;
        let from = from.unwrap_or(Date::MIN).max(FIRST);
        let to = to.unwrap_or(LAST).min(LAST);
        let most = MOST + 1;
        let rows = if key.is_empty() && service.is_empty() {
            return Ok(Err("batch.no_selection"));
        } else if key.is_empty() {
            let args = [service.into(), from.into(), to.into(), most.into()];
            self.ledger().rows(&store::OF_SERVICE, &args).await?
        } else {
            let args = [key.into(), service.into(), from.into(), to.into(), most.into()];
            self.ledger().rows(&store::OF_KEY, &args).await?
        };
        if rows.is_empty() {
            return Ok(Err("batch.nothing"));
        }
        if rows.len() > MOST {
            return Ok(Err("batch.too_many"));
        }
        let is_current = self.issuer_keys().await?.current().is_some_and(|it| it.noted.id == *key);
        if act == LicenceAct::Reissue && is_current {
            return Ok(Err("batch.same_key"));
        }
        let mut impact = Impact { licences: Vec::new(), sample: Vec::new(), digest: String::new() };
        let mut stand = Vec::with_capacity(rows.len());
        for row in &rows {
            impact.licences.push(row.parsed(0)?);
            stand.push((row.text(0)?, row.text(2)?, row.count(3)?));
            if impact.sample.len() < SAMPLE {
                impact.sample.push(row.text(1)?.to_owned());
            }
        }
        impact.digest = content_digest(&(act, stand));
        Ok(Ok(impact))
    }

    /// Proposes an act on many licences. `typed` is how many, as the reader typed it.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_many(
        &self,
        key: CommandId,
        actor: &Actor,
        act: LicenceAct,
        order: &ManyOrder,
        typed: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let kind = many::word(act);
        let short: String = order.digest.chars().take(16).collect();
        self.propose_one(key, actor, (kind, &format!("licences/{short}")), order, typed).await
    }

    /// Proposes that a key was stolen, or that it was not. `typed` is its id.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_key(
        &self,
        key: CommandId,
        actor: &Actor,
        order: &KeyOrder,
        typed: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let kind = many::key_word(order.from.is_some());
        self.propose_one(key, actor, (kind, &format!("issuer/{}", order.key)), order, typed).await
    }

    /// What the page showed was compared already: the plan is made and bound in one step.
    async fn propose_one(
        &self,
        key: CommandId,
        actor: &Actor,
        (kind, matter): (&'static str, &str),
        order: &impl Serialize,
        typed: &str,
    ) -> Result<ApprovalId, ProposeError> {
        // Ids and texts always have a JSON form.
        let order = serde_json::to_value(order).unwrap_or_default();
        let planned = self.approvals().plan(kind, &order, actor).await;
        let (_, digest) = planned.map_err(|error| match error {
            approvals_domain::ActError::Refused(code) => ProposeError::Refused(code),
            approvals_domain::ActError::Down(cause) => {
                ProposeError::Down(approvals_domain::ApprovalsDown(cause))
            }
        })?;
        let authority = actor.authority.as_deref().unwrap_or_default();
        let asked = Asked { kind, authority, matter, order: &order, digest: &digest, typed };
        self.approvals().propose(key, actor, asked).await
    }
}

/// Dates are compared as text: the bounds have four digits of the year.
const FIRST: Date = jiff::civil::date(1900, 1, 1);
const LAST: Date = jiff::civil::date(9999, 12, 31);
