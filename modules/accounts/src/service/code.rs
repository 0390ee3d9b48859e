//! One-time codes: of an authenticator app, and those that were written down.

use accounts_domain::Account;
use data_encoding::BASE32_NOPAD;
use kernel::{
    Actor, Sealed,
    id::{AccountId, CommandId},
};
use ledger::{Command, Write};
use web::Method;

use super::{
    Accounts, RegisterError, SignInError,
    budget::CODES,
    change::changed,
    flow::{Beginning, Flow, Kind},
};
use crate::{store, totp};

/// So many backup codes are made at once.
const BACKUP_CODES: usize = 10;
/// Bytes of a backup code: 50 bits, ten letters and digits.
const BACKUP_BYTES: usize = 7;
const BACKUP_LENGTH: usize = 10;

/// What an authenticator app is set up with.
pub struct NewSecret {
    /// The address that a camera reads.
    pub address: String,
    /// The secret as people type it.
    pub text: String,
}

impl Accounts {
    /// Checks what somebody typed as a code in a flow: six digits of their app, or a backup code.
    ///
    /// # Errors
    /// [`SignInError`]; [`SignInError::Over`] ends the flow.
    pub async fn check_code(&self, flow: &Flow, typed: &str) -> Result<Method, SignInError> {
        let id = flow.account.ok_or(SignInError::Over)?;
        if !self.try_flow(flow).await? {
            return Err(SignInError::Over);
        }
        // A right password does not give endless tries at the code, however often a flow begins.
        let budget = format!("code/{id}");
        self.take(&budget, CODES).await?.map_err(SignInError::TooMany)?;
        let found = self.ledger().load::<Account>(id).await?;
        let account = found.map(|(account, _)| account).filter(|it| !it.is_blocked);
        let account = account.ok_or(SignInError::Over)?;
        let plain = plain(typed);
        let method = if plain.len() == BACKUP_LENGTH {
            self.use_backup_code(id, &plain).await?
        } else {
            self.use_code(id, account.code.as_ref(), &plain).await?
        };
        self.give_back(&budget).await?;
        Ok(method)
    }

    async fn use_code(
        &self,
        id: AccountId,
        secret: Option<&Sealed>,
        typed: &str,
    ) -> Result<Method, SignInError> {
        let secret: Vec<u8> = match secret {
            Some(sealed) => self.ledger().vault().open(sealed).await?,
            None => return Err(SignInError::Wrong),
        };
        let now = self.ledger().clock().now();
        let step = totp::fitting_step(&secret, typed, now).ok_or(SignInError::Wrong)?;
        let future = totp::step_of(now) + 1;
        let args = vec![id.to_string().into(), step.into(), future.into()];
        if self.ledger().housekeep_one(Write::new(&store::USE_STEP, args)).await? == 0 {
            return Err(SignInError::Used);
        }
        Ok(Method::Code)
    }

    async fn use_backup_code(&self, id: AccountId, typed: &str) -> Result<Method, SignInError> {
        // The codes may have been made under a former key.
        let prints = self.ledger().vault().blinds("backup_code", &format!("{id}/{typed}"));
        let known = self.account(id).await?.backup_codes;
        let print = prints.into_iter().find(|it| known.contains(it)).ok_or(SignInError::Wrong)?;
        let by = Actor::SYSTEM;
        let key = CommandId::new(self.ledger().clock().now(), self.ledger().chance().as_ref());
        let command = Command::new::<Account>(key, by, id, &print);
        let decide = move |account: &Account, _: &_| account.use_backup_code(&print);
        match changed(self.ledger().execute(command, decide).await) {
            Ok(()) => Ok(Method::BackupCode),
            Err(RegisterError::Refused(_)) => Err(SignInError::Wrong),
            Err(other) => Err(other.into()),
        }
    }

