//! Taking away with what one signs in. Whoever gives up their last second factor, so that a password
//! alone opens the account, types their own name and says why.

use accounts_domain::Account;
use kernel::id::{AccountId, CommandId};
use ledger::Command;
use web::{Doubt, Grave, Meant};

use super::{Accounts, RegisterError, change::changed};

/// Giving up the last second factor.
pub const GIVING_UP: Grave = Grave {
    words: "accounts-grave-last-factor-",
    reasons: &["lost", "changing", "unused", "other"],
};

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Going<'a> {
    /// The authenticator app.
    Code,
    /// The passkey with this fingerprint.
    Passkey(&'a str),
}

/// Why a factor stays.
#[derive(Debug)]
pub enum Stays {
    /// It is the last one, and the name or the reason is missing.
    Doubt(Doubt),
    /// Anything else.
    Register(RegisterError),
}

impl<E: Into<RegisterError>> From<E> for Stays {
    fn from(error: E) -> Self {
        Self::Register(error.into())
    }
}

impl Accounts {
    /// What has to be typed before a factor is taken away: the owner's name where it is the last one,
    /// else nothing. Staff keep theirs anyway.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn to_type(
        &self,
        id: AccountId,
        going: Going<'_>,
    ) -> Result<Option<String>, RegisterError> {
        let account = self.account(id).await?;
        if account.post.is_some() || !is_last(&account, going) {
            return Ok(None);
        }
        Ok(Some(self.facts(id).await?.unwrap_or_default().name))
    }

    /// Takes a factor away.
    ///
    /// # Errors
    /// [`Stays`].
    pub async fn remove_factor(
        &self,
        id: AccountId,
        key: CommandId,
        going: Going<'_>,
        meant: &Meant,
    ) -> Result<(), Stays> {
        let mut why = String::new();
        if let Some(name) = self.to_type(id, going).await? {
            GIVING_UP.check(&name, meant).map_err(Stays::Doubt)?;
            why.clone_from(&meant.why);
        }
        let by = self.own_actor(id).await?;
        let print = match going {
            Going::Code => None,
            Going::Passkey(print) => Some(print.to_owned()),
        };
        let command = Command::new::<Account>(key, by, id, &("remove_factor", &print));
        let decide = move |account: &Account, _: &_| match &print {
            None => account.remove_code(&why),
            Some(print) => account.remove_passkey(print, &why),
        };
        Ok(changed(self.ledger().execute(command, decide).await)?)
    }
}

fn is_last(account: &Account, going: Going<'_>) -> bool {
    match going {
        Going::Code => account.code.is_some() && account.passkeys.is_empty(),
        Going::Passkey(print) => {
            let is_it = |it: &accounts_domain::Passkey| it.print == print;
            account.code.is_none()
                && account.passkeys.len() == 1
                && account.passkeys.iter().any(is_it)
        }
    }
}
