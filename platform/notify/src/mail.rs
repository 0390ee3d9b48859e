//! What e-mail needs of others: somebody who knows addresses, somebody who carries letters.

use jiff::Timestamp;
use kernel::{Lang, id::SubjectId};
use serde::{Deserialize, Serialize};

/// Where and in which language somebody wants e-mails. Personal data: sealed wherever it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The address.
    pub email: String,
    /// The language.
    pub lang: Lang,
}

/// Knows addresses. The subject that holds accounts provides it.
#[async_trait::async_trait]
pub trait AddressBook: Send + Sync {
    /// The contact of `subject`; `None` when there is no confirmed address or no wish for e-mail.
    ///
    /// # Errors
    /// A text without personal data when it cannot be told now.
    async fn contact(&self, subject: SubjectId) -> Result<Option<Contact>, String>;
}

/// An e-mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same for every attempt, so that a mail server can know a repetition. Letters, digits
    /// and hyphens.
    pub id: String,
    /// To which address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The language of both.
    pub lang: Lang,
    /// When the message was written.
    pub at: Timestamp,
}

impl std::fmt::Debug for Mail {
    /// Without address and text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why an e-mail did not leave. Never holds what the mail server said, which may repeat the
/// address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may work later.
    #[error("the mail server cannot take it now")]
    Later,
    /// The address or the e-mail will never be taken.
    #[error("the mail server refuses it for good")]
    Refused,
}

/// Carries e-mails.
#[async_trait::async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one e-mail over.
    ///
    /// # Errors
    /// [`MailError`].
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// A text as one line without control characters, so that it can stand in a header.
pub(crate) fn one_line(text: &str) -> String {
    let plain =
        text.replace(|it: char| it.is_control() || it == '\u{2028}' || it == '\u{2029}', " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(one_line("补正通知\r\nBcc: a@example.cn\u{0}"), "补正通知 Bcc: a@example.cn");
        assert_eq!(one_line(" a\u{2028}b\t c "), "a b c");
    }
}
