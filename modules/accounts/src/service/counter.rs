//! A mandate at the counter: the principal is there in person, and a clerk looks at their card.

use accounts_domain::{MandateRefusal, PersonFacts, Proof};
use kernel::{
    Actor,
    id::{AccountId, CommandId, MandateId},
};
use ledger::{Read, derived_command};

use super::{
    Accounts, NewPerson, RegisterError,
    act_for::own,
    mandates::{Proposal, refused},
    members::UNKNOWN_PERSON,
};
use crate::policy;

/// A person as their card says.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// Name.
    pub name: String,
    /// Identity number.
    pub id_number: String,
    /// Mobile number; needed only of somebody who has no account yet.
    pub mobile: String,
}

impl Accounts {
    /// Takes a mandate in whose principal agrees in person. The clerk is neither of the two, also
    /// not under their other account: a colleague of the helper's name does not do either.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn mandate_at_counter(
        &self,
        actor: &Actor,
        key: CommandId,
        (principal, helper): (&Card, &Card),
        proof: Proof,
        proposal: Proposal,
    ) -> Result<MandateId, RegisterError> {
        self.policy().require(actor, policy::TAKE_CONSENT, &[])?;
        let clerk = self.facts(own(actor)?).await?.unwrap_or_default().name;
        if clerk == helper.name || clerk == principal.name {
            return Err(refused(MandateRefusal::OwnClerk));
        }
        if !proof.fits(proposal.kind) {
            return Err(refused(MandateRefusal::NoProof));
        }
        let helper = self.person_of(&helper.name, &helper.id_number).await?;
        let principal = self.at_counter(principal, actor).await?;
        let read = Read {
            subject: principal.subject(),
            by: actor,
            action: policy::TAKE_CONSENT,
            matter: "mandate",
            reason: "",
        };
        self.ledger().note_read(read).await?;
        let id = self.propose(actor, key, principal, helper, proposal).await?;
        let key = derived_command("accounts.counter_consent", key);
        self.consent_at_counter(actor, key, id, proof).await?;
        Ok(id)
    }

    /// The person who stands at the counter, registered if they are new.
    async fn at_counter(&self, card: &Card, by: &Actor) -> Result<AccountId, RegisterError> {
        match self.by_prints(&self.number_prints(&card.id_number)).await? {
            Some(_) => self.person_of(&card.name, &card.id_number).await,
            None if card.mobile.is_empty() => Err(UNKNOWN_PERSON),
            None => {
                let facts = PersonFacts {
                    name: card.name.clone(),
                    id_number: card.id_number.clone(),
                    mobile: card.mobile.clone(),
                    address: String::new(),
                };
                self.register(NewPerson { facts, login: None, password: None, post: None }, by)
                    .await
            }
        }
    }
}
