//! Pages and their API twins.

use kernel::Role;

use crate::house::Test;

const CHANGE: &str = "becomes=off&from-year=2026&from-month=10&from-day=8&name=%E5%9B%BD%E5%BA%86%E8%8A%82&reason=notice";

#[tokio::test]
async fn a_deadline_over_a_holiday_is_explained_in_three_languages() {
    let test = Test::start().await;
    test.seed().await;
    let query = "start-year=2026&start-month=9&start-day=30&days=2&unit=working";
    for (lang, due) in [
        ("zh-hans", "2026年10月9日到期"),
        ("zh-hant", "2026年10月9日到期"),
        ("en", "Due on 9 October 2026"),
    ] {
        let (status, page) = test.get(&format!("/{lang}/deadline?{query}"), None).await;
        assert_eq!(status, 200);
        assert!(page.contains(due), "{page}");
        assert!(page.contains("count due") && page.contains("from-4"), "{page}");
        assert!(!page.contains("regions-"), "a word is missing: {page}");
    }
}

#[tokio::test]
async fn an_empty_form_asks_and_a_wrong_one_says_what_to_mend() {
    let test = Test::start().await;
    let (status, page) = test.get("/en/deadline", None).await;
    assert_eq!(status, 200);
    assert!(page.contains(r#"value="2026""#) && !page.contains("class=\"errors\""), "{page}");
    let (status, page) = test.get("/en/deadline?start=2026-02-30&days=367&unit=week", None).await;
    assert_eq!(status, 422);
    for id in ["#start-year", "#days", "#unit-1"] {
        assert!(page.contains(&format!(r#"href="{id}""#)), "{id}: {page}");
    }
}

#[tokio::test]
async fn the_api_explains_a_deadline_and_shows_a_year() {
    let test = Test::start().await;
    test.seed().await;
    let (status, body) = test.get("/api/v1/deadline?start=2026-02-13&days=1", None).await;
    assert_eq!(status, 200);
    assert!(body.contains(r#""due":"2026-02-14""#), "a make-up Saturday counts: {body}");
    let (status, body) = test.get("/api/v1/deadline?start=x&days=1", None).await;
    assert_eq!(status, 422);
    assert!(body.contains(r#""field":"start""#), "{body}");
    let (status, body) = test.get("/api/v1/calendar/2026", None).await;
    assert_eq!(status, 200);
    assert!(body.contains("2026-10-10") && body.contains(r#""version":3"#), "{body}");
    assert_eq!(test.get("/api/v1/calendar/2031", None).await.0, 404);
}

#[tokio::test]
async fn only_an_administrator_sees_and_changes_the_calendars() {
    let test = Test::start().await;
    let clerk = test.session(Role::Clerk).await;
    assert_eq!(test.get("/staff/admin/calendars", None).await.0, 303, "sign in first");
    assert_eq!(test.get("/staff/admin/calendars", Some(&clerk)).await.0, 403);
    assert_eq!(test.json("/api/v1/calendar", &clerk, "{}").await.0, 403);
}

#[tokio::test]
async fn a_day_off_is_tried_first_and_published_once() {
    let test = Test::start().await;
    test.seed().await;
    let administrator = test.session(Role::Administrator).await;
    let session = Some(&administrator);
    let (_, page) = test.get("/staff/admin/calendars", session).await;
    assert!(page.contains("国办发明电〔2025〕7号"), "{page}");
    let preview = format!("/staff/admin/calendars/preview?{CHANGE}");
    let (status, page) = test.get(&preview, session).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("2026-10-08") && !page.contains("2026-10-09"), "{page}");
    assert!(!page.contains("regions-"), "a word is missing: {page}");

    let value = |name: &str| {
        let start = format!(r#"name="{name}" value=""#);
        let rest = page.split_once(&start).expect("a hidden field").1;
        rest.split_once('"').expect("its end").0.to_owned()
    };
    let body = format!(
        "_csrf={}&_key={}&version={}&becomes=off&from=2026-10-08&name=%E5%9B%BD%E5%BA%86%E8%8A%82&reason=notice",
        value("_csrf"),
        value("_key"),
        value("version"),
    );
    for _ in 0..2 {
        let (status, to) = test.form("/staff/admin/calendars", &administrator, &body).await;
        assert_eq!((status.as_u16(), to.as_str()), (303, "/staff/admin/calendars?published=2026"));
    }
    let (_, year) = test.get("/api/v1/calendar/2026", None).await;
    assert!(year.contains(r#""version":4"#) && year.contains("National Day"), "{year}");
}

#[tokio::test]
async fn a_change_without_reason_or_effect_is_refused_with_what_was_typed() {
    let test = Test::start().await;
    test.seed().await;
    let administrator = test.session(Role::Administrator).await;
    for (query, link) in [
        ("becomes=off&from=2026-10-08&name=x", "#reason"),
        ("becomes=ordinary&from=2026-11-02&reason=x", "#from-year"),
        ("becomes=make_up&from=2026-11-02&reason=x", "#from-year"),
        ("becomes=off&from=2026-10-08&reason=x", "#name"),
        ("from=2026-10-08&reason=x", "#becomes-1"),
        ("becomes=ordinary&from=2026-10-08&to=2026-10-01&reason=x", "#to-year"),
    ] {
        let path = format!("/staff/admin/calendars/preview?{query}");
        let (status, page) = test.get(&path, Some(&administrator)).await;
        assert_eq!(status, 422, "{query}");
        assert!(page.contains(&format!(r#"href="{link}""#)), "{query}: {page}");
        assert!(page.contains(r#"value="2026""#), "what was typed stays: {page}");
    }
}
