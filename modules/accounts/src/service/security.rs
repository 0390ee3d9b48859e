//! What somebody sees about with what they sign in.

use accounts_domain::{Account, AccountEvent};
use jiff::Timestamp;
use kernel::{Aggregate as _, id::AccountId};

use super::{Accounts, RegisterError, passkey::PasskeyView};

/// So many of the last changes are shown.
const CHANGES: usize = 10;

/// With what somebody signs in.
pub struct SecurityView {
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether an authenticator app is set up.
    pub has_code: bool,
    /// The passkeys, oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// How many backup codes are left.
    pub backup_codes: usize,
    /// The last changes, newest first: the event's word, and when.
    pub changes: Vec<(&'static str, Timestamp)>,
}

impl SecurityView {
    /// Whether there is a second factor.
    pub fn has_second_factor(&self) -> bool {
        self.has_code || !self.passkeys.is_empty()
    }
}

impl Accounts {
    /// With what somebody signs in, and what changed lately.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn security(&self, id: AccountId) -> Result<SecurityView, RegisterError> {
        let account = self.account(id).await?;
        let history = self.ledger().history::<Account>(id).await?;
        let changes = history.iter().rev().filter(|it| is_told(&it.event));
        let changes = changes.take(CHANGES).map(|it| (Account::word(&it.event), it.at)).collect();
        Ok(SecurityView {
            has_password: account.password.is_some(),
            has_code: account.code.is_some(),
            passkeys: self.passkeys(id).await?,
            backup_codes: account.backup_codes.len(),
            changes,
        })
    }

    /// An account that exists.
    pub(super) async fn account(&self, id: AccountId) -> Result<Account, RegisterError> {
        let found = self.ledger().load::<Account>(id).await?;
        found.map(|(account, _)| account).ok_or(RegisterError::Refused("account.unknown"))
    }
}

fn is_told(event: &AccountEvent) -> bool {
    !matches!(
        event,
        AccountEvent::Opened { .. }
            | AccountEvent::FactsChanged { .. }
            | AccountEvent::PasswordRehashed { .. }
    )
}
