//! Carrying out what was approved, and ending what was not.

use approvals_domain::{ActError, Approval, ApprovalRefusal, ApprovalState, Authorised};
use kernel::{Actor, id::ApprovalId};
use ledger::{Command, CommandError, derived_command};

use super::SecondPerson;

/// What happened to the act.
enum Outcome {
    Done,
    Overtaken(String),
}

impl SecondPerson {
    /// Carries out an approved act whose time has come; answers whether there was one. Asked on
    /// many nodes at once, it happens once: the act's command and the note that it was done are
    /// both named after the proposal.
    ///
    /// # Errors
    /// A text for the operator when something does not answer; it is tried again.
    pub async fn carry_out(&self, id: ApprovalId) -> Result<bool, String> {
        let Some(approval) = self.load(id).await.map_err(text)? else { return Ok(false) };
        if !approval.is_due(self.ledger().clock().now()) {
            return Ok(false);
        }
        let outcome = self.attempt(id, &approval).await?;
        let key = derived_command("approval-done", id);
        let command = Command::new::<Approval>(key, Actor::SYSTEM, id, &"done");
        let done = self
            .ledger()
            .execute::<Approval, ApprovalRefusal, _>(command, move |approval, _| match &outcome {
                Outcome::Done => approval.executed(),
                Outcome::Overtaken(code) => approval.overtaken(code),
            })
            .await;
        match done {
            Ok(_) | Err(CommandError::Refused(_)) => Ok(true),
            Err(other) => Err(other.to_string()),
        }
    }

    async fn attempt(&self, id: ApprovalId, approval: &Approval) -> Result<Outcome, String> {
        let overtaken = |code: &str| Ok(Outcome::Overtaken(code.to_owned()));
        let (Some(proposal), Some(requester), Some(approver)) =
            (&approval.proposal, &approval.requester, &approval.decider)
        else {
            return overtaken("incomplete");
        };
        let Some(plan) = self.opened(&proposal.content).await.map_err(text)? else {
            return overtaken("erased");
        };
        let kind = self.kind(&proposal.kind).ok_or_else(|| format!("no kind {}", proposal.kind))?;
        let key = derived_command("approval", id);
        // What was begun before a crash is finished, although the world looks changed by it.
        let was_begun = self.ledger().was_run(requester, key).await.map_err(text)?;
        if !was_begun {
            match self.planned(&proposal.kind, &plan.order, requester).await {
                Ok((_, digest)) if digest == proposal.digest => {}
                Ok(_) => return overtaken("changed"),
                Err(ActError::Refused(code)) => return overtaken(&code),
                Err(ActError::Down(cause)) => return Err(cause),
            }
        }
        let by =
            Authorised { approval: id, requester: requester.clone(), approver: approver.clone() };
        match kind.act.carry_out(key, &plan.order, &by).await {
            Ok(()) => Ok(Outcome::Done),
            Err(ActError::Refused(code)) => overtaken(&code),
            Err(ActError::Down(cause)) => Err(cause),
        }
    }

    /// Does what is due: carries out and ends; answers how much.
    ///
    /// # Errors
    /// A text for the operator.
    pub async fn work(&self) -> Result<u64, String> {
        let now = self.ledger().clock().now();
        let mut count = 0;
        for it in self.open().await.map_err(text)? {
            let is_due = it.due_at.is_some_and(|due| due <= now);
            if it.state == ApprovalState::Approved && is_due {
                count += u64::from(self.carry_out(it.id).await?);
            } else if it.state == ApprovalState::Waiting && it.expires_at <= now {
                self.expire(it.id).await?;
                count += 1;
            }
        }
        Ok(count)
    }

    async fn expire(&self, id: ApprovalId) -> Result<(), String> {
        let key = derived_command("approval-expired", id);
        let command = Command::new::<Approval>(key, Actor::SYSTEM, id, &"expired");
        let done = self
            .ledger()
            .execute::<Approval, ApprovalRefusal, _>(command, |approval, given| {
                approval.expire(given)
            })
            .await;
        match done {
            Ok(_) | Err(CommandError::Refused(_)) => Ok(()),
            Err(other) => Err(other.to_string()),
        }
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
