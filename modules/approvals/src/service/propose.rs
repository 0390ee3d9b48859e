//! Proposing an act.

use approvals_domain::{
    ActError, Approval, ApprovalRefusal, Asked, Content, Plan, Proposal, ProposeError,
};
use kernel::{
    Actor,
    id::{ApprovalId, CommandId},
};
use ledger::{Command, CommandError, content_digest, derived_command};
use serde_json::Value;

use super::{SecondPerson, down};
use crate::store;

impl SecondPerson {
    /// What an order would do now, and the digest that stands for exactly this.
    pub(super) async fn planned(
        &self,
        word: &str,
        order: &Value,
        by: &Actor,
    ) -> Result<(Plan, String), ActError> {
        let kind = self.kind(word).ok_or_else(|| ActError::Down(format!("no kind {word}")))?;
        let effect = kind.act.effect(order, by).await?;
        let plan = Plan { effect, order: order.clone() };
        let digest = content_digest(&(word, &plan));
        Ok((plan, digest))
    }

    pub(super) async fn proposed(
        &self,
        key: CommandId,
        by: &Actor,
        asked: Asked<'_>,
    ) -> Result<ApprovalId, ProposeError> {
        let id = proposal_id(key, by);
        // The same form sent twice is answered the same way, whatever has happened since.
        if self.load(id).await.map_err(down)?.is_some() {
            return Ok(id);
        }
        let (plan, digest) = self.planned(asked.kind, asked.order, by).await.map_err(refused)?;
        if digest != asked.digest {
            return Err(ProposeError::Changed(Box::new(plan.effect)));
        }
        if let Some(wanted) = plan.effect.to_type.as_deref().filter(|it| *it != asked.typed.trim())
        {
            return Err(ProposeError::Typed(wanted.to_owned()));
        }
        if let Some(open) = self.opened_on(asked.kind, asked.matter).await.map_err(down)? {
            return Err(ProposeError::Open(open));
        }
        let reviews = plan.effect.reviews.iter().map(|it| it.id.clone()).collect();
        let content = match plan.effect.about {
            None => Content::Open(Box::new(plan)),
            Some(subject) => {
                Content::Sealed(self.ledger().vault().seal(subject, &plan).await.map_err(down)?)
            }
        };
        let proposal = Proposal {
            kind: asked.kind.to_owned(),
            authority: asked.authority.to_owned(),
            matter: asked.matter.to_owned(),
            digest,
            reviews,
            content,
        };
        self.keep(key, by, id, proposal).await
    }

    async fn keep(
        &self,
        key: CommandId,
        by: &Actor,
        id: ApprovalId,
        proposal: Proposal,
    ) -> Result<ApprovalId, ProposeError> {
        let content = (&proposal.kind, &proposal.matter, &proposal.digest);
        let command = Command::new::<Approval>(key, by.clone(), id, &content);
        let who = by.clone();
        let done = self
            .ledger()
            .execute::<Approval, ApprovalRefusal, _>(command, move |approval, given| {
                approval.propose(proposal.clone(), &who, given)
            })
            .await;
        match done {
            Ok(_) => Ok(id),
            Err(CommandError::Refused(refusal)) => {
                Err(ProposeError::Refused(refusal.code().to_owned()))
            }
            Err(CommandError::Reused) => Err(ProposeError::Refused("command.reused".to_owned())),
            Err(other) => Err(down(other_text(&other)).into()),
        }
    }

    pub(super) async fn opened_on(
        &self,
        kind: &str,
        matter: &str,
    ) -> Result<Option<ApprovalId>, ledger::StoreError> {
        let rows = self.ledger().rows(&store::OPEN_ON, &[matter.into(), kind.into()]).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }
}

fn other_text(error: &CommandError<ApprovalRefusal>) -> String {
    error.to_string()
}

/// The id follows from the sender and their command id.
fn proposal_id(key: CommandId, by: &Actor) -> ApprovalId {
    let sender = by.account.map(|it| it.to_string()).unwrap_or_default();
    ApprovalId::from_uuid(derived_command("approval", format!("{sender}/{key}")).uuid())
}

fn refused(error: ActError) -> ProposeError {
    match error {
        ActError::Refused(code) => ProposeError::Refused(code),
        ActError::Down(cause) => down(cause).into(),
    }
}
