//! Whoever's means of signing in change is told: in the box, by e-mail, and where the e-mail
//! address itself changed also at the old one.

use accounts_domain::{Account, AccountEvent};
use kernel::{Aggregate as _, LocalText, Recorded, Sealed, id::AccountId, id::EventId};
use ledger::{Consumer, Delivery, Handler, StoreError, VaultError};
use notify::{Contact, Mail, Message};

use super::{Accounts, SignInError, notice_text};

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
    ],
}];

/// Where people look at it.
const PAGE: &str = "/my/security";

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
        self.tell(account, event.id, words).await?;
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
    ) -> Result<(), String> {
        let message = Message {
            to: account.subject(),
            title,
            body,
            link: Some(PAGE.to_owned()),
            matter: String::new(),
        };
        self.messages().send(event, message).await.map(|_| ()).map_err(text)
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
        match mailer.send(&mail).await {
            // An address that takes nothing any more cannot be told.
            Ok(()) | Err(notify::MailError::Refused) => Ok(()),
            Err(later) => Err(text(later)),
        }
    }

    /// Many wrong tries were made to sign in as somebody.
    pub(super) async fn tell_many_tries(&self, account: AccountId) -> Result<(), SignInError> {
        let id = EventId::new(self.ledger().clock().now(), self.ledger().chance().as_ref());
        let told = self.tell(account, id, notice_text::change("account.many_tries")).await;
        told.map_err(|error| StoreError::Contradiction(error).into())
    }
}
