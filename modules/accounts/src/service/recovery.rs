//! A forgotten password of a citizen: a code to the account's contact, a time in which its owner can
//! prevent it, and then a new password. Whoever asks learns nothing about whether there is such an
//! account: the request does the same for all, and a job sends the code.

use accounts_domain::{Account, Prevented, Recovery, RecoveryStage};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::Timestamp;
use kernel::{
    Actor,
    id::{AccountId, CommandId},
};
use ledger::{Command, Write};
use notify::{Contact, MailError};

use super::{
    Accounts, Caller, PasswordRefused, RegisterError, SignInError,
    budget::{self, ADDRESS, RECOVERIES, RECOVERY},
    change::changed,
    flow::{Beginning, Flow, Kind},
    recovery_mail::code_mail,
};
use crate::store;

/// What a code of a recovery leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovering {
    /// It waits until then; the same way leads on afterwards.
    Waits(Timestamp),
    /// A new password can be set now, in the flow of this secret.
    Ready(String),
}

/// The page that the notices lead to.
pub const CANCEL_PAGE: &str = "/sign-in/forgotten/cancel";

impl Accounts {
    /// Begins with a number, known or not; answers the secret of the flow.
    ///
    /// # Errors
    /// [`SignInError::TooMany`].
    pub async fn ask_recovery(&self, login: &str, caller: &Caller) -> Result<String, SignInError> {
        let prints = self.number_prints(login);
        let print = prints.first().cloned().unwrap_or_default();
        let class = budget::address_class(caller.address);
        for (name, budget) in [
            (format!("address/{class}"), ADDRESS),
            (format!("recovery/{class}/{print}"), RECOVERY),
            (format!("recovery/{print}"), RECOVERIES),
        ] {
            self.take(&name, budget).await?.map_err(SignInError::TooMany)?;
        }
        let account = self.by_prints(&prints).await?;
        Ok(self.begin(Kind::Recover, Beginning { account, ..Beginning::default() }).await?)
    }

    /// Sends the codes that were asked for; answers how many were dealt with.
    async fn send_codes(&self) -> Result<u64, SignInError> {
        let now = self.ledger().clock().now();
        let mut count = 0;
        for row in self.ledger().rows(&store::UNSENT_CODES, &[now.into()]).await? {
            let (flow, account) = (row.text(0)?, row.text(1)?);
            let code = self.draw_digits();
            let prints = self.recovery_prints(flow, &code);
            let print = prints.first().cloned().unwrap_or_default();
            if !self.move_flow_data(flow, "", &print).await? {
                continue;
            }
            count += 1;
            let Ok(account) = account.parse() else { continue };
            if self.send_code(account, flow, &code).await == Err(MailError::Later) {
                self.move_flow_data(flow, &print, "").await?;
            }
        }
        Ok(count)
    }

    async fn move_flow_data(
        &self,
        flow: &str,
        from: &str,
        to: &str,
    ) -> Result<bool, ledger::StoreError> {
        let write = Write::new(&store::SET_FLOW_DATA, vec![flow.into(), from.into(), to.into()]);
        Ok(self.ledger().housekeep_one(write).await? == 1)
    }

    /// Sends a code to the contact of an account that may be recovered so.
    async fn send_code(&self, id: AccountId, flow: &str, code: &str) -> Result<(), MailError> {
        let found = self.recovery_contact(id).await;
        let contact = found.map_err(|error| {
            tracing::warn!(%error, "an address cannot be told now");
            MailError::Later
        })?;
        let (Some(contact), Some(mailer)) = (contact, self.mailer()) else { return Ok(()) };
        let id = self.ledger().vault().blind("notify_mail", &format!("recovery/{flow}"));
        let mail = code_mail(id, contact, code, self.ledger().clock().now());
        let sent = mailer.send(&mail).await;
        sent.inspect_err(|error| tracing::warn!(%error, "a code did not leave"))
    }

