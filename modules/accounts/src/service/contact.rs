//! Where messages go as e-mails besides the box. An address counts once the code that was sent to
//! it has been typed in; until then nothing else is sent there.

use accounts_domain::{Account, Firm, FirmRefusal, number_form};
use authz::Relation;
use jiff::SignedDuration;
use kernel::{
    Actor, Sealed,
    id::{AccountId, CommandId, FirmId, SubjectId},
};
use ledger::{Command, CommandError, StoreError, VaultError, Write};
use notify::{AddressBook, Contact, MailError};
use web::Failure;

use super::{
    Accounts, RegisterError,
    act_for::{NO_AGENT, own},
    change::changed,
    code_mail::code_mail,
    register::failed,
};
use crate::{policy, store};

/// A code is good for so long,
pub(super) const CODE_LIFE: SignedDuration = SignedDuration::from_mins(15);
/// and for so many tries.
const TRIES: i64 = 5;
/// Somebody is sent so many codes in the time below, so that nobody fills another's box.
const CODES: i64 = 5;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a citizen sees about their e-mails.
pub struct ContactView {
    /// The firm whose messages these are, where they act for one.
    pub firm: Option<String>,
    /// Where e-mails go.
    pub current: Option<Contact>,
    /// The address that waits for its code.
    pub pending: Option<Contact>,
    /// Whether the installation sends e-mails.
    pub is_offered: bool,
}

/// Why an address is not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// The installation sends no e-mails.
    #[error("no mail server is set")]
    Off,
    /// Too many codes were asked for: wait so many seconds.
    #[error("too many codes")]
    TooMany(u64),
    /// The mail server refuses the address or does not take the e-mail now.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The code is wrong.
    #[error("the code is wrong")]
    Wrong,
    /// There is no code, or it was used, tried too often or too late.
    #[error("the code is not valid any more")]
    Gone,
    /// The register failed.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl From<ContactError> for Failure {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::TooMany(seconds) => Failure::TooMany(seconds),
            ContactError::Register(error) => error.into(),
            other => Failure::internal(other),
        }
    }
}

impl From<StoreError> for ContactError {
    fn from(error: StoreError) -> Self {
        Self::Register(error.into())
    }
}

impl From<VaultError> for ContactError {
    fn from(error: VaultError) -> Self {
        Self::Register(error.into())
    }
}

/// Whose e-mails somebody decides about.
struct Owner {
    subject: SubjectId,
    account: AccountId,
    firm: Option<FirmId>,
}

impl Owner {
    /// The first two arguments of the statements of codes.
    fn args(&self) -> Vec<ledger::Value> {
        vec![self.subject.to_string().into(), self.account.to_string().into()]
    }
}

