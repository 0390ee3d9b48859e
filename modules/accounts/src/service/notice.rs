//! Whoever's means of signing in change is told: in the box, by e-mail, and where the e-mail
//! address itself changed also at the old one.

use accounts_domain::{Account, AccountEvent};
use jiff::SignedDuration;
use kernel::{Aggregate as _, LocalText, Recorded, Sealed, id::AccountId, id::EventId};
use ledger::{Consumer, Delivery, Handler, StoreError, VaultError};
use notify::{Contact, Mail, MailError, Mailer, Message};

use super::{
    Accounts, SignInError, notice_text, recovery::CANCEL_PAGE, recovery_mail::warning_mail,
};

/// Who takes the events of accounts.
pub const CONSUMERS: &[Consumer] = &[Consumer {
    name: "accounts.notices",
    words: &[
        "account.password_changed",
        "account.code_set",
        "account.code_removed",
        "account.passkey_added",
        "account.passkey_removed",
        "account.backup_codes_made",
        "account.backup_code_used",
        "account.factors_reset",
        "account.contact_confirmed",
        "account.contact_removed",
        "account.blocked",
        "account.unblocked",
        "account.sessions_ended",
        "account.recovery_begun",
        "account.recovery_cancelled",
        "account.activation_issued",
        "account.activated",
    ],
}];

/// Where people look at it.
const PAGE: &str = "/my/security";
/// An address that was left not longer ago is told of a recovery as well.
const FORMER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Tells people about changes of their account.
pub struct Notices {
    accounts: Accounts,
}

impl Notices {
    /// Notices of this register.
    pub fn new(accounts: Accounts) -> Self {
        Self { accounts }
    }
}