    async fn recovery_contact(&self, id: AccountId) -> Result<Option<Contact>, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(id).await? else { return Ok(None) };
        let Some(sealed) = account.contact.as_ref().filter(|_| account.is_recoverable()) else {
            return Ok(None);
        };
        Ok(Some(self.ledger().vault().open(sealed).await?))
    }

    /// Takes the code: it begins the waiting, says how long it lasts, or opens the way to a new
    /// password. A code counts once.
    ///
    /// # Errors
    /// [`SignInError::Wrong`], [`SignInError::Over`].
    pub async fn recovery_code(
        &self,
        flow: &Flow,
        key: CommandId,
        typed: &str,
    ) -> Result<Recovering, SignInError> {
        if !self.try_flow(flow).await? {
            return Err(SignInError::Over);
        }
        let prints = self.recovery_prints(&flow.key, &accounts_domain::number_form(typed));
        let is_right = !flow.data.is_empty() && prints.contains(&flow.data);
        let Some(id) = flow.account.filter(|_| is_right) else { return Err(SignInError::Wrong) };
        if !self.finish(flow).await? {
            return Err(SignInError::Over);
        }
        let now = self.ledger().clock().now();
        let account = self.account(id).await?;
        if account.recovery_on(now) == RecoveryStage::None {
            return Ok(Recovering::Waits(self.begin_recovery(id, key).await?));
        }
        if let RecoveryStage::Waits(until) = account.recovery_on(now) {
            return Ok(Recovering::Waits(until));
        }
        let new = Beginning { account: Some(id), ..Beginning::default() };
        Ok(Recovering::Ready(self.begin(Kind::NewPassword, new).await?))
    }

    async fn begin_recovery(
        &self,
        id: AccountId,
        key: CommandId,
    ) -> Result<Timestamp, SignInError> {
        let mut secret = [0; 32];
        self.ledger().chance().fill(&mut secret);
        let cancel = BASE64URL_NOPAD.encode(&secret);
        let sealed = self.ledger().vault().seal(id.subject(), &cancel).await?;
        let now = self.ledger().clock().now();
        let ready_at = now + self.inner.parts.recovery_wait;
        let recovery = Recovery { ready_at, print: cancel_print(&cancel) };
        let command = Command::new::<Account>(key, Actor::citizen(id), id, &"recovery");
        let decide = move |account: &Account, given: &kernel::Given| {
            account.begin_recovery(recovery.clone(), sealed.clone(), given.now)
        };
        changed(self.ledger().execute(command, decide).await)?;
        let begun = self.account(id).await?.recovery;
        Ok(begun.map_or(ready_at, |it| it.ready_at))
    }

    /// Sets the new password when the time has passed; all sessions of the account end. What else
    /// is needed to sign in stays as it was.
    ///
    /// # Errors
    /// [`PasswordRefused`]; [`SignInError::Over`] where it was prevented meanwhile.
    pub async fn recover(
        &self,
        flow: &Flow,
        key: CommandId,
        new: String,
    ) -> Result<(), PasswordRefused> {
        let id = flow.account.ok_or(SignInError::Over)?;
        self.check_new_password(id, &new).await?;
        if !self.finish(flow).await.map_err(RegisterError::from)? {
            return Err(SignInError::Over.into());
        }
        let hash = self.hash(new).await?;
        let command = Command::new::<Account>(key, Actor::citizen(id), id, &"recover");
        let decide = move |account: &Account, given: &kernel::Given| {
            account.recover(hash.clone(), given.now)
        };
        match changed(self.ledger().execute(command, decide).await) {
            Ok(()) => {}
            Err(RegisterError::Refused(_)) => return Err(SignInError::Over.into()),
            Err(other) => return Err(other.into()),
        }
        let ended = self.end_sessions(id).await;
        Ok(ended.map_err(|failure| RegisterError::Refused(failure.code()))?)
    }

    /// Prevents the recovery that a notice led to; answers whether there was one.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn cancel_recovery(&self, cancel: &str) -> Result<bool, RegisterError> {
        let print = cancel_print(cancel);
        let rows = self.ledger().rows(&store::BY_RECOVERY, &[(&print).into()]).await?;
        let Some(row) = rows.first() else { return Ok(false) };
        let id: AccountId = row.parsed(0)?;
        let recovery = self.account(id).await?.recovery;
        if recovery.is_none_or(|it| it.print != print) {
            return Ok(false);
        }
        self.prevent(id, Actor::ANONYMOUS, Prevented::Link).await?;
        Ok(true)
    }

    /// Whoever signs in needs no recovery, and did not ask for it.
    pub(super) async fn cancel_by_sign_in(
        &self,
        id: AccountId,
        account: &Account,
    ) -> Result<(), RegisterError> {
        if account.recovery.is_none() {
            return Ok(());
        }
        self.prevent(id, Actor::citizen(id), Prevented::SignIn).await
    }

    async fn prevent(&self, id: AccountId, by: Actor, how: Prevented) -> Result<(), RegisterError> {
        let key = CommandId::new(self.ledger().clock().now(), self.ledger().chance().as_ref());
        let command = Command::new::<Account>(key, by, id, &how);
        let decide = move |account: &Account, _: &_| Ok(account.cancel_recovery(how));
        changed(self.ledger().execute(command, decide).await)
    }

    fn draw_digits(&self) -> String {
        let mut bytes = [0; 8];
        self.ledger().chance().fill(&mut bytes);
        format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000)
    }

    fn recovery_prints(&self, flow: &str, code: &str) -> Vec<String> {
        self.ledger().vault().blinds("recovery_code", &format!("{flow}/{code}"))
    }
}

/// It is random, so that its hash tells nothing; no key has to be kept for it.
fn cancel_print(cancel: &str) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, cancel.as_bytes());
    HEXLOWER.encode(hash.as_ref())
}

/// The job `accounts.send_codes`.
pub struct SendCodes(pub Accounts);

#[async_trait::async_trait]
impl module::Job for SendCodes {
    fn name(&self) -> &'static str {
        "accounts.send_codes"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.0.send_codes().await?)
    }
}
