//! A new revision of a service: written by one editor, approved by another, and nothing that has
//! begun is measured by it.

use cases_domain::Case;
use jiff::SignedDuration;
use kernel::id::CaseId;
use reqwest::multipart::{Form, Part};

use crate::{
    city::City,
    pages::{Filed, hands_in, reviewed},
    person::Person,
};

const CHEN: &str = "710000198804161226";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
const UPLOAD: &str = "/staff/admin/services/upload";
pub const DESK: &str = "/staff/admin/services/food-business-licence";

/// The city's own text, with a shorter promise and one material less.
fn faster() -> String {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../services/food-business-licence/service.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let faster =
        text.replace("promised: {days: 9, unit: working}", "promised: {days: 8, unit: working}");
    assert_ne!(text, faster);
    faster
}

/// An editor uploads a text, which is checked and proposed.
pub async fn writes(editor: &mut Person, text: &str) {
    editor.opens(UPLOAD).await;
    let (address, fields) = editor.form(UPLOAD);
    let mut form = Form::new().text("act", "propose");
    for name in ["_csrf", "_key"] {
        form = form.text(name, fields[name][0].clone());
    }
    let file = Part::bytes(text.as_bytes().to_vec()).file_name("service.yaml");
    let request = editor.plain.post(format!("{}{address}", editor.base));
    let request = request.header("origin", editor.base.clone()).multipart(form.part("file", file));
    let answer = request.send().await.unwrap();
    let to = answer.headers().get("location").and_then(|it| it.to_str().ok()).unwrap_or_default();
    assert_eq!((answer.status().as_u16(), to), (303, DESK));
}

/// An editor asks what would change.
pub async fn looks(editor: &mut Person) {
    editor.opens(DESK).await;
    let (address, fields) = editor.form("/publish");
    let value = |name: &str| fields[name][0].clone();
    let query = format!(
        "digest={}&effective-year={}&effective-month={}&effective-day={}",
        value("digest"),
        value("effective-year"),
        value("effective-month"),
        value("effective-day")
    );
    editor.opens(&format!("{address}?{query}")).await;
}

async fn case(city: &City, filed: &Filed) -> Case {
    let list = city.installation.house.ask::<dyn cases_domain::Cases>().unwrap();
    let view = list.find(&filed.reference).await.unwrap().unwrap();
    let id: CaseId = view.id;
    city.installation.house.ledger.load::<Case>(id).await.unwrap().unwrap().0
}

#[tokio::test]
async fn a_case_keeps_the_revision_with_which_it_began_and_the_impact_list_says_so() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let before = hands_in(&city, &mut citizen).await;
    let began = case(&city, &before).await;

    let mut writer = city.staff("editor-su").await;
    writes(&mut writer, &faster()).await;
    looks(&mut writer).await;
    writer.reads("正在办的，照第1版办完 1").reads("承诺期限 9个工作日 → 8个工作日");
    writer.sends("/publish", &[]).await;
    let proposal = writer.path.clone();
    assert!(proposal.starts_with("/staff/approvals/"), "{proposal}");
    assert!(!writer.html.contains("/approve\""), "nobody approves their own");

    let mut second = city.staff("editor-bian").await;
    second.opens(&proposal).await.reads("正在办的，照第1版办完 1");
    second.sends("/approve", &[]).await;
    city.settles().await;
    second.opens(&proposal).await.reads("已执行");

    // What has begun is as it was, to the day; what begins now is measured by the new text.
    let kept = case(&city, &before).await;
    assert_eq!((kept.revision, kept.promised), (1, began.promised));
    let after = hands_in(&city, &mut citizen).await;
    assert_eq!(case(&city, &after).await.revision, 2);
    reviewed(&city, &before).await;
    reviewed(&city, &after).await;
    let (old, new) = (case(&city, &before).await, case(&city, &after).await);
    let due = |case: &Case| case.promised.unwrap().on;
    assert_eq!(old.revision, 1);
    assert!(due(&new) < due(&old), "{} {}", due(&new), due(&old));
}

#[tokio::test]
async fn what_was_handed_in_between_look_and_approval_stops_both() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let mut writer = city.staff("editor-su").await;
    writes(&mut writer, &faster()).await;
    looks(&mut writer).await;
    hands_in(&city, &mut citizen).await;
    writer.sends("/publish", &[]).await;
    assert_eq!(writer.status, 409, "{}", writer.text());
    writer.reads("您查看之后，内容有了变化").reads("正在办的，照第1版办完 1");
    writer.sends("/publish", &[]).await;
    let proposal = writer.path.clone();
    assert!(proposal.starts_with("/staff/approvals/"), "{proposal}");

    let mut second = city.staff("editor-bian").await;
    second.opens(&proposal).await;
    let (address, fields) = second.form("/approve");
    hands_in(&city, &mut citizen).await;
    second.posts(&address, &fields).await;
    assert_eq!(second.status, 409, "{}", second.text());
    city.settles().await;
    citizen.opens("/zh-hans/services/food-business-licence").await.reads("9个工作日");
}

#[tokio::test]
async fn one_editor_alone_publishes_nothing_and_a_day_later_nobody_approves_it() {
    let city = City::on(MORNING).await;
    let mut writer = city.staff("editor-su").await;
    writes(&mut writer, &faster()).await;
    looks(&mut writer).await;
    writer.sends("/publish", &[]).await;
    let proposal = writer.path.clone();
    let mut second = city.staff("editor-bian").await;
    second.opens(&proposal).await;
    let (address, fields) = second.form("/approve");

    // The form of the second person, sent by the first: the seal is another session's.
    let (_, sealed) = writer.form("/withdraw");
    let mut own = fields.clone();
    own.insert("_csrf".to_owned(), sealed["_csrf"].clone());
    writer.posts(&address, &own).await;
    assert!(writer.html.contains("data-code=\"shown.missing\""), "{}", writer.text());
    // With the seal of their own page they are told why not.
    writer.posts(&address, &sealed).await;
    assert_eq!(writer.status, 422, "{}", writer.text());
    writer.reads("这是您自己提出的");

    city.clock.advance(SignedDuration::from_hours(24));
    second = city.staff("editor-bian").await;
    second.opens(&proposal).await;
    assert!(!second.html.contains("/approve\""), "{}", second.text());
    city.settles().await;
    second.opens("/zh-hans/services/food-business-licence").await.reads("9个工作日");
}
