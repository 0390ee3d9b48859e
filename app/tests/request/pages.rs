//! The pages of the people who apply, one by one: own space, receipt, tracking, corrections,
//! withdrawal, result, and what happens where somebody stops, presses twice or is signed out.

use crate::{city::City, person::Person};

const CHEN: &str = "710000198804161226";
const HUANG: &str = "710000195509080374";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
const FOOD: &str = "/zh-hans/apply/food-business-licence";
const OPERATOR: [(&str, &str); 2] = [("credit_code", "91980102MA98RY019R"), ("manager", "陈雨禾")];
const PREMISES: [(&str, &str); 3] =
    [("address", "榕城市鼓台区东街 18 号一层"), ("area", "80"), ("seats", "24")];

/// An application that was handed in.
pub(crate) struct Filed {
    /// The path of the application.
    hub: String,
    pub(crate) reference: String,
    pub(crate) code: String,
}

impl Filed {
    pub(crate) fn track(&self) -> String {
        format!("/zh-hans/track/{}", self.reference)
    }

    fn result(&self) -> String {
        format!("/zh-hans/results/{}", self.reference)
    }
}

/// Begins and answers what decides; the path of the application.
async fn begins(citizen: &mut Person) -> String {
    citizen.opens(FOOD).await;
    citizen.sends("/apply/", &[("situation-trade", "restaurant")]).await;
    citizen.sends("/situation", &[("situation-cold_dishes", "no")]).await;
    citizen.path.trim_end_matches("/operator").to_owned()
}

/// Begins, fills in and uploads; the path of the application, which is ready.
async fn prepares(citizen: &mut Person) -> String {
    let hub = begins(citizen).await;
    citizen.sends("/operator", &OPERATOR).await;
    citizen.sends("/premises", &PREMISES).await;
    let files = [
        ("file-business-licence", "执照.pdf", PDF.to_vec()),
        ("file-layout-plan", "布局图.pdf", PDF.to_vec()),
    ];
    citizen.uploads("/documents", &files).await;
    hub
}

pub(crate) async fn hands_in(city: &City, citizen: &mut Person) -> Filed {
    let hub = prepares(citizen).await;
    citizen.opens(&format!("{hub}/check")).await;
    citizen.sends("/submit", &[]).await;
    city.settles().await;
    let text = citizen.text();
    let after = |mark: &str| {
        let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("no {mark}: {text}"));
        rest.split_whitespace().next().unwrap_or_default().to_owned()
    };
    Filed { hub, reference: after("查询号 "), code: after("查询码 ") }
}

/// An officer decides on a page of the desk, and confirms where a preview asks.
async fn officer(city: &City, login: &str, filed: &Filed, act: &str, answers: &[(&str, &str)]) {
    let mut officer = city.staff(login).await;
    officer.opens(&format!("/staff/cases/{}", filed.reference)).await;
    officer.sends(&format!("/{}/{act}", filed.reference), answers).await;
    if officer.html.contains("name=\"step\"") {
        officer.sends(&format!("/{act}"), &[("step", "send")]).await;
    }
    assert!(officer.path.contains("done="), "{login} {act}: {}", officer.text());
    city.settles().await;
}

async fn accepted(city: &City, filed: &Filed) {
    officer(city, "examiner-lu", filed, "accept", &[("outcome", "accept")]).await;
}

pub(crate) async fn reviewed(city: &City, filed: &Filed) {
    accepted(city, filed).await;
    let agrees = [("outcome", "for"), ("text", "符合要求")];
    officer(city, "examiner-lu", filed, "review", &agrees).await;
    officer(city, "examiner-lei", filed, "review", &agrees).await;
}

async fn granted(city: &City, filed: &Filed) {
    reviewed(city, filed).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    officer(city, "approver-jiang", filed, "decide", &grants).await;
}

