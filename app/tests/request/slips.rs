//! Slips: a decision on the wrong case, a button pressed on a page that is out of date, a form sent
//! without looking. None of them is beyond recall.

use kernel::{Actor, Role};
use web::{Assurance, Face, Method, NewSession};

use crate::{
    city::City,
    pages::{Filed, hands_in, reviewed},
};

const CHEN: &str = "710000198804161226";
const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// The approver decides; the notice has not left yet.
async fn decides(city: &City, filed: &Filed) {
    let mut approver = city.staff("approver-jiang").await;
    approver.opens(&format!("/staff/cases/{}", filed.reference)).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    approver.sends(&format!("/{}/decide", filed.reference), &grants).await;
    approver.sends("/decide", &[("step", "send")]).await;
    assert!(approver.path.contains("done=granted"), "{}", approver.text());
    city.installation.catch_up().await.unwrap();
}

#[tokio::test]
async fn a_decision_can_be_undone_until_it_leaves_and_nobody_outside_has_heard_of_it() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    reviewed(&city, &filed).await;
    decides(&city, &filed).await;

    // The applicant sees a case that is being examined, and no letter.
    citizen.opens(&filed.track()).await;
    assert!(!citizen.text().contains("准予"), "{}", citizen.text());
    citizen.opens("/zh-hans/my/messages").await;
    assert!(!citizen.text().contains("已准予"), "{}", citizen.text());

    let mut approver = city.staff("approver-jiang").await;
    let page = format!("/staff/cases/{}", filed.reference);
    approver.opens(&page).await.reads("决定还没有送出").reads("撤回这个决定");
    approver.sends("/undo", &[]).await.reads("决定已撤回");

    // Ten minutes later nothing has left. The case waits for a decision again, by the same officer.
    city.clock.advance(jiff::SignedDuration::from_mins(11));
    city.settles().await;
    citizen.opens("/zh-hans/my/messages").await;
    assert!(!citizen.text().contains("已准予"), "{}", citizen.text());
    decides(&city, &filed).await;
    city.settles().await;
    citizen.opens("/zh-hans/my/messages").await.reads("已准予");

    // Both decisions and the undoing stay in the history.
    let mut approver = city.staff("approver-jiang").await;
    approver.opens(&page).await.reads("决定已撤回").reads("决定已送出");
    let ledger = &city.installation.house.ledger;
    static DECIDED: ledger::Statement =
        ledger::Statement::new("SELECT COUNT(*) FROM ledger_event WHERE word = 'case.decided'");
    let rows = ledger.rows(&DECIDED, &[]).await.unwrap();
    assert_eq!(rows[0].count(0).unwrap(), 2);
}

#[tokio::test]
async fn a_decision_that_has_left_cannot_be_undone() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    reviewed(&city, &filed).await;
    decides(&city, &filed).await;
    let mut approver = city.staff("approver-jiang").await;
    approver.opens(&format!("/staff/cases/{}", filed.reference)).await;
    city.settles().await;
    approver.sends("/undo", &[]).await;
    assert_eq!(approver.status, 409, "{}", approver.text());
    citizen.opens("/zh-hans/my/messages").await.reads("已准予");
}

#[tokio::test]
async fn what_changed_after_the_look_is_shown_anew_and_not_decided_blindly() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    reviewed(&city, &filed).await;
    city.on_day("2026-03-02T23:50:00+08:00").await;
    let mut approver = city.staff("approver-jiang").await;
    approver.opens(&format!("/staff/cases/{}", filed.reference)).await;
    let refuses = [("outcome", "refuse"), ("code", "layout-unfit"), ("text", "过道被堵")];
    approver.sends(&format!("/{}/decide", filed.reference), &refuses).await;
    // Midnight passes while the preview stands open: the letter would bear other dates.
    city.clock.advance(jiff::SignedDuration::from_mins(12));
    approver.sends("/decide", &[("step", "send")]).await;
    assert_eq!(approver.status, 409, "{}", approver.text());
    approver.reads("您查看之后，内容有了变化").reads("过道被堵");
    approver.sends("/decide", &[("step", "send")]).await;
    assert!(approver.path.contains("done=refused"), "{}", approver.text());
}

