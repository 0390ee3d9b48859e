//! The box and the post, on a real ledger; e-mail against a mail server in the test itself.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use jiff::{Timestamp, tz::TimeZone};
use kernel::{
    Chance, Clock, Lang, LocalText,
    id::{EventId, SubjectId},
};
use ledger::{Blueprint, DatabaseUrl, DeploymentKey, Ledger};
use notify::{
    AddressBook, Contact, Cursor, Mail, MailError, Mailer, Message, Messages, NoMailer, Sent,
    SmtpMailer, SmtpServer,
};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};

const SITE: &str = "https://one.example.cn";

#[derive(Default)]
struct World {
    seconds: AtomicI64,
    drawn: AtomicU64,
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + self.seconds.load(Ordering::Relaxed)).unwrap()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

impl Chance for World {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn =
                self.drawn.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&drawn.to_be_bytes()[..chunk.len()]);
        }
    }
}

struct Test {
    world: Arc<World>,
    ledger: Ledger,
    messages: Messages,
    folder: PathBuf,
}

impl Test {
    async fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("onewindow-notify-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let world = Arc::new(World::default());
        let mut blueprint =
            Blueprint::new(world.clone(), world.clone(), DeploymentKey::new([7; 32]));
        blueprint.migrations(notify::MIGRATIONS);
        let url = DatabaseUrl::Sqlite(folder.join("test.db"));
        let ledger = Ledger::open(&url, blueprint).await.unwrap();
        let messages = Messages::new(ledger.clone());
        Self { world, ledger, messages, folder }
    }

    fn event(&self) -> EventId {
        EventId::new(self.world.now(), self.world.as_ref())
    }

    fn subject(&self) -> SubjectId {
        SubjectId::new(self.world.now(), self.world.as_ref())
    }

    fn wait(&self, seconds: i64) {
        self.world.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    async fn due(&self, mailer: &dyn Mailer, book: &dyn AddressBook) -> Sent {
        self.messages.send_due(mailer, book, SITE).await.unwrap()
    }
}

impl Drop for Test {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn message(to: SubjectId, title: &str) -> Message {
    Message {
        to,
        title: LocalText {
            zh_hans: title.into(),
            zh_hant: title.into(),
            en: "More documents needed\r\nBcc: other@example.cn".into(),
        },
        body: LocalText {
            zh_hans: "请补交租赁合同。".into(),
            zh_hant: "請補交租賃合同。".into(),
            en: "Please hand in the rental contract.".into(),
        },
        link: Some("/cases/1".into()),
        matter: "case/1".into(),
    }
}

/// Everybody has the same address.
struct Everybody(Lang);

#[async_trait::async_trait]
impl AddressBook for Everybody {
    async fn contact(&self, _subject: SubjectId) -> Result<Option<Contact>, String> {
        Ok(Some(Contact { email: "first@example.cn".into(), lang: self.0 }))
    }
}

struct Nobody;

#[async_trait::async_trait]
impl AddressBook for Nobody {
    async fn contact(&self, _subject: SubjectId) -> Result<Option<Contact>, String> {
        Ok(None)
    }
}

/// Takes what it is told to take.
struct Carrier {
    answer: Mutex<Result<(), MailError>>,
    taken: Mutex<Vec<Mail>>,
}

impl Carrier {
    fn new(answer: Result<(), MailError>) -> Self {
        Self { answer: Mutex::new(answer), taken: Mutex::default() }
    }

    fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Mailer for Carrier {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.taken.lock().unwrap().push(mail.clone());
        *self.answer.lock().unwrap()
    }
}

fn sent(sent: u64, failed: u64, dropped: u64) -> Sent {
    Sent { sent, failed, dropped }
}

#[tokio::test]
async fn a_message_is_kept_once_sealed_and_read() {
    let test = Test::new("box").await;
    let (to, other, event) = (test.subject(), test.subject(), test.event());
    assert!(test.messages.send(event, message(to, "补正通知")).await.unwrap());
    assert!(!test.messages.send(event, message(to, "再次")).await.unwrap());
    assert!(test.messages.send(event, message(other, "给别人")).await.unwrap());
    assert_eq!(test.messages.unread(to).await.unwrap(), 1);
    let found = test.messages.find(to, event).await.unwrap().unwrap();
    assert_eq!((found.title.zh_hans.as_str(), found.is_read), ("补正通知", false));
    assert_eq!(found.link.as_deref(), Some("/cases/1"));
    assert!(test.messages.mark_read(to, event).await.unwrap());
    assert!(!test.messages.mark_read(to, event).await.unwrap());
    assert_eq!(test.messages.unread(to).await.unwrap(), 0);
    assert_eq!(test.messages.unread(other).await.unwrap(), 1);
    for statement in notify::statements() {
        test.ledger.prepare(statement).await.unwrap();
    }
    drop(test.ledger.clone());
    let bytes = std::fs::read_dir(&test.folder)
        .unwrap()
        .flat_map(|it| std::fs::read(it.unwrap().path()).unwrap());
    let bytes: Vec<u8> = bytes.collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    assert!(holds("case/1") && !holds("补正通知") && !holds("租赁合同"));
}

#[tokio::test]
async fn the_box_is_paged_newest_first() {
    let test = Test::new("pages").await;
    let to = test.subject();
    for number in 0..7 {
        test.messages.send(test.event(), message(to, &number.to_string())).await.unwrap();
        // Several messages in the same second are paged too.
        test.wait(number % 2);
    }
    let mut titles = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = test.messages.list(to, after.as_ref(), 3).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.cursor().to_string().parse().unwrap());
        titles.extend(page.into_iter().map(|it| it.title.zh_hans));
    }
    titles.sort();
    assert_eq!(titles, ["0", "1", "2", "3", "4", "5", "6"]);
    let first = test.messages.list(to, None, 1).await.unwrap();
    assert_eq!(first[0].title.zh_hans, "6");
    assert_eq!(test.messages.mark_all_read(to).await.unwrap(), 7);
    for bad in ["", "1", "x.y", "1.2"] {
        assert!(bad.parse::<Cursor>().is_err(), "{bad}");
    }
}

#[tokio::test]
async fn the_erased_have_no_messages_and_get_none() {
    let test = Test::new("erased").await;
    let (to, event) = (test.subject(), test.event());
    test.messages.send(event, message(to, "补正通知")).await.unwrap();
    test.ledger.vault().erase(to).await.unwrap();
    assert!(test.messages.list(to, None, 10).await.unwrap().is_empty());
    assert!(!test.messages.send(test.event(), message(to, "新的")).await.unwrap());
    let carrier = Carrier::new(Ok(()));
    assert_eq!(test.due(&carrier, &Everybody(Lang::En)).await, sent(0, 0, 1));
    assert!(carrier.taken().is_empty());
}

#[tokio::test]
async fn an_email_leaves_once_in_the_language_of_its_reader() {
    let test = Test::new("mail").await;
    test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    let carrier = Carrier::new(Ok(()));
    assert_eq!(test.due(&carrier, &Everybody(Lang::ZhHant)).await, sent(1, 0, 0));
    test.wait(100_000);
    assert_eq!(test.due(&carrier, &Everybody(Lang::ZhHant)).await, sent(0, 0, 0));
    let mails = carrier.taken();
    assert_eq!(mails[0].subject, "补正通知");
    assert!(mails[0].text.contains("請補交租賃合同。"));
    assert!(mails[0].text.contains("https://one.example.cn/zh-hant/cases/1"));
    assert!(mails[0].id.bytes().all(|it| it.is_ascii_hexdigit()));
}

