//! Conflicts of interest: what officers declare, and what it touches.

use accounts_domain::{
    Conflicts, Declaration, INTERESTS_LIMIT, Interests, InterestsRefusal, Party, RegisterDown,
    number_form,
};
use authz::Relation;
use kernel::{
    Actor,
    code::{CreditCode, IdNumber},
    id::{AccountId, CommandId},
};
use ledger::{Command, CommandError, derived_command};

use super::{Accounts, RegisterError, act_for::own, register::failed};
use crate::{policy, store};

/// What is wrong with a declaration: the field, and the key of what to do.
pub type InterestsErrors = Vec<(&'static str, &'static str)>;

/// A declaration as it is typed: one number or code on a line.
pub fn typed_interests(
    own_number: &str,
    relatives: &str,
    firms: &str,
) -> Result<Interests, InterestsErrors> {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(number_form).filter(|it| !it.is_empty()).collect()
    };
    let interests = Interests {
        own_number: number_form(own_number),
        relatives: lines(relatives),
        firms: lines(firms),
    };
    let is_person = |it: &String| IdNumber::parse(it).is_ok();
    let is_firm = |it: &String| CreditCode::parse(it).is_ok();
    let checks = [
        (is_person(&interests.own_number), "own_number", "accounts-interests-own-needed"),
        (interests.relatives.iter().all(is_person), "relatives", "accounts-interests-number-wrong"),
        (interests.firms.iter().all(is_firm), "firms", "accounts-interests-code-wrong"),
        (interests.relatives.len() <= INTERESTS_LIMIT, "relatives", "accounts-interests-too-many"),
        (interests.firms.len() <= INTERESTS_LIMIT, "firms", "accounts-interests-too-many"),
    ];
    let wrong = checks.into_iter().filter(|(is_right, _, _)| !is_right);
    let wrong: InterestsErrors = wrong.map(|(_, field, key)| (field, key)).collect();
    if wrong.is_empty() { Ok(interests) } else { Err(wrong) }
}

impl Accounts {
    /// What the officer declared; none before the first declaration.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn interests(&self, actor: &Actor) -> Result<Option<Interests>, RegisterError> {
        self.policy().require(actor, policy::DECLARE_INTERESTS, &[Relation::Own])?;
        let found = self.ledger().load::<Declaration>(own(actor)?).await?;
        match found.and_then(|(declaration, _)| declaration.interests) {
            Some(sealed) => Ok(Some(self.ledger().vault().open(&sealed).await?)),
            None => Ok(None),
        }
    }

    /// Declares an officer's interests anew.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn declare(
        &self,
        actor: &Actor,
        key: CommandId,
        interests: &Interests,
    ) -> Result<(), RegisterError> {
        self.policy().require(actor, policy::DECLARE_INTERESTS, &[Relation::Own])?;
        let account = own(actor)?;
        let prints = self.interest_prints(interests);
        let sealed = self.ledger().vault().seal(account.subject(), interests).await?;
        let command = Command::new::<Declaration>(key, actor.clone(), account, &prints);
        self.ledger()
            .execute::<Declaration, InterestsRefusal, _>(command, move |state, _| {
                state.declare(sealed.clone(), prints.clone())
            })
            .await
            .map_err(|error| match error {
                CommandError::Refused(_) => RegisterError::Refused("interests.too_many"),
                other => failed(other),
            })?;
        Ok(())
    }
}

impl Accounts {
    /// The current fingerprints of what an officer declared, in their own order.
    fn interest_prints(&self, interests: &Interests) -> Vec<String> {
        let people = std::iter::once(&interests.own_number).chain(&interests.relatives);
        let people = people.map(|it| self.number_prints(it));
        let firms = interests.firms.iter().map(|it| self.code_prints(it));
        let current = people.chain(firms).filter_map(|all| all.into_iter().next());
        current.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// Makes the fingerprints of a declaration anew; answers whether there was need.
    pub(super) async fn renew_interests(&self, officer: AccountId) -> Result<bool, RegisterError> {
        let found = self.ledger().load::<Declaration>(officer).await?;
        let Some((declaration, version)) = found else { return Ok(false) };
        let Some(sealed) = declaration.interests else { return Ok(false) };
        let interests: Interests = self.ledger().vault().open(&sealed).await?;
        let prints = self.interest_prints(&interests);
        if declaration.prints == prints {
            return Ok(false);
        }
        let key = derived_command("accounts.renew_interests", format!("{officer}/{version}"));
        let command = Command::new::<Declaration>(key, Actor::SYSTEM, officer, &prints);
        self.ledger()
            .execute::<Declaration, InterestsRefusal, _>(command, move |state, _| {
                state.declare(sealed.clone(), prints.clone())
            })
            .await
            .map_err(failed)?;
        Ok(true)
    }
}

fn down(error: impl std::fmt::Display) -> RegisterDown {
    RegisterDown(error.to_string())
}

#[async_trait::async_trait]
impl Conflicts for Accounts {
    async fn has_interests(&self, officer: AccountId) -> Result<bool, RegisterDown> {
        let args = [officer.to_string().into()];
        let rows = self.ledger().rows(&store::HAS_INTERESTS, &args).await.map_err(down)?;
        Ok(!rows.is_empty())
    }

    async fn touches(&self, officer: AccountId, party: &Party) -> Result<bool, RegisterDown> {
        let firm = party.firm.map(|it| it.to_string()).unwrap_or_default();
        let args = [officer.to_string().into(), party.account.to_string().into(), firm.into()];
        let rows = self.ledger().rows(&store::TOUCHED, &args).await.map_err(down)?;
        Ok(!rows.is_empty())
    }
}
