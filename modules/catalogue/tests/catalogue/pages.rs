//! Pages that everybody sees.

use axum::http::StatusCode;
use kernel::Role;

use crate::house::Test;

const LANGS: [&str; 3] = ["zh-hans", "zh-hant", "en"];

/// Entry pages carry the stylesheet inside; this is what a slow line is given for the first view.
const ENTRY_BYTES: usize = 14 * 1024;

#[tokio::test]
async fn every_page_renders_in_every_language() {
    let (test, _db) = Test::city().await;
    let mut paths: Vec<String> = [
        "/",
        "/search?q=",
        "/search?q=%E5%BC%80%E9%A4%90%E9%A6%86",
        "/search?q=xyzzyx",
        "/search?audience=businesses",
        "/find-office",
        "/find-office?event=have-a-child",
        "/find-office?event=have-a-child&area=980102000000",
        "/find-office?q=dog&area=980102000000",
        "/find-office?q=xyzzyx&area=980102000000",
        "/individuals/",
        "/businesses/",
        "/themes/individuals/030",
        "/life/open-a-restaurant",
        "/departments/human-resources/services",
        "/services/",
        "/services/?after=food-business-licence",
        "/services/startup-subsidy/check",
        "/services/startup-subsidy/check?founder=graduate&form=family&account=card",
        "/services/startup-subsidy/wrong",
        "/services/startup-subsidy/wrong?sent=1",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.extend(test.services().all().iter().map(|it| format!("/services/{}", it.definition.id)));
    for path in paths {
        for lang in LANGS {
            let page = test.get(&format!("/{lang}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{lang} {path}");
            assert_eq!(page.text.matches("<h1").count(), 1, "one h1: {lang} {path}");
            for trace in [">catalogue-", ">web-", "{ $"] {
                assert!(!page.text.contains(trace), "{trace} on {lang} {path}");
            }
        }
    }
}

#[tokio::test]
async fn entry_pages_fit_into_the_first_round_trip() {
    let (test, _db) = Test::city().await;
    let mut paths = vec!["/".to_owned(), "/search?q=%E8%AE%B8%E5%8F%AF%E8%AF%81".to_owned()];
    paths.extend(test.services().all().iter().map(|it| format!("/services/{}", it.definition.id)));
    for path in paths {
        for lang in LANGS {
            let bytes = test.size(&format!("/{lang}{path}")).await;
            assert!(bytes <= ENTRY_BYTES, "{lang} {path}: {bytes} bytes");
        }
    }
}

#[tokio::test]
async fn the_guide_says_when_it_will_be_done() {
    let (test, _db) = Test::city().await;
    let page = test.get("/zh-hans/services/startup-subsidy").await;
    // Accepted on Monday 2 March 2026; 5 and 6 March are holidays: 15 working days end on the 25th.
    assert!(page.text.contains("最晚2026年3月25日办结"), "{}", page.text);
    assert!(page.text.contains("15个工作日") && page.text.contains("不收费"));
    assert!(page.text.contains("0598-98001401"), "the number for questions");
    assert!(page.text.contains("只有选“"), "in which case a material is needed");
    assert!(page.text.contains("/zh-hans/apply/startup-subsidy"));
}

#[tokio::test]
async fn answers_shorten_the_list_and_go_along_to_the_start() {
    let (test, _db) = Test::city().await;
    let path = "/zh-hans/services/startup-subsidy/check";
    let asked = test.get(path).await;
    assert_eq!(asked.text.matches("<fieldset").count(), 3);
    let missed = test.get(&format!("{path}?founder=graduate&_seen=founder.form.account")).await;
    assert_eq!(missed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missed.text.contains("请选一项"));
    assert_eq!(missed.hidden("founder"), "graduate", "what was answered is kept");
    let done = test.get(&format!("{path}?founder=graduate&form=family&account=card")).await;
    assert!(done.text.contains("学历证书") && !done.text.contains("外地参保记录"));
    let start = "/zh-hans/sign-in?back=%2Fzh-hans%2Fapply%2Fstartup-subsidy%3F\
                 situation-account%3Dcard%26situation-form%3Dfamily";
    assert!(done.text.contains(start), "who signs in takes the answers along: {}", done.text);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let (test, _db) = Test::city().await;
    for path in [
        "/zh-hans/services/nothing",
        "/zh-hans/services/nothing/check",
        "/zh-hans/themes/individuals/000",
        "/zh-hans/themes/dogs/030",
        "/zh-hans/life/nothing",
        "/zh-hans/departments/nothing/services",
    ] {
        assert_eq!(test.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_complete_list_is_paged_to_its_end() {
    let (test, _db) = Test::city().await;
    let mut path = "/zh-hans/services/".to_owned();
    let mut seen = 0;
    loop {
        let page = test.get(&path).await;
        seen += page.text.matches("<ul class=\"facts\">").count();
        let Some((before, _)) = page.text.split_once("\" rel=\"next\"") else { break };
        before.rsplit('"').next().expect("an address").clone_into(&mut path);
    }
    assert_eq!(seen, test.services().all().len());
}

#[tokio::test]
async fn a_reader_reports_an_error_and_an_editor_settles_it() {
    let (test, _db) = Test::city().await;
    let path = "/zh-hans/services/dog-registration/wrong";
    let form = test.get(path).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    let pairs = |text| [("_csrf", csrf.as_str()), ("_key", key.as_str()), ("text", text)];
    let refused = test.post_as("", path, &pairs("我的手机 13800000000")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("我的手机 13800000000"), "what was typed is kept");
    for _twice in 0..2 {
        let sent = test.post_as("", path, &pairs("电话打不通")).await;
        assert_eq!(sent.location, format!("{path}?sent=1"));
    }
    let editor = test.sign_in(Role::Editor, 1).await;
    let list = test.get_as(&editor, "/staff/content/reports").await;
    assert_eq!(list.text.matches("电话打不通").count(), 1, "sent twice, kept once");
    let settle = list.text.split("action=\"/staff/content/reports/").nth(1).expect("a form");
    let path = format!("/staff/content/reports/{}", settle.split('"').next().expect("a path"));
    let (csrf, key) = (list.hidden("_csrf"), list.hidden("_key"));
    let seal = list.hidden("_shown");
    let unseen = [("_csrf", csrf.as_str()), ("_key", key.as_str()), ("outcome", "换了号码")];
    let blind = test.post_as(&editor, &path, &unseen).await;
    assert_eq!(blind.status, StatusCode::CONFLICT, "nothing was shown");
    let with = |key, outcome| {
        let seen = ("_shown", seal.as_str());
        [("_csrf", csrf.as_str()), ("_key", key), seen, ("outcome", outcome)]
    };
    let empty = test.post_as(&editor, &path, &with(key.as_str(), "")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", empty.text);
    for _twice in 0..2 {
        let done = test.post_as(&editor, &path, &with(key.as_str(), "换了号码")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    // The page of whoever comes later is out of date.
    let other = "01900000-0000-7000-8000-0000000000aa";
    let late = test.post_as(&editor, &path, &with(other, "打通了")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    let list = test.get_as(&editor, "/staff/content/reports").await;
    assert!(!list.text.contains("电话打不通"));
}
