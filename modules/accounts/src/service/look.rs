//! Questions about people, firms and staff, for pages and later subjects.

use accounts_domain::{
    Account, Firm, FirmFacts, People, PersonFacts, RegisterDown, Staff, StaffPost,
};
use kernel::{
    Actor, Role,
    id::{AccountId, FirmId},
};
use ledger::StoreError;

use super::{Accounts, NewPerson, RegisterError};
use crate::store;

impl Accounts {
    /// The account of a fingerprint.
    pub(super) async fn by_print(&self, print: &str) -> Result<Option<AccountId>, StoreError> {
        let rows = self.ledger().rows(&store::BY_LOGIN, &[print.into()]).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// The firm with this credit code.
    pub(super) async fn by_code(&self, code: &str) -> Result<Option<FirmId>, StoreError> {
        let rows = self.ledger().rows(&store::BY_CODE, &[self.code_print(code).into()]).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    /// A person's facts.
    pub(super) async fn facts(
        &self,
        account: AccountId,
    ) -> Result<Option<PersonFacts>, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(account).await? else {
            return Ok(None);
        };
        match &account.facts {
            Some(facts) => Ok(Some(self.ledger().vault().open(facts).await?)),
            None => Ok(None),
        }
    }

    /// A firm's facts.
    pub(super) async fn firm_facts(
        &self,
        firm: FirmId,
    ) -> Result<Option<FirmFacts>, RegisterError> {
        let Some((firm, _)) = self.ledger().load::<Firm>(firm).await? else { return Ok(None) };
        match &firm.facts {
            Some(facts) => Ok(Some(self.ledger().vault().open(facts).await?)),
            None => Ok(None),
        }
    }

    /// The firms for which a person may act now.
    pub(super) async fn firms(&self, account: AccountId) -> Result<Vec<FirmId>, StoreError> {
        let rows = self.ledger().rows(&store::FIRMS_OF, &[account.to_string().into()]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }
}

fn down(error: impl std::fmt::Display) -> RegisterDown {
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
        self.by_print(&self.number_print(id_number)).await.map_err(down)
    }

    async fn by_credit_code(&self, code: &str) -> Result<Option<FirmId>, RegisterDown> {
        self.by_code(code).await.map_err(down)
    }

    async fn firms_of(&self, account: AccountId) -> Result<Vec<FirmId>, RegisterDown> {
        self.firms(account).await.map_err(down)
    }

    async fn staff_name(&self, account: AccountId) -> Result<Option<String>, RegisterDown> {
        if self.post(account).await?.is_none() {
            return Ok(None);
        }
        Ok(self.person(account).await?.map(|facts| facts.name))
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
        Ok(found.and_then(|(account, _)| account.post))
    }

    async fn staff_of(&self, authority: &str, role: Role) -> Result<Vec<AccountId>, RegisterDown> {
        let args = [authority.into(), role.word().into()];
        let rows = self.ledger().rows(&store::STAFF_OF, &args).await.map_err(down)?;
        rows.iter().map(|row| row.parsed(0).map_err(down)).collect()
    }
}
