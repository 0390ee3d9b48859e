//! Parts that the program leans on go away while it runs, each in its turn: the mail server, and the
//! signer of the record. (The witnesses are in `record`, identity providers in `identity`, the
//! database in the crash ring.) What depends on the part waits, everything else goes on, and what
//! waited follows when the part is there again.

use jiff::SignedDuration;
use record::PublicRecord as _;
use testkit::MailServer;

use crate::{
    city::City,
    mail::{city_with, waiting, wishes_for_emails},
    story::{CHEN, citizen_hands_in},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// Sends what is due until nothing is; how many e-mails left and how many failed.
async fn post(city: &City) -> (u64, u64) {
    let (mut left, mut failed) = (0, 0);
    loop {
        let sent = city.installation.post.run().await.unwrap();
        if sent == notify::Sent::default() {
            return (left, failed);
        }
        assert_eq!(sent.parked, 0);
        (left, failed) = (left + sent.sent, failed + sent.failed);
    }
}

#[tokio::test]
async fn a_mail_server_that_is_away_holds_up_e_mails_and_nothing_else() {
    let server = MailServer::start().await;
    let city = city_with(&server).await;
    wishes_for_emails(&city, &server).await;
    post(&city).await;
    assert_eq!(waiting(&city).await, 0);
    let before = server.letters().len();

    server.is_away(true);
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    city.settles().await;
    let held = waiting(&city).await;
    assert!(held > 0, "something is to be told");
    assert_eq!(post(&city).await, (0, held));
    assert_eq!((waiting(&city).await, server.letters().len()), (held, before), "it waits");
    // The message itself is where it always is.
    citizen.opens("/zh-hans/my/messages").await;
    assert!(citizen.html.contains(&receipt.reference), "{}", citizen.text());
    city.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(post(&city).await, (0, held), "it is tried again, and fails again");

    server.is_away(false);
    city.clock.advance(SignedDuration::from_mins(20));
    assert_eq!(post(&city).await, (held, 0));
    assert_eq!(waiting(&city).await, 0);
    let letters = server.letters().split_off(before);
    assert_eq!(letters.len() as u64, held, "{letters:?}");
    let of_case = letters.iter().filter(|it| it.text.contains(&receipt.reference));
    assert_eq!(of_case.count(), 1, "{letters:?}");
    city.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(post(&city).await, (0, 0), "nothing leaves twice");
}

#[tokio::test]
async fn a_signer_that_is_away_holds_up_proofs_and_licences_and_nothing_else() {
    let city = City::on(MORNING).await;
    let record = &city.installation.record;
    let mut citizen = city.citizen(CHEN).await;
    city.settles().await;

    city.notary.stop_signer().await;
    let receipt = citizen_hands_in(&mut citizen).await;
    let reference = receipt.reference.as_str();
    city.installation.catch_up().await.unwrap();
    assert!(record.round().await.is_err());
    let proof = format!("/zh-hans/track/{reference}/proofs/1");
    citizen.opens(&proof).await.reads("证明正在生成");
    city.clock.advance(SignedDuration::from_secs(90));
    assert!(record.round().await.is_err());
    let mut administrator = city.staff("administrator-qin").await;
    administrator.opens("/staff/record").await.reads("见证方缺席");
    administrator.opens("/health/ready").await;
    assert!(administrator.html.contains("\"is_ready\":true"), "{}", administrator.html);
    assert!(record.may_issue(), "for a quarter of an hour");

    city.notary.start_signer().await;
    record.round().await.unwrap();
    assert!(citizen.downloads(&proof).await.starts_with(b"c2sp.org/tlog-proof@v1"));

    // For longer: cases go on, licences do not.
    city.notary.stop_signer().await;
    let mut officer = city.staff("examiner-lu").await;
    officer.opens(&format!("/staff/cases/{reference}")).await;
    officer.sends(&format!("/{reference}/accept"), &[("outcome", "accept")]).await;
    if officer.html.contains("name=\"step\"") {
        officer.sends("/accept", &[("step", "send")]).await;
    }
    assert!(officer.path.contains("done="), "{}", officer.text());
    city.installation.catch_up().await.unwrap();
    assert!(record.round().await.is_err());
    city.clock.advance(SignedDuration::from_mins(16));
    assert!(record.round().await.is_err());
    assert!(!record.may_issue());
    let mut administrator = city.staff("administrator-qin").await;
    administrator.opens("/staff/record").await.reads("已停止制发证照");

    // Away for that long, it asks an operator whether the clock is right.
    city.notary.start_signer().await;
    let refused = record.round().await.unwrap_err();
    assert!(refused.to_string().contains("the time is not believed"), "{refused}");
    city.notary.believes_clock().await;
    record.round().await.unwrap();
    assert!(record.may_issue());
    let state = record.state();
    assert_eq!((state.trouble, state.witnessed), (None, state.size));
}