async fn refused(city: &City, filed: &Filed) {
    reviewed(city, filed).await;
    let refuses = [("outcome", "refuse"), ("code", "layout-unfit"), ("text", "过道被堵")];
    officer(city, "approver-jiang", filed, "decide", &refuses).await;
}

/// Returns one question or document with a reason.
async fn returned(city: &City, filed: &Filed, what: &str, reason: &str) {
    let mut examiner = city.staff("examiner-lu").await;
    examiner.opens(&format!("/staff/cases/{}/correction", filed.reference)).await;
    let why = format!("why-{what}");
    let answers = [(what, "1"), (why.as_str(), reason), ("step", "preview")];
    examiner.sends("/correction", &answers).await;
    examiner.sends("/correction", &[("step", "send")]).await;
    assert!(examiner.path.contains("done=returned"), "{}", examiner.text());
    city.settles().await;
}

async fn withdrawn(city: &City, citizen: &mut Person, filed: &Filed) {
    citizen.opens(&format!("{}/withdraw", filed.track())).await;
    citizen.sends("/withdraw", &[("reason", "不开了")]).await;
    city.settles().await;
}

/// The part of the page under a heading, up to the next one.
fn under<'a>(text: &'a str, heading: &str, next: &str) -> &'a str {
    let (_, rest) = text.split_once(heading).unwrap_or_else(|| panic!("no {heading}: {text}"));
    rest.split(next).next().unwrap_or_default()
}

/// The title of a PDF, from its description.
fn title(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let (_, rest) = text.split_once("x-default\">").expect("a PDF with a title");
    rest.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn who_began_nothing_is_shown_where_to_begin() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens("/zh-hans/my/").await.reads("这里还没有内容");
    citizen.opens("/zh-hans/my/applications").await;
    citizen.opens("/zh-hans/my/messages").await.reads("还没有消息");
    city.anonymous().opens("/zh-hans/my/").await.reads("登录");
}

#[tokio::test]
async fn a_draft_waits_in_ones_own_space_until_it_is_continued_or_deleted() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let hub = begins(&mut citizen).await;
    citizen.sends("/operator", &OPERATOR).await;
    citizen.opens("/zh-hans/my/").await;
    let text = citizen.text();
    let draft = under(&text, "等您处理", "更多");
    for words in
        ["食品经营许可", "草稿，保留到2026年5月31日", "已完成 2 项，共 4 项", "2026年3月2日 10:00"]
    {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    let mut other = city.citizen(HUANG).await;
    other.opens("/zh-hans/my/").await.reads("这里还没有内容");
    other.looks_at(&format!("{hub}/discard")).await;
    assert_eq!(other.status, 404, "whose it is not may not learn of it");

    citizen.opens("/zh-hans/my/").await.follows(&hub).await.reads("已完成 2 项，共 4 项");
    citizen.opens("/zh-hans/my/").await.follows("/discard").await.reads("要删除这份申请吗");
    citizen.opens("/zh-hans/my/").await.reads("食品经营许可");
    citizen.follows("/discard").await.sends("/discard", &[]).await.reads("申请草稿已删除");
    citizen.opens("/zh-hans/my/").await.reads("这里还没有内容");
}

