//! A decision that has left says something wrong: it is put right in a few minutes, by two people,
//! and the same person is told. What was sent stays in the record.

use cases_domain::{Case, CaseEvent, Cases};
use jiff::SignedDuration;

use crate::{
    city::City,
    pages::{Filed, hands_in, reviewed},
};

const CHEN: &str = "710000198804161226";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
const SENT: &str = "过道被堵";
const MEANT: &str = "二层过道被堵，疏散宽度不足";

/// A case whose refusal has left.
async fn refused(city: &City) -> Filed {
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(city, &mut citizen).await;
    reviewed(city, &filed).await;
    let mut approver = city.staff("approver-jiang").await;
    approver.opens(&format!("/staff/cases/{}", filed.reference)).await;
    let refuses = [("outcome", "refuse"), ("code", "layout-unfit"), ("text", SENT)];
    approver.sends(&format!("/{}/decide", filed.reference), &refuses).await;
    approver.sends("/decide", &[("step", "send")]).await;
    assert!(approver.path.contains("done=refused"), "{}", approver.text());
    city.settles().await;
    filed
}

async fn events(city: &City, filed: &Filed) -> Vec<CaseEvent> {
    let cases = city.installation.house.ask::<dyn Cases>().unwrap();
    let id = cases.find(&filed.reference).await.unwrap().unwrap().id;
    let history = city.installation.house.ledger.history::<Case>(id).await.unwrap();
    history.into_iter().map(|it| it.event).collect()
}

#[tokio::test]
async fn a_wrong_word_in_a_decision_is_put_right_by_two_people_and_told_within_five_minutes() {
    let city = City::on(MORNING).await;
    let filed = refused(&city).await;
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&filed.track()).await.reads(SENT);

    let began = city.installation.house.ledger.clock().now();
    let mut officer = city.staff("examiner-lu").await;
    officer.opens(&format!("/staff/cases/{}/amendment", filed.reference)).await.reads(SENT);
    let better = [("text", MEANT), ("reason", "写漏了楼层"), ("step", "look")];
    officer.sends("/amendment", &better).await.reads("更正通知书").reads(MEANT);
    officer.sends("/amendment", &[("step", "send"), ("typed", "RC-0000-0000")]).await;
    assert_eq!(officer.status, 422, "another case's reference: {}", officer.text());
    let typed = [("step", "send"), ("typed", filed.reference.as_str())];
    officer.sends("/amendment", &typed).await;
    let proposal = officer.path.clone();
    assert!(proposal.starts_with("/staff/approvals/"), "{proposal}: {}", officer.text());
    assert!(!officer.html.contains("/approve\""), "nobody puts it right alone");
    city.settles().await;
    citizen.opens(&filed.track()).await.reads(SENT);

    let mut second = city.staff("approver-shu").await;
    second.opens(&proposal).await.reads(SENT).reads(MEANT);
    second.sends("/approve", &[]).await;
    city.settles().await;
    citizen.opens("/zh-hans/my/messages").await.reads("决定书有更正");
    let took = began.duration_until(city.installation.house.ledger.clock().now());
    assert!(took <= SignedDuration::from_mins(5), "{took:?}");

    // The applicant reads the right words, and both letters; the record keeps both.
    citizen.opens(&filed.track()).await.reads(MEANT).reads("更正通知书").reads("不予许可决定书");
    let events = events(&city, &filed).await;
    let decided = events.iter().find_map(|it| match it {
        CaseEvent::Decided { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(decided, Some(SENT), "what was sent is never changed");
    let amended = events.iter().filter(|it| matches!(it, CaseEvent::DecisionAmended { .. }));
    assert_eq!(amended.count(), 1);
}

#[tokio::test]
async fn what_has_not_left_or_belongs_to_others_is_not_put_right() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    let page = format!("/staff/cases/{}/amendment", filed.reference);
    let mut officer = city.staff("examiner-lu").await;
    assert_eq!(officer.looks_at(&page).await.status, 409);
    let mut stranger = city.staff("examiner-wen").await;
    assert_eq!(stranger.looks_at(&page).await.status, 404);
}

#[tokio::test]
async fn an_amendment_says_why_and_changes_something() {
    let city = City::on(MORNING).await;
    let filed = refused(&city).await;
    let mut officer = city.staff("examiner-lu").await;
    officer.opens(&format!("/staff/cases/{}/amendment", filed.reference)).await;
    officer.sends("/amendment", &[("step", "look"), ("text", MEANT)]).await;
    assert_eq!(officer.status, 422);
    officer.reads("请写明为什么更正");
    officer.sends("/amendment", &[("step", "look"), ("text", SENT), ("reason", "x")]).await;
    assert_eq!(officer.status, 422);
    officer.reads("没有可以更正的");
}
