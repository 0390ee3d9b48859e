//! Sending the e-mails that are due.

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Lang, LocalText,
    id::{EventId, SubjectId},
};
use ledger::{Row, Statement, StoreError, Write};

use crate::{
    AddressBook, Contact, Mail, MailError, Mailer, Messages, NotifyError, mail::one_line,
    messages::Content, store,
};

/// So many e-mails in one run.
const BATCH: usize = 50;
/// After so many attempts an e-mail is given up: 2 + 4 + … + 512 minutes, about 17 hours.
const TRIES: i64 = 10;
/// The pause after the first failure, doubled after each further one.
const PAUSE: SignedDuration = SignedDuration::from_mins(2);

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// E-mails that left.
    pub sent: u64,
    /// E-mails that failed and will be tried again.
    pub failed: u64,
    /// E-mails that will not leave: no address, refused for good, given up, or nobody to carry
    /// them.
    pub dropped: u64,
}

enum Outcome {
    Sent,
    Failed,
    Dropped,
}

/// One message whose e-mail is due.
struct Due {
    recipient: SubjectId,
    event: EventId,
    sent_at: Timestamp,
    attempts: i64,
    due_at: Timestamp,
}

impl Due {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            recipient: row.parsed(0)?,
            event: row.parsed(1)?,
            sent_at: row.instant(2)?,
            attempts: row.int(4)?,
            due_at: row.instant(5)?,
        })
    }
}

impl Messages {
    /// Sends the e-mails that are due, at most 50; a job calls this again and again, on any number
    /// of nodes. `public_url` is the site's address without a slash at the end.
    ///
    /// An e-mail leaves at least once: a process that dies between the mail server's answer and
    /// its note sends it again, under the same id.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails. An e-mail that fails is no error.
    pub async fn send_due(
        &self,
        mailer: &dyn Mailer,
        book: &dyn AddressBook,
        public_url: &str,
    ) -> Result<Sent, NotifyError> {
        let now = self.ledger.clock().now();
        let rows = self.ledger.rows(&store::DUE, &[now.into(), BATCH.into()]).await?;
        let mut sent = Sent::default();
        for row in &rows {
            let due = Due::read(row)?;
            if !self.claim(&due, now).await? {
                continue;
            }
            let outcome = self.send_one(row, &due, mailer, book, public_url).await?;
            match outcome {
                Outcome::Sent => {
                    self.note(&store::EMAILED, &due, Some(self.ledger.clock().now())).await?;
                    sent.sent += 1;
                }
                Outcome::Failed if due.attempts + 1 < TRIES => sent.failed += 1,
                Outcome::Failed | Outcome::Dropped => {
                    self.note(&store::DROP_EMAIL, &due, None).await?;
                    sent.dropped += 1;
                }
            }
        }
        Ok(sent)
    }

    /// Takes the e-mail for this run and puts the next attempt off, should this one fail.
    async fn claim(&self, due: &Due, now: Timestamp) -> Result<bool, NotifyError> {
        let pause = PAUSE * (1 << due.attempts.clamp(0, TRIES));
        let args = vec![
            due.recipient.to_string().into(),
            due.event.to_string().into(),
            due.due_at.into(),
            (now + pause).into(),
        ];
        Ok(self.ledger.housekeep_one(Write::new(&store::CLAIM, args)).await? == 1)
    }

    async fn send_one(
        &self,
        row: &Row,
        due: &Due,
        mailer: &dyn Mailer,
        book: &dyn AddressBook,
        public_url: &str,
    ) -> Result<Outcome, NotifyError> {
        let contact = match book.contact(due.recipient).await {
            Ok(Some(contact)) => contact,
            Ok(None) => return Ok(Outcome::Dropped),
            Err(failure) => {
                tracing::warn!(event = %due.event, failure, "an address cannot be told now");
                return Ok(Outcome::Failed);
            }
        };
        let Some(content) = self.content(row, 3).await? else { return Ok(Outcome::Dropped) };
        let mail = self.mail(due, contact, &content, public_url);
        Ok(match mailer.send(&mail).await {
            Ok(()) => Outcome::Sent,
            Err(MailError::Off) => Outcome::Dropped,
            Err(error @ MailError::Later) => {
                tracing::warn!(event = %due.event, %error, "an e-mail did not leave");
                Outcome::Failed
            }
            Err(error @ MailError::Refused) => {
                tracing::warn!(event = %due.event, %error, "an e-mail did not leave");
                Outcome::Dropped
            }
        })
    }

    fn mail(&self, due: &Due, contact: Contact, content: &Content, public_url: &str) -> Mail {
        let lang = contact.lang;
        // The id goes out to mail servers, so it must not tell who the recipient is.
        let key = format!("{}/{}", due.recipient, due.event);
        Mail {
            id: self.ledger.vault().blind("notify_mail", &key),
            to: contact.email,
            subject: one_line(content.title.get(lang)),
            text: text(content, lang, public_url),
            lang,
            at: due.sent_at,
        }
    }

    async fn note(
        &self,
        statement: &'static Statement,
        due: &Due,
        at: Option<Timestamp>,
    ) -> Result<(), NotifyError> {
        let mut args = vec![due.recipient.to_string().into(), due.event.to_string().into()];
        args.extend(at.map(Into::into));
        Ok(self.ledger.housekeep(vec![Write::new(statement, args)]).await?)
    }
}

fn text(content: &Content, lang: Lang, public_url: &str) -> String {
    let mut text = content.body.get(lang).trim().to_owned();
    // Links of other sites are not repeated: people learn to trust what stands in our e-mails.
    if let Some(path) = content.link.as_deref().filter(|it| is_own_path(it)) {
        text.push_str(&format!("\n\n{public_url}/{}{path}", lang.path()));
    }
    text.push_str("\n\n-- \n");
    text.push_str(footer().get(lang));
    text.push('\n');
    text
}

fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(char::is_whitespace)
}

fn footer() -> LocalText {
    LocalText {
        zh_hans: "本邮件由系统自动发送，请勿回复。我们不会在邮件中索要密码或验证码。".into(),
        zh_hant: "本郵件由系統自動發送，請勿回覆。我們不會在郵件中索要密碼或驗證碼。".into(),
        en: "This e-mail was sent automatically; please do not reply. We never ask for passwords \
             or codes by e-mail."
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_site_become_links() {
        let content = |link: &str| Content {
            title: LocalText::same("t"),
            body: LocalText::same("b"),
            link: Some(link.to_owned()),
        };
        let link = |link: &str| text(&content(link), Lang::En, "https://one.example.cn");
        assert!(link("/cases/1").starts_with("b\n\nhttps://one.example.cn/en/cases/1\n\n-- \n"));
        for foreign in ["//evil.example", "https://evil.example", "/a\nb"] {
            assert!(link(foreign).starts_with("b\n\n-- \n"), "{foreign}");
        }
    }
}