#[tokio::test]
async fn ones_own_space_sorts_cases_by_who_has_to_do_something() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let waits = hands_in(&city, &mut citizen).await;
    let back = hands_in(&city, &mut citizen).await;
    returned(&city, &back, "field-area", "与图纸不一致").await;
    let paused = hands_in(&city, &mut citizen).await;
    accepted(&city, &paused).await;
    let inspection = [("procedure", "site-inspection"), ("reason", "现场核查"), ("days", "3")];
    officer(&city, "examiner-lu", &paused, "suspend", &inspection).await;
    let given_up = hands_in(&city, &mut citizen).await;
    withdrawn(&city, &mut citizen, &given_up).await;
    let elsewhere = hands_in(&city, &mut citizen).await;
    let not_ours = [("outcome", "not_accept"), ("code", "not_required"), ("text", "不需要许可")];
    officer(&city, "examiner-lu", &elsewhere, "accept", &not_ours).await;
    let no = hands_in(&city, &mut citizen).await;
    refused(&city, &no).await;
    // Later than the rest, so that it stands first among what is over.
    city.on_day("2026-03-02T10:30:00+08:00").await;
    let done = hands_in(&city, &mut citizen).await;
    granted(&city, &done).await;

    citizen = city.citizen(CHEN).await;
    let text = citizen.opens("/zh-hans/my/applications").await.text();
    let needs = under(&text, "等您处理", "正在办理");
    assert!(needs.contains(&back.reference) && needs.contains("请您补正"), "{needs}");
    let waiting = under(&text, "正在办理", "已经办完");
    for (filed, status) in [(&waits, "已提交，等受理"), (&paused, "时限暂停")] {
        assert!(waiting.contains(&filed.reference) && waiting.contains(status), "{waiting}");
    }
    let (_, over) = text.split_once("已经办完").unwrap();
    let ends =
        [(&given_up, "已撤回"), (&elsewhere, "不予受理"), (&no, "不予许可"), (&done, "已办结")];
    for (filed, status) in ends {
        assert!(over.contains(&filed.reference) && over.contains(status), "{status}: {over}");
    }
    let first = citizen.opens("/zh-hans/my/").await.text();
    let (_, over) = first.split_once("已经办完").unwrap();
    assert!(over.contains(&done.reference), "{over}");
    assert_eq!(over.matches("RC-").count(), 3, "only the newest of what is over: {over}");
    citizen.follows(&format!("{}/corrections", back.reference)).await.reads("与图纸不一致");
    citizen.opens(&no.track()).await.reads("过道被堵").reads("60").reads("6 个月");
    citizen.opens(&elsewhere.track()).await.reads("不需要许可");
    every_letter_is_a_pdf(&city, &[&back, &paused, &given_up, &elsewhere, &no, &done]).await;
}

/// Each letter opens from the progress of its case, and is the one that its link names.
async fn every_letter_is_a_pdf(city: &City, cases: &[&Filed]) {
    let mut citizen = city.citizen(CHEN).await;
    let mut titles = std::collections::BTreeSet::new();
    for filed in cases {
        citizen.opens(&filed.track()).await;
        for href in citizen.links("/documents/") {
            titles.insert(title(&citizen.downloads(&href).await));
        }
    }
    let expected = [
        "申请材料收件凭证",
        "补正材料一次性告知书",
        "受理通知书",
        "特别程序告知书",
        "撤回申请确认书",
        "不予受理决定书",
        "不予行政许可决定书",
        "准予行政许可决定书",
        "办结通知书",
    ];
    for title in expected {
        assert!(titles.contains(title), "no {title} in {titles:?}");
    }
}

#[tokio::test]
async fn the_receipt_is_the_same_whenever_it_is_asked_for() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let hub = prepares(&mut citizen).await;
    citizen.opens(&format!("{hub}/submitted")).await;
    assert_eq!(citizen.path, hub, "there is no receipt before it was handed in");
    citizen.opens(&format!("{hub}/check")).await;
    let (address, fields) = citizen.form("/submit");
    citizen.posts(&address, &fields).await.reads("申请已提交").reads("2026年3月9日");
    let first = citizen.text();
    let own = citizen.opens("/zh-hans/my/").await.text();
    assert!(!own.contains("草稿"), "what was handed in is no draft, from the first moment: {own}");
    citizen.posts(&address, &fields).await;
    assert_eq!(citizen.text(), first, "pressed twice, it is one case");
    citizen.opens(&format!("{hub}/check")).await;
    assert_eq!(citizen.text(), first, "the way back leads to the receipt");
    city.settles().await;
    citizen.looks_at(&format!("{hub}/discard")).await;
    assert_ne!(citizen.status, 200, "what was handed in is not deleted");
    let list = citizen.opens("/zh-hans/my/applications").await.text();
    assert_eq!(list.matches("食品经营许可").count(), 1, "{list}");
    citizen.opens(&format!("{hub}/submitted")).await.follows("/track/").await;
    let pdf = citizen.links("/documents/1").first().cloned().expect("the receipt");
    assert_eq!(title(&citizen.downloads(&pdf).await), "申请材料收件凭证");
    let mut other = city.citizen(HUANG).await;
    for path in [format!("{hub}/submitted"), pdf, format!("{hub}/check")] {
        other.looks_at(&path).await;
        assert_eq!(other.status, 404, "{path} is nobody else's");
    }
}

