//! Slips: a decision on the wrong case, a button pressed on a page that is out of date, a form sent
//! without looking. None of them is beyond recall.

use kernel::{Actor, Role};
use web::{Assurance, Face, Method, NewSession};

use crate::{
    city::City,
    pages::{Filed, hands_in, reviewed},
};

const CHEN: &str = "710000198804161226";
const HUANG: &str = "710000195509080374";
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

/// Forms that bind: each is taken only with the seal of what its page showed.
const BINDING: [&str; 70] = [
    "POST /staff/admin/accounts/{account}/activation",
    "POST /staff/admin/accounts/{account}/block",
    "POST /staff/admin/accounts/{account}/factors",
    "POST /staff/admin/accounts/{account}/sessions",
    "POST /staff/admin/calendars",
    "POST /staff/admin/services/{code}/publish",
    "POST /staff/admin/services/{code}/withdraw",
    "POST /staff/admin/staff/{account}",
    "POST /staff/admin/staff/{account}/posts/{number}/answer",
    "POST /staff/admin/staff/{account}/posts/{number}/withdraw",
    "POST /staff/admin/staff/{account}/suspension",
    "POST /staff/admin/staff/{account}/training",
    "POST /staff/alarms/{id}/acknowledge",
    "POST /staff/approvals/{id}/approve",
    "POST /staff/approvals/{id}/refuse",
    "POST /staff/approvals/{id}/withdraw",
    "POST /staff/cases/export",
    "POST /staff/cases/{case}/accept",
    "POST /staff/cases/{case}/amendment",
    "POST /staff/cases/{case}/correction",
    "POST /staff/cases/{case}/decide",
    "POST /staff/cases/{case}/resume",
    "POST /staff/cases/{case}/review",
    "POST /staff/cases/{case}/suspend",
    "POST /staff/cases/{case}/take-over",
    "POST /staff/cases/{case}/undo",
    "POST /staff/content/powers/{code}/{act}",
    "POST /staff/content/reports/{id}/settle",
    "POST /staff/counter/intake/{id}/check",
    "POST /staff/counter/mandate",
    "POST /staff/counter/pickup",
    "POST /staff/data/corrections/{correction}",
    "POST /staff/data/holds/{hold}/lift",
    "POST /staff/data/retention/{purge}",
    "POST /staff/licences/keys/{key}",
    "POST /staff/licences/many",
    "POST /staff/licences/{no}/change",
    "POST /staff/licences/{no}/stop",
    "POST /staff/me/interests",
    "POST /staff/oversight/elevations/{account}",
    "POST /staff/oversight/reads/{access}",
    "POST /staff/second-looks/{look}",
    "POST /staff/security/code/remove",
    "POST /staff/security/codes",
    "POST /staff/security/end",
    "POST /staff/security/passkey/remove",
    "POST /{l}/applications/{id}/submit",
    "POST /{l}/my/data/close",
    "POST /{l}/my/data/correct",
    "POST /{l}/my/data/reads/{access}",
    "POST /{l}/my/email/remove",
    "POST /{l}/my/firm/{firm}/accept",
    "POST /{l}/my/firm/{firm}/invite",
    "POST /{l}/my/firm/{firm}/leave",
    "POST /{l}/my/firm/{firm}/members/{member}/confirm",
    "POST /{l}/my/firm/{firm}/members/{member}/remove",
    "POST /{l}/my/firm/{firm}/members/{member}/role",
    "POST /{l}/my/firm/{firm}/members/{member}/suspend",
    "POST /{l}/my/identity/unbind",
    "POST /{l}/my/mandates",
    "POST /{l}/my/mandates/{id}/consent",
    "POST /{l}/my/mandates/{id}/end",
    "POST /{l}/my/security/code/remove",
    "POST /{l}/my/security/codes",
    "POST /{l}/my/security/end",
    "POST /{l}/my/security/passkey/remove",
    "POST /{l}/rate/{reference}",
    "POST /{l}/results/{reference}",
    "POST /{l}/track/{reference}/corrections",
    "POST /{l}/track/{reference}/withdraw",
];