#[async_trait::async_trait]
impl Handler for Notices {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event: Recorded<AccountEvent> = delivery.event().map_err(text)?;
        let account: AccountId = delivery.key.parse().map_err(text)?;
        self.accounts.tell_change(account, &event).await
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Accounts {
    async fn tell_change(
        &self,
        account: AccountId,
        event: &Recorded<AccountEvent>,
    ) -> Result<(), String> {
        let words = notice_text::change(Account::word(&event.event));
        if let AccountEvent::RecoveryBegun { cancel, .. } = &event.event {
            return self.tell_recovery(account, event, cancel, words).await;
        }
        self.tell(account, event.id, words, PAGE).await?;
        let is_contact = matches!(
            event.event,
            AccountEvent::ContactConfirmed { .. } | AccountEvent::ContactRemoved
        );
        if !is_contact {
            return Ok(());
        }
        let Some(old) = self.contact_before(account, event.seq).await? else { return Ok(()) };
        self.tell_old(&old, event).await
    }

    async fn tell(
        &self,
        account: AccountId,
        event: EventId,
        (title, body): (LocalText, LocalText),
        link: &str,
    ) -> Result<(), String> {
        let message = Message {
            to: account.subject(),
            title,
            body,
            link: Some(link.to_owned()),
            matter: String::new(),
        };
        self.messages().send(event, message).await.map(|_| ()).map_err(text)
    }

    /// A recovery began: whoever reads the box, the address or a former address can prevent it.
    async fn tell_recovery(
        &self,
        account: AccountId,
        event: &Recorded<AccountEvent>,
        cancel: &Sealed,
        words: (LocalText, LocalText),
    ) -> Result<(), String> {
        let cancel: String = match self.ledger().vault().open(cancel).await {
            Err(VaultError::Erased) => return Ok(()),
            opened => opened.map_err(text)?,
        };
        let page = format!("{CANCEL_PAGE}?cancel={cancel}");
        self.tell(account, event.id, words, &page).await?;
        let Some(mailer) = self.mailer() else { return Ok(()) };
        for (number, contact) in self.former_contacts(account, event).await?.into_iter().enumerate()
        {
            let id = format!("{}/former/{number}", event.id);
            let id = self.ledger().vault().blind("notify_mail", &id);
            let site = &self.inner.parts.public_url;
            let link = format!("{site}/{}{page}", contact.lang.path());
            let mail = warning_mail(id, contact, &link, event.at);
            deliver(mailer, &mail).await?;
        }
        Ok(())
    }

    /// The addresses that were in use within the last time, besides the present one.
    async fn former_contacts(
        &self,
        account: AccountId,
        event: &Recorded<AccountEvent>,
    ) -> Result<Vec<Contact>, String> {
        let history = self.ledger().history::<Account>(account).await.map_err(text)?;
        let (mut current, mut former): (Option<Sealed>, Vec<Sealed>) = (None, Vec::new());
        for earlier in history.into_iter().take_while(|it| it.seq < event.seq) {
            let next = match earlier.event {
                AccountEvent::ContactConfirmed { contact } => Some(contact),
                AccountEvent::ContactRemoved => None,
                _ => continue,
            };
            let left = std::mem::replace(&mut current, next);
            former.extend(left.filter(|_| earlier.at + FORMER >= event.at));
        }
        let open = async |sealed: &Sealed| match self.ledger().vault().open(sealed).await {
            Ok(contact) => Ok(Some::<Contact>(contact)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(text(error)),
        };
        let current = match &current {
            Some(sealed) => open(sealed).await?.map(|it| it.email),
            None => None,
        };
        let mut contacts: Vec<Contact> = Vec::new();
        for sealed in &former {
            let Some(contact) = open(sealed).await? else { continue };
            let is_known = contacts.iter().any(|it| it.email == contact.email);
            if !is_known && Some(&contact.email) != current.as_ref() {
                contacts.push(contact);
            }
        }
        Ok(contacts)
    }

    /// Where e-mails went before an event.
    async fn contact_before(
        &self,
        account: AccountId,
        seq: u64,
    ) -> Result<Option<Contact>, String> {
        let history = self.ledger().history::<Account>(account).await.map_err(text)?;
        let mut old: Option<Sealed> = None;
        for earlier in history.into_iter().take_while(|it| it.seq < seq) {
            match earlier.event {
                AccountEvent::ContactConfirmed { contact } => old = Some(contact),
                AccountEvent::ContactRemoved => old = None,
                _ => {}
            }
        }
        let Some(old) = old else { return Ok(None) };
        match self.ledger().vault().open(&old).await {
            Ok(contact) => Ok(Some(contact)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(text(error)),
        }
    }

    /// The old address is told that it is used no more.
    async fn tell_old(&self, old: &Contact, event: &Recorded<AccountEvent>) -> Result<(), String> {
        let Some(mailer) = self.mailer() else { return Ok(()) };
        let (subject, body) = notice_text::change("account.contact_left");
        let mail = Mail {
            id: self.ledger().vault().blind("notify_mail", &format!("{}/old", event.id)),
            to: old.email.clone(),
            subject: subject.get(old.lang).to_owned(),
            text: format!("{}\n", body.get(old.lang)),
            lang: old.lang,
            at: event.at,
        };
        deliver(mailer, &mail).await
    }

    /// Many wrong tries were made to sign in as somebody.
    pub(super) async fn tell_many_tries(&self, account: AccountId) -> Result<(), SignInError> {
        let id = EventId::new(self.ledger().clock().now(), self.ledger().chance().as_ref());
        let told = self.tell(account, id, notice_text::change("account.many_tries"), PAGE).await;
        told.map_err(|error| StoreError::Contradiction(error).into())
    }
}

/// Hands an e-mail over; an address that takes nothing any more cannot be told.
async fn deliver(mailer: &dyn Mailer, mail: &Mail) -> Result<(), String> {
    match mailer.send(mail).await {
        Ok(()) | Err(MailError::Refused) => Ok(()),
        Err(later) => Err(text(later)),
    }
}