#[tokio::test]
async fn a_wrong_code_and_an_unknown_number_read_the_same() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    let wrong = if filed.code == "000000" { "000001" } else { "000000" };
    let mut passer_by = city.anonymous();
    let mut answers = Vec::new();
    for (reference, code) in [(filed.reference.as_str(), wrong), ("RC-7K4M-92XP", wrong)] {
        passer_by.looks_up(reference, code).await;
        answers.push((passer_by.status, passer_by.text()));
        passer_by.looks_at(&format!("/zh-hans/track/{reference}")).await;
        answers.push((passer_by.status, passer_by.text()));
    }
    assert_eq!((answers[0].0, &answers[0]), (404, &answers[2]));
    assert_eq!(answers[1], answers[3]);
    passer_by.looks_up(&filed.reference.to_lowercase(), &filed.code).await;
    passer_by.reads("已提交，等受理");
    assert!(!passer_by.text().contains("陈雨禾"), "a code opens the case, not the person");
    assert_eq!(passer_by.links("/withdraw"), Vec::<String>::new());
    for path in ["withdraw", "corrections"] {
        passer_by.looks_at(&format!("{}/{path}", filed.track())).await;
        assert!(passer_by.path.contains("/sign-in"), "{path}: {}", passer_by.path);
    }
}

#[tokio::test]
async fn a_code_stands_in_no_address_and_opens_one_case_for_half_an_hour() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let (one, two) = (hands_in(&city, &mut citizen).await, hands_in(&city, &mut citizen).await);
    // Addresses of old times hold the code: they lead to the form that asks for it.
    let old = [
        format!("{}?code={}", one.track(), one.code),
        format!("/zh-hans/track?ref={}&code={}", one.reference, one.code),
        format!("/t/{}?code={}", one.reference, one.code),
        format!("/zh-hans/rate/{}?code={}", one.reference, one.code),
    ];
    for address in old {
        let mut passer_by = city.anonymous();
        passer_by.opens(&address).await;
        assert!(!passer_by.path.contains("code"), "{address} leads to {}", passer_by.path);
        assert!(!passer_by.html.contains(&one.code), "{address} says the code");
        passer_by.reads("查询码");
        assert!(!passer_by.text().contains("已提交"), "{address}: {}", passer_by.text());
    }
    // What the form opens is this case, its letters and proofs, without a word of the code.
    let mut holder = city.anonymous();
    holder.looks_up(&one.reference, &one.code).await.reads("已提交，等受理");
    assert_eq!(holder.path, one.track());
    assert!(!holder.html.contains(&one.code), "the page does not say the code");
    let letter = holder.links("/documents/1").first().cloned().expect("the receipt");
    assert_eq!(title(&holder.downloads(&letter).await), "申请材料收件凭证");
    holder.opens(&two.track()).await.reads("查询码");
    holder.looks_up(&two.reference, &two.code).await.reads("已提交，等受理");
    holder.opens(&one.track()).await.reads("已提交，等受理");
    city.clock.advance(jiff::SignedDuration::from_mins(31));
    for path in [one.track(), letter, two.track()] {
        holder.opens(&path).await.reads("查询码");
        assert!(!holder.text().contains("已提交"), "{path} is open no more");
    }
}

