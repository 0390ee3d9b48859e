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
    AddressBook, Contact, Cursor, Letterhead, Mail, MailError, Mailer, Message, Messages, Sent,
    SmtpMailer, SmtpServer, Tls,
};
use testkit::MailServer;

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
        let letterhead =
            Letterhead { public_url: "https://one.example.cn".into(), manage: "/my/email" };
        self.messages.send_due(mailer, book, &letterhead).await.unwrap()
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
    Sent { sent, failed, dropped, parked: 0 }
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
async fn a_failing_email_is_tried_again_and_then_parked() {
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
    assert_eq!(last, Sent { parked: 1, ..Sent::default() });
    assert_eq!(test.messages.parked_emails().await.unwrap(), 1);
    test.wait(100_000);
    assert_eq!(test.due(&carrier, &book).await, sent(0, 0, 0));
    test.wait(8 * 86_400);
    assert_eq!(test.messages.parked_emails().await.unwrap(), 0, "it is not shown for ever");
    let mails = carrier.taken();
    assert_eq!(mails.len(), 10);
    assert!(mails.iter().all(|it| it.id == mails[0].id));
}

#[tokio::test]
async fn without_address_or_mail_server_nothing_piles_up() {
    let test = Test::new("off").await;
    let to = test.subject();
    for (mailer, book) in [
        (Carrier::new(Ok(())), &Nobody as &dyn AddressBook),
        (Carrier::new(Err(MailError::Refused)), &Everybody(Lang::En)),
    ] {
        test.messages.send(test.event(), message(to, "补正通知")).await.unwrap();
        assert_eq!(test.due(&mailer, book).await, sent(0, 0, 1));
        test.wait(100_000);
        assert_eq!(test.due(&mailer, book).await, sent(0, 0, 0));
    }
    test.messages.send(test.event(), message(to, "补正通知")).await.unwrap();
    assert_eq!(test.messages.drop_due().await.unwrap(), 1);
    assert_eq!(test.messages.drop_due().await.unwrap(), 0);
    let carrier = Carrier::new(Ok(()));
    assert_eq!(test.due(&carrier, &Everybody(Lang::En)).await, sent(0, 0, 0), "nothing old");
    assert_eq!(test.messages.unread(to).await.unwrap(), 3);
}

async fn mailer(server: &MailServer) -> SmtpMailer {
    SmtpMailer::new(SmtpServer {
        host: "127.0.0.1".into(),
        port: server.port(),
        tls: Tls::None,
        from: "no-reply@example.cn".into(),
        login: None,
    })
    .unwrap()
}

#[tokio::test]
async fn a_mail_server_gets_one_letter_for_one_recipient() {
    let test = Test::new("smtp").await;
    let server = MailServer::start().await;
    test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    let mailer = mailer(&server).await;
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(1, 0, 0));
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(0, 0, 0));
    let letters = server.letters();
    let [letter] = &letters[..] else { panic!("{letters:?}") };
    assert_eq!(letter.to, "first@example.cn");
    assert_eq!(letter.subject, "More documents needed Bcc: other@example.cn");
    assert!(!letter.raw.contains("\r\nBcc:"));
    assert!(letter.text.starts_with("Please hand in the rental contract.\n"), "{}", letter.text);
}

#[tokio::test]
async fn an_unknown_address_is_not_tried_again_but_a_full_server_is() {
    let test = Test::new("refusals").await;
    let server = MailServer::start().await;
    let mailer = mailer(&server).await;
    for (refusal, outcome) in
        [("550 unknown <first@example.cn>", sent(0, 0, 1)), ("451 later", sent(0, 1, 0))]
    {
        server.refuse(Some(refusal));
        test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
        assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, outcome, "{refusal}");
    }
    server.refuse(None);
    test.wait(121);
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(1, 0, 0));
    assert_eq!(server.letters().len(), 1);
}

/// Hands the letter over and dies before anybody learns of it.
struct Dies<'a>(&'a SmtpMailer);

#[async_trait::async_trait]
impl Mailer for Dies<'_> {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.send(mail).await?;
        panic!("the process ends here")
    }
}

#[tokio::test]
async fn after_a_crash_before_the_note_the_same_letter_leaves_again() {
    let test = Test::new("crash").await;
    let server = MailServer::start().await;
    let mailer = mailer(&server).await;
    test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    let crash = std::panic::AssertUnwindSafe(async {
        test.due(&Dies(&mailer), &Everybody(Lang::En)).await;
    });
    assert!(futures::FutureExt::catch_unwind(crash).await.is_err());
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(0, 0, 0), "it is claimed");
    test.wait(121);
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(1, 0, 0));
    test.wait(100_000);
    assert_eq!(test.due(&mailer, &Everybody(Lang::En)).await, sent(0, 0, 0));
    let letters = server.letters();
    assert_eq!(letters.len(), 2, "at least once");
    assert_eq!(letters[0].id, letters[1].id, "and known as the same");
}

#[tokio::test]
async fn a_mail_server_that_is_away_ends_the_run_early() {
    let test = Test::new("away").await;
    for _ in 0..5 {
        test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
    }
    let carrier = Carrier::new(Err(MailError::Later));
    assert_eq!(test.due(&carrier, &Everybody(Lang::En)).await, sent(0, 3, 0));
    assert_eq!(test.due(&carrier, &Everybody(Lang::En)).await, sent(0, 2, 0), "others go first");
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_addresses_nor_texts_are_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let story = async {
        let test = Test::new("log").await;
        let server = MailServer::start().await;
        let mailer = mailer(&server).await;
        for refusal in [None, Some("550 unknown <first@example.cn>"), Some("451 later")] {
            server.refuse(refusal);
            test.messages.send(test.event(), message(test.subject(), "补正通知")).await.unwrap();
            test.due(&mailer, &Everybody(Lang::ZhHans)).await;
        }
        assert_eq!(server.letters().len(), 1);
    };
    tracing::instrument::WithSubscriber::with_subscriber(story, subscriber).await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("an e-mail did not leave"), "{text}");
    for private in ["first@", "租赁合同", "补正通知"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
}
