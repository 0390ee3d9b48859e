//! The post: carries messages as e-mails to those who wish for them.

use std::sync::Arc;

use notify::{
    AddressBook, Letterhead, Mailer, Messages, NotifyError, Sent, SmtpMailer, SmtpServer, Tls,
};
use ops::{Settings, SmtpTls};

/// The page on which people change or remove their address.
const MANAGE: &str = "/my/email";

/// What sends the e-mails of an installation.
pub struct Post {
    messages: Messages,
    book: Arc<dyn AddressBook>,
    mailer: Option<Arc<dyn Mailer>>,
    letterhead: Letterhead,
}

impl Post {
    /// The post of a house. Without a `mailer` nothing leaves and nothing waits.
    ///
    /// # Errors
    /// When no subject of the house knows addresses.
    pub fn new(house: &module::House, mailer: Option<Arc<dyn Mailer>>) -> anyhow::Result<Self> {
        Ok(Self {
            messages: Messages::new(house.ledger.clone()),
            book: house.ask::<dyn AddressBook>()?,
            mailer,
            letterhead: Letterhead { public_url: house.public_url.clone(), manage: MANAGE },
        })
    }

    /// Sends what is due, a bounded number of e-mails.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails. An e-mail that fails is no error.
    pub async fn run(&self) -> Result<Sent, NotifyError> {
        let sent = match &self.mailer {
            Some(mailer) => {
                self.messages
                    .send_due(mailer.as_ref(), self.book.as_ref(), &self.letterhead)
                    .await?
            }
            None => Sent { dropped: self.messages.drop_due().await?, ..Sent::default() },
        };
        ops::mail_done(sent.sent, sent.failed, sent.dropped, sent.parked);
        Ok(sent)
    }

    /// Tells the operator how many e-mails were given up lately.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails.
    pub async fn report(&self) -> Result<(), NotifyError> {
        ops::mails_parked(self.messages.parked_emails().await?);
        Ok(())
    }
}

/// What carries e-mails, as the settings say; none where no mail server is set.
///
/// # Errors
/// When the settings of the mail server cannot be worked with.
pub fn mailer(settings: &Settings) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
    let Some(smtp) = &settings.smtp else { return Ok(None) };
    let server = SmtpServer {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: match smtp.tls {
            SmtpTls::Tls => Tls::Whole,
            SmtpTls::Starttls => Tls::Starttls,
            SmtpTls::None => Tls::None,
        },
        from: smtp.from.clone(),
        login: smtp.user.clone().zip(smtp.password()?),
    };
    Ok(Some(Arc::new(SmtpMailer::new(server)?)))
}
