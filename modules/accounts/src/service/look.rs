//! Questions about people, firms and staff, for pages and later subjects.

use accounts_domain::{
    Account, Firm, FirmFacts, People, PersonFacts, PostTerms, RegisterDown, Staff, StaffPost,
};
use kernel::{
    Actor, IdentityLevel, Role, Sealed,
    id::{AccountId, FirmId},
};
use ledger::{StoreError, VaultError};

use super::{Accounts, NewPerson, RegisterError};
use crate::store;

impl Accounts {
    /// The account of a login that can have these fingerprints.
    pub(super) async fn by_prints(
        &self,
        prints: &[String],
    ) -> Result<Option<AccountId>, StoreError> {
        let rows = self.ledger().vault().rows_of(&store::BY_LOGIN, prints).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// The firm with this credit code.
    pub(super) async fn by_code(&self, code: &str) -> Result<Option<FirmId>, StoreError> {
        let prints = self.code_prints(code);
        let rows = self.ledger().vault().rows_of(&store::BY_CODE, &prints).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// A person's facts.
    pub(crate) async fn facts(
        &self,
        account: AccountId,
    ) -> Result<Option<PersonFacts>, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(account).await? else {
            return Ok(None);
        };
        self.opened(account.facts.as_ref()).await
    }

    /// What was sealed; none where it was erased.
    async fn opened<T: serde::de::DeserializeOwned>(
        &self,
        sealed: Option<&Sealed>,
    ) -> Result<Option<T>, RegisterError> {
        let Some(sealed) = sealed else { return Ok(None) };
        match self.ledger().vault().open(sealed).await {
            Ok(facts) => Ok(Some(facts)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A firm's facts.
    pub(crate) async fn firm_facts(
        &self,
        firm: FirmId,
    ) -> Result<Option<FirmFacts>, RegisterError> {
        let Some((firm, _)) = self.ledger().load::<Firm>(firm).await? else { return Ok(None) };
        self.opened(firm.facts.as_ref()).await
    }

    /// The firms for which a person may act now.
    pub(crate) async fn firms(&self, account: AccountId) -> Result<Vec<FirmId>, StoreError> {
        let rows = self.ledger().rows(&store::FIRMS_OF, &[account.to_string().into()]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }
}

pub(super) fn down(error: impl std::fmt::Display) -> RegisterDown {
    RegisterDown(error.to_string())
}

#[async_trait::async_trait]
impl People for Accounts {
    async fn person(&self, account: AccountId) -> Result<Option<PersonFacts>, RegisterDown> {
        self.facts(account).await.map_err(down)
    }

    async fn firm(&self, firm: FirmId) -> Result<Option<FirmFacts>, RegisterDown> {
        self.firm_facts(firm).await.map_err(down)
    }

    async fn by_id_number(&self, id_number: &str) -> Result<Option<AccountId>, RegisterDown> {
        self.by_prints(&self.number_prints(id_number)).await.map_err(down)
    }

    async fn by_credit_code(&self, code: &str) -> Result<Option<FirmId>, RegisterDown> {
        self.by_code(code).await.map_err(down)
    }

    async fn firms_of(&self, account: AccountId) -> Result<Vec<FirmId>, RegisterDown> {
        self.firms(account).await.map_err(down)
    }

    async fn staff_name(&self, account: AccountId) -> Result<Option<String>, RegisterDown> {
        // Who has left is still named in what they did.
        let found = self.ledger().load::<Account>(account).await.map_err(down)?;
        if found.is_none_or(|(state, _)| state.post.is_none()) {
            return Ok(None);
        }
        Ok(self.person(account).await?.map(|facts| facts.name))
    }

    async fn level(&self, account: AccountId) -> Result<IdentityLevel, RegisterDown> {
        self.proved(account).await.map_err(down)
    }

    async fn prove_at_counter(&self, account: AccountId, by: &Actor) -> Result<(), RegisterDown> {
        self.note_card(account, by).await.map_err(down)
    }

    async fn register_at_counter(
        &self,
        facts: PersonFacts,
        by: &Actor,
    ) -> Result<AccountId, RegisterDown> {
        self.register(NewPerson { facts, login: None, password: None, post: None }, by)
            .await
            .map_err(down)
    }
}

#[async_trait::async_trait]
impl Staff for Accounts {
    async fn post(&self, account: AccountId) -> Result<Option<StaffPost>, RegisterDown> {
        let found = self.ledger().load::<Account>(account).await.map_err(down)?;
        let Some((state, _)) = found else { return Ok(None) };
        let posts = self.active_posts(account, &state).await.map_err(down)?;
        Ok(posts.into_iter().next().map(|(_, terms)| terms.post))
    }

    async fn staff_of(&self, authority: &str, role: Role) -> Result<Vec<AccountId>, RegisterDown> {
        let today = self.ledger().clock().today();
        let args = [authority.into(), role.word().into(), today.into()];
        let rows = self.ledger().rows(&store::STAFF_OF, &args).await.map_err(down)?;
        rows.iter().map(|row| row.parsed(0).map_err(down)).collect()
    }

    async fn at_work(&self, authority: &str, role: Role) -> Result<Vec<Actor>, RegisterDown> {
        let fits = |terms: &PostTerms| terms.post.role == role && terms.post.authority == authority;
        let mut found = Vec::new();
        for id in self.staff_of(authority, role).await? {
            let loaded = self.ledger().load::<Account>(id).await.map_err(down)?;
            let Some((account, _)) = loaded.filter(|(it, _)| !it.is_blocked && !it.is_closed)
            else {
                continue;
            };
            let posts = self.active_posts(id, &account).await.map_err(down)?;
            let posts = posts.into_iter().map(|(_, terms)| terms).filter(fits);
            found.extend(posts.map(|terms| Self::in_post(id, terms)));
        }
        Ok(found)
    }
}