/// Forms that bind nobody: they save, look up, sign in, propose or ask for a preview. This list can
/// only become shorter.
const NOT_BINDING: usize = 80;

#[tokio::test]
async fn no_binding_form_is_taken_without_what_was_shown() {
    const BINDING: [&str; 29] = [
        "POST /{l}/applications/{id}/submit",
        "POST /{l}/my/data/close",
        "POST /{l}/results/{reference}",
        "POST /{l}/track/{reference}/corrections",
        "POST /{l}/track/{reference}/withdraw",
        "POST /staff/admin/calendars",
        "POST /staff/admin/services/{code}/publish",
        "POST /staff/admin/services/{code}/withdraw",
        "POST /staff/admin/staff/{account}/training",
        "POST /staff/approvals/{id}/approve",
        "POST /staff/approvals/{id}/refuse",
        "POST /staff/approvals/{id}/withdraw",
        "POST /staff/cases/{case}/accept",
        "POST /staff/cases/{case}/amendment",
        "POST /staff/cases/{case}/correction",
        "POST /staff/cases/{case}/decide",
        "POST /staff/cases/{case}/resume",
        "POST /staff/cases/{case}/review",
        "POST /staff/cases/{case}/suspend",
        "POST /staff/cases/{case}/take-over",
        "POST /staff/cases/{case}/undo",
        "POST /staff/cases/export",
        "POST /staff/counter/intake/{id}/check",
        "POST /staff/counter/pickup",
        "POST /staff/data/corrections/{correction}",
        "POST /staff/data/holds/{hold}/lift",
        "POST /staff/data/retention/{purge}",
        "POST /staff/licences/{no}/change",
        "POST /staff/oversight/elevations/{account}",
        "POST /staff/oversight/reads/{access}",
        "POST /staff/second-looks/{look}",
    ];
    let city = City::on(MORNING).await;
    let web = &city.installation.web;
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (mut refused, mut others) = (Vec::new(), Vec::new());
    for route in &city.installation.house.routes {
        let is_form = route.method == "POST" && route.face != Face::Api;
        if !is_form || route.needs.audit != web::Audit::Event {
            continue;
        }
        let id = route.id();
        let role = Role::ALL.into_iter().find(|it| web.policy.may_ever(*it, route.needs.action));
        let clock = city.installation.house.ledger.clock();
        let account = kernel::id::AccountId::new(
            clock.now(),
            city.installation.house.ledger.chance().as_ref(),
        );
        let actor = match role {
            Some(role) if role.is_staff() => Actor::staff(role, account, "market-regulation"),
            _ => Actor::citizen(account),
        };
        let assurance = Assurance::new(&[Method::Password, Method::Code], clock.now());
        let new = NewSession { actor, name: "某人".into(), assurance, device: String::new() };
        let session = web.sessions.open(new).await.unwrap();
        let confirmed = web.sessions.step_up(&session, route.needs.action, &[Method::Code]).await;
        let session = confirmed.unwrap();
        let path = id.split_once(' ').unwrap().1.replace("/{l}", "/en");
        let path: Vec<_> =
            path.split('/').map(|part| if part.starts_with('{') { "none" } else { part }).collect();
        let home = format!("{}/en/", city.base);
        let page = client.get(home).bearer_auth(session.token()).send().await.unwrap();
        let page = page.text().await.unwrap();
        let (_, rest) = page.split_once("name=\"_csrf\" value=\"").expect("a form in the frame");
        let token = rest.split('"').next().unwrap();
        let answer = client
            .post(format!("{}{}", city.base, path.join("/")))
            .bearer_auth(session.token())
            .form(&[("_csrf", token)])
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        if status == 409 && text.contains("data-code=\"shown.missing\"") {
            refused.push(id);
        } else {
            assert!(
                !BINDING.contains(&id.as_str()),
                "{id} is taken without what was shown: {status} {text}"
            );
            others.push(id);
        }
    }
    for id in BINDING {
        assert!(refused.iter().any(|it| it == id), "{id} is gone");
    }
    assert!(
        others.len() <= NOT_BINDING,
        "{} forms bind nobody; a new one that binds takes web::Bound: {others:#?}",
        others.len()
    );
}
