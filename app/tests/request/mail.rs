//! What concerns an applicant also comes by e-mail, if they wish, and once.

use std::sync::Arc;

use notify::{SmtpMailer, SmtpServer, Tls};
use testkit::{Database, MailServer};

use crate::{
    city::City,
    story::{citizen_hands_in, officer_acts, returned_once_and_corrected},
};

const CHEN: &str = "710000198804161226";

pub async fn city_with(server: &MailServer) -> City {
    let server = SmtpServer {
        host: "127.0.0.1".into(),
        port: server.port(),
        tls: Tls::None,
        from: "no-reply@example.cn".into(),
        login: None,
    };
    let mailer = Arc::new(SmtpMailer::new(server).unwrap());
    City::sending(Database::sqlite(), "2026-02-24T09:00:00+08:00", Some(mailer)).await
}

static WAITING: ledger::Statement =
    ledger::Statement::new("SELECT COUNT(*) FROM notify_message WHERE email_due_at IS NOT NULL");
static CODES: ledger::Statement =
    ledger::Statement::new("SELECT COUNT(*) FROM ledger_event WHERE word = 'account.code_set'");

/// How many letters wait to leave.
pub async fn waiting(city: &City) -> u64 {
    let rows = city.installation.house.ledger.rows(&WAITING, &[]).await.unwrap();
    rows[0].count(0).unwrap()
}

/// A citizen says where e-mails go, and proves it.
pub async fn wishes_for_emails(city: &City, server: &MailServer) {
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens("/zh-hans/my/email").await;
    citizen.sends("/my/email", &[("email", "chen@example.cn"), ("lang", "zh-Hans")]).await;
    let text = server.letters()[0].text.clone();
    let digits = text.chars().skip_while(|it| !it.is_ascii_digit());
    let code: String = digits.take_while(char::is_ascii_digit).collect();
    citizen.sends("/my/email/confirm", &[("code", &code)]).await;
    citizen.reads("以后消息也会发到您的邮箱");
}

/// The e-mails since the code, after everything that is due has left.
async fn emails(city: &City, server: &MailServer) -> Vec<testkit::Letter> {
    city.settles().await;
    for _ in 0..2 {
        city.installation.post.run().await.unwrap();
    }
    server.letters().split_off(1)
}

#[tokio::test]
async fn needs_correction_and_decided_come_by_email_once() {
    let server = MailServer::start().await;
    let city = city_with(&server).await;
    wishes_for_emails(&city, &server).await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    let reference = receipt.reference.as_str();
    city.settles().await;
    returned_once_and_corrected(&city, reference).await;
    officer_acts(&city, "examiner-lu", reference, "accept", &[("outcome", "accept")]).await;
    let agrees = [("outcome", "for"), ("text", "符合要求")];
    officer_acts(&city, "examiner-lu", reference, "review", &agrees).await;
    officer_acts(&city, "examiner-lei", reference, "review", &agrees).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    officer_acts(&city, "approver-jiang", reference, "decide", &grants).await;

    let letters = emails(&city, &server).await;
    let subjects: Vec<&str> = letters.iter().map(|it| it.subject.as_str()).collect();
    for once in ["请您补正申请", "已准予，正在制证", "已办结，可以下载结果"]
    {
        assert_eq!(subjects.iter().filter(|it| **it == once).count(), 1, "{once}: {subjects:?}");
    }
    let of_the_case = |it: &&testkit::Letter| it.text.contains(reference);
    assert!(letters.iter().filter(of_the_case).count() >= 3);
    for letter in letters.iter().filter(of_the_case) {
        assert_eq!(letter.to, "chen@example.cn");
        let link = format!("{}/zh-hans/track/{reference}", city.base);
        assert!(letter.text.contains(&link) && letter.text.contains("食品经营许可"), "{letter:?}");
        for private in [CHEN, "陈雨禾", receipt.code.as_str()] {
            assert!(!letter.text.contains(private), "{private} in {letter:?}");
        }
    }
    assert_eq!(emails(&city, &server).await.len(), letters.len(), "nothing leaves twice");
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens("/zh-hans/my/messages").await.reads("请您补正申请");
}

#[tokio::test]
async fn without_a_wish_or_a_mail_server_nothing_waits() {
    let server = MailServer::start().await;
    for city in [city_with(&server).await, City::on("2026-02-24T09:00:00+08:00").await] {
        // The city's own data gives staff their codes, of which each of them is told.
        let before = waiting(&city).await;
        let codes = city.installation.house.ledger.rows(&CODES, &[]).await.unwrap();
        assert_eq!(before, codes[0].count(0).unwrap());
        citizen_hands_in(&mut city.citizen(CHEN).await).await;
        city.settles().await;
        let of_the_case = waiting(&city).await - before;
        assert_eq!(of_the_case, 1, "that it was handed in");
        let mut dropped = 0;
        loop {
            let sent = city.installation.post.run().await.unwrap();
            if sent == notify::Sent::default() {
                break;
            }
            assert_eq!((sent.sent, sent.failed, sent.parked), (0, 0, 0));
            dropped += sent.dropped;
        }
        assert_eq!(dropped, before + of_the_case, "what waited for a mail server is let go");
        assert_eq!(waiting(&city).await, 0);
    }
    assert!(server.letters().is_empty());
}
