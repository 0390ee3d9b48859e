//! Whether a session's person still is what the session says; asked with every request.

use accounts_domain::Account;
use kernel::Actor;
use web::{Failure, Standing};

use super::Accounts;

#[async_trait::async_trait]
impl Standing for Accounts {
    async fn stands(&self, actor: &Actor) -> Result<bool, Failure> {
        let Some(id) = actor.account else { return Ok(false) };
        let found = self.ledger().load::<Account>(id).await?;
        // What the register does not know, nobody withdrew; sessions open through `admit` alone.
        let Some((account, _)) = found else { return Ok(true) };
        if account.is_blocked || account.is_closed {
            return Ok(false);
        }
        if account.post.is_some() {
            let posts = self.working_posts(id, &account).await?;
            return Ok(posts.into_iter().any(|(_, terms)| Self::in_post(id, terms) == *actor));
        }
        // Whether they may act for somebody else is asked with each deed, which says what to do.
        Ok(!actor.role.is_staff())
    }
}