#[tokio::test]
async fn a_failing_email_is_tried_again_and_then_given_up() {
    let test = Test::new("retry").await;
    test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    let carrier = Carrier::new(Err(MailError::Later));
    let book = Everybody(Lang::En);
    assert_eq!(test.due(&carrier, &book).await, sent(0, 1, 0));
    assert_eq!(test.due(&carrier, &book).await, sent(0, 0, 0));
    test.wait(121);
    assert_eq!(test.due(&carrier, &book).await, sent(0, 1, 0));
    let mut last = Sent::default();
    for _ in 0..8 {
        test.wait(100_000);
        last = test.due(&carrier, &book).await;
    }
    assert_eq!(last, sent(0, 0, 1));
    let mails = carrier.taken();
    assert_eq!(mails.len(), 10);
    assert!(mails.iter().all(|it| it.id == mails[0].id));
}

#[tokio::test]
async fn without_address_or_mail_server_nothing_piles_up() {
    let test = Test::new("off").await;
    let to = test.subject();
    for (mailer, book) in [
        (&NoMailer as &dyn Mailer, &Everybody(Lang::En) as &dyn AddressBook),
        (&Carrier::new(Ok(())), &Nobody),
        (&Carrier::new(Err(MailError::Refused)), &Everybody(Lang::En)),
    ] {
        test.messages.send(test.event(), message(to, "补正通知")).await.unwrap();
        assert_eq!(test.due(mailer, book).await, sent(0, 0, 1));
        test.wait(100_000);
        assert_eq!(test.due(mailer, book).await, sent(0, 0, 0));
    }
    assert_eq!(test.messages.unread(to).await.unwrap(), 3);
}

/// A mail server for one letter: answers `refusal` to the recipient, or takes the letter.
async fn mail_server(
    listener: tokio::net::TcpListener,
    refusal: Option<&'static str>,
) -> (Vec<String>, String) {
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let mut commands = Vec::new();
    let mut letter = String::new();
    stream.write_all(b"220 here\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 {
            return (commands, letter);
        }
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_owned();
        let answer = match verb.as_str() {
            "RCPT" => refusal.unwrap_or("250 ok"),
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        commands.push(line.trim_end().to_owned());
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        if verb == "DATA" {
            while !letter.ends_with("\r\n.\r\n") {
                letter.push(char::from(stream.read_u8().await.unwrap()));
            }
            stream.write_all(b"250 taken\r\n").await.unwrap();
        }
    }
}

async fn post(name: &str, refusal: Option<&'static str>) -> (Sent, Vec<String>, String) {
    let test = Test::new(name).await;
    test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = SmtpServer {
        host: "127.0.0.1".into(),
        port: listener.local_addr().unwrap().port(),
        from: "no-reply@example.cn".into(),
        login: None,
    };
    let mailer = SmtpMailer::new(server).unwrap();
    let server = tokio::spawn(mail_server(listener, refusal));
    let outcome = test.due(&mailer, &Everybody(Lang::En)).await;
    let (commands, letter) = server.await.unwrap();
    (outcome, commands, letter)
}

#[tokio::test]
async fn a_mail_server_gets_one_letter_for_one_recipient() {
    let (outcome, commands, letter) = post("smtp", None).await;
    assert_eq!(outcome, sent(1, 0, 0));
    let recipients: Vec<_> = commands.iter().filter(|it| it.starts_with("RCPT")).collect();
    assert_eq!(recipients, ["RCPT TO:<first@example.cn>"]);
    assert!(
        letter.contains("Subject: More documents needed Bcc: other@example.cn\r\n"),
        "{letter}"
    );
    assert!(!letter.contains("\r\nBcc:"));
    assert!(letter.contains("Please hand in the rental contract."));
}

#[tokio::test]
async fn an_unknown_address_is_not_tried_again_but_a_full_server_is() {
    assert_eq!(post("smtp-550", Some("550 unknown <first@example.cn>")).await.0, sent(0, 0, 1));
    assert_eq!(post("smtp-451", Some("451 later")).await.0, sent(0, 1, 0));
}
