//! The catalogue list: for everybody, at the desk, and as it changes from a day on.

use axum::http::StatusCode;
use kernel::Role;
use module::CityData as _;
use serde_json::{Value, json};
use testkit::{Database, TestClock, on_both};

use crate::house::{Answer, City, Test};

const CODE: &str = "980131001000";
const DESK: &str = "/staff/content/powers";
const UPLOAD: &str = "/staff/admin/services/upload";

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

async fn power(test: &Test, code: &str) -> Value {
    let answer = test.get(&format!("/api/v1/powers/{code}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{code}: {}", answer.text);
    read(&answer.text)
}

async fn version(test: &Test) -> Value {
    read(&test.get("/api/v1/powers").await.text)["version"].clone()
}

/// Entries as they are typed into the form.
fn typed(entries: &[Value]) -> String {
    serde_json::to_string_pretty(entries).expect("JSON")
}

async fn post(
    test: &Test,
    cookie: &str,
    address: &str,
    hidden: &[(&str, String)],
    fields: &[(&str, &str)],
) -> Answer {
    let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (*k, v.as_str())).collect();
    pairs.extend_from_slice(fields);
    test.post_as(cookie, address, &pairs).await
}

/// The question before an act.
async fn look(test: &Test, cookie: &str, place: &str, fields: &[(&str, &str)]) -> Answer {
    let form = test.get_as(cookie, &format!("{DESK}/{place}")).await;
    assert_eq!(form.status, StatusCode::OK, "{place}: {}", form.text);
    let hidden = ["_csrf", "_key"].map(|name| (name, form.hidden(name)));
    post(test, cookie, &format!("{DESK}/{place}/check"), &hidden, fields).await
}

/// Looks at it and proposes it; the address of the proposal.
async fn wish(test: &Test, cookie: &str, place: &str, fields: &[(&str, &str)]) -> String {
    let page = look(test, cookie, place, fields).await;
    assert_eq!(page.status, StatusCode::OK, "{place}: {}", page.text);
    let hidden = ["_csrf", "_key", "_shown"].map(|name| (name, page.hidden(name)));
    let sent = post(test, cookie, &format!("{DESK}/{place}"), &hidden, fields).await;
    assert!(sent.location.starts_with("/staff/approvals/"), "{} {}", sent.status, sent.text);
    sent.location
}

/// One editor wishes it, another approves.
async fn done(test: &Test, place: &str, fields: &[(&str, &str)]) {
    let first = test.sign_in(Role::Editor, 1).await;
    let second = test.sign_in(Role::Editor, 2).await;
    let proposal = wish(test, &first, place, fields).await;
    assert_eq!(test.decide(&second, &proposal, "approve").await.location, proposal);
}

async fn story(db: &Database) {
    let clock = TestClock::at(TestClock::MORNING);
    let test = Test::on(db, &clock).await;
    test.seed(&City::default()).await.expect("the city is taken in");
    assert_eq!(version(&test).await, 1);
    let mut new = power(&test, CODE).await["elements"].clone();
    new["name"] = json!({"zh-Hans": "食品经营准入", "zh-Hant": "食品經營准入", "en": "Food trade"});
    let entries = typed(&[new]);
    let fields = [("effective", "2026-03-03"), ("entries", entries.as_str())];

    let first = test.sign_in(Role::Editor, 1).await;
    let page = look(&test, &first, &format!("{CODE}/change"), &fields).await;
    assert!(page.text.contains("食品经营许可 → 食品经营准入"), "{}", page.text);
    assert!(page.text.contains("受影响的事项"), "the impact: {}", page.text);
    done(&test, &format!("{CODE}/change"), &fields).await;
    assert_eq!(power(&test, CODE).await["power"]["name"]["zh-Hans"], "食品经营许可", "not yet");
    assert_eq!(version(&test).await, 1, "the list of today");

    clock.advance(jiff::SignedDuration::from_hours(24));
    test.refresh().await;
    let now = power(&test, CODE).await;
    assert_eq!(now["power"]["name"]["zh-Hans"], "食品经营准入", "from its day on");
    assert_eq!(version(&test).await, 2);
    let changes = now["changes"].as_array().expect("a list");
    assert_eq!(changes.len(), 2);
    assert_eq!((&changes[1]["version"], &changes[1]["step"]), (&2.into(), &"change".into()));

    // What was published keeps its revision; the next one says what the list says.
    let kept = test.services().current("food-business-licence").expect("it is offered");
    assert_eq!(kept.definition.name().zh_hans, "食品经营许可");
    let old = City::default().text("food-business-licence/service.yaml").expect("the text");
    let old = old.replace("days: 9", "days: 8");
    let first = test.sign_in(Role::Editor, 1).await;
    let form = test.get_as(&first, UPLOAD).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    let pairs = [("_csrf", &*csrf), ("_key", &key), ("source", &old), ("act", "propose")];
    let refused = test.upload_as(&first, UPLOAD, &pairs).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("entry.name"), "{}", refused.text);
}