    /// Begins to set an authenticator app up: the secret lies in the flow until a code of it came.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn begin_code(
        &self,
        kind: Kind,
        new: Beginning<'_>,
    ) -> Result<String, RegisterError> {
        let data = self.sealed_secret(&new).await?;
        Ok(self.begin(kind, Beginning { data: &data, ..new }).await?)
    }

    /// As [`Accounts::begin_code`], in a session: the flow is known by its public id.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn begin_code_in(
        &self,
        session: &str,
        account: AccountId,
    ) -> Result<(), RegisterError> {
        let new = Beginning { account: Some(account), ..Beginning::default() };
        let data = self.sealed_secret(&new).await?;
        Ok(self.begin_as(Kind::SetCode, session, Beginning { data: &data, ..new }).await?)
    }

    async fn sealed_secret(&self, new: &Beginning<'_>) -> Result<String, RegisterError> {
        let account = new.account.ok_or(RegisterError::Refused("account.unknown"))?;
        let mut bytes = [0; totp::SECRET];
        self.ledger().chance().fill(&mut bytes);
        let sealed = self.ledger().vault().seal(account.subject(), &bytes.to_vec()).await?;
        Ok(serde_json::to_string(&sealed).map_err(ledger::StoreError::from)?)
    }

    /// What the app is set up with in a flow.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn new_secret(&self, flow: &Flow, issuer: &str) -> Result<NewSecret, RegisterError> {
        let secret = self.flow_secret(flow).await?;
        let account = flow.account.ok_or(RegisterError::Refused("account.unknown"))?;
        let name = self.facts(account).await?.map(|it| it.name).unwrap_or_default();
        Ok(NewSecret { address: totp::address(&secret, issuer, &name), text: totp::text(&secret) })
    }

    async fn flow_secret(&self, flow: &Flow) -> Result<Vec<u8>, RegisterError> {
        let sealed: Sealed = serde_json::from_str(&flow.data).map_err(ledger::StoreError::from)?;
        Ok(self.ledger().vault().open(&sealed).await?)
    }

    /// Sets the app of a flow up when a code of it was typed.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn confirm_code(
        &self,
        flow: &Flow,
        key: CommandId,
        typed: &str,
    ) -> Result<(), SignInError> {
        let id = flow.account.ok_or(SignInError::Over)?;
        if !self.try_flow(flow).await? {
            return Err(SignInError::Over);
        }
        let sealed: Sealed = serde_json::from_str(&flow.data).map_err(ledger::StoreError::from)?;
        self.use_code(id, Some(&sealed), &plain(typed)).await?;
        let by = self.own_actor(id).await?;
        let command = Command::new::<Account>(key, by, id, &"code");
        let decide = move |account: &Account, _: &_| account.set_code(sealed.clone());
        changed(self.ledger().execute(command, decide).await)?;
        self.finish(flow).await?;
        Ok(())
    }
    /// Makes new backup codes; they are answered this once and kept as fingerprints.
    ///
    /// # Errors
    /// [`RegisterError`]; `account.no_factor` without a second factor.
    pub async fn make_backup_codes(
        &self,
        id: AccountId,
        key: CommandId,
    ) -> Result<Vec<String>, RegisterError> {
        let mut codes = Vec::with_capacity(BACKUP_CODES);
        for _ in 0..BACKUP_CODES {
            let mut bytes = [0; BACKUP_BYTES];
            self.ledger().chance().fill(&mut bytes);
            let mut text = BASE32_NOPAD.encode(&bytes);
            text.truncate(BACKUP_LENGTH);
            codes.push(text);
        }
        let prints: Vec<String> = codes.iter().map(|it| self.backup_print(id, it)).collect();
        let by = self.own_actor(id).await?;
        let command = Command::new::<Account>(key, by, id, &prints);
        let decide = move |account: &Account, _: &_| account.make_backup_codes(prints.clone());
        changed(self.ledger().execute(command, decide).await)?;
        Ok(codes.iter().map(|it| format!("{}-{}", &it[..5], &it[5..])).collect())
    }

    fn backup_print(&self, id: AccountId, code: &str) -> String {
        self.ledger().vault().blind("backup_code", &format!("{id}/{code}"))
    }

    /// In the demonstration: the code that counts now for an account, so that its readers get in.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn demo_code(&self, id: AccountId) -> Result<Option<String>, RegisterError> {
        if !self.is_demo() {
            return Ok(None);
        }
        let found = self.ledger().load::<Account>(id).await?;
        let Some(sealed) = found.and_then(|(account, _)| account.code) else { return Ok(None) };
        let secret: Vec<u8> = self.ledger().vault().open(&sealed).await?;
        let rows = self.ledger().rows(&store::USED_STEP, &[id.to_string().into()]).await?;
        let used = rows.first().map(|row| row.int(0)).transpose()?;
        let step = totp::next_step(used, self.ledger().clock().now());
        Ok(step.map(|step| totp::code(&secret, step)))
    }

    /// Gives an account of the demonstration a code generator, whose codes its pages show.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn give_demo_code(&self, id: AccountId) -> Result<(), RegisterError> {
        let mut secret = [0; totp::SECRET];
        self.ledger().chance().fill(&mut secret);
        let sealed = self.ledger().vault().seal(id.subject(), &secret.to_vec()).await?;
        let key = ledger::derived_command("accounts.demo_code", id);
        let command = Command::new::<Account>(key, Actor::SYSTEM, id, &"demo");
        let decide = move |account: &Account, _: &_| account.set_code(sealed.clone());
        changed(self.ledger().execute(command, decide).await)
    }
}

/// What was typed, half-width, in capitals, without blanks and dashes.
fn plain(typed: &str) -> String {
    accounts_domain::number_form(typed)
}
