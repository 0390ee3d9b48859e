//! Pages and their API twins.

use jiff::civil::date;
use kernel::{Role, calendar::WorkCalendar};
use regions_domain::{CalendarChanges, ImpactDown, MovedDate, RunningClocks};

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
async fn a_day_off_is_tried_first_proposed_once_and_published_by_a_second_person() {
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
        "_csrf={}&_key={}&_shown={}&version={}&becomes=off&from=2026-10-08&name=%E5%9B%BD%E5%BA%86%E8%8A%82&reason=notice",
        value("_csrf"),
        value("_key"),
        value("_shown"),
        value("version"),
    );
    let mut places = std::collections::BTreeSet::new();
    for _ in 0..2 {
        let (status, to) = test.form("/staff/admin/calendars", &administrator, &body).await;
        assert_eq!(status, 303, "{to}");
        places.insert(to);
    }
    assert_eq!(places.len(), 1, "the same form sent twice is one proposal");
    let place = places.first().expect("a proposal").clone();
    let (_, year) = test.get("/api/v1/calendar/2026", None).await;
    assert!(year.contains(r#""version":3"#), "nobody publishes alone: {year}");
    let (_, page) = test.get(&place, session).await;
    assert!(page.contains("2026-10-08") && !page.contains("/approve\""), "{page}");

    test.approve_as(test.second()).await;
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

#[tokio::test]
async fn a_change_is_not_proposed_without_what_was_shown_or_when_the_world_has_changed() {
    let test = Test::start().await;
    test.seed().await;
    let clocks = std::sync::Arc::new(Clocks::default());
    test.house.ask::<dyn CalendarChanges>().unwrap().touches(clocks.clone());
    let administrator = test.session(Role::Administrator).await;
    let preview = format!("/staff/admin/calendars/preview?{CHANGE}");
    let page = test.get_whole(&preview, &administrator).await;
    let fields = "version=3&becomes=off&from=2026-10-08&name=x&reason=notice";
    let to = "/staff/admin/calendars";
    let bare = test.fill(&preview, to, &administrator, fields).await;
    assert_eq!(bare.status, 409, "{}", bare.text);

    // Between the look and the button a case is opened whose date would move.
    clocks.count.store(1, std::sync::atomic::Ordering::SeqCst);
    let fields = format!(
        "_shown={}&{}",
        page.hidden("_shown"),
        CHANGE.replace("-year=2026&from-month=10&from-day=8", "=2026-10-08")
    );
    let late = test.fill(&preview, to, &administrator, &format!("{fields}&version=3")).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("RC-0001-0001") && late.text.contains("2026-10-09 → 2026-10-12"),
        "{}",
        late.text
    );
    let list = test.get_whole("/api/v1/approvals?view=own", &administrator).await.json();
    assert_eq!(list["approvals"].as_array().map(Vec::len), Some(0), "{list}");
}

#[tokio::test]
async fn the_api_proposes_only_what_its_dry_run_showed() {
    let test = Test::start().await;
    test.seed().await;
    let administrator = test.session(Role::Administrator).await;
    let body = |more: &str| {
        format!(
            r#"{{"becomes":"off","from":"2026-10-08","name":"国庆节","reason":"notice"{more}}}"#
        )
    };
    let (status, answer) = test.json("/api/v1/calendar", &administrator, &body("")).await;
    assert_eq!((status.as_u16(), answer.contains("version.required")), (428, true), "{answer}");
    let (_, dry) = test.json("/api/v1/calendar", &administrator, &body(r#","dry_run":true"#)).await;
    let dry: serde_json::Value = serde_json::from_str(&dry).unwrap();
    let wrong = body(r#","digest":"00""#);
    assert_eq!(test.json("/api/v1/calendar", &administrator, &wrong).await.0, 409);
    let right = body(&format!(r#","digest":{}"#, dry["digest"]));
    assert_eq!(test.json("/api/v1/calendar", &administrator, &right).await.0, 202);
    test.approve_as(test.second()).await;
    let (_, year) = test.get("/api/v1/calendar/2026", None).await;
    assert!(year.contains(r#""version":4"#), "{year}");
}

/// Running clocks: none, or one that would move.
#[derive(Default)]
struct Clocks {
    count: std::sync::atomic::AtomicUsize,
}

#[async_trait::async_trait]
impl RunningClocks for Clocks {
    async fn moved(&self, _: std::sync::Arc<WorkCalendar>) -> Result<Vec<MovedDate>, ImpactDown> {
        let one = MovedDate {
            matter: "RC-0001-0001".to_owned(),
            clock: "promised".to_owned(),
            from: date(2026, 10, 9),
            to: date(2026, 10, 12),
        };
        Ok(vec![one; self.count.load(std::sync::atomic::Ordering::SeqCst)])
    }
}