#[tokio::test]
async fn an_entry_changes_on_its_day_and_definitions_follow_it() {
    on_both(|db| async move { story(&db).await }).await;
}

#[tokio::test]
async fn splitting_merging_suspending_and_cancelling_keep_codes_and_history_together() {
    let (test, _db) = Test::city().await;
    let part = |from: &Value, code: &str| {
        let mut part = from.clone();
        part["code"] = code.into();
        part
    };
    let old = power(&test, CODE).await["elements"].clone();
    let parts = typed(&[part(&old, "980131001001"), part(&old, "980131001002")]);
    let today = ("effective", "2026-03-02");
    let split = [today, ("reason", "按规模分开"), ("entries", parts.as_str())];
    done(&test, &format!("{CODE}/split"), &split).await;
    let gone = power(&test, CODE).await;
    assert_eq!(gone["power"]["state"], "cancelled");
    let page = test.get(&format!("/zh-hans/powers/{CODE}")).await;
    assert!(page.text.contains("/zh-hans/powers/980131001002"), "its successors: {}", page.text);

    let one = typed(&[part(&old, "980131091000")]);
    let codes = ("codes", "980131001001\n980131001002");
    let merge = [today, codes, ("reason", "合并办理"), ("entries", one.as_str())];
    done(&test, "980131001001/merge", &merge).await;
    assert_eq!(power(&test, "980131001002").await["power"]["state"], "cancelled");
    assert_eq!(power(&test, "980131091000").await["power"]["state"], "in-force");

    let why = [today, ("reason", "等新规定")];
    done(&test, "980131091000/suspend", &why).await;
    assert_eq!(power(&test, "980131091000").await["power"]["state"], "suspended");
    done(&test, "980131091000/resume", &[today]).await;
    done(&test, "980131091000/cancel", &why).await;
    assert_eq!(power(&test, "980131091000").await["power"]["state"], "cancelled");
    assert_eq!(version(&test).await, 6, "each change is a version");

    let service = test.services().current("food-business-licence").expect("it goes on");
    assert_eq!(service.revision, 1);
}

