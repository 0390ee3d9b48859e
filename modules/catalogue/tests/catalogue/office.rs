//! Who handles this: two answers, then the authority and the way there.

use axum::http::StatusCode;

use crate::house::Test;

/// 鼓台区, which has a service centre of its own.
const GUTAI: &str = "980102000000";

fn path(pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("find-office?{}", query.finish())
}

#[tokio::test]
async fn two_answers_name_the_authority_its_number_and_the_hall() {
    let (test, _db) = Test::city().await;
    let asked = path(&[("q", "养狗"), ("area", GUTAI)]);
    let page = test.get(&format!("/zh-hans/{asked}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "/zh-hans/departments/public-security",
        "/zh-hans/services/dog-registration",
        "/zh-hans/halls/gutai-hall",
        "tel:0598-98010200",
        "鼓台区东街 120 号",
        "周一到周五，09:00 到 17:00",
        // The house's clock stands on a working day.
        "今天 09:00 到 17:00 开门",
    ] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("city-hall"), "the nearest one only");
}

#[tokio::test]
async fn a_life_event_is_handled_by_all_its_authorities() {
    let (test, _db) = Test::city().await;
    let first = test.get("/zh-hans/find-office?event=have-a-child").await;
    assert!(first.text.contains("name=\"event\" value=\"have-a-child\""), "kept for the place");
    assert!(!first.text.contains("name=\"q\""), "what is known is not asked");
    let asked = path(&[("event", "have-a-child"), ("area", GUTAI)]);
    let page = test.get(&format!("/zh-hans/{asked}")).await;
    for authority in ["health", "medical-security"] {
        assert!(page.text.contains(&format!("/zh-hans/departments/{authority}\"")), "{authority}");
    }
    let unknown = test.get("/zh-hans/find-office?event=fly").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_place_without_a_hall_is_sent_to_the_one_above_it() {
    let (test, _db) = Test::city().await;
    // A community of 鼓台区.
    let asked = path(&[("q", "狗证"), ("area", "980102001001")]);
    let page = test.get(&format!("/en/{asked}")).await;
    assert!(page.text.contains("/en/halls/gutai-hall"));
    assert!(page.text.contains("Monday to Friday, 09:00 to 17:00"));
}

#[tokio::test]
async fn what_is_missing_is_said_when_the_form_was_sent() {
    let (test, _db) = Test::city().await;
    let open = test.get("/zh-hans/find-office").await;
    assert_eq!(open.status, StatusCode::OK);
    assert!(!open.text.contains("role=\"alert\""), "nothing is wrong yet");
    let empty = test.get("/zh-hans/find-office?sent=1&q=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for link in ["href=\"#q\"", "href=\"#area-1\""] {
        assert!(empty.text.contains(link), "{link}");
    }
    let asked = path(&[("sent", "1"), ("q", "开餐馆")]);
    let half = test.get(&format!("/zh-hans/{asked}")).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.text.contains("value=\"开餐馆\""), "what was typed is kept");
}

#[tokio::test]
async fn where_nobody_is_found_the_ways_on_are_shown() {
    let (test, _db) = Test::city().await;
    // Beijing has no authority in this city's directory and is no division of it.
    let strange = test.get("/zh-hans/find-office?sent=1&q=dog&area=110000000000").await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = path(&[("q", "xyzzyx"), ("area", GUTAI)]);
    let page = test.get(&format!("/zh-hans/{asked}")).await;
    for way in ["tel:12345", "/zh-hans/departments/", "/zh-hans/find-office\""] {
        assert!(page.text.contains(way), "{way}");
    }
}

#[tokio::test]
async fn machines_ask_the_same() {
    let (test, _db) = Test::city().await;
    let asked = path(&[("q", "狗证"), ("area", GUTAI)]);
    let answer = test.get(&format!("/api/v1/{asked}")).await;
    let found: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    assert_eq!(found["offices"][0]["id"], "public-security");
    assert_eq!(found["offices"][0]["services"][0]["id"], "dog-registration");
    assert_eq!(found["halls"][0]["id"], "gutai-hall");
    assert_eq!(found["halls"][0]["hours"][0]["days"], "mon-fri");
    assert_eq!(found["halls"][0]["today"][0], "09:00/17:00");
    for wrong in ["find-office", "find-office?q=dog", "find-office?event=fly&area=980102000000"] {
        let answer = test.get(&format!("/api/v1/{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.text.contains("\"unknown\""), "{wrong}: {}", answer.text);
    }
}
