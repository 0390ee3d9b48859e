//! How definitions come into force at the editors' desk.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::http::StatusCode;
use catalogue_domain::{InUse, ServiceUser, ServiceUses, Usage, UsesDown};
use kernel::Role;
use module::CityData as _;
use testkit::{Database, TestClock, on_both};

use crate::house::{City, Test};

const UPLOAD: &str = "/staff/admin/services/upload";
const DESK: &str = "/staff/admin/services/dog-registration";

fn source() -> String {
    let text = City::default().text("dog-registration/service.yaml").expect("the city's dogs");
    text.replace("养犬登记", "养狗登记")
}

/// Checks and proposes a text; answers the last page.
async fn propose(test: &Test, cookie: &str, source: &str) -> crate::house::Answer {
    let form = test.get_as(cookie, UPLOAD).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    let pairs = [("_csrf", &*csrf), ("_key", &key), ("source", source), ("act", "propose")];
    test.upload_as(cookie, UPLOAD, &pairs).await
}

/// The question before an act, asked from the desk.
async fn look(test: &Test, cookie: &str, act: &str) -> crate::house::Answer {
    let query = match act {
        "publish" => {
            let digest = test.get_as(cookie, DESK).await.hidden("digest");
            format!("digest={digest}&effective-year=2026&effective-month=3&effective-day=2")
        }
        _ => "reason=%E6%94%B9%E7%94%B1%E7%9C%81%E9%87%8C%E5%8A%9E".to_owned(),
    };
    let page = test.get_as(cookie, &format!("{DESK}/{act}?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    page
}

/// Sends what the question shows.
async fn send(
    test: &Test,
    cookie: &str,
    act: &str,
    page: &crate::house::Answer,
) -> crate::house::Answer {
    let names: &[&str] = match act {
        "publish" => &["_csrf", "_key", "_shown", "digest", "effective"],
        _ => &["_csrf", "_key", "_shown", "reason"],
    };
    let values: Vec<String> = names.iter().map(|name| page.hidden(name)).collect();
    let pairs: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
    test.post_as(cookie, &format!("{DESK}/{act}"), &pairs).await
}

/// Looks at it, proposes it; the address of the proposal.
async fn wish(test: &Test, cookie: &str, act: &str) -> String {
    let page = look(test, cookie, act).await;
    let sent = send(test, cookie, act, &page).await;
    assert!(sent.location.starts_with("/staff/approvals/"), "{} {}", sent.status, sent.text);
    sent.location
}

async fn story(db: &Database) {
    let clock = TestClock::at(TestClock::MORNING);
    let test = Test::on(db, &clock).await;
    test.seed(&City::unlisted()).await.expect("the city is taken in");
    let other_node = Test::on(db, &clock).await;
    other_node.refresh().await;

    let first = test.sign_in(Role::Editor, 1).await;
    let second = test.sign_in(Role::Editor, 2).await;
    let proposed = propose(&test, &first, &source()).await;
    assert_eq!(proposed.location, DESK, "{}", proposed.text);
    let own = test.get_as(&first, DESK).await;
    assert!(own.text.contains("要由没有经手的编辑批准"), "{}", own.text);
    let page = test.get_as(&second, DESK).await;
    assert!(page.text.contains("养狗登记") && page.text.contains("删去"), "the difference");

    let proposal = wish(&test, &first, "publish").await;
    let page = test.get_as(&second, &proposal).await;
    assert!(page.text.contains("养犬登记 → 养狗登记"), "in plain words: {}", page.text);
    let now = test.services().current("dog-registration").expect("it is offered");
    assert_eq!(now.revision, 1, "nobody publishes alone");
    assert_eq!(test.decide(&second, &proposal, "approve").await.location, proposal);
    let now = test.services().current("dog-registration").expect("it is offered");
    assert_eq!((now.revision, &*now.definition.name().zh_hans), (2, "养狗登记"));
    let pinned = test.services().revision("dog-registration", 1).expect("cases may pin it");
    assert_eq!(pinned.definition.name().zh_hans, "养犬登记");

    // What was published wrongly is put right without writing anything, by two people again.
    let page = test.get_as(&second, DESK).await;
    let pairs = [("_csrf", page.hidden("_csrf"))];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    let again = test.post_as(&second, &format!("{DESK}/revisions/1"), &pairs).await;
    assert_eq!(again.location, DESK, "{}", again.text);
    let page = test.get_as(&first, DESK).await;
    assert!(page.text.contains("name=\"digest\""), "the first text is proposed: {}", page.text);

    let there = other_node.services();
    assert_eq!(there.current("dog-registration").expect("it is offered").revision, 1);
    assert_eq!(other_node.refresh().await, 1);
    assert_eq!(there.current("dog-registration").expect("it is offered").revision, 2);

    withdraw(&test, &first, &second).await;
}

async fn withdraw(test: &Test, first: &str, second: &str) {
    let refused = test.get_as(first, &format!("{DESK}/withdraw?reason=")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("请写明原因"));
    let proposal = wish(test, first, "withdraw").await;
    assert!(test.services().current("dog-registration").is_some(), "nobody withdraws alone");
    assert_eq!(test.decide(second, &proposal, "approve").await.location, proposal);
    let gone = test.get("/zh-hans/services/dog-registration").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(test.services().current("dog-registration").is_none());
    assert!(test.services().revision("dog-registration", 2).is_some(), "cases go on");
}

#[tokio::test]
async fn two_people_bring_a_revision_into_force() {
    story(&Database::sqlite()).await;
}

#[tokio::test]
async fn the_story_is_the_same_on_both_engines() {
    on_both(|db| async move { story(&db).await }).await;
}

#[tokio::test]
async fn who_had_a_hand_in_the_text_does_not_approve_it() {
    let (test, _db) = Test::of(&City::unlisted()).await;
    let (author, second) =
        (test.sign_in(Role::Editor, 1).await, test.sign_in(Role::Editor, 2).await);
    propose(&test, &author, &source()).await;
    let proposal = wish(&test, &second, "publish").await;
    // The author did not wish it, so the page is theirs to see, but not to approve.
    let page = test.get_as(&author, &proposal).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("/approve\""), "{}", page.text);
    let third = test.sign_in(Role::Editor, 3).await;
    let shown = test.get_as(&third, &proposal).await;
    let digest = shown.hidden("digest");
    let path = format!("/api/v1{}/approve", proposal.trim_start_matches("/staff"));
    let body = format!("{{\"digest\":\"{digest}\"}}");
    let refused = test.json_as(&author, &path, body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("approval.hand"), "{}", refused.text);
    assert_eq!(test.services().current("dog-registration").expect("it").revision, 1);
    test.decide(&third, &proposal, "approve").await;
    assert_eq!(test.services().current("dog-registration").expect("it").revision, 2);
}

#[tokio::test]
async fn nothing_is_proposed_that_was_not_shown_or_that_has_changed_since() {
    let (test, _db) = Test::of(&City::unlisted()).await;
    let uses = Arc::new(InUseNow::default());
    test.house.ask::<dyn ServiceUses>().expect("the port").used_by(uses.clone());
    let author = test.sign_in(Role::Editor, 1).await;
    propose(&test, &author, &source()).await;
    let page = look(&test, &author, "publish").await;
    assert!(!page.text.contains("正在办的"), "nothing uses it: {}", page.text);
    for act in ["publish", "withdraw"] {
        let csrf = page.hidden("_csrf");
        let bare = test.post_as(&author, &format!("{DESK}/{act}"), &[("_csrf", &csrf)]).await;
        assert_eq!(bare.status, StatusCode::CONFLICT, "{act}");
        assert!(bare.text.contains("data-code=\"shown.missing\""), "{act}: {}", bare.text);
    }

    // Between the look and the button somebody hands in.
    uses.count.store(3, Ordering::SeqCst);
    let late = send(&test, &author, "publish", &page).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("正在办的，照第1版办完"), "{}", late.text);
    let proposal = send(&test, &author, "publish", &late).await.location;
    assert!(proposal.starts_with("/staff/approvals/"), "{proposal}");

    // Between the proposal and the approval somebody else hands in.
    let second = test.sign_in(Role::Editor, 2).await;
    let shown = test.get_as(&second, &proposal).await;
    uses.count.store(4, Ordering::SeqCst);
    let pairs = ["_csrf", "_key", "_shown", "digest"].map(|name| (name, shown.hidden(name)));
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    let late = test.post_as(&second, &format!("{proposal}/approve"), &pairs).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    assert_eq!(test.services().current("dog-registration").expect("it").revision, 1);
}