#[tokio::test]
async fn what_the_list_refuses_is_said_where_it_was_typed() {
    let (test, _db) = Test::city().await;
    let editor = test.sign_in(Role::Editor, 1).await;
    let place = format!("{CODE}/suspend");
    for (fields, said) in [
        ([("effective", "2026-03-01"), ("reason", "x")], "启用日期不能早于今天。"),
        ([("effective", "2026-03-02"), ("reason", "")], "请写明原因。"),
        ([("effective", "soon"), ("reason", "x")], "href=\"#effective-year\""),
    ] {
        let page = look(&test, &editor, &place, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let mut other = power(&test, CODE).await["elements"].clone();
    other["code"] = "980131092000".into();
    other["kind"] = "penalty".into();
    let entries = typed(&[other]);
    let fields = [("effective", "2026-03-02"), ("entries", entries.as_str())];
    let page = look(&test, &editor, "new/add", &fields).await;
    assert!(page.text.contains("编码第3、4位和事项类型不一致"), "{}", page.text);
    let fields = [("effective", "2026-03-02"), ("entries", "- code: [")];
    let page = look(&test, &editor, "new/add", &fields).await;
    assert!(page.text.contains("读不懂要素"), "{}", page.text);
}

#[tokio::test]
async fn nobody_changes_the_list_alone_or_without_having_seen_what_it_does() {
    let (test, _db) = Test::city().await;
    let editor = test.sign_in(Role::Editor, 1).await;
    let place = format!("{CODE}/cancel");
    let fields = [("effective", "2026-03-02"), ("reason", "改由省里办")];
    let page = look(&test, &editor, &place, &fields).await;
    let csrf = [("_csrf", page.hidden("_csrf"))];
    let bare = post(&test, &editor, &format!("{DESK}/{place}"), &csrf, &fields).await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    let proposal = wish(&test, &editor, &place, &fields).await;
    let own = test.get_as(&editor, &proposal).await;
    assert!(!own.text.contains("/approve\""), "{}", own.text);
    assert_eq!(power(&test, CODE).await["power"]["state"], "in-force");
    let clerk = test.sign_in(Role::Clerk, 3).await;
    let refused = test.get_as(&clerk, &format!("{DESK}/{place}")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_power_is_online_or_says_why_not() {
    let (test, _db) = Test::city().await;
    let list = test.get("/zh-hans/powers/?q=%E9%A3%9F%E5%93%81").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text.contains("对未取得食品经营许可从事经营活动的处罚"), "{}", list.text);
    assert!(list.text.contains("由执法人员依职权作出"), "and why it is not online");
    assert!(list.text.contains("/zh-hans/services/food-business-licence"), "one click to a guide");
    let narrow = test.get("/zh-hans/powers/?kind=penalty&department=ecology").await;
    assert!(narrow.text.contains("共1项"), "{}", narrow.text);

    // From the guide to its power, to the duties, and back.
    let guide = test.get("/zh-hans/services/food-business-licence").await;
    assert!(guide.text.contains(&format!("/zh-hans/powers/{CODE}")), "{}", guide.text);
    let entry = test.get(&format!("/zh-hans/powers/{CODE}")).await;
    for said in ["责任事项", "追责情形", "/zh-hans/services/food-business-licence"] {
        assert!(entry.text.contains(said), "{said}: {}", entry.text);
    }
    assert_eq!(test.get("/zh-hans/powers/nothing").await.status, StatusCode::NOT_FOUND);

    let file = test.sign_in(Role::Editor, 1).await;
    let file = test.get_as(&file, &format!("{DESK}/coverage.csv")).await.text;
    let entries = City::default().text("city/catalogue.yaml").expect("the list");
    let listed = entries.lines().filter(|line| line.starts_with("- code:")).count();
    assert_eq!(file.lines().count(), listed + 1, "each power and the head: {file}");
    assert!(!file.contains("没有写原因"), "{file}");
}

#[tokio::test]
async fn the_list_is_read_page_by_page() {
    let (test, _db) = Test::city().await;
    let all = read(&test.get("/api/v1/powers").await.text);
    let all: Vec<&str> = all["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    let mut seen = Vec::new();
    let mut path = "/zh-hans/powers/".to_owned();
    loop {
        let page = test.get(&path).await.text;
        let codes = page.split("<li class=\"code\">").skip(1);
        seen.extend(codes.filter_map(|it| it.split('<').next()).map(str::to_owned));
        let Some((before, _)) = page.split_once("\" rel=\"next\"") else { break };
        path = before.rsplit("href=\"").next().expect("an address").replace("&#38;", "&");
    }
    assert_eq!(seen, all);
    let narrow = read(&test.get("/api/v1/powers?kind=ruling").await.text);
    assert_eq!(narrow["items"].as_array().map(Vec::len), Some(1));
    let wrong = test.get("/api/v1/powers?level=moon").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("\"level\""), "{}", wrong.text);
}

#[tokio::test]
async fn the_lists_pages_speak_three_languages() {
    let (test, _db) = Test::city().await;
    let editor = test.sign_in(Role::Editor, 1).await;
    for lang in ["zh-hans", "zh-hant", "en"] {
        let cookie = format!("{editor}; lang={lang}");
        let public = [format!("/{lang}/powers/"), format!("/{lang}/powers/{CODE}")];
        let desk = ["", "/coverage", "/new/add"].map(|it| format!("{DESK}{it}"));
        let acts = ["", "/change", "/split", "/merge", "/suspend", "/cancel"];
        let acts = acts.map(|it| format!("{DESK}/{CODE}{it}"));
        for path in public.iter().chain(&desk).chain(&acts) {
            let path = if path == DESK { format!("{DESK}/") } else { path.clone() };
            let page = test.get_as(&cookie, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains("catalogue-"), "{lang} {path}: {}", page.text);
        }
    }
}
