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
/// After so many failures in a row a run ends: the mail server is away, and each attempt waits for
/// it.
const PATIENCE: u64 = 3;
/// Parked e-mails are counted for so long.
const SHOWN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What every e-mail bears besides its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// The site's address without a slash at the end.
    pub public_url: String,
    /// The page on which the reader changes or removes the address: a path of the site without
    /// language.
    pub manage: &'static str,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sent {
    /// E-mails that left.
    pub sent: u64,
    /// E-mails that failed and will be tried again.
    pub failed: u64,
    /// E-mails that will not leave: no address, refused for good, or nobody to carry them.
    pub dropped: u64,
    /// E-mails that failed for the last time.
    pub parked: u64,
}

enum Outcome {
    Sent,
    Failed,
    Parked,
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

    /// This attempt failed: there is another one, or it was the last.
    fn failed(&self) -> Outcome {
        if self.attempts + 1 < TRIES {
            return Outcome::Failed;
        }
        tracing::error!(event = %self.event, "an e-mail is parked after its last try");
        Outcome::Parked
    }
}

impl Sent {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Parked => self.parked += 1,
            Outcome::Dropped => self.dropped += 1,
        }
    }
}

impl Messages {
    /// Sends the e-mails that are due, at most 50; a job calls this again and again, on any number
    /// of nodes.
    ///
    /// An e-mail leaves at least once: a process that dies between the mail server's answer and
    /// its note sends it again two minutes later or more, under the same id.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails. An e-mail that fails is no error.
    pub async fn send_due(
        &self,
        mailer: &dyn Mailer,
        book: &dyn AddressBook,
        letterhead: &Letterhead,
    ) -> Result<Sent, NotifyError> {
        let now = self.ledger.clock().now();
        let rows = self.ledger.rows(&store::DUE, &[now.into(), BATCH.into()]).await?;
        let (mut sent, mut in_a_row) = (Sent::default(), 0);
        for row in &rows {
            let due = Due::read(row)?;
            if !self.claim(&due, now).await? {
                continue;
            }
            let outcome = self.send_one(row, &due, mailer, book, letterhead).await?;
            self.note_outcome(&due, &outcome).await?;
            in_a_row =
                if matches!(outcome, Outcome::Failed | Outcome::Parked) { in_a_row + 1 } else { 0 };
            sent.count(&outcome);
            if in_a_row == PATIENCE {
                break;
            }
        }
        Ok(sent)
    }

    /// For an installation without a mail server: what waits to leave is dropped, so that nothing
    /// old leaves when there is one later. Answers how many.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails.
    pub async fn drop_due(&self) -> Result<u64, NotifyError> {
        let now = self.ledger.clock().now();
        // Only a message that is new is worth a write.
        if self.ledger.rows(&store::DUE, &[now.into(), 1_usize.into()]).await?.is_empty() {
            return Ok(0);
        }
        Ok(self.ledger.housekeep_one(Write::new(&store::DROP_ALL, vec![now.into()])).await?)
    }

    /// How many e-mails were parked in the last seven days.
    ///
    /// # Errors
    /// [`NotifyError`] when the store fails.
    pub async fn parked_emails(&self) -> Result<u64, NotifyError> {
        let since = self.ledger.clock().now() - SHOWN;
        let rows = self.ledger.rows(&store::PARKED, &[since.into()]).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.count(0))?)
    }

    async fn note_outcome(&self, due: &Due, outcome: &Outcome) -> Result<(), NotifyError> {
        let now = self.ledger.clock().now();
        match outcome {
            Outcome::Sent => self.note(&store::EMAILED, due, Some(now)).await,
            Outcome::Parked => self.note(&store::PARK, due, Some(now)).await,
            Outcome::Dropped => self.note(&store::DROP_EMAIL, due, None).await,
            Outcome::Failed => Ok(()),
        }
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
        letterhead: &Letterhead,
    ) -> Result<Outcome, NotifyError> {
        let contact = match book.contact(due.recipient).await {
            Ok(Some(contact)) => contact,
            Ok(None) => return Ok(Outcome::Dropped),
            Err(failure) => {
                tracing::warn!(event = %due.event, failure, "an address cannot be told now");
                return Ok(due.failed());
            }
        };
        let Some(content) = self.content(row, 3).await? else { return Ok(Outcome::Dropped) };
        let mail = self.mail(due, contact, &content, letterhead);
        Ok(match mailer.send(&mail).await {
            Ok(()) => Outcome::Sent,
            Err(error @ MailError::Later) => {
                tracing::warn!(event = %due.event, %error, "an e-mail did not leave");
                due.failed()
            }
            Err(error @ MailError::Refused) => {
                tracing::warn!(event = %due.event, %error, "an e-mail did not leave");
                Outcome::Dropped
            }
        })
    }

    fn mail(
        &self,
        due: &Due,
        contact: Contact,
        content: &Content,
        letterhead: &Letterhead,
    ) -> Mail {
        let lang = contact.lang;
        // The id goes out to mail servers, so it must not tell who the recipient is.
        let key = format!("{}/{}", due.recipient, due.event);
        Mail {
            id: self.ledger.vault().blind("notify_mail", &key),
            to: contact.email,
            subject: one_line(content.title.get(lang)),
            text: text(content, lang, letterhead),
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

fn text(content: &Content, lang: Lang, letterhead: &Letterhead) -> String {
    let address = |path: &str| match path.starts_with("/staff/") {
        true => format!("{}{path}", letterhead.public_url),
        false => format!("{}/{}{path}", letterhead.public_url, lang.path()),
    };
    let mut text = content.body.get(lang).trim().to_owned();
    // Links of other sites are not repeated: people learn to trust what stands in our e-mails.
    if let Some(path) = content.link.as_deref().filter(|it| is_own_path(it)) {
        text.push_str(&format!("\n\n{}", address(path)));
    }
    text.push_str("\n\n-- \n");
    text.push_str(footer().get(lang));
    text.push_str(&format!("\n{}\n", address(letterhead.manage)));
    text
}

fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(char::is_whitespace)
}

fn footer() -> LocalText {
    LocalText {
        zh_hans: "本邮件由系统自动发送，请勿回复。我们不会在邮件中索要密码。更换或者取消邮箱："
            .into(),
        zh_hant: "本郵件由系統自動發送，請勿回覆。我們不會在郵件中索要密碼。更換或者取消郵箱："
            .into(),
        en: "This e-mail was sent automatically; please do not reply. We never ask for passwords \
             by e-mail. To change or remove your address:"
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
        let letterhead =
            Letterhead { public_url: "https://one.example.cn".into(), manage: "/my/email" };
        let link = |link: &str| text(&content(link), Lang::En, &letterhead);
        assert!(link("/cases/1").starts_with("b\n\nhttps://one.example.cn/en/cases/1\n\n-- \n"));
        assert!(
            link("/staff/approvals/1")
                .starts_with("b\n\nhttps://one.example.cn/staff/approvals/1\n\n-- \n")
        );
        assert!(link("/cases/1").ends_with("\nhttps://one.example.cn/en/my/email\n"));
        for foreign in ["//evil.example", "https://evil.example", "/a\nb"] {
            assert!(link(foreign).starts_with("b\n\n-- \n"), "{foreign}");
        }
    }
}