/// Cases on the first revision.
#[derive(Default)]
struct InUseNow {
    count: AtomicU64,
}

#[async_trait::async_trait]
impl ServiceUser for InUseNow {
    async fn uses(&self, _: &str) -> Result<Vec<InUse>, UsesDown> {
        let count = self.count.load(Ordering::SeqCst);
        let one = InUse { usage: Usage::Cases, revision: Some(1), count };
        Ok((count > 0).then_some(one).into_iter().collect())
    }
}

#[tokio::test]
async fn a_text_with_errors_is_not_proposed_and_says_the_line() {
    let (test, _db) = Test::of(&City::unlisted()).await;
    let editor = test.sign_in(Role::Editor, 1).await;
    let wrong = source().replace("basic_code:", "basic_kode:");
    let line = wrong.lines().position(|it| it.contains("basic_kode")).expect("the line") + 1;
    let page = propose(&test, &editor, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains(&format!("<td class=\"right\">{line}</td>")), "line {line}");
    assert!(page.text.contains("basic_kode"), "the text is kept");
    assert!(!test.get_as(&editor, DESK).await.text.contains("name=\"digest\""));
}

#[tokio::test]
async fn the_desk_is_for_editors() {
    let (test, _db) = Test::city().await;
    let clerk = test.sign_in(Role::Clerk, 3).await;
    let withdraw = format!("{DESK}/withdraw?reason=x");
    let paths = ["/staff/content/", "/staff/content/reports", UPLOAD, DESK, &withdraw];
    for path in paths {
        assert_eq!(test.get_as(&clerk, path).await.status, StatusCode::FORBIDDEN, "{path}");
        let asked = test.get(path).await;
        assert!(asked.location.starts_with("/staff/sign-in"), "{path}");
    }
    let editor = test.sign_in(Role::Editor, 1).await;
    for lang in ["zh-hans", "zh-hant", "en"] {
        let cookie = format!("{editor}; lang={lang}");
        for path in paths {
            let page = test.get_as(&cookie, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(">catalogue-"), "{lang} {path}");
        }
    }
}
