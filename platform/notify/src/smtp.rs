//! E-mail through an SMTP server.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message as Letter, Tokio1Executor,
    message::{
        Mailbox, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::authentication::Credentials,
};

use crate::{Mail, MailError, Mailer, mail::one_line};

/// A mail server that takes longer than this for one answer is not waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How the line to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the start, usually on port 465.
    Whole,
    /// TLS after `STARTTLS`, without which nothing is said.
    Starttls,
    /// In clear. Only with a server on this machine.
    None,
}

/// The mail server.
#[derive(Clone)]
pub struct SmtpServer {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether and when TLS is spoken.
    pub tls: Tls,
    /// The sender's address, with or without a name.
    pub from: String,
    /// Name and password to sign in with.
    pub login: Option<(String, String)>,
}

impl std::fmt::Debug for SmtpServer {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut it = f.debug_struct("SmtpServer");
        it.field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// The settings of the mail server cannot be worked with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// The sender's address cannot be read.
    #[error("the sender's address `{0}` cannot be read. Write it like no-reply@example.cn")]
    From(String),
    /// The server's name cannot be used.
    #[error("the mail server `{0}` cannot be used. Write its full name")]
    Host(String),
    /// The server is elsewhere and is to be spoken to in clear.
    #[error("the mail server `{0}` is not on this machine. Speak to it with TLS")]
    Clear(String),
}

/// Answers that concern the address. Others, such as a refused sign-in, concern the server or our
/// settings and may be put right.
const BAD_ADDRESS: [&str; 4] = ["501", "550", "551", "553"];

/// Carries e-mails to an SMTP server.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl SmtpMailer {
    /// A mailer for `server`. Nothing is sent yet.
    ///
    /// # Errors
    /// [`SmtpError`].
    pub fn new(server: SmtpServer) -> Result<Self, SmtpError> {
        let from: Mailbox =
            server.from.parse().map_err(|_| SmtpError::From(server.from.clone()))?;
        let host = server.host.as_str();
        let builder = match server.tls {
            Tls::None if !is_here(host) => return Err(SmtpError::Clear(server.host)),
            Tls::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)),
            Tls::Whole => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            Tls::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
        };
        let mut builder = builder
            .map_err(|_| SmtpError::Host(server.host.clone()))?
            .port(server.port)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = server.login {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// The letter that is handed over. Every header is one line: the address is parsed, the
    /// subject is cleaned and encoded, the rest is ours.
    fn letter(&self, mail: &Mail) -> Result<Letter, MailError> {
        let to: Address = mail.to.parse().map_err(|_| MailError::Refused)?;
        let id: String =
            mail.id.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect();
        let domain = self.from.email.domain();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let language = HeaderName::new_from_ascii_str("Content-Language");
        let part = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone());
        Letter::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&mail.subject))
            .date(system_time(mail.at))
            .message_id(Some(format!("<{id}@{domain}>")))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .raw_header(HeaderValue::new(language, mail.lang.tag().to_owned()))
            .singlepart(part)
            .map_err(|_| MailError::Refused)
    }
}

#[async_trait::async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let letter = self.letter(mail)?;
        let answer = self.transport.send(letter).await;
        answer.map(|_| ()).map_err(|error| {
            // The answer's text may repeat the address: only its kind is noted.
            let code = error.status().map(|it| it.to_string()).unwrap_or_default();
            tracing::debug!(mail = mail.id, code, "the mail server did not take an e-mail");
            if BAD_ADDRESS.contains(&code.as_str()) { MailError::Refused } else { MailError::Later }
        })
    }
}

fn system_time(at: Timestamp) -> SystemTime {
    let micros = u64::try_from(at.as_microsecond()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}

fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use kernel::Lang;

    use super::*;

    fn mailer() -> SmtpMailer {
        let server = SmtpServer {
            host: "localhost".into(),
            port: 25,
            tls: Tls::None,
            from: "一窗 <no-reply@example.cn>".into(),
            login: None,
        };
        SmtpMailer::new(server).unwrap()
    }

    fn mail(to: &str, subject: &str) -> Mail {
        Mail {
            id: "0a1b".into(),
            to: to.into(),
            subject: subject.into(),
            text: "请补交租赁合同。\n.\nBcc: third@example.cn\n".into(),
            lang: Lang::ZhHans,
            at: "2026-03-02T09:00:00+08:00".parse().unwrap(),
        }
    }

    fn headers(mail: &Mail) -> String {
        let text = String::from_utf8(mailer().letter(mail).unwrap().formatted()).unwrap();
        text.split_once("\r\n\r\n").unwrap().0.to_owned()
    }

    #[test]
    fn nothing_in_a_message_becomes_a_header() {
        let subject = "补正\r\nBcc: second@example.cn\r\n\r\nText";
        let mut mail = mail("first@example.cn", subject);
        mail.id = "0a\r\nX-Evil: 1".into();
        let headers = headers(&mail);
        let names: Vec<&str> = headers
            .lines()
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split(':').next())
            .collect();
        assert!(!names.contains(&"Bcc") && !names.contains(&"X-Evil"), "{headers}");
        assert!(headers.contains("Message-ID: <0aX-Evil1@example.cn>"), "{headers}");
        let letter = mailer().letter(&mail).unwrap();
        assert_eq!(letter.envelope().to().len(), 1);
    }

    #[test]
    fn an_address_with_more_in_it_is_refused() {
        for bad in ["a@example.cn\r\nRCPT TO:<b@example.cn>", "a@example.cn, b@example.cn", "a", ""]
        {
            assert_eq!(mailer().letter(&mail(bad, "s")).unwrap_err(), MailError::Refused, "{bad}");
        }
    }

    #[test]
    fn the_letter_says_when_and_by_whom() {
        let headers = headers(&mail("first@example.cn", "办件已受理"));
        assert!(headers.contains("Date: Mon, 02 Mar 2026 01:00:00 +0000"), "{headers}");
        assert!(headers.contains("Auto-Submitted: auto-generated"), "{headers}");
        assert!(headers.contains("Content-Language: zh-Hans"), "{headers}");
        assert!(headers.is_ascii());
    }

    #[test]
    fn a_sender_without_address_and_a_far_server_in_clear_are_refused() {
        let server = |host: &str, from: &str| SmtpServer {
            host: host.into(),
            port: 25,
            tls: Tls::None,
            from: from.into(),
            login: None,
        };
        let refused = |server| SmtpMailer::new(server).err();
        assert!(matches!(refused(server("localhost", "nobody")), Some(SmtpError::From(_))));
        let far = server("mail.example.cn", "a@example.cn");
        assert!(matches!(refused(far), Some(SmtpError::Clear(_))));
    }

    #[test]
    fn mails_and_servers_are_shown_without_secrets() {
        assert!(!format!("{:?}", mail("first@example.cn", "s")).contains("first"));
        let server = SmtpServer {
            host: "mail.example.cn".into(),
            port: 587,
            tls: Tls::Starttls,
            from: "a@example.cn".into(),
            login: Some(("user".into(), "secret".into())),
        };
        assert!(!format!("{server:?}").contains("secret"));
    }
}
