//! Who works here, for the subject that looks for second persons.

use accounts_domain::{People as _, RegisterDown, Staff as _};
use approvals_domain::{ApprovalsDown, Colleagues};
use kernel::{Actor, Role, id::AccountId};

use super::Accounts;

fn down(error: RegisterDown) -> ApprovalsDown {
    ApprovalsDown(error.0)
}

#[async_trait::async_trait]
impl Colleagues for Accounts {
    async fn name(&self, account: AccountId) -> Result<Option<String>, ApprovalsDown> {
        self.staff_name(account).await.map_err(down)
    }

    async fn in_role(
        &self,
        role: Role,
        authority: Option<&str>,
    ) -> Result<Vec<Actor>, ApprovalsDown> {
        let authorities = match authority {
            Some(only) => vec![only.to_owned()],
            None => self.directory().authorities().iter().map(|it| it.id.clone()).collect(),
        };
        let mut found = Vec::new();
        for authority in authorities {
            let accounts = self.staff_of(&authority, role).await.map_err(down)?;
            found.extend(accounts.into_iter().map(|it| Actor::staff(role, it, authority.clone())));
        }
        Ok(found)
    }
}