impl Accounts {
    /// What a citizen sees about their own e-mails, or those of the firm for which they act.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn contact_view(&self, actor: &Actor) -> Result<ContactView, RegisterError> {
        let owner = self.owner(actor).await?;
        let firm = match owner.firm {
            Some(firm) => self.firm_facts(firm).await?.map(|facts| facts.name),
            None => None,
        };
        Ok(ContactView {
            firm,
            current: self.confirmed(owner.subject).await?,
            pending: self.pending(&owner).await?,
            is_offered: self.mailer().is_some(),
        })
    }

    /// Sends a code to an address. What was asked for before is forgotten.
    ///
    /// # Errors
    /// [`ContactError`].
    pub async fn ask_contact(&self, actor: &Actor, contact: Contact) -> Result<(), ContactError> {
        let owner = self.owner(actor).await?;
        let Some(mailer) = self.mailer() else { return Err(ContactError::Off) };
        let (now, vault) = (self.ledger().clock().now(), self.ledger().vault());
        let code = self.draw_code();
        let sealed = vault.seal(owner.subject, &contact).await?;
        let mut args = owner.args();
        args.extend([
            serde_json::to_string(&sealed).map_err(StoreError::from)?.into(),
            self.contact_code_prints(&owner, &code).into_iter().next().into(),
            now.into(),
            (now - HOUR).into(),
            CODES.into(),
            (now + CODE_LIFE).into(),
        ]);
        if self.ledger().housekeep_one(Write::new(&store::NEW_CODE, args)).await? == 0 {
            return Err(ContactError::TooMany(u64::try_from(HOUR.as_secs()).unwrap_or(0)));
        }
        let id = format!("{}/{}/{now}", owner.subject, owner.account);
        let mail = code_mail(vault.blind("notify_mail", &id), contact, &code, now);
        if let Err(error) = mailer.send(&mail).await {
            tracing::warn!(%error, "a code did not leave");
            self.end_code(&owner, "").await?;
            return Err(error.into());
        }
        Ok(())
    }

    /// Confirms the address to which the code was sent.
    ///
    /// # Errors
    /// [`ContactError`].
    pub async fn confirm_contact(
        &self,
        actor: &Actor,
        key: CommandId,
        typed: &str,
    ) -> Result<(), ContactError> {
        let owner = self.owner(actor).await?;
        let mut args = owner.args();
        args.extend([self.ledger().clock().now().into(), TRIES.into()]);
        // The try is taken before the code is compared, so that tries at once are counted.
        let has_try = self.ledger().housekeep_one(Write::new(&store::TRY_CODE, args)).await? == 1;
        let rows = self.ledger().rows(&store::CODE, &owner.args()).await?;
        let row = rows.first().ok_or(ContactError::Gone)?;
        let prints = self.contact_code_prints(&owner, &number_form(typed));
        let print = row.text(1)?.to_owned();
        match (has_try, prints.contains(&print)) {
            (true, true) => {
                self.keep_contact(actor, key, &owner, row.json(0)?, &print).await?;
                Ok(self.end_code(&owner, &print).await?)
            }
            (true, false) if row.int(2)? < TRIES => Err(ContactError::Wrong),
            // Pressed twice: it was confirmed just now.
            (false, true) if row.text(0)?.is_empty() => Ok(()),
            _ => Err(ContactError::Gone),
        }
    }

    async fn end_code(&self, owner: &Owner, print: &str) -> Result<(), StoreError> {
        let mut args = owner.args();
        args.push(print.into());
        self.ledger().housekeep(vec![Write::new(&store::END_CODE, args)]).await
    }

    async fn keep_contact(
        &self,
        actor: &Actor,
        key: CommandId,
        owner: &Owner,
        sealed: Sealed,
        print: &str,
    ) -> Result<(), RegisterError> {
        let agent = owner.account;
        if owner.firm.is_some() {
            let command = Command::new::<Firm>(key, actor.clone(), owner.subject, &print);
            let decide = move |firm: &Firm, _: &_| firm.confirm_contact(agent, sealed.clone());
            return firm_done(self.ledger().execute(command, decide).await);
        }
        let command = Command::new::<Account>(key, actor.clone(), owner.subject, &print);
        let decide = move |account: &Account, _: &_| account.confirm_contact(sealed.clone());
        changed(self.ledger().execute(command, decide).await)
    }

    /// Sends no more e-mails, and forgets an address that waits for its code.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn remove_contact(&self, actor: &Actor, key: CommandId) -> Result<(), RegisterError> {
        let owner = self.owner(actor).await?;
        let agent = owner.account;
        self.end_code(&owner, "").await?;
        if owner.firm.is_some() {
            let command = Command::new::<Firm>(key, actor.clone(), owner.subject, &"remove");
            let decide = move |firm: &Firm, _: &_| firm.remove_contact(agent);
            return firm_done(self.ledger().execute(command, decide).await);
        }
        let command = Command::new::<Account>(key, actor.clone(), owner.subject, &"remove");
        let decide = |account: &Account, _: &_| Ok(account.remove_contact());
        changed(self.ledger().execute(command, decide).await)
    }

    async fn owner(&self, actor: &Actor) -> Result<Owner, RegisterError> {
        self.policy().require(actor, policy::CHANGE_CONTACT, &[Relation::Own])?;
        let account = own(actor)?;
        let Some(subject) = actor.acting_for else {
            return Ok(Owner { subject: account.subject(), account, firm: None });
        };
        let firm = FirmId::from_uuid(subject.uuid());
        let (found, _) = self.ledger().load::<Firm>(firm).await?.ok_or(NO_AGENT)?;
        found.check_agent(account).map_err(|_| NO_AGENT)?;
        Ok(Owner { subject, account, firm: Some(firm) })
    }

    /// The confirmed address of a person or firm.
    async fn confirmed(&self, subject: SubjectId) -> Result<Option<Contact>, RegisterError> {
        let sealed = match self.ledger().load::<Account>(subject).await? {
            Some((account, _)) => account.contact,
            None => self.ledger().load::<Firm>(subject).await?.and_then(|(firm, _)| firm.contact),
        };
        let Some(sealed) = sealed else { return Ok(None) };
        match self.ledger().vault().open(&sealed).await {
            Ok(contact) => Ok(Some(contact)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn pending(&self, owner: &Owner) -> Result<Option<Contact>, RegisterError> {
        let rows = self.ledger().rows(&store::CODE, &owner.args()).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if row.int(2)? >= TRIES || row.instant(3)? <= self.ledger().clock().now() {
            return Ok(None);
        }
        let sealed: Sealed = row.json(0)?;
        Ok(Some(self.ledger().vault().open(&sealed).await?))
    }

    fn draw_code(&self) -> String {
        let mut bytes = [0; 8];
        self.ledger().chance().fill(&mut bytes);
        format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000)
    }

    /// Fingerprints of a code: it is not readable in the database either.
    fn contact_code_prints(&self, owner: &Owner, code: &str) -> Vec<String> {
        let value = format!("{}/{}/{code}", owner.subject, owner.account);
        self.ledger().vault().blinds("contact_code", &value)
    }

    /// Removes codes that are long past; answers how many.
    pub(super) async fn sweep_codes(&self) -> Result<u64, StoreError> {
        let now = self.ledger().clock().now();
        let args = vec![now.into(), (now - HOUR).into()];
        self.ledger().housekeep_one(Write::new(&store::SWEEP_CODES, args)).await
    }
}

fn firm_done<T>(done: Result<T, CommandError<FirmRefusal>>) -> Result<(), RegisterError> {
    match done {
        Ok(_) => Ok(()),
        Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
        Err(other) => Err(failed(other)),
    }
}

#[async_trait::async_trait]
impl AddressBook for Accounts {
    async fn contact(&self, subject: SubjectId) -> Result<Option<Contact>, String> {
        self.confirmed(subject).await.map_err(|error| error.to_string())
    }
}