#[tokio::test]
async fn withdrawing_takes_a_second_look_and_cannot_be_undone() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    citizen.opens(&filed.track()).await.follows("/withdraw").await.reads("要撤回申请吗");
    citizen.opens(&filed.track()).await.reads("已提交，等受理");
    let mut other = city.citizen(HUANG).await;
    other.looks_at(&format!("{}/withdraw", filed.track())).await;
    assert_eq!(other.status, 404);
    citizen.follows("/withdraw").await;
    let (address, fields) = citizen.form("/withdraw");
    for _twice in 0..2 {
        citizen.posts(&address, &fields).await.reads("申请已撤回").reads("已撤回");
    }
    citizen.opens(&format!("{}/withdraw", filed.track())).await;
    assert_eq!(citizen.path, filed.track(), "there is nothing left to withdraw");
    let mut examiner = city.staff("examiner-lu").await;
    let queue = examiner.opens("/staff/cases/").await.text();
    assert!(!queue.contains(&filed.reference), "nobody works on it: {queue}");
}

#[tokio::test]
async fn the_result_is_for_its_owner_and_for_who_knows_number_and_code() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    citizen.opens(&filed.result()).await;
    assert_eq!(citizen.path, filed.track(), "there is no result yet");
    granted(&city, &filed).await;
    let wrong = if filed.code == "000000" { "000001" } else { "000000" };
    for mut stranger in [city.anonymous(), city.citizen(HUANG).await] {
        for shown in [None, Some(wrong)] {
            if let Some(code) = shown {
                stranger.looks_up(&filed.reference, code).await;
                assert_eq!(stranger.status, 404);
            }
            stranger.looks_at(&filed.result()).await;
            assert_eq!(stranger.status, 404, "{shown:?}");
        }
    }
    citizen = city.citizen(CHEN).await;
    let text = citizen.opens(&filed.track()).await.text();
    assert!(text.contains("已办结") && text.contains("最迟"), "not delivered yet: {text}");
    let mut holder = city.anonymous();
    holder.looks_up(&filed.reference, &filed.code).await;
    let by_code = holder.downloads(&filed.result()).await;
    let own = citizen.downloads(&filed.result()).await;
    assert_eq!(title(&own), "食品经营许可证");
    assert_eq!(own, by_code, "it is one document");
    let text = citizen.opens(&filed.track()).await.text();
    assert!(text.contains("最迟"), "who only looks is delivered nothing: {text}");
    // The button fetches it.
    let (address, fields) = holder.form("/results/");
    for _twice in 0..2 {
        holder.posts(&address, &fields).await;
        assert_eq!((holder.status, &holder.path), (200, &filed.result()));
        assert!(holder.html.starts_with("%PDF"), "it is the document");
    }
    let text = citizen.opens(&filed.track()).await.text();
    assert!(!text.contains("最迟"), "it is delivered: {text}");
    let mut supervisor = city.staff("supervisor-fang").await;
    supervisor.looks_at(&filed.result()).await;
    assert_eq!(supervisor.status, 404, "officers read cases at the desk");
}