/// Forms that bind nobody, by the reason. A form that stands in neither list fails the test: whoever
/// makes one says here why it needs no look, or takes `web::Bound`.
const NOT_BINDING: [(&str, &[&str]); 10] = [
    (
        "proves who somebody is, with a secret that nobody else has",
        &[
            "POST /sign-out/from/{provider}",
            "POST /staff/sign-in",
            "POST /staff/sign-in/activate",
            "POST /staff/sign-in/enrol",
            "POST /staff/sign-in/passkey",
            "POST /staff/sign-in/second",
            "POST /staff/step-up",
            "POST /{l}/my/step-up",
            "POST /{l}/sign-in",
            "POST /{l}/sign-in/forgotten",
            "POST /{l}/sign-in/forgotten/cancel",
            "POST /{l}/sign-in/forgotten/code",
            "POST /{l}/sign-in/forgotten/password",
            "POST /{l}/sign-in/passkey",
            "POST /{l}/sign-in/second",
        ],
    ),
    (
        "ends what one began oneself, with the code, the challenge or the password of this very change",
        &[
            "POST /staff/security/code",
            "POST /staff/security/passkey",
            "POST /staff/security/password",
            "POST /{l}/my/email",
            "POST /{l}/my/email/confirm",
            "POST /{l}/my/security/code",
            "POST /{l}/my/security/passkey",
            "POST /{l}/my/security/password",
        ],
    ),
    (
        "chooses as whom one goes on, or marks what one has read; the next click takes it back",
        &["POST /staff/me/post", "POST /{l}/my/act-for", "POST /{l}/my/messages"],
    ),
    (
        "saves a draft, which is changed, thrown away and brought back as one likes",
        &[
            "POST /staff/counter/intake",
            "POST /staff/counter/intake/{id}",
            "POST /{l}/applications/{id}/discard",
            "POST /{l}/applications/{id}/documents",
            "POST /{l}/applications/{id}/documents/remove",
            "POST /{l}/applications/{id}/documents/restore",
            "POST /{l}/applications/{id}/restore",
            "POST /{l}/applications/{id}/situation",
            "POST /{l}/applications/{id}/{topic}",
            "POST /{l}/apply/{code}",
        ],
    ),
    (
        "proposes to a second person, who sees what it does and is bound to that",
        &[
            "POST /staff/admin/services/upload",
            "POST /staff/admin/services/{code}/revisions/{number}",
            "POST /staff/admin/staff/new",
            "POST /staff/content/items",
        ],
    ),
    (
        "makes a code for what is one's own, which is over after some minutes",
        &["POST /{l}/my/licences/{id}/show"],
    ),
    (
        "looks something up, or takes a copy of what is one's own",
        &[
            "POST /{l}/my/data/export",
            "POST /{l}/my/data/export/{export}",
            "POST /{l}/verify",
            "POST /{l}/verify/file",
            "POST /{l}/verify/shown",
        ],
    ),
    (
        "is taken back by a form that binds, or by itself",
        &["POST /staff/data/holds", "POST /staff/me/elevation", "POST /staff/me/elevation/end"],
    ),
    (
        "is a step on the way to the form that binds",
        &[
            "POST /staff/cases/{case}/judge",
            "POST /staff/content/powers/{code}/{act}/check",
            "POST /staff/licences/{no}/confirm",
        ],
    ),
    ("tells the editors something, and changes nothing", &["POST /{l}/services/{code}/wrong"]),
];

/// What stands for a thing that there is not.
fn unknown(parameter: &str) -> &'static str {
    if parameter == "{number}" { "1" } else { "none" }
}

#[tokio::test]
async fn no_binding_form_is_taken_without_what_was_shown() {
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
        let path: Vec<_> = path
            .split('/')
            .map(|part| if part.starts_with('{') { unknown(part) } else { part })
            .collect();
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
            others.push((id, format!("{status} {text}")));
        }
    }
    let excused: Vec<_> = NOT_BINDING.iter().flat_map(|(_, forms)| *forms).copied().collect();
    for (id, told) in &others {
        assert!(!BINDING.contains(&id.as_str()), "{id} is taken without what was shown: {told}");
        let is_excused = excused.contains(&id.as_str());
        assert!(is_excused, "{id} is new: let it take web::Bound, or say why it binds nobody");
    }
    for id in &refused {
        assert!(BINDING.contains(&id.as_str()), "{id} is bound: it belongs to those that bind");
    }
    for id in BINDING {
        assert!(refused.iter().any(|it| it == id), "{id} is gone");
    }
    for id in excused {
        assert!(others.iter().any(|it| it.0 == id), "{id} is gone, or is bound by now");
    }
}

/// The helper offers while the page of the principal stands open, and takes back.
#[tokio::test]
async fn nobody_agrees_to_a_mandate_that_is_not_there_any_more() {
    let city = City::on(MORNING).await;
    let mut helper = city.citizen(CHEN).await;
    helper.opens("/zh-hans/my/mandates/new?as=helper").await;
    helper.sends("/my/mandates", &[("name", "黄德霖"), ("id_number", HUANG)]).await;
    let mut principal = city.citizen(HUANG).await;
    principal.opens("/zh-hans/my/mandates").await.follows("/my/mandates/").await;
    helper.opens(&principal.path).await.sends("/end", &[]).await;
    principal.sends("/consent", &[]).await;
    assert_eq!(principal.status, 409, "{}", principal.text());
    principal.reads("您查看之后，内容有了变化");
    principal.opens("/zh-hans/my/mandates").await.reads("现在没有人可以替您办事");
}

/// Two administrators at the same member of staff: who comes second sees what the first has done.
#[tokio::test]
async fn no_post_is_taken_from_a_page_that_is_out_of_date() {
    let city = City::on(MORNING).await;
    let (mut one, mut two) =
        (city.staff("administrator-qin").await, city.staff("administrator-lai").await);
    let list = "/staff/admin/staff?authority=government-services";
    let html = one.opens(list).await.html.clone();
    let before = html.split("龚晴岚").next().unwrap();
    let page = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    one.opens(&page).await.reads("龚晴岚");
    two.opens(&page).await;
    one.sends("/suspension", &[("reason", "查证")]).await.reads("恢复");
    two.sends("/withdraw", &[("reason", "调离")]).await;
    assert_eq!(two.status, 409, "{}", two.text());
    two.reads("您查看之后，内容有了变化");
    assert!(!two.html.contains("data-code"), "it is the page as it is now: {}", two.text());
}
