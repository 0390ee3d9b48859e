//! The same acts for machines.

use axum::http::StatusCode;
use serde_json::json;

use crate::house::Test;

const KEY: [&str; 3] = [
    "01900000-0000-7000-8000-000000000001",
    "01900000-0000-7000-8000-000000000002",
    "01900000-0000-7000-8000-000000000003",
];

#[tokio::test]
async fn a_program_applies_as_a_person_does() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let path = "/api/v1/applications";
    let order = json!({"service": "food-business-licence", "situation": {"trade": "shop"},
                       "answers": {"area": "60"}});
    let begun = test.post_json(&cookie, path, KEY[0], None, order.clone()).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
    let view = begun.json();
    let missing: Vec<_> =
        view["missing"].as_array().expect("a list").iter().map(|it| &it["field"]).collect();
    assert_eq!(missing, ["credit_code", "manager", "address"]);
    assert_eq!(view["answers"]["operator_name"], "林晓舟");
    let again = test.post_json(&cookie, path, KEY[0], None, order).await;
    assert_eq!(again.json()["id"], view["id"]);
    let own = format!("{path}/{}", view["id"].as_str().expect("an id"));
    let rest = json!({"answers": {"credit_code": "91980102MA98RY019R", "manager": "陈雨禾",
                                  "address": "东街 18 号"}});
    let answers = format!("{own}/answers");
    let stale = test.post_json(&cookie, &answers, KEY[1], Some("\"1\""), rest.clone()).await;
    assert_eq!(
        (stale.status, stale.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("stale"))
    );
    let saved = test.post_json(&cookie, &answers, KEY[1], Some(begun.header("etag")), rest).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    assert_eq!(saved.json()["missing"], json!([]));
    let read = test.get(&cookie, &own).await;
    assert_eq!(read.json()["stage"], "draft");
    let other = test.citizen(2).await;
    assert_eq!(test.get(&other, &own).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn wrong_answers_are_named() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let order = json!({"service": "food-business-licence", "situation": {"trade": "casino"},
                       "answers": {"area": "many", "shoe_size": "43", "manager": ""}});
    let path = "/api/v1/applications";
    let refused = test.post_json(&cookie, path, KEY[0], None, order).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let body = refused.json();
    let codes: Vec<_> = body["errors"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| (it["field"].as_str().expect("a field"), it["code"].as_str().expect("a code")))
        .collect();
    assert_eq!(
        codes,
        [("situation.trade", "choice"), ("area", "number"), ("shoe_size", "unknown")]
    );
    let broken = test.post_json(&cookie, path, KEY[1], None, json!({"servic": 1})).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let nobody = test.post_json("", path, KEY[2], None, json!({"service": "x"})).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}