#[tokio::test]
async fn a_correction_opens_what_was_returned_and_nothing_else() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;
    let mut examiner = city.staff("examiner-lu").await;
    examiner.opens(&format!("/staff/cases/{}/correction", filed.reference)).await;
    assert!(!examiner.html.contains("material-application-form"), "nobody can hand it in again");
    returned(&city, &filed, "field-area", "与图纸不一致").await;

    citizen.opens(&filed.hub).await;
    assert_eq!(citizen.path, format!("{}/corrections", filed.track()));
    citizen.sends("/corrections", &[]).await;
    assert_eq!(citizen.status, 422, "nothing is corrected yet");
    citizen.reads("与图纸不一致");
    citizen.follows("/premises").await;
    let (address, mut fields) = citizen.form("/premises");
    assert!(fields.contains_key("area") && !fields.contains_key("seats"), "{fields:?}");
    fields.insert("area".to_owned(), vec!["65".to_owned()]);
    fields.insert("seats".to_owned(), vec!["99".to_owned()]);
    fields.insert("_shown".to_owned(), vec!["area,seats".to_owned()]);
    citizen.posts(&address, &fields).await;
    citizen.opens(&format!("{}/premises", filed.hub)).await.reads("24");
    assert!(!citizen.text().contains("99"), "what was not returned stays as it was");
    let operator = format!("{}/operator", filed.hub);
    assert!(!citizen.opens(&operator).await.html.contains("name=\"manager\""));
    let documents = format!("{}/documents", filed.hub);
    assert!(!citizen.opens(&documents).await.html.contains("type=\"file\""));

    citizen.opens(&format!("{}/corrections", filed.track())).await;
    let (address, fields) = citizen.form("/corrections");
    for _twice in 0..2 {
        citizen.posts(&address, &fields).await.reads("已提交，等受理");
    }
    city.settles().await;
    citizen.opens(&format!("{}/premises", filed.hub)).await;
    assert!(!citizen.html.contains("name=\"area\""), "handed in, it is fixed again");
}

#[tokio::test]
async fn who_is_signed_out_in_the_middle_goes_on_where_they_were() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let hub = begins(&mut citizen).await;
    citizen.sends("/operator", &OPERATOR).await;
    city.on_day("2026-03-02T13:00:00+08:00").await;
    citizen.sends("/premises", &PREMISES).await;
    assert!(citizen.path.contains("/sign-in?back="), "{}", citizen.path);
    signs_in_again(&mut citizen).await;
    assert_eq!(citizen.path, format!("{hub}/premises"), "back on the same screen");
    citizen.opens(&format!("{hub}/operator")).await;
    assert!(citizen.html.contains("91980102MA98RY019R"), "what was saved is there");
    citizen.opens(&format!("{hub}/premises")).await;
    citizen.sends("/premises", &PREMISES).await;
    let files = [
        ("file-business-licence", "执照.pdf", PDF.to_vec()),
        ("file-layout-plan", "布局图.pdf", PDF.to_vec()),
    ];
    citizen.uploads("/documents", &files).await;
    citizen.opens(&format!("{hub}/check")).await;
    city.on_day("2026-03-02T16:00:00+08:00").await;
    citizen.sends("/submit", &[]).await;
    signs_in_again(&mut citizen).await;
    assert_eq!(citizen.path, format!("{hub}/check"), "nothing was sent, and nothing is lost");
    citizen.sends("/submit", &[]).await.reads("申请已提交");
}

async fn signs_in_again(citizen: &mut Person) {
    citizen.sends("/sign-in", &[("login", CHEN), ("password", "onewindow")]).await;
    assert_eq!(citizen.status, 200, "{}", citizen.text());
}

#[tokio::test]
async fn what_the_guide_asked_is_not_asked_again() {
    let city = City::on(MORNING).await;
    let mut visitor = city.anonymous();
    let check = "/zh-hans/services/food-business-licence/check?trade=restaurant&cold_dishes=no";
    visitor.opens(check).await.follows("/sign-in?back=").await;
    signs_in_again(&mut visitor).await;
    visitor.reads("您在指南里已经回答").reads("餐饮服务").reads("不做");
    assert!(!visitor.html.contains("type=\"radio\""), "nothing is left to ask");
    let links = visitor.links("/zh-hans/apply/food-business-licence");
    let change = links.iter().find(|it| it.ends_with("?situation-cold_dishes=no"));
    visitor.opens(change.expect("a way to change the first answer")).await;
    assert!(visitor.html.contains("type=\"radio\""), "what is changed is asked");
    visitor.sends("/apply/", &[("situation-trade", "canteen")]).await.reads("您的申请");
}
